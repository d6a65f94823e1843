"""ASGI middleware that answers only requests for the names by which the gateway is known.

A page of somebody else whose name is made to mean this gateway's address (DNS rebinding) asks under its own name.
"""

from collections.abc import Collection, Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from services.contract.errors import PermissionDenied
from services.contract.shown import quoted
from services.runtime.server.problems import answer


class AllowedHosts:
    """Answers 403 to a request whose header Host names another host; health is asked for by address."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], apart: Collection[str]) -> None:
        """`hosts`: in small letters, `*.` before a domain for all names in it; all are allowed when empty."""
        self._app, self._apart = app, frozenset(apart)
        self._names = frozenset(host for host in hosts if not host.startswith("*."))
        self._domains = tuple(host.removeprefix("*") for host in hosts if host.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "http" and (self._names or self._domains):
            host = _without_port(Headers(scope=scope).get("host", "")).lower()
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            if host not in self._names and not host.endswith(self._domains) and path not in self._apart:
                error = PermissionDenied(f"no gateway is known as {quoted(host)} here (ALLOWED_HOSTS)")
                await answer(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and not name.endswith(":") else host
