"""The prompts of tests/prompts, each with what its story must show."""

import json
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "prompts"
FILES = ("beginnings", "kinds", "posted", "meetings")
"""`beginnings` has heroes who are not children, and traits, of which the first paragraph must make something, `kinds`
each kind of prompt that issue 15 names, `posted` what people ask story generators for, in our words, and `meetings` who
is saved, and from whom, and who becomes friends."""


@dataclass(frozen=True)
class Person:
    """Somebody of the prompt: a name or a kind, or both."""

    name: str = ""
    kind: str = ""
    """What it is, such as "dog"; in Spanish and French prompts the stem of that word."""
    gender: str = ""
    """"f" or "m" where the prompt or the name says so."""
    kin: str = ""
    """What it is to another person of the prompt, such as "brother"."""
    also: tuple[str, ...] = ()
    """Other words that name the same kind."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The words for what it is."""
        return tuple(word for word in (self.kind, *self.also) if word)


@dataclass(frozen=True)
class Asked:
    """A prompt, and what must be seen in its story."""

    sort: str
    """Which kind of prompt it is, such as "question"."""
    prompt: str
    language: str = "en"
    """In which the story must be told; a Spanish or French prompt is told in its own language."""
    refused: bool = False
    """Whether it must be refused, since its language is not read."""
    people: tuple[Person, ...] = ()
    things: tuple[str, ...] = ()
    action: str = ""
    """A class of actions.txt."""
    place: str = ""
    says: tuple[str, ...] = ()
    """Stems of words that must stand somewhere: a trait, a time, a theme."""
    never: tuple[str, ...] = ()
    """Regular expressions that must not match: words of a request's wrapping, a word read as a name."""

    @property
    def parts(self) -> tuple[Person | str, ...]:
        """What is to act: people, then things."""
        return (*self.people, *self.things)


def _asked(line: str) -> Asked:
    """One line of a file. Raises TypeError for a field that is not known."""
    found: dict[str, Any] = json.loads(line)
    for name in ("things", "says", "never"):
        found[name] = tuple(found.get(name, ()))
    found["people"] = tuple(
        Person(**(person | {"also": tuple(person.get("also", ()))})) for person in found.get("people", ())
    )
    return Asked(**found)


@cache
def load(name: str) -> tuple[Asked, ...]:
    """The prompts of one file."""
    return tuple(map(_asked, (FOLDER / f"{name}.jsonl").read_text().splitlines()))


def everything() -> tuple[Asked, ...]:
    """All prompts, of all files."""
    return tuple(asked for name in FILES for asked in load(name))


def english() -> tuple[Asked, ...]:
    """Those whose story is told in English."""
    return tuple(asked for asked in everything() if asked.language == "en" and not asked.refused)


@dataclass(frozen=True)
class Action:
    """The words that show a class of actions: English lemmas, stems in the other languages."""

    en: tuple[str, ...]
    es: tuple[str, ...]
    fr: tuple[str, ...]


@cache
def actions() -> dict[str, Action]:
    """The classes of actions.txt by name."""
    found = {}
    for line in (FOLDER / "actions.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, words = line.partition(":")
            found[name] = Action(*(tuple(part.split()) for part in words.split("|")))
    assert all(len(fields(action)) == 3 for action in found.values())
    return found
