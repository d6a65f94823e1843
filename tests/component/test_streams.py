"""Long-lived streams: what one stream's end, a slow caller or a large message does to the others."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest

from main.bench import bare
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2, stage_service_pb2_grpc
from services.catalog import STAGES
from services.contract import limits, request
from services.contract.calls import Answer, OnProgress, Request, Response
from services.contract.errors import DeadlineExceeded, InvalidRequest, PayloadTooLarge, StoryloomError, Unavailable
from services.runtime.client.edge import RemoteEdge, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.grpc import GrpcListener
from services.runtime.settings import ServiceSettings
from tests.conftest import PROMPT

STAGE = STAGES[0]
IMPATIENT = EdgeOptions(patience=0)


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
async def serving(
    process: Answer, options: EdgeOptions = IMPATIENT, *, drain: float = 5
) -> AsyncIterator[tuple[GrpcListener, RemoteEdge]]:
    """A server on a free port, which drains for so many seconds, and an edge of streams to it."""
    listener = GrpcListener(process, ServiceSettings(service_name="service_a", service_drain_seconds=drain), 0)
    edge = connect("stream", STAGE.name, f"127.0.0.1:{await listener.start()}", options)
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
    async with serving(slow.process) as (listener, edge):
        calls = [asyncio.create_task(edge.process(asking(str(number)), 5)) for number in range(50)]
        await until(lambda: len(slow.begun) == 50)
        slow.go.set()
        assert [answer.draft.run_id for answer in await asyncio.gather(*calls)] == [str(n) for n in range(50)]
        assert listener.streams == 1


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
        large = Request(draft=draft_pb2.Draft(run_id="large", story=parts_pb2.Story(title="x" * 2_000)))
        monkeypatch.setattr(limits, "MAX_MESSAGE_BYTES", 1_000)
        with pytest.raises(PayloadTooLarge, match="over 1000"):
            await edge.process(large, 5)
        assert (await edge.process(asking("small"), 5)).draft.run_id == "small"


async def test_a_large_answer_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its caller hears why, and the stream lives."""

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del time_left, on_progress
        size = 2_000 if asked.draft.run_id == "large" else 10
        return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id, story=parts_pb2.Story(title="x" * size)))

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
    async with serving(slow.process, drain=0) as (listener, edge):
        calls = [asyncio.create_task(edge.process(asking(str(number)), 30)) for number in range(3)]
        await until(lambda: len(slow.begun) == 3)
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


async def test_the_replica_with_least_to_do_is_asked() -> None:
    """Two replicas share what comes at once or one by one; when one is lost, the other takes all."""
    first, second = Slow(), Slow()
    async with serving(first.process) as (one, alone), serving(second.process) as (_, other):

        async def resolve(host: str, port: int) -> list[str]:
            del host, port
            return [alone.address, other.address]

        edge = connect("stream", STAGE.name, "two:1", EdgeOptions(patience=5, resolve=resolve))
        calls = [asyncio.create_task(edge.process(asking(str(number)), 5)) for number in range(10)]
        await until(lambda: len(first.begun) == len(second.begun) == 5)
        first.go.set()
        second.go.set()
        await asyncio.gather(*calls)
        for number in range(10):
            await edge.process(asking(f"alone {number}"), 5)
        assert len(first.begun) == len(second.begun) == 10
        await one.stop()
        assert {(await edge.process(asking(name), 5)).draft.run_id for name in "abc"} == set("abc")
        await edge.close()


@asynccontextmanager
async def by_hand(edge: RemoteEdge, seconds: float = 10) -> AsyncIterator[Any]:
    """A stream of another client's making to the edge's server."""
    async with grpc.aio.insecure_channel(edge.address) as channel:
        stub: Any = stage_service_pb2_grpc.StageServiceStub(channel)
        call = stub.ProcessStream()
        async with asyncio.timeout(seconds):
            yield call
        call.cancel()


