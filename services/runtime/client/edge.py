"""The client's side of an edge: calls, retries within the deadline, and the caller's two clock readings."""

import asyncio
import time
from collections.abc import Callable
from typing import Literal, Protocol

from pipeline.v1 import stage_service_pb2
from services.contract.calls import OnProgress, Request, Response
from services.contract.errors import StoryloomError, Unavailable
from services.runtime import clock
from services.runtime.client.options import EdgeOptions
from services.runtime.client.rpc import RpcCaller
from services.runtime.client.seen import Seen
from services.runtime.client.stream import StreamCaller
from services.runtime.client.unary import UnaryCaller

Transport = Literal["rpc", "stream", "unary"]
DEFAULT = EdgeOptions()


class Edge(Protocol):
    """A way to call one stage."""

    async def process(self, request: Request, time_left: float, on_progress: OnProgress | None = None) -> Response:
        """Ask within time_left seconds. Raises StoryloomError with the stage's name."""

    async def ready(self) -> str:
        """Empty when the stage can be called, else the reason why not."""

    async def replicas(self) -> list[Seen]:
        """What is seen of the stage's replicas that a call could reach."""

    async def close(self) -> None:
        """Free what the edge holds."""


class Caller(Protocol):
    """One transport to one service: a single try."""

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once. Raises Unavailable without a stage when nobody answers, else the stage's StoryloomError."""

    async def ready(self) -> str:
        """Empty when the server says that it serves, else the reason why not."""

    async def replicas(self) -> list[Seen]:
        """What is seen of the servers that a call could reach."""

    async def close(self) -> None:
        """Free what the caller holds."""


class RemoteEdge:
    """Calls one stage on its server, and tries again while the stage is unreachable."""

    def __init__(self, name: str, address: str, caller: Caller, options: EdgeOptions) -> None:
        """`name`: the stage's. `address`: its host:port, for messages."""
        self.name = name
        self.address = address
        self._caller = caller
        self._options = options
        self._closed = False

    async def process(self, request: Request, time_left: float, on_progress: OnProgress | None = None) -> Response:
        """Call the stage within time_left seconds, and again when no server answers, for a stage is pure.

        Two failures are not tried again: an answer that a later stage of a chain is unavailable, for the stage before
        that one has tried already; and a lost FLOW_COLLECT, for the parts went to a replica that is gone. Raises
        StoryloomError with the stage's name.
        """
        with self._options.observer.call("client", self.name, request):
            return await self._tried(request, time.monotonic() + time_left, on_progress)

    async def _tried(self, request: Request, deadline: float, on_progress: OnProgress | None) -> Response:
        give_up = 0.0
        pauses = self._options.backoff.pauses()
        attempts = 0
        while True:
            attempts += 1
            sent = clock.now()
            try:
                response = await self._caller.call(request, max(0.001, deadline - time.monotonic()), on_progress)
            except Unavailable as error:
                if error.stage or self._closed:
                    raise
                now, pause = time.monotonic(), next(pauses)
                give_up = give_up or now + self._patience(request)
                if now + pause >= min(give_up, deadline):
                    raise self._given_up(attempts, error) from None
                await asyncio.sleep(pause)
                if self._closed:
                    raise
                continue
            if response.HasField("timing"):
                clock.note(sent, response.timing.client_sent)
                clock.note(clock.now(), response.timing.client_received)
                response.timing.client_boot_id = clock.boot_id()
                response.timing.attempts = attempts
            return response

    def _patience(self, request: Request) -> float:
        return 0.0 if request.flow == stage_service_pb2.FLOW_COLLECT else self._options.patience

    def _given_up(self, attempts: int, error: Unavailable) -> StoryloomError:
        said = f"{self.name} at {self.address} does not answer ({attempts} attempts): {error.message}; is it running?"
        return Unavailable(said).at(self.name)

    async def ready(self) -> str:
        """Ask the server's health; empty when it serves, else the reason why not."""
        reason = await self._caller.ready()
        return f"{self.name} at {self.address}: {reason}" if reason else ""

    async def replicas(self) -> list[Seen]:
        """What is seen of the servers that a call could reach."""
        return await self._caller.replicas()

    async def close(self) -> None:
        """Close the connections; a call that has lost its own is not made again."""
        self._closed = True
        await self._caller.close()


def connect(transport: Transport, name: str, address: str, options: EdgeOptions = DEFAULT) -> RemoteEdge:
    """An edge to the stage `name` at `address` (host:port) over JSON-RPC, or over gRPC on streams or by unary calls."""
    callers: dict[Transport, Callable[[str, str, EdgeOptions], Caller]] = {
        "rpc": RpcCaller,
        "stream": StreamCaller,
        "unary": UnaryCaller,
    }
    return RemoteEdge(name, address, callers[transport](name, address, options), options)
