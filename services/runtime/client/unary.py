"""One try of a unary gRPC call.

Calls of the hub flow go to all replicas in turn. Those of a chain go to the replica of their attempt.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import grpc

from services.contract.calls import OnProgress, Request, Response
from services.contract.errors import DeadlineExceeded, Unavailable
from services.runtime.client.channel import error_of, not_serving, open_channel
from services.runtime.client.options import EdgeOptions
from services.runtime.client.replicas import Replicas
from services.runtime.wire import names
from services.runtime.wire.attempt import attempt_key, is_chained

LEAVE_SECONDS = 600.0
"""Time for the calls under way to a replica whose address the name no longer has."""


@dataclass(frozen=True)
class _Pinned:
    channel: grpc.aio.Channel
    process: Any


class UnaryCaller:
    """Channels to one service: one over all its addresses, and one to each replica that a chain has chosen."""

    def __init__(self, name: str, address: str, options: EdgeOptions) -> None:
        """`name`: the stage's, for errors. `address`: the service's host:port."""
        self._name = name
        self._address = address
        self._method = f"/{names.GRPC[options.service]}/Process"
        self._channel = open_channel(f"dns:///{address}", address)
        self._process = self._processing(self._channel)
        self._replicas = Replicas(address, options.resolve)
        self._pinned: dict[str, _Pinned] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once within `seconds`. A unary call has one answer and no progress: `on_progress` is never called."""
        del on_progress
        deadline = time.monotonic() + seconds
        process = self._process
        try:
            if is_chained(request):
                async with asyncio.timeout(seconds):
                    process = await self._replica(attempt_key(request))
            left = max(0.001, deadline - time.monotonic())
            response: Response = await process(request, timeout=left)
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

    async def _replica(self, name: str) -> Any:
        address = await self._replicas.for_key(name)
        known = await self._replicas.all()
        for gone in self._pinned.keys() - set(known):
            leaving = asyncio.create_task(self._pinned.pop(gone).channel.close(LEAVE_SECONDS))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
        if address not in self._pinned:
            channel = open_channel(address, self._address)
            self._pinned[address] = _Pinned(channel, self._processing(channel))
        return self._pinned[address].process

    def _processing(self, channel: grpc.aio.Channel) -> Any:
        return channel.unary_unary(self._method, Request.SerializeToString, Response.FromString)

    async def ready(self) -> str:
        """Ask the server's health service."""
        return await not_serving(self._channel)

    async def close(self) -> None:
        """Close all channels."""
        for channel in (self._channel, *(pinned.channel for pinned in self._pinned.values())):
            await channel.close()
