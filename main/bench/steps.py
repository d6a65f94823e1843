"""One round of a benchmark with the code of another checkout, as a command of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from services import GRPC_ENVIRONMENT
from services.runtime.errors import ConfigurationError

SECONDS = 300
"""The longest that one round may take."""


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
    try:
        done = subprocess.run(
            command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise ConfigurationError(f"{checkout}: a round took more than {SECONDS} s") from None
    if done.returncode:
        raise ConfigurationError(f"{checkout}: {done.stderr.strip()[-500:]}")
