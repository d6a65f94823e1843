"""What only the SQLite store does: one process holds its file, and files of earlier versions are brought up."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf.message import DecodeError

from main.gateway.store.base import KEEP, Filter, Keep, Labels, State
from main.gateway.store.sql import schema
from main.gateway.store.sqlite.store import SqliteStore
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.contract.errors import ConfigurationError, NotFound
from tests.component.store.given import whole as archive_of
from tests.conftest import PROMPT

HOLD = """
import asyncio, sys
from pathlib import Path
from main.gateway.store.sqlite.store import SqliteStore
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2

async def hold():
    store = await SqliteStore.open(Path(sys.argv[1]))
    await store.accept("r", parts_pb2.Prompt(text="A fox"), 100)
    lease = await store.claim("lost", 3600)
    made = stage_service_pb2.ProcessResponse(timing=draft_pb2.StageTiming(stage="story_generator"))
    await store.add_part(lease, "story_generator", made, {})
    print("held", flush=True)
    await asyncio.sleep(3600)

asyncio.run(hold())
"""
VERSION_0 = """
CREATE TABLE runs (
  id TEXT PRIMARY KEY, prompt BLOB NOT NULL, state TEXT NOT NULL, accepted REAL NOT NULL, error TEXT
) STRICT;
CREATE TABLE parts (
  run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, stage TEXT NOT NULL, response BLOB NOT NULL,
  PRIMARY KEY (run_id, stage)
) STRICT;
CREATE TABLE events (
  run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, number INTEGER NOT NULL, kind TEXT NOT NULL,
  data TEXT NOT NULL, PRIMARY KEY (run_id, number)
) STRICT;
CREATE INDEX runs_by_state ON runs (state, accepted);
"""


async def test_a_second_process_is_told_who_holds_the_file(tmp_path: Path) -> None:
    """Host, process and since when; a killed one holds it no more, and its run can be claimed at once."""
    path = tmp_path / "runs.sqlite3"
    holder = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLD, path, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert await holder.stdout.readline() == b"held\n"
        with pytest.raises(
            ConfigurationError, match=rf"is held by process {holder.pid} on \S+ since 2\S+; one gateway"
        ):
            await SqliteStore.open(path)
    finally:
        holder.kill()
        await holder.wait()
    async with await SqliteStore.open(path) as store:
        lease = await store.claim("me", 60)
        assert lease is not None
        assert (lease.run_id, lease.claims) == ("r", 2)
        assert list(await store.parts("r")) == ["story_generator"]


async def test_a_closed_store_is_free(tmp_path: Path) -> None:
    """Also for the same process, and when it was opened in vain."""
    path = tmp_path / "runs.sqlite3"
    path.write_text("this is no database, but longer than a header" * 100)
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="file is not a database"):
            await SqliteStore.open(path)
    path.unlink()
    for _ in range(2):
        async with await SqliteStore.open(path):
            with pytest.raises(ConfigurationError, match="is held by process"):
                await SqliteStore.open(path)


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """With the variable that says where the file is."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="STORE_PATH: cannot use"):
        await SqliteStore.open(tmp_path / "file" / "runs.sqlite3")


async def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """A program that does not know its tables says so."""
    path = tmp_path / "runs.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(ConfigurationError, match="it has version 999 of the tables"):
        await SqliteStore.open(path)


async def test_a_file_of_the_first_version_is_brought_up(tmp_path: Path, made: draft_pb2.Draft) -> None:
    """A complete run keeps its package, a failed one what a resume goes on from, a waiting one its place."""
    path = tmp_path / "runs.sqlite3"
    prompt = parts_pb2.Prompt(text=PROMPT).SerializeToString()
    parts = {"story_generator": "story", "aggregator": "package"}
    with sqlite3.connect(path) as db:
        db.executescript(VERSION_0)
        for at, (run_id, state) in enumerate([("waits", "accepted"), ("failed", "failed"), ("whole", "completed")]):
            error = '{"detail": "no disk"}' if state == "failed" else None
            db.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?)", (run_id, prompt, state, at, error))
            db.execute("INSERT INTO events VALUES (?, 1, 'run_accepted', '{}')", (run_id,))
        for run_id, stages in (("failed", ["story_generator"]), ("whole", [*parts])):
            for stage in stages:
                response = stage_service_pb2.ProcessResponse(timing=draft_pb2.StageTiming(stage=stage))
                getattr(response.draft, parts[stage]).CopyFrom(getattr(made, parts[stage]))
                row = (run_id, stage, response.SerializeToString())
                db.execute("INSERT INTO parts VALUES (?, ?, ?)", row)
    async with await SqliteStore.open(path) as store:
        whole, failed = await store.get("whole"), await store.get("failed")
        assert whole.package is not None
        assert whole.package.content_digest == made.package.content_digest
        assert await archive_of(store, "whole") == made.package.archive
        assert [timing.stage for timing in whole.timings] == [*parts]
        assert (failed.state, failed.error, failed.events) == (State.FAILED, {"detail": "no disk"}, 1)
        assert failed.redo[0] == "story_analyzer"
        assert (await store.parts("failed"))["story_generator"].draft.story == made.story
        lease = await store.claim("me", 60)
        assert lease is not None
        assert lease.run_id == "waits"
        await store.add_event(lease, "stage_started", {})
        assert [event.number for event in (await store.events("waits")).events] == [1, 2]
        assert [run.id for run in await store.find(Filter(words="lighthouse"), 2)] == ["whole", "failed"]


