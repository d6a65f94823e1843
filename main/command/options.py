"""The options that several commands have, and where a value may stand besides: in a variable or the user's file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from main.command import preferences
from main.command.gateway import LOCAL_GATEWAY


def preferred(*names: str, beside: Sequence[str] = (), among: Sequence[str] = (), **said: Any) -> Any:
    """An option that may also stand in a variable, STORYLOOM_ and its name, and under its name in the user's file.

    `beside`: further variables, read after that one. `among`: values that a shell completes.
    """
    key = preferences.key_of(names)
    variables = [f"{preferences.PREFIX}{key.upper()}", *beside]
    return typer.Option(*names, envvar=variables, show_envvar=False, autocompletion=_completing(among), **said)


def _completing(among: Sequence[str]) -> Callable[[str], list[str]] | None:
    """What completes the value in a shell; None leaves it to the shell."""
    if not among:
        return None

    def complete(incomplete: str) -> list[str]:
        """The values that begin so; after a comma, of a list's last item."""
        before, comma, last = incomplete.rpartition(",")
        return [f"{before}{comma}{value}" for value in among if value.startswith(last)]

    return complete


Server = Annotated[
    str,
    preferred(
        "--server",
        help="The gateway, such as host:8080, or several that share their runs: a:8080,b:8080."
        f" {LOCAL_GATEWAY} when not given.",
    ),
]
Output = Annotated[Path, preferred("--output", "-o", help="Folder for the package.")]
Json = Annotated[bool, preferred("--json", help="One JSON object a line; errors too.")]
Quiet = Annotated[bool, preferred("--quiet", "-q", help="Say the result only, and errors.")]
RunId = Annotated[str, typer.Argument(metavar="RUN", help="A run's id.")]


def typed(context: Any, *names: str) -> bool:
    """Whether one of these parameters stands on the command line itself."""
    sources = [context.get_parameter_source(name) for name in names]
    return any(source is not None and source.name == "COMMANDLINE" for source in sources)


def origin(context: Any, key: str) -> str:
    """Where the value of the option with this key was written: "--length", STORYLOOM_LENGTH, or the user's file.

    `context`: click's, of the command that has the option.
    """
    option = f"--{key.replace('_', '-')}"
    for parameter in context.command.params:
        if preferences.key_of(parameter.opts) != key:
            continue
        source = context.get_parameter_source(parameter.name or "")
        name = source.name if source is not None else ""
        if name == "ENVIRONMENT":
            variables = [parameter.envvar] if isinstance(parameter.envvar, str) else parameter.envvar or []
            return preferences.set_variable(variables) or option
        if name == "DEFAULT_MAP":
            return f"{key.replace('_', '-')} in {preferences.path()}"
    return option
