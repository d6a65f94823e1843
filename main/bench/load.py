"""Load: runs one after another (closed loop) or at a rate (open loop), with a histogram of their latencies."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from hdrh.histogram import HdrHistogram

from main.bench import pacer
from main.bench.pacer import Arrivals
from services.contract.errors import StoryloomError

Run = Callable[[], Awaitable[object]]

HIGHEST_US, DIGITS = 600_000_000, 3
"""A histogram's range (ten minutes) and its significant digits."""
MIN_BEYOND = 10
"""A percentile with fewer samples above it is not reported."""
MAX_LAG_SHARE = 0.25
"""A load is void when its generator was late (p99) by more than this share of the median latency."""
MAX_IN_FLIGHT = 2_000
"""Runs of an open loop that may be under way at once. Further ones are not started, which makes the load void."""


def histogram() -> HdrHistogram:
    """An empty histogram of microseconds."""
    return HdrHistogram(1, HIGHEST_US, DIGITS)


def percentile(found: HdrHistogram, percent: float) -> float | None:
    """The percentile in milliseconds; None when fewer than MIN_BEYOND samples are above it."""
    if found.get_total_count() * (100 - percent) < 100 * MIN_BEYOND and percent > 50:
        return None
    if not found.get_total_count():
        return None
    value: int = found.get_value_at_percentile(percent)
    return value / 1e3


@dataclass
class Load:
    """The runs of one loop and their results."""

    latency: HdrHistogram = field(default_factory=histogram)
    """Microseconds from the intended start of each run that succeeded."""
    lag: HdrHistogram = field(default_factory=histogram)
    """Microseconds by which each start was late: in the pacer, or with `apart` in the process that starts the runs."""
    seconds: float = 0.0
    """How long runs were started."""
    inside: int = 0
    """Runs that succeeded within those seconds."""
    offered: float = 0.0
    """Rate of the open loop, runs a second; 0 in a closed loop."""
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Runs a second that succeeded within `seconds`."""
        return self.inside / self.seconds if self.seconds else 0.0

    @property
    def void(self) -> str:
        """Why the load is not a valid measurement; empty when it is."""
        if self.errors["generator"]:
            return f"the generator could not begin {self.errors['generator']} runs: {MAX_IN_FLIGHT} were under way"
        if not self.latency.get_total_count():
            return "no run succeeded" if self.offered or self.seconds else "no rate to offer: none was reached before"
        median, lag = self.latency.get_value_at_percentile(50), self.lag.get_value_at_percentile(99)
        if lag > MAX_LAG_SHARE * median:
            late = f"the generator was late by {lag / 1e3:.2f} ms (p99)"
            return f"{late}, over a quarter of the median {median / 1e3:.2f} ms"
        return ""


def microseconds(begin: float, end: float) -> int:
    """Microseconds from begin to end, within a histogram's range."""
    return min(HIGHEST_US, max(1, round((end - begin) * 1e6)))


async def _once(load: Load, run: Run, intended: float) -> None:
    try:
        await run()
    except StoryloomError as error:
        load.errors[error.code_name] += 1
    else:
        load.latency.record_value(microseconds(intended, time.perf_counter()))


async def closed(run: Run, count: int, *, at_once: int = 1, seconds: float = 60.0) -> Load:
    """`count` runs, `at_once` of them at a time, each begun when the one before has ended; no more after `seconds`."""
    load = Load()
    begun = time.perf_counter()
    left = count

    async def one_after_another() -> None:
        nonlocal left
        while left > 0 and time.perf_counter() - begun < seconds:
            left -= 1
            await _once(load, run, time.perf_counter())

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    load.seconds = time.perf_counter() - begun
    load.inside = load.latency.get_total_count()
    return load


async def opened(
    run: Run, rate: float, seconds: float, *, arrivals: Arrivals = "poisson", seed: int = 1, apart: bool = False
) -> Load:
    """Start runs at a rate, whether or not earlier ones have ended; a latency counts from the intended start.

    So a server that stalls delays every run that should have started meanwhile (no coordinated omission). A process of
    its own signals the starts. When this process is late, because it works on other runs, the delay is part of the
    latency, as any queue is. With `apart` this process is not part of what is measured, and its delay makes the load
    void. A rate of 0 starts nothing and is void too. Raises what a run raised that is no StoryloomError.
    """
    load = Load(offered=rate)
    if rate <= 0:
        return load
    under_way: set[asyncio.Task[None]] = set()
    failures: list[BaseException] = []

    async def begun_run(intended: float) -> None:
        if apart:
            load.lag.record_value(microseconds(intended, time.perf_counter()))
        await _once(load, run, intended)

    def ended(task: asyncio.Task[None]) -> None:
        under_way.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            failures.append(failure)

    async with pacer.started(rate, seconds, arrivals, seed) as (begun, starts):
        async for intended, told in starts:
            if not apart:
                load.lag.record_value(microseconds(intended, told))
            if len(under_way) >= MAX_IN_FLIGHT:
                load.errors["generator"] += 1
                continue
            task = asyncio.create_task(begun_run(intended))
            under_way.add(task)
            task.add_done_callback(ended)
        load.seconds, load.inside = time.perf_counter() - begun, load.latency.get_total_count()
        if under_way:
            await asyncio.wait(under_way)
    if failures:
        raise failures[0]
    return load
