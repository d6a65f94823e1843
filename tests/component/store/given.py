"""Runs of a store as tests need them: accepted, claimed, with parts, ended."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from main.gateway.store.base import PIECE_BYTES, Keep, Lease, State, Store
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2

LONG, SHORT = 60.0, 0.05
"""Seconds of a lease that outlives its test, and of one that does not."""
KEEP = Keep(3, 10_000_000)
PROMPT = parts_pb2.Prompt(text="A fox", seed=7)
Open = Callable[[], Awaitable[Store]]


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
