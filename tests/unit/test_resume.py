"""Which stages are done again."""

import pytest

from main.gateway.resume import to_redo
from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES

FALLBACK = parts_pb2.QUALITY_FALLBACK
ALL = [stage.name for stage in STAGES]


def parts(made: draft_pb2.Draft) -> dict[str, parts_pb2.Story]:
    copy = draft_pb2.Draft()
    copy.CopyFrom(made)
    return {stage.name: getattr(copy, stage.writes) for stage in STAGES}


def test_nothing_of_a_whole_run(made: draft_pb2.Draft) -> None:
    assert to_redo(parts(made)) == []


def test_all_that_follows_from_a_story_that_stood_in(made: draft_pb2.Draft) -> None:
    found = parts(made)
    found["story_generator"].quality = FALLBACK
    assert to_redo(found) == ALL


def test_a_nested_part_and_the_package(made: draft_pb2.Draft) -> None:
    draft = draft_pb2.Draft()
    draft.CopyFrom(made)
    draft.audio_script.narrations[0].quality = parts_pb2.QUALITY_UNAVAILABLE
    assert to_redo({stage.name: getattr(draft, stage.writes) for stage in STAGES}) == ["audio_script", "aggregator"]


@pytest.mark.parametrize("missing", ["formatting", "aggregator"])
def test_what_is_missing_and_what_reads_it(made: draft_pb2.Draft, missing: str) -> None:
    found = parts(made)
    del found[missing]
    assert to_redo(found) == sorted({missing, "aggregator"}, key=ALL.index)
