"""What every store of runs keeps to: the gateway relies on each of these, and a new implementation passes them all."""

import asyncio
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from main.gateway.store.base import (
    EVENTS_AT_ONCE,
    PIECE_BYTES,
    Filter,
    Health,
    Keep,
    Labels,
    Lease,
    LeaseLost,
    Once,
    Place,
    State,
    Store,
)
from main.gateway.store.postgres.store import PostgresStore
from main.gateway.store.sqlite.store import SqliteStore
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.contract.errors import InvalidRequest, NotFound, NotReady, Overloaded

LONG, SHORT = 60.0, 0.05
"""Seconds of a lease that outlives its test, and of one that does not."""
KEEP = Keep(3, 10_000_000)
PROMPT = parts_pb2.Prompt(text="A fox", seed=7)
Open = Callable[[], Awaitable[Store]]


@pytest.fixture(params=["sqlite", "postgres"])
def reopened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Opens the store, again with what is in it; it keeps three ended runs, and 10 MB of them."""
    if request.param == "sqlite":
        return lambda: SqliteStore.open(tmp_path / "runs.sqlite3", KEEP)
    url = request.getfixturevalue("postgres").create(uuid.uuid4().hex)
    return lambda: PostgresStore.open(url, KEEP)


@pytest.fixture
async def store(reopened: Open) -> AsyncIterator[Store]:
    async with await reopened() as found:
        yield found


def answer(stage: str, draft: draft_pb2.Draft) -> stage_service_pb2.ProcessResponse:
    return stage_service_pb2.ProcessResponse(draft=draft, timing=draft_pb2.StageTiming(stage=stage, node="m1"))


def packaged(archive: bytes) -> draft_pb2.Draft:
    return draft_pb2.Draft(package=parts_pb2.Package(name="fox.zip", content_digest="abc", archive=archive))


STORY = answer("story_generator", draft_pb2.Draft(story=parts_pb2.Story(title="Fox")))
TRANSLATIONS = answer("translation", draft_pb2.Draft(translations=parts_pb2.TranslationSet()))
ARCHIVE = bytes(range(256)) * (PIECE_BYTES // 100)
PACKAGE = answer("aggregator", packaged(ARCHIVE))


async def claimed(store: Store, run_id: str = "r", seconds: float = LONG) -> Lease:
    """Accept a run and claim it."""
    await store.accept(run_id, PROMPT, 100)
    return await next_lease(store, seconds)


async def next_lease(store: Store, seconds: float = LONG) -> Lease:
    """Claim a run, as soon as one can be claimed."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if (lease := await store.claim("me", seconds)) is not None:
            return lease
        await asyncio.sleep(SHORT)
    raise AssertionError("no run could be claimed")


async def kinds(store: Store, run_id: str = "r") -> list[str]:
    return [event.kind for event in (await store.events(run_id)).events]


async def whole(store: Store, run_id: str) -> bytes:
    """The archive of a run's package."""
    return b"".join([piece async for piece in (await store.archive(run_id)).read()])


async def completed(store: Store, run_id: str, *redo: str) -> None:
    """A run with a story, translations and a package."""
    lease = await claimed(store, run_id)
    for response in (STORY, TRANSLATIONS, PACKAGE):
        await store.add_part(lease, response.timing.stage, response, {})
    await store.end(lease, State.COMPLETED, {"content_digest": "abc"}, redo)


async def all_heard(store: Store, lease: Lease) -> None:
    """Wait until word of everything so far has come: in order, but for one word of all when listening begins."""
    async with store.news_of(lease.run_id) as news:
        for _ in range(2):
            await store.add_event(lease, "stage_started", {})
            assert await news.wait(20)


async def test_runs_are_counted_by_state(store: Store) -> None:
    """Those that wait, those that are driven, those that have ended."""
    assert not any((await store.counts()).values())
    await claimed(store, "r1")
    for run_id in ("r2", "r3", "r4"):
        await store.accept(run_id, PROMPT, 100)
    await store.cancel("r4", ())
    counts = await store.counts()
    assert {state: count for state, count in counts.items() if count} == {
        State.RUNNING: 1,
        State.ACCEPTED: 2,
        State.CANCELLED: 1,
    }


async def test_an_accepted_run_waits(store: Store) -> None:
    """With its prompt, and an event that says so."""
    before = time.time()
    await store.accept("r", PROMPT, 100)
    run = await store.get("r")
    assert (run.id, run.prompt, run.state, run.driver) == ("r", PROMPT, State.ACCEPTED, "")
    assert before <= run.accepted <= time.time()
    assert (run.events, run.timings, run.package, run.error, run.redo) == (1, (), None, None, ())
    assert await kinds(store) == ["run_accepted"]


