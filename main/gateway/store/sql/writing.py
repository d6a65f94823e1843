"""The statements of a store in an SQL database that write, each a function of a connection inside a transaction."""

import json
import time
from collections.abc import Collection, Mapping
from typing import Any

from main.gateway.store.base import FINAL, PIECE_BYTES, Keep, Labels, Lease, LeaseLost, Once, State
from main.gateway.store.deliveries import Hook
from main.gateway.store.sql import deliveries, tokens
from main.gateway.store.sql.database import Db
from main.gateway.store.sql.reading import one
from main.gateway.store.tokens import Owner
from pipeline.v1 import parts_pb2, stage_service_pb2
from services.contract.errors import InvalidRequest, NotReady, Overloaded, Violation

Data = Mapping[str, Any]
PRUNE = """
DELETE FROM runs WHERE state IN (?, ?, ?) AND id != ? AND id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER newest AS runs, sum(size) OVER newest AS bytes FROM (
      SELECT id, accepted, coalesce(package_bytes, 0) + events * ?
      + coalesce((SELECT sum(length(part)) FROM parts WHERE run_id = runs.id), 0) AS size
      FROM runs WHERE state IN (?, ?, ?)
    ) AS sized WINDOW newest AS (ORDER BY id = ? DESC, accepted DESC, id DESC)
  ) AS counted WHERE runs > ? OR bytes > ?
)
"""
"""The states stand there twice: a run may be reopened while this waits for its row."""
EVENT_BYTES = 300
"""About what an event takes."""
MAX_SUBJECT = 200
"""Characters of what a run is about that a search looks at."""


def check_room(db: Db, max_waiting: int) -> None:
    """Raise Overloaded when so many runs wait."""
    (waiting,) = db.execute("SELECT count(*) FROM runs WHERE state = ?", (State.ACCEPTED,)).fetchone()
    if waiting >= max_waiting:
        raise Overloaded(f"{waiting} runs are waiting; try again later")


def subject(prompt: parts_pb2.Prompt) -> str:
    """What a run is about, for a search."""
    return f"{prompt.text or prompt.story}"[:MAX_SUBJECT].casefold()


def made_before(db: Db, once: Once, owner: str) -> str:
    """Id of the run that the same request of this owner has made; empty when there is none."""
    row = db.execute("SELECT id, asked FROM runs WHERE owner = ? AND key = ?", (owner, once.key)).fetchone()
    if row is None:
        return ""
    if row[1] != once.asked:
        wrong = f"is that of run {row[0]}, which was asked for otherwise; give each request a key of its own"
        raise InvalidRequest((Violation("Idempotency-Key", wrong),))
    return str(row[0])


def accept(
    db: Db,
    run_id: str,
    prompt: parts_pb2.Prompt,
    max_waiting: int,
    labels: Labels,
    once: Once | None,
    owner: Owner,
    hook: Hook | None,
) -> None:
    """Add a run and its first event."""
    check_room(db, max_waiting)
    tokens.take(db, owner)
    if hook is not None:
        deliveries.check_room(db)
    noted = (json.dumps(labels.tags), json.dumps(dict(labels.metadata)))
    asked = (once.key, once.asked) if once is not None else (None, None)
    about = (run_id, prompt.SerializeToString(), State.ACCEPTED, time.time(), subject(prompt), *noted)
    db.execute(
        "INSERT INTO runs (id, prompt, state, accepted, subject, tags, metadata, key, asked, owner, hook)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*about, *asked, owner.name, deliveries.written(hook)),
    )
    add_event(db, run_id, "run_accepted", {})


def add_event(db: Db, run_id: str, kind: str, data: Data) -> None:
    """Append an event under the run's next number."""
    query = "UPDATE runs SET events = events + 1 WHERE id = ? RETURNING events"
    (number,) = one(db, query, run_id)
    db.execute(
        "INSERT INTO events (run_id, number, kind, data) VALUES (?, ?, ?, ?)",
        (run_id, number, kind, json.dumps(dict(data))),
    )


def add_event_held(db: Db, lease: Lease, kind: str, data: Data) -> None:
    """Append an event of the lease's driver."""
    held(db, lease)
    add_event(db, lease.run_id, kind, data)


