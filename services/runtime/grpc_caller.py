"""One try of a unary gRPC call: all replicas in turn for the hub, the attempt's own replica for a chain."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from pipeline.v1 import stage_service_pb2, stage_service_pb2_grpc
from services.runtime import limits
from services.runtime.errors import DeadlineExceeded, StoryloomError, Unavailable, received
from services.runtime.join import key
from services.runtime.replicas import Replicas
from services.runtime.status import from_status
from services.runtime.worker import OnProgress

Request = stage_service_pb2.ProcessRequest
Response = stage_service_pb2.ProcessResponse

CHANNEL_OPTIONS: list[tuple[str, int | str]] = [
    ("grpc.max_receive_message_length", limits.MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", limits.MAX_MESSAGE_BYTES),
    ("grpc.service_config", json.dumps({"loadBalancingConfig": [{"round_robin": {}}]})),
    # The edge's retries know the deadline and count the attempts; gRPC's own would hide them.
    ("grpc.enable_retries", 0),
    # Inside the pipeline's network no proxy of the environment helps.
    ("grpc.enable_http_proxy", 0),
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
HEALTH_SECONDS = 2.0
LEAVE_SECONDS = 600.0
"""Time for the calls under way to a replica whose address has left the name."""


@dataclass(frozen=True)
class _Pinned:
    channel: grpc.aio.Channel
    stub: Any


class GrpcCaller:
    """Channels to one service: one over all its addresses, and one to each replica that a chain has chosen."""

    def __init__(self, name: str, address: str) -> None:
        self._name = name
        self._channel = grpc.aio.insecure_channel(f"dns:///{address}", options=CHANNEL_OPTIONS)
        self._health: Any = health_pb2_grpc.HealthStub(self._channel)
        self._stub = stage_service_pb2_grpc.StageServiceStub(self._channel)
        self._replicas = Replicas(address)
        self._pinned: dict[str, _Pinned] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once within `seconds`: a unary call, or a stream of its own when progress is to be heard of."""
        deadline = time.monotonic() + seconds
        stub: Any = self._stub
        try:
            if request.flow in (stage_service_pb2.FLOW_CHAIN, stage_service_pb2.FLOW_COLLECT):
                async with asyncio.timeout(seconds):
                    stub = await self._replica(key(request))
            left = max(0.001, deadline - time.monotonic())
            if on_progress is not None:
                return await self._followed(stub, request, left, on_progress)
            response: Response = await stub.Process(request, timeout=left)
        except TimeoutError:
            raise DeadlineExceeded(f"the address of {self._name} was not found in time").at(self._name) from None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Nobody cancelled: the channel was closed under the call, because its replica has left the name.
            raise Unavailable("the replica has left its name") from None
        except grpc.aio.AioRpcError as error:
            self._replicas.forget()
            raise _error(error, self._name) from None
        return response

    async def _followed(self, stub: Any, request: Request, seconds: float, on_progress: OnProgress) -> Response:
        asked = stage_service_pb2.ProcessStreamRequest(request_id="1", request=request)
        asked.time_budget.FromNanoseconds(int(seconds * 1e9))
        call = stub.ProcessStream(timeout=seconds)
        response: Response | None = None
        try:
            await call.write(asked)
            await call.done_writing()
            while (answer := await call.read()) is not grpc.aio.EOF:
                if answer.HasField("progress"):
                    on_progress(answer.progress)
                elif answer.HasField("error"):
                    raise from_status(answer.error).at(self._name)
                else:
                    response = answer.response
        finally:
            call.cancel()
        if response is None:
            raise Unavailable("the server stopped")
        return response

    async def _replica(self, name: str) -> Any:
        address = await self._replicas.of(name)
        known = await self._replicas.all()
        for gone in self._pinned.keys() - set(known):
            leaving = asyncio.create_task(self._pinned.pop(gone).channel.close(LEAVE_SECONDS))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
        if address not in self._pinned:
            channel = grpc.aio.insecure_channel(address, options=CHANNEL_OPTIONS)
            self._pinned[address] = _Pinned(channel, stage_service_pb2_grpc.StageServiceStub(channel))
        return self._pinned[address].stub

    async def ready(self) -> str:
        """Ask the server's health service."""
        request = health_pb2.HealthCheckRequest()
        try:
            answer = await self._health.Check(request, timeout=HEALTH_SECONDS)
        except grpc.aio.AioRpcError as error:
            return str(error.details() or error.code().name)
        return "" if answer.status == health_pb2.HealthCheckResponse.SERVING else "is not serving"

    async def close(self) -> None:
        """Close all channels."""
        for channel in (self._channel, *(pinned.channel for pinned in self._pinned.values())):
            await channel.close()


def _error(error: grpc.aio.AioRpcError, name: str) -> StoryloomError:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # AioRpcError has the same methods
    if status is not None:
        return from_status(status).at(name)
    if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
        return DeadlineExceeded(f"{name} did not answer in time").at(name)
    if error.code() is grpc.StatusCode.CANCELLED:
        # Nobody here cancelled, that would be asyncio's CancelledError: a server that stops answers so to the calls
        # that it had read and not begun.
        return Unavailable("the server stopped")
    if error.code() is grpc.StatusCode.UNAVAILABLE:
        return Unavailable(error.details() or "UNAVAILABLE")
    number: int = error.code().value[0]
    return received(number, error.details() or error.code().name).at(name)
