"""How much the runs of one owner may take."""

from dataclasses import replace

from main.gateway.store.base import State, Store
from main.gateway.store.tokens import Scope
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from tests.component.gate import BODY, QUOTA, Gate, run_of


async def packaged(store: Store, archive: bytes = b"zip") -> None:
    """Let the oldest run that waits have a package."""
    lease = await store.claim("me", 60)
    assert lease is not None
    package = parts_pb2.Package(name="fox.zip", content_digest="abc", archive=archive)
    timing = draft_pb2.StageTiming(stage="aggregator")
    response = stage_service_pb2.ProcessResponse(draft=draft_pb2.Draft(package=package), timing=timing)
    await store.add_part(lease, "aggregator", response, {})
    await store.end(lease, State.COMPLETED, {})


async def test_an_owner_s_runs_that_wait_are_bounded(gate: Gate) -> None:
    """The next one is 429 with Retry-After; others, and who administers, have room all the same."""
    quota = replace(QUOTA, waiting=2)
    async with gate.client(await gate.secret("ada"), quota) as ada, gate.client(await gate.secret("bob"), quota) as bob:
        for web in (ada, ada, bob):
            last = await run_of(web)
        refused = await ada.post("/v1/runs", json=BODY)
        assert (refused.status_code, refused.json()["reason"]) == (429, "OverQuota")
        assert int(refused.headers["Retry-After"]) > 0
        assert (await bob.post("/v1/batches", json={"runs": [BODY, BODY]})).status_code == 429
        assert [run["id"] for run in (await bob.get("/v1/runs")).json()["runs"]] == [last]
        ended = (await ada.get("/v1/runs")).json()["runs"][0]["id"]
        await ada.post(f"/v1/runs/{ended}/cancel")
        await run_of(ada)
        assert (await ada.post(f"/v1/runs/{ended}/resume")).status_code == 429
    async with gate.client(await gate.secret("root", Scope.ADMIN), quota) as admin:
        for _ in range(4):
            await run_of(admin)


async def test_an_owner_s_pace_is_bounded(gate: Gate) -> None:
    """A minute's runs may come at once; the next one comes later, and no deletion makes it come sooner."""
    async with gate.client(await gate.secret(), replace(QUOTA, a_minute=3)) as web:
        for _ in range(3):
            run = await run_of(web)
            await web.post(f"/v1/runs/{run}/cancel")
            await web.delete(f"/v1/runs/{run}")
        refused = await web.post("/v1/runs", json=BODY)
        assert (refused.status_code, "within a minute" in refused.json()["detail"]) == (429, True)
        assert 1 <= int(refused.headers["Retry-After"]) <= 20


async def test_an_owner_s_bytes_are_bounded(gate: Gate) -> None:
    """Of their packages; a deletion makes room."""
    async with gate.client(await gate.secret(), replace(QUOTA, bytes=1_000)) as web:
        run = await run_of(web)
        await packaged(gate.store, b"x" * 1_000)
        refused = await web.post("/v1/runs", json=BODY)
        assert (refused.status_code, "delete some runs" in refused.json()["detail"]) == (429, True)
        await web.delete(f"/v1/runs/{run}")
        await run_of(web)
