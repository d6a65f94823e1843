"""Word of changes, and how the tasks of one process hear it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol


class News(Protocol):
    """Word that something changed, from any gateway on the store."""

    async def wait(self, seconds: float) -> bool:
        """Return True at once when something changed since the last call, else as soon as it does.

        False after `seconds`. An implementation may be late or miss a change, so the caller looks then too.
        """


class Listener:
    """Hears of one topic's changes; several before the next `wait` are one."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def tell(self) -> None:
        """Something changed."""
        self._changed.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for a change since the last call, at most `seconds`; False when there was none."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return False
        self._changed.clear()
        return True


class LocalNews:
    """Topics, and who listens to each: a change of one topic wakes nobody else."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}

    def tell(self, topic: str) -> None:
        """Wake the topic's listeners; on the event loop's thread."""
        for listener in self._listeners.get(topic, ()):
            listener.tell()

    def tell_all(self) -> None:
        """Wake every listener: something may have changed."""
        for topic in list(self._listeners):
            self.tell(topic)

    @asynccontextmanager
    async def of(self, topic: str) -> AsyncIterator[Listener]:
        """Listen to a topic for the length of the block."""
        listener = Listener()
        self._listeners.setdefault(topic, set()).add(listener)
        try:
            yield listener
        finally:
            self._listeners[topic].discard(listener)
            if not self._listeners[topic]:
                del self._listeners[topic]
