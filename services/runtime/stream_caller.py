"""One try of a gRPC call over a long-lived stream: one to each replica, shared by all that wait for its answers."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import Any

import grpc

from pipeline.v1 import stage_service_pb2
from services.runtime import limits
from services.runtime.errors import DeadlineExceeded, Overloaded, PayloadTooLarge, StoryloomError, Unavailable
from services.runtime.grpc_channel import error_of, not_serving, open_channel
from services.runtime.join import key
from services.runtime.replicas import Replicas
from services.runtime.status import from_status
from services.runtime.tasks import begin
from services.runtime.worker import OnProgress

Request = stage_service_pb2.ProcessRequest
Response = stage_service_pb2.ProcessResponse
StreamRequest = stage_service_pb2.ProcessStreamRequest

METHOD = f"/{stage_service_pb2.DESCRIPTOR.services_by_name['StageService'].full_name}/ProcessStream"
LINE_SECONDS = 1_800.0
"""A line's age after which new requests go to a fresh one: a connection that the server has told to go stays up for an
hour at most."""
_REQUEST_KEY = bytes((StreamRequest.REQUEST_FIELD_NUMBER << 3 | 2,))
AVOID_SECONDS = 2.0
"""How long a replica whose line broke is asked only when there is no other."""


@dataclass
class _Waiting:
    answer: asyncio.Future[Response]
    on_progress: OnProgress | None


class Line:
    """One stream to one replica. It ends for good: when it breaks, all that wait for it hear of it."""

    def __init__(self, name: str, address: str) -> None:
        """Open the connection and the stream to `address` (ip:port), of a replica of the stage `name`."""
        self._name = name
        self._channel = open_channel(address)
        # Serialised here, where the size is seen: gRPC would end the stream for everybody over one large message.
        self._call: Any = self._channel.stream_stream(
            METHOD, None, stage_service_pb2.ProcessStreamResponse.FromString
        )()
        self._waiting: dict[str, _Waiting] = {}
        self._unsent: dict[str, bytes] = {}
        self._slots = asyncio.Semaphore(limits.MAX_STREAM_PENDING)
        self._number = 0
        self._opened = time.monotonic()
        self._reader = asyncio.create_task(self._read())
        self._writer: asyncio.Task[None] | None = None

    @property
    def broken(self) -> bool:
        """Whether nothing can be asked any more."""
        return self._reader.done()

    @property
    def old(self) -> bool:
        """Whether new requests should have a fresh one."""
        return time.monotonic() - self._opened > LINE_SECONDS

    @property
    def pending(self) -> int:
        """Requests that wait for their answer."""
        return len(self._waiting)

    async def ask(self, request: Request, seconds: float, on_progress: OnProgress | None) -> Response:
        """The answer. Raises Unavailable without a stage when the line breaks, else the stage's StoryloomError."""
        deadline = time.monotonic() + seconds
        if self._slots.locked():
            await self._slot(seconds)
        else:
            await self._slots.acquire()
        try:
            return await self._asked(request, deadline, on_progress)
        finally:
            self._slots.release()

    async def _slot(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._slots.acquire()
        except TimeoutError:
            raise Overloaded(f"{self._name} has {limits.MAX_STREAM_PENDING} requests of this caller").at(
                self._name
            ) from None

    async def _asked(self, request: Request, deadline: float, on_progress: OnProgress | None) -> Response:
        if self.broken:
            raise Unavailable("the stream has ended")
        loop = asyncio.get_running_loop()
        left = max(0.001, deadline - time.monotonic())
        self._number += 1
        request_id = str(self._number)
        message = _written(request_id, left, request.SerializeToString())
        if len(message) > limits.MAX_MESSAGE_BYTES:
            raise PayloadTooLarge(f"the request has {len(message)} bytes, over {limits.MAX_MESSAGE_BYTES}").at(
                self._name
            )
        answer = loop.create_future()
        self._waiting[request_id] = _Waiting(answer, on_progress)
        timer = loop.call_later(left, self._late, answer)
        try:
            self._send(request_id, message)
            response: Response = await answer
        except BaseException:
            # The answer that still may come is nobody's.
            if self._waiting.pop(request_id, None) and not self._unsent.pop(request_id, None):
                self._send(request_id, StreamRequest(request_id=request_id, cancel=True).SerializeToString())
            raise
        finally:
            timer.cancel()
        return response

    def _late(self, answer: asyncio.Future[Response]) -> None:
        if not answer.done():
            answer.set_exception(DeadlineExceeded(f"{self._name} did not answer in time").at(self._name))

    def _send(self, request_id: str, message: bytes) -> None:
        self._unsent[request_id] = message
        if self._writer is None or self._writer.done():
            self._writer = begin(self._write())

    async def _write(self) -> None:
        # In a task of its own: gRPC takes one write at a time, and ends the whole stream when one is cancelled. When it
        # has ended, the reader knows why and tells all who wait.
        with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
            while self._unsent:
                await self._call.write(self._unsent.pop(next(iter(self._unsent))))

    async def _read(self) -> None:
        error: StoryloomError = Unavailable("the server ended the stream")
        try:
            while (answer := await self._call.read()) is not grpc.aio.EOF:
                self._take(answer)
            # Only a stream that ended well comes here; another one's status is in the exception.
        except grpc.aio.AioRpcError as failure:
            error = error_of(failure, self._name)
        except asyncio.CancelledError:
            error = Unavailable("the stream was closed")
        finally:
            for waiting in self._waiting.values():
                if not waiting.answer.done():
                    waiting.answer.set_exception(error)
            self._waiting.clear()

    def _take(self, answer: stage_service_pb2.ProcessStreamResponse) -> None:
        result = answer.WhichOneof("result")
        if result == "progress":
            waiting = self._waiting.get(answer.request_id)
            if waiting is not None and waiting.on_progress is not None:
                waiting.on_progress(answer.progress)
            return
        waiting = self._waiting.pop(answer.request_id, None)
        if waiting is None or waiting.answer.done():
            return
        if result == "error":
            waiting.answer.set_exception(from_status(answer.error).at(self._name))
        else:
            waiting.answer.set_result(answer.response)

    async def leave(self) -> None:
        """Ask nothing more, wait for what is pending, then close."""
        if self._writer is not None:
            await asyncio.wait((self._writer,))
        with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
            await self._call.done_writing()
        await asyncio.wait((self._reader,))
        await self.close()

    async def close(self) -> None:
        """End the stream now; who waits hears that it is gone."""
        self._call.cancel()
        tasks = [task for task in (self._reader, self._writer) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._channel.close()


def _written(request_id: str, seconds: float, request: bytes) -> bytes:
    """A ProcessStreamRequest around a request that is serialised already, which so is not copied first.

    Messages that are written one after the other are merged by who reads them; the request is the field of number 2,
    its key and length before it (protobuf.dev/programming-guides/encoding).
    """
    whole = StreamRequest(request_id=request_id)
    whole.time_budget.seconds = int(seconds)
    whole.time_budget.nanos = int(seconds % 1 * 1e9)
    length, size = bytearray(), len(request)
    while size > 127:
        length.append(size & 127 | 128)
        size >>= 7
    length.append(size)
    return b"".join((whole.SerializeToString(), _REQUEST_KEY, length, request))


@dataclass
class StreamCaller:
    """The lines to one service: the replica that has least to do for the hub, the attempt's own one for a chain."""

    name: str
    address: str
    _lines: dict[str, Line] = field(default_factory=dict)
    _leaving: set[asyncio.Task[None]] = field(default_factory=set)
    _avoided: dict[str, float] = field(default_factory=dict)
    _turn: int = 0

    def __post_init__(self) -> None:
        self._replicas = Replicas(self.address)
        self._health = open_channel(f"dns:///{self.address}")

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once within `seconds`."""
        deadline = time.monotonic() + seconds
        if not self._replicas.fresh:
            try:
                async with asyncio.timeout(seconds):
                    known = await self._replicas.all()
            except TimeoutError:
                raise DeadlineExceeded(f"the address of {self.name} was not found in time").at(self.name) from None
            for gone in self._lines.keys() - set(known):
                self._let_go(gone)
        address = await self._replica(request)
        try:
            return await self._line(address).ask(request, deadline - time.monotonic(), on_progress)
        except Unavailable as error:
            if not error.stage:
                self._replicas.forget()
                self._avoided[address] = time.monotonic() + AVOID_SECONDS
            raise

    async def _replica(self, request: Request) -> str:
        known = await self._replicas.all()
        if request.flow in (stage_service_pb2.FLOW_CHAIN, stage_service_pb2.FLOW_COLLECT):
            return await self._replicas.of(key(request))
        if len(known) == 1:
            return known[0]
        now = time.monotonic()
        good = [address for address in known if self._avoided.get(address, 0.0) < now] or known
        # Each in its turn, where they have equally little to do.
        self._turn += 1
        first = self._turn % len(good)
        in_turn = good[first:] + good[:first]
        return min(in_turn, key=lambda address: self._lines[address].pending if address in self._lines else 0)

    def _line(self, address: str) -> Line:
        line = self._lines.get(address)
        if line is not None and (line.broken or line.old):
            self._let_go(address)
            line = None
        if line is None:
            line = self._lines[address] = Line(self.name, address)
        return line

    def _let_go(self, address: str) -> None:
        task = asyncio.create_task(self._lines.pop(address).leave())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def ready(self) -> str:
        """Ask the server's health service."""
        return await not_serving(self._health)

    async def close(self) -> None:
        """Close all lines."""
        for task in self._leaving:
            task.cancel()
        await asyncio.gather(*self._leaving, *(line.close() for line in self._lines.values()), return_exceptions=True)
        await self._health.close()
