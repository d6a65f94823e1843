"""The SQLite store's statements, each a function of a connection inside a transaction."""

import json
import sqlite3
import time
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from main.gateway.store.base import (
    EVENTS_AT_ONCE,
    FINAL,
    PIECE_BYTES,
    Event,
    EventPage,
    Lease,
    LeaseLost,
    PackageInfo,
    Run,
    State,
)
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.contract.errors import NotFound, NotReady, Overloaded

Db = sqlite3.Connection
Data = Mapping[str, Any]


def check_room(db: Db, max_waiting: int) -> None:
    """Raise Overloaded when so many runs wait."""
    (waiting,) = db.execute("SELECT count(*) FROM runs WHERE state = ?", (State.ACCEPTED,)).fetchone()
    if waiting >= max_waiting:
        raise Overloaded(f"{waiting} runs are waiting; try again later")


def accept(db: Db, run_id: str, prompt: parts_pb2.Prompt, max_waiting: int) -> None:
    """Add a run and its first event."""
    check_room(db, max_waiting)
    row = (run_id, prompt.SerializeToString(), State.ACCEPTED, time.time())
    db.execute("INSERT INTO runs (id, prompt, state, accepted) VALUES (?, ?, ?, ?)", row)
    add_event(db, run_id, "run_accepted", {})


def get(db: Db, run_id: str) -> Run:
    """Return a run, without reading any part."""
    query = (
        "SELECT prompt, state, accepted, events, error, redo, driver, package_name, package_digest, package_bytes"
        " FROM runs WHERE id = ?"
    )
    prompt, state, accepted, events, error, redo, driver, *package = _one(db, query, run_id)
    timings = db.execute("SELECT timing FROM parts WHERE run_id = ? ORDER BY rowid", (run_id,)).fetchall()
    return Run(
        id=run_id,
        prompt=parts_pb2.Prompt.FromString(prompt),
        state=State(state),
        accepted=accepted,
        events=events,
        error=json.loads(error) if error else None,
        timings=tuple(draft_pb2.StageTiming.FromString(timing) for (timing,) in timings),
        package=PackageInfo(*package) if package[0] is not None else None,
        redo=tuple(json.loads(redo)),
        driver=driver,
    )


