"""Progress of a stage: its craft reports what it is doing, and whoever waits for the part hears of it.

When nobody waits any more, the next report ends the work.
"""

import math
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from typing import TypeVar

Listener = Callable[[str, int, int], None]
"""Takes a description, the number of steps done, and the number of all steps; both are 0 when not known.

It may raise GivenUp.
"""

Item = TypeVar("Item")
Made = TypeVar("Made")
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)
_DEADLINE: ContextVar[float] = ContextVar("deadline", default=math.inf)


class GivenUp(BaseException):
    """Nobody waits for the part any more. It is no Exception: nothing is to stand in for what is not made."""


def listen(listener: Listener) -> None:
    """Send the reports of this context to the listener. It is called in the thread that reports."""
    _LISTENER.set(listener)


def until(deadline: float) -> None:
    """Let work in this context end at a time of the monotonic clock, in seconds."""
    _DEADLINE.set(deadline)


def seconds_left() -> float:
    """The seconds until the work's caller has no more use for it; without end where nobody said when."""
    return _DEADLINE.get() - time.monotonic()


def report(doing: str, done: int = 0, total: int = 0) -> None:
    """Report progress. It may be called often: the listener drops what is too much. Raises GivenUp."""
    if (listener := _LISTENER.get()) is not None:
        listener(doing, done, total)


def threaded(function: Callable[[Item], Made], items: Iterable[Item], at_once: int) -> list[Made]:
    """Apply the function to each item, `at_once` at a time, in threads with the caller's context; results in order."""
    with ThreadPoolExecutor(at_once) as threads:
        calls = [threads.submit(copy_context().run, function, item) for item in items]
        try:
            return [call.result() for call in calls]
        except BaseException:
            # Those under way end at their next report, or when they are done.
            threads.shutdown(wait=False, cancel_futures=True)
            raise
