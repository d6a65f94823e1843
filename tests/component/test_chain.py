"""The chain flow over real servers, in both modes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from main.drive import chain, hub
from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import MAIN, STAGES, Stage, find, successors
from services.contract import request
from services.contract.calls import OnProgress
from services.contract.errors import DeadlineExceeded, InvalidRequest, MissingPart, Unavailable
from services.runtime.certificates import TlsFiles, store
from services.runtime.client.edge import Edge, Transport, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.client.seen import Seen
from services.runtime.server.grpc import GrpcListener
from services.runtime.server.server import StageServer
from services.runtime.settings import ServiceSettings
from services.runtime.stage.build import build
from services.runtime.stage.forward import Forwarder
from services.runtime.stage.worker import Worker
from tests.certificates import variables
from tests.conftest import PROMPT

Mode = Transport
MODES: tuple[Mode, ...] = ("rpc", "stream", "unary")


class Pipeline:
    """The servers of one mode, each with the addresses of those after it."""

    def __init__(self, mode: Mode, addresses: dict[str, str], edges: dict[str, Edge]) -> None:
        self.mode = mode
        self.addresses = addresses
        self.edges = edges
        self.completed: list[str] = []

    async def started(self, stage: Stage) -> None:
        """What the hub tells."""

    async def ended(self, stage: Stage, response: stage_service_pb2.ProcessResponse) -> None:
        self.completed.append(stage.name)

    async def run(self, draft: draft_pb2.Draft, *, seconds: float = 20, patience: float = 0) -> None:
        await chain.drive(draft, self.edges, seconds, patience, self.started, self.ended)


@contextlib.asynccontextmanager
async def pipeline(
    mode: Mode, *, tls: Mapping[str, TlsFiles] | None = None, age: float = 60, **elsewhere: str
) -> AsyncIterator[Pipeline]:
    """Servers on loopback; `elsewhere` gives stages another address, or none.

    `tls`: the certificates of each service and of main. `age`: seconds after which gRPC's connections are renewed.
    """
    addresses: dict[str, str] = {}
    servers = []
    for stage in reversed(STAGES):
        following = [addresses[other.name] for other in successors(stage) if addresses[other.name]]
        settings = ServiceSettings(
            service_name=stage.name,
            service_port=0,
            pipeline_mode="rpc" if mode == "rpc" else "grpc",
            pipeline_edge="unary" if mode == "unary" else "stream",
            next_service_host=",".join(address.partition(":")[0] for address in following),
            next_service_port=",".join(address.partition(":")[2] for address in following),
            patience_seconds=0.5,
            service_connection_age_seconds=age,
            **(variables(tls[stage.service]) if tls else {}),
        )
        server = StageServer(stage, build(stage), settings)
        servers.append(server)
        addresses[stage.name] = f"127.0.0.1:{await server.start()}"
        addresses |= {name: address for name, address in elsewhere.items() if name == stage.name}
    options = EdgeOptions(certificates=store(tls[MAIN], MAIN) if tls else None)
    edges: dict[str, Edge] = {
        stage.name: connect(mode, stage.name, address, options)
        for stage in STAGES
        if (address := addresses[stage.name])
    }
    try:
        yield Pipeline(mode, addresses, edges)
    finally:
        for edge in edges.values():
            await edge.close()
        for server in reversed(servers):
            await server.stop()


def new_draft(text: str = PROMPT, *, text_only: bool = False) -> draft_pb2.Draft:
    return draft_pb2.Draft(run_id="r", prompt=request.prompt(text, seed=7, languages=(), text_only=text_only))


@pytest.mark.parametrize("mode", MODES)
async def test_chain_and_hub_make_the_same_content(mode: Mode, made: draft_pb2.Draft) -> None:
    """Same prompt, same seed, same digest, in both flows, twice with one run id."""
    async with pipeline(mode) as found:
        by_chain, again, by_hub = new_draft(), new_draft(), new_draft()
        await found.run(by_chain)
        again.run_id = "another"
        await found.run(again)
        await hub.drive(by_hub, found.edges, 20, found.started, found.ended)
    assert by_chain.package.content_digest == made.package.content_digest
    assert again.package.content_digest == made.package.content_digest
    assert by_hub.package.content_digest == made.package.content_digest


@pytest.mark.parametrize("mode", MODES)
async def test_the_timings_of_all_hops_come_back(mode: Mode) -> None:
    """Seven timings, which came with the package; by this machine's one clock no effect is before its cause."""
    draft = new_draft()
    async with pipeline(mode) as found:
        await found.run(draft)
    timings = {timing.stage: timing for timing in draft.timings}
    assert found.completed == [stage.name for stage in STAGES]
    makers = {stage.writes: stage.name for stage in STAGES}
    for stage in STAGES:
        timing = timings[stage.name]
        names = ["client_sent", "received", "started", "completed", "answered"]
        names += ["joined"] if stage.letter.startswith("C") else ["client_received"] if stage is STAGES[-1] else []
        if stage is STAGES[-1]:
            names.remove("received")  # Of the collecting call, which waits here before there is work.
        assert all(timing.HasField(name) for name in names)
        readings = [getattr(timing, name) for name in names]
        assert [reading.monotonic_ns for reading in readings] == sorted(reading.monotonic_ns for reading in readings)
        for part in stage.reads:
            if part in makers:
                assert timings[makers[part]].completed.monotonic_ns <= timing.started.monotonic_ns


