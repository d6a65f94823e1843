"""Overload: the rate at which a gateway finishes runs while it is offered twice the rate that it can serve."""

import asyncio
import json
import ssl
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import aiohttp

from main.bench import load, result
from main.bench.cases import PROMPT
from main.bench.conduct import Plan
from services.contract.errors import Overloaded, Unavailable
from services.runtime.wire.problem import error_of

BODY = {"prompt": PROMPT, "seed": 7, "text_only": True, "languages": ["es"]}
"""Text only, so that a repetition of seconds has enough runs; it works every stage."""
AT_ONCE = 8
READY_SECONDS = 30.0
TIMEOUT_SECONDS = 30.0
MAX_CONNECTIONS = 400
FACTORS = (1.0, 2.0)


@dataclass(frozen=True)
class Asking:
    """How a gateway is asked."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Go with each request: the token, where the gateway wants one."""
    tls: ssl.SSLContext | None = None
    """What verifies a gateway at https://…; by the system's authorities when there is none."""


PLAIN = Asking()


@asynccontextmanager
async def store() -> AsyncIterator[str]:
    """A path for a gateway's runs that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield str(Path(folder) / "runs.sqlite3")


async def ready(address: str) -> None:
    """Wait until the gateway serves. Raises Unavailable."""
    until = time.monotonic() + READY_SECONDS
    async with client(address) as connection:
        while time.monotonic() < until:
            try:
                async with connection.get("/readyz") as answer:
                    if answer.ok:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.1)
    raise Unavailable(f"the gateway at {address} was not ready after {READY_SECONDS:g} s")


def client(address: str, asking: Asking = PLAIN) -> aiohttp.ClientSession:
    """A client of the gateway at `address`, with connections enough, and light: it has the same processors."""
    return aiohttp.ClientSession(
        address,
        headers=asking.headers,
        connector=aiohttp.TCPConnector(limit=MAX_CONNECTIONS, ssl=asking.tls or True),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
    )


async def check(connection: aiohttp.ClientSession) -> None:
    """Raise what the gateway says to who may not use it, before it is asked a thousand times."""
    try:
        async with connection.get("/v1/runs", params={"limit": 1}) as answer:
            if not answer.ok:
                raise error_of(await answer.json(content_type=None))
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Unavailable(f"the gateway: {error or type(error).__name__}") from None


async def once(connection: aiohttp.ClientSession, body: Mapping[str, object] = BODY) -> None:
    """One run, followed to its end. Raises what the gateway said, and Unavailable when it did not answer."""
    try:
        await _followed(connection, body)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unavailable(f"the gateway: {error or type(error).__name__}") from None


async def _followed(connection: aiohttp.ClientSession, body: Mapping[str, object]) -> None:
    async with connection.post("/v1/runs", json=body) as accepted:
        said = await accepted.json(content_type=None)
        if accepted.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            raise Overloaded(said["detail"])
        accepted.raise_for_status()
    async with connection.get(f"/v1/runs/{said['id']}/events") as events:
        events.raise_for_status()
        kind = ""
        # Each event is one line of its kind and one of its data (the gateway writes them so).
        async for line in events.content:
            name, _, value = line.decode().rstrip().partition(": ")
            if name == "event":
                kind = value
            elif name == "data" and kind == "run_completed":
                return
            elif name == "data" and kind == "run_failed":
                raise error_of(json.loads(value))
    raise Unavailable("the gateway ended the events before the run")


async def measure(
    address: str, asking: Asking, place: str, folder: Path, plan: Plan, say: Callable[[str], None]
) -> None:
    """Saturate the gateway, then offer it as much and twice as much, in rounds.

    When no run ends at saturation, no rate is known: each repetition is then saved as void, without runs.
    """
    seconds = plan.goodput_seconds
    async with client(address, asking) as connection:
        await check(connection)
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
