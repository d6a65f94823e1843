"""One try of a gRPC call over a long-lived stream: one to each replica, shared by all requests to it."""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import Any

import grpc

from pipeline.v1 import stage_service_pb2
from services.contract import limits
from services.contract.calls import OnProgress, Request, Response
from services.contract.errors import DeadlineExceeded, Overloaded, PayloadTooLarge, StoryloomError, Unavailable
from services.runtime.client.channel import error_of, not_serving, open_channel
from services.runtime.client.options import EdgeOptions
from services.runtime.client.replicas import Replicas, replica_for
from services.runtime.client.seen import Seen, look
from services.runtime.wire import names
from services.runtime.wire.attempt import attempt_key, is_chained
from services.runtime.wire.outbox import Outbox
from services.runtime.wire.status import from_status

StreamRequest = stage_service_pb2.ProcessStreamRequest
StreamResponse = stage_service_pb2.ProcessStreamResponse


@dataclass(slots=True)
class _Waiting:
    answer: asyncio.Future[Response]
    on_progress: OnProgress | None


class StreamRetired(Exception):
    """The stream takes no more requests; this one has not been sent."""


class Stream:
    """One stream to one replica, for at most MAX_STREAM_PENDING requests at a time.

    open ──retire──> retired ──all are answered──> closed
      └──the connection is lost, or close──────────^  and the requests under way fail with Unavailable
    """

    def __init__(self, name: str, address: str, authority: str, options: EdgeOptions) -> None:
        """Open it to `address` (ip:port), a replica of the stage `name`, whose servers are called `authority`."""
        self._name = name
        self._options = options
        self._certificates = options.newest
        self.channel = open_channel(address, authority, name, self._certificates)
        """The connection that it goes over."""
        method = f"/{names.GRPC[options.service]}/ProcessStream"
        # Serialised here, where the size is seen: gRPC would end the stream for everybody over one large message.
        opened: Any = self.channel.stream_stream(method, None, StreamResponse.FromString)
        self._call = opened()
        self._outbox = Outbox(self._call.write)
        self._waiting: dict[str, _Waiting] = {}
        self._slots = asyncio.Semaphore(limits.MAX_STREAM_PENDING)
        self._number = 0
        self._retire_at = time.monotonic() + options.stream_seconds
        self._retired = False
        self._closed = False
        self._reader = asyncio.create_task(self._read())

    @property
    def usable(self) -> bool:
        """Whether new requests should go here: it is not closed, nor so old that they should have a fresh one.

        One that was opened with certificates of before is old.
        """
        fresh = time.monotonic() < self._retire_at and self._certificates is self._options.newest
        return fresh and not self._closed

    @property
    def pending(self) -> int:
        """Requests that wait for their answer."""
        return len(self._waiting)

    async def ask(self, request: Request, deadline: float, on_progress: OnProgress | None) -> Response:
        """The answer, until `deadline` on the monotonic clock.

        Raises Unavailable without a stage when the stream is lost, StreamRetired when it was retired while the request
        waited for its turn, else the stage's StoryloomError.
        """
        await self._turn(deadline)
        try:
            if self._closed:
                raise Unavailable("the stream has ended")
            if self._retired:
                raise StreamRetired
            return await self._answer(request, deadline, on_progress)
        finally:
            self._slots.release()

    async def _turn(self, deadline: float) -> None:
        """Wait for one of the stream's slots. Raises Overloaded."""
        if not self._slots.locked():
            await self._slots.acquire()
            return
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                await self._slots.acquire()
        except TimeoutError:
            raise Overloaded(f"{self._name} has {limits.MAX_STREAM_PENDING} requests of this caller").at(
                self._name
            ) from None

    async def _answer(self, request: Request, deadline: float, on_progress: OnProgress | None) -> Response:
        self._number += 1
        request_id = str(self._number)
        left = max(0.001, deadline - time.monotonic())
        message = self._message(request_id, request, left)
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._waiting[request_id] = _Waiting(answer, on_progress)
        self._outbox.put(message)
        try:
            async with asyncio.timeout(left):
                return await answer
        except TimeoutError:
            raise DeadlineExceeded(f"{self._name} did not answer in time").at(self._name) from None
        finally:
            if self._waiting.pop(request_id, None) is not None and not self._outbox.withdraw(message):
                # It was given up: the stage need not go on.
                self._outbox.put(StreamRequest(request_id=request_id, cancel=True).SerializeToString())

    def _message(self, request_id: str, request: Request, seconds: float) -> bytes:
        """A ProcessStreamRequest. Raises PayloadTooLarge."""
        asked = StreamRequest(request_id=request_id, request=request)
        asked.time_budget.seconds = whole = int(seconds)
        asked.time_budget.nanos = int((seconds - whole) * 1e9)
        message = asked.SerializeToString()
        if len(message) > limits.MAX_MESSAGE_BYTES:
            raise PayloadTooLarge(f"the request has {len(message)} bytes, over {limits.MAX_MESSAGE_BYTES}").at(
                self._name
            )
        return message

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
            self._closed = True
            for waiting in self._waiting.values():
                if not waiting.answer.done():
                    waiting.answer.set_exception(error)
            self._waiting.clear()

    def _take(self, answer: StreamResponse) -> None:
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

    def retire(self) -> None:
        """Take no new requests."""
        self._retired = True

    async def drain(self) -> None:
        """Wait for the requests under way, then close."""
        await self._outbox.flush()
        with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
            await self._call.done_writing()
        await asyncio.wait((self._reader,))
        await self.close()

    async def close(self) -> None:
        """End the stream now; the requests under way fail with Unavailable."""
        self._call.cancel()
        self._reader.cancel()
        self._outbox.close()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._outbox.flush()
        await self.channel.close()


