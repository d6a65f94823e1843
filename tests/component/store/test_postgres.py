"""What only the PostgreSQL store does: several gateways work on it at once, and a server that fails comes back."""

import asyncio
import signal
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from main.gateway.store.base import State, Store
from main.gateway.store.postgres import connections
from main.gateway.store.postgres.store import PostgresStore
from services.contract import request
from services.contract.errors import ConfigurationError, Overloaded, StoreUnavailable
from tests import postgres as postgres_server
from tests.component.conftest import Command, Serve
from tests.conftest import PROMPT
from tests.postgres import Server

BRIEF = request.prompt(PROMPT, length=100, languages=(), text_only=True)
ASKED = {"prompt": PROMPT, "length": 100, "languages": [], "text_only": True}
CLIENT = httpx.Client(trust_env=False, timeout=30)
Two = tuple[Store, Store]
DOWN = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": "127.0.0.1:9", "PATIENCE_SECONDS": "120"}
"""No stage answers, and a run waits for one as long as a test takes."""
LONG = 60.0
"""Seconds of a lease that outlives its test."""


@pytest.fixture
def url(postgres: Server) -> str:
    """A new database."""
    return postgres.create(uuid.uuid4().hex)


@pytest.fixture
async def stores(url: str) -> AsyncIterator[Two]:
    """Two gateways' stores on one database."""
    async with await PostgresStore.open(url) as first, await PostgresStore.open(url) as second:
        yield first, second


@pytest.fixture
def failing(postgres: Server) -> Iterator[Server]:
    """A server that a test may kill."""
    with postgres_server.served() as server:
        yield server


async def until(works: Callable[[], object], seconds: float = 30) -> None:
    """Wait until an awaitable call raises StoreUnavailable no more."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            await works()  # type: ignore[misc]
        except StoreUnavailable:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.1)
        else:
            return


async def test_what_one_gateway_does_the_other_hears(stores: Two) -> None:
    """A run that waits, and each event of it."""
    first, second = stores
    async with second.news_of_work() as work:
        while await work.wait(0.5):
            pass  # Beginning to listen is news of all.
        await first.accept("r", BRIEF, 10)
        assert await work.wait(20)
    lease = await second.claim("second", LONG)
    assert lease is not None
    async with first.news_of("r") as news:
        await second.end(lease, State.COMPLETED, {})
        assert await news.wait(20)
    assert (await first.get("r")).state is State.COMPLETED


async def test_a_run_is_claimed_once(stores: Two) -> None:
    """However many gateways ask at once."""
    for number in range(10):
        await stores[0].accept(f"r{number}", BRIEF, 10)
    leases = await asyncio.gather(*(stores[turn % 2].claim("me", LONG) for turn in range(30)))
    assert sorted(lease.run_id for lease in leases if lease) == [f"r{number}" for number in range(10)]


async def test_the_bound_on_waiting_runs_is_for_all_gateways(stores: Two) -> None:
    """Many that come at once are counted one after the other."""
    asked = (stores[turn % 2].accept(f"r{turn}", BRIEF, 3) for turn in range(12))
    said = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(type(found).__name__ for found in said) == [Overloaded.__name__] * 9 + [str.__name__] * 3


async def test_gateways_make_the_tables_once(url: str) -> None:
    """All at the same time."""
    opened = await asyncio.gather(*(PostgresStore.open(url) for _ in range(4)))
    assert not any([(await store.health()).reason for store in opened])
    for store in opened:
        await store.close()


async def test_a_server_that_was_killed_is_used_again(failing: Server) -> None:
    """What was accepted is there; meanwhile the error says which server, and what to look at."""
    async with await PostgresStore.open(failing.url()) as store:
        await store.accept("r", BRIEF, 10)
        async with store.news_of("r") as news:
            failing.end(signal.SIGQUIT)
            with pytest.raises(StoreUnavailable, match=rf"cannot be used: 127.0.0.1:{failing.port}/postgres: .*leader"):
                await store.get("r")
            assert (await store.health()).reason
            failing.start()
            await until(lambda: store.get("r"))
            lease = await store.claim("me", LONG)
            assert lease is not None
            while await news.wait(0.1):
                pass
            await store.add_event(lease, "noted", {})
            assert await news.wait(20)


async def test_a_server_that_hangs_keeps_nobody_waiting(failing: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call ends after its time, and the next one is not kept by it."""
    monkeypatch.setattr(connections, "CALL_SECONDS", 1.0)
    async with await PostgresStore.open(failing.url()) as store:
        await store.accept("r", BRIEF, 10)
        failing.signal_all(signal.SIGSTOP)
        asked = [store.get("r") for _ in range(2 * connections.CONNECTIONS)]
        said = await asyncio.gather(*asked, return_exceptions=True)
        assert {type(error) for error in said} == {StoreUnavailable}
        failing.signal_all(signal.SIGCONT)
        await until(lambda: store.get("r"))


async def test_a_gateway_starts_before_its_database(failing: Server) -> None:
    """It is not ready until the server is there; then the tables are made."""
    failing.end(signal.SIGINT)
    async with await PostgresStore.open(failing.url()) as store:
        with pytest.raises(StoreUnavailable):
            await store.accept("r", BRIEF, 10)
        failing.start()
        await until(lambda: store.accept("r", BRIEF, 10))
        assert (await store.get("r")).state is State.ACCEPTED


async def test_what_somebody_has_to_mend_is_said_at_the_start(postgres: Server, url: str) -> None:
    """A database that is not there; one of a later version."""
    with pytest.raises(ConfigurationError, match=r'STORE_URL: .*database "none" does not exist'):
        await PostgresStore.open(postgres.url("none"))
    await (await PostgresStore.open(url)).close()
    postgres.query("UPDATE schema_version SET version = 999", url.rpartition("/")[2])
    with pytest.raises(ConfigurationError, match="version 999 of the tables"):
        await PostgresStore.open(url)


def test_two_gateways_share_their_runs(gateway: Serve, url: str) -> None:
    """One accepts and drives a run, whose stages it cannot reach, and is killed; the other one makes the story."""
    with gateway(port=18081, STORE_URL=url, **DOWN) as (first, driving):
        run_id = CLIENT.post(f"{first}/v1/runs", json=ASKED).json()["id"]
        with CLIENT.stream("GET", f"{first}/v1/runs/{run_id}/events", timeout=60) as events:
            assert any("stage_started" in line for line in events.iter_lines())
        with gateway(port=18082, STORE_URL=url) as (second, _):
            assert CLIENT.get(f"{second}/v1/runs/{run_id}").json()["state"] == "running"
            driving.kill()
            with CLIENT.stream("GET", f"{second}/v1/runs/{run_id}/events", timeout=90) as events:
                assert any("run_completed" in line for line in events.iter_lines())
            assert CLIENT.get(f"{second}/v1/runs/{run_id}/package").headers["content-type"] == "application/zip"


def test_a_password_stands_in_no_variable(storyloom: Command, tmp_path: Path) -> None:
    """It is refused, and not shown."""
    done = storyloom("serve", STORE_URL="postgresql://me:hidden@127.0.0.1/db", SERVICE_PORT="18083")
    assert done.returncode == 2, done.stderr
    assert "?passfile=" in done.stderr
    assert "hidden" not in done.stderr + done.stdout
    assert not list(tmp_path.iterdir())