def by_id(request_id: str, run_id: str) -> stage_service_pb2.ProcessStreamRequest:
    asked = stage_service_pb2.ProcessStreamRequest(request_id=request_id, request=asking(run_id))
    asked.time_budget.seconds = 5
    return asked


async def test_an_id_may_be_used_again_when_it_is_answered() -> None:
    """The second request of that id is under way on its own: it can be cancelled."""
    slow = Slow()
    async with serving(slow.process) as (_, edge), by_hand(edge) as call:
        await call.write(by_id("1", "first"))
        await until(lambda: slow.begun == {"first"})
        slow.go.set()
        assert (await call.read()).request_id == "1"
        slow.go.clear()
        await call.write(by_id("1", "second"))
        await until(lambda: "second" in slow.begun)
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


async def test_refusals_that_nobody_reads_are_bounded() -> None:
    """A caller that uses one id again and again, and reads no answer, is not read further: its writes stop for good."""
    slow = Slow()
    again = by_id("x" * limits.MAX_ID, "again")

    async def flood(call: Any) -> None:
        for _ in range(40_000):
            await asyncio.wait_for(call.write(again), 2)

    async with serving(slow.process, drain=0) as (_, edge), by_hand(edge, seconds=60) as call:
        with pytest.raises(TimeoutError):
            await flood(call)


async def test_a_request_and_its_cancel_at_once_leave_nothing() -> None:
    """More of them than may be under way: the stream still serves, and drains."""

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del time_left, on_progress
        if asked.draft.run_id != "last":
            await asyncio.Event().wait()
        return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id))

    async with serving(process) as (listener, edge), by_hand(edge) as call:
        for number in range(limits.MAX_STREAM_PENDING + 1):
            await call.write(by_id(str(number), str(number)))
            await call.write(stage_service_pb2.ProcessStreamRequest(request_id=str(number), cancel=True))
        await call.write(by_id("last", "last"))
        assert (await call.read()).response.draft.run_id == "last"
        async with asyncio.timeout(3):
            await listener.stop()


async def test_an_answer_that_only_its_frame_makes_too_large_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is the message's, not the part's."""
    made = Response(draft=draft_pb2.Draft(run_id="r", story=parts_pb2.Story(title="x" * 100)))

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del asked, time_left, on_progress
        return made

    size = len(made.SerializeToString())
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


async def test_a_stream_is_replaced_when_it_is_old() -> None:
    """Each request goes to a fresh stream here; those that wait for their turn on an old one go on at once."""
    slow = Slow()
    many = limits.MAX_STREAM_PENDING + 3
    async with serving(slow.process, EdgeOptions(patience=0, stream_seconds=0.5)) as (listener, edge):
        calls = [asyncio.create_task(edge.process(asking(str(number)), 10)) for number in range(many)]
        await until(lambda: len(slow.begun) == limits.MAX_STREAM_PENDING)
        await asyncio.sleep(0.5)
        calls.append(asyncio.create_task(edge.process(asking("fresh"), 10)))
        await until(lambda: "fresh" in slow.begun)
        assert listener.streams == 2
        # Those that found the address first have the slots, not those that asked first.
        calls.pop(next(number for number in range(many) if str(number) in slow.begun)).cancel()
        # One slot of the old stream is free: the next request finds it retired, and so do the others after it.
        await until(lambda: len(slow.begun) == many + 1)
        slow.go.set()
        answers = await asyncio.gather(*calls)
    assert len(answers) == many


@pytest.mark.parametrize("kind", [bare.UnaryEcho, bare.StreamEcho])
async def test_an_echo_of_a_server_that_is_gone_is_an_error(kind: type[bare.Echo]) -> None:
    """A benchmark counts it, and neither waits for ever nor ends over it."""
    slow = Slow()
    async with serving(slow.process, drain=0) as (listener, edge):
        echo = kind(edge.name, edge.address)
        assert await echo.ask(b"x") == b"x"
        await listener.stop()
        with pytest.raises(Unavailable):
            await echo.ask(b"x")
        await echo.close()
