"""The benchmark's null stages: on the deployed servers, through the same worker path, without work."""

import asyncio

import pytest
from google.protobuf.duration_pb2 import Duration

from main.bench import cases
from main.bench.cases import Case, Way
from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES, Stage
from services.contract.calls import Request
from services.contract.errors import MissingPart, Overloaded
from services.runtime.client.edge import connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.server import StageServer
from services.runtime.settings import ServiceSettings
from services.runtime.stage import null
from services.runtime.stage.build import build
from tests.component.test_chain import MODES, Mode, pipeline

FIELDS = draft_pb2.Draft.DESCRIPTOR.fields_by_name


@pytest.mark.parametrize("stage", STAGES, ids=[stage.name for stage in STAGES])
def test_a_null_part_is_the_stages_own_message(stage: Stage) -> None:
    """With 4 KiB in it, whatever the type of the part."""
    part = null.craft(stage)(draft_pb2.Draft())
    assert part.DESCRIPTOR is FIELDS[stage.writes].message_type
    assert null.SIZE <= part.ByteSize() < null.SIZE + 16


def test_a_part_that_cannot_be_filled_is_refused() -> None:
    """Prompt has a text and is filled; a Duration has neither text nor bytes nor a message."""
    prompt = parts_pb2.Prompt()
    null.fill(prompt)
    assert prompt.ByteSize() >= null.SIZE
    with pytest.raises(TypeError, match=r"google\.protobuf\.Duration"):
        null.fill(Duration())


@pytest.mark.parametrize("flow", ["hub", "chain"])
@pytest.mark.parametrize("mode", MODES)
async def test_a_null_run_is_made_by_null_stages(mode: Mode, flow: str) -> None:
    """All seven, over every transport and in both flows: the package has 4 KiB and no digest, for nobody packed it."""
    ways: dict[Mode, Way] = {"rpc": "rpc", "stream": "stream", "unary": "unary"}
    case = Case("null", ways[mode], flow)  # type: ignore[arg-type]
    async with pipeline(mode) as found, cases.runnable(case, found.addresses) as once:
        outcome = await once()
    assert {timing.stage for timing in outcome.timings} == {stage.name for stage in STAGES}
    assert outcome.draft is not None
    assert outcome.draft.package == null.craft(STAGES[-1])(outcome.draft)


async def test_a_null_stage_has_the_checks_and_the_queue_of_a_stage() -> None:
    """It refuses a draft without what the stage reads, and requests beyond its queue."""
    stage = STAGES[1]
    settings = ServiceSettings(service_name=stage.name, service_port=0, service_workers=1, service_queue=0)
    server = StageServer(stage, build(stage), settings)
    edge = connect("stream", stage.name, f"127.0.0.1:{await server.start()}", EdgeOptions(patience=0, service="null"))
    try:
        with pytest.raises(MissingPart, match="story_analyzer reads story"):
            await edge.process(Request(), 5)
        asked = Request(draft=draft_pb2.Draft(story=parts_pb2.Story(title="A tale")))
        answers = await asyncio.gather(*(edge.process(asked, 5) for _ in range(20)), return_exceptions=True)
        assert {type(answer) for answer in answers} == {type(await edge.process(asked, 5)), Overloaded}
    finally:
        await edge.close()
        await server.stop()
