"""Progress of a stage: its craft reports what it is doing, and whoever waits for the part hears of it."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from typing import TypeVar

Listener = Callable[[str, int, int], None]
"""Takes a description, the number of steps done, and the number of all steps; both are 0 when not known."""

Item = TypeVar("Item")
Made = TypeVar("Made")
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def listen(listener: Listener) -> None:
    """Send the reports of this context to the listener. It is called in the thread that reports."""
    _LISTENER.set(listener)


def report(doing: str, done: int = 0, total: int = 0) -> None:
    """Report progress. It may be called often: the listener drops what is too much."""
    if (listener := _LISTENER.get()) is not None:
        listener(doing, done, total)


def threaded(function: Callable[[Item], Made], items: Iterable[Item], at_once: int) -> list[Made]:
    """Apply the function to each item, `at_once` at a time, in threads with the caller's context; results in order."""
    with ThreadPoolExecutor(at_once) as threads:
        calls = [threads.submit(copy_context().run, function, item) for item in items]
        return [call.result() for call in calls]