async def test_a_run_does_not_wait_for_the_way_back() -> None:
    """The package is there before the first stage's answer. Progress that comes after the package is not told."""
    async with pipeline("stream") as found:
        draft, first = new_draft(text_only=True), found.edges["story_generator"]
        answered: asyncio.Future[stage_service_pb2.ProcessResponse] = asyncio.get_running_loop().create_future()
        packed = asyncio.Event()

        class Late:
            async def process(
                self, asked: stage_service_pb2.ProcessRequest, left: float, on_progress: OnProgress | None = None
            ) -> stage_service_pb2.ProcessResponse:
                response = await first.process(asked, left, on_progress)
                await packed.wait()
                assert on_progress is not None
                on_progress(stage_service_pb2.StageProgress(stage="late"))
                answered.set_result(response)
                return response

            ready, replicas, close = first.ready, first.replicas, first.close

        found.edges["story_generator"] = Late()
        told: list[stage_service_pb2.StageProgress] = []
        await chain.drive(draft, found.edges, 20, 0, found.started, found.ended, told.append)
        assert draft.package.content_digest
        assert not answered.done()
        packed.set()
        done = await asyncio.wait_for(answered, 10)
    assert told
    assert "late" not in {said.stage for said in told}
    assert {timing.stage for timing in done.draft.timings} == {stage.name for stage in STAGES[:-1]}


async def test_many_chains_at_once_do_not_mix() -> None:
    """Thirty runs with thirty seeds: each package is its own."""
    prompts = [request.prompt(PROMPT, seed=seed, text_only=True) for seed in range(30)]
    drafts = [draft_pb2.Draft(run_id=f"r{prompt.seed}", prompt=prompt) for prompt in prompts]
    async with pipeline("stream") as found:
        await asyncio.gather(*(found.run(draft) for draft in drafts))
        for draft in drafts[::10]:
            alone = draft_pb2.Draft(run_id="alone", prompt=draft.prompt)
            await hub.drive(alone, found.edges, 20, found.started, found.ended)
            assert alone.package.content_digest == draft.package.content_digest
    assert len({draft.package.content_digest for draft in drafts}) == 30


@pytest.mark.parametrize("mode", MODES)
async def test_an_error_names_the_stage_where_it_happened(mode: Mode) -> None:
    """Bad input is A's; a C that is down is named over two hops."""
    bad = draft_pb2.Draft(run_id="r")
    bad.prompt.text = "x" * 2001
    async with pipeline(mode, translation="127.0.0.1:1") as found:
        with pytest.raises(InvalidRequest) as caught:
            await found.run(bad)
        assert caught.value.stage == "story_generator"
        assert caught.value.violations[0].field == "prompt.text"
        with pytest.raises(Unavailable, match=r"127\.0\.0\.1:1 does not answer") as lost:
            await found.run(new_draft())
    assert lost.value.stage == "translation"


@pytest.mark.parametrize("mode", MODES)
async def test_a_chain_that_is_not_wired_says_what_to_set(mode: Mode) -> None:
    """B with three of the four Cs, or with none: an error at once that names what was not reached."""
    async with pipeline(mode, formatting="") as found:
        with pytest.raises(MissingPart, match=r"did not reach formatting; set NEXT_SERVICE_HOST"):
            await found.run(new_draft())
    nowhere: dict[str, Any] = dict.fromkeys(("image_concept", "audio_script", "translation", "formatting"), "")
    async with pipeline(mode, **nowhere) as found:
        with pytest.raises(MissingPart, match=r"where image_concept, .* is; set its NEXT_SERVICE_HOST") as caught:
            await found.run(new_draft())
    assert caught.value.stage == "story_analyzer"


async def test_a_last_caller_that_goes_away_loses_nothing() -> None:
    """The parts are whole when the last branch's call ends early: the package is made, and collected."""
    stage = find("service_d")
    draft = new_draft()
    async with pipeline("stream") as found:
        await hub.drive(draft, found.edges, 20, found.started, found.ended)
        timings = list(draft.timings)
        draft.ClearField("timings")
        draft.ClearField("package")
        server = Forwarder(Worker(stage, build(stage), node="here"), [])
        whole = stage_service_pb2.ProcessRequest(draft=draft, flow=stage_service_pb2.FLOW_CHAIN, attempt=1)
        whole.draft.timings.extend(timings[:-1])
        caller = asyncio.create_task(server.process(whole, 5))
        await asyncio.sleep(0)
        caller.cancel()
        collect = stage_service_pb2.ProcessRequest(flow=stage_service_pb2.FLOW_COLLECT, attempt=1)
        collect.draft.run_id = draft.run_id
        made = await server.process(collect, 5)
        await server.close()
    assert caller.cancelled()
    assert made.draft.package.content_digest


