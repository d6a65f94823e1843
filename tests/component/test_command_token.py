"""The storyloom command before a gateway that asks for tokens: making them, and asking with one."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from main.command import cli, credentials
from tests.component.conftest import gateway_in

PORT = 18_089
SPOILT = {"STORYLOOM_TOKEN": "my secret"}
WRONG = {"STORYLOOM_TOKEN": "wrong"}
Command = Callable[..., "Done"]


@dataclass(frozen=True)
class Done:
    """How the command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the gateway's store."""
    return tmp_path_factory.mktemp("gateway")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """A gateway that asks for tokens, as --server names it."""
    with gateway_in(folder, PORT, AUTH="token") as (address, _):
        yield address.removeprefix("http://")


@pytest.fixture
def storyloom(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run the command in this process, on the gateway's machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("STORE_PATH", str(folder / "runs.sqlite3"))
    for name in (credentials.FILE, credentials.VARIABLE):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, **environment: str) -> Done:
        capsys.readouterr()
        with monkeypatch.context() as local:
            for name, value in environment.items():
                local.setenv(name, value)
            status = cli.run(list(arguments))
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return run


def test_a_token_made_beside_the_gateway_is_taken_at_once(storyloom: Command, server: str) -> None:
    """Its secret is all of stdout; revoked, it is refused at once; neither needs the gateway to stop."""
    made = storyloom("token", "create", "ada", "--scope", "run", "--expires", "30d")
    secret = made.stdout.strip()
    assert (made.returncode, made.stdout) == (0, f"{secret}\n")
    assert "scope run, until 20" in made.stderr
    assert secret not in made.stderr
    assert storyloom("runs", "list", "--server", server, STORYLOOM_TOKEN=secret).returncode == 0
    listed = storyloom("token", "list")
    assert secret not in listed.stdout
    assert [line.split("\t")[1:3] for line in listed.stdout.splitlines()] == [["ada", "run"]]
    assert storyloom("token", "revoke", "ada").returncode == 0
    refused = storyloom("runs", "list", "--server", server, STORYLOOM_TOKEN=secret)
    assert (refused.returncode, "the token was revoked" in refused.stderr) == (77, True)
    assert "\trevoked\t" in storyloom("token", "list").stdout
    assert storyloom("token", "revoke", "ada").returncode == 2


