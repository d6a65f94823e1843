"""An import reads nothing of the world: the environment is read once, by the entry points."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PROGRAM = Path(__file__).with_name("imports_watched.py")


def questions(folder: Path, *packages: str) -> tuple[int, list[str]]:
    """How many modules there are, and what their top levels asked for when imported in a fresh interpreter."""
    command = [sys.executable, str(PROGRAM), str(folder), *packages]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout.splitlines()
    return int(said[0].split()[0]), said[1:]


def test_no_module_reads_the_world_when_it_is_imported() -> None:
    """No environment, clock, host name, network or program: the same modules are the same everywhere."""
    count, found = questions(ROOT, "services", "main")
    assert found == []
    assert count > 100


def test_a_module_that_reads_the_world_is_found(tmp_path: Path) -> None:
    """Or the test above could not fail."""
    curious = {
        "os.environ HOME": "import os; HOME = os.environ.get('HOME')",
        "os.environ PATH": "import os; PATH = os.getenv('PATH')",
        "os.putenv": "import os; os.environ['STORYLOOM'] = '1'",
        "os.environ": "from pydantic_settings import BaseSettings; MODEL = type('Model', (BaseSettings,), {})()",
        "time.time": "import time; BEGUN = time.time()",
        "socket.gethostname": "import socket; HOST = socket.gethostname()",
        "subprocess.Popen": "import subprocess; subprocess.run(['true'])",
    }
    package = tmp_path / "curious"
    package.mkdir()
    for number, line in enumerate(("", *curious.values())):
        package.joinpath(f"m{number}.py" if number else "__init__.py").write_text(f"{line}\n")
    count, found = questions(tmp_path, "curious")
    assert count == len(curious)
    assert {f"curious.m{number}: {what}" for number, what in enumerate(curious, start=1)} <= set(found)
