"""A state volume that is full, or cannot be written: what clients hear, and what becomes of the runs."""

import asyncio
import json
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from loguru import logger

from main.command.gateway import MAX_PAUSE
from main.drive.edges import built, connect
from main.gateway.drivers import Drivers
from main.gateway.runs import Runs
from main.gateway.store.base import FINAL, KEEP, State
from main.gateway.store.sqlite.store import SqliteStore
from main.gateway.store.sqlite.volume import MB
from main.settings import MainSettings
from services.contract import request
from services.contract.errors import StoreUnavailable
from tests.component.conftest import Serve
from tests.conftest import PROMPT

BRIEF = request.prompt(PROMPT, length=100, languages=(), text_only=True)
ASKED = {"prompt": PROMPT, "length": 100, "languages": [], "text_only": True}
NEEDED_MB = 8
KB = 1024
DOWN = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": "127.0.0.1:9", "PATIENCE_SECONDS": "120"}
"""No stage answers, and a run waits for one as long as a test takes."""


@pytest.fixture
def client() -> httpx.Client:
    return httpx.Client(trust_env=False, timeout=30)


def fill(volume: Path, left: int = 0) -> Path:
    """Fill the volume up to `left` bytes with a file, which is returned."""
    filler = volume / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
        file.truncate(max(0, file.tell() - left))
    return filler


