"""The tables of a store in an SQL database, and how those of an earlier version become ones of this."""

import time

from main.drive.redo import to_redo
from main.gateway.store.base import FINAL
from main.gateway.store.sql import writing
from main.gateway.store.sql.database import Db
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2

VERSION = 3
"""Of the tables; kept in PRAGMA user_version. Files before it had no number, so 0."""
SCHEMA = """
CREATE TABLE runs (
  id TEXT PRIMARY KEY, prompt BLOB NOT NULL, state TEXT NOT NULL, accepted REAL NOT NULL, error TEXT,
  events INTEGER NOT NULL DEFAULT 0, redo TEXT NOT NULL DEFAULT '[]',
  package_name TEXT, package_digest TEXT, package_bytes INTEGER,
  driver TEXT NOT NULL DEFAULT '', fence INTEGER NOT NULL DEFAULT 0, claims INTEGER NOT NULL DEFAULT 0,
  leased_until REAL NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX runs_by_state ON runs (state, accepted);
CREATE TABLE parts (
  run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, stage TEXT NOT NULL, timing BLOB NOT NULL, part BLOB,
  PRIMARY KEY (run_id, stage)
) STRICT;
CREATE TABLE events (
  run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, number INTEGER NOT NULL, kind TEXT NOT NULL,
  data TEXT NOT NULL, PRIMARY KEY (run_id, number)
) STRICT;
CREATE TABLE pieces (
  run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, fence INTEGER NOT NULL, number INTEGER NOT NULL,
  content BLOB NOT NULL, PRIMARY KEY (run_id, fence, number)
) STRICT;
"""
"""
A package's archive is in `pieces`, under the fence of the lease that wrote it, so that a reader never gets two
archives mixed. `part` is a ProcessResponse; a package's has no archive. It is the last column, and large values are
stored apart, so that timings are read without it.
"""
SINCE_2 = """
ALTER TABLE runs ADD COLUMN started REAL;
ALTER TABLE runs ADD COLUMN ended REAL;
ALTER TABLE runs ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE runs ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE runs ADD COLUMN key TEXT;
ALTER TABLE runs ADD COLUMN asked TEXT;
CREATE INDEX runs_by_age ON runs (accepted, id);
CREATE UNIQUE INDEX runs_by_key ON runs (key);
"""
"""
What version 2 has besides. `subject` is what a search looks at, in small letters; `key` is the request's idempotency
key, `asked` the digest of what it asked for. When earlier runs started and ended is not known.
"""
SINCE_3 = """
ALTER TABLE runs ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN hook TEXT;
ALTER TABLE runs ADD COLUMN hook_last TEXT NOT NULL DEFAULT '';
DROP INDEX runs_by_key;
CREATE UNIQUE INDEX runs_by_key ON runs (owner, key);
CREATE INDEX runs_by_owner ON runs (owner, accepted, id);
CREATE TABLE tokens (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, scope TEXT NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL,
  created REAL NOT NULL, expires REAL, used REAL, revoked REAL, parent TEXT NOT NULL,
  run_id TEXT REFERENCES runs(id) ON DELETE CASCADE
) STRICT;
CREATE INDEX tokens_by_parent ON tokens (parent);
CREATE INDEX tokens_by_run ON tokens (run_id);
CREATE TABLE paces (owner TEXT PRIMARY KEY, empty REAL NOT NULL) STRICT;
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY, run_id TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL,
  due REAL NOT NULL
) STRICT;
CREATE INDEX deliveries_by_due ON deliveries (due, id);
"""
"""
What version 3 has besides: whose a run is, and whom its end is told; a key is its owner's. Runs from before are
nobody's. `empty` is when an owner's pace is used up no more. A delivery outlives its run.
"""
STORE = "CREATE TABLE store (created REAL NOT NULL, pruned INTEGER NOT NULL, checked REAL NOT NULL) STRICT"
"""
One row of the store itself: when it was made, whether ended runs have been removed from it (also where that is not
known), and when a write was last tried. Programs that do not know this table leave it alone, so it has no version.
"""


POSTGRES_TYPES = {"BLOB": "BYTEA", "REAL": "DOUBLE PRECISION", ") STRICT": ")"}
"""What the types of these statements are called there."""
PREPARE_LOCK = 7_300
"""Key of the advisory lock under which one gateway makes the tables."""


