"""A call that is given up ends where the work is: it leaves the queue, or stops at the craft's next report."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal

import pytest

from main.drive.edges import LocalEdge
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.catalog import STAGES
from services.contract import progress
from services.contract.calls import OnProgress
from services.contract.errors import DeadlineExceeded
from services.runtime.client.edge import Edge, Transport, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.server import StageServer
from services.runtime.settings import ServiceSettings
from services.runtime.stage.worker import Worker

STAGE = STAGES[0]
Way = Literal["local"] | Transport
WAYS: tuple[Way, ...] = ("local", "stream", "unary", "rpc")


@dataclass
class Craft:
    """Works until it is given up, for 20 s at most, and notes what became of it."""

    begun: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)
    runs: list[str] = field(default_factory=list)

    def __call__(self, draft: draft_pb2.Draft) -> parts_pb2.Story:
        self.runs.append(draft.run_id)
        self.begun.set()
        try:
            for step in range(2_000):
                progress.report("working", step, 2_000)
                time.sleep(0.01)
        except progress.GivenUp:
            self.given_up.set()
            raise
        return parts_pb2.Story()


@contextlib.asynccontextmanager
async def edge_to(craft: Craft, way: Way) -> AsyncIterator[Edge]:
    """An edge to a stage with this craft."""
    if way == "local":
        local = LocalEdge(STAGE, craft, "here")
        yield local
        await local.close()
        return
    settings = ServiceSettings(service_name=STAGE.name, service_port=0, pipeline_mode="rpc" if way == "rpc" else "grpc")
    server = StageServer(STAGE, craft, settings)
    edge = connect(way, STAGE.name, f"127.0.0.1:{await server.start()}", EdgeOptions())
    yield edge
    await edge.close()
    await server.stop()


def asked(run_id: str) -> stage_service_pb2.ProcessRequest:
    return stage_service_pb2.ProcessRequest(draft=draft_pb2.Draft(run_id=run_id, prompt=parts_pb2.Prompt(text="A fox")))


async def seen(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 15)


def ignore(_: object) -> None:
    """Listen to progress."""


@pytest.mark.parametrize("on_progress", [None, ignore])
@pytest.mark.parametrize("way", WAYS)
async def test_work_ends_when_its_caller_goes(way: Way, on_progress: OnProgress | None) -> None:
    """Over every edge, whether somebody listens to progress or not."""
    craft = Craft()
    async with edge_to(craft, way) as edge:
        call = asyncio.create_task(edge.process(asked("r"), 60, on_progress))
        await seen(craft.begun)
        call.cancel()
        await seen(craft.given_up)


async def test_work_ends_when_its_time_is_over() -> None:
    """It does not go on for nobody."""
    craft = Craft()
    async with edge_to(craft, "local") as edge:
        with pytest.raises(DeadlineExceeded):
            await edge.process(asked("r"), 0.2)
        await seen(craft.given_up)


async def test_what_waits_in_a_queue_is_never_begun() -> None:
    """The call that was given up leaves it; the one behind it is worked on."""
    craft = Craft()
    worker = Worker(STAGE, craft, node="here", workers=1)
    first, second, third = (asyncio.create_task(worker.process(asked(name), 60)) for name in ("a", "b", "c"))
    await seen(craft.begun)
    second.cancel()
    await asyncio.wait((second,))
    craft.begun.clear()
    first.cancel()
    await seen(craft.begun)
    third.cancel()
    assert craft.runs == ["a", "c"]
    worker.close()


def test_threads_of_a_craft_end_with_it() -> None:
    """What waits for a thread is dropped, and what is under way ends at its next report."""
    begun = []

    def work(item: int) -> int:
        begun.append(item)
        if item == 0:
            raise progress.GivenUp
        time.sleep(0.2)
        return item

    with pytest.raises(progress.GivenUp):
        progress.threaded(work, range(50), 2)
    assert len(begun) < 10
