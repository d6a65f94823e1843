"""The choices of one tale. Seeds that follow each other choose differently at each point, where there is a choice."""

import hashlib
import random
from collections.abc import Callable, Iterable, MutableSequence, Sequence
from typing import TypeVar

T = TypeVar("T")
_ONE = 1 << 64
_GOLDEN = 0x9E3779B97F4A7C15
"""2 to the 64th over the golden ratio: multiples of it fall into the widest gap that those before them left."""


class Chance:
    """Chooses at named points, by prompt, theme and seed; the same on every machine.

    Drawn by lot, six tales of one prompt would have half of their moments in common, for a point has five to ten
    options. So a prompt only chooses where it begins, and each seed goes on from there by the golden ratio (Kronecker's
    sequence).
    """

    def __init__(self, text: str, theme: str, seed: int) -> None:
        self._prompt = f"{theme}\n{text}"
        self._seed = seed
        # Python's own hash() of a string differs from process to process.
        self._lot = random.Random(_number(f"{seed}\n{self._prompt}"))  # noqa: S311 - a tale, not a secret

    def share(self, point: str) -> float:
        """A number from 0 to 1, without 1."""
        return (_number(f"{point}\n{self._prompt}") + self._seed * _GOLDEN) % _ONE / _ONE

    def pick(self, point: str, options: Sequence[T], weigh: Callable[[T], float] = lambda _: 1.0) -> T:
        """One of the options, at least one; those that weigh more rather."""
        weights = [weigh(option) for option in options]
        left = self.share(point) * sum(weights)
        for option, weight in zip(options, weights, strict=True):
            left -= weight
            if left < 0:
                return option
        return options[-1]

    def turn(self, point: str, options: Sequence[T], weigh: Callable[[T], float], further: int = 0) -> T:
        """One of the options, at least one: the first seed has what weighs most, and each further one the next.

        `further`: so many more than the seed's own.
        """
        numbers = {number: _number(f"{point} {number}\n{self._prompt}") for number in range(len(options))}
        ordered = sorted(numbers, key=lambda number: (-weigh(options[number]), numbers[number]))
        return options[ordered[(self._seed - 1 + further) % len(ordered)]]

    def order(self, point: str, items: Iterable[T], weigh: Callable[[T], float] = lambda _: 1.0) -> list[T]:
        """All items in an order in which those that weigh more come rather earlier (Efraimidis and Spirakis 2006)."""
        keyed = [(self.share(f"{point} {number}") ** (1 / weigh(item)), item) for number, item in enumerate(items)]
        return [item for _, item in sorted(keyed, key=lambda pair: -pair[0])]

    def shuffle(self, items: MutableSequence[T]) -> None:
        """An order by lot, where any will do."""
        self._lot.shuffle(items)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
