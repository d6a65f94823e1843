"""Word of changes by any gateway on a PostgreSQL database: LISTEN on a connection of its own."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import psycopg
from loguru import logger

from main.gateway.store.news import LocalNews
from services.runtime.client.backoff import Backoff

CHANNEL = "storyloom"
"""Of NOTIFY; its payload is the topic."""
AGAIN = Backoff(first=0.5, most=5.0)


class Listening:
    """Hands news on to this process's listeners; what was missed while there was no connection, as news of all."""

    def __init__(self, url: str, options: Mapping[str, Any], news: LocalNews) -> None:
        self._url, self._options, self._news = url, options, news
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, and go on whatever happens."""
        self._task = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _listen(self) -> None:
        pauses = AGAIN.pauses()
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True, **self._options) as heard:
                    await heard.execute(f"LISTEN {CHANNEL}")
                    self._news.tell_all()
                    pauses = AGAIN.pauses()
                    async for notification in heard.notifies():
                        self._news.tell(notification.payload)
            except psycopg.Error as error:
                logger.debug("no news from the database for now: {}", error)
            await asyncio.sleep(next(pauses))
