"""The HTTP gateway: pages for people at /, runs in, events and packages out. OpenAPI is at /openapi.json and /docs."""

import asyncio
import errno
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from loguru import logger
from starlette.middleware.cors import CORSMiddleware

from main.drive.edges import Edges, Processes, certificates_of, connect
from main.gateway import event_routes, health_routes, problems, routes, stores
from main.gateway.access import refusals
from main.gateway.access.authentication import Access, Authentication
from main.gateway.access.caller import EVERYBODY, Caller
from main.gateway.base_path import BasePath
from main.gateway.certificate import RENEW, WHOSE, GatewayCertificates
from main.gateway.description import Described, operation_id
from main.gateway.docs_routes import add_docs
from main.gateway.drivers import Drivers
from main.gateway.hosts import AllowedHosts
from main.gateway.request_id import HEADER, RequestId
from main.gateway.runs import Runs
from main.gateway.store.base import Store
from main.gateway.store.sqlite.volume import MB
from main.gateway.store.tokens import Quota
from main.gateway.turns import InTurn
from main.gateway.web.pages import Visitor, add_pages
from main.gateway.webhooks.hooks import Webhooks
from main.gateway.webhooks.sending import Sending
from main.settings import MainSettings
from services.contract.errors import ConfigurationError, StoreUnavailable
from services.contract.limits import MAX_HELD_BYTES
from services.contract.version import __version__
from services.runtime.expiry import watched
from services.runtime.identity import Identity, own
from services.runtime.server.body import BodyLimit
from services.runtime.server.budget import ByteBudget
from services.runtime.server.busy import RequestLimit
from services.runtime.server.http import HttpServer
from services.runtime.server.secure import SecureConnection

MAX_BODY = 64 * 1024
"""Largest request body in bytes: a prompt of 2,000 characters needs an eighth of it at most."""
BACKLOG = 1_024
"""Connections that the kernel keeps until the gateway takes them."""
DRAIN_SECONDS = 10
"""How long a stop waits for answers under way, such as downloads. Event streams end at once."""
HSTS = ("Strict-Transport-Security", "max-age=31536000")
"""With each answer over TLS: browsers ask this host by HTTPS alone for a year."""
CORS_METHODS = ("GET", "HEAD", "POST", "DELETE")
CORS_TAKEN = (
    "Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "If-Range", "Last-Event-ID", "Prefer", "Range",
    HEADER,
)  # fmt: skip
CORS_SHOWN = (
    "Content-Disposition", "Content-Range", "ETag", "Idempotent-Replayed", "Link", "Location", "Preference-Applied",
    "Retry-After", HEADER,
)  # fmt: skip
"""What a page of another origin may ask by, send, and read, where there are such."""


NO_WEBHOOKS = Webhooks()


def create_app(
    runs: Runs,
    edges: Edges,
    *,
    base_path: str = "",
    cors_origins: Sequence[str] = (),
    allowed_hosts: Sequence[str] = (),
    access: Access | None = None,
    webhooks: Webhooks = NO_WEBHOOKS,
    identity: Callable[[], Identity] = Identity,
) -> FastAPI:
    """The gateway over these runs and edges; `base_path` is where a proxy serves it.

    `access`: how it finds out who asks; None for a gateway that serves everybody. `webhooks`: what may be told whom.
    `identity`: this process's, as it is when it is asked for.
    """
    app = Described(
        title="Storyloom",
        description="One sentence in, a story package out.",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        responses=problems.RESPONSES,
        exception_handlers=problems.HANDLERS | event_routes.HANDLERS,
        # The address to redirect to would be made from the Host header, which the client chooses.
        redirect_slashes=False,
    )
    app.add_middleware(BodyLimit, MAX_BODY, ByteBudget(MAX_HELD_BYTES))
    app.add_middleware(Authentication, access)
    app.add_middleware(InTurn, apart=health_routes.PATHS)
    app.add_middleware(RequestLimit, apart=health_routes.PATHS)
    if cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=cors_origins,
            allow_methods=CORS_METHODS,
            allow_headers=CORS_TAKEN,
            expose_headers=CORS_SHOWN,
        )
    app.add_middleware(AllowedHosts, allowed_hosts, apart=health_routes.PATHS)
    app.add_middleware(RequestId)
    app.add_middleware(BasePath, base_path)
    app.include_router(routes.router(runs, edges, webhooks, identity))
    add_docs(app)
    add_pages(app, _visitor)
    return app


