"""One try of a gRPC call over a long-lived stream: one to each replica, shared by all that wait for its answers."""

import asyncio
import contextlib
import math
import time
from dataclasses import dataclass, field
from typing import Any

import grpc

from pipeline.v1 import stage_service_pb2
from services.contract import limits
from services.contract.calls import OnProgress, Request, Response, Service
from services.contract.errors import DeadlineExceeded, Overloaded, PayloadTooLarge, StoryloomError, Unavailable
from services.runtime.client.channel import error_of, not_serving, open_channel
from services.runtime.client.replicas import Replicas, of
from services.runtime.tasks import begin
from services.runtime.wire import names
from services.runtime.wire.attempt import attempt_key, is_chained
from services.runtime.wire.framing import head
from services.runtime.wire.outbox import ACCEPTS, Outbox
from services.runtime.wire.status import from_status

StreamRequest = stage_service_pb2.ProcessStreamRequest

LINE_SECONDS = 1_800.0
"""A line's age after which new requests go to a fresh one: a connection that the server has told to go stays up for an
hour at most."""
AVOID_SECONDS = 2.0
"""How long a replica whose line broke is asked only when there is no other."""


@dataclass(slots=True)
class _Waiting:
    answer: asyncio.Future[Response]
    on_progress: OnProgress | None
    deadline: float


class LineLeft(Exception):
    """The line takes no more requests; this one has not been asked."""


