"""The statements of a store in an SQL database that read, each a function of a connection inside a transaction."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from main.gateway.store.base import (
    EVENTS_AT_ONCE,
    FINAL,
    Event,
    EventPage,
    Filter,
    Labels,
    PackageInfo,
    Place,
    Run,
    State,
)
from main.gateway.store.sql import deliveries
from main.gateway.store.sql.database import Db
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.contract.errors import NotFound

SELECT = """
SELECT id, prompt, tags, metadata, state, accepted, started, ended, events, error, redo, driver, owner,
hook, hook_last,
CASE WHEN state = 'accepted' THEN (
  SELECT count(*) FROM runs AS other
  WHERE other.state = 'accepted' AND (other.accepted, other.id) < (runs.accepted, runs.id)
) END,
CASE WHEN state IN ('completed', 'failed', 'cancelled') THEN (
  SELECT count(*) FROM runs AS other
  WHERE other.state IN ('completed', 'failed', 'cancelled')
  AND (other.accepted, other.id) > (runs.accepted, runs.id)
) END,
package_name, package_digest, package_bytes FROM runs
"""
"""What `_run` makes a run from; the two counts are of runs that wait before it, and of ended ones that are newer."""


def get(db: Db, run_id: str, keep: int) -> Run:
    """Return a run, without reading any part."""
    return _run(db, one(db, SELECT + " WHERE id = ?", run_id), keep)


def counts(db: Db) -> dict[State, int]:
    """How many runs are in each state that some are in."""
    return {State(state): int(count) for state, count in db.execute("SELECT state, count(*) FROM runs GROUP BY state")}


def find(db: Db, wanted: Filter, limit: int, after: Place | None, keep: int) -> list[Run]:
    """Runs of the list, without reading any part."""
    clauses: list[str] = []
    values: list[Any] = []
    if wanted.states:
        clauses.append(f"state IN ({', '.join('?' * len(wanted.states))})")
        values += wanted.states
    if wanted.tag:
        clauses.append("tags LIKE ? ESCAPE '!'")
        values.append(_holds(json.dumps(wanted.tag)))
    if wanted.words:
        clauses.append("subject LIKE ? ESCAPE '!'")
        values.append(_holds(wanted.words.casefold()))
    if wanted.owner is not None:
        clauses.append("owner = ?")
        values.append(wanted.owner)
    if after is not None:
        clauses.append("(accepted, id) < (?, ?)")
        values += (after.accepted, after.id)
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    query = f"{SELECT} {where} ORDER BY accepted DESC, id DESC LIMIT ?"
    return [_run(db, row, keep) for row in db.execute(query, (*values, limit)).fetchall()]


def _holds(text: str) -> str:
    """For LIKE: what has this text in it. A tag is looked for with the quotation marks that it has in its list."""
    escaped = re.sub("[!%_]", r"!\g<0>", text)
    return f"%{escaped}%"


def _run(db: Db, row: tuple[Any, ...], keep: int) -> Run:
    run_id, prompt, tags, metadata, state, accepted, started, ended, events, error, redo, driver, *others = row
    owner, hook, last, position, newer, *package = others
    timings = db.execute("SELECT timing FROM parts WHERE run_id = ? ORDER BY rowid", (run_id,)).fetchall()
    return Run(
        id=run_id,
        prompt=parts_pb2.Prompt.FromString(prompt),
        labels=Labels(tuple(json.loads(tags)), json.loads(metadata)),
        state=State(state),
        accepted=accepted,
        started=started,
        ended=ended,
        position=position,
        newer=None if newer is None else max(1, keep - newer),
        events=events,
        error=json.loads(error) if error else None,
        timings=tuple(draft_pb2.StageTiming.FromString(timing) for (timing,) in timings),
        package=PackageInfo(*package) if package[0] is not None else None,
        redo=tuple(json.loads(redo)),
        driver=driver,
        owner=owner,
        hook=deliveries.read(hook, last),
    )


def one(db: Db, query: str, run_id: str) -> tuple[Any, ...]:
    """The one row of a run. Raises NotFound."""
    row: tuple[Any, ...] | None = db.execute(query, (run_id,)).fetchone()
    if row is None:
        raise none(db, run_id)
    return row


def none(db: Db, run_id: str) -> NotFound:
    """The error of a run that is not there."""
    return NotFound(f"there is no run {run_id!r}: {_why_none(db)}")


def _why_none(db: Db) -> str:
    """What may have become of a run that is not there."""
    created, pruned = db.execute("SELECT created, pruned FROM store").fetchone()
    since = datetime.fromtimestamp(created, UTC).isoformat(timespec="seconds")
    if pruned:
        removed = "ended runs are removed by newer ones or a DELETE"
        return f"{removed}, and the store, made at {since}, has none from before that"
    return f"the store is new, made at {since}; runs from before that are not in it, and none was removed since"


def events(db: Db, run_id: str, after: int) -> EventPage:
    """Events over a number, and whether the last of them is the run's end."""
    state, last = one(db, "SELECT state, events FROM runs WHERE id = ?", run_id)
    query = "SELECT number, kind, data FROM events WHERE run_id = ? AND number > ? ORDER BY number LIMIT ?"
    found = tuple(
        Event(number, kind, json.loads(data))
        for number, kind, data in db.execute(query, (run_id, after, EVENTS_AT_ONCE))
    )
    reached = found[-1].number if found else after
    return EventPage(found, state in FINAL and reached >= last)


def archive(db: Db, run_id: str) -> tuple[int, int]:
    """Fence and size in bytes of the run's archive."""
    query = "SELECT fence, sum(length(content)) FROM pieces WHERE run_id = ? GROUP BY fence"
    row: tuple[int, int] | None = db.execute(query, (run_id,)).fetchone()
    if row is None:
        raise NotFound(f"run {run_id!r} has no package")
    return row


def piece(db: Db, run_id: str, fence: int, number: int) -> bytes:
    """One piece of an archive."""
    query = "SELECT content FROM pieces WHERE run_id = ? AND fence = ? AND number = ?"
    row: tuple[bytes] | None = db.execute(query, (run_id, fence, number)).fetchone()
    if row is None:
        raise NotFound(f"the package of run {run_id!r} is being replaced or removed; ask again")
    return row[0]


def created(db: Db) -> float:
    """When the store was made, Unix time in seconds."""
    (found,) = db.execute("SELECT created FROM store").fetchone()
    return float(found)


def parts(db: Db, run_id: str) -> dict[str, stage_service_pb2.ProcessResponse]:
    """What is kept of what the stages made."""
    query = "SELECT stage, part FROM parts WHERE run_id = ? AND part IS NOT NULL ORDER BY rowid"
    rows = db.execute(query, (run_id,))
    return {stage: stage_service_pb2.ProcessResponse.FromString(part) for stage, part in rows}
