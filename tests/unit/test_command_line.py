"""The command line: what it says without a run, and where its values come from."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from main.command import cli, gateway, package, status, wishes
from main.command.live import timetable
from pipeline.v1 import draft_pb2
from services.contract import request
from services.contract.errors import ConfigurationError
from services.contract.version import __version__

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the user's file is in these tests; there is none at first."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "storyloom"
    folder.mkdir()
    return folder / "config.toml"


def test_the_version_is_said(capsys: Said) -> None:
    """On stdout, with the program's name."""
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"storyloom {__version__}\n"


def test_no_command_is_help_on_stderr(capsys: Said) -> None:
    """And a mistake of the caller's: a script that forgets the command does not go on."""
    assert cli.run([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Usage: storyloom" in said.err


@pytest.mark.parametrize(
    "words", [[], ["run"], ["resume"], ["status"], ["serve"], ["runs"], ["runs", "list"], ["runs", "show"]]
)
def test_help_fits_forty_columns(words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """-h and --help say the same; no name is cut, no line is longer than the terminal."""
    monkeypatch.setenv("COLUMNS", "40")
    assert cli.run([*words, "-h"]) == 0
    short = capsys.readouterr().out
    assert cli.run([*words, "--help"]) == 0
    assert capsys.readouterr().out == short
    assert [line for line in short.splitlines() if len(line) > 40] == []
    assert "…" not in short


def test_a_timetable_fits_forty_columns() -> None:
    """Each stage's name, milliseconds and bar are on one line."""
    timings = [draft_pb2.StageTiming(stage="story_generator", node="m1")]
    for name in ("client_sent", "received", "started", "completed", "client_received"):
        getattr(timings[0], name).monotonic_ns = 1_000_000_000
    text = io.StringIO()
    Console(file=text, width=40).print(timetable(timings, wide=False))
    header, row = text.getvalue().splitlines()
    assert max(len(header.rstrip()), len(row.rstrip())) <= 40
    assert row.startswith("story_generator")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", ""], "PROMPT: is empty"),
        (["run"], "PROMPT: is empty"),
        (["run", "--story", "nothing.txt"], "--story nothing.txt: No such file"),
        (["run", "A fox", "--story", "/dev/null"], "give a sentence or a story, not both"),
        (["run", "x" * 2001], "2,001 characters"),
        (["run", "A fox", "--language", "xx"], "'xx' is not known; use en"),
        (["run", "A fox", "--mode", "smoke"], "--mode 'smoke' is not known; use local or rpc or grpc"),
        (["run", "A fox", "--flow", "wild"], "--flow 'wild' is not known; use hub or chain"),
        (["run", "A fox", "--flow", "chain"], "PIPELINE_FLOW=chain needs servers that hand on"),
        (["run", "A fox", "--theme", "horror"], "'horror' is not known; use one of adventure"),
        (["run", "A fox", "--length", "0"], "is 0; use 100 to 2,000"),
        (["run", "A fox", "--length", "100000"], "is 100000; use 100 to 2,000"),
        (["run", "A fox", "--lenght", "3"], "No such option: --lenght (Possible options: --length)"),
        (["run", "A fox", "--length", "long"], "--length: 'long' is not a valid int"),
        (["run", "A fox", "--length", "3"], "--length: is 3; use 100 to 2,000 words"),
        (["run", "A fox", "-l", "xx,es"], "--language: 'xx' is not known; use en"),
        (["run", "A fox", "-l", "es,fr", "-l", "es"], "--language: names a language twice"),
        (["run", "-", "--story", "-"], "PROMPT and --story are both -"),
        (["run", "A fox", "--detach"], "--detach leaves the run to a gateway: name one with --server"),
        (["run", "A fox", "--server", "a b"], "--server 'a b' is no address of a gateway"),
        (["run", "A fox", "--output", "/dev/null/x"], "cannot write to /dev/null/x: Not a directory"),
        (["runs", "list", "--limit", "0"], "--limit: 0 is not in the range"),
        (["runs"], "Usage: storyloom runs"),
        (["resume"], "Missing argument 'RUN'"),
        (["runs", "show", "../x"], "RUN: '../x' is no run's id; `storyloom runs list` shows them"),
        (["run", "A", "fox", "learns"], "(fox learns); put the sentence in quotes"),
        (["paint"], "No such command 'paint'"),
    ],
)
def test_what_is_wrong_is_named_as_it_was_typed(arguments: list[str], says: str, capsys: Said) -> None:
    """By its option, before any work, with exit status 2 and nothing on stdout."""
    assert cli.run(arguments) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.count("\n") == 1 or says.startswith("Usage: ")
    assert said.out == ""


def test_an_error_can_be_json(capsys: Said) -> None:
    """With --json it is a problem document on one line of stderr, with the exit status and the options' names."""
    assert cli.run(["run", "--json", "--length", "3", "--grade", "9", "A fox"]) == 2
    said = json.loads(capsys.readouterr().err)
    assert (said["event"], said["reason"], said["exit"]) == ("error", "InvalidRequest", 2)
    assert [found["field"] for found in said["violations"]] == ["--length", "--grade"]


def test_an_option_goes_before_its_variable_and_that_before_the_file(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """And each error says where the value stands."""
    settings_file.write_text("length = 1\ntext-only = true\nlanguage = 'es,fr'\n")
    cli.run(["run", "A fox"])
    assert f"length in {settings_file}: is 1" in capsys.readouterr().err
    monkeypatch.setenv("STORYLOOM_LENGTH", "2")
    cli.run(["run", "A fox"])
    assert "STORYLOOM_LENGTH: is 2" in capsys.readouterr().err
    cli.run(["run", "A fox", "--length", "3"])
    assert "--length: is 3" in capsys.readouterr().err


@pytest.mark.parametrize("variable", ["PIPELINE_MODE", "STORYLOOM_PIPELINE_MODE", "STORYLOOM_MODE"])
def test_the_guide_s_variables_go_before_the_file(
    variable: str, settings_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Under their own names, and under ours beside them."""
    settings_file.write_text("mode = 'rpc'\n")
    monkeypatch.setenv(variable, "smoke")
    cli.run(["run", "A fox"])
    assert f"{variable} 'smoke' is not known" in capsys.readouterr().err


def test_a_mode_that_is_typed_goes_before_the_file_s_server(settings_file: Path, capsys: Said) -> None:
    """Who says how to run it on this machine does not mean the gateway."""
    settings_file.write_text("server = '127.0.0.1:9'\n")
    assert cli.run(["run", "A fox", "--detach", "--mode", "local"]) == 2
    assert "--detach leaves the run to a gateway" in capsys.readouterr().err


def test_a_setting_s_variable_may_have_a_namespace(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """STORYLOOM_RUN_SECONDS is RUN_SECONDS where other programs read the environment too, and goes before it."""
    monkeypatch.setenv("RUN_SECONDS", "60")
    monkeypatch.setenv("STORYLOOM_RUN_SECONDS", "-1")
    cli.run(["run", "A fox"])
    assert "STORYLOOM_RUN_SECONDS: Input should be greater than 0 (is '-1')" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("lenght = 200\n", "'lenght' is not known; did you mean 'length'?"),
        ("zebra = 1\n", "'zebra' is not known; known are author, ca_file, flow"),
        ("[run]\nlength = 200\n", "'run' is not known"),
        ("length = [1]\n", "'length' has tables or lists inside"),
        ("length = \n", "is not TOML: "),
    ],
)
def test_a_wrong_line_of_the_file_is_named(content: str, says: str, settings_file: Path, capsys: Said) -> None:
    """With the file and a hint; help and version are said all the same."""
    settings_file.write_text(content)
    assert cli.run(["run", "A fox"]) == 2
    assert f"{settings_file}: {says}" in capsys.readouterr().err
    assert cli.run(["run", "-h"]) == 0


@pytest.mark.parametrize(
    ("word", "completed"),
    [("--th", "--theme"), ("--theme co", "courage"), ("-l es,f", "es,fr"), ("--mode g", "grpc")],
)
def test_a_shell_completes(word: str, completed: str, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """Options by their names, and values that are known; of a list with commas its last one."""
    words = f"storyloom run {word}"
    monkeypatch.setenv("_STORYLOOM_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    with pytest.raises(SystemExit):
        cli.run([])
    assert completed in capsys.readouterr().out.split()


@pytest.mark.parametrize(
    ("server", "urls"),
    [
        ("http://m:8080", ("http://m:8080",)),
        ("https://m/stories/", ("https://m/stories",)),
        ("m:9000", ("http://m:9000",)),
        ("m", ("http://m:8080",)),
        ("[::1]:9000", ("http://[::1]:9000",)),
        ("a, b:1 ,https://c", ("http://a:8080", "http://b:1", "https://c")),
    ],
)
def test_a_server_s_address(server: str, urls: tuple[str, ...]) -> None:
    """It is http on port 8080 where nothing else is said; several stand with commas between."""
    assert gateway.addresses(server) == urls


@pytest.mark.parametrize("server", [",", ":8080", "ftp://m", "m:port", "m:99999", "http://"])
def test_what_is_no_address_is_named(server: str) -> None:
    """Before anything is asked of it."""
    with pytest.raises(ConfigurationError, match="--server"):
        gateway.addresses(server)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (None, request.DEFAULT_LANGUAGES),
        (["none"], ()),
        (["es,fr"], ("es", "fr")),
        (["es", "fr , pt"], ("es", "fr", "pt")),
    ],
)
def test_languages(given: list[str] | None, found: tuple[str, ...]) -> None:
    """With commas, once for each, or both; none; the default ones."""
    assert wishes.languages(given) == found


def test_a_folder_without_room_is_named(tmp_path: Path) -> None:
    """Before the work, with what is free and what is wanted; nothing is left in it."""
    with pytest.raises(ConfigurationError, match=r"MB are free there, and the package may take 1000000000000"):
        package.prepare(tmp_path / "new" / "folder", 10**18)
    assert [path.name for path in tmp_path.iterdir()] == ["storyloom"]


def test_a_package_has_room_for_its_sound() -> None:
    """A text-only one takes a fraction."""
    longest = package.room(request.prompt("A fox", length=request.MAX_LENGTH))
    assert longest > 21_000_000
    assert package.room(request.prompt("A fox", text_only=True)) < longest / 10


@pytest.mark.parametrize(
    ("found", "exit_status"),
    [
        (["ready"], 0),
        (["ready", "ready"], 0),
        (["not ready"], 1),
        (["ready", "no answer"], 1),
        (["no answer"], 2),
    ],
)
def test_the_exit_status_of_status(found: list[str], exit_status: int) -> None:
    """0 when all is ready, 1 when something is not, 2 when no gateway answers."""
    assert status.exit_status(found) == exit_status
