"""Medians of repetitions with bootstrap intervals (Efron 1979), and when a difference may be called one."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, geometric_mean, median

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
    """The statistic over independent repetitions; expanded percentile bootstrap, seeded.

    Raises ValueError without values; `statistics.geometric_mean` does for a zero among them.
    """
    if not values:
        raise ValueError("there is no repetition to estimate from")
    value = float(statistic(values))
    if len(values) < MIN_REPETITIONS:
        return Estimate(value, None, None, len(values))
    chosen = random.Random(1)  # noqa: S311 - the same interval for the same values
    drawn = sorted(float(statistic(chosen.choices(values, k=len(values)))) for _ in range(RESAMPLES))
    cut = round(_tail(len(values)) * RESAMPLES)
    return Estimate(value, drawn[cut], drawn[-1 - cut], len(values))


def _tail(repetitions: int) -> float:
    """The share of resamples beyond each end of the interval.

    The plain percentiles are those of a known spread, too narrow for one that few repetitions tell: with ten they hold
    the truth nine times in ten. Hesterberg (What Teachers Should Know About the Bootstrap, 2015) expands them to what
    Student's t would take.
    """
    z, free = NormalDist().inv_cdf((1 + CONFIDENCE) / 2), repetitions - 1
    # Student's t at that share, by Abramowitz and Stegun 26.7.5.
    t = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    t += (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    return NormalDist().cdf(-sqrt(repetitions / free) * t)


def ratio(above: Sequence[float], below: Sequence[float]) -> Estimate:
    """The ratio above / below over rounds: both values of one round shared its noise."""
    return estimate([one / other for one, other in zip(above, below, strict=True)], geometric_mean)
