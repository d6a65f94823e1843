"""Long-lived streams: what one stream's end, a slow caller or a large message does to the others."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest

from main.bench import bare
from pipeline.v1 import draft_pb2, stage_service_pb2, stage_service_pb2_grpc
from services.catalog import STAGES
from services.contract import limits, request
from services.contract.calls import Answer, OnProgress, Request, Response
from services.contract.errors import DeadlineExceeded, InvalidRequest, PayloadTooLarge, StoryloomError, Unavailable
from services.runtime.client import replicas
from services.runtime.client import stream as client_stream
from services.runtime.client.edge import RemoteEdge, connect
from services.runtime.server.grpc import GrpcListener
from services.runtime.server.stream import AnsweredStream
from services.runtime.settings import ServiceSettings
from services.runtime.wire.outbox import ACCEPTS, Outbox
from tests.conftest import PROMPT

STAGE = STAGES[0]


class Slow:
    """Answers a run when the test says so, and knows which were given up."""

    def __init__(self) -> None:
        self.begun: set[str] = set()
        self.cancelled: set[str] = set()
        self.go = asyncio.Event()

    async def process(self, asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del time_left, on_progress
        self.begun.add(asked.draft.run_id)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled.add(asked.draft.run_id)
            raise
        return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id))


@asynccontextmanager
async def serving(process: Answer) -> AsyncIterator[tuple[GrpcListener, RemoteEdge]]:
    """A server on a free port, and an edge of streams to it."""
    listener = GrpcListener(process, ServiceSettings(service_name="service_a", service_drain_seconds=5), 0)
    edge = connect("stream", STAGE.name, f"127.0.0.1:{await listener.start()}", patience=0)
    try:
        yield listener, edge
    finally:
        await edge.close()
        await listener.stop()


def asking(run_id: str) -> Request:
    return Request(draft=draft_pb2.Draft(run_id=run_id, prompt=request.prompt(PROMPT)))


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it says True, for 5 s at most."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - it looks at what a server in this process has done
            await asyncio.sleep(0.01)


async def test_one_stream_carries_all() -> None:
    """Many at once, over one connection, each with its own answer."""
    slow = Slow()
    async with serving(slow.process) as (_, edge):
        calls = [asyncio.create_task(edge.process(asking(str(number)), 5)) for number in range(50)]
        await until(lambda: len(slow.begun) == 50)
        slow.go.set()
        assert [answer.draft.run_id for answer in await asyncio.gather(*calls)] == [str(n) for n in range(50)]
        caller = edge._caller
        assert isinstance(caller, client_stream.StreamCaller)
        assert len(caller._lines) == 1


async def test_who_gives_up_is_cancelled_at_the_server() -> None:
    """The caller goes away: the work ends, and the stream serves the others."""
    slow = Slow()
    async with serving(slow.process) as (_, edge):
        gone, stays = (asyncio.create_task(edge.process(asking(name), 5)) for name in ("gone", "stays"))
        await until(lambda: len(slow.begun) == 2)
        gone.cancel()
        await until(lambda: slow.cancelled == {"gone"})
        slow.go.set()
        assert (await stays).draft.run_id == "stays"


async def test_each_request_has_its_own_time() -> None:
    """One is late, the other is not, on the same stream."""
    slow = Slow()
    async with serving(slow.process) as (_, edge):
        patient = asyncio.create_task(edge.process(asking("patient"), 5))
        with pytest.raises(DeadlineExceeded, match="story_generator did not answer in time"):
            await edge.process(asking("late"), 0.2)
        await until(lambda: slow.cancelled == {"late"})
        slow.go.set()
        assert (await patient).draft.run_id == "patient"


async def test_a_large_request_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not sent, and the stream lives."""
    slow = Slow()
    slow.go.set()
    async with serving(slow.process) as (_, edge):
        large = Request(draft=draft_pb2.Draft(run_id="large", payload=b"x" * 2_000))
        monkeypatch.setattr(limits, "MAX_MESSAGE_BYTES", 1_000)
        with pytest.raises(PayloadTooLarge, match="over 1000"):
            await edge.process(large, 5)
        assert (await edge.process(asking("small"), 5)).draft.run_id == "small"