def until(happens: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what must come."""
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, f"it did not happen within {seconds} s"
        time.sleep(0.1)


def reasons(client: httpx.Client, address: str) -> list[str]:
    """Why the gateway is not ready; nothing when it is, and says so."""
    answer = client.get(f"{address}/readyz")
    found: list[str] = answer.json()["reasons"]
    assert (answer.status_code, answer.json()["status"]) == ((503, "not ready") if found else (200, "ready"))
    return found


def refused(client: httpx.Client, address: str) -> str:
    """The detail of the problem document that a new run is answered with."""
    answer = client.post(f"{address}/v1/runs", json=ASKED)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json"), answer.text
    assert int(answer.headers["Retry-After"]) > 0
    problem: dict[str, Any] = answer.json()
    assert (problem["reason"], problem["title"]) == ("StoreUnavailable", "UNAVAILABLE")
    return str(problem["detail"])


def completes(client: httpx.Client, address: str, run_id: str) -> None:
    """Wait until the run has ended, and see that it ended well."""
    run: dict[str, Any] = {}

    def ended() -> bool:
        run.update(client.get(f"{address}/v1/runs/{run_id}").json())
        return run.get("state") in FINAL

    until(ended)
    assert run["state"] == State.COMPLETED, run["error"]
    assert client.get(f"{address}/v1/runs/{run_id}/package").is_success


def test_a_full_volume_takes_no_run_until_there_is_room(
    gateway: Serve, client: httpx.Client, small_volume: Path
) -> None:
    """503 with what is free, what is needed and what to do; not ready for that reason; then all is well by itself."""
    settings = {"STORE_PATH": str(small_volume / "runs.sqlite3"), "STORE_FREE_MB": str(NEEDED_MB)}
    with gateway(**settings) as (address, _):
        assert reasons(client, address) == []
        filler = fill(small_volume, left=2 * MB)
        until(lambda: reasons(client, address) != [])
        (reason,) = reasons(client, address)
        for said in (reason.removeprefix("store: "), refused(client, address)):
            assert "the state volume is full: 1 MB are free" in said
            assert f"runs need {NEEDED_MB} MB (STORE_FREE_MB); remove other files there" in said
        filler.unlink()
        until(lambda: reasons(client, address) == [])
        completes(client, address, client.post(f"{address}/v1/runs", json=ASKED).json()["id"])


@pytest.mark.parametrize("left", [0, 64 * KB, 240 * KB, 480 * KB])
async def test_a_run_that_the_volume_fills_up_under_goes_on(
    small_volume: Path, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever write fails: the run does not; it completes without a new start, and no gateway counts as lost.

    The run takes 580 KB: the first write has no room, or a small one, or a large one where a small one still has some.
    """
    monkeypatch.setattr("main.gateway.drivers.MAX_CLAIMS", 1)
    settings = MainSettings(max_running=1)
    async with await SqliteStore.open(small_volume / "runs.sqlite3", KEEP, NEEDED_MB * MB) as store:
        runs = Runs(store, 100)
        accepted = [(await runs.accept(BRIEF))[0] for _ in range(2)]
        filler = fill(small_volume, left)
        async with connect(settings, built(settings), None) as edges, Drivers(store, edges, settings).at_work():
            await logged("until the store is well again: the state volume is full")
            assert not {(await store.get(run.id)).state for run in accepted} & set(FINAL)
            filler.unlink()
            for run in accepted:
                async with runs.following(run.id) as events:
                    assert [event.kind async for event in events][-1] == "run_completed"


async def logged(text: str) -> None:
    """Wait until something with the text is logged from now on."""
    heard = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hear(message: str) -> None:
        if text in message:
            loop.call_soon_threadsafe(heard.set)

    sink = logger.add(hear)
    try:
        async with asyncio.timeout(60):
            await heard.wait()
    finally:
        logger.remove(sink)


async def test_a_call_on_a_full_volume_keeps_nothing_of_itself(small_volume: Path) -> None:
    """Each write says that the volume is full, and works later; what was kept before can be read meanwhile."""
    async with await SqliteStore.open(small_volume / "runs.sqlite3") as store:
        await store.accept("r", BRIEF, 100)
        lease = await store.claim("me", 60)
        assert lease is not None
        await store.accept("waits", BRIEF, 100)
        before = await store.get("r")
        filler = fill(small_volume)
        writes: dict[str, Callable[[], Awaitable[object]]] = {
            "claim": lambda: store.claim("me", 60),
            "renew": lambda: store.renew(lease, 60),
            "event": lambda: store.add_event(lease, "stage_started", {"stage": "x" * 100_000}),
            "end": lambda: store.end(lease, State.FAILED, {"detail": "x" * 100_000}),
            "release": lambda: store.release(lease),
        }
        # SQLite's log of changes had some room left.
        with pytest.raises(StoreUnavailable):
            await again_and_again(writes["renew"])
        for write in writes.values():
            with pytest.raises(StoreUnavailable, match="the state volume is full"):
                await write()
        assert await store.get("r") == before
        filler.unlink()
        await writes["release"]()
        assert (await store.get("r")).state is State.ACCEPTED


async def again_and_again(write: Callable[[], Awaitable[object]]) -> None:
    for _ in range(2_000):
        await write()


def test_a_gateway_starts_on_a_full_volume(
    gateway: Serve, client: httpx.Client, small_volume: Path, tmp_path: Path
) -> None:
    """It says why it is not ready, instead of ending again and again; who follows a run has its package afterwards."""
    settings = {"STORE_PATH": str(small_volume / "runs.sqlite3"), "STORE_FREE_MB": str(NEEDED_MB)}
    with gateway(**settings, **DOWN) as (address, process):
        command = [sys.executable, "-m", "main", "run", "--server", address, "--json", "--text-only"]
        following = subprocess.Popen(
            [*command, "--output", str(tmp_path / "output"), PROMPT], stdout=subprocess.PIPE, text=True
        )
        assert following.stdout is not None
        lines = [following.stdout.readline()]
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    try:
        filler = fill(small_volume)
        with gateway(**settings) as (address, _):
            assert "the state volume is full" in reasons(client, address)[0]
            assert "the state volume is full" in refused(client, address)
            # Who follows has asked again by now.
            time.sleep(MAX_PAUSE + 1)
            filler.unlink()
            lines += following.communicate(timeout=240)[0].splitlines()
            assert reasons(client, address) == []
    finally:
        following.kill()
        following.wait()
    assert following.returncode == 0, lines
    assert json.loads(lines[-1])["event"] == "run_completed"


def test_a_volume_that_cannot_be_written_is_named(gateway: Serve, client: httpx.Client) -> None:
    """The kernel refuses each write to the store: 503 and not ready with SQLite's words, until it is mended."""
    with gateway() as (address, process):
        assert reasons(client, address) == []
        _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        # No file can be written beyond this, as on a disk whose far end is broken.
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, most))
        until(lambda: reasons(client, address) != [])
        assert "cannot be used" in reasons(client, address)[0]
        assert "disk I/O error; see what the kernel says" in refused(client, address)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
        until(lambda: reasons(client, address) == [])
        completes(client, address, client.post(f"{address}/v1/runs", json=ASKED).json()["id"])


def test_a_store_that_is_another_says_so(gateway: Serve, client: httpx.Client, tmp_path: Path) -> None:
    """A gateway on an emptied volume does not know a run of before: since when it has known any, in 404 and readyz."""
    settings = {"STORE_PATH": str(tmp_path / "state" / "runs.sqlite3")}
    with gateway(**settings, **DOWN) as (address, _):
        run_id = client.post(f"{address}/v1/runs", json=ASKED).json()["id"]
        first = client.get(f"{address}/readyz").json()["store"]["created"]
    with gateway(**settings, **DOWN) as (address, _):
        assert client.get(f"{address}/v1/runs/{run_id}").is_success
        assert client.get(f"{address}/readyz").json()["store"]["created"] == first
    shutil.rmtree(tmp_path / "state")
    with gateway(**settings, **DOWN) as (address, _):
        answer = client.get(f"{address}/v1/runs/{run_id}")
        created = client.get(f"{address}/readyz").json()["store"]["created"]
    assert answer.status_code == 404
    assert f"there is no run '{run_id}': the store is new, made at {created}" in answer.json()["detail"]
    assert datetime.fromisoformat(created) > datetime.fromisoformat(first)
