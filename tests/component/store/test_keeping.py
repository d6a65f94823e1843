"""What a store is by itself: how old it is, what is there for the next process, and that it blocks nobody."""

import asyncio
import re
import time
from datetime import UTC, datetime

import pytest

from main.gateway.store.base import Health, Store
from services.contract.errors import NotFound
from tests.component.store.given import ARCHIVE, Open, answer, claimed, completed, kinds, packaged, whole


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
