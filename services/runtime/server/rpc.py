"""The HTTP side of a stage's server: POST /rpc takes JSON-RPC 2.0, GET /health says whether it serves."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import uvicorn

from services.contract import limits
from services.contract.calls import Answer, Progress
from services.contract.errors import ConfigurationError, StoryloomError
from services.runtime.server import body, jsonrpc
from services.runtime.settings import ServiceSettings
from services.runtime.wire import names

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

START_SECONDS = 10.0
LINES = b"application/jsonl"
"""The media type that a caller accepts when it wants progress: one JSON-RPC message a line."""
MAX_UNSENT = 64
"""Lines that may wait for a slow reader; further progress messages are dropped."""
KEEP_ALIVE_SECONDS = 75
"""How long a connection is kept without use; longer than the caller keeps it."""


class RpcListener:
    """Requests over JSON-RPC."""

    def __init__(self, process: Answer, settings: ServiceSettings, port: int, *, null: Answer | None = None) -> None:
        """`process` answers the stage's requests, `null` those of its null stage, where there is one."""
        self._methods = {names.RPC["stage"]: process} | ({names.RPC["null"]: null} if null else {})
        self._address = (settings.service_bind, port)
        self._draining = False
        config = uvicorn.Config(
            self._application,
            # Its faster parser, httptools, takes headers without end.
            http="h11",
            interface="asgi3",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=int(settings.service_drain_seconds),
            limit_concurrency=limits.MAX_CONNECTIONS,
        )
        self._server = _Server(config)
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Listen; return the port. Raises ConfigurationError when the address is taken."""
        listener = socket.socket(socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(self._address)
        except OSError as error:
            listener.close()
            host, port = self._address
            raise ConfigurationError(
                f"SERVICE_PORT: cannot listen on {host}:{port} ({error.strerror}); is another server there?"
            ) from None
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        await asyncio.wait_for(self._server.ready.wait(), START_SECONDS)
        return int(listener.getsockname()[1])

    async def stop(self) -> None:
        """Take no more, let the calls under way finish within the drain time, then stop."""
        self._draining = True
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving

    async def _application(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        method, path = scope["method"], scope["path"]
        if path == "/health":
            if method not in ("GET", "HEAD"):
                await _send(send, 405, {"detail": "GET /health"}, allow=b"GET, HEAD")
            elif self._draining:
                await _send(send, 503, {"status": "NOT_SERVING"})
            else:
                await _send(send, 200, {"status": "SERVING"})
        elif path != "/rpc":
            await _send(send, 404, {"detail": "there is POST /rpc (JSON-RPC 2.0) and GET /health"})
        elif method != "POST":
            await _send(send, 405, {"detail": "POST /rpc"}, allow=b"POST")
        elif not _is_json(scope):
            await _send(send, 415, {"detail": "send JSON-RPC 2.0 with Content-Type: application/json"})
        else:
            await self._rpc(scope, receive, send)

    async def _rpc(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            content = await body.read(receive, limits.MAX_JSON_BYTES)
        except StoryloomError as error:
            await _send(send, error.outcome.http, {"detail": error.message}, close=True)
            return
        if content is None:
            return
        answered = self._followed(content, send) if _wants_lines(scope) else self._answered(content, send)
        work = asyncio.create_task(answered)
        # The caller's going away is its cancellation, and crosses to the stages after this one.
        gone = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            for task in (work, gone):
                task.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)

    async def _answered(self, content: bytes, send: Send) -> None:
        answer = await jsonrpc.answer(content, self._methods)
        await _send_bytes(send, 204 if answer is None else 200, answer or b"")

    async def _followed(self, content: bytes, send: Send) -> None:
        """Send a line for each progress message, then the answer as the last line."""
        lines: asyncio.Queue[bytes | None] = asyncio.Queue()

        def tell(progress: Progress) -> None:
            if lines.qsize() < MAX_UNSENT:
                lines.put_nowait(jsonrpc.notification(progress))

        async def work() -> None:
            try:
                lines.put_nowait(await jsonrpc.answer(content, self._methods, tell))
            finally:
                lines.put_nowait(None)

        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", LINES)]})
        working = asyncio.create_task(work())
        try:
            while (line := await lines.get()) is not None:
                await send({"type": "http.response.body", "body": line + b"\n", "more_body": True})
            await working
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
        await send({"type": "http.response.body", "body": b""})


class _Server(uvicorn.Server):
    """A server that leaves signals to the process it is part of, and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _wants_lines(scope: Message) -> bool:
    return bool(dict(scope["headers"]).get(b"accept", b"") == LINES)


def _is_json(scope: Message) -> bool:
    kind = dict(scope["headers"]).get(b"content-type", b"").partition(b";")[0].strip().lower()
    return bool(kind.endswith(b"json"))


async def _send(send: Send, status: int, value: object, *, allow: bytes = b"", close: bool = False) -> None:
    extra = [(b"allow", allow)] if allow else []
    if close:
        extra.append((b"connection", b"close"))
    await _send_bytes(send, status, json.dumps(value).encode(), extra)


async def _send_bytes(send: Send, status: int, content: bytes, extra: list[tuple[bytes, bytes]] | None = None) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    if status == 204:
        headers = []
    await send({"type": "http.response.start", "status": status, "headers": headers + (extra or [])})
    await send({"type": "http.response.body", "body": content})
