"""The addresses behind a name, resolved again every few seconds, and which of them serves a key."""

import asyncio
import hashlib
import socket
import time
from collections.abc import Awaitable, Callable, Sequence

from services.contract.errors import Unavailable

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""From host and port to the "ip:port" of each replica, sorted. Raises Unavailable when the name has no address."""

FRESH_SECONDS = 2.0
"""How long a resolution is used: within this time a new replica is found, and one that is gone is no longer called."""


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver."""
    loop = asyncio.get_running_loop()
    try:
        rows = await loop.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unavailable(f"the name {host} has no address ({error.strerror})") from None
    # localhost has two addresses and a server perhaps one: IPv6 is used where there is no IPv4.
    v4 = {f"{row[4][0]!s}:{port}" for row in rows if row[0] == socket.AF_INET}
    v6 = {f"[{row[4][0]!s}]:{port}" for row in rows if row[0] == socket.AF_INET6}
    return sorted(v4 or v6)


class Replicas:
    """The replicas of one service at host:port."""

    def __init__(self, address: str, resolve: Resolve = resolve) -> None:
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self._resolve = resolve
        self._found: list[str] = []
        self._until = 0.0
        self._turn = 0

    @property
    def fresh(self) -> bool:
        """Whether the last resolution is still used."""
        return time.monotonic() < self._until

    @property
    def found(self) -> list[str]:
        """What the last resolution found."""
        return self._found

    async def all(self) -> list[str]:
        """Every replica's "ip:port", in a fixed order. Raises Unavailable when the name has no address."""
        if not self.fresh:
            self._found = await self._resolve(self._host, self._port)
            self._until = time.monotonic() + FRESH_SECONDS
        return self._found

    async def next(self) -> str:
        """The replicas in turn."""
        found = await self.all()
        self._turn += 1
        return found[self._turn % len(found)]

    async def for_key(self, key: str) -> str:
        """The replica that serves this key: the same for all callers that see the same replicas."""
        return replica_for(await self.all(), key)

    def forget(self) -> None:
        """Resolve again at the next call: a replica did not answer."""
        self._until = 0.0


def replica_for(addresses: Sequence[str], key: str) -> str:
    """The address that serves this key.

    Rendezvous hashing (Thaler and Ravishankar 1998): a replica that comes or goes moves only its own keys.
    """
    if len(addresses) == 1:
        return addresses[0]
    return max(addresses, key=lambda address: hashlib.sha256(f"{address} {key}".encode()).digest())
