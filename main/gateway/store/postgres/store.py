"""A store in PostgreSQL, on which any number of gateways work at once.

Transactions run in threads, a few at once, each thread with a connection of its own: the statements are those of the
SQLite store. After a connection has failed all are made anew, so that nobody goes on with a server that leads no more.
"""

import asyncio

import psycopg
from loguru import logger

from main.gateway.store.base import KEEP, Keep
from main.gateway.store.postgres.connections import OPTIONS, Connections, said, where
from main.gateway.store.postgres.listening import CHANNEL, Listening
from main.gateway.store.sql import schema, writing
from main.gateway.store.sql.database import Db, Result, Statements
from main.gateway.store.sql.store import SqlStore
from services.contract.errors import ConfigurationError, StoreUnavailable

WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED"
READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
ROOM_LOCK = 7_301
"""Key of the advisory lock under which waiting runs are counted and one is added."""
REFUSED = (
    "does not exist",
    "authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "permission denied",
)
"""What a server says that refuses, in no class of errors of its own: somebody has to mend it before a start."""


class PostgresStore(SqlStore):
    """Leases are by the server's clock."""

    kind = "postgresql"

    def __init__(self, url: str, keep: Keep) -> None:
        """For `open`."""
        super().__init__(keep)
        self._connections = Connections(url)
        self._listening = Listening(url, OPTIONS, self._news)
        self._prepared = False
        self._preparing = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, keep: Keep = KEEP) -> "PostgresStore":
        """Use a database, and make its tables where they are not; it keeps the ended runs of `keep`.

        While no server can be reached the store opens, and its calls raise StoreUnavailable. Raises
        ConfigurationError when the server refuses, or the tables are of a later version.
        """
        store = cls(url, keep)
        try:
            await store._write(writing.note_check)
        except StoreUnavailable as error:
            if any(words in error.message for words in REFUSED):
                await store.close()
                raise ConfigurationError(f"STORE_URL: {error.message}") from None
            logger.error("no run is accepted or driven for now: {}", error.message)
        except (psycopg.Error, schema.TooNew) as error:
            await store.close()
            raise ConfigurationError(f"STORE_URL: cannot use {where(url)}: {said(error)}") from None
        store._listening.start()
        return store

    async def close(self) -> None:
        """See Store."""
        await self._listening.stop()
        await self._connections.close()

    def _alone(self, db: Db) -> None:
        db.execute("SELECT pg_advisory_xact_lock(?)", (ROOM_LOCK,))

    def _check_room(self, db: Db) -> None:
        """A server without room refuses to write."""

    def _now(self, db: Db) -> float:
        (now,) = db.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
        return float(now)

    async def _read(self, statements: Statements[Result]) -> Result:
        await self._prepare()
        return await self._connections.call(READ, statements)

    async def _written(self, statements: Statements[Result], topics: tuple[str, ...]) -> Result:
        await self._prepare()

        def write(db: Db) -> Result:
            result = statements(db)
            for topic in topics:
                db.execute("SELECT pg_notify(?, ?)", (CHANNEL, topic))
            return result

        return await self._connections.call(WRITE, write)

    async def _prepare(self) -> None:
        """Make or bring up the tables, once, as soon as the server can be reached."""
        if self._prepared:
            return
        async with self._preparing:
            if not self._prepared:
                await self._connections.call(WRITE, schema.prepare_postgres)
                self._prepared = True
