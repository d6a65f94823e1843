"""Who was refused, and where from, as lines of the log: bounded in length, and in number by the minute."""

import time

from loguru import logger
from starlette.requests import HTTPConnection

from main.gateway.access.caller import Caller
from services.contract.shown import cut, printable

MOST = 60
"""Lines in a minute; of further ones the number is told."""
MAX_PATH = 200
"""Characters of a path that are logged."""
GRANTED = "/v1/granted/"


class _Pace:
    """Counts the lines of this minute."""

    def __init__(self) -> None:
        self._until, self._count = 0.0, 0

    def has_room(self) -> bool:
        """Whether one more line has room."""
        now = time.monotonic()
        if now >= self._until:
            if (left_out := self._count - MOST) > 0:
                logger.warning("{} more requests were refused in the minute before", left_out)
            self._until, self._count = now + 60, 0
        self._count += 1
        return self._count <= MOST


_pace = _Pace()


def note(request: HTTPConnection, who: str, why: str) -> None:
    """Log that a request was refused; `who` is the token's id and name, as far as they are known."""
    if not _pace.has_room():
        return
    address = request.client.host if request.client else "an unknown address"
    said = (who or "nobody known", address, request.scope["method"], shown(request.scope["path"]), why)
    logger.warning("refused {} from {}: {} {!r}: {}", *said)


def connection(line: str) -> None:
    """Log that a connection was refused before it had a request, as the line says."""
    if _pace.has_room():
        logger.warning("{}", line)


def named(caller: Caller) -> str:
    """A caller as the log names them."""
    return f"{caller.name or 'a link'} (token {caller.token.id})" if caller.token is not None else ""


def shown(path: str) -> str:
    """A path as a log may have it: without the grant that stands in it."""
    if GRANTED in path:
        before, _, after = path.partition(GRANTED)
        path = f"{before}{GRANTED}…/{after.partition('/')[2]}"
    return printable(cut(path, MAX_PATH))
