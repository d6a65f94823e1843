"""A file that one process holds: who holds it is written inside, and the kernel frees it when the process ends."""

import fcntl
import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


class Held(Exception):
    """Another process holds the lock; the message says which one, and since when."""


class FileLock:
    """An flock on a file, from the time it is made until `free`, or the process's end however it comes."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises Held, and OSError when the file cannot be opened."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._file, 4096, 0)
            os.close(self._file)
            raise Held(_said(holder)) from None
        except OSError:
            os.close(self._file)
            raise
        now = datetime.now(UTC).isoformat(timespec="seconds")
        holder = json.dumps({"host": platform.node(), "pid": os.getpid(), "since": now}).encode()
        with suppress(OSError):  # A full disk keeps no name, but the lock holds all the same.
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, holder, 0)

    def free(self) -> None:
        """Let go of the lock. The file stays: removing it could split it between two processes."""
        with suppress(OSError):
            os.ftruncate(self._file, 0)
        os.close(self._file)


def _said(holder: bytes) -> str:
    try:
        found: dict[str, Any] = json.loads(holder)
        return f"process {found['pid']} on {found['host']} since {found['since']}"
    except (ValueError, LookupError, TypeError):
        # Between taking the lock and writing the name, or on a full disk.
        return "a process that has not written its name"
