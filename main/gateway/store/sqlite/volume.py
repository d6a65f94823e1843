"""The state volume, which holds the SQLite store's file: how much room it has, and what a failed write on it means."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from main.gateway.store.sql.database import Db
from services.contract.errors import StoreUnavailable

MB = 1_000_000
PASSING = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
)
"""Primary result codes of what may pass by itself, or when somebody mends the volume."""
PRIMARY = 0xFF
"""Mask of the primary code in an extended one, such as SQLITE_IOERR_WRITE."""


class Volume:
    """The file system under a store's file."""

    def __init__(self, path: Path, needed: int) -> None:
        """`path`: the store's file. `needed`: bytes that must be free before a run is accepted."""
        self._path, self._needed = path, needed

    def check(self, db: Db) -> None:
        """Raise StoreUnavailable unless a run has room; pages that removed runs have left in the file are room too."""
        (pages,), (size,) = (db.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_size"))
        if self._free() + pages * size < self._needed:
            raise StoreUnavailable(self._full())

    @contextmanager
    def named(self) -> Iterator[None]:
        """Raise StoreUnavailable, which says what to change, in place of SQLite's errors that may pass."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY
            if code not in PASSING:
                raise
            raise StoreUnavailable(self._said(code, error)) from error

    def _said(self, code: int, error: sqlite3.Error) -> str:
        # Where SQLite maps a file into memory, a full disk is an I/O error to it.
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and self._free() < self._needed):
            return self._full()
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return f"another program has locked {self._path}; end it, such as a copy or a backup that hangs"
        return (
            f"the state volume cannot be used: {self._path}: {error}; see what the kernel says of its disk (dmesg),"
            " whether it is mounted read-only, and whether user 10001 may write to it"
        )

    def _full(self) -> str:
        return (
            f"the state volume is full: {self._free() // MB} MB are free beside {self._path}, and runs need"
            f" {self._needed / MB:g} MB (STORE_FREE_MB); remove other files there, give it more room, or restart the"
            " gateway with a lower KEEP_RUNS; accepted runs then go on by themselves"
        )

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._path.parent).free
        except OSError:
            return 0
