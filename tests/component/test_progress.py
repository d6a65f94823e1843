"""Stages say what they are doing, over every transport that has more than one answer, and in both flows."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import httpx
import pytest

from main.drive import chain, hub
from main.drive.edges import LocalEdge
from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import STAGES
from services.contract import progress, request
from services.contract.errors import InvalidRequest
from services.runtime.client.edge import Edge
from services.runtime.stage.build import build
from tests.component.conftest import Command, Serve
from tests.component.test_chain import MODES, Mode, Pipeline, pipeline
from tests.conftest import PROMPT

Drive = Callable[[Pipeline, draft_pb2.Draft, "Said"], Awaitable[None]]
Said = list[stage_service_pb2.StageProgress]
DEADLINE = 120
"""Seconds for a run; ten minutes of narration take 10 s, on a busy machine more."""


def long_draft() -> draft_pb2.Draft:
    """Ten minutes of narration: more than one word of progress fits into making it."""
    return draft_pb2.Draft(run_id="r", prompt=request.prompt(PROMPT, length=1500, languages=("es",)))


def aloud(said: Said) -> list[tuple[int, int]]:
    """Sentences done and all sentences, as the narrator counted them in English."""
    return [(item.done, item.total) for item in said if item.doing == "reading aloud in en"]


def check(said: Said) -> None:
    counted = aloud(said)
    assert len(counted) > 1
    assert counted == sorted(counted)
    assert {total for _, total in counted} == {counted[0][1]}
    assert counted[-1][0] <= counted[0][1]
    assert {"story_generator", "image_concept", "translation", "aggregator"} <= {item.stage for item in said}


async def by_hub(found: Pipeline, draft: draft_pb2.Draft, said: Said) -> None:
    await hub.drive(draft, found.edges, DEADLINE, found.started, found.ended, said.append)


async def by_chain(found: Pipeline, draft: draft_pb2.Draft, said: Said) -> None:
    await chain.drive(draft, found.edges, DEADLINE, 0, found.started, found.ended, said.append)


@pytest.mark.parametrize("drive", [by_hub, by_chain])
@pytest.mark.parametrize("mode", ["rpc", "stream"])
async def test_progress_crosses_the_edges(mode: Mode, drive: Drive) -> None:
    """The narrator's count of sentences reaches main while the run goes on, and all stages are heard of."""
    said: Said = []
    draft = long_draft()
    async with pipeline(mode) as found:
        await drive(found, draft, said)
    check(said)
    assert draft.package.content_digest
    # A stage that is at work is seen on its machine.
    assert {(item.stage, item.node) for item in said} <= {(timing.stage, timing.node) for timing in draft.timings}


async def test_progress_in_one_process() -> None:
    """The same without servers."""
    said: Said = []
    edges: dict[str, Edge] = {stage.name: LocalEdge(stage, build(stage), "here") for stage in STAGES}

    async def nothing(*_: object) -> None:
        """Nobody looks on."""

    await hub.drive(long_draft(), edges, DEADLINE, nothing, nothing, said.append)
    check(said)


@pytest.mark.parametrize("mode", MODES)
async def test_an_error_crosses_a_call_that_is_followed(mode: Mode) -> None:
    """With its field violations."""
    draft = draft_pb2.Draft(run_id="r")
    draft.prompt.text = ""
    async with pipeline(mode) as found:
        asked = stage_service_pb2.ProcessRequest(draft=draft)
        said: Said = []
        with pytest.raises(InvalidRequest) as caught:
            await found.edges["story_generator"].process(asked, 5, said.append)
    assert caught.value.violations[0].field == "prompt.text"


async def test_a_gateway_tells_of_progress(gateway: Serve) -> None:
    """Events of kind stage_progress, between the stage's start and its end."""
    with gateway() as (address, _):
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as client:
            run = (await client.post("/v1/runs", json={"prompt": PROMPT, "length": 2000})).json()
            events = (await client.get(f"/v1/runs/{run['id']}/events")).text
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in events.strip().split("\n\n")]
    mine = [
        block["event"]
        for block in blocks
        if "data" in block and json.loads(block["data"]).get("stage") == "audio_script"
    ]
    assert mine[0] == "stage_started"
    assert mine[-1] == "stage_completed"
    assert set(mine[1:-1]) == {"stage_progress"}


def test_a_person_sees_it(storyloom: Command) -> None:
    """One line for each word of progress, with its count."""
    done = storyloom("run", "--length", "1500", "--language", "none", PROMPT)
    assert done.returncode == 0, done.stderr
    assert "audio_script: reading aloud in en, " in done.stderr


async def test_threads_report_to_the_caller() -> None:
    """Work that a stage spreads over threads reports as the stage itself does, and in the order of its items."""
    heard: list[str] = []

    def work(name: str) -> str:
        progress.report(name)
        return name.upper()

    def stage() -> list[str]:
        progress.listen(lambda doing, *_: heard.append(doing))
        return progress.threaded(work, ["a", "b", "c"], 2)

    assert await asyncio.to_thread(stage) == ["A", "B", "C"]
    assert sorted(heard) == ["a", "b", "c"]
    progress.report("nobody listens here")
    assert len(heard) == 3
