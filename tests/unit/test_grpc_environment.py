"""What gRPC is told by environment: it knows it, and is told in time."""

import os
import subprocess
import sys
import tomllib

import pytest

from services.runtime.environment import GRPC_ENVIRONMENT
from tests.conftest import ROOT

OPEN = """
from services.runtime.environment import prepare_grpc
prepare_grpc()
import grpc
grpc.insecure_channel('127.0.0.1:1').close()
"""
WATCH = """
import builtins, os, sys
found = builtins.__import__
def watched(name, *arguments, **named):
    if name == "grpc" and "grpc" not in sys.modules:
        print("grpc reads", os.environ.get("GRPC_EXPERIMENTS"), flush=True)
    return found(name, *arguments, **named)
builtins.__import__ = watched
sys.argv[1:] = ["--help"]
"""
"""Say what gRPC will read, when it is first imported."""


def python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program in an environment without the variables of this process's gRPC."""
    given = {name: value for name, value in os.environ.items() if name not in GRPC_ENVIRONMENT}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=given | environment, capture_output=True, text=True, timeout=60, check=False)


def test_grpc_knows_the_experiments_that_are_switched_off() -> None:
    """A newer gRPC without them would only write a line to the log, and be slower again."""
    done = python(OPEN)
    assert (done.returncode, done.stderr) == (0, "")


def test_grpc_says_when_it_does_not_know_one() -> None:
    """Or the test above could not fail."""
    assert "Unknown experiment: of_a_time_to_come" in python(OPEN, GRPC_EXPERIMENTS="-of_a_time_to_come").stderr


def script() -> str:
    """Python that runs the storyloom command as an installed script does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    module, _, function = project["scripts"]["storyloom"].partition(":")
    return f"from {module} import {function}; {function}()"


@pytest.mark.parametrize(
    "start",
    [
        script(),
        "import runpy; runpy.run_module('main', run_name='__main__')",
        "import runpy; runpy.run_module('services.runtime', run_name='__main__')",
    ],
    ids=["storyloom", "main", "service"],
)
def test_each_entry_point_tells_grpc_in_time(start: str) -> None:
    """GRPC reads its environment when it is imported, and never again."""
    done = python(WATCH + start, SERVICE_NAME="none such")
    assert f"grpc reads {GRPC_ENVIRONMENT['GRPC_EXPERIMENTS']}\n" in done.stdout
