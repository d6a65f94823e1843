"""The addresses behind a name, resolved again every few seconds, and which of them is asked."""

import asyncio
import hashlib
import socket
import time
from collections.abc import Awaitable, Callable, Sequence

from services.contract.errors import DeadlineExceeded, Unavailable
from services.runtime.client.seen import Seen

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""From host and port to the "ip:port" of each replica, sorted. Raises Unavailable when the name has no address."""

FRESH_SECONDS = 2.0
"""How long a resolution is used: within this time a new replica is found, and one that is gone is no longer called."""
RESOLVE_SECONDS = 2.0
"""How long a check of readiness waits for a resolution."""
AVOID_SECONDS = 2.0
"""How long a replica that did not answer is asked only when there is no other."""


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
        self._avoided: dict[str, float] = {}
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
            self._avoided = {address: until for address, until in self._avoided.items() if address in self._found}
        return self._found

    async def found_within(self, seconds: float, name: str) -> list[str]:
        """As `all`, at most `seconds` long. Raises DeadlineExceeded at the stage `name` too."""
        try:
            async with asyncio.timeout(seconds):
                return await self.all()
        except TimeoutError:
            raise DeadlineExceeded(f"the address of {name} was not found in time").at(name) from None

    def in_turn(self) -> list[str]:
        """Those of the last resolution that may be asked, the one first whose turn it is."""
        now = time.monotonic()
        good = [address for address in self._found if self._avoided.get(address, 0.0) < now] or self._found
        self._turn += 1
        first = self._turn % len(good)
        return good[first:] + good[:first]

    async def next(self) -> str:
        """The replicas in turn. Raises Unavailable when the name has no address."""
        await self.all()
        return self.in_turn()[0]

    async def for_key(self, key: str) -> str:
        """The replica that serves this key: the same for all callers that see the same replicas."""
        return replica_for(await self.all(), key)

    def forget(self, address: str) -> None:
        """Resolve again at the next call, and avoid this replica for a while: it did not answer."""
        self._until = 0.0
        self._avoided[address] = time.monotonic() + AVOID_SECONDS

    async def seen(self, look: Callable[[str], Awaitable[Seen]]) -> list[Seen]:
        """What is seen of each replica; none when the name has no address in time."""
        try:
            found = await self.found_within(RESOLVE_SECONDS, self._host)
        except (DeadlineExceeded, Unavailable):
            return []
        return list(await asyncio.gather(*(look(address) for address in found)))

    async def ready(self, not_serving: Callable[[str], Awaitable[str]]) -> str:
        """Ask each replica for its health at once: empty when one serves, else why none does.

        `not_serving`: from an address to the reason why the server there does not serve, empty when it does.
        """
        try:
            found = await self.found_within(RESOLVE_SECONDS, self._host)
        except (DeadlineExceeded, Unavailable) as error:
            return error.message
        reasons = await asyncio.gather(*(not_serving(address) for address in found))
        for address, reason in zip(found, reasons, strict=True):
            if reason:
                self.forget(address)
        return "" if "" in reasons else "; ".join(dict.fromkeys(reasons))


def replica_for(addresses: Sequence[str], key: str) -> str:
    """The address that serves this key.

    Rendezvous hashing (Thaler and Ravishankar 1998): a replica that comes or goes moves only its own keys.
    """
    if len(addresses) == 1:
        return addresses[0]
    return max(addresses, key=lambda address: hashlib.sha256(f"{address} {key}".encode()).digest())
