"""The record of one run while it is driven: each step in the store, in the order in which it happened."""

import asyncio
import time
from typing import Any

from google.protobuf.json_format import MessageToDict
from loguru import logger

from main.gateway.store.base import Lease, Store
from services.catalog import Stage
from services.contract.calls import Progress, Response

PROGRESS_SECONDS = 0.5
"""Least time between two stored words of progress of one stage."""
MAX_PROGRESS = 5_000
"""Stored words of progress in one driving of a run; later ones are dropped."""
MAX_DOING = 200
"""Characters that are stored of what a stage says it is doing."""


class Record:
    """What the drive of a run calls. Its calls raise LeaseLost, but word of progress is dropped silently then."""

    def __init__(self, store: Store, lease: Lease) -> None:
        self._store, self._lease = store, lease
        self._order = asyncio.Lock()
        self._told: dict[str, float] = {}
        self._room = MAX_PROGRESS
        self._latest: dict[str, dict[str, Any]] = {}
        """By stage that is under way, the word of progress that is to be stored next."""
        self._done: set[str] = set()
        self._writing: asyncio.Task[None] | None = None

    async def started(self, stage: Stage) -> None:
        """A stage was asked."""
        async with self._order:
            await self._store.add_event(self._lease, "stage_started", {"stage": stage.name})

    async def completed(self, stage: Stage, response: Response) -> None:
        """A stage answered; what it made is kept."""
        self._done.add(stage.name)
        self._latest.pop(stage.name, None)
        timing = MessageToDict(response.timing, preserving_proto_field_name=True)
        async with self._order:
            await self._store.add_part(self._lease, stage.name, response, {"stage": stage.name, "timing": timing})

    def progressed(self, progress: Progress) -> None:
        """A stage says what it is doing; stored soon, and not every time."""
        now = time.monotonic()
        if progress.stage in self._done or self._room <= 0:
            return
        if now - self._told.get(progress.stage, 0.0) < PROGRESS_SECONDS:
            return
        self._told[progress.stage] = now
        self._room -= 1
        data = MessageToDict(progress, preserving_proto_field_name=True)
        self._latest[progress.stage] = data | {"doing": progress.doing[:MAX_DOING]}
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        try:
            while self._latest:
                async with self._order:
                    if self._latest:
                        _, data = self._latest.popitem()
                        await self._store.add_event(self._lease, "stage_progress", data)
        except Exception as error:
            # Nothing depends on it; what does, such as the next part, will raise it.
            logger.debug("progress was not stored: {}", error)

    async def close(self) -> None:
        """Store no more words of progress."""
        self._room = 0
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