async def test_a_file_of_version_1_is_brought_up(tmp_path: Path) -> None:
    """Its runs can be listed and found; when an ended one began is not known."""
    path = tmp_path / "runs.sqlite3"
    prompt = parts_pb2.Prompt(text=PROMPT).SerializeToString()
    with sqlite3.connect(path) as db:
        db.executescript(schema.SCHEMA)
        for at, (run_id, state) in enumerate([("failed", "failed"), ("waits", "accepted")]):
            db.execute(
                "INSERT INTO runs (id, prompt, state, accepted) VALUES (?, ?, ?, ?)", (run_id, prompt, state, at)
            )
        db.execute("PRAGMA user_version = 1")
    async with await SqliteStore.open(path, KEEP) as store:
        waits, failed = await store.find(Filter(words="lighthouse"), 10)
        assert (waits.id, waits.position, failed.id, failed.ended, failed.newer) == ("waits", 0, "failed", None, 500)
        await store.accept("new", parts_pb2.Prompt(text="A fox"), 100, Labels(("red",)))
        assert [run.id for run in await store.find(Filter(tag="red"), 10)] == ["new"]


async def test_a_file_that_does_not_know_its_age_is_as_old_as_its_oldest_run(tmp_path: Path) -> None:
    """It does not say that it is new: it may have removed runs."""
    path = tmp_path / "runs.sqlite3"
    async with await SqliteStore.open(path) as store:
        await store.accept("r", parts_pb2.Prompt(text=PROMPT), 100)
        accepted = (await store.get("r")).accepted
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE store")
    async with await SqliteStore.open(path) as store:
        assert (await store.health()).created == accepted
        with pytest.raises(NotFound, match="ended runs are removed by newer ones or a DELETE"):
            await store.get("x")


async def test_fewer_runs_are_kept_from_the_next_start_on(tmp_path: Path) -> None:
    """A lower number makes room at once, not only when the next run ends."""
    path = tmp_path / "runs.sqlite3"
    async with await SqliteStore.open(path, Keep(2)) as store:
        for name in ("a", "b"):
            await store.accept(name, parts_pb2.Prompt(text=PROMPT), 100)
            lease = await store.claim("me", 60)
            assert lease is not None
            await store.end(lease, State.COMPLETED, {})
    async with await SqliteStore.open(path, Keep(1)) as store:
        assert (await store.get("b")).state is State.COMPLETED
        with pytest.raises(NotFound):
            await store.get("a")


async def test_the_file_becomes_smaller_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What removed runs took is the volume's once more, a piece with each write."""
    path = tmp_path / "runs.sqlite3"
    monkeypatch.setattr("main.gateway.store.sqlite.store.UNUSED_PAGES", 100)
    async with await SqliteStore.open(path) as store:
        await store.accept("large", parts_pb2.Prompt(text=PROMPT), 100)
        lease = await store.claim("me", 60)
        assert lease is not None
        package = parts_pb2.Package(name="fox.zip", content_digest="abc", archive=b"x" * 4_000_000)
        made = stage_service_pb2.ProcessResponse(draft=draft_pb2.Draft(package=package))
        await store.add_part(lease, "aggregator", made, {})
        await store.end(lease, State.COMPLETED, {})
        await store.remove("large")
        with sqlite3.connect(path) as db:
            before = db.execute("PRAGMA page_count").fetchone()
        await store.accept("next", parts_pb2.Prompt(text=PROMPT), 100)
        with sqlite3.connect(path) as db:
            assert db.execute("PRAGMA page_count").fetchone() < before


async def test_a_run_is_shown_without_its_parts(tmp_path: Path) -> None:
    """Parts that cannot even be read do not matter to who asks for the run, its events or its archive."""
    path = tmp_path / "runs.sqlite3"
    async with await SqliteStore.open(path) as store:
        await store.accept("r", parts_pb2.Prompt(text=PROMPT), 100)
        lease = await store.claim("me", 60)
        assert lease is not None
        package = parts_pb2.Package(name="fox.zip", content_digest="abc", archive=b"zip")
        made = stage_service_pb2.ProcessResponse(
            draft=draft_pb2.Draft(package=package), timing=draft_pb2.StageTiming(stage="aggregator")
        )
        await store.add_part(lease, "aggregator", made, {})
        with sqlite3.connect(path) as db:
            db.execute("UPDATE parts SET part = x'ff'")
        run = await store.get("r")
        assert run.package is not None
        assert (run.package.bytes, run.timings[0].stage) == (3, "aggregator")
        assert len((await store.events("r")).events) == 2
        assert await archive_of(store, "r") == b"zip"
        with pytest.raises(DecodeError):
            await store.parts("r")
