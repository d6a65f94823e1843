"""The storyloom command with a gateway: runs that are left to it, looked at, fetched, cancelled."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from main.command import cli
from services.catalog import STAGES
from services.contract.version import __version__
from tests.component.conftest import command_environment, gateway_in

SHORT = ("--text-only", "--length", "100", "--language", "none")
Command = Callable[..., "Done"]
NODE = "shelf"
"""The machine of the gateway."""
NOBODY = "127.0.0.1:9"
"""An address where no gateway is."""
DOWN = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": NOBODY}
"""Of a gateway whose stages do not answer: its runs go on until they are cancelled."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A gateway, as --server names it."""
    with gateway_in(tmp_path_factory.mktemp("gateway"), 18_085, NODE_NAME=NODE) as (address, _):
        yield address.removeprefix("http://")


@pytest.fixture(scope="module")
def stuck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One whose runs do not end."""
    with gateway_in(tmp_path_factory.mktemp("stuck"), 18_086, **DOWN) as (address, _):
        yield address.removeprefix("http://")


@dataclass(frozen=True)
class Done:
    """How the command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def storyloom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process, which takes a tenth of a new one's time, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        status = cli.run(list(arguments))
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return run


def left(storyloom: Command, server: str, sentence: str = "A fox learns to sail") -> str:
    """The id of a new run that is left to the gateway."""
    done = storyloom("run", "--detach", *SHORT, sentence, "--server", server)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    return done.stdout.strip()


def shown(storyloom: Command, server: str, run_id: str) -> dict[str, Any]:
    """The run, as the gateway's API shows it."""
    found: dict[str, Any] = json.loads(storyloom("runs", "show", run_id, "--json", "--server", server).stdout)
    return found


def test_a_run_that_is_left_to_the_gateway(storyloom: Command, server: str, tmp_path: Path) -> None:
    """Its id is on stdout, watch follows it to its end, download saves and verifies its package."""
    run_id = left(storyloom, server)
    watched = storyloom("runs", "watch", run_id, "--server", server)
    assert (watched.returncode, watched.stdout) == (0, "")
    assert f"{STAGES[-1].name}: completed" in watched.stderr
    done = storyloom("runs", "download", run_id, "--server", server)
    assert (tmp_path / done.stdout.strip()).is_file(), done.stderr
    assert "verified" in done.stderr


def test_a_run_that_has_ended_can_be_watched_again(storyloom: Command, server: str) -> None:
    """All its events come once more, as JSON too."""
    run_id = left(storyloom, server)
    for _ in range(2):
        done = storyloom("runs", "watch", run_id, "--json", "--server", server)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        assert [event["event"] for event in events].count("stage_completed") == len(STAGES)
        assert events[-1]["content_digest"] == shown(storyloom, server, run_id)["package"]["content_digest"]


def test_a_run_is_listed_by_its_tags(storyloom: Command, server: str) -> None:
    """Of both kinds, those that are left to the gateway and those that are waited for; show says them."""
    tags = ("--tag", "class 3b", "--tag", "autumn")
    run_id = storyloom("run", "--detach", *SHORT, *tags, "A heron naps", "--server", server).stdout.strip()
    storyloom("runs", "watch", run_id, "--server", server)
    storyloom("run", *SHORT, "--tag", "autumn", "An otter naps", "--server", server)
    for tag, sentences in (
        ("class 3b", ["A heron naps"]),
        ("autumn", ["An otter naps", "A heron naps"]),
        ("class", []),
    ):
        rows = storyloom("runs", "list", "--tag", tag, "--server", server).stdout.splitlines()
        assert [row.split("\t")[3] for row in rows] == sentences
    assert "tags: class 3b, autumn" in storyloom("runs", "show", run_id, "--server", server).stdout


def test_a_wrong_tag_is_named(storyloom: Command, server: str) -> None:
    """By its option; without a gateway there is no list that could have it."""
    wrong = storyloom("run", "--detach", "--tag", "x" * 65, "A heron naps", "--server", server)
    here = storyloom("run", "--tag", "autumn", "A heron naps")
    for done, words in ((wrong, ("--tag", "64 characters")), (here, ("--tag", "--server"))):
        assert (done.returncode != 0, done.stdout) == (True, "")
        assert all(word in done.stderr for word in words), done.stderr


def test_runs_are_listed_and_shown(storyloom: Command, server: str) -> None:
    """In a pipe a line a run with tabs between, the newest first; by state, by text, by number."""
    ids = [left(storyloom, server, f"A {animal} learns to sail") for animal in ("newt", "toad")]
    for run_id in ids:
        storyloom("runs", "watch", run_id, "--server", server)
    rows = [line.split("\t") for line in storyloom("runs", "list", "--server", server).stdout.splitlines()]
    assert [row[0] for row in rows[:2]] == ids[::-1]
    assert (rows[0][1], rows[0][3]) == ("completed", "A toad learns to sail")
    found = storyloom("runs", "list", "--server", server, "--search", "newt", "--state", "completed", "--json")
    assert json.loads(found.stdout)["id"] == ids[0]
    assert storyloom("runs", "list", "-n", "1", "--server", server).stdout.count("\n") == 1
    said = storyloom("runs", "show", ids[0], "--server", server).stdout
    assert "state: completed\n" in said
    assert "sentence: A newt learns to sail\n" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["runs", "list", "--state", "tired"], "--state: "),
        (["runs", "show", "nothing"], "there is no run 'nothing'"),
        (["runs", "watch", "nothing", "--json"], "there is no run 'nothing'"),
        (["runs", "cancel", "nothing"], "there is no run 'nothing'"),
    ],
)
def test_the_gateway_s_errors_name_options(storyloom: Command, server: str, arguments: list[str], says: str) -> None:
    """And nothing is on stdout."""
    done = storyloom(*arguments, "--server", server)
    assert says in done.stderr
    assert "shows how it goes on" not in done.stderr
    assert (done.returncode, done.stdout) == (2, "")


