"""The server's side of ProcessStream: many requests under way, each with its own time and its own status."""

import asyncio
from typing import TYPE_CHECKING

import grpc
from loguru import logger

from pipeline.v1 import stage_service_pb2
from services.contract import limits
from services.contract.calls import Answer, OnProgress, Progress
from services.contract.errors import DEFECT, Internal, InvalidRequest, PayloadTooLarge, StoryloomError, Violation
from services.runtime.server.budget import ByteBudget
from services.runtime.tasks import begin
from services.runtime.wire.outbox import Outbox
from services.runtime.wire.status import to_status

if TYPE_CHECKING:
    Context = grpc.aio.ServicerContext[bytes, bytes]

StreamRequest = stage_service_pb2.ProcessStreamRequest
StreamResponse = stage_service_pb2.ProcessStreamResponse


class ServerStream:
    """One caller's stream: each request is a task, answered when it is done, in any order.

    At most MAX_STREAM_PENDING requests are under way or have an answer that is not written, and at most
    MAX_STREAM_BYTES: the stream is not read further until one has gone out, and HTTP/2 flow control tells the caller.
    One whose caller takes nothing of what waits for it within WRITE_SECONDS ends.
    """

    def __init__(self, process: Answer, context: "Context", budget: ByteBudget) -> None:
        """`budget`: of the bytes of all streams of the server."""
        self._process = process
        self._context = context
        self._budget = budget
        self._held = 0
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._cancelled: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._outbox = Outbox(context.write, self._gone)
        self._draining = False
        self._reader: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Until the caller has asked all, or the server drains, and all is answered.

        Raises DecodeError for what is no message.
        """
        if self._draining:
            return
        self._reader = asyncio.create_task(self._read())
        watching = asyncio.create_task(self._watch())
        try:
            await asyncio.wait((self._reader,))
            while tasks := (*self._under_way.values(), *self._cancelled):
                await asyncio.wait(tasks)
            await self._outbox.flush()
            if not self._reader.cancelled() and (error := self._reader.exception()) is not None:
                raise error
        finally:
            for task in (self._reader, watching, *self._under_way.values()):
                task.cancel()
            self._outbox.close()

    async def _watch(self) -> None:
        """End the stream when its caller takes nothing."""
        while True:
            waiting, written = len(self._outbox), self._outbox.written
            await asyncio.sleep(limits.WRITE_SECONDS)
            if waiting and self._outbox.written == written:
                logger.warning("a stream is ended, for its caller takes no answers")
                self._outbox.close()
                self.drain()
                for task in self._under_way.values():
                    task.cancel()
                return

    def drain(self) -> None:
        """Read no further."""
        self._draining = True
        if self._reader is not None:
            self._reader.cancel()

    async def _read(self) -> None:
        while (message := await self._context.read()) is not grpc.aio.EOF:  # type: ignore[comparison-overlap]
            request = StreamRequest.FromString(message)
            if request.cancel:
                self._cancel(request.request_id)
            else:
                await self._take(request, len(message))

    def _cancel(self, request_id: str) -> None:
        # Taken out here: a task that is cancelled before its first step never comes to do it.
        if (task := self._under_way.pop(request_id, None)) is not None:
            self._cancelled.add(task)
            task.add_done_callback(self._cancelled.discard)
            task.cancel()

    async def _take(self, request: StreamRequest, size: int) -> None:
        while not self._fits(size):
            self._room.clear()
            await self._room.wait()
        request_id = request.request_id
        if len(request_id) > limits.MAX_ID:
            self._refuse("", f"has {len(request_id):,} characters; use at most {limits.MAX_ID}")
        elif request_id in self._under_way:
            self._refuse(request_id, f"{request_id!r} is under way already")
        else:
            await self._budget.take(size)
            self._held += size
            task = begin(self._answer(request))
            task.add_done_callback(lambda _: self._gone(size))
            if not task.done():
                self._under_way[request_id] = task

    def _fits(self, size: int) -> bool:
        if len(self._under_way) + len(self._outbox) >= limits.MAX_STREAM_PENDING:
            return False
        return not self._held or self._held + size <= limits.MAX_STREAM_BYTES

    def _refuse(self, request_id: str, why: str) -> None:
        self._put(_error(request_id, InvalidRequest((Violation("request_id", why),))))

    def _put(self, answer: bytes) -> None:
        """Send an answer, which is held until it is written."""
        self._held += len(answer)
        self._budget.add(len(answer))
        self._outbox.put(answer)

    def _gone(self, size: int) -> None:
        self._held -= size
        self._budget.give(size)
        self._room.set()

    async def _answer(self, request: StreamRequest) -> None:
        request_id, answered = request.request_id, False

        def tell(progress: Progress) -> None:
            # A caller that does not read loses words of progress, never an answer; after the answer there are none.
            if not answered and len(self._outbox) < limits.MAX_STREAM_PENDING:
                self._put(StreamResponse(request_id=request_id, progress=progress).SerializeToString())

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
        self._put(answer)

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
