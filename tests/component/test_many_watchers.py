"""One gateway process with 300 browsers that watch, and 200 posts at once."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.component.conftest import Serve

WATCHERS, WATCHED, POSTS, ROUNDS = 300, 50, 200, 3
WISH = {"length": 100, "languages": [], "text_only": True}
HEALTHY_SECONDS = 2.0
ROUND_SECONDS = 900
LOOK_SECONDS = 0.2
"""Between two questions for the gateway's health."""
ASKING = f"""
import sys, time, urllib.request
ask = urllib.request.build_opener(urllib.request.ProxyHandler({{}})).open
while True:
    begun = time.monotonic()
    with ask(sys.argv[1] + "/healthz", timeout={ROUND_SECONDS}) as said:
        assert said.status == 200
    print(time.monotonic() - begun, flush=True)
    time.sleep({LOOK_SECONDS})
"""
"""Asks for health in a process of its own: in this one, what the browsers do would be part of the time."""
ROOM = 1.1
"""What the memory may be after the last round, of what it was after the first, which fills what is kept for good."""

pytestmark = pytest.mark.campaign


@dataclass
class Heard:
    """What one browser has heard of its run."""

    run_id: str
    numbers: list[int] = field(default_factory=list)
    last: str = ""
    """Kind of the last event."""


class Browsers:
    """Clients of one gateway."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self.open = 0
        """Event streams that are open."""
        self.most = 0
        """Most of them at one time."""

    async def post(self, name: str) -> str:
        """Ask for a story; its run's id."""
        async with self._session.post(
            "/v1/runs", json=WISH | {"prompt": f"A fox called {name} learns to sail"}
        ) as said:
            assert said.status == 202, await said.text()
            return str((await said.json())["id"])

    async def watch(self, run_id: str, opened: asyncio.Event) -> Heard:
        """Follow a run to its end as EventSource does: a stream that ends before is opened again."""
        heard = Heard(run_id)
        while not heard.last.startswith(("run_completed", "run_failed")):
            headers = {"Last-Event-ID": str(heard.numbers[-1])} if heard.numbers else {}
            async with self._session.get(f"/v1/runs/{run_id}/events", headers=headers) as stream:
                assert stream.status == 200, await stream.text()
                self.open += 1
                self.most = max(self.most, self.open)
                opened.set()
                try:
                    async for line in stream.content:
                        key, _, value = line.decode().strip().partition(": ")
                        if key == "id":
                            heard.numbers.append(int(value))
                        elif key == "event":
                            heard.last = value
                finally:
                    self.open -= 1
        return heard

    async def quiet(self) -> None:
        """Wait until all runs have ended."""
        while True:
            async with self._session.get("/v1/status") as said:
                queue = (await said.json())["queue"]
            if not queue["waiting"] + queue["running"]:
                return
            await asyncio.sleep(1)

    async def cancel(self, run_id: str) -> None:
        """End a run, if it has not ended by itself."""
        async with self._session.post(f"/v1/runs/{run_id}/cancel") as said:
            assert said.status in (200, 409), await said.text()

    async def run(self, run_id: str) -> dict[str, Any]:
        """A run as it is now."""
        async with self._session.get(f"/v1/runs/{run_id}") as said:
            found: dict[str, Any] = await said.json()
            return found


@asynccontextmanager
async def asked_for_health(address: str) -> AsyncIterator[list[float]]:
    """For the length of the block, ask for the gateway's health; the seconds of each answer are there at its end."""
    pipe = asyncio.subprocess.PIPE
    asking = await asyncio.create_subprocess_exec(sys.executable, "-c", ASKING, address, stdout=pipe)
    took: list[float] = []
    yield took
    assert asking.returncode is None, "an answer was not 200"
    asking.terminate()
    said, _ = await asking.communicate()
    took += map(float, said.split())


def memory(pid: int) -> int:
    """Resident memory of a process, bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


async def opened(browsers: Browsers, run_ids: list[str]) -> list[Awaitable[Heard]]:
    """A browser for each, which has its stream."""
    found: list[Awaitable[Heard]] = []
    signs = []
    for run_id in run_ids:
        signs.append(asyncio.Event())
        found.append(asyncio.create_task(browsers.watch(run_id, signs[-1])))
    await asyncio.gather(*(sign.wait() for sign in signs))
    return found


async def crowd(browsers: Browsers, number: int) -> tuple[list[Heard], float]:
    """One round: what was heard, and how long the posts took together, seconds."""
    watched = await asyncio.gather(*(browsers.post(f"Watched {number} {n}") for n in range(WATCHED)))
    watching = await opened(browsers, watched * (WATCHERS // WATCHED))
    begun = time.monotonic()
    posted = await asyncio.gather(*(browsers.post(f"Posted {number} {n}") for n in range(POSTS)))
    took = time.monotonic() - begun
    heard = await asyncio.gather(*watching)
    await asyncio.gather(*(browsers.cancel(run_id) for run_id in posted))
    await browsers.quiet()
    runs = [await browsers.run(run_id) for run_id in watched]
    assert {(await browsers.run(run_id))["state"] for run_id in posted} <= {"completed", "cancelled"}
    assert {run["state"] for run in runs} == {"completed"}
    events = {run["id"]: run["events"] for run in runs}
    assert all(each.numbers == list(range(1, events[each.run_id] + 1)) for each in heard)
    return heard, took


async def test_three_hundred_browsers_and_two_hundred_posts(gateway: Serve, record_property: Any) -> None:
    """300 browsers that watch and 200 posts at once: health within 2 s, no event is lost, the memory comes back."""
    with gateway(MAX_WAITING=str(WATCHERS + POSTS), LOG_LEVEL="WARNING") as (address, process):
        before = memory(process.pid)
        # Each request on a connection of its own: one that is kept may end while the next request is on its way.
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        timeout = aiohttp.ClientTimeout(total=ROUND_SECONDS)
        after, posts, events = [], [], 0
        async with (
            asked_for_health(address) as health,
            aiohttp.ClientSession(address, connector=connector, timeout=timeout) as session,
        ):
            browsers = Browsers(session)
            for number in range(ROUNDS):
                async with asyncio.timeout(ROUND_SECONDS):
                    heard, posting = await crowd(browsers, number)
                after.append(memory(process.pid))
                posts.append(posting)
                events += sum(len(each.numbers) for each in heard)
            most = browsers.most
    figures = (
        f"health at most {max(health):.2f} s of {len(health)}; {events} events heard, most streams at once {most};"
        f" {POSTS} posts in {max(posts):.1f} s;"
        f" memory {before / 1e6:.0f} MB, after each round {', '.join(f'{size / 1e6:.0f}' for size in after)} MB"
    )
    record_property("measured", figures)
    print(figures)
    assert max(health) < HEALTHY_SECONDS, figures
    assert after[-1] < after[0] * ROOM, figures
