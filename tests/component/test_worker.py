"""One stage's worker: its queue and its deadline."""

import asyncio
import threading

import pytest

from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.catalog import STAGES
from services.contract.errors import DeadlineExceeded, Internal, MissingPart, Overloaded
from services.runtime.stage.build import build
from services.runtime.stage.worker import Worker


def held(release: threading.Event, began: list[int]) -> Worker:
    """A worker with one thread and one place in its queue, whose work waits for `release`."""

    def process(_: draft_pb2.Draft) -> parts_pb2.Story:
        began.append(1)
        release.wait(10)
        return parts_pb2.Story()

    return Worker(STAGES[0], process, node="here", workers=1, queue=1)


def a_request() -> stage_service_pb2.ProcessRequest:
    return stage_service_pb2.ProcessRequest(draft=draft_pb2.Draft(run_id="r", prompt=parts_pb2.Prompt(text="A fox")))


async def test_a_full_queue_refuses() -> None:
    """One works, one waits, the third is told to come again."""
    release = threading.Event()
    worker = held(release, [])
    calls = [asyncio.create_task(worker.process(a_request(), 10)) for _ in range(2)]
    await asyncio.sleep(0.05)
    with pytest.raises(Overloaded):
        await worker.process(a_request(), 10)
    release.set()
    await asyncio.gather(*calls)
    await worker.process(a_request(), 10)
    worker.close()


async def test_work_past_its_deadline_is_dropped() -> None:
    """A request whose time is over while it waits is never begun."""
    release, began = threading.Event(), list[int]()
    worker = held(release, began)
    first = asyncio.create_task(worker.process(a_request(), 10))
    await asyncio.sleep(0.05)
    with pytest.raises(DeadlineExceeded):
        await worker.process(a_request(), 0.1)
    release.set()
    await first
    await asyncio.sleep(0.05)
    assert len(began) == 1
    worker.close()


async def test_a_missing_part_is_named() -> None:
    """The stage says what it reads and does not find."""
    worker = Worker(STAGES[1], build(STAGES[1]), node="here")
    with pytest.raises(MissingPart, match="story_analyzer reads story"):
        await worker.process(stage_service_pb2.ProcessRequest(), 10)
    worker.close()


async def test_a_defect_keeps_its_details_to_itself() -> None:
    """A caller hears that it failed; the log has the rest."""

    def process(_: draft_pb2.Draft) -> parts_pb2.Story:
        raise ValueError("a detail")

    worker = Worker(STAGES[0], process, node="here")
    with pytest.raises(Internal) as caught:
        await worker.process(a_request(), 10)
    assert "a detail" not in caught.value.message
    assert caught.value.stage == "story_generator"
    worker.close()