class StreamCaller:
    """The streams to one service.

    A hub's request goes to the replica that has the fewest under way, a chain's to the replica of its attempt.
    """

    def __init__(self, name: str, address: str, options: EdgeOptions) -> None:
        """`name`: the stage's, for errors. `address`: the service's host:port."""
        self._name = name
        self._address = address
        self._options = options
        self._replicas = Replicas(address, options.resolve)
        self._streams: dict[str, Stream] = {}
        self._retiring: set[asyncio.Task[None]] = set()

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once within `seconds`."""
        deadline = time.monotonic() + seconds
        if not self._replicas.fresh:
            await self._replicas.found_within(seconds, self._name)
            self._retire_gone()
        while True:
            address = self._replica(request)
            try:
                return await self._stream(address).ask(request, deadline, on_progress)
            except StreamRetired:
                # There is a fresh one, or the replica is gone.
                continue
            except Unavailable as error:
                if not error.stage:
                    self._replicas.forget(address)
                raise

    def _retire_gone(self) -> None:
        for gone in self._streams.keys() - set(self._replicas.found):
            self._retire(gone)

    def _replica(self, request: Request) -> str:
        known = self._replicas.found
        if len(known) == 1:
            return known[0]
        if is_chained(request):
            return replica_for(known, attempt_key(request))
        # Each in its turn, where they have equally little to do.
        in_turn = self._replicas.in_turn()
        return min(in_turn, key=lambda address: self._streams[address].pending if address in self._streams else 0)

    def _stream(self, address: str) -> Stream:
        stream = self._streams.get(address)
        if stream is not None and stream.usable:
            return stream
        if stream is not None:
            self._retire(address)
        stream = self._streams[address] = Stream(self._name, address, self._address, self._options)
        return stream

    def _retire(self, address: str) -> None:
        stream = self._streams.pop(address)
        stream.retire()
        task = asyncio.create_task(stream.drain())
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    async def ready(self) -> str:
        """Ask the health of the servers that a call could reach, over the connections that it would take."""
        reason = await self._replicas.ready(lambda address: not_serving(self._stream(address).channel))
        self._retire_gone()
        return reason

    async def replicas(self) -> list[Seen]:
        """What is seen of the servers that a call could reach."""
        return await self._replicas.seen(lambda address: look(address, self._stream(address).channel))

    async def close(self) -> None:
        """Close all streams."""
        for task in self._retiring:
            task.cancel()
        streams = [stream.close() for stream in self._streams.values()]
        await asyncio.gather(*self._retiring, *streams, return_exceptions=True)
