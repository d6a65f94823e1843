"""Medians of repetitions with bootstrap intervals (Efron 1979), and when a difference may be called one."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import geometric_mean, median

RESAMPLES = 4_000
CONFIDENCE = 0.95
MIN_REPETITIONS = 5
"""Fewer repetitions have no interval."""


@dataclass(frozen=True)
class Estimate:
    """A figure and the interval that holds it with CONFIDENCE; the bounds are None below MIN_REPETITIONS."""

    value: float
    low: float | None
    high: float | None
    repetitions: int

    @property
    def differs_from_1(self) -> bool | None:
        """For a ratio: whether the interval excludes 1; None when there is none."""
        if self.low is None or self.high is None:
            return None
        return not self.low <= 1 <= self.high


def estimate(values: Sequence[float], statistic: Callable[[Sequence[float]], float] = median) -> Estimate:
    """The statistic over independent repetitions; percentile bootstrap, seeded. Raises ValueError without values."""
    if not values:
        raise ValueError("there is no repetition to estimate from")
    value = float(statistic(values))
    if len(values) < MIN_REPETITIONS:
        return Estimate(value, None, None, len(values))
    chosen = random.Random(1)  # noqa: S311 - the same interval for the same values
    drawn = sorted(float(statistic(chosen.choices(values, k=len(values)))) for _ in range(RESAMPLES))
    cut = round((1 - CONFIDENCE) / 2 * RESAMPLES)
    return Estimate(value, drawn[cut], drawn[-1 - cut], len(values))


def ratio(above: Sequence[float], below: Sequence[float]) -> Estimate:
    """How many times `above` is of `below`, repetition by repetition of the same round, which shared its noise."""
    return estimate([one / other for one, other in zip(above, below, strict=True)], geometric_mean)
