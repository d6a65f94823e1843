"""How runs end: they fail, are cancelled, reopened, removed."""

import pytest

from main.gateway.store.base import Filter, LeaseLost, State, Store
from services.contract.errors import NotFound, NotReady, Overloaded
from tests.component.store.given import (
    LONG,
    PROMPT,
    SHORT,
    STORY,
    all_heard,
    answer,
    claimed,
    completed,
    kinds,
    next_lease,
    packaged,
)


async def test_a_failed_run_says_why(store: Store) -> None:
    """The event's data is the run's error."""
    lease = await claimed(store)
    await store.end(lease, State.FAILED, {"detail": "no disk"}, ["story_generator"])
    run = await store.get("r")
    assert (run.state, run.error) == (State.FAILED, {"detail": "no disk"})
    last = (await store.events("r")).events[-1]
    assert (last.kind, last.data) == ("run_failed", {"detail": "no disk"})


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


async def test_an_ended_run_says_after_how_many_it_goes(store: Store) -> None:
    """Of three that are kept, the oldest goes with the next one that ends."""
    for name in ("a", "b", "c"):
        await completed(store, name)
    assert [(await store.get(name)).newer for name in ("a", "b", "c")] == [1, 2, 3]


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
