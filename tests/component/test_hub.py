"""The hub flow over real servers."""

import asyncio
import contextlib
import socket
import threading

import pytest
from google.protobuf.message import Message

from main.drive import hub
from main.drive.edges import LocalEdge
from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import STAGES, Stage
from services.contract import request
from services.contract.errors import DeadlineExceeded, InvalidRequest, Unavailable
from services.runtime.client.edge import Edge, Transport, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.probe import is_serving
from services.runtime.server.server import StageServer
from services.runtime.stage.build import build
from tests.conftest import PROMPT, settings_for


class Seen:
    """What the hub told."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.completed: list[str] = []

    async def on_started(self, stage: Stage) -> None:
        self.started.append(stage.name)

    async def on_completed(self, stage: Stage, response: stage_service_pb2.ProcessResponse) -> None:
        assert response.timing.stage == stage.name
        self.completed.append(stage.name)


def new_draft(*, text_only: bool = False) -> draft_pb2.Draft:
    return draft_pb2.Draft(run_id="r", prompt=request.prompt(PROMPT, seed=7, text_only=text_only))


async def drive(draft: draft_pb2.Draft, edges: dict[str, Edge], seconds: float = 30) -> Seen:
    seen = Seen()
    await hub.drive(draft, edges, seconds, seen.on_started, seen.on_completed)
    return seen


async def test_grpc_and_local_make_the_same_content(edges: dict[str, Edge]) -> None:
    """Same prompt, same seed, same digest, whichever way the stages are called."""
    local: dict[str, Edge] = {stage.name: LocalEdge(stage, build(stage), "here") for stage in STAGES}
    over_grpc, in_process = new_draft(), new_draft()
    await drive(over_grpc, edges)
    await drive(in_process, local)
    assert over_grpc.package.content_digest == in_process.package.content_digest


async def test_the_hub_calls_each_stage_once_in_order(edges: dict[str, Edge]) -> None:
    """A first, D last, each once."""
    seen = await drive(new_draft(), edges)
    assert sorted(seen.completed) == sorted(stage.name for stage in STAGES)
    assert seen.completed[0] == "story_generator"
    assert seen.started[-1] == "aggregator"


async def test_parts_that_are_there_are_not_made_again(edges: dict[str, Edge], made: draft_pb2.Draft) -> None:
    """A run that is taken up goes on where it was."""
    draft = draft_pb2.Draft(run_id="r", prompt=made.prompt, story=made.story, analysis=made.analysis)
    seen = await drive(draft, edges)
    assert "story_generator" not in seen.started
    assert "story_analyzer" not in seen.started
    assert draft.package.content_digest == made.package.content_digest


async def test_timings_have_both_sides_clocks(edges: dict[str, Edge]) -> None:
    """Sent, received, started, completed, received back: in this order on this machine's one clock."""
    draft = new_draft()
    await drive(draft, edges)
    for timing in draft.timings:
        order = (timing.client_sent, timing.received, timing.started, timing.completed, timing.client_received)
        readings = [instant.monotonic_ns for instant in order]
        assert readings == sorted(readings)
        assert timing.boot_id == timing.client_boot_id
        assert timing.attempts == 1


async def test_bad_input_names_the_stage_and_the_field(edges: dict[str, Edge]) -> None:
    """A prompt that passed no edge is refused by A, with its field."""
    draft = draft_pb2.Draft(run_id="r")
    draft.prompt.text = "x" * 2001
    with pytest.raises(InvalidRequest) as caught:
        await drive(draft, edges)
    assert caught.value.stage == "story_generator"
    assert caught.value.violations[0].field == "prompt.text"


async def test_a_stage_that_is_down_is_named(edges: dict[str, Edge], transport: Transport) -> None:
    """After its patience the edge says which stage, where, and how often it tried."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # Bound and not listening: a connection is refused.
        down = next(stage for stage in STAGES if stage.name == "formatting")
        edge = connect(transport, down.name, f"127.0.0.1:{reserved.getsockname()[1]}", EdgeOptions(patience=1))
        with pytest.raises(Unavailable, match=r"formatting at 127\.0\.0\.1:\d+ does not answer") as caught:
            await drive(new_draft(), edges | {"formatting": edge})
        await edge.close()
    assert caught.value.stage == "formatting"


async def test_a_stage_that_comes_back_is_used(edges: dict[str, Edge], transport: Transport) -> None:
    """A call made while the stage is down completes when it is up again within the patience."""
    stage = STAGES[0]
    first = StageServer(stage, build(stage), settings_for(stage))
    port = await first.start()
    edge = connect(transport, stage.name, f"127.0.0.1:{port}", EdgeOptions(patience=15))
    await first.stop()
    call = asyncio.create_task(drive(new_draft(), edges | {stage.name: edge}))
    await asyncio.sleep(0.5)
    second = StageServer(stage, build(stage), settings_for(stage, port))
    await second.start()
    seen = await call
    assert seen.completed[-1] == "aggregator"
    await edge.close()
    await second.stop()


async def test_a_run_ends_at_its_deadline(edges: dict[str, Edge], transport: Transport) -> None:
    """A server that accepts and never answers cannot hold a run."""
    mute = await asyncio.start_server(lambda *_: asyncio.sleep(30), "127.0.0.1", 0)
    port = mute.sockets[0].getsockname()[1]
    edge = connect(transport, STAGES[-1].name, f"127.0.0.1:{port}", EdgeOptions(patience=60))
    with pytest.raises((DeadlineExceeded, Unavailable)) as caught:
        await drive(new_draft(text_only=True), edges | {"aggregator": edge}, seconds=2)
    assert caught.value.stage == "aggregator"
    await edge.close()
    mute.close()


async def test_the_probe_follows_health() -> None:
    """SERVING while it serves, refused when it is gone."""
    stage = STAGES[0]
    server = StageServer(stage, build(stage), settings_for(stage))
    port = await server.start()
    assert await asyncio.to_thread(is_serving, "127.0.0.1", port)
    await server.stop()
    with pytest.raises(OSError, match=r".+"):
        await asyncio.to_thread(is_serving, "127.0.0.1", port)


async def test_calls_under_way_finish_while_draining(made: draft_pb2.Draft, transport: Transport) -> None:
    """SIGTERM's path: what was accepted is answered."""
    stage = next(stage for stage in STAGES if stage.name == "story_analyzer")
    craft, begun = build(stage), threading.Event()

    def process(draft: draft_pb2.Draft) -> Message:
        begun.set()
        return craft(draft)

    server = StageServer(stage, process, settings_for(stage))
    edge = connect(transport, stage.name, f"127.0.0.1:{await server.start()}", EdgeOptions(patience=0))
    assert await edge.ready() == ""
    await edge.process(stage_service_pb2.ProcessRequest(draft=made), 10)
    begun.clear()
    calls = [asyncio.create_task(edge.process(stage_service_pb2.ProcessRequest(draft=made), 10)) for _ in range(20)]
    assert await asyncio.to_thread(begun.wait, 10)
    await server.stop()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    accepted = [answer for answer in answers if not isinstance(answer, BaseException)]
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert accepted
    assert all(isinstance(answer, Unavailable) for answer in refused), refused
    with contextlib.suppress(Exception):
        await edge.close()
