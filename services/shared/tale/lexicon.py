"""The words that prompts are made of, in every language that a tale is told in.

One line a word in words/*.txt and a column a language, so a new language is a column. Words that are not here are told
as they were written, in quotation marks, and counted.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CODES = ("en", "es", "fr")
"""BCP-47 codes in the order of the columns; the story's own language first."""
_WORDS = Path(__file__).parent / "words"
_COLUMN = re.compile(r"\s*\|\s*(?![^{]*})")
"""A bar between columns; one inside {:m|f} is not."""
_GENDERS = ("m", "f", "M", "F")


@dataclass(frozen=True)
class Form:
    """A noun in one language and gender ("m" or "f"; empty in English)."""

    singular: str
    plural: str
    gender: str = ""


@dataclass(frozen=True)
class Noun:
    """A thing or a being. `kind` is being, animal, place, thing, nature, food or idea."""

    name: str
    kind: str
    home: str
    """The kind of place where it is found; empty when that is anywhere."""
    gender: str
    """"M" or "F" for a being that is always one of them, "m" or "f" for one that is unless somebody says otherwise."""
    forms: dict[str, tuple[Form, ...]]
    """By language: one form, or a masculine and a feminine one."""

    @property
    def alive(self) -> bool:
        """Whether somebody can be it."""
        return self.kind in ("being", "animal")

    def form(self, language: str, gender: str = "m") -> Form:
        """The form for somebody of this gender, or the only one."""
        forms = self.forms[language]
        return next((form for form in forms if form.gender == gender), forms[0])


@dataclass(frozen=True)
class Adjective:
    """How something is: by language the four forms masculine, feminine, and their plurals."""

    name: str
    forms: dict[str, tuple[str, str, str, str]]
    before: frozenset[str]
    """The languages in which it stands before its noun."""


@dataclass(frozen=True)
class Verb:
    """Something to do, and the goal that it makes. `kind` is wish, mishap, to, drop or state (see words/verbs.txt)."""

    name: str
    past: tuple[str, ...]
    kind: str
    themes: tuple[str, ...]
    goal: dict[str, str]
    """By language: an infinitive with "@" where the object stands and "…" where another verb does."""


def _rows(name: str) -> list[list[str]]:
    lines = (_WORDS / f"{name}.txt").read_text("utf-8").splitlines()
    return [_COLUMN.split(line.strip()) for line in lines if line and not line.startswith("#")]


def english_plural(word: str) -> str:
    """The regular plural."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def spanish_plural(word: str) -> str:
    """The regular plural of the first word, and of an adjective after it."""
    first, *rest = word.split(" ", 1)
    if first[-1] in "aeioué":
        plural = f"{first}s"
    elif first.endswith(("ón", "ín", "án", "és", "ún")):
        plain = first[-2].translate(str.maketrans("óíáéú", "oiaeu"))
        plural = f"{first[:-2]}{plain}{first[-1]}es"
    else:
        plural = f"{first[:-1]}ces" if first.endswith("z") else f"{first}es"
    return " ".join([plural, *rest])


def french_plural(word: str) -> str:
    """The regular plural of the first word."""
    first, *rest = word.split(" ", 1)
    plural = first if first[-1] in "sxz" else f"{first}x" if first.endswith(("eau", "eu")) else f"{first}s"
    return " ".join([plural, *rest])


_PLURAL = {"en": english_plural, "es": spanish_plural, "fr": french_plural}


def _forms(language: str, cell: str) -> tuple[Form, ...]:
    """From "gato/gata" or "mar m +mares": the forms of one cell."""
    parts = cell.split("/")
    found = []
    for position, part in enumerate(parts):
        text, _, plural = (piece.strip() for piece in part.partition("+"))
        gender = ""
        if language != "en":
            text, found_gender = re.fullmatch(r"(.+?)(?: ([mf]))?", text).groups()  # type: ignore[union-attr]
            gender = found_gender or ("f" if position else "m")
        found.append(Form(text, plural or _PLURAL[language](text), gender))
    return tuple(found)


def _noun(row: list[str]) -> Noun:
    english, kinds, *others = row
    first = _forms("en", english)
    kind, *tags = kinds.split()
    forms = {"en": first} | {code: _forms(code, cell) for code, cell in zip(CODES[1:], others, strict=True)}
    gender = next((tag for tag in tags if tag in _GENDERS), "")
    home = next((tag for tag in tags if tag not in _GENDERS), "")
    return Noun(first[0].singular, kind, home, gender, forms)


def _adjective(row: list[str]) -> Adjective:
    english, *others = row
    forms = {"en": (english,) * 4}
    for code, cell in zip(CODES[1:], others, strict=True):
        text, _, plural = (piece.strip() for piece in cell.removeprefix("<").partition("+"))
        masculine, _, feminine = text.partition("/")
        feminine = feminine or masculine
        several = [plural or _PLURAL[code](form) for form in (masculine, feminine)]
        forms[code] = (masculine, feminine, several[0], several[1])
    before = frozenset(code for code, cell in zip(CODES[1:], others, strict=True) if cell.startswith("<"))
    return Adjective(english, forms, before | {"en"})


def _verb(row: list[str]) -> Verb:
    names, kinds, *goals = row
    base, _, past = (part.strip() for part in names.rstrip(")").partition("("))
    kind, *themes = kinds.split()
    goal = {}
    if goals:
        own = f"{base} @" if goals[0] == "=" else goals[0]
        goal = dict(zip(CODES, [own, *goals[1:]], strict=True))
    return Verb(base, tuple(past.split()), kind, tuple(themes), goal)


@cache
def nouns() -> dict[str, Noun]:
    """By English singular."""
    return {noun.name: noun for noun in map(_noun, _rows("nouns"))}


@cache
def noun_forms() -> dict[str, tuple[Noun, bool]]:
    """By every English form: the noun, and whether the form is its plural."""
    found = {}
    for noun in nouns().values():
        form = noun.forms["en"][0]
        found[form.plural] = (noun, True)
        found[form.singular] = (noun, False)
    return found


@cache
def adjectives() -> dict[str, Adjective]:
    """By English word."""
    return {adjective.name: adjective for adjective in map(_adjective, _rows("adjectives"))}


@cache
def verbs() -> tuple[Verb, ...]:
    """All verbs, the longest first; one may be there twice, with and without a verb after it."""
    return tuple(sorted(map(_verb, _rows("verbs")), key=lambda verb: -verb.name.count(" ")))


@cache
def prepositions() -> dict[str, dict[str, str]]:
    """By English word: the same in each language."""
    return {row[0]: dict(zip(CODES, row, strict=True)) for row in _rows("prepositions")}
