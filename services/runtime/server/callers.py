"""ASGI middleware that lets in who may call, by the names of the connection's certificate."""

from starlette.types import ASGIApp, Receive, Scope, Send

from services.contract.errors import PermissionDenied
from services.runtime.server.access import Access, Asked
from services.runtime.server.connection import PEER_NAMES
from services.runtime.server.problems import answer


class CallerCheck:
    """Answers 403 to others, before their body is read."""

    def __init__(self, app: ASGIApp, access: Access, health: str) -> None:
        """`health`: the path of the server's health; every other one is the stage's."""
        self._app = app
        self._access = access
        self._health = health

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the application for a caller who may."""
        if scope["type"] == "http":
            host, port = scope["client"] or ("", 0)
            asked: Asked = "health" if scope["path"] == self._health else "stage"
            try:
                self._access.check(asked, scope["state"][PEER_NAMES], f"{host}:{port}")
            except PermissionDenied as error:
                await answer(error, {"Connection": "close"})(scope, receive, send)
                return
        await self._app(scope, receive, send)