async def test_a_large_answer_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its caller hears why, and the stream lives."""

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del time_left, on_progress
        size = 2_000 if asked.draft.run_id == "large" else 10
        return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id, payload=b"x" * size))

    async with serving(process) as (_, edge):
        monkeypatch.setattr(limits, "MAX_MESSAGE_BYTES", 1_000)
        with pytest.raises(StoryloomError, match="the answer has"):
            await edge.process(asking("large"), 5)
        assert (await edge.process(asking("small"), 5)).draft.run_id == "small"


async def test_a_draining_server_ends_its_streams_when_all_is_answered() -> None:
    """What is under way is answered, and the server has not to wait for its callers to hang up."""
    slow = Slow()
    async with serving(slow.process) as (listener, edge):
        call = asyncio.create_task(edge.process(asking("r"), 5))
        await until(lambda: slow.begun == {"r"})
        stop = asyncio.create_task(listener.stop())
        await asyncio.sleep(0.05)
        slow.go.set()
        assert (await call).draft.run_id == "r"
        async with asyncio.timeout(3):
            await stop


async def test_a_server_that_is_lost_fails_all_that_wait() -> None:
    """Each may be asked of another replica: Unavailable, at once."""
    slow = Slow()
    async with serving(slow.process) as (listener, edge):
        calls = [asyncio.create_task(edge.process(asking(str(number)), 30)) for number in range(3)]
        await until(lambda: len(slow.begun) == 3)
        listener._drain_seconds = 0
        await listener.stop()
        answers = await asyncio.gather(*calls, return_exceptions=True)
        assert all(isinstance(answer, Unavailable) for answer in answers), answers


async def test_the_callers_bound_is_the_servers() -> None:
    """More than a stream may have under way wait for their turn, and are answered."""
    slow = Slow()
    many = limits.MAX_STREAM_PENDING + 6
    async with serving(slow.process) as (_, edge):
        calls = [asyncio.create_task(edge.process(asking(str(number)), 5)) for number in range(many)]
        await until(lambda: len(slow.begun) == limits.MAX_STREAM_PENDING)
        slow.go.set()
        await asyncio.gather(*calls)
        assert len(slow.begun) == many


async def test_a_stages_error_is_one_requests_own() -> None:
    """Bad input ends nothing but itself."""

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del time_left, on_progress
        if asked.draft.run_id == "bad":
            raise InvalidRequest(()).at(STAGE.name)
        return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id))

    async with serving(process) as (_, edge):
        with pytest.raises(StoryloomError):
            await edge.process(asking("bad"), 5)
        assert (await edge.process(asking("good"), 5)).draft.run_id == "good"


async def test_the_replica_with_least_to_do_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two replicas share what comes at once or one by one; when one is lost, the other takes all."""
    first, second = Slow(), Slow()
    async with serving(first.process) as (one, edge), serving(second.process) as (_, other):
        addresses = [edge._address, other._address]

        async def resolve(_: replicas.Replicas) -> list[str]:
            return addresses

        monkeypatch.setattr(replicas.Replicas, "_resolve", resolve)
        calls = [asyncio.create_task(edge.process(asking(str(number)), 5)) for number in range(10)]
        await until(lambda: len(first.begun) == len(second.begun) == 5)
        first.go.set()
        second.go.set()
        await asyncio.gather(*calls)
        for number in range(10):
            await edge.process(asking(f"alone {number}"), 5)
        assert len(first.begun) == len(second.begun) == 10
        await one.stop()
        patient = RemoteEdge(STAGE.name, "two", edge._caller, patience=5)
        assert {(await patient.process(asking(name), 5)).draft.run_id for name in "abc"} == set("abc")


