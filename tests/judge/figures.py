"""The one table of figures: what is wanted, and what CI holds until it is reached."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from tests.judge import grammar, measure, romance
from tests.judge.measure import Measured
from tests.judge.sample import Sample


def _nothing() -> str:
    return ""


@dataclass(frozen=True)
class Figure:
    """One figure of a sample."""

    name: str
    measure: Callable[[Sample], Measured]
    wanted: float
    held: float
    """What CI's small sample must reach: the wanted figure, or what it had when it was last made better."""
    most: bool = False
    """Whether `wanted` and `held` are the most that it may be, not the least."""
    missing: Callable[[], str] = _nothing
    """Which tool is not here, and what brings it; empty when none is missing."""
    unit: str = "%"
    """"%" for a share; else what the number counts."""
    ours: bool = False
    """Whether `wanted` is our own, since issue 15 names none."""

    def holds(self, value: float) -> bool:
        """Whether CI takes it."""
        return value <= self.held if self.most else value >= self.held

    def reached(self, value: float) -> bool:
        """Whether it is what is wanted."""
        return value <= self.wanted if self.most else value >= self.wanted

    def show(self, value: float) -> str:
        """The value with its unit, rounded to the worse side: what misses a bar by little is not shown as the bar."""
        to_worse = math.ceil if self.most else math.floor
        if self.unit == "%":
            return f"{to_worse(round(value * 1000, 6)) / 10:.1f} %"
        return f"{to_worse(round(value * 100, 6)) / 100:.2f}"

    @property
    def what(self) -> str:
        """What it is, from its function's docstring."""
        return " ".join((self.measure.__doc__ or "").split()).removesuffix(".")


FIGURES = (
    Figure("kept", measure.kept_parts, 0.95, 0.945, ours=True),
    Figure("acting", measure.acting, 0.40, 0.40, missing=grammar.missing),
    Figure("others", measure.others, 0.20, 0.18, missing=grammar.missing, ours=True),
    Figure("in-scenes", measure.in_scenes, 0.95, 0.92, missing=grammar.missing),
    Figure("repeated-prompts", measure.repeated_over_prompts, 0.35, 0.35, most=True),
    Figure("repeated-seeds", measure.repeated_over_seeds, 0.40, 0.40, most=True),
    Figure("pixels", measure.same_pixels, 0.60, 0.60, most=True),
    Figure("linked", measure.linked, 0.97, 0.965, missing=grammar.missing),
    Figure("verbs", measure.verb_forms, 1.0, 0.998, missing=grammar.missing),
    Figure("nouns", measure.noun_forms, 0.99, 0.985, missing=grammar.missing, ours=True),
    Figure("french", measure.french_grammar, 0.97, 0.97, missing=romance.no_grammalecte, ours=True),
    Figure("french-words", measure.french_words, 0.995, 0.992, missing=romance.no_french, ours=True),
    Figure("spanish-words", measure.spanish_words, 0.995, 0.991, missing=romance.no_spanish, ours=True),
    Figure("length", measure.length, 0.03, 0.03, most=True),
    Figure("grade", measure.grade, 0.5, 0.5, most=True, unit="grades"),
)
SLOWER = 1.5
"""A text-only story may take so many times what it took when issue 15 was filed."""
