"""The HTTP side of a stage's server: POST /rpc takes JSON-RPC 2.0, GET /health says whether the server takes calls."""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from services.contract import limits
from services.contract.calls import Answer, Progress
from services.contract.errors import ConfigurationError
from services.runtime.identity import own
from services.runtime.server import jsonrpc, problems
from services.runtime.server.body import BodyLimit
from services.runtime.server.budget import ByteBudget
from services.runtime.server.busy import RequestLimit
from services.runtime.server.callers import CallerCheck
from services.runtime.server.connection import Connection
from services.runtime.server.http import HttpServer
from services.runtime.server.secure import SecureConnection
from services.runtime.server.tls import Tls
from services.runtime.settings import ServiceSettings
from services.runtime.wire import names

START_SECONDS = 10.0
HEALTH = "/health"
JSON, JSON_LINES = b"application/json", b"application/jsonl"
"""What a caller accepts: the answer alone, or one JSON-RPC message a line, of which the last one is the answer and
those before it are notifications of progress."""
MAX_UNSENT = 64
"""Messages that may wait for a caller who reads slowly; more notifications of progress are dropped."""
KEEP_ALIVE_SECONDS = 75
"""How long a connection is kept without use; longer than the caller keeps it."""


class RpcListener:
    """Serves a stage's requests over JSON-RPC."""

    def __init__(
        self,
        process: Answer,
        settings: ServiceSettings,
        port: int,
        *,
        null: Answer | None = None,
        tls: Tls | None = None,
    ) -> None:
        """`process` answers the stage's requests, `null` those of its null stage, where there is one."""
        methods = {names.RPC["stage"]: process} | ({names.RPC["null"]: null} if null else {})
        self._address = (settings.service_bind, port)
        self._draining = False
        self._identity = partial(own, settings.node_name, settings.build_digest, tls.certificates if tls else None)
        budget = ByteBudget(limits.MAX_HELD_BYTES)
        checked = [Middleware(CallerCheck, access=tls.access, health=HEALTH)] if tls else []
        app = Starlette(
            routes=[
                Route("/rpc", BodyLimit(_Endpoint(methods, budget), limits.MAX_JSON_BYTES, budget), methods=["POST"]),
                Route(HEALTH, self._health),
            ],
            middleware=[*checked, Middleware(RequestLimit, apart=[HEALTH])],
            exception_handlers=problems.HANDLERS,
        )
        # The address to redirect to would be made from the Host header, which the client chooses.
        app.router.redirect_slashes = False
        self._server = _Server(
            app,
            drain_seconds=int(settings.service_drain_seconds),
            tls=tls,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
        )
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
        """Refuse new calls, wait for those under way for the drain time at most, then stop."""
        self._draining = True
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving

    async def _health(self, _: Request) -> Response:
        if self._draining:
            return JSONResponse({"status": "NOT_SERVING"}, 503)
        return JSONResponse({**asdict(self._identity()), "status": "SERVING"})


class _Endpoint:
    """ASGI application for POST /rpc with a body that has arrived."""

    def __init__(self, methods: Mapping[str, Answer], budget: ByteBudget) -> None:
        """`budget`: of the server's bytes, for answers."""
        self._methods = methods
        self._budget = budget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the call, or cancel it when the caller disconnects.

        A call that this stage has made to the next one is cancelled with it, and so on to the end of a chain.
        """
        headers = dict(scope["headers"])
        if not headers.get(b"content-type", b"").partition(b";")[0].strip().lower().endswith(b"json"):
            raise HTTPException(415, "send JSON-RPC 2.0 with Content-Type: application/json")
        body = (await receive())["body"]
        answer = self._lines if headers.get(b"accept") == JSON_LINES else self._answer
        working = asyncio.create_task(answer(body, send))
        disconnecting = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait((working, disconnecting), return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        finally:
            for task in (working, disconnecting):
                task.cancel()
            await asyncio.gather(working, disconnecting, return_exceptions=True)

    async def _answer(self, body: bytes, send: Send) -> None:
        answer = await jsonrpc.answer(body, self._methods)
        headers = [] if answer is None else [(b"content-type", JSON), (b"content-length", b"%d" % len(answer))]
        await send({"type": "http.response.start", "status": 204 if answer is None else 200, "headers": headers})
        with self._budget.share() as share:
            share.add(len(answer or b""))
            await send({"type": "http.response.body", "body": answer or b""})

    async def _lines(self, body: bytes, send: Send) -> None:
        """Send a line for each notification of progress, then the answer's."""
        lines: asyncio.Queue[bytes | None] = asyncio.Queue()

        def tell(progress: Progress) -> None:
            if lines.qsize() < MAX_UNSENT:
                lines.put_nowait(jsonrpc.notification(progress))

        async def work() -> None:
            try:
                lines.put_nowait(await jsonrpc.answer(body, self._methods, tell))
            finally:
                lines.put_nowait(None)

        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", JSON_LINES)]})
        working = asyncio.create_task(work())
        try:
            while (line := await lines.get()) is not None:
                with self._budget.share() as share:
                    share.add(len(line))
                    await send({"type": "http.response.body", "body": line + b"\n", "more_body": True})
            await working
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
        await send({"type": "http.response.body", "body": b""})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class _Server(HttpServer):
    """A server that tells when it listens."""

    def __init__(self, app: Starlette, *, drain_seconds: int, tls: Tls | None, timeout_keep_alive: int) -> None:
        connection = partial(SecureConnection, context=tls.context, log=tls.access.log) if tls else Connection
        super().__init__(app, drain_seconds=drain_seconds, connection=connection, timeout_keep_alive=timeout_keep_alive)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then set `ready`."""
        await super().startup(sockets)
        self.ready.set()
