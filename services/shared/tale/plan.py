"""Plan a tale: its cast, place, goal and moments. A plan is independent of any language.

The same prompt, seed, length, theme and grade make the same plan on every machine.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from services.contract.request import THEMES
from services.shared.tale import bank, lexicon
from services.shared.tale.bank import Clause, Moment, Place
from services.shared.tale.cast import Person, choose
from services.shared.tale.phrases import NounPhrase, VerbPhrase
from services.shared.tale.reading import Reading, read

DREAM = NounPhrase("dream", determiner="the")
"""What the tale turns around when the prompt names no thing."""
_BY_KIND = {"idea": "understand", "place": "explore", "being": "befriend", "animal": "befriend"}
"""The goal that a thing makes which the prompt only names."""
WORDS_FOR = {3: 350, 4: 600}
"""Cast of so many from so many words on."""


@dataclass
class Paragraph:
    """A moment as it is told: the chosen clauses, in groups that are one sentence each."""

    moment: Moment
    chosen: list[Clause]
    extra: NounPhrase | None = None
    """The thing of the prompt that it is about."""
    joined: set[int] = field(default_factory=set)
    """Indexes of the clauses that continue the sentence before them."""
    brief: bool = False
    """The place and the goal are only meant: "in the harbour", "do it"."""

    def next_detail(self) -> Clause | None:
        """The first clause that is not told yet; a detail may lean on those before it, so they come in order."""
        return next((clause for clause in self.moment.clauses if clause not in self.chosen), None)

    def add(self, clause: Clause) -> None:
        """Tell this clause too, in its place."""
        self.chosen = [known for known in self.moment.clauses if known in self.chosen or known == clause]

    def simplify(self, clause: Clause) -> None:
        """Tell this clause in plain words."""
        plain = {clause: replace(clause.plain, needed=clause.needed)} if clause.plain else {}
        self.moment = replace(self.moment, clauses=tuple(plain.get(known, known) for known in self.moment.clauses))
        self.chosen = [plain.get(known, known) for known in self.chosen]

    def sentences(self) -> Iterator[list[Clause]]:
        """The chosen clauses, grouped into sentences."""
        group: list[Clause] = []
        for index, clause in enumerate(self.chosen):
            if group and index not in self.joined:
                yield group
                group = []
            group.append(clause)
        if group:
            yield group


@dataclass
class Scene:
    """Paragraphs of one beat: opening, want, interlude, attempt, climax or resolution."""

    beat: str
    paragraphs: list[Paragraph]


@dataclass(frozen=True)
class Plan:
    """All that a telling needs, in any language."""

    cast: tuple[Person, ...]
    place: Place
    theme: str
    goal: VerbPhrase
    thing: NounPhrase
    note: str
    """The prompt, where it could not be read."""
    title: Clause
    scenes: list[Scene]
    extras: tuple[NounPhrase, ...]
    """What the prompt names beside the goal."""

    @property
    def hero(self) -> Person:
        """The main character."""
        return self.cast[0]


def chance_of(text: str, seed: int, theme: str) -> random.Random:
    """The random numbers of one tale: all its choices come from here."""
    # Python's own hash() of a string differs from process to process.
    return random.Random(hashlib.sha256(f"{seed}\n{theme}\n{text}".encode()).digest())  # noqa: S311 - a tale


def sketch(text: str, length: int, theme: str, chance: random.Random) -> Plan:
    """A plan with the moments that every tale has, in as few words as they can be told."""
    reading = read(text)
    cast = choose(reading, 2 + sum(length >= words for words in WORDS_FOR.values()), chance)
    places = bank.places()
    place = places.get(reading.home) or places[chance.choice(sorted(places))]
    theme = theme or _theme(reading, chance)
    goal, thing = _goal(reading, theme)
    opening = chance.choice([moment for moment in bank.find("opening") if "note" not in moment.tags])
    closing = [_told(moment) for moment in bank.find("closing", *opening.tags)]
    note = bank.find("opening", "note") if reading.note else []
    scenes = [
        Scene("opening", [_told(moment) for moment in (opening, *note)]),
        Scene("want", [_told(moment) for moment in bank.find("need", theme)]),
        *(Scene("attempt", [_told(moment)]) for moment in bank.find("attempt", theme)),
        Scene("climax", [_told(moment) for moment in bank.find("climax", theme)]),
        Scene("resolution", [*_later("ending", theme), *closing, *_later("lesson", theme)]),
    ]
    title = chance.choice(bank.find("title")).clauses[0]
    return Plan(cast, place, theme, goal, thing, reading.note, title, scenes, reading.extras)


def _told(moment: Moment) -> Paragraph:
    return Paragraph(moment, list(moment.needed))


def _later(kind: str, theme: str) -> list[Paragraph]:
    """Paragraphs that are told when there is room, and there nearly always is."""
    return [Paragraph(moment, []) for moment in bank.find(kind, theme)]


def _theme(reading: Reading, chance: random.Random) -> str:
    best = max(reading.hints.values(), default=0)
    return chance.choice([theme for theme in THEMES if reading.hints[theme] == best])


def _goal(reading: Reading, theme: str) -> tuple[VerbPhrase, NounPhrase]:
    thing = reading.thing
    if reading.goal:
        return reading.goal, (thing or DREAM).definite()
    if thing:
        noun = lexicon.nouns().get(thing.noun)
        name = _BY_KIND.get(noun.kind if noun else "", "find")
        verb = next(verb for verb in lexicon.verbs() if verb.name == name)
        return VerbPhrase(verb.name, verb.goal, thing.definite()), thing.definite()
    tag = "note" if reading.note else theme
    thing = NounPhrase("message", determiner="the") if reading.note else DREAM
    return VerbPhrase("", bank.find("goal", tag)[0].clauses[0].text), thing
