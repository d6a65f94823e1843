"""What a stage is doing, told from inside its craft to whoever waits for the part."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from typing import TypeVar

Listener = Callable[[str, int, int], None]
"""Takes what is being done, and how many of how many steps of it are; 0 of 0 where nobody knows."""

Item = TypeVar("Item")
Made = TypeVar("Made")
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def listen(listener: Listener) -> None:
    """Send what is reported in this context to the listener, which is called in the reporting thread."""
    _LISTENER.set(listener)


def report(doing: str, done: int = 0, total: int = 0) -> None:
    """Say what is being done now; as often as it changes, for the listener takes only some of it."""
    if (listener := _LISTENER.get()) is not None:
        listener(doing, done, total)


def threaded(function: Callable[[Item], Made], items: Iterable[Item], at_once: int) -> list[Made]:
    """Map in threads that report, and log, as the caller does."""
    with ThreadPoolExecutor(at_once) as threads:
        calls = [threads.submit(copy_context().run, function, item) for item in items]
        return [call.result() for call in calls]