async def test_what_comes_at_once_goes_in_few_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty requests in one turn of the loop are one message after the first, and so are their answers."""
    slow = Slow()
    slow.go.set()
    sizes: list[int] = []
    take = Outbox.take

    def taken(box: Outbox) -> bytes:
        before = len(box)
        message = take(box)
        sizes.append(before - len(box))
        return message

    async with serving(slow.process) as (_, edge):
        await edge.process(asking("first"), 5)
        monkeypatch.setattr(Outbox, "take", taken)
        calls = [edge.process(asking(str(number)), 5) for number in range(40)]
        answers = await asyncio.gather(*calls)
    assert [answer.draft.run_id for answer in answers] == [str(number) for number in range(40)]
    assert max(sizes) > 30, sizes


async def test_a_caller_of_before_batches_gets_none() -> None:
    """It did not say that it reads them: each answer is a message of its own."""
    slow = Slow()
    async with serving(slow.process) as (_, edge):
        address = edge._address
        async with grpc.aio.insecure_channel(address) as channel:
            stub: Any = stage_service_pb2_grpc.StageServiceStub(channel)
            call = stub.ProcessStream()
            for number in range(10):
                asked = stage_service_pb2.ProcessStreamRequest(request_id=str(number), request=asking(str(number)))
                asked.time_budget.seconds = 5
                await call.write(asked)
            await until(lambda: len(slow.begun) == 10)
            slow.go.set()
            answers = [await call.read() for _ in range(10)]
            call.cancel()
    assert {answer.request_id for answer in answers} == {str(number) for number in range(10)}
    assert not any(answer.more for answer in answers)


async def test_a_batch_beyond_the_bound_is_answered_too() -> None:
    """A caller that puts more into one message than may be under way waits, and no one is forgotten."""
    slow = Slow()
    slow.go.set()
    many = 3 * limits.MAX_STREAM_PENDING
    async with serving(slow.process) as (_, edge), grpc.aio.insecure_channel(edge._address) as channel:
        stub: Any = stage_service_pb2_grpc.StageServiceStub(channel)
        call = stub.ProcessStream(metadata=(ACCEPTS,))
        whole = stage_service_pb2.ProcessStreamRequest()
        for number in range(many):
            asked = whole if number == 0 else whole.more.add()
            asked.request_id = str(number)
            asked.request.CopyFrom(asking(str(number)))
            asked.time_budget.seconds = 5
        await call.write(whole)
        answered: set[str] = set()
        async with asyncio.timeout(5):
            while len(answered) < many:
                answer = await call.read()
                answered |= {each.request_id for each in (answer, *answer.more)}
        call.cancel()


async def test_an_answer_that_nobody_waits_for_any_more_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its caller was cancelled in the turn in which it came: no write is put off for one who does not go on."""
    slow = Slow()
    slow.go.set()
    take = client_stream.Line._take
    calls: list[asyncio.Task[Response]] = []

    def taken(line: client_stream.Line, answer: stage_service_pb2.ProcessStreamResponse) -> None:
        take(line, answer)
        calls[0].cancel()

    async with serving(slow.process) as (_, edge):
        await edge.process(asking("first"), 5)
        monkeypatch.setattr(client_stream.Line, "_take", taken)
        calls.append(asyncio.create_task(edge.process(asking("second"), 5)))
        await asyncio.wait(calls)
        assert calls[0].cancelled()
        assert client_stream.Line.resuming == 0


@asynccontextmanager
async def by_hand(edge: RemoteEdge) -> AsyncIterator[Any]:
    """A stream of another client's making to the edge's server."""
    async with grpc.aio.insecure_channel(edge._address) as channel:
        stub: Any = stage_service_pb2_grpc.StageServiceStub(channel)
        call = stub.ProcessStream(metadata=(ACCEPTS,))
        async with asyncio.timeout(10):
            yield call
        call.cancel()


def by_id(request_id: str, run_id: str) -> stage_service_pb2.ProcessStreamRequest:
    asked = stage_service_pb2.ProcessStreamRequest(request_id=request_id, request=asking(run_id))
    asked.time_budget.seconds = 5
    return asked


async def test_an_id_may_be_used_again_when_it_is_answered() -> None:
    """Though the task that answered it first still writes for others: the second request can be cancelled."""
    slow = Slow()
    writing = asyncio.Event()
    write = AnsweredStream._write

    async def held(stream: AnsweredStream, message: bytes | None = None) -> None:
        await write(stream, message)
        stream._writing = True
        await writing.wait()
        await write(stream)

    async with serving(slow.process) as (_, edge), by_hand(edge) as call:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(AnsweredStream, "_write", held)
            await call.write(by_id("1", "first"))
            await until(lambda: slow.begun == {"first"})
            slow.go.set()
            assert (await call.read()).request_id == "1"
            slow.go.clear()
            await call.write(by_id("1", "second"))
            await until(lambda: "second" in slow.begun)
        writing.set()
        await asyncio.sleep(0.1)
        await call.write(stage_service_pb2.ProcessStreamRequest(request_id="1", cancel=True))
        await until(lambda: slow.cancelled == {"second"})


async def test_an_id_that_is_under_way_is_refused() -> None:
    """Nobody could tell the two answers apart; the first one comes all the same."""
    slow = Slow()
    async with serving(slow.process) as (_, edge), by_hand(edge) as call:
        await call.write(by_id("1", "first"))
        await until(lambda: slow.begun == {"first"})
        await call.write(by_id("1", "second"))
        refused = await call.read()
        assert "already" in refused.error.message
        slow.go.set()
        assert (await call.read()).response.draft.run_id == "first"
    assert slow.begun == {"first"}


