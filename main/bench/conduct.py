"""Conducts a benchmark: rounds of all cases, each in a new random order, then loads."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from main.bench import cases, load, pacer, result
from main.bench.cases import Case, Once, Outcome
from main.bench.conditions import Usage, usages, used
from main.bench.parts import parts, serialisation
from main.drive import timeline
from services.catalog import STAGES
from services.contract.calls import Timing

WARM_UP = 20
"""Runs before a repetition that are not counted; one for a slow case."""
AT_ONCE = 32
"""Runs at once when capacity is measured."""
STEPS = (0.25, 0.5, 0.7, 0.85, 1.0, 1.2)
"""Offered load, as shares of the rate that a closed loop of AT_ONCE runs reached."""
SERIALISED = 5
"""Runs of a repetition whose messages are serialised again to measure how long that takes."""
COARSE_SECONDS = 0.05
"""A case whose runs take longer than this is slow: fewer runs make a repetition."""


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int = 10
    first_round: int = 0
    runs: int = 100
    """Runs of a repetition of the fast cases."""
    slow_runs: int = 2
    """Of the slow ones, in every second round."""
    seconds: float = 4.0
    """Longest duration of a repetition; a run that has begun is finished."""
    load_seconds: float = 2.0
    load_rounds: int = 2
    goodput_seconds: float = 4.0
    rate_rounds: int = 6
    """Rounds of capacity and goodput: at most `rounds`."""

    @property
    def numbers(self) -> range:
        """Numbers of the rounds."""
        return range(self.first_round, self.first_round + self.rounds)

    @property
    def rates(self) -> range:
        """Numbers of the rounds that also measure rates."""
        return self.numbers[: self.rate_rounds]


@dataclass
class Conductor:
    """Measures cases at one place."""

    place: str
    addresses: Mapping[str, str]
    folder: Path
    plan: Plan
    say: Callable[[str], None]
    seed: int = 1

    async def latencies(self, chosen: Sequence[Case]) -> None:
        """All cases, one run at a time, in rounds."""
        if not chosen:
            return
        order = random.Random(self.seed + self.plan.first_round)  # noqa: S311 - an order that can be drawn again
        async with AsyncExitStack() as stack:
            ready: dict[Case, Once] = {}
            cold: dict[Case, float] = {}
            for case in chosen:
                once = await stack.enter_async_context(cases.runnable(case, self.addresses))
                begun = time.perf_counter()
                await once()
                cold[case] = (time.perf_counter() - begun) * 1e3
                ready[case] = once
            for number in self.plan.numbers:
                drawn = list(chosen)
                order.shuffle(drawn)
                self.say(f"{self.place}: round {number + 1} of {self.plan.numbers.stop}")
                for place, case in enumerate(drawn):
                    if case.workload == "story" and number % 2 and self.plan.rounds > 1:
                        continue
                    first = cold[case] if number == self.plan.first_round else None
                    await self._latency(case, ready[case], number, place, first)

    async def _latency(self, case: Case, once: Once, number: int, order: int, cold: float | None) -> None:
        begun, outcomes = _now(), []

        async def kept() -> None:
            outcomes.append(await once())

        slow = (await _timed(once)) > COARSE_SECONDS
        await load.closed(once, 0 if slow else WARM_UP)
        before = await self._usages(case)
        runs = self.plan.slow_runs if slow else self.plan.runs
        done = await load.closed(kept, runs, seconds=self.plan.seconds)
        after = await self._usages(case)
        result.Repetition(
            case=case.name,
            kind="latency",
            place=self.place,
            round=number,
            order=order,
            cold_ms=cold,
            begun=begun,
            usage=used(before, after, max(1, len(outcomes))),
            **(_explained(outcomes, hub=case.flow == "hub") | result.of_load(done)),
        ).save(self.folder)

    async def _usages(self, case: Case) -> dict[str, Usage]:
        """The servers' counters, for runs of the pipeline over gRPC only: reading them costs as much as an echo."""
        if case.workload in ("null", "story") and case.way in ("stream", "unary"):
            return await usages(self.addresses)
        return {}

    async def capacities(self, chosen: Sequence[Case]) -> None:
        """Runs a second of each case with AT_ONCE runs at once, in rounds."""
        order = random.Random(self.seed + self.plan.first_round)  # noqa: S311 - an order that can be drawn again
        async with AsyncExitStack() as stack:
            ready = {case: await stack.enter_async_context(cases.runnable(case, self.addresses)) for case in chosen}
            for number in self.plan.rates:
                drawn = list(chosen)
                order.shuffle(drawn)
                self.say(f"{self.place}: capacity, round {number + 1} of {self.plan.rates.stop}")
                for place, case in enumerate(drawn):
                    await self._capacity(case, ready[case], number, place)

    async def _capacity(self, case: Case, once: Once, number: int, order: int) -> None:
        begun = _now()
        await load.closed(once, 2 * AT_ONCE, at_once=AT_ONCE)
        done = await load.closed(once, 1_000_000, at_once=AT_ONCE, seconds=self.plan.load_seconds / 2)
        self._save(case, "capacity", number, order, begun, done)

    async def loads(self, case: Case, capacity: float) -> None:
        """Open loops, stepped up to beyond `capacity` runs a second; with a capacity of 0 all are void."""
        async with cases.runnable(case, self.addresses) as once:
            await load.closed(once, WARM_UP)
            for number in range(self.plan.load_rounds):
                self.say(f"{self.place}: {case.name} at a rate, round {number + 1} of {self.plan.load_rounds}")
                for order, share in enumerate(STEPS):
                    arrivals: pacer.Arrivals = "poisson" if number % 2 == 0 else "fixed"
                    begun, rate = _now(), share * capacity
                    done = await load.opened(once, rate, self.plan.load_seconds, arrivals=arrivals, seed=number)
                    self._save(case, "load", number, order, begun, done, arrivals=arrivals)
                    await asyncio.sleep(0.1)

    def _save(self, case: Case, kind: str, number: int, order: int, begun: str, done: load.Load, **more: Any) -> None:
        given: dict[str, Any] = {"case": case.name, "kind": kind, "round": number, "order": order, "begun": begun}
        result.Repetition(place=self.place, **(given | more | result.of_load(done))).save(self.folder)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