def _visitor(request: Request) -> Visitor:
    """Who asks for a page."""
    caller: Caller | None = request.state.caller
    return Visitor(caller.name if caller is not None else "", asked=caller is not EVERYBODY)


async def serve(settings: MainSettings, processes: Processes, on_serving: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `processes` are what `built` gives for the settings. Raises ConfigurationError.

    The address comes first: a gateway that cannot listen takes up no run. `on_serving` is told where the page is, when
    it can be asked for.
    """
    webhooks = Webhooks.of(settings)
    certificates = certificates_of(settings)
    shown = GatewayCertificates(settings.gateway_files) if settings.gateway_files else None
    with listening(settings.service_bind, settings.service_port) as listener:
        async with (
            await stores.opened(settings) as store,
            connect(settings, processes, certificates) as edges,
            watched(certificates),
            watched(shown, WHOSE, RENEW),
        ):
            runs = Runs(store, settings.max_waiting)
            app = create_app(
                runs,
                edges,
                base_path=settings.base_path,
                cors_origins=settings.cors_origins,
                allowed_hosts=settings.allowed_hosts,
                access=await _access(settings, store),
                webhooks=webhooks,
                identity=partial(own, settings.node_name, settings.build_digest, certificates, shown),
            )
            server = _Server(app, runs, shown)
            with server.stopped_by_signals():
                sending = Sending(store, webhooks, settings.webhook_retry_seconds)
                async with Drivers(store, edges, settings).at_work(), sending.at_work():
                    on_serving(page_address(settings))
                    await server.serve([listener])


def page_address(settings: MainSettings) -> str:
    """Where a browser on this machine finds the page."""
    bind = settings.service_bind
    # 0.0.0.0 and :: are every address of this machine.
    host = "localhost" if not bind.strip("0.:") else f"[{bind}]" if ":" in bind else bind
    scheme = "https" if settings.gateway_files else "http"
    return f"{scheme}://{host}:{settings.service_port}{settings.base_path}/"


async def _access(settings: MainSettings, store: Store) -> Access | None:
    """How the gateway finds out who asks; what is unsafe in that is said in the log."""
    if settings.auth == "off":
        if not settings.is_loopback:
            logger.warning(
                "whoever reaches {}:{} can make, read and delete all runs: set AUTH=token, or SERVICE_BIND=127.0.0.1",
                settings.service_bind,
                settings.service_port,
            )
        return None
    with suppress(StoreUnavailable):
        if not any(token.is_valid(time.time()) for token in await store.tokens()):
            logger.warning(
                "nobody can use this gateway yet: make a token with `storyloom token create NAME --scope admin`"
            )
    quota = Quota(settings.owner_waiting, settings.owner_runs_a_minute, settings.owner_keep_mb * MB)
    return Access(store, quota)


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens, for the length of the block. Raises ConfigurationError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "address in use; stop the server that listens there" if taken else error.strerror
        raise ConfigurationError(
            f"cannot listen on {host}:{port}: {why}, or set SERVICE_BIND or SERVICE_PORT"
        ) from None
    with listener:
        yield listener


class _Server(HttpServer):
    """A server that ends the event streams first when it stops."""

    def __init__(self, app: FastAPI, runs: Runs, certificates: GatewayCertificates | None = None) -> None:
        """`certificates`: for HTTPS; None for HTTP."""
        secure: dict[str, Any] = {}
        if certificates is not None:
            connection = partial(SecureConnection, context=certificates.context, log=refusals.connection)
            secure = {"connection": connection, "headers": [HSTS]}
        super().__init__(app, drain_seconds=DRAIN_SECONDS, backlog=BACKLOG, **secure)
        self._runs = runs

    @contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT stop the server; a second SIGINT does so without waiting for answers under way."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams, then wait for the other answers."""
        self._runs.end_streams()
        await super().shutdown(sockets)
