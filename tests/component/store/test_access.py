"""What every store keeps to of owners, tokens and webhooks; and how stores of version 2 become ones of this."""

import asyncio
import sqlite3
import time
import uuid
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from main.gateway.access import credential
from main.gateway.store.base import Filter, Once, State, Store
from main.gateway.store.deliveries import Hook
from main.gateway.store.postgres.store import PostgresStore
from main.gateway.store.sql import deliveries, schema
from main.gateway.store.sqlite.store import SqliteStore
from main.gateway.store.tokens import Kind, Owner, Quota, Scope, Token
from pipeline.v1 import parts_pb2
from services.contract.errors import NotFound, Overloaded, OverQuota
from tests.postgres import Server

PROMPT = parts_pb2.Prompt(text="A fox", seed=7)
HOOK = Hook("https://hooks.example/x")


async def added(store: Store, name: str = "ada", kind: Kind = Kind.TOKEN, parent: str = "", **changes: object) -> Token:
    """A token that is kept."""
    _, token = credential.new(name, Scope.RUN, kind, parent=parent)
    token = replace(token, **changes)  # type: ignore[arg-type]
    await store.add_token(token)
    return token


async def test_a_token_is_kept_as_it_was_made(store: Store) -> None:
    """And with when it was used; one that is not there is None."""
    token = await added(store, expires=time.time() + 60)
    assert await store.token(token.id) == token
    session = await added(store, kind=Kind.SESSION, parent=token.id)
    await store.note_use(session, 7.0)
    assert [found and found.used for found in (await store.token(token.id), await store.token(session.id))] == [7, 7]
    assert await store.token("x") is None
    assert [found.id for found in await store.tokens()] == [token.id]


async def test_tokens_are_revoked_by_id_or_name(store: Store) -> None:
    """With what was made from them, and with nothing else; a second time there is nothing to revoke."""
    first, second, other = await added(store), await added(store), await added(store, "bob")
    sessions = [await added(store, kind=Kind.SESSION, parent=token.id) for token in (first, second)]
    assert [token.id for token in await store.revoke(first.id)] == [first.id]
    assert [await store.token(session.id) is None for session in sessions] == [True, False]
    assert [token.id for token in await store.revoke("ada")] == [second.id]
    assert await store.revoke("ada") == []
    assert await store.token(sessions[1].id) is None
    valid = [token.id for token in await store.tokens() if token.is_valid(time.time())]
    assert valid == [other.id]


async def test_what_is_of_no_use_is_removed(store: Store) -> None:
    """Sessions at their end, tokens 90 days after it."""
    long_ago = time.time() - 100 * 24 * 3600
    gone = await added(store, revoked=long_ago)
    late = await added(store, kind=Kind.SESSION, expires=time.time() - 1)
    kept = await added(store, expires=time.time() - 1)
    await added(store)
    assert [await store.token(token.id) is None for token in (gone, late, kept)] == [True, True, False]


async def test_a_link_is_its_run_s(store: Store) -> None:
    """It ends with the run, or with all links of it; there is none to a run that is not there."""
    for run_id in ("a", "b"):
        await store.accept(run_id, PROMPT, 10)
    links = [await added(store, kind=Kind.SHARE, run_id=run_id) for run_id in ("a", "b")]
    with pytest.raises(NotFound):
        await added(store, kind=Kind.SHARE, run_id="x")
    assert await store.end_shares("a") == 1
    await store.cancel("b", ())
    await store.remove("b")
    assert [await store.token(link.id) for link in links] == [None, None]


async def test_runs_are_their_owner_s(store: Store) -> None:
    """In lists, by key, and one by one, where another one's is as one that is not there."""
    once = Once("key", "asked")
    for run_id, name in (("a", "ada"), ("b", "bob")):
        assert await store.accept(run_id, PROMPT, 10, once=once, owner=Owner(name)) == run_id
    assert await store.accept("c", PROMPT, 10, once=once, owner=Owner("ada")) == "a"
    assert [run.id for run in await store.find(Filter(owner="ada"), 10)] == ["a"]
    assert (await store.get("b")).owner == "bob"
    await store.check_owner("a", "ada")
    for run_id in ("b", "x"):
        with pytest.raises(NotFound, match=f"there is no run '{run_id}': the store"):
            await store.check_owner(run_id, "ada")


async def test_an_owner_has_no_more_than_their_quota_however_they_ask(store: Store) -> None:
    """Twenty at once are no more than one after the other."""
    owner = Owner("ada", Quota(waiting=100, a_minute=5, bytes=1))
    asked = (store.accept(f"r{number}", PROMPT, 100, owner=owner) for number in range(20))
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, OverQuota) for one in found) == 15
    assert len(await store.find(Filter(owner="ada"), 100)) == 5
    await store.accept("other", PROMPT, 100, owner=replace(owner, name="bob"))


