"""Who drives a run, and until when."""

import asyncio

import pytest

from main.gateway.store.base import LeaseLost, State, Store
from tests.component.store.given import LONG, PROMPT, SHORT, STORY, TRANSLATIONS, claimed, kinds, next_lease


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


async def test_an_ended_run_is_not_driven(store: Store) -> None:
    """Nobody claims it, and its driver can write nothing more."""
    lease = await claimed(store)
    await store.end(lease, State.COMPLETED, {})
    assert await store.claim("other", LONG) is None
    with pytest.raises(LeaseLost):
        await store.end(lease, State.FAILED, {})
