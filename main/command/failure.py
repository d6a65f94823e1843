"""How the command ends when something is wrong: a line on stderr, a JSON object with --json, and an exit status."""

import json

import typer

from main.command import say
from main.command.options import origin
from main.command.preferences import key_of
from services.contract.errors import ConfigurationError, StoryloomError
from services.runtime.wire.problem import problem_of


def report(error: StoryloomError, *, as_json: bool) -> int:
    """Say what is wrong; return the exit status, that of the error's class."""
    status = error.outcome.exit
    if as_json:
        say.note(json.dumps({"event": "error", **problem_of(error), "exit": status}))
    else:
        where = f"{error.stage}: " if error.stage and error.stage not in error.message else ""
        say.note(f"error: {where}{error.message}")
    return status


def usage(error: typer.TyperException) -> StoryloomError:
    """The error of a command line that cannot be read, on one line that names the option, the variable or the file."""
    message = error.format_message()
    if isinstance(error, typer.BadParameter) and error.param is not None and error.param.opts[0].startswith("-"):
        message = f"{origin(error.ctx, key_of(error.param.opts))}: {error.message}"
    elif "extra argument" in message and getattr(getattr(error, "ctx", None), "info_name", "") == "run":
        message += "; put the sentence in quotes, and commas between languages"
    return ConfigurationError(" ".join(message.split()))