async def test_an_end_is_to_be_told_once(store: Store) -> None:
    """To who asked for it, until it is told; who has taken it has it alone; the end of a removed run is told too."""
    await store.accept("quiet", PROMPT, 10)
    await store.accept("told", PROMPT, 10, hook=HOOK)
    await store.accept("other", PROMPT, 10, hook=replace(HOOK, events=("run.failed",)))
    async with store.news_of_deliveries() as news:
        for run_id in ("quiet", "told", "other"):
            await store.cancel(run_id, ())
        assert await news.wait(20)
    now = time.time()
    due = await store.next_delivery()
    assert due is not None
    assert due <= now
    taken = await asyncio.gather(*(store.take_delivery(now, 60) for _ in range(5)))
    (first,) = [delivery for delivery in taken if delivery is not None]
    assert (first.run_id, first.url, first.attempt) == ("told", HOOK.url, 1)
    await store.put_off(first, now - 1, "no connection")
    hook = (await store.get("told")).hook
    assert hook is not None
    assert hook.last == "no connection"
    await store.remove("told")
    second = await store.take_delivery(now, 60)
    assert second == replace(first, attempt=2)
    # Who has it no more changes nothing.
    await store.put_off(first, now - 1, "late")
    assert await store.take_delivery(now, 60) is None
    await store.end_delivery(second, "taken")
    assert await store.next_delivery() is None


async def test_webhooks_that_wait_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that would add one is refused, another one is not."""
    monkeypatch.setattr(deliveries, "MAX_DELIVERIES", 1)
    await store.accept("a", PROMPT, 10, hook=HOOK)
    await store.cancel("a", ())
    with pytest.raises(Overloaded, match="webhooks wait"):
        await store.accept("b", PROMPT, 10, hook=HOOK)
    await store.accept("b", PROMPT, 10)


async def test_a_file_of_version_2_is_brought_up(tmp_path: Path) -> None:
    """Its runs are nobody's, and their keys are kept."""
    path = tmp_path / "runs.sqlite3"
    with sqlite3.connect(path) as db:
        db.executescript(schema.SCHEMA + schema.SINCE_2 + schema.STORE)
        db.execute("INSERT INTO store VALUES (1, 0, 0)")
        insert = "INSERT INTO runs (id, prompt, state, accepted, key, asked) VALUES ('old', ?, 'accepted', 1, 'k', 'a')"
        db.execute(insert, (PROMPT.SerializeToString(),))
        db.execute("PRAGMA user_version = 2")
    async with await SqliteStore.open(path) as store:
        await brought_up(store)


async def test_a_database_of_version_2_is_brought_up(postgres: Server) -> None:
    """The same."""
    url = postgres.create(uuid.uuid4().hex)
    old = ";".join(part.strip().rstrip(";") for part in (schema.SCHEMA, schema.SINCE_2, schema.STORE))
    for name, theirs in schema.POSTGRES_TYPES.items():
        old = old.replace(name, theirs)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as db:
        for statement in old.split(";"):
            await db.execute(statement.encode())
        await db.execute("ALTER TABLE parts ADD COLUMN rowid BIGINT GENERATED ALWAYS AS IDENTITY")
        await db.execute("INSERT INTO store VALUES (1, 0, 0)")
        await db.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
        await db.execute("INSERT INTO schema_version VALUES (2)")
        insert = (
            b"INSERT INTO runs (id, prompt, state, accepted, key, asked) VALUES ('old', %s, 'accepted', 1, 'k', 'a')"
        )
        await db.execute(insert, (PROMPT.SerializeToString(),))
    for _ in range(2):
        async with await PostgresStore.open(url) as store:
            await brought_up(store)


async def brought_up(store: Store) -> None:
    run = await store.get("old")
    assert (run.owner, run.hook, run.state) == ("", None, State.ACCEPTED)
    assert await store.accept("new", PROMPT, 10, once=Once("k", "a")) == "old"
    await added(store)
    assert await store.next_delivery() is None


async def test_work_beside_a_gateway_leaves_its_runs_alone(tmp_path: Path) -> None:
    """A token can be added while a gateway holds the file; what it drives is not taken from it."""
    path = tmp_path / "runs.sqlite3"
    async with await SqliteStore.open(path) as store:
        await store.accept("r", PROMPT, 10)
        lease = await store.claim("me", 60)
        assert lease is not None
        async with await SqliteStore.open(path, beside=True) as beside:
            token = await added(beside)
        assert await store.token(token.id) == token
        await store.renew(lease, 60)
        assert (await store.get("r")).driver == "me"
