"""The statements of tokens and of what their owners may have, each a function of a connection in a transaction."""

import math
import time
from dataclasses import replace
from typing import Any

from main.gateway.store.base import State
from main.gateway.store.sql.database import Db
from main.gateway.store.sql.reading import none, one
from main.gateway.store.tokens import MAX_SESSIONS, MAX_SHARES, MAX_TOKENS, Kind, Owner, Scope, Token
from services.contract.errors import OverQuota

SELECT = "SELECT id, name, scope, kind, digest, created, expires, used, revoked, parent, run_id FROM tokens"
FORGOTTEN_SECONDS = 90 * 24 * 3600.0
"""After this time a token that is not valid any more is in no list."""
MINUTE = 60.0
FULL_SECONDS = 60
"""Retry-After of an owner whose bytes are used up: only a deletion makes room."""


def add(db: Db, token: Token) -> None:
    """Add a token."""
    _tidy(db, token)
    (count,) = db.execute("SELECT count(*) FROM tokens").fetchone()
    if count >= MAX_TOKENS:
        raise OverQuota(f"the store has {count:,} tokens, sessions and links; revoke some")
    if token.run_id is not None:
        one(db, "SELECT id FROM runs WHERE id = ?", token.run_id)
        query = "SELECT count(*) FROM tokens WHERE run_id = ? AND kind = ?"
        (shares,) = db.execute(query, (token.run_id, Kind.SHARE)).fetchone()
        if shares >= MAX_SHARES and token.kind is Kind.SHARE:
            raise OverQuota(f"run {token.run_id} has {shares} links; end them first")
    row = (
        *(token.id, token.name, token.scope, token.kind, token.digest, token.created, token.expires, token.used),
        *(token.revoked, token.parent, token.run_id),
    )
    db.execute(
        "INSERT INTO tokens (id, name, scope, kind, digest, created, expires, used, revoked, parent, run_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def _tidy(db: Db, new: Token) -> None:
    """Remove what is of no use any more, and the oldest sessions of a token that has too many."""
    db.execute("DELETE FROM tokens WHERE kind != ? AND expires < ?", (Kind.TOKEN, new.created))
    before = new.created - FORGOTTEN_SECONDS
    db.execute("DELETE FROM tokens WHERE revoked < ? OR expires < ?", (before, before))
    if new.kind is Kind.SESSION:
        db.execute(
            "DELETE FROM tokens WHERE id IN ("
            "SELECT id FROM tokens WHERE parent = ? AND kind = ? ORDER BY created DESC, id LIMIT ? OFFSET ?)",
            (new.parent, Kind.SESSION, MAX_TOKENS, MAX_SESSIONS - 1),
        )


def get(db: Db, token_id: str) -> Token | None:
    """One token."""
    row = db.execute(SELECT + " WHERE id = ?", (token_id,)).fetchone()
    return _token(row) if row is not None else None


def listed(db: Db) -> list[Token]:
    """All that persons and programs have."""
    rows = db.execute(SELECT + " WHERE kind = ? ORDER BY created, id", (Kind.TOKEN,)).fetchall()
    return [_token(row) for row in rows]


def revoke(db: Db, word: str, now: float) -> list[Token]:
    """Revoke tokens by id or name, and remove what was made from them."""
    wanted = " WHERE kind = ? AND revoked IS NULL AND (id = ? OR name = ?)"
    values = (Kind.TOKEN, word, word)
    found = [_token(row) for row in db.execute(SELECT + wanted + " FOR UPDATE", values).fetchall()]
    for token in found:
        db.execute("UPDATE tokens SET revoked = ? WHERE id = ?", (now, token.id))
        db.execute("DELETE FROM tokens WHERE parent = ?", (token.id,))
    return [replace(token, revoked=now) for token in found]


def end(db: Db, token_id: str) -> None:
    """Remove a session or a link."""
    db.execute("DELETE FROM tokens WHERE kind != ? AND id = ?", (Kind.TOKEN, token_id))


def end_shares(db: Db, run_id: str) -> int:
    """Remove a run's links."""
    return db.execute("DELETE FROM tokens WHERE run_id = ?", (run_id,)).rowcount


def note_use(db: Db, token: Token, now: float) -> None:
    """Note a use, also of the token that it was made from."""
    db.execute("UPDATE tokens SET used = ? WHERE id = ? OR id = ?", (now, token.id, token.parent))


def _token(row: tuple[Any, ...]) -> Token:
    token_id, name, scope, kind, *others = row
    return Token(token_id, name, Scope(scope), Kind(kind), *others)


def check_owner(db: Db, run_id: str, owner: str) -> None:
    """Raise NotFound, as for a run that is not there, unless it is the owner's."""
    (found,) = one(db, "SELECT owner FROM runs WHERE id = ?", run_id)
    if found != owner:
        raise none(db, run_id)


def check_waiting(db: Db, owner: Owner) -> None:
    """Raise OverQuota when as many runs of the owner wait as may."""
    if owner.quota is None:
        return
    query = "SELECT count(*) FROM runs WHERE state = ? AND owner = ?"
    (waiting,) = db.execute(query, (State.ACCEPTED, owner.name)).fetchone()
    if waiting + owner.runs > owner.quota.waiting:
        most = f"at most {owner.quota.waiting} of one owner may (OWNER_WAITING)"
        raise OverQuota(f"{waiting} runs of {owner.name} are waiting, and {most}; try again later")


def take(db: Db, owner: Owner) -> None:
    """Count one more run of the owner. Raises OverQuota, with when there may be room."""
    if owner.quota is None:
        return
    check_waiting(db, owner)
    query = "SELECT coalesce(sum(package_bytes), 0) FROM runs WHERE owner = ?"
    (kept,) = db.execute(query, (owner.name,)).fetchone()
    if kept >= owner.quota.bytes:
        most = f"of {owner.quota.bytes:,} (OWNER_KEEP_MB)"
        raise OverQuota(f"the packages of {owner.name} take {kept:,} bytes {most}; delete some runs", FULL_SECONDS)
    _pace(db, owner.name, owner.quota.a_minute, owner.runs)


def _pace(db: Db, name: str, a_minute: int, runs: int) -> None:
    """Let a minute's runs come at once, then one each so many seconds (GCRA: a leaky bucket, kept as one time).

    A deletion gives nothing back, so that nobody goes round it.
    """
    now, each = time.time(), MINUTE / a_minute
    row = db.execute("SELECT empty FROM paces WHERE owner = ?", (name,)).fetchone()
    empty = max(now, row[0]) if row is not None else now
    late = empty + runs * each - now - MINUTE
    if late > each * 1e-6:
        raise OverQuota(
            f"{name} has had {a_minute} runs accepted within a minute (OWNER_RUNS_A_MINUTE); try again in"
            f" {math.ceil(late)} s",
            math.ceil(late),
        )
    db.execute(
        "INSERT INTO paces (owner, empty) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET empty = excluded.empty",
        (name, empty + each),
    )
