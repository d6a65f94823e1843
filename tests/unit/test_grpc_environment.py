"""What gRPC is told by environment, it must know."""

import subprocess
import sys

import pytest

OPEN = "import services, grpc; grpc.insecure_channel('127.0.0.1:1').close()"


def test_grpc_knows_the_experiments_that_are_switched_off() -> None:
    """A newer gRPC without them would only write a line to the log, and be slower again."""
    done = subprocess.run([sys.executable, "-c", OPEN], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""


def test_grpc_says_when_it_does_not_know_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the test above could not fail."""
    monkeypatch.setenv("GRPC_EXPERIMENTS", "-of_a_time_to_come")
    done = subprocess.run([sys.executable, "-c", OPEN], capture_output=True, text=True, timeout=60, check=True)
    assert "Unknown experiment: of_a_time_to_come" in done.stderr
