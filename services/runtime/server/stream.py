"""The server's side of ProcessStream: many requests under way, each with its own time and its own status."""

import asyncio
from typing import TYPE_CHECKING

import grpc
from loguru import logger

from pipeline.v1 import stage_service_pb2
from services.contract import limits
from services.contract.calls import Answer, OnProgress, Progress
from services.contract.errors import DEFECT, Internal, InvalidRequest, PayloadTooLarge, StoryloomError, Violation
from services.runtime.tasks import begin
from services.runtime.wire.outbox import Outbox
from services.runtime.wire.status import to_status

if TYPE_CHECKING:
    Context = grpc.aio.ServicerContext[stage_service_pb2.ProcessStreamRequest, bytes]

StreamRequest = stage_service_pb2.ProcessStreamRequest
StreamResponse = stage_service_pb2.ProcessStreamResponse


class ServerStream:
    """One caller's stream: each request is a task, answered when it is done, in any order.

    At most MAX_STREAM_PENDING requests are under way or have an answer that is not written: the stream is not read
    further until one has gone out, and HTTP/2 flow control tells the caller.
    """

    def __init__(self, process: Answer, context: "Context") -> None:
        self._process = process
        self._context = context
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._cancelled: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._outbox = Outbox(context.write, self._room.set)
        self._draining = False
        self._reader: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Until the caller has asked all, or the server drains, and all is answered."""
        if self._draining:
            return
        self._reader = asyncio.create_task(self._read())
        try:
            await asyncio.wait((self._reader,))
            while tasks := (*self._under_way.values(), *self._cancelled):
                await asyncio.wait(tasks)
            await self._outbox.flush()
        finally:
            for task in (self._reader, *self._under_way.values()):
                task.cancel()
            self._outbox.close()

    def drain(self) -> None:
        """Read no further."""
        self._draining = True
        if self._reader is not None:
            self._reader.cancel()

    async def _read(self) -> None:
        while (request := await self._context.read()) is not grpc.aio.EOF:  # type: ignore[comparison-overlap]
            if request.cancel:
                self._cancel(request.request_id)
            else:
                await self._take(request)

    def _cancel(self, request_id: str) -> None:
        # Taken out here: a task that is cancelled before its first step never comes to do it.
        if (task := self._under_way.pop(request_id, None)) is not None:
            self._cancelled.add(task)
            task.add_done_callback(self._cancelled.discard)
            task.cancel()

    async def _take(self, request: StreamRequest) -> None:
        while len(self._under_way) + len(self._outbox) >= limits.MAX_STREAM_PENDING:
            self._room.clear()
            await self._room.wait()
        request_id = request.request_id
        if request_id in self._under_way:
            wrong = Violation("request_id", f"{request_id!r} is under way already")
            self._outbox.put(_error(request_id, InvalidRequest((wrong,))))
            return
        task = begin(self._answer(request))
        if not task.done():
            self._under_way[request_id] = task

    async def _answer(self, request: StreamRequest) -> None:
        request_id, answered = request.request_id, False

        def tell(progress: Progress) -> None:
            # A caller that does not read loses words of progress, never an answer; after the answer there are none.
            if not answered and len(self._outbox) < limits.MAX_STREAM_PENDING:
                self._outbox.put(StreamResponse(request_id=request_id, progress=progress).SerializeToString())

        try:
            answer = await self._response(request, tell)
        except StoryloomError as error:
            answer = _error(request_id, error)
        except Exception:
            logger.exception("a request failed")
            answer = _error(request_id, Internal(DEFECT))
        finally:
            answered = True
        self._under_way.pop(request_id, None)
        self._outbox.put(answer)
        self._room.set()

    async def _response(self, request: StreamRequest, tell: OnProgress) -> bytes:
        budget = request.time_budget.seconds + request.time_budget.nanos / 1e9
        if budget <= 0:
            raise InvalidRequest((Violation("time_budget", "is not set; give each request its time"),))
        response = await self._process(request.request, budget, tell)
        answer = StreamResponse(request_id=request.request_id, response=response).SerializeToString()
        if len(answer) > limits.MAX_MESSAGE_BYTES:
            raise PayloadTooLarge(f"the answer has {len(answer)} bytes, over {limits.MAX_MESSAGE_BYTES}")
        return answer


def _error(request_id: str, error: StoryloomError) -> bytes:
    return StreamResponse(request_id=request_id, error=to_status(error)).SerializeToString()
