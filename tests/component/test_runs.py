"""The gateway's runs and drivers on a real store, in this process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from main.drive.edges import built, connect
from main.gateway.drivers import MAX_CLAIMS, Drivers
from main.gateway.runs import MAX_LISTENERS, Runs
from main.gateway.store.base import FINAL, Lease, Run, State, Store
from main.gateway.store.sqlite.store import SqliteStore
from main.settings import MainSettings
from pipeline.v1 import parts_pb2
from services.contract import request
from services.contract.errors import NotFound, NotReady, Overloaded
from tests.conftest import PROMPT

BRIEF = request.prompt(PROMPT, length=100, languages=(), text_only=True)
DOWN = MainSettings(pipeline_mode="grpc", stage_address="127.0.0.1:9", patience_seconds=60)
"""No stage answers, and a run waits for one as long as the test takes."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await SqliteStore.open(tmp_path / "runs.sqlite3") as found:
        yield found


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what must come."""
    async with asyncio.timeout(60):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.02)


async def reached(store: Store, run_id: str, *states: State) -> Run:
    """The run when it is in one of the states."""

    async def there() -> bool:
        return (await store.get(run_id)).state in states

    await until(there)
    return await store.get(run_id)


async def listening(runs: Runs, count: int) -> None:
    """Wait until so many listen."""

    async def there() -> bool:
        return runs.listeners == count

    await until(there)


async def followed(runs: Runs, run_id: str) -> list[str]:
    async with runs.following(run_id) as events:
        return [event.kind async for event in events]


async def test_a_run_is_driven_to_its_end(store: Store) -> None:
    """Who follows it hears each step; a complete run keeps no parts, and there is nothing to do again."""
    settings = MainSettings()
    runs = Runs(store, 100)
    async with connect(settings, built(settings), None) as edges, Drivers(store, edges, settings).at_work():
        run, _ = await runs.accept(BRIEF)
        heard = await followed(runs, run.id)
    kinds = [kind for kind in heard if kind != "stage_progress"]
    assert [kinds[0], kinds[-1]] == ["run_accepted", "run_completed"]
    assert (kinds.count("stage_started"), kinds.count("stage_completed")) == (7, 7)
    run = await runs.get(run.id)
    assert (len(run.timings), run.redo, await store.parts(run.id)) == (7, (), {})
    package, archive = await runs.package(run.id)
    assert sum([len(piece) async for piece in archive.read()]) == archive.size == package.bytes


async def test_streams_end_when_the_gateway_stops(store: Store) -> None:
    """Those that wait, and those that begin later, after what there is to say."""
    runs = Runs(store, 100)
    run, _ = await runs.accept(BRIEF)
    following = [asyncio.create_task(followed(runs, run.id)) for _ in range(3)]
    await listening(runs, 3)
    runs.end_streams()
    assert await asyncio.gather(*following, followed(runs, run.id)) == [["run_accepted"]] * 4
    assert runs.listeners == 0


async def test_listeners_are_bounded(store: Store) -> None:
    """One more is refused; who asks for no run that is there does not count."""
    runs = Runs(store, 100)
    run, _ = await runs.accept(BRIEF)
    with pytest.raises(NotFound):
        await followed(runs, "unknown")
    following = [asyncio.create_task(followed(runs, run.id)) for _ in range(MAX_LISTENERS)]
    await listening(runs, MAX_LISTENERS)
    with pytest.raises(Overloaded, match=f"{MAX_LISTENERS} clients"):
        await followed(runs, run.id)
    runs.end_streams()
    await asyncio.gather(*following)


async def test_a_gateway_that_stops_gives_its_runs_back(store: Store) -> None:
    """They wait, with the steps so far, and are driven by whoever comes next."""
    runs = Runs(store, 100)
    run, _ = await runs.accept(BRIEF)
    async with connect(DOWN, {}, None) as edges, Drivers(store, edges, DOWN).at_work():
        await reached(store, run.id, State.RUNNING)
    assert (await store.get(run.id)).state is State.ACCEPTED
    settings = MainSettings()
    async with connect(settings, built(settings), None) as edges, Drivers(store, edges, settings).at_work():
        assert (await reached(store, run.id, *FINAL)).state is State.COMPLETED


async def test_a_driver_that_lost_its_lease_leaves_the_run_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """It neither ends the run nor gives it back."""
    monkeypatch.setattr("main.gateway.drivers.LEASE_SECONDS", 0.3)
    brief = DOWN.model_copy(update={"patience_seconds": 1.0, "max_running": 1})
    await store.accept("r", BRIEF, 100)

    async def driven_here() -> bool:
        return bool((await store.get("r")).driver)

    async with connect(brief, {}, None) as edges, Drivers(store, edges, brief).at_work():
        await until(driven_here)
        # As if its lease, the first one of this run, had expired and another gateway had the run:
        await store.release(Lease("r", fence=1, claims=1))
        taken = await store.claim("other", 60)
        assert taken is not None
        await asyncio.sleep(2)
    assert (await store.get("r")).driver == "other"
    await store.add_event(taken, "stage_started", {})


async def test_a_run_whose_driver_is_lost_each_time_fails(store: Store) -> None:
    """It is not begun again without end."""
    await store.accept("r", parts_pb2.Prompt(text=PROMPT), 100)
    for _ in range(MAX_CLAIMS):
        assert await store.claim("lost", 0) is not None
    async with connect(DOWN, {}, None) as edges, Drivers(store, edges, DOWN).at_work():
        run = await reached(store, "r", *FINAL)
    assert run.state is State.FAILED
    assert run.error is not None
    assert f"begun {MAX_CLAIMS} times" in run.error["detail"]
    assert len(run.redo) == 7


async def test_a_cancel_ends_the_work(store: Store) -> None:
    """The driver leaves the run at once, takes the next one, and a resume of the cancelled one goes on."""
    runs = Runs(store, 100)
    one = DOWN.model_copy(update={"max_running": 1})
    (first, _), (second, _) = [await runs.accept(BRIEF) for _ in range(2)]
    async with connect(one, {}, None) as edges, Drivers(store, edges, one).at_work():
        await reached(store, first.id, State.RUNNING)
        cancelled = await runs.cancel(first.id)
        assert (cancelled.state, len(cancelled.redo)) == (State.CANCELLED, 7)
        assert (await followed(runs, first.id))[-1] == "run_cancelled"
        await reached(store, second.id, State.RUNNING)
        assert (await runs.cancel(first.id)).state is State.CANCELLED
        await runs.resume(first.id)
    settings = MainSettings()
    async with connect(settings, built(settings), None) as edges, Drivers(store, edges, settings).at_work():
        assert (await reached(store, first.id, *FINAL)).state is State.COMPLETED


async def test_a_run_that_has_ended_is_not_cancelled(store: Store) -> None:
    """A client is told how it ended."""
    await store.accept("r", BRIEF, 100)
    lease = await store.claim("me", 60)
    assert lease is not None
    await store.end(lease, State.FAILED, {"detail": "x"})
    with pytest.raises(NotReady, match="run r is failed; there is nothing to cancel"):
        await Runs(store, 100).cancel("r")
