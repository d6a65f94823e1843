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
_WORDS = Path(__file__).parent
_COLUMN = re.compile(r"\s*\|\s*(?![^{]*})")
"""A bar between columns; one inside {:m|f} is not."""
_GENDERS = frozenset("m f M F".split())
_HOMES = frozenset("sea forest city mountain space farm garden castle desert river ice school".split())
ALIVE = frozenset("person kin trade creature animal".split())
"""Kinds that can act, feel and speak."""
WHERE = frozenset("place building room".split())
"""Kinds that one can be at."""


@dataclass(frozen=True)
class Form:
    """A noun in one language and gender ("m" or "f"; empty in English)."""

    singular: str
    plural: str
    gender: str = ""
    only_plural: bool = False


@dataclass(frozen=True)
class Noun:
    """A thing or a being. The heads of words/*.txt say which kinds there are."""

    name: str
    kind: str
    home: str
    """The kind of place where it is found; empty when that is anywhere."""
    gender: str
    """"M" or "F" for a being that is always one of them, "m" or "f" for one that is unless somebody says otherwise."""
    tags: frozenset[str]
    """What else is known of it: a size (tiny, small, big, huge), an age (child, old), group, mass, pl."""
    cells: dict[str, str]
    """What the row says in each language."""

    @property
    def alive(self) -> bool:
        """Whether it can act, feel and speak."""
        return self.kind in ALIVE

    def forms(self, language: str) -> tuple[Form, ...]:
        """One form, or a masculine and a feminine one."""
        return forms_of(language, self.cells[language])

    @property
    def where(self) -> bool:
        """Whether one can be at it."""
        return self.kind in WHERE

    def form(self, language: str, gender: str = "m") -> Form:
        """The form for somebody of this gender, or the only one."""
        forms = self.forms(language)
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
    """Something to do, and the goal that it makes. `kind` is one of those at the head of words/actions.txt."""

    name: str
    past: tuple[str, ...]
    kind: str
    act: str
    """The class of action, such as find or cook: what stories it makes; empty for a verb of state."""
    themes: tuple[str, ...]
    goal: dict[str, str]
    """By language: an infinitive with "@" where the object stands and "…" where another verb does."""


@cache
def rows(name: str) -> list[list[str]]:
    """The rows of words/<name>.txt, each its cells."""
    lines = (_WORDS / f"{name}.txt").read_text("utf-8").splitlines()
    return [_columns(line) for line in lines if line and not line.startswith("#")]


def _columns(line: str) -> list[str]:
    # The pattern is slow, and most lines have no braces.
    return _COLUMN.split(line.strip()) if "{" in line else [cell.strip() for cell in line.split("|")]


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


def plural(word: str, code: str) -> str:
    """The regular plural in the language of this BCP-47 code."""
    return _PLURAL[code](word)


@cache
def forms_of(language: str, cell: str) -> tuple[Form, ...]:
    """From "gato/gata" or "mar m +mares": the forms of one cell."""
    # "tijeras f +tijeras es-pl": what has only a plural in that language.
    only = cell.endswith("-pl")
    parts = (cell.rpartition(" ")[0] if only else cell).split("/")
    found = []
    for position, part in enumerate(parts):
        text, _, plural = (piece.strip() for piece in part.partition("+"))
        gender = ""
        if language != "en":
            text, found_gender = re.fullmatch(r"(.+?)(?: ([mf]))?", text).groups()  # type: ignore[union-attr]
            gender = found_gender or ("f" if position else "m")
        found.append(Form(text, plural or _PLURAL[language](text), gender, only))
    return tuple(found)


def _noun(row: list[str]) -> Noun:
    english, kinds, *others = row
    kind, *tags = kinds.split()
    name = english.partition("+")[0].strip()
    cells = dict(zip(CODES, [english + (" pl-pl" if "pl" in tags else ""), *others], strict=True))
    gender = next((tag for tag in tags if tag in _GENDERS), "")
    home = next((tag for tag in tags if tag in _HOMES), "")
    return Noun(name, kind, home, gender, frozenset(tags) - _GENDERS - _HOMES, cells)


def _adjective(row: list[str]) -> Adjective:
    english, *others = row
    forms = {"en": (english,) * 4}
    for code, cell in zip(CODES[1:], others, strict=True):
        text, _, plural = (piece.strip() for piece in cell.removeprefix("<").partition("+"))
        masculine, _, feminine = text.partition("/")
        feminine = feminine or masculine
        irregular, _, other = plural.partition("/")
        several = [irregular or _PLURAL[code](masculine), other or irregular or _PLURAL[code](feminine)]
        forms[code] = (masculine, feminine, several[0], several[1])
    before = frozenset(code for code, cell in zip(CODES[1:], others, strict=True) if cell.startswith("<"))
    return Adjective(english, forms, before | {"en"})


def _verb(row: list[str]) -> Verb:
    names, kinds, *goals = row
    base, _, past = (part.strip() for part in names.rstrip(")").partition("("))
    kind, act, *themes = kinds.split()
    goal = {}
    if goals:
        own = f"{base} @" if goals[0] == "=" else goals[0]
        goal = dict(zip(CODES, [own, *goals[1:]], strict=True))
    return Verb(base, tuple(past.split()), kind, "" if act == "none" else act, tuple(themes), goal)


@cache
def nouns() -> dict[str, Noun]:
    """By English singular."""
    return {noun.name: noun for file in ("beings", "places", "things") for noun in map(_noun, rows(file))}


