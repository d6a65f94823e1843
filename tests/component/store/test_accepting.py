"""Runs that a store accepts: they wait, they are counted, and a request that comes again makes one."""

import asyncio
import time

import pytest

from main.gateway.store.base import Filter, Labels, Once, Place, State, Store
from pipeline.v1 import parts_pb2
from services.contract.errors import InvalidRequest, NotFound, Overloaded
from tests.component.store.given import LONG, PROMPT, claimed, completed, kinds, next_lease


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
