"""Which stages are done again."""

import pytest

from main.drive.resume import to_redo
from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES

ALL = [stage.name for stage in STAGES]


@pytest.fixture
def draft(made: draft_pb2.Draft) -> draft_pb2.Draft:
    """A copy, to be changed."""
    copy = draft_pb2.Draft()
    copy.CopyFrom(made)
    return copy


def test_nothing_of_a_whole_run(draft: draft_pb2.Draft) -> None:
    assert to_redo(draft) == []


def test_all_that_follows_from_a_story_that_stood_in(draft: draft_pb2.Draft) -> None:
    draft.story.quality = parts_pb2.QUALITY_FALLBACK
    assert to_redo(draft) == ALL


def test_a_nested_part_and_the_package(draft: draft_pb2.Draft) -> None:
    draft.audio_script.narrations[0].quality = parts_pb2.QUALITY_UNAVAILABLE
    assert to_redo(draft) == ["audio_script", "aggregator"]


@pytest.mark.parametrize("missing", ["formatting", "aggregator"])
def test_what_is_missing_and_what_reads_it(draft: draft_pb2.Draft, missing: str) -> None:
    draft.ClearField({stage.name: stage.writes for stage in STAGES}[missing])
    assert to_redo(draft) == sorted({missing, "aggregator"}, key=ALL.index)


@pytest.mark.parametrize(("quality", "again"), [(parts_pb2.QUALITY_FULL, []), (parts_pb2.QUALITY_FALLBACK, ALL)])
def test_a_chain_of_which_only_the_package_is_there(
    draft: draft_pb2.Draft, quality: parts_pb2.Quality, again: list[str]
) -> None:
    """It begins anew where a file of the package stands in for another; else there is nothing to do."""
    package = draft_pb2.Draft(prompt=draft.prompt, package=draft.package)
    package.package.files[0].quality = quality
    assert to_redo(package) == again


def test_a_run_without_any_part_begins_anew(draft: draft_pb2.Draft) -> None:
    assert to_redo(draft_pb2.Draft(prompt=draft.prompt)) == ALL
