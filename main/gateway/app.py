"""The HTTP gateway: runs in, events and packages out. OpenAPI is at /openapi.json, its page at /docs."""

import asyncio
import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from main.drive.edges import Edges, Processes, connect
from main.gateway import problems, routes
from main.gateway.drivers import Drivers
from main.gateway.runs import Runs
from main.gateway.store.sqlite import SqliteStore
from main.gateway.store.volume import MB
from main.settings import MainSettings
from services.contract.errors import ConfigurationError
from services.contract.version import __version__
from services.runtime.server.body import BodyLimit
from services.runtime.server.http import HttpServer

MAX_BODY = 64 * 1024
"""Largest request body in bytes: a prompt of 2,000 characters needs an eighth of it at most."""
BACKLOG = 1_024
"""Connections that the kernel keeps until the gateway takes them."""
DRAIN_SECONDS = 10
"""How long a stop waits for answers under way, such as downloads. Event streams end at once."""


def create_app(runs: Runs, edges: Edges) -> FastAPI:
    """The gateway over these runs and edges."""
    app = FastAPI(
        title="Storyloom",
        version=__version__,
        responses=problems.RESPONSES,
        exception_handlers=problems.HANDLERS,
    )
    app.add_middleware(BodyLimit, MAX_BODY)
    app.include_router(routes.router(runs, edges))
    return app


async def serve(settings: MainSettings, processes: Processes) -> None:
    """Serve until SIGTERM or SIGINT; `processes` are what `built` gives for the settings. Raises ConfigurationError.

    The address comes first: a gateway that cannot listen takes up no run.
    """
    with listening(settings.service_bind, settings.service_port) as listener:
        async with (
            await SqliteStore.open(settings.store_path, settings.keep_runs, settings.store_free_mb * MB) as store,
            connect(settings, processes) as edges,
        ):
            runs = Runs(store, settings.max_waiting)
            server = _Server(create_app(runs, edges), runs)
            with server.stopped_by_signals():
                async with Drivers(store, edges, settings).at_work():
                    await server.serve([listener])


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

    def __init__(self, app: FastAPI, runs: Runs) -> None:
        super().__init__(app, drain_seconds=DRAIN_SECONDS, backlog=BACKLOG)
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
