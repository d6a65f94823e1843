"""The embedded store: one SQLite file, which one gateway holds.

Two threads, each with a connection of its own, so that a large package that is being written keeps no reader waiting
(SQLite's write-ahead log lets them work at once). A whole transaction is one call in its thread: with a library that
sends each statement to a thread alone, such as aiosqlite, transactions of several tasks would mix.

A full disk may keep even the opening from what it has to write. So each thread opens its connection at its first call,
and tries again at the next one when it cannot; what a start writes is written with the first write that succeeds.
"""

import asyncio
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from loguru import logger

from main.gateway.store.base import KEEP, Keep
from main.gateway.store.sql import schema, writing
from main.gateway.store.sql.database import Db, Result, Statements
from main.gateway.store.sql.store import SqlStore
from main.gateway.store.sqlite.connection import Connection, nothing
from main.gateway.store.sqlite.lock import FileLock, Held
from main.gateway.store.sqlite.volume import Volume
from services.contract.errors import ConfigurationError, StoreUnavailable

UNUSED_PAGES, PAGES_AT_ONCE = 16_384, 4_096
"""Pages of 4 KiB that may stay in the file for later runs, and how many are given back in one transaction."""


class SqliteStore(SqlStore):
    """Leases are by this process's monotonic clock: who holds the file is the only one who counts them."""

    kind = "sqlite"

    def __init__(self, path: Path, keep: Keep, needed: int, lock: FileLock | None) -> None:
        """For `open`."""
        super().__init__(keep)
        self._lock = lock
        self._volume = Volume(path, needed)
        self._writing = Connection(path, "store-writer", "BEGIN IMMEDIATE", self._volume, schema.prepare)
        self._reading = Connection(path, "store-reader", "BEGIN", self._volume)
        self._begun = lock is None
        """Whether what another process has left is tidied up; not for who works beside it to do."""
        self._unused = 0
        """Pages of the file that nothing is in."""

    @classmethod
    async def open(cls, path: Path, keep: Keep = KEEP, needed: int = 0, *, beside: bool = False) -> "SqliteStore":
        """Open or make the file. It keeps the ended runs of `keep`; one is accepted while `needed` bytes are free.

        What another process was driving can be claimed at once, for it is gone. On a full disk the store opens, and
        its calls raise StoreUnavailable until there is room. Raises ConfigurationError when the file cannot be used,
        or is held: then with who holds it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = None if beside else FileLock(path.with_name(f"{path.name}.lock"))
        except Held as held:
            raise ConfigurationError(
                f"STORE_PATH: {path} is held by {held}; one gateway works on one store: stop that one, or name another"
                " file"
            ) from None
        except OSError as error:
            raise ConfigurationError(f"STORE_PATH: cannot use {path}: {error}") from None
        store = cls(path, keep, needed, lock)
        try:
            await store._write(writing.note_check)
        except StoreUnavailable as error:
            logger.error("no run is accepted or driven for now: {}", error.message)
        except (sqlite3.Error, schema.TooNew) as error:
            await store.close()
            raise ConfigurationError(f"STORE_PATH: cannot use {path}: {error}") from None
        return store

    def _alone(self, db: Db) -> None:
        """A writer has the file alone."""

    def _check_room(self, db: Db) -> None:
        self._volume.check(db)

    def _now(self, db: Db) -> float:
        del db
        return time.monotonic()

    async def close(self) -> None:
        """See Store."""
        await self._reading.close()
        await self._writing.close()
        if self._lock is not None:
            self._lock.free()

    async def _read(self, statements: Statements[Result]) -> Result:
        if not self._writing.opened:
            await self._writing.call(nothing)  # Which makes the tables of a new file.
        return await self._reading.call(statements)

    async def _written(self, statements: Statements[Result], topics: tuple[str, ...]) -> Result:
        loop = asyncio.get_running_loop()

        def write(db: Db) -> Result:
            if not self._begun:
                writing.expire_all(db)
                writing.prune(db, self._keep)
            result = statements(db)
            (self._unused,) = db.execute("PRAGMA freelist_count").fetchone()
            return result

        def tell() -> None:
            self._begun = True
            for topic in topics:
                loop.call_soon_threadsafe(self._news.tell, topic)

        result = await self._writing.call(write, tell)
        await self._give_back()
        return result

    async def _give_back(self) -> None:
        """Give a piece of what removed runs have left in the file back to the volume, when it is much."""
        if self._unused > UNUSED_PAGES:
            with suppress(StoreUnavailable):
                await self._writing.call(_shrink)


def _shrink(db: Db) -> None:
    """Only a file that was made since this is there can: another one's pages are used again."""
    db.execute(f"PRAGMA incremental_vacuum({PAGES_AT_ONCE})").fetchall()
