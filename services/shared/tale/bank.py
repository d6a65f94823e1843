"""The moments that tales are composed of, each clause in every language, read from bank/*.txt.

A heading, "== kind tag tag", begins a moment. "-" begins a clause that the moment needs and "+" one that it can do
without; a detail may lean on the details before it, a needed clause leans on no detail. "~" says the clause before it
in a few short words, for beginners and for the shortest tales. "but:" joins a clause to the one before, "@friend:"
tells who speaks in it. The other languages stand below, a line each.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from services.shared.tale.lexicon import CODES

_BANK = Path(__file__).parent / "bank"
_CLAUSE = re.compile(r"([-+~]) (?:(and|but|so|then): )?(?:@(hero|friend|elder|rival|other): )?(.+)")
_PLACE = re.compile(r"(in|there|folk|path|light|sound|smell): (.+)")


@dataclass(frozen=True, eq=False)
class Clause:
    """The smallest piece of a tale: a short sentence, which can also be a part of a longer one."""

    text: dict[str, str]
    """By language, with {slots}."""
    needed: bool = True
    connective: str = ""
    """and, but, so or then, where it can join the clause before; empty where it cannot be told how."""
    speaker: str = ""
    """hero, friend, elder, rival or other, when it has their words."""
    plain: "Clause | None" = None
    """The same in a few short words."""


@dataclass(frozen=True, eq=False)
class Moment:
    """A paragraph of the tale."""

    kind: str
    tags: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @property
    def needed(self) -> tuple[Clause, ...]:
        """The clauses that are always told."""
        return tuple(clause for clause in self.clauses if clause.needed)


@dataclass(frozen=True)
class Place:
    """Where it happens: phrases by name (in, there, folk, ...) and language."""

    name: str
    phrases: dict[str, dict[str, str]]


def _blocks(name: str) -> list[tuple[list[str], list[str]]]:
    """Headings and the lines below them."""
    found: list[tuple[list[str], list[str]]] = []
    for line in (_BANK / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            found.append((line[3:].split(), []))
        elif line and not line.startswith("#"):
            found[-1][1].append(line)
    return found


def _groups(lines: list[str]) -> list[tuple[str, dict[str, str]]]:
    """Each first line with the other languages' below it."""
    count = len(CODES)
    groups = []
    for index in range(0, len(lines), count):
        first, *others = lines[index : index + count]
        text = {}
        for code, line in zip(CODES[1:], others, strict=True):
            if not line.startswith(f"{code} "):
                raise ValueError(f"the bank has {line!r} where {code!r} should stand, below {first!r}")
            text[code] = line[len(code) + 1 :]
        groups.append((first, text))
    return groups


def _clauses(lines: list[str]) -> tuple[Clause, ...]:
    found: list[Clause] = []
    for first, text in _groups(lines):
        match = _CLAUSE.fullmatch(first)
        if match is None:
            raise ValueError(f"the bank has {first!r} where a clause should stand")
        mark, connective, speaker, english = match.groups()
        clause = Clause({"en": english} | text, mark != "+", connective or "", speaker or "")
        if mark == "~":
            found[-1] = replace(found[-1], plain=clause)
        else:
            found.append(clause)
    return tuple(found)


@cache
def moments() -> tuple[Moment, ...]:
    """All moments, in the order of the files."""
    return tuple(
        Moment(heading[0], tuple(heading[1:]), _clauses(lines))
        for name in ("frames", "themes", "interludes")
        for heading, lines in _blocks(name)
    )


def find(kind: str, *tags: str) -> list[Moment]:
    """The moments of a kind that have all these tags."""
    return [moment for moment in moments() if moment.kind == kind and set(tags) <= set(moment.tags)]


@cache
def places() -> dict[str, Place]:
    """Every place, by its kind, such as "sea"."""
    found = {}
    for heading, lines in _blocks("places"):
        phrases = {}
        for first, text in _groups(lines):
            match = _PLACE.fullmatch(first)
            if match is None:
                raise ValueError(f"the bank has {first!r} in place {heading[1]!r}")
            phrases[match[1]] = {"en": match[2]} | text
        found[heading[1]] = Place(heading[1], phrases)
    return found
