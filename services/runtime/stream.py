"""The server's side of ProcessStream: many requests under way, each with its own time and its own status."""

import asyncio
from itertools import count
from typing import TYPE_CHECKING

import grpc

from pipeline.v1 import stage_service_pb2
from services.runtime import limits
from services.runtime.errors import InvalidRequest, PayloadTooLarge, StoryloomError, Violation
from services.runtime.framing import head
from services.runtime.jsonrpc import Processes
from services.runtime.outbox import ACCEPTS, Outbox
from services.runtime.status import to_status
from services.runtime.tasks import begin

if TYPE_CHECKING:
    Context = grpc.aio.ServicerContext[stage_service_pb2.ProcessStreamRequest, bytes]

Request = stage_service_pb2.ProcessStreamRequest
Response = stage_service_pb2.ProcessStreamResponse


class AnsweredStream:
    """One caller's stream: an answer for each request as it is done, in any order.

    At most MAX_STREAM_PENDING are under way or waiting to be sent: the stream is not read further until one has gone
    out, and HTTP/2 flow control tells the caller.
    """

    def __init__(self, process: Processes, context: "Context") -> None:
        self._process = process
        self._context = context
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._unanswered: set[str] = set()
        self._unsent = Outbox(Response.MORE_FIELD_NUMBER)
        self._unsent.batches = ACCEPTS in tuple(context.invocation_metadata() or ())
        self._numbers = count()
        self._writing = False
        self._room = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._writers: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Until the caller has asked all, or the server drains, and all is answered."""
        await self._context.send_initial_metadata((ACCEPTS,))
        self._reader = asyncio.create_task(self._read())
        try:
            await asyncio.wait((self._reader,))
            while tasks := (*self._under_way.values(), *self._writers):
                await asyncio.wait(tasks)
        finally:
            for task in (self._reader, *self._under_way.values(), *self._writers):
                task.cancel()

    def drain(self) -> None:
        """Read no further."""
        if self._reader is not None:
            self._reader.cancel()

    async def _read(self) -> None:
        while (request := await self._context.read()) is not grpc.aio.EOF:  # type: ignore[comparison-overlap]
            if not (more := request.more):
                await self._take(request)
                continue
            # What of it is answered at once goes out together.
            self._write_later()
            for each in (request, *more):
                await self._take(each)

    async def _take(self, request: Request) -> None:
        request_id = request.request_id
        if request.cancel:
            # Not while it writes: that would end the stream for all.
            if request_id in self._unanswered:
                self._under_way[request_id].cancel()
            return
        while len(self._under_way) + len(self._unsent) >= limits.MAX_STREAM_PENDING:
            self._room.clear()
            await self._room.wait()
        self._unanswered.add(request_id)
        task = begin(self._answer(request))
        if not task.done():
            self._under_way[request_id] = task

    async def _answer(self, request: Request) -> None:
        try:
            answer = await self._made(request)
            # What was still to be said of it is not said after the answer.
            self._unanswered.discard(request.request_id)
            if self._writing:
                self._unsent[next(self._numbers)] = answer
            else:
                self._writing = True
                await self._write(answer)
        finally:
            self._under_way.pop(request.request_id, None)
            self._unanswered.discard(request.request_id)
            self._room.set()

    async def _made(self, request: Request) -> bytes:
        budget = request.time_budget.seconds + request.time_budget.nanos / 1e9
        request_id = request.request_id
        try:
            if budget <= 0:
                raise InvalidRequest((Violation("time_budget", "is not set; give each request its time"),))
            response = await self._process(request.request, budget, lambda progress: self._tell(request_id, progress))
            made, name = response.SerializeToString(), request_id.encode()
            if len(made) + len(name) > limits.MAX_MESSAGE_BYTES:
                raise PayloadTooLarge(f"the answer has {len(made)} bytes, over {limits.MAX_MESSAGE_BYTES}")
        except StoryloomError as error:
            return Response(request_id=request_id, error=to_status(error)).SerializeToString()
        return b"".join((head(1, len(name)), name, head(Response.RESPONSE_FIELD_NUMBER, len(made)), made))

    def _tell(self, request_id: str, progress: stage_service_pb2.StageProgress) -> None:
        # A caller that does not read loses words of progress, never an answer.
        if request_id in self._unanswered and len(self._unsent) < limits.MAX_STREAM_PENDING:
            word = Response(request_id=request_id, progress=progress).SerializeToString()
            self._unsent[next(self._numbers)] = word
            self._write_later()

    def _write_later(self) -> None:
        """Write in the loop's next turn what is left in this one, unless somebody writes already."""
        if not self._writing:
            self._writing = True
            writer = asyncio.create_task(self._write())
            self._writers.add(writer)
            writer.add_done_callback(self._writers.discard)

    async def _write(self, message: bytes | None = None) -> None:
        """Write this and what others leave meanwhile: gRPC takes one message at a time."""
        try:
            if message is not None:
                await self._context.write(message)
            while self._unsent:
                self._room.set()
                await self._context.write(self._unsent.take())
        except grpc.aio.BaseError:
            # The caller is gone.
            self._unsent.clear()
        finally:
            self._writing = False
            self._room.set()
