"""The token with which the command asks a gateway: from a file or the environment, never from an argument.

Arguments can be seen by everybody on a machine (`ps`), and stay in the shell's history.
"""

import os
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from main.command import preferences, say
from services.contract.errors import ConfigurationError, Unauthenticated

FILE, VARIABLE, KEY = f"{preferences.PREFIX}TOKEN_FILE", f"{preferences.PREFIX}TOKEN", "token_file"
"""Where it is looked for, in this order: two variables, and a key of the user's file of settings."""
MAX_BYTES = 1_000
"""Largest file of a token."""
MEND = f"put a token into a file that only you can read, and name that file in {FILE}, or as token-file in the settings"
_warned = set[str]()


def token() -> str:
    """The token; empty when there is none. Raises ConfigurationError, which names the variable or the file."""
    if path := os.environ.get(FILE):
        return _read(Path(path), FILE)
    if given := os.environ.get(VARIABLE):
        return _checked(given, VARIABLE)
    if path := preferences.value(KEY):
        return _read(Path(path).expanduser(), f"token-file in {preferences.path()}")
    return ""


def headers(urls: Sequence[str]) -> dict[str, str]:
    """What sends the token to these gateways; nothing without one. Says once where it can be read on its way."""
    if not (found := token()):
        return {}
    for url in urls:
        warn(url)
    return {"Authorization": f"Bearer {found}"}


def _read(path: Path, where: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{where}: {path} cannot be read: {error.strerror}") from None
    return _checked(content.decode("ascii", "replace"), where)


def _checked(given: str, where: str) -> str:
    found = given.strip()
    # What it is instead is not shown: it may be a secret all the same.
    if not found or len(found) > MAX_BYTES or not (found.isascii() and found.isprintable()) or " " in found:
        raise ConfigurationError(f"{where}: this is no token; it is one word, such as storyloom_…")
    return found


def warn(url: str) -> None:
    """Say once that a token can be read on its way to this gateway."""
    parts = urlsplit(url)
    if parts.scheme == "http" and not _is_loopback(parts.hostname or "") and url not in _warned:
        _warned.add(url)
        say.note(f"warning: the token goes to {parts.netloc} unencrypted (http); whoever is between can read it")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def mended(error: Unauthenticated, *, sent: bool) -> Unauthenticated:
    """The error with what to change."""
    error.message += f"; make a new one with `storyloom token create`, and {MEND}" if sent else f"; {MEND}"
    return error