async def test_refusals_that_nobody_reads_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller that asks one id again and again, and takes no answer, is not read further."""
    slow = Slow()

    async def never(stream: AnsweredStream, message: bytes | None = None) -> None:
        del stream, message
        await asyncio.Event().wait()

    monkeypatch.setattr(AnsweredStream, "_write", never)
    async with serving(slow.process) as (listener, edge), by_hand(edge) as call:
        listener._drain_seconds = 0
        whole = by_id("1", "first")
        whole.more.extend(by_id("1", "again") for _ in range(3 * limits.MAX_STREAM_PENDING))
        await call.write(whole)
        await until(lambda: bool(listener._servicer._streams))
        (stream,) = listener._servicer._streams
        await until(lambda: len(stream._unsent) >= limits.MAX_STREAM_PENDING - 1)
        await asyncio.sleep(0.1)
        assert len(stream._unsent) < limits.MAX_STREAM_PENDING


async def test_a_request_and_its_cancel_in_one_message_leave_nothing() -> None:
    """More of them than may be under way: the stream still serves, and drains."""

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del time_left, on_progress
        if asked.draft.run_id != "last":
            await asyncio.Event().wait()
        return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id))

    async with serving(process) as (listener, edge), by_hand(edge) as call:
        for number in range(limits.MAX_STREAM_PENDING + 1):
            whole = by_id(str(number), str(number))
            whole.more.add(request_id=str(number), cancel=True)
            await call.write(whole)
        await call.write(by_id("last", "last"))
        assert (await call.read()).response.draft.run_id == "last"
        async with asyncio.timeout(3):
            await listener.stop()


async def test_an_answer_that_only_its_frame_makes_too_large_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is the message's, not the part's."""

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del time_left, on_progress
        return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id, payload=b"x" * 100))

    size = len(Response(draft=draft_pb2.Draft(run_id="r", payload=b"x" * 100)).SerializeToString())
    async with serving(process) as (_, edge), by_hand(edge) as call:
        monkeypatch.setattr(limits, "MAX_MESSAGE_BYTES", size + 1)
        await call.write(by_id("1", "r"))
        assert "the answer has" in (await call.read()).error.message


async def test_a_defect_is_an_error_of_its_request() -> None:
    """The caller hears that there is one, and its details stay in the log."""

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        raise ZeroDivisionError("a secret")

    async with serving(process) as (_, edge):
        with pytest.raises(StoryloomError, match="its log has the details") as caught:
            await edge.process(asking("r"), 5)
    assert "secret" not in caught.value.message


async def test_who_waits_for_a_line_that_is_left_is_asked_on_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its turn comes when the line is too old for it: it is asked all the same, at once."""
    slow = Slow()
    many = limits.MAX_STREAM_PENDING + 3
    async with serving(slow.process) as (_, edge):
        calls = [asyncio.create_task(edge.process(asking(str(number)), 5)) for number in range(many)]
        await until(lambda: len(slow.begun) == limits.MAX_STREAM_PENDING)
        monkeypatch.setattr(client_stream, "LINE_SECONDS", -1.0)
        calls.append(asyncio.create_task(edge.process(asking("fresh"), 5)))
        await until(lambda: "fresh" in slow.begun)
        monkeypatch.setattr(client_stream, "LINE_SECONDS", 1_800.0)
        calls[0].cancel()
        # One slot is free: the next one finds the line left, and goes on, and so does who waits for its slot.
        await until(lambda: len(slow.begun) == many + 1)
        slow.go.set()
        answers = await asyncio.gather(*calls[1:])
    assert len(answers) == many


@pytest.mark.parametrize("kind", [bare.UnaryEcho, bare.StreamEcho])
async def test_an_echo_of_a_server_that_is_gone_is_an_error(kind: type[bare.Echo]) -> None:
    """A benchmark counts it, and neither waits for ever nor ends over it."""
    slow = Slow()
    async with serving(slow.process) as (listener, edge):
        echo = kind(edge._address)
        assert await echo.ask(b"x") == b"x"
        listener._drain_seconds = 0
        await listener.stop()
        with pytest.raises(Unavailable):
            await echo.ask(b"x")
        await echo.close()
