"""One try of a unary gRPC call.

Calls of the hub flow go to all replicas in turn. Those of a chain go to the replica of their attempt.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import grpc

from services.contract.calls import OnProgress, Request, Response
from services.contract.errors import Unavailable
from services.runtime.certificates import Certificates
from services.runtime.client.channel import CLOSED, cancelled_here, error_of, not_serving, open_channel
from services.runtime.client.options import EdgeOptions
from services.runtime.client.replicas import Replicas, replica_for
from services.runtime.client.seen import Seen, look
from services.runtime.wire import names
from services.runtime.wire.attempt import attempt_key, is_chained

LEAVE_SECONDS = 600.0
"""Time for the calls under way to a replica whose address the name no longer has, or with certificates of before."""


@dataclass(frozen=True)
class _Dialled:
    channel: grpc.aio.Channel
    process: Any
    certificates: Certificates | None


class UnaryCaller:
    """A channel to each replica of one service."""

    def __init__(self, name: str, address: str, options: EdgeOptions) -> None:
        """`name`: the stage's, for errors. `address`: the service's host:port."""
        self._name = name
        self._address = address
        self._options = options
        self._method = f"/{names.GRPC[options.service]}/Process"
        self._replicas = Replicas(address, options.resolve)
        self._dialled: dict[str, _Dialled] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once within `seconds`. A unary call has one answer and no progress: `on_progress` is never called."""
        del on_progress
        deadline = time.monotonic() + seconds
        if not self._replicas.fresh:
            await self._replicas.found_within(seconds, self._name)
            self._leave_gone()
        address = self._replica(request)
        try:
            left = max(0.001, deadline - time.monotonic())
            response: Response = await self._channel_to(address).process(request, timeout=left)
        except asyncio.CancelledError:
            if cancelled_here():
                raise
            raise Unavailable(CLOSED) from None
        except grpc.aio.AioRpcError as failure:
            error = error_of(failure, self._name)
            if isinstance(error, Unavailable) and not error.stage:
                self._replicas.forget(address)
            raise error from None
        return response

    def _replica(self, request: Request) -> str:
        if is_chained(request):
            return replica_for(self._replicas.found, attempt_key(request))
        return self._replicas.in_turn()[0]

    def _leave_gone(self) -> None:
        for gone in self._dialled.keys() - set(self._replicas.found):
            self._leave(gone)

    def _leave(self, address: str) -> None:
        leaving = asyncio.create_task(self._dialled.pop(address).channel.close(LEAVE_SECONDS))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    def _channel_to(self, address: str) -> _Dialled:
        newest = self._options.newest
        if address in self._dialled and self._dialled[address].certificates is not newest:
            self._leave(address)
        if address not in self._dialled:
            channel = open_channel(address, self._address, self._name, newest)
            process: Any = channel.unary_unary(self._method, Request.SerializeToString, Response.FromString)
            self._dialled[address] = _Dialled(channel, process, newest)
        return self._dialled[address]

    async def ready(self) -> str:
        """Ask the health of the servers that a call could reach, over the channels that it would take."""
        reason = await self._replicas.ready(lambda address: not_serving(self._channel_to(address).channel))
        self._leave_gone()
        return reason

    async def replicas(self) -> list[Seen]:
        """What is seen of the servers that a call could reach."""
        return await self._replicas.seen(lambda address: look(address, self._channel_to(address).channel))

    async def close(self) -> None:
        """Close all channels."""
        for task in self._leaving:
            task.cancel()
        await asyncio.gather(*self._leaving, return_exceptions=True)
        for dialled in self._dialled.values():
            await dialled.channel.close()