def _one(db: Db, query: str, run_id: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = db.execute(query, (run_id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no run {run_id!r}: {_why_none(db)}")
    return row


def _why_none(db: Db) -> str:
    """What may have become of a run that is not there."""
    created, pruned = db.execute("SELECT created, pruned FROM store").fetchone()
    since = datetime.fromtimestamp(created, UTC).isoformat(timespec="seconds")
    if pruned:
        return f"runs that ended long ago are removed, and the store, made at {since}, has none from before that"
    return f"the store is new, made at {since}; runs from before that are not in it, and none was removed since"


def events(db: Db, run_id: str, after: int) -> EventPage:
    """Events over a number, and whether the last of them is the run's end."""
    state, last = _one(db, "SELECT state, events FROM runs WHERE id = ?", run_id)
    query = "SELECT number, kind, data FROM events WHERE run_id = ? AND number > ? ORDER BY number LIMIT ?"
    found = tuple(
        Event(number, kind, json.loads(data))
        for number, kind, data in db.execute(query, (run_id, after, EVENTS_AT_ONCE))
    )
    reached = found[-1].number if found else after
    return EventPage(found, state in FINAL and reached >= last)


def add_event(db: Db, run_id: str, kind: str, data: Data) -> None:
    """Append an event under the run's next number."""
    query = "UPDATE runs SET events = events + 1 WHERE id = ? RETURNING events"
    (number,) = _one(db, query, run_id)
    db.execute(
        "INSERT INTO events (run_id, number, kind, data) VALUES (?, ?, ?, ?)",
        (run_id, number, kind, json.dumps(dict(data))),
    )


def add_event_held(db: Db, lease: Lease, kind: str, data: Data) -> None:
    """Append an event of the lease's driver."""
    held(db, lease)
    add_event(db, lease.run_id, kind, data)


def archive_pieces(db: Db, run_id: str) -> list[tuple[int, int]]:
    """Fence and number of each piece of the run's archive, in order."""
    query = "SELECT fence, number FROM pieces WHERE run_id = ? ORDER BY fence, number"
    if not (found := db.execute(query, (run_id,)).fetchall()):
        raise NotFound(f"run {run_id!r} has no package")
    return found


def piece(db: Db, run_id: str, fence: int, number: int) -> bytes:
    """One piece of an archive."""
    query = "SELECT content FROM pieces WHERE run_id = ? AND fence = ? AND number = ?"
    row: tuple[bytes] | None = db.execute(query, (run_id, fence, number)).fetchone()
    if row is None:
        raise NotFound(f"the package of run {run_id!r} is being replaced or removed; ask again")
    return row[0]


def reopen(db: Db, run_id: str, redo: Collection[str], max_waiting: int) -> None:
    """Take what is to be made again out of an ended run, and let it wait."""
    (state,) = _one(db, "SELECT state FROM runs WHERE id = ?", run_id)
    if state not in FINAL:
        raise NotReady(f"run {run_id} is {state}; follow its events")
    check_room(db, max_waiting)
    db.executemany("DELETE FROM parts WHERE run_id = ? AND stage = ?", [(run_id, stage) for stage in redo])
    db.execute("DELETE FROM pieces WHERE run_id = ?", (run_id,))
    db.execute(
        "UPDATE runs SET state = ?, error = NULL, redo = '[]', claims = 0, package_name = NULL, package_digest = NULL,"
        " package_bytes = NULL WHERE id = ?",
        (State.ACCEPTED, run_id),
    )
    add_event(db, run_id, "run_resumed", {"stages": list(redo)})


def claim(db: Db, driver: str, now: float, seconds: float) -> Lease | None:
    """Take a run whose lease has expired, else the oldest that waits."""
    take = (
        "UPDATE runs SET state = 'running', driver = ?, fence = fence + 1, claims = claims + 1, leased_until = ?"
        " WHERE id = (SELECT id FROM runs WHERE state = ? AND leased_until <= ? ORDER BY accepted, rowid LIMIT 1)"
        " RETURNING id, fence, claims"
    )
    for state in (State.RUNNING, State.ACCEPTED):
        if found := db.execute(take, (driver, now + seconds, state, now)).fetchall():
            return Lease(*found[0])
    return None


def held(db: Db, lease: Lease) -> None:
    """Raise LeaseLost unless the lease is the run's."""
    query = "SELECT 1 FROM runs WHERE id = ? AND fence = ? AND state = ?"
    if db.execute(query, (lease.run_id, lease.fence, State.RUNNING)).fetchone() is None:
        raise LeaseLost(f"run {lease.run_id} is not driven under lease {lease.fence} any more")


def renew(db: Db, lease: Lease, until: float) -> None:
    """Move the lease's end."""
    held(db, lease)
    db.execute("UPDATE runs SET leased_until = ? WHERE id = ?", (until, lease.run_id))


def release(db: Db, lease: Lease) -> None:
    """Let the run wait again; the claim does not count."""
    held(db, lease)
    db.execute(
        "UPDATE runs SET state = ?, driver = '', claims = claims - 1, leased_until = 0 WHERE id = ?",
        (State.ACCEPTED, lease.run_id),
    )


def expire_all(db: Db) -> None:
    """Let every driven run be claimed: whoever drove it is gone."""
    db.execute("UPDATE runs SET leased_until = 0, driver = ''")


def created(db: Db) -> float:
    """When the store was made, Unix time in seconds."""
    (found,) = db.execute("SELECT created FROM store").fetchone()
    return float(found)


def note_check(db: Db) -> None:
    """Write something small: only a write says whether writing works."""
    db.execute("UPDATE store SET checked = ?", (time.time(),))


def parts(db: Db, run_id: str) -> dict[str, stage_service_pb2.ProcessResponse]:
    """What is kept of what the stages made."""
    query = "SELECT stage, part FROM parts WHERE run_id = ? AND part IS NOT NULL ORDER BY rowid"
    rows = db.execute(query, (run_id,))
    return {stage: stage_service_pb2.ProcessResponse.FromString(part) for stage, part in rows}


def add_part(db: Db, lease: Lease, stage: str, response: stage_service_pb2.ProcessResponse, data: Data) -> None:
    """Keep what a stage made, and its event."""
    held(db, lease)
    put_part(db, lease.run_id, lease.fence, stage, response)
    add_event(db, lease.run_id, "stage_completed", data)


def put_part(db: Db, run_id: str, fence: int, stage: str, response: stage_service_pb2.ProcessResponse) -> None:
    """Keep an answer; a package's archive goes into pieces."""
    if response.draft.HasField("package"):
        archive = response.draft.package.archive
        response = _without_archive(response)
        package = response.draft.package
        db.execute(
            "UPDATE runs SET package_name = ?, package_digest = ?, package_bytes = ? WHERE id = ?",
            (package.name, package.content_digest, len(archive), run_id),
        )
        db.execute("DELETE FROM pieces WHERE run_id = ?", (run_id,))
        pieces = (archive[start : start + PIECE_BYTES] for start in range(0, len(archive), PIECE_BYTES))
        db.executemany(
            "INSERT INTO pieces (run_id, fence, number, content) VALUES (?, ?, ?, ?)",
            ((run_id, fence, number, content) for number, content in enumerate(pieces)),
        )
    row = (run_id, stage, response.timing.SerializeToString(), response.SerializeToString())
    db.execute("INSERT OR REPLACE INTO parts (run_id, stage, timing, part) VALUES (?, ?, ?, ?)", row)


def _without_archive(response: stage_service_pb2.ProcessResponse) -> stage_service_pb2.ProcessResponse:
    """A copy; the caller's is in use elsewhere, and its archive too large to copy."""
    copy = stage_service_pb2.ProcessResponse(timing=response.timing)
    package = response.draft.package
    copy.draft.run_id = response.draft.run_id
    copy.draft.package.name, copy.draft.package.content_digest = package.name, package.content_digest
    copy.draft.package.files.extend(package.files)
    return copy


def end(db: Db, lease: Lease, state: State, data: Data, redo: Collection[str], keep: int) -> None:
    """End a run, drop the parts that no resume needs, and remove the oldest ended runs over `keep`."""
    held(db, lease)
    error = json.dumps(dict(data)) if state is State.FAILED else None
    db.execute(
        "UPDATE runs SET state = ?, error = ?, driver = '', claims = 0, leased_until = 0 WHERE id = ?",
        (state, error, lease.run_id),
    )
    add_event(db, lease.run_id, f"run_{state}", data)
    keep_for(db, lease.run_id, redo)
    prune(db, keep - 1, lease.run_id)


def prune(db: Db, keep: int, besides: str = "") -> None:
    """Remove the oldest ended runs over `keep`, not counting the run `besides`."""
    removed = db.execute(
        "DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE state IN (?, ?) AND id != ?"
        " ORDER BY accepted DESC, rowid DESC LIMIT -1 OFFSET ?)",
        (*FINAL, besides, keep),
    )
    if removed.rowcount:
        db.execute("UPDATE store SET pruned = 1")


def keep_for(db: Db, run_id: str, redo: Collection[str]) -> None:
    """Note the stages that a resume does again, and keep the other stages' parts. Without any, keep no part."""
    db.execute("UPDATE runs SET redo = ? WHERE id = ?", (json.dumps(list(redo)), run_id))
    if redo:
        dropped = [(run_id, stage) for stage in redo]
        db.executemany("UPDATE parts SET part = NULL WHERE run_id = ? AND stage = ?", dropped)
    else:
        db.execute("UPDATE parts SET part = NULL WHERE run_id = ?", (run_id,))
