"""HTTP connections that are bounded in number and in time, whatever their client does or leaves undone.

A connection is idle until the whole header of a request is here, and again after the answer. Idle ones make room for a
new one when there are too many, so that whoever holds connections open keeps nobody else out.
"""

import asyncio
import itertools
from collections import Counter
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol

from services.contract.limits import HEADER_SECONDS, MAX_CONNECTIONS, WRITE_BYTES, WRITE_SECONDS
from services.runtime.server.tls import dns_names

PEER_NAMES = "peer_names"
"""In the state of each request: the DNS names of the client's certificate."""
_ORDER = itertools.count()
"""Numbers for what happens one after the other: the event loop's time is the same for all that comes in one turn."""


class Connection(H11Protocol):
    """uvicorn's connection, with a time for each header and for each part of an answer to be taken."""

    _header: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None
    _idle_since = 0

    @property
    def idle(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def address(self) -> str:
        """The client's, without its port."""
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Await a header; one idle connection ends when there are too many."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, PEER_NAMES: dns_names(transport)}
        self.admit()
        self._await_header()

    def admit(self) -> None:
        """Count this connection as an idle one; another one ends when there are too many."""
        self.connections.add(self)
        self._idle_since = next(_ORDER)
        if len(self.connections) > MAX_CONNECTIONS:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take what has arrived; a header is late HEADER_SECONDS after its first byte."""
        super().data_received(data)
        if self.idle:
            self._await_header()
        else:
            self._header = _end(self._header)

    def on_response_complete(self) -> None:
        """Be idle from now on."""
        self._idle_since = next(_ORDER)
        super().on_response_complete()
        if self.idle and self.conn.trailing_data[0]:
            self._await_header()

    def pause_writing(self) -> None:
        """Expect the client to take something."""
        super().pause_writing()
        self._expect_taken()

    def resume_writing(self) -> None:
        """Expect nothing any more."""
        self._taking = _end(self._taking)
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more."""
        self._header, self._taking = _end(self._header), _end(self._taking)
        super().connection_lost(exc)

    def _make_room(self) -> None:
        """End the connection that has been idle longest, of the address that has most of them."""
        idle = [found for found in cast("set[Connection]", self.connections) if found.idle]
        most = Counter(found.address for found in idle).most_common(1)[0][0]
        oldest = min((found for found in idle if found.address == most), key=lambda found: found._idle_since)
        # Not in the set any more from this moment on: others may come before it has noticed.
        self.connections.discard(oldest)
        oldest.transport.abort()

    def _await_header(self) -> None:
        if self._header is None and not self.transport.is_closing():
            self._header = self.loop.call_later(HEADER_SECONDS, self.transport.abort)

    def _expect_taken(self) -> None:
        unsent = self.transport.get_write_buffer_size()

        def look() -> None:
            if unsent - self.transport.get_write_buffer_size() < WRITE_BYTES:
                self.transport.abort()
            else:
                self._expect_taken()

        self._taking = self.loop.call_later(WRITE_SECONDS, look)


def _end(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """Cancel a timer; what stands in its place is none."""
    if timer is not None:
        timer.cancel()
    return None
