"""Messages on their way into a gRPC stream.

gRPC takes one write at a time, and ends the whole stream when a write is cancelled. So the outbox writes in a task of
its own, and whoever puts a message in may be cancelled:

    idle ──put──> writing ──all is written──> idle
                     └──the stream has ended──> idle, and what was left is dropped
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import grpc

from services.runtime.tasks import begin


def _ignore(_: int) -> None:
    """Nobody counts."""


class Outbox:
    """The messages of one side of one stream, serialised, written in their order."""

    def __init__(self, write: Callable[[bytes], Awaitable[None]], gone: Callable[[int], None] = _ignore) -> None:
        """`write`: the stream's. `gone` is called with the bytes of each message that went out or was dropped."""
        self._write = write
        self._gone = gone
        self.written = 0
        """Messages that went out."""
        self._unsent: deque[bytes] = deque()
        self._writing: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """Messages that are not written yet."""
        return len(self._unsent)

    def put(self, message: bytes) -> None:
        """Write the message after those that wait: at once when there is none."""
        self._unsent.append(message)
        if len(self._unsent) == 1:
            self._writing = begin(self._run())

    def withdraw(self, message: bytes) -> bool:
        """Take a message out again; False when it is written already, or is being written."""
        if not self._unsent or message == self._unsent[0]:
            return False
        try:
            self._unsent.remove(message)
        except ValueError:
            return False
        self._gone(len(message))
        return True

    async def flush(self) -> None:
        """Wait until all is written or dropped."""
        if self._writing is not None:
            await asyncio.wait((self._writing,))

    def close(self) -> None:
        """Drop what is left, and stop writing, which ends the stream."""
        self._drop()
        if self._writing is not None:
            self._writing.cancel()

    def _drop(self) -> None:
        while self._unsent:
            self._gone(len(self._unsent.popleft()))

    async def _run(self) -> None:
        try:
            while self._unsent:
                await self._write(self._unsent[0])
                self.written += 1
                if self._unsent:
                    self._gone(len(self._unsent.popleft()))
        except (grpc.aio.BaseError, grpc.aio.AioRpcError, asyncio.InvalidStateError):
            # The stream has ended; who reads it is told why.
            pass
        finally:
            self._drop()
