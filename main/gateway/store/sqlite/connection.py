"""A connection to a SQLite file, and the thread that uses it."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from main.gateway.store.sql.database import Db, Result, Statements, transaction
from main.gateway.store.sqlite.volume import Volume

BUSY_SECONDS = 10.0
"""How long a call waits for another program that has the file locked, such as one that copies it."""


def nothing(_: Db) -> None:
    """No statement."""


class _File(sqlite3.Connection):
    """Locks no row: a writer has the whole file."""

    def execute(self, statement: str, values: Any = (), /) -> sqlite3.Cursor:
        """Execute a statement of `rows` or `reading`."""
        return super().execute(statement.replace(" SKIP LOCKED", "").replace(" FOR UPDATE", ""), values)


class Connection:
    """A connection and the thread that uses it, one transaction after the other."""

    def __init__(self, path: Path, name: str, begin: str, volume: Volume, prepare: Statements[None] = nothing) -> None:
        """`prepare`: what is done in the first transaction of a new connection."""
        self._path, self._begin, self._volume, self._prepare = path, begin, volume, prepare
        self._executor = ThreadPoolExecutor(1, name)
        self._db: _File | None = None

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
                result = transaction(self._open(), self._begin, statements)
            after()
            return result

        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def _open(self) -> _File:
        if self._db is None:
            db = sqlite3.connect(self._path, isolation_level=None, timeout=BUSY_SECONDS, factory=_File)
            try:
                # Of a new file, so that it can become smaller again; it has no effect on another one.
                db.execute("PRAGMA auto_vacuum=INCREMENTAL")
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA foreign_keys=ON")
                db.execute("PRAGMA case_sensitive_like=ON")
                transaction(db, self._begin, self._prepare)
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
