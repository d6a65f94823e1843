"""The moments that tales are composed of, each clause in every language, read from bank/**/*.txt.

A heading, "== kind about tag tag=limit", begins a moment; in a limit "_" is a space. "-" begins a clause that the
moment needs and "+" one that it can do without; a detail may lean on the details before it, a needed clause leans on no
detail. "~" says the clause before it in a few short words, for beginners and for the shortest tales. "but:" joins a
clause to the one before, "@friend:" tells who speaks in it. The other languages stand below, a line each.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from services.shared.tale.plot import leaning
from services.shared.tale.words.lexicon import CODES

_BANK = Path(__file__).parent / "bank"
_CLAUSE = re.compile(r"([-+~]) (?:(and|but|so|then): )?(?:@(hero|friend|elder|rival|foe|other): )?(.+)")
_PLACE = re.compile(r"(in|there|folk|path|light|sound|smell): (.+)")
_SLOT = re.compile(r"\{([a-z_]*)")


OWN = frozenset("lack when word stage single q has do too".split())
"""Limits that say what a moment is, not what must hold; "stage" of an obstacle: 1 before others, 3 after them; "single"
of a want: in its plot who stands in the way is one, however many the prompt fears; the last four what a question is
that a fact answers."""


@dataclass(frozen=True, eq=False)
class Clause:
    """The smallest piece of a tale: a short sentence, which can also be a part of a longer one."""

    text: dict[str, str]
    """By language, with {slots}."""
    needed: bool = True
    connective: str = ""
    """and, but, so or then, where it can join the clause before; empty where it cannot be told how."""
    speaker: str = ""
    """hero, friend, elder, rival, foe or other, when it has their words."""
    plain: "Clause | None" = None
    """The same in a few short words."""

    @cached_property
    def slots(self) -> set[str]:
        """Names of the slots that it fills, in any language, and in its plain form."""
        texts = [*self.text.values(), *(self.plain.text.values() if self.plain else ())]
        return {name for text in texts for name in _SLOT.findall(text) if name}

    def filled(self, name: str, said: dict[str, str]) -> "Clause":
        """The clause with other words of the bank, by language, in the place of a slot, in its plain form too."""
        text = {code: text.replace(f"{{{name}}}", said[code]) for code, text in self.text.items()}
        return replace(self, text=text, plain=self.plain and self.plain.filled(name, said))


@dataclass(frozen=True, eq=False)
class Moment:
    """A paragraph of the tale."""

    kind: str
    about: str
    """What it is of its kind: a class of action, a lack, an adjective; empty where any will do."""
    tags: frozenset[str]
    limits: dict[str, tuple[str, ...]]
    """What must hold: "thing" to kinds of the thing, "not-thing" to those it must not be, "foe-word" to words, ..."""
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


@dataclass(frozen=True)
class Known:
    """What of a tale is settled when a moment is looked for."""

    slots: frozenset[str]
    """What there is to tell of: hero, thing, foe, ..."""
    kinds: dict[str, str] = field(default_factory=dict)
    """The lexicon's kind of thing, hero, friend, foe and where; also act, the home of the place, the hero's role
    where a deed has two sides, "own" and "placed", which are "yes" for a thing that belongs to the hero and for a deed
    whose place the prompt names, "known" for somebody of whom the prompt says who they are, the number of heroes,
    "one" or "several", of the extra, which can be "mass" too, and the extra's size where that is not usual for its
    kind."""
    words: dict[str, str] = field(default_factory=dict)
    """Their nouns; of the goal the verb's first word."""
    acting: frozenset[str] = frozenset()
    """Those of the prompt beside the hero."""

    def fits(self, moment: Moment) -> bool:
        """Whether the moment can be told: its limits hold, and its needed clauses have all that they name."""
        for name, allowed in moment.limits.items():
            if name in OWN:
                continue
            what, is_word = name.removeprefix("not-").removesuffix("-word"), name.endswith("-word")
            found = (self.words if is_word else self.kinds).get(what, "")
            if (found in allowed) == name.startswith("not-"):
                return False
        return all(clause.slots <= self.slots for clause in moment.needed)

    def told(self, moment: Moment) -> Moment:
        """The moment without the details that name what there is not, and those that lean on them."""
        return _kept(moment, {clause: clause for clause in moment.clauses if clause.slots <= self.slots}, ())


