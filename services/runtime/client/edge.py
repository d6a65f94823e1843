"""The client's side of a stage: calls, retries within the deadline, and the caller's two clock readings."""

import asyncio
import random
import time
from typing import Literal, Protocol

from pipeline.v1 import stage_service_pb2
from services.contract.calls import OnProgress, Request, Response, Service
from services.contract.errors import Unavailable
from services.runtime import clock
from services.runtime.client.rpc import RpcCaller
from services.runtime.client.stream import StreamCaller
from services.runtime.client.unary import GrpcCaller

Transport = Literal["rpc", "stream", "unary"]

FIRST_BACKOFF, MAX_BACKOFF = 0.1, 2.0
"""Seconds between two attempts: doubled each time, with jitter."""


class Edge(Protocol):
    """Something that can be asked for a stage's part."""

    async def process(self, request: Request, time_left: float, on_progress: OnProgress | None = None) -> Response:
        """Ask within time_left seconds. Raises StoryloomError with the stage's name."""

    async def ready(self) -> str:
        """Empty when the stage can be asked, else the reason why not."""

    async def close(self) -> None:
        """Free what the edge holds."""


class Caller(Protocol):
    """One transport to one service: a single try."""

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once. Raises Unavailable without a stage when nobody answers, else the stage's StoryloomError."""

    async def ready(self) -> str:
        """Empty when the server says that it serves, else the reason why not."""

    async def close(self) -> None:
        """Free what the caller holds."""


class RemoteEdge:
    """Calls one stage on its server until it answers, as long as that can help."""

    def __init__(self, name: str, address: str, caller: Caller, *, patience: float) -> None:
        """`patience`: seconds for which an unreachable stage is tried again, within the call's own time."""
        self._name = name
        self._address = address
        self._caller = caller
        self._patience = patience
        self._closed = False

    async def process(self, request: Request, time_left: float, on_progress: OnProgress | None = None) -> Response:
        """Call the stage within time_left seconds; a try that nobody answered is repeated, for a stage is pure.

        An answer that a later stage of a chain is unavailable is not: the stage before that one has tried already.
        Nor is collecting: the parts went to a replica that is gone. Raises StoryloomError with the stage's name.
        """
        deadline = time.monotonic() + time_left
        patience = 0.0 if request.flow == stage_service_pb2.FLOW_COLLECT else min(self._patience, time_left)
        give_up = 0.0
        backoff = FIRST_BACKOFF
        attempts = 0
        while True:
            attempts += 1
            sent = clock.now()
            try:
                response = await self._caller.call(request, max(0.001, deadline - time.monotonic()), on_progress)
                break
            except Unavailable as error:
                if error.stage or self._closed:
                    raise
                give_up = give_up or time.monotonic() + patience
                pause = backoff * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
                if time.monotonic() + pause >= min(give_up, deadline):
                    raise Unavailable(
                        f"{self._name} at {self._address} does not answer ({attempts} attempts):"
                        f" {error.message}; is it running?"
                    ).at(self._name) from None
                await asyncio.sleep(pause)
                if self._closed:
                    raise
                backoff = min(MAX_BACKOFF, backoff * 2)
        if response.HasField("timing"):
            clock.note(sent, response.timing.client_sent)
            clock.note(clock.now(), response.timing.client_received)
            response.timing.client_boot_id = clock.boot_id()
            response.timing.attempts = attempts
        return response

    async def ready(self) -> str:
        """Ask the server's health; empty when it serves, else the reason why not."""
        reason = await self._caller.ready()
        return f"{self._name} at {self._address}: {reason}" if reason else ""

    async def close(self) -> None:
        """Close the connections; a call that has lost its own is not made again."""
        self._closed = True
        await self._caller.close()


def connect(
    transport: Transport, name: str, address: str, *, patience: float = 10.0, service: Service = "stage"
) -> RemoteEdge:
    """An edge to the stage `name` at `address` (host:port) over JSON-RPC, or over gRPC on streams or by unary calls."""
    callers = {"rpc": RpcCaller, "stream": StreamCaller, "unary": GrpcCaller}
    caller: Caller = callers[transport](name, address, service)
    return RemoteEdge(name, address, caller, patience=patience)
