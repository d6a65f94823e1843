"""ASGI middleware that bounds the requests under way, in all and of each client's address; health is apart."""

from collections import Counter
from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send

from services.contract.errors import Overloaded
from services.contract.limits import MAX_ADDRESS_REQUESTS, MAX_REQUESTS
from services.runtime.server.problems import answer


class RequestLimit:
    """Answers 429 when too many requests are under way; those for the paths `apart` are always let through."""

    def __init__(self, app: ASGIApp, apart: Collection[str]) -> None:
        self._app = app
        self._apart = frozenset(apart)
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the application unless it has too much to do."""
        if scope["type"] != "http" or scope["path"].removeprefix(scope.get("root_path", "")) in self._apart:
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope["client"] else ""
        if self._under_way.total() >= MAX_REQUESTS or self._under_way[address] >= MAX_ADDRESS_REQUESTS:
            busy = Overloaded(f"{self._under_way[address]} requests of {address} are under way; try again later")
            await answer(busy, {"Connection": "close"})(scope, receive, send)
            return
        self._under_way[address] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[address] -= 1
            if not self._under_way[address]:
                del self._under_way[address]
