"""Pauses between attempts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """Pauses in seconds: `first`, then twice the one before up to `most`.

    Each is shortened at random by up to `jitter`, a share of it, so that callers that failed together try again at
    different times.
    """

    first: float = 0.1
    most: float = 2.0
    jitter: float = 0.5

    def pauses(self) -> Iterator[float]:
        """One series, without end."""
        pause = self.first
        while True:
            yield pause * random.uniform(1 - self.jitter, 1.0)  # noqa: S311 - jitter, not a secret
            pause = min(self.most, 2 * pause)