def test_an_administrator_does_the_same_over_the_api(
    storyloom: Command, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --server; another scope is refused with what it takes."""
    admin = storyloom("token", "create", "root", "--scope", "admin").stdout.strip()
    monkeypatch.setenv("STORE_PATH", "/nowhere/runs.sqlite3")
    made = storyloom("token", "create", "bob", "--json", "--server", server, STORYLOOM_TOKEN=admin)
    bob = json.loads(made.stdout)
    listed = storyloom("token", "list", "--json", "--server", server, STORYLOOM_TOKEN=admin)
    assert "bob" in [json.loads(line)["name"] for line in listed.stdout.splitlines()]
    refused = storyloom("token", "list", "--server", server, STORYLOOM_TOKEN=bob["token"])
    assert (refused.returncode, "a token with the scope admin" in refused.stderr) == (77, True)
    assert storyloom("token", "revoke", bob["id"], "--server", server, STORYLOOM_TOKEN=admin).returncode == 0
    assert storyloom("runs", "list", "--server", server, STORYLOOM_TOKEN=bob["token"]).returncode == 77


def test_the_token_comes_from_a_file_or_the_environment(storyloom: Command, server: str, tmp_path: Path) -> None:
    """The file of the variable, the variable, the file that the settings name, in this order."""
    good = storyloom("token", "create", "carl").stdout
    (tmp_path / "token").write_text(good)
    settings = tmp_path / "storyloom" / "config.toml"
    settings.parent.mkdir()
    listing = ("runs", "list", "--server", server)
    assert storyloom(*listing).returncode == 77
    assert storyloom(*listing, **WRONG).returncode == 77
    assert storyloom(*listing, **WRONG, STORYLOOM_TOKEN_FILE=str(tmp_path / "token")).returncode == 0
    settings.write_text(f'token-file = "{tmp_path / "token"}"\n')
    assert storyloom(*listing).returncode == 0
    assert storyloom(*listing, **WRONG).returncode == 77


def test_who_has_no_token_is_told_how_to_give_one(storyloom: Command, server: str, tmp_path: Path) -> None:
    """Also as JSON; a file that cannot be read is named, and a value is never shown."""
    refused = storyloom("run", "A fox", "--server", server)
    assert (refused.returncode, "STORYLOOM_TOKEN_FILE" in refused.stderr) == (77, True)
    said = json.loads(storyloom("runs", "list", "--json", "--server", server).stderr)
    assert (said["reason"], said["exit"]) == ("Unauthenticated", 77)
    missing = storyloom("runs", "list", "--server", server, STORYLOOM_TOKEN_FILE=str(tmp_path / "none"))
    assert (missing.returncode, "STORYLOOM_TOKEN_FILE: " in missing.stderr) == (2, True)
    wrong = storyloom("runs", "list", "--server", server, **SPOILT)
    assert (wrong.returncode, "STORYLOOM_TOKEN: " in wrong.stderr, "my secret" in wrong.stderr) == (2, True, False)


def test_every_command_of_a_run_sends_the_token(storyloom: Command, server: str) -> None:
    """From the post to the deletion."""
    secret = storyloom("token", "create", "dora").stdout.strip()
    short = ("--text-only", "--length", "100", "--language", "none")
    made = storyloom("run", "A fox learns to sail", *short, "--server", server, STORYLOOM_TOKEN=secret)
    assert made.returncode == 0, made.stderr
    run = storyloom("runs", "list", "--server", server, STORYLOOM_TOKEN=secret).stdout.split("\t")[0]
    for words in (("runs", "show"), ("runs", "watch"), ("runs", "download"), ("runs", "delete")):
        assert storyloom(*words, run, "--server", server, STORYLOOM_TOKEN=secret).returncode == 0, words


@pytest.mark.parametrize("expires", ["30", "0d", "d", "-1d", "9999999d", "1y", "4000d"])
def test_a_time_that_is_none_is_named(storyloom: Command, expires: str) -> None:
    """With what to write."""
    done = storyloom("token", "create", "ada", "--expires", expires)
    assert (done.returncode, "use 12h, 30d or 8w" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://gateway.example:8080", True),
        ("http://10.0.0.7:8080", True),
        ("https://gateway.example", False),
        ("http://127.0.0.1:8080", False),
        ("http://[::1]:8080", False),
        ("http://localhost:8080", False),
    ],
)
def test_a_token_in_the_clear_is_warned_of(url: str, warned: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """Once for a gateway, and not on this machine."""
    for _ in range(2):
        credentials.warn(url)
    assert capsys.readouterr().err.count("unencrypted") == int(warned)


def test_the_gateway_says_at_its_start_who_may_ask(tmp_path: Path) -> None:
    """That everybody may, on an address that others reach; and that nobody can, when there is no token."""
    open_, closed = tmp_path / "open", tmp_path / "closed"
    for folder in (open_, closed):
        folder.mkdir()
    with gateway_in(open_, PORT + 1, SERVICE_BIND="0.0.0.0"):  # noqa: S104 - in a test
        pass
    with gateway_in(closed, PORT + 1, AUTH="token") as (address, _):
        assert httpx.get(f"{address}/v1/runs", trust_env=False).status_code == 401
    assert "can make, read and delete all runs: set AUTH=token" in (open_ / "gateway.log").read_text()
    assert "nobody can use this gateway yet" in (closed / "gateway.log").read_text()


def test_the_benchmark_asks_with_the_token(storyloom: Command, server: str, tmp_path: Path) -> None:
    """As the other commands do; without one it stops at once, with the gateway's own words."""
    kept = tmp_path / "capacity.json"
    measuring = "bench", "capacity", str(kept), "--gateway", f"http://{server}", "--seconds", "1"
    for environment in ({}, WRONG):
        refused = storyloom(*measuring, **environment)
        assert (refused.returncode, refused.stdout) == (77, "")
        assert "token" in refused.stderr
    secret = storyloom("token", "create", "bench", "--scope", "admin").stdout.strip()
    done = storyloom(*measuring, STORYLOOM_TOKEN=secret)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(kept.read_text())[0]["per_second"] > 0
