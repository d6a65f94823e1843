"""Word of changes, and who hears it."""

import asyncio

import pytest

from main.gateway.store.base import State, Store
from tests.component.store.given import PROMPT, SHORT, all_heard, claimed, completed


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
