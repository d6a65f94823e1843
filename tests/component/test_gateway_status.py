"""What a gateway says of all that it needs: stages, replicas, machines, builds, queue and store."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.sqlite.store import SqliteStore
from services.contract.calls import OnProgress, Request, Response
from services.contract.version import __version__
from services.runtime.client.edge import connect
from services.runtime.client.options import EdgeOptions
from services.runtime.identity import own
from services.runtime.server.grpc import GrpcListener
from services.runtime.settings import ServiceSettings

WISH = {"prompt": "A fox learns to sail"}


async def answer(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
    """Nothing asks for a part here."""
    raise NotImplementedError


class Stage:
    """Replicas of a stage, and an edge that finds them."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.resolved = 0
        self.servers: list[GrpcListener] = []
        options = EdgeOptions(patience=0, resolve=self._found)
        self.edge = connect("unary", "story_generator", "service-a.stages.invalid:50051", options)

    async def _found(self, host: str, port: int) -> list[str]:
        del host, port
        return self.addresses

    async def serve(self, node: str, build: str) -> None:
        """Start one more replica."""
        settings = ServiceSettings(
            service_name="service_a", service_drain_seconds=0, node_name=node, build_digest=build
        )
        self.servers.append(GrpcListener(answer, settings, 0))
        self.addresses.append(f"127.0.0.1:{await self.servers[-1].start()}")


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    found = Stage()
    yield found
    await found.edge.close()
    for server in found.servers:
        await server.stop()


@pytest.fixture
async def web(stage: Stage, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A gateway with that one stage, whose runs wait."""
    async with await SqliteStore.open(tmp_path / "runs.sqlite3") as store:
        runs = Runs(store, 7)
        app = create_app(runs, {"story_generator": stage.edge}, identity=partial(own, "m0", "new"))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as found:
            yield found


async def status(web: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await web.get("/v1/status")).json()
    return found


async def test_each_replica_is_told_with_its_machine_and_build(stage: Stage, web: httpx.AsyncClient) -> None:
    """During an update there are two builds; the gateway's own is among them."""
    await stage.serve("m1", "old")
    await stage.serve("m2", "new")
    found = await status(web)
    assert (found["status"], found["reasons"]) == ("ready", [])
    assert (found["versions"], found["builds"], found["nodes"]) == ([__version__], ["new", "old"], ["m0", "m1", "m2"])
    (only,) = found["stages"]
    assert (only["name"], only["service"], only["reason"]) == ("story_generator", "service-a", "")
    told = [(one["node"], one["build"], one["address"], one["reason"]) for one in only["replicas"]]
    assert told == [("m1", "old", stage.addresses[0], ""), ("m2", "new", stage.addresses[1], "")]


async def test_what_is_not_ready_is_told_with_its_reason(stage: Stage, web: httpx.AsyncClient) -> None:
    """And the same as readiness has it; the rest is told all the same."""
    stage.addresses = ["127.0.0.1:9"]
    found, ready = await status(web), (await web.get("/readyz")).json()
    assert found["status"] == ready["status"] == "not ready"
    assert found["reasons"][0].startswith("story_generator at service-a.stages.invalid:50051: ")
    assert found["stages"][0]["replicas"][0]["reason"]
    assert found["store"]["reason"] == ""


async def test_the_queue_is_told(stage: Stage, web: httpx.AsyncClient) -> None:
    """How many wait, and how many may."""
    await stage.serve("m1", "new")
    for _ in range(3):
        assert (await web.post("/v1/runs", json=WISH)).status_code == 202
    cancelled = (await web.post("/v1/runs", json=WISH)).json()["id"]
    await web.post(f"/v1/runs/{cancelled}/cancel")
    found = await status(web)
    assert found["queue"] == {"waiting": 3, "running": 0, "max_waiting": 7}
    assert (found["store"]["kind"], found["store"]["ended"]) == ("sqlite", 1)
    assert found["store"]["created"] == (await web.get("/readyz")).json()["store"]["created"]


async def test_many_who_watch_ask_the_stages_once(stage: Stage, web: httpx.AsyncClient) -> None:
    """All get the same answer: a replica that came meanwhile is told in the next one."""
    await stage.serve("m1", "new")
    first = await status(web)
    await stage.serve("m2", "new")
    answers = await asyncio.gather(*(status(web) for _ in range(50)))
    assert all(found == first for found in answers)
