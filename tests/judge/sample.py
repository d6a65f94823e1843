"""The stories that are judged, each told once and when it is first needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tests.judge import grammar
from tests.judge.grammar import Parse
from tests.judge.prompts import Asked, english, everything
from tests.judge.stories import Told, tell

GROUP = 24
"""Prompts whose stories are compared with each other."""
SEEDS = range(1, 7)
"""Seeds of one prompt whose stories are compared with each other."""
LONG = 2_000
GRADES = range(2, 9)
LANGUAGES = ("es", "fr")


@dataclass(frozen=True)
class Size:
    """How many stories of each use."""

    stories: int
    """English stories of 300 words, from as many prompts as there are, then with the next seed."""
    seeded: int
    """Prompts told with each of SEEDS."""
    measured: int
    """Prompts told at LONG words, and with each of GRADES."""
    translated: int
    """Stories told in Spanish and French too."""
    books: int
    """Whole packages, with their pictures."""

    @property
    def described(self) -> str:
        """For a reader of the figures."""
        return (
            f"{self.stories} English stories of 300 words; {self.seeded} prompts with {len(SEEDS)} seeds each;"
            f" {self.measured} prompts at {LONG:,} words and at each grade; {self.translated} stories in Spanish and"
            f" French; {self.books} books."
        )


SMALL = Size(stories=GROUP, seeded=8, measured=4, translated=12, books=3)
"""What CI judges, in half a minute of a processor."""
WHOLE = Size(stories=200, seeded=24, measured=8, translated=60, books=8)
"""What the command judges, in two minutes of a processor."""


def spread(prompts: Sequence[Asked], count: int) -> list[Asked]:
    """So many of the prompts, evenly from first to last."""
    count = min(count, len(prompts))
    return [prompts[index * len(prompts) // count] for index in range(count)]


class Sample:
    """Stories of one size, in the order of the prompts' files."""

    def __init__(self, size: Size) -> None:
        self.size = size

    @cached_property
    def all_prompts(self) -> list[Told]:
        """Every prompt once, also those in other languages."""
        return [tell(asked) for asked in everything()]

    @cached_property
    def stories(self) -> list[Told]:
        """English stories, as many as the size says."""
        prompts, found, seed = english(), list[Told](), 1
        while len(found) < self.size.stories:
            chosen = spread(prompts, self.size.stories - len(found))
            found += [tell(asked, seed=seed) for asked in chosen]
            seed += 1
        return found

    @cached_property
    def groups(self) -> list[list[Told]]:
        """Stories of different prompts with one seed, GROUP of them in each list."""
        found = [self.stories[start : start + GROUP] for start in range(0, len(self.stories), GROUP)]
        return [group for group in found if len(group) == GROUP]

    @cached_property
    def seeded(self) -> list[list[Told]]:
        """The stories of one prompt with each of SEEDS, in each list."""
        return [[tell(asked, seed=seed) for seed in SEEDS] for asked in spread(english(), self.size.seeded)]

    @cached_property
    def long(self) -> list[Told]:
        """Stories of LONG words."""
        return [tell(asked, length=LONG) for asked in spread(english(), self.size.measured)]

    @cached_property
    def graded(self) -> list[tuple[int, Told]]:
        """Stories for each of GRADES."""
        chosen = spread(english(), self.size.measured)
        return [(grade, tell(asked, grade=grade)) for grade in GRADES for asked in chosen]

    @cached_property
    def translated(self) -> list[Told]:
        """Stories with their translations."""
        return [tell(asked, languages=LANGUAGES) for asked in spread(english(), self.size.translated)]

    @cached_property
    def books(self) -> list[Told]:
        """Whole packages."""
        return [tell(asked, book=True) for asked in spread(english(), self.size.books)]

    @cached_property
    def parses(self) -> list[list[Parse]]:
        """Of each of `stories`, the parse of each sentence."""
        parsed = iter(grammar.parse([sentence for told in self.stories for sentence in told.sentences]))
        return [[next(parsed) for _ in told.sentences] for told in self.stories]
