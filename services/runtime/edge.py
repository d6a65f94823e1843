"""The client's side of a stage over unary gRPC: one channel for the edge's life, retries within the deadline."""

import asyncio
import json
import random
import time
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from pipeline.v1 import draft_pb2, stage_service_pb2, stage_service_pb2_grpc
from services.catalog import Stage
from services.runtime import clock, limits
from services.runtime.errors import DeadlineExceeded, StoryloomError, Unavailable, received
from services.runtime.status import from_status

CHANNEL_OPTIONS: list[tuple[str, int | str]] = [
    ("grpc.max_receive_message_length", limits.MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", limits.MAX_MESSAGE_BYTES),
    ("grpc.service_config", json.dumps({"loadBalancingConfig": [{"round_robin": {}}]})),
    # The retries below know the deadline and count the attempts; gRPC's own would hide them.
    ("grpc.enable_retries", 0),
    # A replaced task has a new address: ask DNS again soon, where the default waits 30 s.
    ("grpc.dns_min_time_between_resolutions_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    # How long one connection attempt may take, 20 s by default: a machine that is gone does not refuse.
    ("grpc.min_reconnect_backoff_ms", 2_000),
    # A dead peer is noticed within 30 s even when nothing is sent; the server permits it.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
]

FIRST_BACKOFF, MAX_BACKOFF = 0.1, 2.0
"""Seconds between two attempts: doubled each time, with jitter."""
HEALTH_SECONDS = 2.0


class UnaryEdge:
    """Calls one stage at `address` (host:port), over all addresses that its name has."""

    def __init__(self, stage: Stage, address: str, *, patience: float = 10.0) -> None:
        """`patience`: seconds for which an unreachable stage is tried again, within the call's own time."""
        self.stage = stage
        self.address = address
        self._patience = patience
        self._channel = grpc.aio.insecure_channel(f"dns:///{address}", options=CHANNEL_OPTIONS)
        self._health: Any = health_pb2_grpc.HealthStub(self._channel)
        self._stub = stage_service_pb2_grpc.StageServiceStub(self._channel)

    async def process(self, draft: draft_pb2.Draft, time_left: float) -> stage_service_pb2.ProcessResponse:
        """Call the stage within time_left seconds; UNAVAILABLE is tried again, for a stage is pure.

        The answer's timing has the caller's two readings. Raises StoryloomError with the stage's name.
        """
        deadline = time.monotonic() + time_left
        give_up = time.monotonic() + min(self._patience, time_left)
        backoff = FIRST_BACKOFF
        attempts = 0
        while True:
            attempts += 1
            try:
                return await self._attempt(draft, deadline, attempts)
            except Unavailable as error:
                pause = backoff * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
                if time.monotonic() + pause >= give_up:
                    raise Unavailable(
                        f"{self.stage.name} at {self.address} does not answer ({attempts} attempts):"
                        f" {error.message}; is it running?"
                    ).at(self.stage.name) from None
                await asyncio.sleep(pause)
                backoff = min(MAX_BACKOFF, backoff * 2)

    async def _attempt(
        self, draft: draft_pb2.Draft, deadline: float, attempts: int
    ) -> stage_service_pb2.ProcessResponse:
        sent = clock.now()
        request = stage_service_pb2.ProcessRequest(draft=draft)
        try:
            timeout = max(0.001, deadline - time.monotonic())
            response: stage_service_pb2.ProcessResponse = await self._stub.Process(request, timeout=timeout)
        except grpc.aio.AioRpcError as error:
            raise _error(error, self.stage) from None
        response.timing.client_sent.CopyFrom(sent)
        response.timing.client_received.CopyFrom(clock.now())
        response.timing.client_boot_id = clock.boot_id()
        response.timing.attempts = attempts
        return response

    async def ready(self) -> str:
        """Ask the server's health service; empty when SERVING, else the reason why not."""
        request = health_pb2.HealthCheckRequest()
        try:
            answer = await self._health.Check(request, timeout=HEALTH_SECONDS)
        except grpc.aio.AioRpcError as error:
            return f"{self.stage.name} at {self.address}: {error.details() or error.code().name}"
        if answer.status == health_pb2.HealthCheckResponse.SERVING:
            return ""
        return f"{self.stage.name} at {self.address} is not serving"

    async def close(self) -> None:
        """Close the channel."""
        await self._channel.close()


def _error(error: grpc.aio.AioRpcError, stage: Stage) -> StoryloomError:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # AioRpcError has the same methods
    if status is not None:
        return from_status(status).at(stage.name)
    if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
        return DeadlineExceeded(f"{stage.name} did not answer in time").at(stage.name)
    if error.code() is grpc.StatusCode.CANCELLED:
        # Nobody here cancelled, that would be asyncio's CancelledError: a server that stops answers so to the calls
        # that it had read and not begun.
        return Unavailable("the server stopped").at(stage.name)
    number: int = error.code().value[0]
    return received(number, error.details() or error.code().name).at(stage.name)
