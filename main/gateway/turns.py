"""ASGI middleware that begins one request in each turn of the event loop; those for health need not wait."""

import asyncio
from collections import deque
from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send


class InTurn:
    """Lets requests begin one after the other, those for the paths `apart` at once.

    The loop does what is ready in the order in which it came. When hundreds of requests come together, one for health
    would otherwise stand behind all of them at each of its steps, and be late by what they take in all.
    """

    def __init__(self, app: ASGIApp, apart: Collection[str]) -> None:
        self._app = app
        self._apart = frozenset(apart)
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the application when it is the request's turn."""
        if scope["type"] == "http" and scope["path"].removeprefix(scope.get("root_path", "")) not in self._apart:
            await self._turn()
        await self._app(scope, receive, send)

    async def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.append(turn)
        if len(self._waiting) == 1:
            loop.call_soon(self._begin)
        await turn

    def _begin(self) -> None:
        turn = self._waiting.popleft()
        # Who went away while it waited has cancelled it.
        if not turn.done():
            turn.set_result(None)
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._begin)
