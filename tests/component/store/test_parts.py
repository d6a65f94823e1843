"""What stages have made of a run: its parts, its events, its package's archive."""

import asyncio

import pytest

from main.gateway.store.base import EVENTS_AT_ONCE, PIECE_BYTES, State, Store
from pipeline.v1 import parts_pb2
from services.contract.errors import NotFound
from tests.component.store.given import (
    ARCHIVE,
    PACKAGE,
    STORY,
    TRANSLATIONS,
    claimed,
    completed,
    kinds,
    next_lease,
    whole,
)


async def test_events_are_numbered_per_run(store: Store) -> None:
    """From 1 without gaps, and a reader goes on after the last one that it saw."""
    one, two = await claimed(store, "a"), await claimed(store, "b")
    for lease, number in ((one, 1), (two, 1), (one, 2)):
        await store.add_event(lease, "stage_started", {"stage": f"s{number}"})
    page = await store.events("a")
    assert [(event.number, event.data) for event in page.events] == [
        (1, {}),
        (2, {"stage": "s1"}),
        (3, {"stage": "s2"}),
    ]
    assert [event.number for event in (await store.events("a", after=2)).events] == [3]
    assert (await store.get("a")).events == 3


async def test_many_events_come_in_pages(store: Store) -> None:
    """Only the page with the last one says that the run has ended."""
    lease = await claimed(store)
    for _ in range(EVENTS_AT_ONCE):
        await store.add_event(lease, "stage_progress", {})
    assert not (await store.events("r", EVENTS_AT_ONCE)).ended
    await store.end(lease, State.FAILED, {"detail": "x"})
    first = await store.events("r")
    assert (len(first.events), first.ended) == (EVENTS_AT_ONCE, False)
    second = await store.events("r", first.events[-1].number)
    assert ([event.kind for event in second.events], second.ended) == (["stage_progress", "run_failed"], True)
    assert (await store.events("r", second.events[-1].number)).ended


async def test_parts_come_back_as_they_were(store: Store) -> None:
    """In order of completion; a package without its archive, which comes in pieces."""
    lease = await claimed(store)
    for response in (TRANSLATIONS, STORY, PACKAGE):
        await store.add_part(lease, response.timing.stage, response, {"stage": response.timing.stage})
    found = await store.parts("r")
    assert list(found) == ["translation", "story_generator", "aggregator"]
    assert found["story_generator"] == STORY
    assert found["aggregator"].draft.package == parts_pb2.Package(name="fox.zip", content_digest="abc")
    run = await store.get("r")
    assert [timing.stage for timing in run.timings] == list(found)
    assert run.package is not None
    assert (run.package.name, run.package.content_digest, run.package.bytes) == ("fox.zip", "abc", len(ARCHIVE))
    archive = await store.archive("r")
    pieces = [piece async for piece in archive.read()]
    assert b"".join(pieces) == ARCHIVE
    assert (archive.size, max(map(len, pieces))) == (len(ARCHIVE), PIECE_BYTES)
    assert PACKAGE.draft.package.archive == ARCHIVE


async def test_a_complete_run_keeps_no_parts_beside_its_package(store: Store) -> None:
    """The package has them all; the timings stay."""
    await completed(store, "r")
    assert await store.parts("r") == {}
    run = await store.get("r")
    assert (run.state, run.driver, run.redo) == (State.COMPLETED, "", ())
    assert [timing.stage for timing in run.timings] == ["story_generator", "translation", "aggregator"]
    assert await whole(store, "r") == ARCHIVE


async def test_a_run_that_lacks_something_keeps_what_a_resume_goes_on_from(store: Store) -> None:
    """Not what is made again; and its package can be fetched until then."""
    await completed(store, "r", "translation", "aggregator")
    assert list(await store.parts("r")) == ["story_generator"]
    assert (await store.get("r")).redo == ("translation", "aggregator")
    assert await whole(store, "r") == ARCHIVE


async def test_what_cannot_be_kept_whole_is_not_kept(store: Store) -> None:
    """An event that is no JSON takes the part, the state and the run that came with it along."""
    lease = await claimed(store)
    bad = {"stage": object()}
    with pytest.raises(TypeError):
        await store.add_part(lease, "aggregator", PACKAGE, bad)
    with pytest.raises(TypeError):
        await store.end(lease, State.COMPLETED, bad)
    run = await store.get("r")
    assert (run.state, run.package, run.timings, run.events) == (State.RUNNING, None, (), 1)
    await store.add_event(lease, "stage_started", {})
    assert await kinds(store) == ["run_accepted", "stage_started"]


async def test_a_part_and_its_event_are_seen_together(store: Store) -> None:
    """However a reader comes between: who sees the event finds the part, and the other way round."""
    lease = await claimed(store)
    names = [f"stage {number}" for number in range(20)]

    async def write() -> None:
        for name in names:
            await store.add_part(lease, name, STORY, {"stage": name})

    async def told() -> list[str]:
        return [event.data["stage"] for event in (await store.events("r", after=1)).events]

    writing = asyncio.create_task(write())
    while not writing.done():
        before = await told()
        parts = list(await store.parts("r"))
        assert parts[: len(before)] == before
        assert (await told())[: len(parts)] == parts
    await writing
    assert await told() == names


async def test_any_part_of_an_archive_can_be_read(store: Store) -> None:
    """Within a piece, over the border of two, up to the end and beyond."""
    await completed(store, "r")
    archive = await store.archive("r")
    for start, stop in ((0, 3), (PIECE_BYTES - 2, PIECE_BYTES + 2), (len(ARCHIVE) - 5, len(ARCHIVE) + 5), (9, 9)):
        assert b"".join([piece async for piece in archive.read(start, stop)]) == ARCHIVE[start:stop]


async def test_an_archive_is_of_one_package(store: Store) -> None:
    """Who reads one that is replaced is told, and never gets bytes of both."""
    await completed(store, "r", "aggregator")
    before = await store.archive("r")
    await store.reopen("r", ["aggregator"], 100)
    lease = await next_lease(store)
    await store.add_part(lease, "aggregator", PACKAGE, {})
    with pytest.raises(NotFound, match="is being replaced or removed"):
        await before.piece(0)
