"""Several runs asked for at once: accepted together, and fetched as one archive."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.base import State, Store
from main.gateway.store.sqlite.store import SqliteStore
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2

BATCH = {"runs": [{"prompt": f"A fox sails, part {number}", "tags": ["a"]} for number in range(3)]}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await SqliteStore.open(tmp_path / "runs.sqlite3") as found:
        yield found


@pytest.fixture
async def web(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    """A gateway with room for five runs, which nobody drives."""
    app = create_app(Runs(store, 5), {})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as found:
        yield found


async def end_next(store: Store, state: State, archive: bytes = b"") -> None:
    lease = await store.claim("me", 60)
    assert lease is not None
    if state is State.COMPLETED:
        package = parts_pb2.Package(name="fox.zip", content_digest="abc", archive=archive)
        made = stage_service_pb2.ProcessResponse(
            draft=draft_pb2.Draft(package=package), timing=draft_pb2.StageTiming(stage="aggregator")
        )
        await store.add_part(lease, "aggregator", made, {})
    await store.end(lease, state, {})


async def test_a_batch_ends_as_one_archive(web: httpx.AsyncClient, store: Store) -> None:
    """Of the packages that were made, byte for byte, once every run has ended."""
    made = await web.post("/v1/batches", json=BATCH)
    assert made.status_code == 202
    address, tag = made.headers["Location"], made.json()["tag"]
    assert [run["prompt"]["text"][-1] for run in made.json()["runs"]] == ["0", "1", "2"]
    assert {tuple(run["tags"]) for run in made.json()["runs"]} == {("a", tag)}
    assert len((await web.get("/v1/runs", params={"tag": tag})).json()["runs"]) == 3
    packages = [bytes([number]) * 1_200_000 for number in range(2)]
    await end_next(store, State.COMPLETED, packages[0])
    await end_next(store, State.FAILED)
    assert (await web.get(f"{address}/archive")).status_code == 409
    await end_next(store, State.COMPLETED, packages[1])
    assert (await web.get(address)).json()["ended"]
    with zipfile.ZipFile(io.BytesIO((await web.get(f"{address}/archive")).content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["01-fox.zip", "02-fox.zip"]
        assert [archive.read(name) for name in archive.namelist()] == packages


async def test_a_batch_is_accepted_whole_or_not_at_all(web: httpx.AsyncClient) -> None:
    """Where the queue has too little room, nothing of it is left; wrong fields are all named, with their run."""
    full = await web.post("/v1/batches", json={"runs": BATCH["runs"] * 2})
    assert (full.status_code, (await web.get("/v1/runs")).json()["runs"]) == (429, [])
    wrong = await web.post(
        "/v1/batches", json={"runs": [{"prompt": ""}, {"prompt": "A fox"}, {"prompt": "x", "grade": 9}]}
    )
    fields = [found["field"] for found in wrong.json()["violations"]]
    assert (wrong.status_code, fields) == (422, ["runs.0.prompt", "runs.2.grade"])
    for number in (0, 51):
        assert (await web.post("/v1/batches", json={"runs": BATCH["runs"][:1] * number})).status_code == 422


async def test_a_batch_that_is_asked_for_again_is_the_same(web: httpx.AsyncClient) -> None:
    """Under one Idempotency-Key; another body under it is refused."""
    key = {"Idempotency-Key": "k"}
    first, again = [(await web.post("/v1/batches", json=BATCH, headers=key)).json() for _ in range(2)]
    assert [run["id"] for run in first["runs"]] == [run["id"] for run in again["runs"]]
    assert (await web.post("/v1/batches", json={"runs": BATCH["runs"][:1]}, headers=key)).status_code == 422
    assert (await web.get("/v1/batches/unknown")).status_code == 404