def simplified(moment: Moment, before: "Moment | None" = None) -> Moment:
    """The moment in plain words, without the details that lean on other ones, its own or those of `before`."""
    shown = {
        clause: replace(clause.plain, needed=clause.needed) if clause.plain else clause for clause in moment.clauses
    }
    return _kept(moment, shown, before.clauses if before else ())


def _kept(moment: Moment, shown: dict[Clause, Clause], before: tuple[Clause, ...]) -> Moment:
    """Those of the clauses that are shown, as they are, but no detail that leans on what is not said."""
    full = leaning.told(clause.text["en"] for clause in before)
    said = leaning.told((clause.plain or clause).text["en"] for clause in before)
    kept: list[Clause] = []
    gap = False
    for clause in moment.clauses:
        known = shown.get(clause)
        text = known.text["en"] if known else ""
        # After a detail that is left out, a pronoun may mean something of it.
        leans = leaning.missed(text, full, said) or (gap and leaning.means(text))
        gap = known is None or (not known.needed and bool(leans))
        if known and not gap:
            kept.append(known)
            said |= leaning.stems(text)
        full |= leaning.stems(clause.text["en"])
    return replace(moment, clauses=tuple(kept))


def _blocks(path: Path) -> list[tuple[list[str], list[str]]]:
    """Headings and the lines below them."""
    found: list[tuple[list[str], list[str]]] = []
    for line in path.read_text("utf-8").splitlines():
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


def _moments(path: Path) -> list[Moment]:
    found = []
    for (kind, *tags), lines in _blocks(path):
        parts = [tag.replace("_", " ").partition("=") for tag in tags]
        limits = {name: tuple(value.split(",")) for name, _, value in parts if value}
        plain = [tag for tag in tags if "=" not in tag]
        clauses = _clauses(lines)
        # A moment for several, "trait shy,timid opening", is one for each.
        found += [
            Moment(kind, "" if about == "any" else about, frozenset(plain[1:]), limits, clauses)
            for about in (plain[0].split(",") if plain else ["any"])
        ]
    return found


@cache
def moments() -> tuple[Moment, ...]:
    """All moments, in the order of the files' names."""
    paths = sorted(path for path in _BANK.rglob("*.txt") if path.name != "places.txt")
    return tuple(moment for path in paths for moment in _moments(path))


@cache
def _of(kind: str, about: str) -> tuple[Moment, ...]:
    return tuple(moment for moment in moments() if (moment.kind, moment.about) == (kind, about))


def find(kind: str, about: str = "", *tags: str, known: Known | None = None) -> list[Moment]:
    """The moments of a kind that have all these tags, as far as they can be told of what is known."""
    found = fitting(kind, about, *tags, known=known)
    return found if known is None else [known.told(moment) for moment in found]


def fitting(kind: str, about: str = "", *tags: str, known: Known | None = None) -> list[Moment]:
    """The same moments, with what of them could not be told."""
    found = [moment for moment in _of(kind, about) if set(tags) <= moment.tags]
    return found if known is None else [moment for moment in found if known.fits(moment)]


@cache
def props(act: str) -> frozenset[str]:
    """The words of all that a class of action wants and fails for: a detail may lean on what only one of them has."""
    moments = [*_of("want", act), *_of("obstacle", act)]
    return leaning.told(clause.text["en"] for moment in moments for clause in moment.clauses) - leaning.COMMON


@cache
def places() -> dict[str, Place]:
    """Every place, by its kind, such as "sea"."""
    found = {}
    for heading, lines in _blocks(_BANK / "places.txt"):
        phrases = {}
        for first, text in _groups(lines):
            match = _PLACE.fullmatch(first)
            if match is None:
                raise ValueError(f"the bank has {first!r} in place {heading[1]!r}")
            phrases[match[1]] = {"en": match[2]} | text
        found[heading[1]] = Place(heading[1], phrases)
    return found
