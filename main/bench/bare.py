"""What the pipeline is compared with: echoes, and its calls by bare code (no deadline, retry, timing or log).

They are answered by the DiagnosticsService on the stages' own servers: path, process and machine are the pipeline's.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import grpc

from main.bench.channel import dial
from pipeline.v1 import diagnostics_service_pb2, diagnostics_service_pb2_grpc, draft_pb2, parts_pb2
from services.catalog import STAGES, Stage
from services.contract.errors import StoryloomError, Unavailable
from services.runtime.client.channel import error_of

Request, StreamRequest = diagnostics_service_pb2.EchoRequest, diagnostics_service_pb2.EchoStreamRequest


class UnaryEcho:
    """Echoes over unary calls."""

    def __init__(self, stage: str, address: str) -> None:
        """`stage`: its name. `address`: its server's host:port."""
        self._channel = dial(stage, f"dns:///{address}", address)
        self._stub: Any = diagnostics_service_pb2_grpc.DiagnosticsServiceStub(self._channel)

    async def ask(self, payload: bytes) -> bytes:
        """The payload, from there and back. Raises StoryloomError: a connection that has aged may end under a call."""
        try:
            answer = await self._stub.Echo(Request(request_id="1", payload=payload), timeout=10)
        except grpc.aio.AioRpcError as error:
            raise error_of(error, "the echo") from None
        found: bytes = answer.payload
        return found

    async def close(self) -> None:
        """Close the channel."""
        await self._channel.close()


class StreamEcho:
    """One stream; answers are matched by their id."""

    def __init__(self, stage: str, address: str) -> None:
        """`stage`: its name. `address`: its server's host:port."""
        self._channel = dial(stage, f"dns:///{address}", address)
        stub: Any = diagnostics_service_pb2_grpc.DiagnosticsServiceStub(self._channel)
        self._call = stub.EchoStream()
        self._number = 0
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._writing = asyncio.Lock()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        ended: StoryloomError = Unavailable("the stream of echoes has ended")
        try:
            while (answer := await self._call.read()) is not grpc.aio.EOF:
                self._waiting.pop(answer.request_id).set_result(answer.payload)
        except grpc.aio.AioRpcError as error:
            ended = error_of(error, "the stream of echoes")
        finally:
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(ended)

    async def ask(self, payload: bytes) -> bytes:
        """The payload, from there and back. Raises StoryloomError when the stream ends meanwhile."""
        self._number += 1
        request_id = str(self._number)
        answer = self._waiting[request_id] = asyncio.get_running_loop().create_future()
        try:
            async with self._writing:
                await self._call.write(StreamRequest(request_id=request_id, payload=payload))
        except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
            raise Unavailable("the stream of echoes has ended") from None
        found: bytes = await answer
        return found

    async def close(self) -> None:
        """End the stream."""
        self._call.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._channel.close()


Echo = UnaryEcho | StreamEcho


@asynccontextmanager
async def echoes(kind: type[Echo], addresses: Mapping[str, str]) -> AsyncIterator[dict[str, Echo]]:
    """An echo of each stage's server, by the stage's name."""
    made = {name: kind(name, address) for name, address in addresses.items()}
    try:
        yield made
    finally:
        for echo in made.values():
            await echo.close()


def levels() -> list[list[Stage]]:
    """The stages in the order in which they can be called, those together that can be called at once."""
    found: list[list[Stage]] = []
    draft = draft_pb2.Draft(prompt=parts_pb2.Prompt())
    left = list(STAGES)
    while left:
        now = [stage for stage in left if not stage.missing(draft)]
        found.append(now)
        for stage in now:
            getattr(draft, stage.writes).SetInParent()
        left = [stage for stage in left if stage not in now]
    return found


async def pipeline(made: Mapping[str, Echo], payload: bytes) -> bytes:
    """One call of each stage, those at once that can be."""
    for stages in levels():
        if len(stages) == 1:
            answer = await made[stages[0].name].ask(payload)
        else:
            answer = (await asyncio.gather(*(made[stage.name].ask(payload) for stage in stages)))[0]
    return answer
