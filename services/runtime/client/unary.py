"""One try of a unary gRPC call: all replicas in turn for the hub, the attempt's own replica for a chain."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import grpc

from pipeline.v1 import stage_service_pb2, stage_service_pb2_grpc
from services.contract.calls import OnProgress, Request, Response
from services.contract.errors import DeadlineExceeded, Unavailable
from services.runtime.client.channel import error_of, not_serving, open_channel
from services.runtime.client.replicas import Replicas
from services.runtime.wire.attempt import attempt_key, is_chained
from services.runtime.wire.status import from_status

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
        self._channel = open_channel(f"dns:///{address}")
        self._stub = stage_service_pb2_grpc.StageServiceStub(self._channel)
        self._replicas = Replicas(address)
        self._pinned: dict[str, _Pinned] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once within `seconds`: a unary call, or a stream of its own when progress is to be heard of."""
        deadline = time.monotonic() + seconds
        stub: Any = self._stub
        try:
            if is_chained(request):
                async with asyncio.timeout(seconds):
                    stub = await self._replica(attempt_key(request))
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
            raise error_of(error, self._name) from None
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
            channel = open_channel(address)
            self._pinned[address] = _Pinned(channel, stage_service_pb2_grpc.StageServiceStub(channel))
        return self._pinned[address].stub

    async def ready(self) -> str:
        """Ask the server's health service."""
        return await not_serving(self._channel)

    async def close(self) -> None:
        """Close all channels."""
        for channel in (self._channel, *(pinned.channel for pinned in self._pinned.values())):
            await channel.close()
