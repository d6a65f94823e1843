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
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from loguru import logger

from main.gateway.store import rows, schema
from main.gateway.store.base import EventPage, Health, Lease, News, Run, State, Store
from main.gateway.store.lock import FileLock, Held
from main.gateway.store.news import LocalNews
from main.gateway.store.volume import Volume
from pipeline.v1 import parts_pb2, stage_service_pb2
from services.contract.errors import ConfigurationError, StoreUnavailable

BUSY_SECONDS = 10.0
"""How long a call waits for another program that has the file locked, such as one that copies it."""
HEALTHY_SECONDS = 1.0
"""How long the answer that the store is well is used, so that who asks for it often writes no more often."""
WORK = ""
"""The topic of runs that wait; the other topics are run ids."""
Result = TypeVar("Result")
Statements = Callable[[sqlite3.Connection], Result]


class SqliteStore(Store):
    """Leases are by this process's monotonic clock: who holds the file is the only one who counts them."""

    def __init__(self, path: Path, keep: int, needed: int, lock: FileLock) -> None:
        """For `open`."""
        self._keep, self._lock = keep, lock
        self._news = LocalNews()
        self._volume = Volume(path, needed)
        self._writing = _Thread(path, "store-writer", "BEGIN IMMEDIATE", self._volume, schema.prepare)
        self._reading = _Thread(path, "store-reader", "BEGIN", self._volume)
        self._begun = False
        """Whether what another process has left is tidied up."""
        self._created: float | None = None
        self._healthy_until = 0.0

    @classmethod
    async def open(cls, path: Path, keep: int = 500, needed: int = 0) -> "SqliteStore":
        """Open or make the file. It keeps the newest `keep` ended runs; one is accepted while `needed` bytes are free.

        What another process was driving can be claimed at once, for it is gone. On a full disk the store opens, and
        its calls raise StoreUnavailable until there is room. Raises ConfigurationError when the file cannot be used,
        or is held: then with who holds it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(path.with_name(f"{path.name}.lock"))
        except Held as held:
            raise ConfigurationError(
                f"STORE_PATH: {path} is held by {held}; one gateway works on one store: stop that one, or name another"
                " file"
            ) from None
        except OSError as error:
            raise ConfigurationError(f"STORE_PATH: cannot use {path}: {error}") from None
        store = cls(path, keep, needed, lock)
        try:
            await store._write(rows.note_check)
        except StoreUnavailable as error:
            logger.error("no run is accepted or driven for now: {}", error.message)
        except (sqlite3.Error, schema.TooNew) as error:
            await store.close()
            raise ConfigurationError(f"STORE_PATH: cannot use {path}: {error}") from None
        return store

    async def health(self) -> Health:
        """See Store."""
        reason = ""
        try:
            if time.monotonic() > self._healthy_until:
                await self._write(self._check)
                self._healthy_until = time.monotonic() + HEALTHY_SECONDS
        except StoreUnavailable as error:
            reason = error.message
        with suppress(StoreUnavailable):
            self._created = self._created or await self._read(rows.created)
        return Health(reason, self._created)

    def _check(self, db: sqlite3.Connection) -> None:
        self._volume.check(db)
        rows.note_check(db)

    async def accept(self, run_id: str, prompt: parts_pb2.Prompt, max_waiting: int) -> None:
        """See Store."""

        def accept(db: sqlite3.Connection) -> None:
            self._volume.check(db)
            rows.accept(db, run_id, prompt, max_waiting)

        await self._write(accept, WORK, run_id)

    async def get(self, run_id: str) -> Run:
        """See Store."""
        return await self._read(partial(rows.get, run_id=run_id))

    async def events(self, run_id: str, after: int = 0) -> EventPage:
        """See Store."""
        return await self._read(partial(rows.events, run_id=run_id, after=after))

    def news_of(self, run_id: str) -> AbstractAsyncContextManager[News]:
        """See Store."""
        return self._news.of(run_id)

    async def archive(self, run_id: str) -> AsyncIterator[bytes]:
        """See Store."""
        for fence, number in await self._read(partial(rows.archive_pieces, run_id=run_id)):
            yield await self._read(partial(rows.piece, run_id=run_id, fence=fence, number=number))

    async def reopen(self, run_id: str, redo: Collection[str], max_waiting: int) -> None:
        """See Store."""

        def reopen(db: sqlite3.Connection) -> None:
            self._volume.check(db)
            rows.reopen(db, run_id, redo, max_waiting)

        await self._write(reopen, WORK, run_id)

    async def claim(self, driver: str, seconds: float) -> Lease | None:
        """See Store."""
        return await self._write(partial(rows.claim, driver=driver, now=time.monotonic(), seconds=seconds))

    def news_of_work(self) -> AbstractAsyncContextManager[News]:
        """See Store."""
        return self._news.of(WORK)

    async def renew(self, lease: Lease, seconds: float) -> None:
        """See Store."""
        await self._write(partial(rows.renew, lease=lease, until=time.monotonic() + seconds))

    async def release(self, lease: Lease) -> None:
        """See Store."""
        await self._write(partial(rows.release, lease=lease), WORK)

    async def parts(self, run_id: str) -> dict[str, stage_service_pb2.ProcessResponse]:
        """See Store."""
        return await self._read(partial(rows.parts, run_id=run_id))

    async def add_event(self, lease: Lease, kind: str, data: Mapping[str, Any]) -> None:
        """See Store."""
        await self._write(partial(rows.add_event_held, lease=lease, kind=kind, data=data), lease.run_id)

    async def add_part(
        self, lease: Lease, stage: str, response: stage_service_pb2.ProcessResponse, data: Mapping[str, Any]
    ) -> None:
        """See Store."""
        add = partial(rows.add_part, lease=lease, stage=stage, response=response, data=data)
        await self._write(add, lease.run_id)

    async def end(self, lease: Lease, state: State, data: Mapping[str, Any], redo: Collection[str] = ()) -> None:
        """See Store."""
        end = partial(rows.end, lease=lease, state=state, data=data, redo=redo, keep=self._keep)
        await self._write(end, lease.run_id)

    async def close(self) -> None:
        """See Store."""
        await self._reading.close()
        await self._writing.close()
        self._lock.free()

    async def _read(self, statements: Statements[Result]) -> Result:
        """Read in one transaction."""
        if not self._writing.opened:
            await self._writing.call(_nothing)  # Which makes the tables of a new file.
        return await self._reading.call(statements)

    async def _write(self, statements: Statements[Result], *topics: str) -> Result:
        """Write in one transaction, then wake who follows the topics, even when the caller is cancelled meanwhile."""
        loop = asyncio.get_running_loop()

        def write(db: sqlite3.Connection) -> Result:
            if not self._begun:
                rows.expire_all(db)
                rows.prune(db, self._keep)
            return statements(db)

        def tell() -> None:
            self._begun = True
            for topic in topics:
                loop.call_soon_threadsafe(self._news.tell, topic)

        try:
            return await self._writing.call(write, tell)
        except StoreUnavailable:
            self._healthy_until = 0.0
            raise


def _nothing(_: sqlite3.Connection) -> None:
    """No statement."""


class _Thread:
    """A connection and the thread that uses it, one transaction after the other."""

    def __init__(self, path: Path, name: str, begin: str, volume: Volume, prepare: Statements[None] = _nothing) -> None:
        """`prepare`: what is done in the first transaction of a new connection."""
        self._path, self._begin, self._volume, self._prepare = path, begin, volume, prepare
        self._executor = ThreadPoolExecutor(1, name)
        self._db: sqlite3.Connection | None = None

    @property
    def opened(self) -> bool:
        """Whether there is a connection."""
        return self._db is not None

    async def call(self, statements: Statements[Result], after: Callable[[], None] = lambda: None) -> Result:
        """Do all statements or none, then `after`, in the thread; a call that has begun ends even when cancelled.

        Raises StoreUnavailable, and what the statements raise.
        """

        def work() -> Result:
            with self._volume.named():
                result = self._transaction(self._open(), statements)
            after()
            return result

        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def _transaction(self, db: sqlite3.Connection, statements: Statements[Result]) -> Result:
        db.execute(self._begin)
        try:
            result = statements(db)
            db.execute("COMMIT")
        except BaseException:
            # Some errors, such as a full disk, have rolled back already.
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        return result

    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            db = sqlite3.connect(self._path, isolation_level=None, timeout=BUSY_SECONDS)
            try:
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA foreign_keys=ON")
                self._transaction(db, self._prepare)
            except BaseException:
                db.close()
                raise
            self._db = db
        return self._db

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    async def close(self) -> None:
        """Close the connection after the calls before; a call after it raises RuntimeError."""
        closing = asyncio.get_running_loop().run_in_executor(self._executor, self._close)
        self._executor.shutdown(wait=False)
        await closing
