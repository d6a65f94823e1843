"""How many bytes of messages one server holds: requests under way, and answers that are not taken yet."""

import asyncio
import ctypes
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

NOTICEABLE = 16 * 1024 * 1024
"""After so many bytes were held, freed memory is given back to the system."""


class ByteBudget:
    """Bytes that all callers of a server share.

    Whoever brings a message waits until there is room, in the order of asking. An answer is counted without waiting,
    for it is made already: it keeps the next requests out.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._peak = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @property
    def held(self) -> int:
        """Bytes that are held now."""
        return self._held

    async def take(self, size: int) -> None:
        """Wait until `size` more bytes have room, and hold them; alone, a message of any size has."""
        if self._waiting or not self._fits(size):
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append((size, turn))
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self.give(size)
                else:
                    self._waiting.remove((size, turn))
                    self._admit()
                raise
        else:
            self.add(size)

    def add(self, size: int) -> None:
        """Hold `size` more bytes."""
        self._held += size
        self._peak = max(self._peak, self._held)

    def give(self, size: int) -> None:
        """Hold `size` bytes less."""
        self._held -= size
        self._admit()
        if not self._held and self._peak >= NOTICEABLE:
            self._peak = 0
            asyncio.get_running_loop().run_in_executor(None, give_back_memory)

    @contextmanager
    def share(self) -> Iterator["Share"]:
        """One request's bytes, which are given back at the end of the block."""
        share = Share(self)
        try:
            yield share
        finally:
            self.give(share.held)

    def _fits(self, size: int) -> bool:
        return not self._held or self._held + size <= self._most

    def _admit(self) -> None:
        while self._waiting and self._fits(self._waiting[0][0]):
            size, turn = self._waiting.popleft()
            if not turn.done():
                self.add(size)
                turn.set_result(None)


class Share:
    """The bytes that one request holds of a budget."""

    def __init__(self, budget: ByteBudget) -> None:
        self._budget = budget
        self.held = 0
        """Bytes so far."""

    async def take(self, size: int) -> None:
        """Wait until `size` more bytes have room, and hold them."""
        await self._budget.take(size)
        self.held += size

    def add(self, size: int) -> None:
        """Hold `size` more bytes."""
        self._budget.add(size)
        self.held += size


def give_back_memory() -> None:
    """Give what the C library keeps of freed memory back to the system; it keeps it for ever otherwise."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> "ctypes._NamedFuncPointer | None":
    return getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none.
