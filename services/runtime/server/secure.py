"""HTTP connections over TLS, whose handshake is bounded as all else of a connection is."""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.utils import get_remote_addr

from services.contract.limits import HEADER_SECONDS
from services.runtime.certificates import reason_of
from services.runtime.server.connection import Connection


class SecureConnection(Connection):
    """A connection that is idle during its handshake, so that it makes room, and ends after HEADER_SECONDS.

    One that is refused is logged, with its address and OpenSSL's reason.

        plain ──handshake──> a Connection
          └──refused, late, or gone──> closed
    """

    def __init__(
        self, *given: Any, context: Callable[[], ssl.SSLContext], log: Callable[[str], None], **named: Any
    ) -> None:
        """`context` is asked at each handshake, for what has the newest certificates. `log` takes who was refused."""
        super().__init__(*given, **named)
        self._context, self._log = context, log
        self._early: bytearray | None = bytearray()
        """What has arrived before the handshake could read it, then with the handshake's end; None from then on."""
        self._gone = False
        self._securing: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin the handshake."""
        self.transport, self.client = transport, get_remote_addr(transport)
        self.admit()
        self._securing = self.loop.create_task(self._secure(transport))

    async def _secure(self, plain: asyncio.Transport) -> None:
        # uvloop reads from now on, whether that was paused or not, and a client may be quicker than this task.
        begun, self._early = self._early, bytearray()
        if begun:
            self.loop.call_soon(_hand_over, plain, begun)
        try:
            secure = await self.loop.start_tls(
                plain,
                self,
                self._context(),
                server_side=True,
                ssl_handshake_timeout=HEADER_SECONDS,
            )
        except OSError as error:
            self._gone = True
            secure = None
            # Not of who is gone, or late.
            if isinstance(error, ssl.SSLError):
                self._log(f"refused a connection of {self.address}: {reason_of(error)}")
        # uvloop says that the handshake is done, too, when the connection was aborted; nothing more is heard of it.
        if self._gone or secure is None or secure.is_closing():
            self.connections.discard(self)
            plain.abort()
            return
        super().connection_made(secure)
        early, self._early = self._early, None
        if early:
            super().data_received(bytes(early))

    def data_received(self, data: bytes) -> None:
        """Take what has arrived, after the handshake."""
        if self._early is None:
            super().data_received(data)
        else:
            self._early += data

    def connection_lost(self, exc: Exception | None) -> None:
        """End, whether the handshake is over or not."""
        self._gone = True
        super().connection_lost(exc)


def _hand_over(transport: asyncio.Transport, data: bytearray) -> None:
    """Give what has arrived to the transport's protocol of now, which is TLS's."""
    protocol = cast("asyncio.BufferedProtocol", transport.get_protocol())
    while data:
        buffer = memoryview(protocol.get_buffer(len(data)))
        count = min(len(buffer), len(data))
        buffer[:count] = data[:count]
        protocol.buffer_updated(count)
        del data[:count]
