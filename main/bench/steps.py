"""Two sides of a benchmark in turn, each round a command of its own, with its own code and environment."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from services.contract.errors import ConfigurationError
from services.runtime.environment import GRPC_ENVIRONMENT

SECONDS = 300
"""The longest that one round may take."""
STOP_SECONDS = 60
"""How long it may take to stop the services that it has started."""


Side = Callable[[Path, int], None]
"""Measures one round, of this number, into a folder."""


def in_turn(sides: Mapping[str, Side], output: Path, rounds: int, say: Callable[[str], None]) -> None:
    """Measure each side round by round, into a folder of its name in `output`. Raises ConfigurationError."""
    if used := [path for name in sides if any((path := output / name).glob("*.json"))]:
        raise ConfigurationError(f"{used[0]} has results already, of other code perhaps; give another --output")
    for number in range(rounds):
        # None is always the first: what the one leaves behind would be the other's.
        for name in sorted(sides, reverse=number % 2 == 0):
            say(f"{name}, round {number + 1} of {rounds}")
            sides[name]((output / name).resolve(), number)


def measure(checkout: Path, names: Sequence[str], output: Path, number: int, *, without: Collection[str] = ()) -> None:
    """Add round `number` of these cases to `output`, by the code of a checkout. `without` these variables.

    Raises ConfigurationError when the checkout cannot be measured.
    """
    generated = checkout / "protos" / "gen"
    if not (checkout / "main" / "bench").is_dir() or not generated.is_dir():
        raise ConfigurationError(f"{checkout} is no checkout that can be measured; run `make protos` there")
    command = [sys.executable, "-m", "main", "bench", "run", "--rounds", "1", "--first-round", str(number)]
    command += [*(word for name in names for word in ("--only", name)), "--output", str(output)]
    # Not what this checkout's code has set: the other one sets its own.
    environment = {name: value for name, value in os.environ.items() if GRPC_ENVIRONMENT.get(name) != value}
    environment = {name: value for name, value in environment.items() if name not in without}
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