async def _timed(once: Once) -> float:
    begun = time.perf_counter()
    await once()
    return time.perf_counter() - begun


def _explained(outcomes: Sequence[Outcome], *, hub: bool) -> dict[str, Any]:
    """The parts of these runs' time, and the median run's timeline and nodes, as fields of a Repetition."""
    timed = [outcome for outcome in outcomes if outcome.timings]
    if not timed:
        return {}
    middle = sorted(timed, key=lambda outcome: outcome.total_ms)[len(timed) // 2]
    split = [(outcome, parts(outcome.timings, outcome.begun, outcome.ended)) for outcome in timed] if hub else []
    names = ("compute", "queue", "wire", "hub")
    whole = [outcome.draft for outcome, _ in split[:SERIALISED] if outcome.draft is not None]
    return {
        "parts_ms": {name: round(median(getattr(found, name) for _, found in split), 4) for name in names}
        if split
        else {},
        "parts_gap": round(max((abs(found.total / outcome.total_ms - 1) for outcome, found in split), default=0.0), 5),
        "serialisation_ms": round(median(map(serialisation, whole)), 4) if whole else None,
        "timeline": [
            {
                "stage": row.stage,
                "start_ms": round(row.start_ms, 3),
                "work_ms": round(row.work_ms, 3),
                "bound_ms": round(row.bound_ms, 3),
            }
            for row in timeline.rows(middle.timings)
        ],
        "timeline_breaks": sum(map(breaks, (outcome.timings for outcome in timed))),
        "nodes": {timing.stage: timing.node for timing in middle.timings},
    }


def breaks(timings: Sequence[Timing]) -> int:
    """The number of effects before their cause, on main's clock and beyond the stated bounds.

    A stage that begins before main called or before a part that it reads was made, or ends after main heard of it.
    """
    calls = {timing.stage: timing for timing in timings}
    main = timings[-1].client_boot_id
    # In a chain main's call to the last stage only collects what the others' calls began, perhaps before it was sent.
    collected = timings[-1].stage if any(timing.HasField("joined") for timing in timings) else ""
    origin, _ = timeline.span(timings, main)
    rows = {row.stage: row for row in timeline.rows(timings)}
    makers = {stage.writes: stage.name for stage in STAGES}
    reads = {stage.name: stage.reads for stage in STAGES}
    found = len(calls) - len(rows)
    for row in rows.values():
        needed = [rows[makers[part]] for part in reads[row.stage] if makers.get(part) in rows]
        found += sum(row.start_ms + row.bound_ms < maker.end_ms - maker.bound_ms for maker in needed)
        call = calls[row.stage]
        if call.client_boot_id != main:
            continue
        sent = (call.client_sent.monotonic_ns - origin) / 1e6
        found += row.stage != collected and row.start_ms < sent - row.bound_ms
        if call.HasField("client_received"):
            heard = (call.client_received.monotonic_ns - origin) / 1e6
            found += row.end_ms > heard + row.bound_ms
    return found