def reopen(db: Db, run_id: str, redo: Collection[str], max_waiting: int, owner: Owner) -> None:
    """Take what is to be made again out of an ended run, and let it wait."""
    (state,) = one(db, "SELECT state FROM runs WHERE id = ? FOR UPDATE", run_id)
    if state not in FINAL:
        raise NotReady(f"run {run_id} is {state}; follow its events")
    check_room(db, max_waiting)
    tokens.check_waiting(db, owner)
    db.executemany("DELETE FROM parts WHERE run_id = ? AND stage = ?", [(run_id, stage) for stage in redo])
    db.execute("DELETE FROM pieces WHERE run_id = ?", (run_id,))
    db.execute(
        "UPDATE runs SET state = ?, started = NULL, ended = NULL, error = NULL, redo = '[]', claims = 0,"
        " package_name = NULL, package_digest = NULL, package_bytes = NULL WHERE id = ?",
        (State.ACCEPTED, run_id),
    )
    add_event(db, run_id, "run_resumed", {"stages": list(redo)})


def claim(db: Db, driver: str, now: float, seconds: float) -> Lease | None:
    """Take a run whose lease has expired, else the oldest that waits."""
    take = (
        "UPDATE runs SET state = 'running', driver = ?, fence = fence + 1, claims = claims + 1, leased_until = ?,"
        " started = coalesce(started, ?)"
        " WHERE id = (SELECT id FROM runs WHERE state = ? AND leased_until <= ? ORDER BY accepted, id LIMIT 1"
        " FOR UPDATE SKIP LOCKED) RETURNING id, fence, claims"
    )
    for state in (State.RUNNING, State.ACCEPTED):
        if found := db.execute(take, (driver, now + seconds, time.time(), state, now)).fetchall():
            return Lease(*found[0])
    return None


def held(db: Db, lease: Lease) -> None:
    """Raise LeaseLost unless the lease is the run's."""
    query = "SELECT 1 FROM runs WHERE id = ? AND fence = ? AND state = ? FOR UPDATE"
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


def note_check(db: Db) -> None:
    """Write something small: only a write says whether writing works."""
    db.execute("UPDATE store SET checked = ?", (time.time(),))


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
    db.execute("DELETE FROM parts WHERE run_id = ? AND stage = ?", (run_id, stage))
    db.execute("INSERT INTO parts (run_id, stage, timing, part) VALUES (?, ?, ?, ?)", row)


def _without_archive(response: stage_service_pb2.ProcessResponse) -> stage_service_pb2.ProcessResponse:
    """A copy; the caller's is in use elsewhere, and its archive too large to copy."""
    copy = stage_service_pb2.ProcessResponse(timing=response.timing)
    package = response.draft.package
    copy.draft.run_id = response.draft.run_id
    copy.draft.package.name, copy.draft.package.content_digest = package.name, package.content_digest
    copy.draft.package.files.extend(package.files)
    return copy


def end(db: Db, lease: Lease, state: State, data: Data, redo: Collection[str], keep: Keep) -> None:
    """End a run under its lease."""
    held(db, lease)
    _end(db, lease.run_id, state, data, redo, keep)


def cancel(db: Db, run_id: str, redo: Collection[str], keep: Keep, *, told: bool) -> None:
    """End a run that nobody need drive any more."""
    (state,) = one(db, "SELECT state FROM runs WHERE id = ? FOR UPDATE", run_id)
    if state == State.CANCELLED:
        return
    if state in FINAL:
        raise NotReady(f"run {run_id} is {state}; there is nothing to cancel")
    if not told:
        db.execute("UPDATE runs SET hook = NULL WHERE id = ?", (run_id,))
    _end(db, run_id, State.CANCELLED, {}, redo, keep)


def _end(db: Db, run_id: str, state: State, data: Data, redo: Collection[str], keep: Keep) -> None:
    """End a run, drop the parts that no resume needs, and remove the oldest ended runs over `keep`."""
    error = json.dumps(dict(data)) if state is State.FAILED else None
    db.execute(
        "UPDATE runs SET state = ?, ended = ?, error = ?, driver = '', claims = 0, leased_until = 0 WHERE id = ?",
        (state, time.time(), error, run_id),
    )
    add_event(db, run_id, f"run_{state}", data)
    deliveries.add(db, run_id, f"run_{state}", data)
    keep_for(db, run_id, redo)
    prune(db, keep, run_id)


def remove(db: Db, run_id: str) -> None:
    """Remove an ended run; what is of it goes with it."""
    (state,) = one(db, "SELECT state FROM runs WHERE id = ? FOR UPDATE", run_id)
    if state not in FINAL:
        raise NotReady(f"run {run_id} is {state}; cancel it first")
    db.execute("DELETE FROM runs WHERE id = ?", (run_id,))
    db.execute("UPDATE store SET pruned = 1")


def prune(db: Db, keep: Keep, besides: str = "") -> None:
    """Remove the oldest ended runs over `keep`, but not the run `besides`, which counts."""
    values = (*FINAL, besides, EVENT_BYTES, *FINAL, besides, keep.runs, keep.bytes)
    removed = db.execute(PRUNE, values)
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