async def test_an_unknown_run_is_not_found(store: Store) -> None:
    """Whatever is asked of it."""
    for asked in (store.get("x"), store.events("x"), store.reopen("x", ["aggregator"], 100)):
        with pytest.raises(NotFound):
            await asked
    with pytest.raises(NotFound):
        await store.archive("x")


async def test_a_store_says_since_when_it_has_runs(reopened: Open) -> None:
    """A new one that it is new, as long as it has removed none; the day stays, whoever opens it."""
    before = time.time()
    async with await reopened() as store:
        created = (await store.health()).created
        assert created is not None
        assert before <= created <= time.time()
        since = datetime.fromtimestamp(created, UTC).isoformat(timespec="seconds")
        with pytest.raises(NotFound, match=re.escape(f"there is no run 'x': the store is new, made at {since}")):
            await store.get("x")
    async with await reopened() as store:
        for name in ("a", "b", "c", "d"):
            await completed(store, name)
        with pytest.raises(
            NotFound,
            match=re.escape(f"ended runs are removed by newer ones or a DELETE, and the store, made at {since}"),
        ):
            await store.get("a")
        assert await store.health() == Health("", created)


async def test_waiting_runs_are_bounded(store: Store) -> None:
    """The next one is refused and leaves nothing; a claimed run does not wait."""
    await store.accept("a", PROMPT, 2)
    await store.accept("b", PROMPT, 2)
    with pytest.raises(Overloaded, match="2 runs are waiting"):
        await store.accept("c", PROMPT, 2)
    with pytest.raises(NotFound):
        await store.get("c")
    await store.claim("me", LONG)
    await store.accept("c", PROMPT, 2)


async def test_the_oldest_run_is_claimed_first(store: Store) -> None:
    """Each by one driver, whose name the run has; then there is none."""
    for name in ("a", "b", "c"):
        await store.accept(name, PROMPT, 100)
    leases = [await store.claim("me", LONG) for _ in range(4)]
    assert [lease and lease.run_id for lease in leases] == ["a", "b", "c", None]
    run = await store.get("a")
    assert (run.state, run.driver) == (State.RUNNING, "me")


async def test_drivers_that_claim_at_once_never_get_the_same_run(store: Store) -> None:
    """Fifty claims, twenty runs."""
    for number in range(20):
        await store.accept(f"r{number}", PROMPT, 100)
    leases = await asyncio.gather(*(store.claim(f"driver {number}", LONG) for number in range(50)))
    assert sorted(lease.run_id for lease in leases if lease) == sorted(f"r{number}" for number in range(20))


async def test_a_lease_that_expires_is_taken_over(store: Store) -> None:
    """Under a higher fence; the one before can write nothing any more, and what it wrote stays."""
    old = await claimed(store, seconds=SHORT)
    await store.add_part(old, "story_generator", STORY, {})
    new = await next_lease(store)
    assert new.run_id == old.run_id
    assert new.fence > old.fence
    for write in (
        store.renew(old, LONG),
        store.release(old),
        store.add_event(old, "stage_started", {}),
        store.add_part(old, "translation", TRANSLATIONS, {}),
        store.end(old, State.COMPLETED, {}),
    ):
        with pytest.raises(LeaseLost):
            await write
    assert await kinds(store) == ["run_accepted", "stage_completed"]
    assert list(await store.parts("r")) == ["story_generator"]
    await store.end(new, State.COMPLETED, {})


async def test_a_lease_that_is_held_is_not_taken_over(store: Store) -> None:
    """Nor one that was renewed, though its first time is over."""
    lease = await claimed(store, seconds=SHORT)
    await store.renew(lease, LONG)
    await asyncio.sleep(2 * SHORT)
    assert await store.claim("other", LONG) is None


async def test_a_lease_that_nobody_took_over_can_be_renewed_late(store: Store) -> None:
    """A driver that was held up goes on."""
    lease = await claimed(store, seconds=SHORT)
    await asyncio.sleep(2 * SHORT)
    await store.renew(lease, LONG)
    assert await store.claim("other", LONG) is None
    await store.add_event(lease, "stage_started", {})


async def test_a_run_that_is_given_back_can_be_claimed_at_once(store: Store) -> None:
    """With what is made of it; who gave it back can write nothing any more."""
    lease = await claimed(store)
    await store.add_part(lease, "story_generator", STORY, {})
    await store.release(lease)
    with pytest.raises(LeaseLost):
        await store.add_event(lease, "stage_started", {})
    run = await store.get("r")
    assert (run.state, run.driver) == (State.ACCEPTED, "")
    assert (await next_lease(store)).fence > lease.fence
    assert list(await store.parts("r")) == ["story_generator"]