class TooNew(Exception):
    """The file was made by a later version."""


def prepare(db: Db) -> None:
    """Make the tables, or bring them to this version, inside a transaction. Raises TooNew."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise TooNew(f"it has version {version} of the tables, and this program knows {VERSION}")
    if version == 0:
        if _has(db, "runs"):
            _from_0(db)
        else:
            _do(db, SCHEMA)
            _describe(db, pruned=False)
    if version < 2:
        _to_2(db)
    if version < 3:
        _do(db, SINCE_3)
    db.execute(f"PRAGMA user_version = {VERSION}")
    if not _has(db, "store"):
        _describe(db, pruned=True)


def prepare_postgres(db: Db) -> None:
    """The same in a PostgreSQL database, whatever other gateways do meanwhile. Raises TooNew."""
    db.execute("SELECT pg_advisory_xact_lock(?)", (PREPARE_LOCK,))
    if db.execute("SELECT to_regclass('schema_version')").fetchone() == (None,):
        _do(db, _theirs(SCHEMA, SINCE_2, SINCE_3, STORE))
        # SQLite has such a column by itself: the order in which rows came.
        db.execute("ALTER TABLE parts ADD COLUMN rowid BIGINT GENERATED ALWAYS AS IDENTITY")
        db.execute("INSERT INTO store (created, pruned, checked) VALUES (?, 0, 0)", (time.time(),))
        db.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
        db.execute("INSERT INTO schema_version VALUES (?)", (VERSION,))
    (version,) = db.execute("SELECT version FROM schema_version").fetchone()
    if version > VERSION:
        raise TooNew(f"it has version {version} of the tables, and this program knows {VERSION}")
    if version < 3:
        _do(db, _theirs(SINCE_3))
        db.execute("UPDATE schema_version SET version = ?", (VERSION,))


def _theirs(*statements: str) -> str:
    """The statements with PostgreSQL's types."""
    found = ";".join(part.strip().rstrip(";") for part in statements)
    for name, theirs in POSTGRES_TYPES.items():
        found = found.replace(name, theirs)
    return found


def _has(db: Db, table: str) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def _do(db: Db, statements: str) -> None:
    for statement in statements.split(";"):
        db.execute(statement)


def _describe(db: Db, *, pruned: bool) -> None:
    """Note since when the store has been there: of an older one all that is known is its oldest run."""
    db.execute(STORE)
    (oldest,) = db.execute("SELECT min(accepted) FROM runs").fetchone()
    db.execute("INSERT INTO store (created, pruned, checked) VALUES (?, ?, 0)", (oldest or time.time(), int(pruned)))


def _from_0(db: Db) -> None:
    """Runs with each stage's whole answer, archive and all, in `parts`."""
    db.execute("DROP INDEX runs_by_state")
    for table in ("runs", "parts", "events"):
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    _do(db, SCHEMA)
    db.execute(
        "INSERT INTO runs (id, prompt, state, accepted, error, events)"
        " SELECT id, prompt, state, accepted, error,"
        " (SELECT coalesce(max(number), 0) FROM old_events WHERE run_id = id) FROM old_runs ORDER BY accepted, rowid"
    )
    db.execute("INSERT INTO events SELECT run_id, number, kind, data FROM old_events")
    for run_id, prompt, state in db.execute("SELECT id, prompt, state FROM runs").fetchall():
        draft = draft_pb2.Draft(run_id=run_id)
        draft.prompt.ParseFromString(prompt)
        query = "SELECT stage, response FROM old_parts WHERE run_id = ? ORDER BY rowid"
        for stage, response in db.execute(query, (run_id,)).fetchall():
            made = stage_service_pb2.ProcessResponse.FromString(response)
            draft.MergeFrom(made.draft)
            writing.put_part(db, run_id, 0, stage, made)
        if state in FINAL:
            writing.keep_for(db, run_id, to_redo(draft))
    for table in ("parts", "events", "runs"):
        db.execute(f"DROP TABLE old_{table}")


def _to_2(db: Db) -> None:
    """Runs that can be listed."""
    _do(db, SINCE_2)
    for run_id, prompt in db.execute("SELECT id, prompt FROM runs").fetchall():
        subject = writing.subject(parts_pb2.Prompt.FromString(prompt))
        db.execute("UPDATE runs SET subject = ? WHERE id = ?", (subject, run_id))
