"""The server's side of ProcessStream: many requests under way, each with its own time and its own status."""

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING

import grpc

from pipeline.v1 import stage_service_pb2
from services.runtime import limits
from services.runtime.errors import InvalidRequest, PayloadTooLarge, StoryloomError, Violation
from services.runtime.framing import head
from services.runtime.jsonrpc import Processes
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
        self._unsent: deque[bytes] = deque()
        self._writing = False
        self._room = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._words: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Until the caller has asked all, or the server drains, and all is answered."""
        self._reader = asyncio.create_task(self._read())
        try:
            await asyncio.wait((self._reader,))
            while tasks := (*self._under_way.values(), *self._words):
                await asyncio.wait(tasks)
        finally:
            for task in (self._reader, *self._under_way.values(), *self._words):
                task.cancel()

    def drain(self) -> None:
        """Read no further."""
        if self._reader is not None:
            self._reader.cancel()

    async def _read(self) -> None:
        while (request := await self._context.read()) is not grpc.aio.EOF:  # type: ignore[comparison-overlap]
            if request.cancel:
                # Not while it writes: that would end the stream for all.
                if request.request_id in self._unanswered:
                    self._under_way[request.request_id].cancel()
                continue
            while len(self._under_way) + len(self._unsent) >= limits.MAX_STREAM_PENDING:
                self._room.clear()
                await self._room.wait()
            self._unanswered.add(request.request_id)
            task = begin(self._answer(request))
            if not task.done():
                self._under_way[request.request_id] = task

    async def _answer(self, request: Request) -> None:
        try:
            answer = await self._made(request)
            # What was still to be said of it is not said after the answer.
            self._unanswered.discard(request.request_id)
            await self._send(answer)
        except grpc.aio.BaseError:
            # The caller is gone.
            pass
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

    async def _send(self, message: bytes) -> None:
        self._unsent.append(message)
        await self._flush()

    async def _flush(self) -> None:
        """Write what is there and what others leave meanwhile, unless somebody does it: gRPC takes one at a time."""
        if self._writing:
            return
        self._writing = True
        try:
            while self._unsent:
                await self._context.write(self._unsent.popleft())
                self._room.set()
        finally:
            self._writing = False

    def _tell(self, request_id: str, progress: stage_service_pb2.StageProgress) -> None:
        # A caller that does not read loses words of progress, never an answer.
        if request_id not in self._unanswered or len(self._unsent) >= limits.MAX_STREAM_PENDING:
            return
        self._unsent.append(Response(request_id=request_id, progress=progress).SerializeToString())
        word = asyncio.create_task(self._word())
        self._words.add(word)
        word.add_done_callback(self._words.discard)

    async def _word(self) -> None:
        with contextlib.suppress(grpc.aio.BaseError):
            await self._flush()
