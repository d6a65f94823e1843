"""Threads with a connection each to the PostgreSQL server that leads."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.pq import TransactionStatus

from main.gateway.store.sql.database import Result, Statements, transaction
from services.contract.errors import StoreUnavailable

CONNECTIONS = 8
"""Transactions at once; further ones wait for their turn."""
CALL_SECONDS = 10.0
"""Longest time of a call, its wait for a connection included: 35 MB take half a second."""
OPTIONS: dict[str, Any] = {
    "application_name": "storyloom",
    "target_session_attrs": "read-write",
    "connect_timeout": 2,
    "tcp_user_timeout": 4_000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "options": f"-c statement_timeout={CALL_SECONDS:g}s -c idle_in_transaction_session_timeout={CALL_SECONDS:g}s",
}
"""A machine that is gone is noticed within seconds; the time-out of a connect is for each host that STORE_URL names."""


class Connection:
    """What `rows` needs of a connection, over psycopg's."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True, **OPTIONS)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, and can be rolled back."""
        found = self._connection.info.transaction_status
        return found in (TransactionStatus.INTRANS, TransactionStatus.INERROR, TransactionStatus.ACTIVE)

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Any]:
        """Execute one statement."""
        return self._connection.execute(_placed(statement), values)

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> None:
        """Execute one statement with each of the values."""
        self._connection.cursor().executemany(_placed(statement), values)

    def break_off(self) -> None:
        """End whatever it waits for, from another thread."""
        with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(self._connection.fileno())) as same:
            same.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _placed(statement: str) -> Any:
    """The statement with psycopg's placeholders."""
    return statement.replace("%", "%%").replace("?", "%s")


class Connections:
    """Threads, each with a connection to the server that leads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._executor = ThreadPoolExecutor(CONNECTIONS, "store")
        self._own = threading.local()
        self._generation = 0
        """Connections of an earlier one are not used any more."""
        self._open: set[Connection] = set()

    async def call(self, begin: str, statements: Statements[Result]) -> Result:
        """Do all statements or none in a thread; a call that has begun ends even when cancelled.

        Raises StoreUnavailable, and what the statements raise.
        """
        used: list[Connection] = []

        def work() -> Result:
            with self._named():
                used.append(self._connected())
                return transaction(used[0], begin, statements)

        done = asyncio.get_running_loop().run_in_executor(self._executor, work)
        try:
            async with asyncio.timeout(CALL_SECONDS):
                return await asyncio.shield(done)
        except TimeoutError:
            if not done.cancel():
                done.add_done_callback(_seen)
            for connection in used:
                connection.break_off()
            self._generation += 1
            raise StoreUnavailable(self._unavailable(f"no answer in {CALL_SECONDS:g} s")) from None

    def _connected(self) -> Connection:
        """This thread's connection."""
        own: tuple[int, Connection] | None = getattr(self._own, "connection", None)
        if own is not None and own[0] == self._generation:
            return own[1]
        if own is not None:
            self._drop(own[1])
        generation, made = self._generation, Connection(self._url)
        self._open.add(made)
        self._own.connection = (generation, made)
        return made

    def _drop(self, connection: Connection) -> None:
        self._own.connection = None
        self._open.discard(connection)
        with suppress(psycopg.Error):
            connection.close()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Raise StoreUnavailable, which says what to look at, in place of errors of the server or the way to it."""
        try:
            yield
        except psycopg.Error as error:
            if not _may_pass(error):
                raise
            self._generation += 1
            raise StoreUnavailable(self._unavailable(said(error))) from error

    def _unavailable(self, why: str) -> str:
        return (
            f"the database cannot be used: {where(self._url)}: {why}; see that PostgreSQL runs there, has room and a"
            " leader, and that this machine reaches it; accepted runs then go on by themselves"
        )

    async def close(self) -> None:
        """Close the connections; calls under way are broken off."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        for connection in list(self._open):
            connection.break_off()
        await asyncio.to_thread(self._executor.shutdown)
        for connection in list(self._open):
            with suppress(psycopg.Error):
                connection.close()


def _seen(done: asyncio.Future[Any]) -> None:
    """Take the error of a call that nobody waits for any more."""
    if not done.cancelled():
        done.exception()


def _may_pass(error: psycopg.Error) -> bool:
    """Whether the server, or the way to it, is at fault; not a statement of ours."""
    return isinstance(error, psycopg.OperationalError | psycopg.errors.ReadOnlySqlTransaction | psycopg.InterfaceError)


def said(error: Exception) -> str:
    """The error's first line."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def where(url: str) -> str:
    """The servers and the database, without who asks."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"
