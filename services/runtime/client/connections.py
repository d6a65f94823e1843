"""Kept-alive HTTP connections to the replicas of one service, made anew when this process's certificates change."""

import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from services.catalog import find
from services.runtime.client.options import EdgeOptions

CONNECT_SECONDS = 2.0
KEEP_ALIVE_SECONDS = 30.0
"""How long an idle connection is kept: less than the server keeps it, so the server never closes one first."""


# A peer that is gone without closing its connection is noticed within 25 s, as by gRPC's keepalive.
SOCKET_OPTIONS = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
    (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 20_000),
)


def _socket(address: aiohttp.AddrInfoType) -> socket.socket:
    made = socket.socket(*address[:3])
    for option in SOCKET_OPTIONS:
        made.setsockopt(*option)
    return made


class Connections:
    """A pool of connections to one service."""

    def __init__(self, stage: str, address: str, options: EdgeOptions) -> None:
        """`stage`: its name. `address`: the service's host:port, for the Host header."""
        self._address = address
        self._options = options
        self._certificates = options.newest
        self._scheme = "https" if self._certificates else "http"
        # A replica is dialled by its address; its certificate has the service's name.
        self._server = find(stage).service if self._certificates else None
        self._session = self._opened()
        self._users: Counter[aiohttp.ClientSession] = Counter()

    def _opened(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,
                keepalive_timeout=KEEP_ALIVE_SECONDS,
                socket_factory=_socket,
                ssl=self._certificates.client if self._certificates else True,
            ),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
            headers={"Host": self._address},
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    @asynccontextmanager
    async def request(
        self, method: str, replica: str, path: str, **given: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask a replica (ip:port). `given`: more of aiohttp's options of a request. Raises aiohttp.ClientError."""
        await self._renew()
        session = self._session
        self._users[session] += 1
        try:
            url = f"{self._scheme}://{replica}{path}"
            async with session.request(method, url, server_hostname=self._server, **given) as response:
                yield response
        finally:
            self._users[session] -= 1
            await self._leave(session)

    async def _renew(self) -> None:
        if self._certificates is not (newest := self._options.newest):
            before, self._certificates = self._session, newest
            self._session = self._opened()
            await self._leave(before)

    async def _leave(self, session: aiohttp.ClientSession) -> None:
        """Close the connections of before when nobody uses them any more."""
        if session is not self._session and not self._users[session]:
            del self._users[session]
            await session.close()

    async def close(self) -> None:
        """Close all connections."""
        for session in {self._session, *self._users}:
            await session.close()
