"""The server's side of ProcessStream: many requests under way, each with its own time and its own status."""

import asyncio
from itertools import count
from typing import TYPE_CHECKING

import grpc
from loguru import logger

from pipeline.v1 import stage_service_pb2
from services.contract import limits
from services.contract.calls import Answer
from services.contract.errors import Internal, InvalidRequest, PayloadTooLarge, StoryloomError, Violation
from services.runtime.tasks import begin
from services.runtime.wire.framing import head
from services.runtime.wire.outbox import ACCEPTS, Outbox
from services.runtime.wire.status import to_status

if TYPE_CHECKING:
    Context = grpc.aio.ServicerContext[stage_service_pb2.ProcessStreamRequest, bytes]

Request = stage_service_pb2.ProcessStreamRequest
Response = stage_service_pb2.ProcessStreamResponse
FLOW_CHAIN = stage_service_pb2.FLOW_CHAIN


class AnsweredStream:
    """One caller's stream: an answer for each request as it is done, in any order.

    At most MAX_STREAM_PENDING are under way or waiting to be sent: the stream is not read further until one has gone
    out, and HTTP/2 flow control tells the caller.
    """

    def __init__(self, process: Answer, context: "Context") -> None:
        self._process = process
        self._context = context
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._unanswered: set[str] = set()
        self._unsent = Outbox(Response.MORE_FIELD_NUMBER)
        self._unsent.batches = ACCEPTS in tuple(context.invocation_metadata() or ())
        self._numbers = count()
        self._writing = False
        self._room = asyncio.Event()
        self._draining = False
        self._reader: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        """Tasks that write, or have been cancelled: to be waited for, and under no request's id any more."""

    async def serve(self) -> None:
        """Until the caller has asked all, or the server drains, and all is answered."""
        await self._context.send_initial_metadata((ACCEPTS,))
        if self._draining:
            return
        self._reader = asyncio.create_task(self._read())
        try:
            await asyncio.wait((self._reader,))
            while tasks := (*self._under_way.values(), *self._ending):
                await asyncio.wait(tasks)
        finally:
            for task in (self._reader, *self._under_way.values(), *self._ending):
                task.cancel()

    def drain(self) -> None:
        """Read no further."""
        self._draining = True
        if self._reader is not None:
            self._reader.cancel()

    async def _read(self) -> None:
        while (request := await self._context.read()) is not grpc.aio.EOF:  # type: ignore[comparison-overlap]
            if not (more := request.more):
                await self._take(request)
                continue
            # What of it is answered at once goes out together, where tasks begin at once.
            self._write_later()
            for each in (request, *more):
                await self._take(each)

    async def _take(self, request: Request) -> None:
        request_id = request.request_id
        if request.cancel:
            # Not while it writes: that would end the stream for all. Taken out here, for a task that is cancelled
            # before its first step never comes to do it.
            if (under_way := self._under_way.pop(request_id, None)) is not None:
                self._unanswered.discard(request_id)
                self._end(under_way)
                under_way.cancel()
            return
        while len(self._under_way) + len(self._unsent) >= limits.MAX_STREAM_PENDING:
            self._room.clear()
            await self._room.wait()
        if request_id in self._unanswered:
            wrong = Violation("request_id", f"{request_id!r} is under way already")
            self._unsent[next(self._numbers)] = _error(request_id, InvalidRequest((wrong,)))
            self._write_later()
            return
        self._unanswered.add(request_id)
        task = begin(self._answer(request))
        if request_id in self._unanswered:
            self._under_way[request_id] = task
        elif not task.done():
            self._end(task)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _answer(self, request: Request) -> None:
        answer = await self._answered(request)
        # What was still to be said of it is not said after the answer, and the caller may use its id again.
        self._unanswered.discard(request.request_id)
        task = self._under_way.pop(request.request_id, None)
        self._room.set()
        if self._writing or request.request.flow == FLOW_CHAIN:
            # For a chain's nobody waits, unless it is an error: what else is answered in this turn goes with it.
            self._unsent[next(self._numbers)] = answer
            self._write_later()
            return
        self._writing = True
        if task is not None:
            self._end(task)
        await self._write(answer)

    async def _answered(self, request: Request) -> bytes:
        try:
            return await self._made(request)
        except StoryloomError as error:
            return _error(request.request_id, error)
        except Exception:
            logger.exception("a request failed")
            return _error(request.request_id, Internal("the server failed; its log has the details"))

    async def _made(self, request: Request) -> bytes:
        budget = request.time_budget.seconds + request.time_budget.nanos / 1e9
        request_id = request.request_id
        if budget <= 0:
            raise InvalidRequest((Violation("time_budget", "is not set; give each request its time"),))
        response = await self._process(request.request, budget, lambda progress: self._tell(request_id, progress))
        made, name = response.SerializeToString(), request_id.encode()
        answer = b"".join((head(1, len(name)), name, head(Response.RESPONSE_FIELD_NUMBER, len(made)), made))
        if len(answer) > limits.MAX_MESSAGE_BYTES:
            raise PayloadTooLarge(f"the answer has {len(answer)} bytes, over {limits.MAX_MESSAGE_BYTES}")
        return answer

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
            self._end(asyncio.create_task(self._write()))

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


def _error(request_id: str, error: StoryloomError) -> bytes:
    return Response(request_id=request_id, error=to_status(error)).SerializeToString()
