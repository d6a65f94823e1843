"""The user's own file of settings, ~/.config/storyloom/config.toml: defaults of options, by their names."""

import difflib
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import platformdirs

from services.contract.errors import ConfigurationError

PREFIX = "STORYLOOM_"
"""What each option's variable begins with, and the other name of each of main's settings."""
MAX_FILE = 64 * 1024
"""Largest file that is read, bytes."""
BESIDE_OPTIONS = ("token_file",)
"""Keys of the file that no option has."""
ABSENT = (FileNotFoundError, NotADirectoryError)


def path() -> Path:
    """Where the file is, by the XDG Base Directory Specification on Linux."""
    return platformdirs.user_config_path("storyloom") / "config.toml"


def key_of(names: Sequence[str]) -> str:
    """The key of an option with these names: its long name, such as "text_only" of --text-only."""
    return max(names, key=len).lstrip("-").replace("-", "_")


def set_variable(names: Sequence[str]) -> str:
    """The first of these variables that is set; empty when none is."""
    return next((name for name in names if os.environ.get(name)), "")


def defaults(command: Any) -> dict[str, Any]:
    """The file's values as defaults of a command's options and of all its subcommands'.

    Raises ConfigurationError, which names the file and each key that no option has, or the value that is of no use.
    """
    said = _read(path())
    known = sorted(_keys(command) | set(BESIDE_OPTIONS))
    wrong = [f"{key!r} is not known{_hint(key, known)}" for key in said if key not in known]
    wrong += [f"{key!r} has tables or lists inside" for key, value in said.items() if not _plain(value)]
    if wrong:
        raise ConfigurationError(f"{path()}: {'; '.join(wrong)}")
    return _placed(command, said)


def value(key: str) -> str:
    """The value of one of BESIDE_OPTIONS; empty when there is none. Raises ConfigurationError."""
    found = _read(path()).get(key, "")
    if not isinstance(found, str):
        raise ConfigurationError(f"{path()}: {key.replace('_', '-')} is no text")
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE + 1)
        if len(content) > MAX_FILE:
            raise ConfigurationError(f"{file}: is over {MAX_FILE:,} bytes")
        return {key.replace("-", "_"): value for key, value in tomllib.loads(content.decode()).items()}
    except ABSENT:
        return {}
    except OSError as error:
        if not os.access(file.parent, os.X_OK):
            return {}  # Another user's home, as in a container: nobody has put a file there for this one.
        raise ConfigurationError(f"{file}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ConfigurationError(f"{file}: is not TOML: {error}") from None


def _plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str | int)


def _hint(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"


def _keys(command: Any) -> set[str]:
    found = {key_of(parameter.opts) for parameter in command.params if _has_variable(parameter)}
    return found.union(*(_keys(inner) for inner in getattr(command, "commands", {}).values()))


def _placed(command: Any, said: dict[str, Any]) -> dict[str, Any]:
    """As click takes defaults: by the parameter's name, in a dictionary for each subcommand."""
    found: dict[str, Any] = {}
    for parameter in command.params:
        key = key_of(parameter.opts)
        if key in said and _has_variable(parameter):
            value = said[key]
            found[parameter.name] = [value] if parameter.multiple and isinstance(value, str) else value
    inner = getattr(command, "commands", {})
    return found | {name: _placed(other, said) for name, other in inner.items()}


def _has_variable(parameter: Any) -> bool:
    names = [parameter.envvar] if isinstance(parameter.envvar, str) else parameter.envvar or ()
    return any(name.startswith(PREFIX) for name in names)