class Line:
    """One stream to one replica. It ends for good: when it breaks, all that wait for it hear of it."""

    resuming = 0
    """Answers, of all lines, whose requests' tasks have not gone on yet."""

    def __init__(self, name: str, address: str, service: Service) -> None:
        """Open the connection and the stream to `address` (ip:port), of a replica of the stage `name`."""
        self._name = name
        self._channel = open_channel(address)
        # Serialised here, where the size is seen: gRPC would end the stream for everybody over one large message.
        method = f"/{names.GRPC[service]}/ProcessStream"
        self._call: Any = self._channel.stream_stream(method, None, stage_service_pb2.ProcessStreamResponse.FromString)(
            metadata=(ACCEPTS,)
        )
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[str, _Waiting] = {}
        self._writing = False
        self._unsent = Outbox(StreamRequest.MORE_FIELD_NUMBER)
        self._slots = asyncio.Semaphore(limits.MAX_STREAM_PENDING)
        self._hurry = 0
        """Requests whose answer somebody waits for: a chain's only says that all went well."""
        self._number = 0
        self._opened = time.monotonic()
        self._broken = False
        self._left = False
        self._expiry: asyncio.TimerHandle | None = None
        self._expires = math.inf
        self._reader = asyncio.create_task(self._read())
        self._writer: asyncio.Task[None] | None = None

    @property
    def usable(self) -> bool:
        """Whether new requests should go here: it is not broken, nor so old that they should have a fresh one."""
        return not self._broken and time.monotonic() - self._opened < LINE_SECONDS

    @property
    def pending(self) -> int:
        """Requests that wait for their answer."""
        return len(self._waiting)

    async def ask(self, request: Request, deadline: float, on_progress: OnProgress | None) -> Response:
        """The answer, until `deadline` on the monotonic clock.

        Raises Unavailable without a stage when the line breaks, LineLeft when it was left while the request waited for
        its turn, else the stage's StoryloomError.
        """
        if self._slots.locked():
            await self._slot(deadline)
        else:
            await self._slots.acquire()
        try:
            return await self._asked(request, deadline, on_progress)
        finally:
            self._slots.release()

    async def _slot(self, deadline: float) -> None:
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                await self._slots.acquire()
        except TimeoutError:
            raise Overloaded(f"{self._name} has {limits.MAX_STREAM_PENDING} requests of this caller").at(
                self._name
            ) from None

    async def _asked(self, request: Request, deadline: float, on_progress: OnProgress | None) -> Response:
        if self._broken:
            raise Unavailable("the stream has ended")
        if self._left:
            raise LineLeft
        self._number += 1
        number, request_id = self._number, str(self._number)
        message = self._message(request_id, request, max(0.001, deadline - time.monotonic()))
        answer = self._loop.create_future()
        hurry = request.flow != stage_service_pb2.FLOW_CHAIN
        self._hurry += hurry
        self._waiting[request_id] = _Waiting(answer, on_progress, deadline)
        if deadline < self._expires:
            self._expire_at(deadline)
        try:
            self._send(number, message)
            response: Response = await answer
        except BaseException:
            # The answer that still may come is nobody's.
            if self._waiting.pop(request_id, None) and not self._unsent.pop(number, None):
                self._send(number, StreamRequest(request_id=request_id, cancel=True).SerializeToString())
            raise
        finally:
            self._hurry -= hurry
            if answer.done() and not answer.cancelled() and answer.exception() is None:
                Line.resuming -= 1
        return response

    def _message(self, request_id: str, request: Request, seconds: float) -> bytes:
        """A ProcessStreamRequest. Raises PayloadTooLarge."""
        made = request.SerializeToString()
        before = StreamRequest(request_id=request_id)
        budget = before.time_budget
        budget.seconds = whole = int(seconds)
        budget.nanos = int((seconds - whole) * 1e9)
        message = b"".join((before.SerializeToString(), head(StreamRequest.REQUEST_FIELD_NUMBER, len(made)), made))
        if len(message) > limits.MAX_MESSAGE_BYTES:
            raise PayloadTooLarge(f"the request has {len(message)} bytes, over {limits.MAX_MESSAGE_BYTES}").at(
                self._name
            )
        return message

    def _expire_at(self, deadline: float) -> None:
        # One timer for all, at the first deadline: most requests are answered long before theirs.
        if self._expiry is not None:
            self._expiry.cancel()
        self._expires = deadline
        self._expiry = self._loop.call_later(max(0.0, deadline - time.monotonic()), self._expire)

    def _expire(self) -> None:
        now = time.monotonic()
        for waiting in self._waiting.values():
            if waiting.deadline <= now and not waiting.answer.done():
                waiting.answer.set_exception(DeadlineExceeded(f"{self._name} did not answer in time").at(self._name))
        self._expires = math.inf
        following = min((each.deadline for each in self._waiting.values() if not each.answer.done()), default=math.inf)
        if following < math.inf:
            self._expire_at(following)

    def _send(self, number: int, message: bytes) -> None:
        if self._writing:
            self._unsent[number] = message
            return
        self._writing = True
        if self._hurry > 1 or Line.resuming:
            # In the loop's next turn, and what is asked in this one goes with it: others wait here too, or have answers
            # to go on with. One alone is not made to wait.
            self._unsent[number] = message
            self._writer = asyncio.create_task(self._write())
        else:
            self._writer = begin(self._write(message))

    async def _write(self, message: bytes | None = None) -> None:
        # In a task of its own: gRPC takes one write at a time, and ends the whole stream when one is cancelled. When it
        # has ended, the reader knows why and tells all who wait.
        try:
            if message is not None:
                await self._call.write(message)
            while self._unsent:
                await self._call.write(self._unsent.take())
        except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
            self._unsent.clear()
        finally:
            self._writing = False

    async def _read(self) -> None:
        error: StoryloomError = Unavailable("the server ended the stream")
        try:
            self._unsent.batches = ACCEPTS in tuple(await self._call.initial_metadata())
            while (answer := await self._call.read()) is not grpc.aio.EOF:
                self._take(answer)
                if more := answer.more:
                    for other in more:
                        self._take(other)
            # Only a stream that ended well comes here; another one's status is in the exception.
        except grpc.aio.AioRpcError as failure:
            error = error_of(failure, self._name)
        except asyncio.CancelledError:
            error = Unavailable("the stream was closed")
        finally:
            self._broken = True
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
            Line.resuming += 1

    def leave(self) -> None:
        """Ask nothing more."""
        self._left = True

    async def end(self) -> None:
        """Wait for what is pending, then close."""
        if self._writer is not None:
            await asyncio.wait((self._writer,))
        with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
            await self._call.done_writing()
        await asyncio.wait((self._reader,))
        await self.close()

    async def close(self) -> None:
        """End the stream now; who waits hears that it is gone."""
        if self._expiry is not None:
            self._expiry.cancel()
        self._call.cancel()
        tasks = [task for task in (self._reader, self._writer) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._channel.close()


@dataclass
class StreamCaller:
    """The lines to one service: the replica that has least to do for the hub, the attempt's own one for a chain."""

    name: str
    address: str
    service: Service
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
            await self._find(seconds)
        while True:
            address = self._replica(request)
            try:
                return await self._line(address).ask(request, deadline, on_progress)
            except LineLeft:
                # There is a fresh one, or the replica is gone.
                continue
            except Unavailable as error:
                if not error.stage:
                    self._replicas.forget()
                    self._avoided[address] = time.monotonic() + AVOID_SECONDS
                raise

    async def _find(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                known = await self._replicas.all()
        except TimeoutError:
            raise DeadlineExceeded(f"the address of {self.name} was not found in time").at(self.name) from None
        for gone in self._lines.keys() - set(known):
            self._let_go(gone)

    def _replica(self, request: Request) -> str:
        known = self._replicas.found
        if len(known) == 1:
            return known[0]
        if is_chained(request):
            return of(known, attempt_key(request))
        now = time.monotonic()
        good = [address for address in known if self._avoided.get(address, 0.0) < now] or known
        # Each in its turn, where they have equally little to do.
        self._turn += 1
        first = self._turn % len(good)
        in_turn = good[first:] + good[:first]
        return min(in_turn, key=lambda address: self._lines[address].pending if address in self._lines else 0)

    def _line(self, address: str) -> Line:
        line = self._lines.get(address)
        if line is not None and line.usable:
            return line
        if line is not None:
            self._let_go(address)
        line = self._lines[address] = Line(self.name, address, self.service)
        return line

    def _let_go(self, address: str) -> None:
        line = self._lines.pop(address)
        line.leave()
        task = asyncio.create_task(line.end())
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
