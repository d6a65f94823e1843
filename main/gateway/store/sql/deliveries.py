"""The statements of webhooks, each a function of a connection inside a transaction."""

import json
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from main.gateway.store.deliveries import MAX_DELIVERIES, Delivery, Hook
from main.gateway.store.sql.database import Db
from services.contract.errors import Overloaded


def check_room(db: Db) -> None:
    """Raise Overloaded when so many deliveries wait that no run may add one."""
    (waiting,) = db.execute("SELECT count(*) FROM deliveries").fetchone()
    if waiting >= MAX_DELIVERIES:
        raise Overloaded(f"{waiting:,} webhooks wait for their receivers; ask without webhook_url, or try again later")


def read(text: str | None, last: str) -> Hook | None:
    """The hook of a run's column."""
    if text is None:
        return None
    said = json.loads(text)
    return Hook(said["url"], tuple(said["events"]), last)


def written(hook: Hook | None) -> str | None:
    """The hook as a run's column."""
    return json.dumps({"url": hook.url, "events": hook.events}) if hook is not None else None


def add(db: Db, run_id: str, kind: str, data: Mapping[str, Any]) -> None:
    """Add the delivery of a run's event, when its hook wants it."""
    row = db.execute("SELECT hook, state, tags, metadata FROM runs WHERE id = ?", (run_id,)).fetchone()
    hook = read(row[0], "")
    event = kind.replace("_", ".", 1)
    if hook is None or event not in hook.events:
        return
    now = time.time()
    noted = {"id": run_id, "state": row[1], "tags": json.loads(row[2]), "metadata": json.loads(row[3])}
    body = {
        "type": event,
        "timestamp": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"),
        "data": noted | ({"error": dict(data)} if event == "run.failed" else dict(data)),
    }
    db.execute(
        "INSERT INTO deliveries (id, run_id, url, body, attempts, due) VALUES (?, ?, ?, ?, 0, ?)",
        (f"msg_{uuid.uuid4().hex}", run_id, hook.url, json.dumps(body), now),
    )
    _note(db, run_id, "waits to be sent")


def next_due(db: Db) -> float | None:
    """When the next one is due."""
    (due,) = db.execute("SELECT min(due) FROM deliveries").fetchone()
    return None if due is None else float(due)


def take(db: Db, now: float, seconds: float) -> Delivery | None:
    """Take one that is due."""
    found = db.execute(
        "UPDATE deliveries SET attempts = attempts + 1, due = ? WHERE id ="
        " (SELECT id FROM deliveries WHERE due <= ? ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED)"
        " RETURNING id, run_id, url, body, attempts",
        (now + seconds, now),
    ).fetchall()
    return Delivery(*found[0]) if found else None


def put_off(db: Db, delivery: Delivery, due: float, why: str) -> None:
    """Let it be taken later, unless somebody else has taken it meanwhile."""
    query = "UPDATE deliveries SET due = ? WHERE id = ? AND attempts = ?"
    if db.execute(query, (due, delivery.id, delivery.attempt)).rowcount:
        _note(db, delivery.run_id, why)


def end(db: Db, delivery: Delivery, said: str) -> None:
    """Forget it."""
    db.execute("DELETE FROM deliveries WHERE id = ?", (delivery.id,))
    _note(db, delivery.run_id, said)


def _note(db: Db, run_id: str, said: str) -> None:
    """Note on the run, where it is still kept, what came of its hook."""
    db.execute("UPDATE runs SET hook_last = ? WHERE id = ?", (said, run_id))
