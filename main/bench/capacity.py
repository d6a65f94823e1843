"""Runs a second for N replicas and M machines, from what one run costs each stage; and how well that held.

A stage whose replicas may use `limit` processors each, and whose run costs `cost` processor seconds, makes
replicas * limit / cost runs a second. All stages and main share the machines' processors. The pipeline is as fast as
the slowest of these (the bottleneck law; Lazowska et al. 1984, section 5).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from main.bench import load, result
from main.bench.cases import PROMPT
from main.bench.goodput import AT_ONCE, Asking, check, client, once
from services.contract.errors import ConfigurationError

BODY = {"prompt": PROMPT, "seed": 7, "length": 100, "languages": []}
"""Read aloud, so that C2 has much to do, and short, so that seconds have many runs."""
ONE_THREAD = 1.0
"""A replica is one Python process: more than one processor is of little use to it."""


@dataclass(frozen=True)
class Measured:
    """What a saturated gateway made while one stage had so many replicas, each limited to so many processors."""

    replicas: int
    limit: float
    per_second: float


def predicted(
    costs: Mapping[str, float],
    replicas: Mapping[str, int],
    limits: Mapping[str, float],
    processors: float,
) -> float:
    """Runs a second, from each service's processor seconds a run; `processors` is what all machines have together."""
    slowest = [
        replicas.get(name, 1) * min(limits.get(name, ONE_THREAD), ONE_THREAD) / cost
        for name, cost in costs.items()
        if cost
    ]
    return min(*slowest, processors / sum(costs.values())) if slowest else float("inf")


async def measure(gateway: str, asking: Asking, replicas: int, limit: float, seconds: float) -> Measured:
    """Keep the gateway busy for so long, after a time that does not count."""
    async with client(gateway, asking) as connection:
        await check(connection)
        await load.closed(lambda: once(connection, BODY), 10_000, at_once=AT_ONCE, seconds=seconds / 3)
        done = await load.closed(lambda: once(connection, BODY), 10_000, at_once=AT_ONCE, seconds=seconds)
    if done.errors:
        raise ConfigurationError(f"the gateway failed runs, so its capacity is not known: {dict(done.errors)}")
    if not done.inside:
        raise ConfigurationError(f"no run ended within {seconds:g} s, so the capacity is not known; use more --seconds")
    return Measured(replicas, limit, round(done.per_second, 3))


def kept(path: Path, new: Measured) -> list[Measured]:
    """The file's measurements with the new one."""
    known = [Measured(**item) for item in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []
    result.write(path, [asdict(item) for item in (*known, new)])
    return [*known, new]


def lines(measured: Sequence[Measured]) -> list[str]:
    """The stage's cost from the first measurement, and what it predicts of the others.

    A measurement without a limit (0) is the ceiling that all else sets; one in which no run ended tells nothing.
    """
    told = [item for item in measured if item.per_second]
    limited = [item for item in told if item.limit]
    ceiling = min((item.per_second for item in told if not item.limit), default=float("inf"))
    if not limited:
        return [f"without a limit: {ceiling:.2f} runs a second" if told else "no run ended: n/a"]
    first = limited[0]
    cost = first.replicas * first.limit / first.per_second
    fitted = f"{first.replicas} x {first.limit:g} processors: {first.per_second:.2f} runs a second"
    found = [f"fitted on {fitted}, {cost * 1e3:.1f} ms a run"]
    for item in measured[measured.index(first) + 1 :]:
        if not item.limit:
            continue
        expected = min(predicted({"stage": cost}, {"stage": item.replicas}, {"stage": item.limit}, 1e9), ceiling)
        reached = f"{item.per_second:.2f} ({item.per_second / expected - 1:+.0%})" if item.per_second else "n/a"
        found.append(f"{item.replicas} x {item.limit:g} processors: predicted {expected:.2f}, measured {reached}")
    return found
