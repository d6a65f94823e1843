"""Proper names as they are said in each language: "Londres", "el abuelo Joe"."""

from dataclasses import dataclass
from functools import cache

from services.shared.tale.words import lexicon

_SPELT = {
    "es": {
        "Dario": "Darío", "Felix": "Félix", "Martin": "Martín", "Simon": "Simón", "Theo": "Teo", "Victor": "Víctor",
    },
    "fr": {"Felix": "Félix", "Leo": "Léo", "Theo": "Théo"},
}  # fmt: skip


@dataclass(frozen=True)
class Exonym:
    """A name that other languages have another form of."""

    kind: str
    """city, country, region or planet."""
    said: dict[str, str]
    """By language, with the article that it has."""


@cache
def _exonyms() -> dict[str, Exonym]:
    """By name in lower case, in any of the languages."""
    found: dict[str, Exonym] = {}
    for name, kind, *others in lexicon.rows("exonyms"):
        exonym = Exonym(kind, dict(zip(lexicon.CODES, (name, *others), strict=True)))
        for said in exonym.said.values():
            found.setdefault(_bare(said), exonym)
    return found


def _bare(name: str) -> str:
    """In lower case, without an article."""
    return lexicon.without_article(name).lower()


@cache
def _titles() -> dict[str, dict[str, str]]:
    return {row[0].lower(): dict(zip(lexicon.CODES, row, strict=True)) for row in lexicon.rows("titles")}


def place(name: str) -> Exonym | None:
    """The place of this name, where it is known; what is a given name too is none."""
    found = _exonyms().get(_bare(name))
    return None if found is None or name.lower() in lexicon.names() else found


def is_given(name: str) -> bool:
    """Whether it begins with a given name."""
    return name.split(maxsplit=1)[0].lower() in lexicon.names()


def spelt(name: str, code: str) -> str:
    """How the language of this BCP-47 code spells a name of the stock, which no prompt gave."""
    return _SPELT.get(code, {}).get(name, name)


def said(name: str, code: str, gender: str = "") -> str:
    """The name in the language of this BCP-47 code; `gender`: "m" or "f", of who has it, where that is known."""
    if hero := lexicon.heroes().get(_bare(name)):
        return hero.said[code]
    found = _exonyms().get(_bare(name))
    if found and name.lower() not in lexicon.names():
        return found.said[code]
    if code == "en":
        return name
    title, _, rest = name.partition(" ")
    forms = _titles().get(title.rstrip(".").lower())
    if forms is None or (not rest and " " in forms[code] and is_given(title)):
        return name
    masculine, _, feminine = forms[code].partition("/")
    given = lexicon.names().get(rest.split(maxsplit=1)[0].lower()) if rest else None
    female = (gender or (given.gender if given else "")) == "f"
    animal = lexicon.nouns().get(rest.lower())
    if animal is not None and animal.kind in ("animal", "creature"):
        # "Mr Fox"
        rest = animal.form(code, "f" if female else "m").singular.capitalize()
    return " ".join(part for part in ((feminine or masculine) if female else masculine, rest) if part)