async def test_claims_are_counted_until_one_is_given_back(store: Store) -> None:
    """A driver that was lost counts, one that stopped does not."""
    assert (await claimed(store, seconds=SHORT)).claims == 1
    lease = await next_lease(store)
    assert lease.claims == 2
    await store.release(lease)
    assert (await next_lease(store)).claims == 2


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


async def test_a_reopened_run_waits_without_what_is_made_again(store: Store) -> None:
    """The stages are in its event; a driver goes on from the other parts."""
    await completed(store, "r", "translation", "aggregator")
    await store.reopen("r", ["translation", "aggregator"], 100)
    run = await store.get("r")
    assert (run.state, run.package, run.redo, run.error) == (State.ACCEPTED, None, (), None)
    assert [timing.stage for timing in run.timings] == ["story_generator"]
    last = (await store.events("r")).events[-1]
    assert (last.kind, last.data) == ("run_resumed", {"stages": ["translation", "aggregator"]})
    with pytest.raises(NotFound):
        await store.archive("r")
    lease = await next_lease(store)
    assert (lease.run_id, lease.claims) == ("r", 1)
    assert await store.parts("r") == {"story_generator": STORY}


async def test_only_an_ended_run_is_reopened_and_only_where_there_is_room(store: Store) -> None:
    """A refusal changes nothing."""
    await completed(store, "r", "aggregator")
    await store.accept("other", PROMPT, 100)
    with pytest.raises(NotReady, match="run other is accepted"):
        await store.reopen("other", ["aggregator"], 100)
    with pytest.raises(Overloaded):
        await store.reopen("r", ["aggregator"], 1)
    assert (await store.get("r")).state is State.COMPLETED
    assert (await kinds(store))[-1] == "run_completed"


async def test_a_failed_run_says_why(store: Store) -> None:
    """The event's data is the run's error."""
    lease = await claimed(store)
    await store.end(lease, State.FAILED, {"detail": "no disk"}, ["story_generator"])
    run = await store.get("r")
    assert (run.state, run.error) == (State.FAILED, {"detail": "no disk"})
    last = (await store.events("r")).events[-1]
    assert (last.kind, last.data) == ("run_failed", {"detail": "no disk"})


async def test_an_ended_run_is_not_driven(store: Store) -> None:
    """Nobody claims it, and its driver can write nothing more."""
    lease = await claimed(store)
    await store.end(lease, State.COMPLETED, {})
    assert await store.claim("other", LONG) is None
    with pytest.raises(LeaseLost):
        await store.end(lease, State.FAILED, {})


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


async def test_a_request_that_comes_again_makes_one_run(store: Store) -> None:
    """Also where no run has room any more; its key is free when the run is removed."""
    once = Once("key", "digest")
    assert await store.accept("r", PROMPT, 1, once=once) == "r"
    assert await store.accept("other", PROMPT, 1, once=once) == "r"
    with pytest.raises(NotFound):
        await store.get("other")
    with pytest.raises(InvalidRequest, match=r"Idempotency-Key: is that of run r, which was asked for otherwise"):
        await store.accept("other", PROMPT, 100, once=Once("key", "other digest"))
    assert await store.accept("two", PROMPT, 100, once=Once("other key", "digest")) == "two"
    assert await store.accept("three", PROMPT, 100) == "three"
    await store.cancel("r", [])
    assert await store.accept("other", PROMPT, 100, once=once) == "r"
    await store.remove("r")
    assert await store.accept("other", PROMPT, 100, once=once) == "other"


async def test_a_key_that_is_used_twice_at_once_makes_one_run(store: Store) -> None:
    """Whoever comes first, all have the same run."""
    found = await asyncio.gather(
        *(store.accept(f"r{number}", PROMPT, 100, once=Once("key", "digest")) for number in range(20))
    )
    assert len(set(found)) == 1
    assert [run.id for run in await store.find(Filter(), 10)] == [found[0]]


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


