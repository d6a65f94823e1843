"""ASGI middleware for a gateway that a proxy serves under a path of its own."""

from starlette.types import ASGIApp, Receive, Scope, Send


class BasePath:
    """Gives the application each request under the path, whether the proxy has taken that off or not."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        """`path`: such as /stories; empty for none."""
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer under the path."""
        if self._path and scope["type"] == "http":
            within = scope["path"].removeprefix(self._path) if self._has(scope["path"]) else scope["path"]
            scope = {**scope, "root_path": self._path, "path": self._path + (within or "/")}
        await self._app(scope, receive, send)

    def _has(self, path: str) -> bool:
        return f"{path}/".startswith(f"{self._path}/")
