"""How the benchmark offers work, and what it writes down: one at a time, or at a rate, whatever the answers take."""

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
"""A percentile with fewer samples above it says nothing, and is not told."""
MAX_LAG_SHARE = 0.25
"""A load is void when its generator was late (p99) by more than this share of the median latency."""
MAX_IN_FLIGHT = 2_000
"""Runs of an open loop that may be under way; those beyond are not begun, which makes the run void."""


def histogram() -> HdrHistogram:
    """An empty histogram of microseconds."""
    return HdrHistogram(1, HIGHEST_US, DIGITS)


def percentile(found: HdrHistogram, percent: float) -> float | None:
    """Milliseconds below which so many percent of the samples are; None when too few are above."""
    if found.get_total_count() * (100 - percent) < 100 * MIN_BEYOND and percent > 50:
        return None
    if not found.get_total_count():
        return None
    value: int = found.get_value_at_percentile(percent)
    return value / 1e3


@dataclass
class Load:
    """What was offered and what came of it."""

    latency: HdrHistogram = field(default_factory=histogram)
    """Microseconds from the intended start of each run that succeeded."""
    lag: HdrHistogram = field(default_factory=histogram)
    """Microseconds by which each start came too late: told too late by the pacer, or, where the process that makes the
    runs is no part of what is measured, made too late by it."""
    seconds: float = 0.0
    """For which work was offered."""
    inside: int = 0
    """Runs that succeeded within those seconds."""
    offered: float = 0.0
    """Runs a second; 0 in a closed loop, which offers what is answered."""
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Runs that succeeded, a second."""
        return self.inside / self.seconds if self.seconds else 0.0

    @property
    def void(self) -> str:
        """Why nobody should believe this load; empty when it is sound."""
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
    """What a histogram takes, at least 1."""
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
    """Runs at a rate that does not wait for answers; each one's latency counts from its intended start.

    So a server that stalls is seen by all that should have begun in the meantime (no coordinated omission). A process
    of its own says when to begin: what this one is late by, for it is at work on other runs, is part of the latency, as
    any queue is. With `apart` it is no part of what is measured, and its being late makes the load void. A rate of 0
    offers nothing, which is void too. Raises what a run raised that is no StoryloomError.
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