async def test_a_run_says_when_and_in_which_turn(store: Store) -> None:
    """Who waits has a position; who was claimed a start, who has ended an end."""
    begun = time.time()
    for name in ("a", "b", "c"):
        await store.accept(name, PROMPT, 100)
    assert [(await store.get(name)).position for name in ("a", "b", "c")] == [0, 1, 2]
    lease = await next_lease(store)
    running = await store.get("a")
    assert running.started is not None
    assert begun <= running.started <= time.time()
    assert (running.position, running.ended, running.newer) == (None, None, None)
    assert [(await store.get(name)).position for name in ("b", "c")] == [0, 1]
    await store.end(lease, State.FAILED, {})
    ended = await store.get("a")
    assert ended.ended is not None
    assert running.started <= ended.ended <= time.time()
    assert (ended.started, ended.newer) == (running.started, 3)


async def test_a_start_stays_over_drivers_and_goes_with_a_resume(store: Store) -> None:
    """It is when the work began, whoever goes on with it."""
    lease = await claimed(store)
    started = (await store.get("r")).started
    await store.release(lease)
    lease = await next_lease(store)
    assert (await store.get("r")).started == started
    await store.end(lease, State.FAILED, {}, ["story_generator"])
    await store.reopen("r", ["story_generator"], 100)
    run = await store.get("r")
    assert (run.started, run.ended, run.newer) == (None, None, None)


async def test_an_ended_run_says_after_how_many_it_goes(store: Store) -> None:
    """Of three that are kept, the oldest goes with the next one that ends."""
    for name in ("a", "b", "c"):
        await completed(store, name)
    assert [(await store.get(name)).newer for name in ("a", "b", "c")] == [1, 2, 3]


async def test_runs_are_listed_from_the_newest_on(store: Store) -> None:
    """In pages: each goes on after a place, whether its run is still there or not."""
    for name in ("c", "a", "b"):
        await completed(store, name)
    first = await store.find(Filter(), 2)
    assert [run.id for run in first] == ["b", "a"]
    assert first[0] == await store.get("b")
    await store.remove("a")
    after = Place(first[1].accepted, first[1].id)
    assert [run.id for run in await store.find(Filter(), 2, after)] == ["c"]


async def test_runs_are_found_by_what_is_noted_of_them(store: Store) -> None:
    """State, tag and words; all that is asked for must apply."""
    await store.accept("fox", parts_pb2.Prompt(text="A Fox"), 100, Labels(("red", "blue"), {"class": "4b"}))
    await store.accept("bär", parts_pb2.Prompt(story="BÄRENTANZ 100%"), 100, Labels(("blue",)))
    await next_lease(store)
    for wanted, found in (
        (Filter(), ["bär", "fox"]),
        (Filter(states=(State.RUNNING,)), ["fox"]),
        (Filter(states=(State.RUNNING, State.ACCEPTED)), ["bär", "fox"]),
        (Filter(states=(State.FAILED,)), []),
        (Filter(tag="blue"), ["bär", "fox"]),
        (Filter(tag="red"), ["fox"]),
        (Filter(tag="re"), []),
        (Filter(words="bären"), ["bär"]),
        (Filter(words="00%"), ["bär"]),
        (Filter(words="%fox"), []),
        (Filter((State.ACCEPTED,), "blue", "fox"), []),
    ):
        assert [run.id for run in await store.find(wanted, 10)] == found, wanted
    assert (await store.get("fox")).labels == Labels(("red", "blue"), {"class": "4b"})


async def test_a_run_that_waits_is_cancelled_at_once(store: Store) -> None:
    """Nobody claims it; what it would do again is kept for a resume, and a second cancel changes nothing."""
    await store.accept("r", PROMPT, 100)
    for _ in range(2):
        await store.cancel("r", ["story_generator"])
    run = await store.get("r")
    assert (run.state, run.redo, run.error, run.position) == (State.CANCELLED, ("story_generator",), None, None)
    assert run.ended is not None
    assert await store.claim("me", LONG) is None
    page = await store.events("r")
    assert ([event.kind for event in page.events], page.ended) == (["run_accepted", "run_cancelled"], True)


async def test_a_run_that_is_driven_is_taken_from_its_driver(store: Store) -> None:
    """Who has news of it, and can write nothing more; what was made stays for a resume."""
    lease = await claimed(store)
    await store.add_part(lease, "story_generator", STORY, {})
    await all_heard(store, lease)
    async with store.news_of_lease(lease) as news:
        assert not await news.wait(SHORT)
        await store.cancel("r", ["aggregator"])
        assert await news.wait(20)
    for write in (store.renew(lease, LONG), store.release(lease), store.end(lease, State.COMPLETED, {})):
        with pytest.raises(LeaseLost):
            await write
    run = await store.get("r")
    assert (run.state, run.driver) == (State.CANCELLED, "")
    await store.reopen("r", ["aggregator"], 100)
    assert (await next_lease(store)).fence > lease.fence
    assert list(await store.parts("r")) == ["story_generator"]


