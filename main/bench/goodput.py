"""Overload: what a gateway still finishes in time when it is offered twice what it can do."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx

from main.bench import load, result
from main.bench.cases import PROMPT
from main.bench.conduct import Plan
from services.runtime.errors import Overloaded, Unavailable, code_of, received

BODY = {"prompt": PROMPT, "seed": 7, "text_only": True, "languages": ["es"]}
"""Text only, so that a repetition of seconds has enough runs; it works all seven stages."""
AT_ONCE = 8
POLL = 0.05
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
    async with _client(address) as client:
        while time.monotonic() < until:
            try:
                if (await client.get("/readyz")).is_success:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
    raise Unavailable(f"the gateway at {address} was not ready after {READY_SECONDS:g} s")


def _client(address: str) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    return httpx.AsyncClient(base_url=address, timeout=30, trust_env=False, limits=limits)


async def _once(client: httpx.AsyncClient) -> None:
    """One run, followed to its end. Raises what the gateway said."""
    begun = time.perf_counter()
    accepted = await client.post("/v1/runs", json=BODY)
    if accepted.status_code in (429, 503):
        raise Overloaded(accepted.json()["detail"])
    accepted.raise_for_status()
    path = f"/v1/runs/{accepted.json()['id']}"
    while True:
        run = (await client.get(path)).json()
        if run["state"] == "completed":
            return
        if run["state"] == "failed":
            raise received(code_of(run["error"]["code"]), run["error"]["detail"])
        if time.perf_counter() - begun > 60:
            raise Unavailable("a run did not end within a minute")
        await asyncio.sleep(POLL)


async def measure(address: str, place: str, folder: Path, plan: Plan, say: Callable[[str], None]) -> None:
    """Saturate the gateway, then offer it as much and twice as much, in rounds."""
    seconds = 1.5 * plan.load_seconds
    async with _client(address) as client:
        reached = await load.closed(lambda: _once(client), 10_000, at_once=AT_ONCE, seconds=seconds)
        for number in range(plan.rounds):
            for order, factor in enumerate(FACTORS):
                say(f"{place}: goodput at {factor:g} times saturation, round {number + 1} of {plan.rounds}")
                begun = datetime.now(UTC).isoformat(timespec="microseconds")
                rate = factor * reached.per_second
                done = await load.opened(lambda: _once(client), rate, seconds, seed=number)
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