def test_a_complete_run_s_resume_offers_its_package(storyloom: Command, server: str) -> None:
    """Where nobody can be asked, it names the command that fetches it; exit 75."""
    run_id = left(storyloom, server)
    storyloom("runs", "watch", run_id, "--server", server)
    done = storyloom("resume", run_id, "--server", server)
    assert done.returncode == 75
    assert f"`storyloom runs download {run_id} --server {server}` fetches its package" in done.stderr


def test_who_says_yes_gets_the_package(storyloom: Command, server: str, tmp_path: Path) -> None:
    """In a terminal the question is asked, and the package's path is all of stdout."""
    run_id = left(storyloom, server)
    storyloom("runs", "watch", run_id, "--server", server)
    person, terminal = pty.openpty()
    os.write(person, b"y\n")
    done = subprocess.run(
        [sys.executable, "-m", "main", "resume", run_id, "--server", server, "--quiet"],
        cwd=tmp_path,
        env=os.environ | command_environment(tmp_path),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
        check=False,
    )
    assert b"Download its package?" in os.read(person, 4096)
    assert (done.returncode, (tmp_path / done.stdout.strip()).suffix) == (0, ".zip")


def test_a_run_is_cancelled_then_deleted(storyloom: Command, stuck: str) -> None:
    """Who watches hears of it; what is deleted is not there any more, and what goes on cannot be deleted."""
    run_id = left(storyloom, stuck)
    assert storyloom("runs", "delete", run_id, "--server", stuck).returncode == 75
    cancelled = storyloom("runs", "cancel", run_id, "--server", stuck)
    assert (cancelled.returncode, cancelled.stdout) == (0, "")
    watched = storyloom("runs", "watch", run_id, "--server", stuck)
    assert watched.returncode == 75
    assert "the run was cancelled" in watched.stderr
    assert storyloom("runs", "delete", run_id, "--server", stuck).returncode == 0
    assert storyloom("runs", "show", run_id, "--server", stuck).returncode == 2


def test_ctrl_c_says_how_to_take_the_run_up(storyloom: Command, stuck: str, tmp_path: Path) -> None:
    """The run goes on; its id and the command that shows it are on stderr; exit 130."""
    command = [sys.executable, "-m", "main", "run", *SHORT, "--server", stuck, "A fox learns to sail"]
    environment = os.environ | command_environment(tmp_path)
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        run_id = process.stderr.readline().split()[1].rstrip(":")
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert f"run {run_id} goes on; `storyloom runs watch {run_id} --server {stuck}` shows it" in said
    assert "Traceback" not in said
    assert shown(storyloom, stuck, run_id)["state"] in ("accepted", "running")
    storyloom("runs", "cancel", run_id, "--server", stuck)


def test_the_next_server_is_asked_when_one_is_gone(storyloom: Command, server: str, tmp_path: Path) -> None:
    """Of several, with commas between: for the run, its events and its package."""
    done = storyloom("run", *SHORT, "--server", f"{NOBODY},{server}", "A fox learns to sail")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / done.stdout.strip()).is_file()


def test_a_run_goes_on_at_another_server(tmp_path: Path) -> None:
    """The gateway that is followed stops, one on the same store is elsewhere: the command has its package."""
    servers = "127.0.0.1:18087,127.0.0.1:18088"
    command = [sys.executable, "-m", "main", "run", *SHORT, "--json", "--server", servers, "A fox learns to sail"]
    environment = os.environ | command_environment(tmp_path)
    with gateway_in(tmp_path, 18_087, **DOWN):
        following = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
        assert following.stdout is not None
        lines = [following.stdout.readline()]
    try:
        with gateway_in(tmp_path, 18_088):
            lines += following.communicate(timeout=240)[0].splitlines()
    finally:
        following.kill()
        following.wait()
    assert following.returncode == 0, lines
    assert (tmp_path / json.loads(lines[-1])["package"]).is_file()


def test_status_says_what_is_ready(storyloom: Command, server: str, stuck: str) -> None:
    """0 with each stage, 1 with the stages that do not answer, 1 for one of two gateways, 2 for none."""
    ready = storyloom("status", "--server", server)
    assert ready.returncode == 0
    assert ready.stdout.startswith(f"http://{server}: ready\n  version: {__version__}\n")
    assert all(f"{stage.name}: ready\n    {NODE} {__version__}: ready\n" in ready.stdout for stage in STAGES)
    assert "  queue: 0 of 100 waiting, 0 running\n" in ready.stdout
    assert "  store: sqlite, " in ready.stdout
    not_ready = storyloom("status", "--server", stuck, "--json")
    assert not_ready.returncode == 1
    assert json.loads(not_ready.stdout)["gateways"][0]["status"] == "not ready"
    assert storyloom("status", "--server", f"{server},{NOBODY}").returncode == 1
    assert storyloom("status", "--server", NOBODY).returncode == 2
