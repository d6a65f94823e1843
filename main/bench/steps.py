"""One round of a benchmark with the code of another checkout, as a command of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from services.contract.errors import ConfigurationError
from services.runtime.environment import GRPC_ENVIRONMENT

SECONDS = 300
"""The longest that one round may take."""
STOP_SECONDS = 60
"""How long it may take to stop the services that it has started."""


def measure(checkout: Path, output: Path, number: int, names: Sequence[str]) -> None:
    """Add round `number` of these cases to `output`. Raises ConfigurationError when the checkout cannot be measured."""
    generated = checkout / "protos" / "gen"
    if not (checkout / "main" / "bench").is_dir() or not generated.is_dir():
        raise ConfigurationError(f"{checkout} is no checkout that can be measured; run `make protos` there")
    command = [sys.executable, "-m", "main", "bench", "run", "--rounds", "1", "--first-round", str(number)]
    command += [*(word for name in names for word in ("--only", name)), "--output", str(output)]
    # Not what this checkout's code has set: the other one sets its own.
    environment = {name: value for name, value in os.environ.items() if GRPC_ENVIRONMENT.get(name) != value}
    environment["PYTHONPATH"] = f"{checkout}{os.pathsep}{generated}"
    # In a session of its own: Ctrl-C comes to this process, which passes it on once.
    with subprocess.Popen(
        command,
        cwd=checkout,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            _, said = process.communicate(timeout=SECONDS)
        except BaseException as error:
            # It has services to stop: those that stayed would be measured in the next round.
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise ConfigurationError(f"{checkout}: a round took more than {SECONDS} s") from None
            raise
    if process.returncode:
        raise ConfigurationError(f"{checkout}: {said.strip()[-500:]}")
