"""Where metrics and traces hang: an observer is told of every call, on the caller's side and in the worker."""

from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Protocol

from services.contract.calls import Request

Side = Literal["client", "server"]
"""client: from the request to the answer, retries included. server: from the request's receipt to the part."""


class Observer(Protocol):
    """Told of calls on the event loop's thread; it must not block."""

    def call(self, side: Side, stage: str, request: Request) -> AbstractContextManager[object]:
        """A context that is entered when the call begins and left when it ends, with its error if it has one."""


class Unobserved:
    """Nobody is told."""

    _nothing = nullcontext()

    def call(self, side: Side, stage: str, request: Request) -> AbstractContextManager[object]:
        """A context that does nothing."""
        del side, stage, request
        return self._nothing


UNOBSERVED = Unobserved()
