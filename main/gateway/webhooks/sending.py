"""The gateway's work on webhooks: take what is due from the store, send it, and again later where it was not taken.

A delivery stays in the store until its receiver has taken it, so that it outlives a restart. A gateway that is lost
while it sends one leaves it to another after a while: a receiver may hear the same id twice, and never not at all.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from loguru import logger

from main.gateway.store.base import Store
from main.gateway.store.deliveries import Delivery
from main.gateway.webhooks.hooks import Answer, Webhooks
from services.contract.errors import StoreUnavailable

AT_ONCE = 8
"""Attempts under way at once."""
TAKEN_SECONDS = 60.0
"""How long a delivery stays with a gateway that is gone."""
LOOK_SECONDS = 5.0
"""How often a gateway with nothing to send looks for what others have left."""
TROUBLE_SECONDS = 1.0
"""Pause after the store could not be asked."""
ATTEMPTS = 12
"""Of one delivery."""
GROWTH, MAX_PAUSE = 4.0, 6 * 3_600.0
"""Each pause is so many times the one before, seconds at most: with 5 s at first, they are 32 hours together."""


class Sending:
    """Sends what is due."""

    def __init__(self, store: Store, webhooks: Webhooks, first_pause: float) -> None:
        """`first_pause`: seconds before the second attempt."""
        self._store, self._webhooks, self._first_pause = store, webhooks, first_pause
        self._free = asyncio.Semaphore(AT_ONCE)
        self._under_way: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Send for the length of the block, where there is a secret to sign with."""
        if not self._webhooks.secrets:
            yield
            return
        taking = asyncio.create_task(self._take_all())
        try:
            yield
        finally:
            tasks = (taking, *self._under_way)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _take_all(self) -> None:
        async with self._store.news_of_deliveries() as news:
            while True:
                await self._free.acquire()
                while (delivery := await self._take()) is None:
                    await news.wait(await self._wait())
                task = asyncio.create_task(self._send(delivery))
                self._under_way.add(task)
                task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._free.release()

    async def _take(self) -> Delivery | None:
        try:
            due, now = await self._store.next_delivery(), time.time()
            # Only what is due is worth a write.
            return await self._store.take_delivery(now, TAKEN_SECONDS) if due is not None and due <= now else None
        except StoreUnavailable:
            await asyncio.sleep(TROUBLE_SECONDS)
        except Exception:
            logger.exception("no webhook can be taken from the store")
            await asyncio.sleep(TROUBLE_SECONDS)
        return None

    async def _wait(self) -> float:
        """Seconds until the next one is due, at most LOOK_SECONDS."""
        try:
            due = await self._store.next_delivery()
        except Exception:
            # The next look at the store says what is wrong with it.
            due = None
        return LOOK_SECONDS if due is None else min(LOOK_SECONDS, max(0.01, due - time.time()))

    async def _send(self, delivery: Delivery) -> None:
        with logger.contextualize(run_id=delivery.run_id):
            try:
                answer = await self._webhooks.send(delivery)
            except Exception:
                logger.exception("webhook {} could not be sent", delivery.id)
                answer = Answer("it could not be sent")
            try:
                await self._note(delivery, answer)
            except StoreUnavailable as error:
                logger.warning("a webhook will be sent once more: {}", error.message)

    async def _note(self, delivery: Delivery, answer: Answer) -> None:
        if answer.taken:
            await self._store.end_delivery(delivery, answer.said)
            return
        if answer.never or delivery.attempt >= ATTEMPTS:
            logger.warning("webhook {} is given up after attempt {}: {}", delivery.id, delivery.attempt, answer.said)
            await self._store.end_delivery(delivery, f"given up after attempt {delivery.attempt}: {answer.said}")
            return
        pause = min(MAX_PAUSE, self._first_pause * GROWTH ** (delivery.attempt - 1))
        due = time.time() + pause * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
        logger.info("webhook {}, attempt {}: {}", delivery.id, delivery.attempt, answer.said)
        await self._store.put_off(delivery, due, f"attempt {delivery.attempt}: {answer.said}; it is sent again")
