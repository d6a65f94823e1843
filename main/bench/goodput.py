"""Overload: what a gateway still finishes in time when it is offered twice what it can do."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from httpx_sse import aconnect_sse

from main.bench import load, result
from main.bench.cases import PROMPT
from main.bench.conduct import Plan
from services.runtime.errors import Overloaded, Unavailable, code_of, received

BODY = {"prompt": PROMPT, "seed": 7, "text_only": True, "languages": ["es"]}
"""Text only, so that a repetition of seconds has enough runs; it works all seven stages."""
AT_ONCE = 8
READY_SECONDS = 30.0
FACTORS = (1.0, 2.0)


@asynccontextmanager
async def store() -> AsyncIterator[str]:
    """A path for a gateway's runs that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield str(Path(folder) / "runs.sqlite3")


async def ready(address: str) -> None:
    """Wait until the gateway serves. Raises Unavailable."""
    until = time.monotonic() + READY_SECONDS
    async with client(address) as connection:
        while time.monotonic() < until:
            try:
                if (await connection.get("/readyz")).is_success:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
    raise Unavailable(f"the gateway at {address} was not ready after {READY_SECONDS:g} s")


def client(address: str) -> httpx.AsyncClient:
    """A client of the gateway at `address`, with connections enough."""
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=400)
    return httpx.AsyncClient(base_url=address, timeout=30, trust_env=False, limits=limits)


async def once(connection: httpx.AsyncClient, body: Mapping[str, object] = BODY) -> None:
    """One run, followed to its end. Raises what the gateway said, and Unavailable when it did not answer."""
    try:
        await _followed(connection, body)
    except httpx.HTTPError as error:
        raise Unavailable(f"the gateway: {error or type(error).__name__}") from None


async def _followed(connection: httpx.AsyncClient, body: Mapping[str, object]) -> None:
    accepted = await connection.post("/v1/runs", json=body)
    if accepted.status_code in (429, 503):
        raise Overloaded(accepted.json()["detail"])
    accepted.raise_for_status()
    async with aconnect_sse(connection, "GET", f"/v1/runs/{accepted.json()['id']}/events") as source:
        async for event in source.aiter_sse():
            if event.event == "run_completed":
                return
            if event.event == "run_failed":
                said = event.json()
                raise received(code_of(said["code"]), said["detail"])
    raise Unavailable("the gateway ended the events before the run")


async def measure(address: str, place: str, folder: Path, plan: Plan, say: Callable[[str], None]) -> None:
    """Saturate the gateway, then offer it as much and twice as much, in rounds."""
    seconds = plan.goodput_seconds
    async with client(address) as connection:
        await load.closed(lambda: once(connection), 10_000, at_once=AT_ONCE, seconds=seconds / 2)
        reached = await load.closed(lambda: once(connection), 10_000, at_once=AT_ONCE, seconds=seconds)
        for number in plan.rates:
            for order, factor in enumerate(FACTORS):
                say(f"{place}: goodput at {factor:g} times saturation, round {number + 1} of {plan.rates.stop}")
                begun = datetime.now(UTC).isoformat(timespec="microseconds")
                rate = factor * reached.per_second
                done = await load.opened(lambda: once(connection), rate, seconds, seed=number, apart=True)
                found = result.of_load(done)
                result.Repetition(
                    case=f"gateway/{factor:g}",
                    kind="goodput",
                    place=place,
                    round=number,
                    order=order,
                    begun=begun,
                    arrivals="poisson",
                    **found,
                ).save(folder)
