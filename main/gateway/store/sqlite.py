"""The gateway's runs in one SQLite file: what was accepted, each part as it was made, each event."""

import json
import sqlite3
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.v1 import parts_pb2, stage_service_pb2
from services.contract.errors import ConfigurationError, NotFound

SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY, prompt BLOB NOT NULL, state TEXT NOT NULL, accepted REAL NOT NULL, error TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS parts (
  run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, stage TEXT NOT NULL, response BLOB NOT NULL,
  PRIMARY KEY (run_id, stage)
) STRICT;
CREATE TABLE IF NOT EXISTS events (
  run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, number INTEGER NOT NULL, kind TEXT NOT NULL,
  data TEXT NOT NULL, PRIMARY KEY (run_id, number)
) STRICT;
CREATE INDEX IF NOT EXISTS runs_by_state ON runs (state, accepted);
"""


class State(StrEnum):
    """Where a run is. The last two are final."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


FINAL = (State.COMPLETED, State.FAILED)


@dataclass(frozen=True)
class Run:
    """One row of the store."""

    id: str
    prompt: parts_pb2.Prompt
    state: State
    accepted: float
    """Unix time, seconds."""
    error: dict[str, Any] | None


@dataclass(frozen=True)
class Event:
    """Something that happened to a run; numbers start at 1 and have no gaps."""

    number: int
    kind: str
    data: dict[str, Any]


class _Transaction(AbstractContextManager[object]):
    """BEGIN ... COMMIT, or ROLLBACK when an exception passes."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


class Store:
    """All calls are short (a row or a few), so they run on the event loop's thread."""

    def __init__(self, path: Path, keep: int = 500) -> None:
        """Open or make the file. Raises ConfigurationError when the place cannot be written."""
        self._keep = keep
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON;" + SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise ConfigurationError(f"STORE_PATH: cannot use {path}: {error}") from None

    def add(self, run_id: str, prompt: parts_pb2.Prompt) -> None:
        """Accept a run: once this returns, a restart does not lose it."""
        row = (run_id, prompt.SerializeToString(), State.ACCEPTED, time.time())
        self._db.execute("INSERT INTO runs (id, prompt, state, accepted) VALUES (?, ?, ?, ?)", row)

    def get(self, run_id: str) -> Run:
        """Return a run. Raises NotFound."""
        query = "SELECT id, prompt, state, accepted, error FROM runs WHERE id = ?"
        row = self._db.execute(query, (run_id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no run {run_id!r}; runs that ended long ago are removed")
        prompt = parts_pb2.Prompt.FromString(row[1])
        return Run(row[0], prompt, State(row[2]), row[3], json.loads(row[4]) if row[4] else None)

    def unfinished(self) -> list[str]:
        """Ids of the runs that are not final, the oldest first."""
        query = "SELECT id FROM runs WHERE state NOT IN (?, ?) ORDER BY accepted, rowid"
        return [row[0] for row in self._db.execute(query, FINAL)]

    def transaction(self) -> AbstractContextManager[object]:
        """What is written inside is written as one, or not at all."""
        return _Transaction(self._db)

    def set_state(self, run_id: str, state: State, error: dict[str, Any] | None = None) -> None:
        """Change a run's state; a final one may push the oldest other ended runs out."""
        values = (state, json.dumps(error) if error else None, run_id)
        self._db.execute("UPDATE runs SET state = ?, error = ? WHERE id = ?", values)
        if state in FINAL:
            self._db.execute(
                "DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE state IN (?, ?) AND id != ?"
                " ORDER BY accepted DESC, rowid DESC LIMIT -1 OFFSET ?)",
                (*FINAL, run_id, self._keep - 1),
            )

    def add_part(self, run_id: str, stage: str, response: stage_service_pb2.ProcessResponse) -> None:
        """Keep what a stage made."""
        row = (run_id, stage, response.SerializeToString())
        self._db.execute("INSERT OR REPLACE INTO parts (run_id, stage, response) VALUES (?, ?, ?)", row)

    def drop_parts(self, run_id: str, stages: list[str]) -> None:
        """Forget what these stages made."""
        self._db.executemany("DELETE FROM parts WHERE run_id = ? AND stage = ?", [(run_id, name) for name in stages])

    def parts(self, run_id: str) -> dict[str, stage_service_pb2.ProcessResponse]:
        """What the stages made so far, by stage name, in order of completion."""
        query = "SELECT stage, response FROM parts WHERE run_id = ? ORDER BY rowid"
        rows = self._db.execute(query, (run_id,))
        return {stage: stage_service_pb2.ProcessResponse.FromString(response) for stage, response in rows}

    def add_event(self, run_id: str, kind: str, data: dict[str, Any]) -> None:
        """Append an event."""
        self._db.execute(
            "INSERT INTO events (run_id, number, kind, data)"
            " SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3 FROM events WHERE run_id = ?1",
            (run_id, kind, json.dumps(data)),
        )

    def events(self, run_id: str, after: int = 0) -> list[Event]:
        """The events with a number over `after`, in order."""
        query = "SELECT number, kind, data FROM events WHERE run_id = ? AND number > ? ORDER BY number"
        return [
            Event(number, kind, json.loads(data)) for number, kind, data in self._db.execute(query, (run_id, after))
        ]

    def close(self) -> None:
        """Close the file."""
        self._db.close()