@contextlib.asynccontextmanager
async def stuck() -> AsyncIterator[tuple[str, asyncio.Event, asyncio.Event]]:
    """A gRPC stage that never answers: its address, whether it was asked, whether its caller went away."""
    asked, left = asyncio.Event(), asyncio.Event()

    async def process(_: object, __: object, ___: object) -> stage_service_pb2.ProcessResponse:
        asked.set()
        try:
            await asyncio.sleep(60)
        finally:
            left.set()
        raise AssertionError

    listener = GrpcListener(process, ServiceSettings(service_name="service_a", service_drain_seconds=0), 0)
    yield f"127.0.0.1:{await listener.start()}", asked, left
    await listener.stop()


async def test_a_call_whose_edge_is_closed_is_not_made_again() -> None:
    """What ends because the connection was closed on purpose has lost no connection."""
    async with stuck() as (address, asked, _):
        edge = connect("stream", "story_generator", address, EdgeOptions(patience=5))
        call = asyncio.create_task(edge.process(stage_service_pb2.ProcessRequest(draft=new_draft()), 10))
        await asyncio.wait_for(asked.wait(), 5)
        asked.clear()
        await edge.close()
        with pytest.raises(Unavailable):
            await asyncio.wait_for(call, 2)
        assert not asked.is_set()


async def test_a_lost_part_ends_the_run_at_its_deadline() -> None:
    """A stage that never answers: the error names it, and comes within the run's time."""
    async with stuck() as (address, asked, left), pipeline("stream", formatting=address) as found:
        with pytest.raises(DeadlineExceeded) as caught:
            await found.run(new_draft(text_only=True), seconds=2)
        assert asked.is_set()
        assert caught.value.stage == "formatting"
        await asyncio.wait_for(left.wait(), 5)


async def test_a_join_that_waits_in_vain_names_what_is_missing() -> None:
    """Collecting what nobody sends ends before the caller's time, in words."""
    async with pipeline("stream") as found:
        collect = stage_service_pb2.ProcessRequest(flow=stage_service_pb2.FLOW_COLLECT)
        collect.draft.run_id = "never"
        with pytest.raises(DeadlineExceeded, match="the chain did not bring prompt, story") as caught:
            await found.edges["aggregator"].process(collect, 1)
    assert caught.value.stage == "aggregator"


async def test_cancellation_crosses_all_hops() -> None:
    """Main gives up: the stage three hops away is told."""
    async with stuck() as (address, asked, left), pipeline("stream", image_concept=address) as found:
        run = asyncio.create_task(found.run(new_draft()))
        await asyncio.wait_for(asked.wait(), 5)
        run.cancel()
        await asyncio.wait_for(left.wait(), 5)
    with pytest.raises(asyncio.CancelledError):
        await run


async def test_cancellation_crosses_all_hops_over_http() -> None:
    """As over gRPC: a caller that goes away ends the calls after it."""
    asked, left = asyncio.Event(), asyncio.Event()

    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        while await reader.read(65_536):
            pass
        left.set()
        writer.close()

    server = await asyncio.start_server(mute, "127.0.0.1", 0)
    address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with pipeline("rpc", image_concept=address) as found:
        run = asyncio.create_task(found.run(new_draft()))
        await asyncio.wait_for(asked.wait(), 5)
        run.cancel()
        await asyncio.wait_for(left.wait(), 5)
    with pytest.raises(asyncio.CancelledError):
        await run
    server.close()


async def test_a_new_attempt_replaces_a_lost_one() -> None:
    """The last stage is away when the run begins and there a moment later: the run completes."""
    stage = find("service_d")
    draft = new_draft()
    async with pipeline("stream") as found:
        whole = found.edges["aggregator"]
        failed = False

        class Lossy:
            async def process(
                self,
                request_: stage_service_pb2.ProcessRequest,
                time_left: float,
                on_progress: OnProgress | None = None,
            ) -> stage_service_pb2.ProcessResponse:
                nonlocal failed
                if not failed:
                    failed = True
                    raise Unavailable("gone").at(stage.name)
                return await whole.process(request_, time_left, on_progress)

            async def ready(self) -> str:
                return ""

            async def replicas(self) -> list[Seen]:
                return []

            async def close(self) -> None: ...

        found.edges["aggregator"] = Lossy()
        await found.run(draft, patience=5)
        found.edges["aggregator"] = whole
    assert failed
    assert draft.package.content_digest