@cache
def noun_forms() -> dict[str, tuple[Noun, bool]]:
    """By every English form: the noun, and whether the form is its plural."""
    singular = {noun.name.lower(): (noun, False) for noun in nouns().values()}
    plural = {noun.forms("en")[0].plural.lower(): (noun, True) for noun in nouns().values()}
    # "Fishes", "sheeps": that there are several, which their right plural does not say.
    told = {
        english_plural(noun.name).lower(): (noun, True)
        for noun in nouns().values()
        if noun.forms("en")[0].plural == noun.forms("en")[0].singular
    }
    # "woods" is a place of its own, and not several of the material.
    return told | plural | singular


@cache
def adjectives() -> dict[str, Adjective]:
    """By English word."""
    return {adjective.name: adjective for adjective in map(_adjective, rows("qualities"))}


@cache
def verbs() -> tuple[Verb, ...]:
    """All verbs, the longest first; one may be there twice, with and without a verb after it."""
    return tuple(sorted(map(_verb, rows("actions")), key=lambda verb: -verb.name.count(" ")))


@cache
def _verbs_by_name() -> dict[str, tuple[Verb, ...]]:
    found: dict[str, list[Verb]] = {}
    for verb in verbs():
        found.setdefault(verb.name, []).append(verb)
    return {name: tuple(rows) for name, rows in found.items()}


def verbs_named(name: str) -> tuple[Verb, ...]:
    """The verbs of this name, at most one a kind."""
    return _verbs_by_name().get(name, ())


@cache
def prepositions() -> dict[str, dict[str, str]]:
    """By English word: the same in each language."""
    return {row[0]: dict(zip(CODES, row, strict=True)) for row in rows("prepositions")}


@cache
def deeds() -> dict[str, dict[str, str]]:
    """By English verb: the deed itself in each language, of verbs that are else something to be put right."""
    return {row[0]: dict(zip(CODES, row, strict=True)) for row in rows("deeds")}


@dataclass(frozen=True)
class Given:
    """A given name: whose it is ("m", "f" or "n" for all), and whether it is a common word too, such as "Rose"."""

    gender: str
    word: bool


@cache
def names() -> dict[str, Given]:
    """By name in lower case."""
    return {row[0].lower(): Given(row[1], len(row) > 2 and "word" in row[2].split()) for row in rows("names")}


@dataclass(frozen=True)
class Hero:
    """Somebody of a tale that everybody knows, such as Cinderella."""

    noun: str
    """What they are, in English, "old man"; empty where no noun of the lexicon says it."""
    gender: str
    """"m" or "f"."""
    said: dict[str, str]
    """Their name by language, with the article that it has."""


@cache
def heroes() -> dict[str, Hero]:
    """By name in lower case, in any of the languages, without its article."""
    found: dict[str, Hero] = {}
    for english, what, *others in rows("tales"):
        noun, _, gender = what.rpartition(" ")
        said = dict(zip(CODES, (english, *others), strict=True))
        for name in said.values():
            found.setdefault(without_article(name).lower(), Hero(noun.strip("-"), gender, said))
    return found


def without_article(name: str) -> str:
    """A name without the article that it has: "Hague" for "the Hague"."""
    return re.sub(r"^(?:the |la |le |el |les |los |l')", "", name, flags=re.IGNORECASE)


_BE = "is are was were be been being am".split()


@cache
def verb_forms() -> dict[str, tuple[tuple[Verb, tuple[str, ...]], ...]]:
    """By every form of a verb's first word: the verbs, the longest first, each with the words that must follow."""
    found: dict[str, list[tuple[Verb, tuple[str, ...]]]] = {}
    for verb in verbs():
        first, *rest = verb.name.split()
        if set(rest) & PATTERN:
            continue
        for form in english_forms(first, verb.past):
            found.setdefault(form, []).append((verb, tuple(rest)))
    return {form: tuple(entries) for form, entries in found.items()}


PATTERN = frozenset("@ % ~ …".split())
"""Marks in a verb's name: "@" and "%" are its two objects, "~" is a word such as "her", "…" is another verb."""


@cache
def patterns() -> dict[str, tuple[tuple[Verb, tuple[str, ...]], ...]]:
    """By every form of a verb's first word: the patterns such as "swap @ for %", each with its other words."""
    found: dict[str, list[tuple[Verb, tuple[str, ...]]]] = {}
    for verb in verbs():
        first, *rest = verb.name.split()
        if set(rest) & PATTERN:
            for form in english_forms(first, verb.past):
                found.setdefault(form, []).append((verb, tuple(rest)))
    return {form: tuple(entries) for form, entries in found.items()}


def english_forms(base: str, past: tuple[str, ...]) -> frozenset[str]:
    """Every form of an English verb; `past`: those that no rule makes."""
    if base == "be":
        return frozenset(_BE)
    if base == "have":
        return frozenset(["have", "has", "had", "having"])
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    forms = {base, third_person(base), f"{stem}ing", f"{base}{base[-1]}ing", *past}
    if base.endswith("ie"):
        forms.add(f"{base[:-2]}ying")
    return frozenset(forms | {english_past(base, ())} | {f"{base}{base[-1]}ed"})


def third_person(base: str) -> str:
    """The present tense of he, she or it."""
    if base in ("be", "have"):
        return {"be": "is", "have": "has"}[base]
    return english_plural(base) if not base.endswith("o") else f"{base}es"


def english_past(base: str, past: tuple[str, ...]) -> str:
    """The simple past; `past`: the forms that no rule makes, the simple past first."""
    if past:
        return past[0]
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return f"{base[:-1]}ied"
    if _DOUBLES.fullmatch(base):
        return f"{base}{base[-1]}ed"
    return f"{base}ed"


_DOUBLES = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]|(?:ad|con|per|pre|re|o|e|trans)(?:mit|fer|cur|pel)")
"""One short syllable that ends in one consonant, and a few longer verbs that end in a stressed one: "hopped"."""
