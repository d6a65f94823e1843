"""The storyloom command, as a person runs it."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from services.catalog import STAGES
from services.runtime.server.probe import is_serving
from tests.component.conftest import Command, command_environment, until
from tests.conftest import PROMPT, ROOT

SHORT = ("--text-only", "--length", "100", "--language", "none")
"""Options of a run that takes a moment."""


def test_run_leaves_one_verified_package(storyloom: Command, tmp_path: Path) -> None:
    """Exit 0, one zip, its path alone on stdout and its digest on stderr, and verify agrees."""
    done = storyloom("run", "--seed", "7", PROMPT)
    assert done.returncode == 0, done.stderr
    packages = list((tmp_path / "output").iterdir())
    assert [path.suffix for path in packages] == [".zip"]
    assert done.stdout == f"{packages[0].relative_to(tmp_path)}\n"
    verified = storyloom("verify", str(packages[0]))
    assert verified.returncode == 0
    assert verified.stdout.splitlines()[-1] == digest(done)


def digest(done: subprocess.CompletedProcess[str]) -> str:
    """The line of a run's summary that has its content digest."""
    (found,) = (line for line in done.stderr.splitlines() if line.startswith("content digest: "))
    return found


def test_a_sentence_alone_is_a_run(storyloom: Command) -> None:
    """What `docker compose run main "A fox learns to sail"` passes on."""
    done = storyloom("A fox learns to sail", "--language", "none")
    assert done.returncode == 0, done.stderr
    assert "verified" in done.stderr


def test_a_quiet_run_says_its_result_alone(storyloom: Command, tmp_path: Path) -> None:
    """Its path is on stdout, stderr is empty; the sentence comes from standard input."""
    done = storyloom("run", "-", "--quiet", *SHORT, typed="A fox learns to sail\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / done.stdout.strip()).suffix == ".zip"


def test_a_story_comes_from_standard_input(storyloom: Command) -> None:
    """A text of one's own in a pipe; --json with --quiet is the result's line alone."""
    text = "The Fox\n\nA fox went to sea. It was a fine day.\n\nShe came home.\n"
    done = storyloom("run", "--story", "-", "--json", "-q", *SHORT, typed=text)
    assert json.loads(done.stdout)["package"].startswith("output/the-fox-")


@pytest.mark.parametrize("options", [["--json"], ["--quiet"], []])
def test_a_reader_that_goes_away_loses_nothing(storyloom: Command, tmp_path: Path, options: list[str]) -> None:
    """Whether it hears events or the path: the package is saved, and nothing is said of a broken pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        done = storyloom("run", *SHORT, *options, "A fox learns to sail", stdout=closed)
    assert done.returncode == 0
    assert "Broken pipe" not in done.stderr
    assert len(list((tmp_path / "output").glob("*.zip"))) == 1


@pytest.mark.parametrize("arguments", [["--help"], ["status", "--server", "127.0.0.1:9"]])
def test_help_and_results_into_a_closed_pipe_are_no_error(storyloom: Command, arguments: list[str]) -> None:
    """Nothing is said of it, and the exit status is what it would have been."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        done = storyloom(*arguments, stdout=closed)
    assert (done.returncode, done.stderr) == (0 if arguments == ["--help"] else 2, "")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_the_shell_has_closed_leads_nowhere(tmp_path: Path, closed: str) -> None:
    """It is not taken for the connection that is opened next."""
    command = f'"$0" -m main status --server 127.0.0.1:9 {closed}'
    environment = os.environ | command_environment(tmp_path)
    done = subprocess.run(["sh", "-c", command, sys.executable], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"")
    assert (b"Connection refused" in done.stdout) == (closed in ("<&-", "2>&-"))


def test_json_is_one_object_a_line(storyloom: Command) -> None:
    """Each stage starts and completes, and the last line has the result."""
    done = storyloom("run", "--json", "--language", "none", PROMPT)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum(event["event"] == "stage_completed" for event in events) == len(STAGES)
    assert events[-1]["event"] == "run_completed"
    assert len(events[-1]["timings"]) == len(STAGES)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["run"], 2, "PROMPT: is empty"),
        (["run", "A fox", "--server", "http://127.0.0.1:9"], 69, "no gateway answers"),
        (["run", "A fox", "--server", "127.0.0.1:9,127.0.0.1:10"], 69, "at http://127.0.0.1:9, http://127.0.0.1:10"),
        (["verify", "nothing.zip"], 2, "there is no file nothing.zip"),
    ],
)
def test_bad_input_is_one_clear_line(storyloom: Command, arguments: list[str], code: int, says: str) -> None:
    """The exit status says whose mistake, the message says what to change, nothing is left behind."""
    done = storyloom(*arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_wrong_port_is_named(storyloom: Command) -> None:
    """SERVICE_PORT=abc is exit 2 with the variable's name, for main as for a service."""
    done = storyloom("serve", SERVICE_PORT="abc")
    assert done.returncode == 2
    assert "SERVICE_PORT" in done.stderr


def test_up_serves_what_run_uses(storyloom: Command) -> None:
    """The services as processes give the digest of the local mode, and Ctrl-C ends them all."""
    up = subprocess.Popen([sys.executable, "-m", "main", "up"], stdout=subprocess.PIPE, start_new_session=True)
    try:
        until(lambda: is_serving("127.0.0.1", 50057), up, 40)
        over_grpc = storyloom("run", "--mode", "grpc", "--seed", "7", PROMPT)
        local = storyloom("run", "--mode", "local", "--seed", "7", PROMPT)
        assert over_grpc.returncode == 0, over_grpc.stderr
        assert digest(over_grpc) == digest(local)
    finally:
        up.send_signal(signal.SIGINT)
        output, _ = up.communicate(timeout=30)
    assert b"The services are up" in output
    assert up.returncode == 0
    with pytest.raises(OSError, match=r".+"):
        is_serving("127.0.0.1", 50051)


def test_up_starts_nothing_where_somebody_listens(storyloom: Command) -> None:
    """It would be taken for the service: it is named, and how to go on."""
    with socket.create_server(("127.0.0.1", 50053)):
        done = storyloom("up")
    assert done.returncode == 2
    assert "service-c1: something listens on 127.0.0.1:50053 already; stop it first" in done.stderr


def test_a_step_does_not_add_to_results_of_other_code(storyloom: Command, tmp_path: Path) -> None:
    """What is there already was measured before something changed."""
    (tmp_path / "after").mkdir()
    (tmp_path / "after" / "one.json").write_text("{}")
    done = storyloom("bench", "step", str(ROOT), "--output", str(tmp_path))
    assert done.returncode == 2
    assert "has results already" in done.stderr


def test_grpc_without_services_names_the_first(storyloom: Command) -> None:
    """A service that is down is exit 69 with its name and address."""
    done = storyloom("run", "--mode", "grpc", PROMPT, STAGE_ADDRESS="127.0.0.1:9")
    assert done.returncode == 69
    assert "story_generator at 127.0.0.1:9 does not answer" in done.stderr
