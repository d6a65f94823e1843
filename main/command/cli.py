"""The storyloom command: its subcommands, and what holds for all of them."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from main.bench import cli as bench
from main.bench import goodput
from main.command import credentials, failure, make, preferences, runs, say, serve, status, token, trust
from main.command.help import Command, Group, columns
from main.command.options import preferred
from services.contract.errors import StoryloomError
from services.contract.version import __version__

NAME = "storyloom"
app = typer.Typer(
    help="One sentence in, a story package out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain help: rich's boxes cut the options' names in a narrow terminal.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    cls=Group,
)
for command in (make.run, make.resume, make.verify, status.status, serve.serve, serve.up):
    app.command(cls=Command)(command)
app.add_typer(runs.app, name="runs")
app.add_typer(token.app, name="token")
app.add_typer(bench.app, name="bench")


def _version(asked: bool) -> None:
    if asked:
        say.result(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback()
def storyloom(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
    ca_file: Annotated[
        Path | None,
        preferred(
            trust.OPTION,
            help="Authorities, in PEM, by which a gateway is verified over https; the system's when not given.",
        ),
    ] = None,
) -> None:
    """One sentence in, a story package out."""
    trust.choose(ca_file)
    # For the benchmark, which is below the command and knows no user.
    context.obj = _asking


def _asking(gateways: Sequence[str]) -> goodput.Asking:
    """How the user asks these gateways."""
    return goodput.Asking(credentials.headers(gateways), trust.context())


def main() -> None:
    """Run the command with this process's arguments, and end with its exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command; return its exit status. An error is one line on stderr and its class's status."""
    if arguments and " " in arguments[0].strip():
        # No command has a space in it: `docker compose run main "A fox learns to sail"`.
        arguments = ["run", *arguments]
    as_json = "--json" in arguments or os.environ.get(f"{preferences.PREFIX}JSON", "").lower() in ("1", "true", "yes")
    try:
        return _run(arguments)
    except StoryloomError as error:
        return failure.report(error, as_json=as_json)
    except typer.TyperException as error:
        message = error.format_message()
        if message.lstrip().startswith("Usage: "):
            # No command is named: what it says is the help.
            say.note(message)
            return error.exit_code
        return failure.report(failure.usage(error), as_json=as_json)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        # Who read it has heard enough.
        say.silence(sys.stdout)
        return 0
    except SystemExit as ended:
        # So Click ends when it writes help to a closed pipe: who read that has heard enough, too.
        if isinstance(ended.__context__, BrokenPipeError):
            return 0
        raise


def _run(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    asks_for_help = f"_{NAME.upper()}_COMPLETE" in os.environ or {"-h", "--help", "--version"} & set(arguments)
    defaults: dict[str, Any] = {} if asks_for_help else preferences.defaults(command)
    context: dict[str, Any] = {"default_map": defaults, "terminal_width": columns()}
    done = command.main(arguments, prog_name=NAME, standalone_mode=False, **context)
    sys.stdout.flush()
    return done if isinstance(done, int) else 0