async def test_a_run_that_has_ended_is_not_cancelled(store: Store) -> None:
    """Nor one that is not there."""
    await completed(store, "r")
    with pytest.raises(NotReady, match="run r is completed; there is nothing to cancel"):
        await store.cancel("r", [])
    with pytest.raises(NotFound):
        await store.cancel("x", [])


async def test_only_an_ended_run_is_removed(store: Store) -> None:
    """With all that is of it."""
    await completed(store, "r", "aggregator")
    await store.accept("waits", PROMPT, 100)
    with pytest.raises(NotReady, match="run waits is accepted; cancel it first"):
        await store.remove("waits")
    await store.remove("r")
    for asked in (store.get("r"), store.events("r"), store.archive("r"), store.remove("r")):
        with pytest.raises(NotFound):
            await asked
    assert await store.parts("r") == {}
    with pytest.raises(NotFound, match="are removed by newer ones or a DELETE"):
        await store.get("r")


async def test_the_oldest_ended_runs_go_when_all_have_too_many_bytes(store: Store) -> None:
    """Of their packages, for the most part; the newest run stays, whatever it has."""
    for name, size in (("a", 4), ("b", 4), ("c", 4), ("d", 11)):
        lease = await claimed(store, name)
        await store.add_part(lease, "aggregator", answer("aggregator", packaged(b"x" * (size * 1_000_000))), {})
        await store.end(lease, State.COMPLETED, {})
        ended = {run.id for run in await store.find(Filter(states=(State.COMPLETED,)), 10)}
        assert ended == {"a": {"a"}, "b": {"a", "b"}, "c": {"b", "c"}, "d": {"d"}}[name]


async def test_the_oldest_ended_runs_are_removed(store: Store) -> None:
    """Three are kept, with all that is of them; runs that have not ended are never removed."""
    await store.accept("waiting", PROMPT, 100)
    first = await next_lease(store)
    for name in ("a", "b", "c", "d"):
        await completed(store, name)
    with pytest.raises(NotFound):
        await store.get("a")
    with pytest.raises(NotFound):
        await store.archive("a")
    assert [(await store.get(name)).state for name in ("b", "c", "d")] == [State.COMPLETED] * 3
    await store.end(first, State.COMPLETED, {})
    # However old, a run is not removed by its own end.
    assert (await kinds(store, "waiting"))[-1] == "run_completed"


async def test_news_of_a_run_wakes_who_follows_it_and_nobody_else(store: Store) -> None:
    """What happened since the block began is not missed, and is news once."""
    one, two = await claimed(store, "a"), await claimed(store, "b")
    await all_heard(store, two)
    async with store.news_of("a") as mine, store.news_of("a") as also_mine, store.news_of("b") as other:
        await store.add_event(one, "stage_started", {})
        assert await mine.wait(20)
        assert await also_mine.wait(20)
        assert not await other.wait(SHORT)
        assert not await mine.wait(SHORT)
        waiting = asyncio.create_task(mine.wait(20))
        await store.end(one, State.COMPLETED, {})
        assert await waiting


@pytest.mark.parametrize("how", ["accepted", "released", "reopened"])
async def test_a_run_that_waits_is_news_of_work(store: Store, how: str) -> None:
    """New, given back, or taken up again."""
    await completed(store, "r", "aggregator")
    lease = await claimed(store, "other")
    await all_heard(store, lease)
    async with store.news_of_work() as news:
        assert not await news.wait(SHORT)
        if how == "accepted":
            await store.accept("new", PROMPT, 100)
        elif how == "released":
            await store.release(lease)
        else:
            await store.reopen("r", ["aggregator"], 100)
        assert await news.wait(20)


async def test_what_is_kept_is_there_for_the_next_process(reopened: Open) -> None:
    """Runs, events, parts and archives."""
    async with await reopened() as store:
        await completed(store, "r", "aggregator")
    async with await reopened() as store:
        assert list(await store.parts("r")) == ["story_generator", "translation"]
        assert (await kinds(store))[-1] == "run_completed"
        assert await whole(store, "r") == ARCHIVE


async def test_no_call_blocks_the_event_loop(store: Store) -> None:
    """The loop goes on turning while a large package is written."""
    lease = await claimed(store)
    large = answer("aggregator", packaged(bytes(30_000_000)))
    writing = asyncio.create_task(store.add_part(lease, "aggregator", large, {}))
    turns = 0
    while not writing.done():
        await asyncio.sleep(0)
        turns += 1
    await writing
    assert turns > 20
