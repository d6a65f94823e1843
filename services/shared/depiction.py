"""Say what a picture shows in one of the languages that tales are told in: its alternative text."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.v1 import parts_pb2
from services.shared.tale.grammar import proper
from services.shared.tale.grammar.elision import elides
from services.shared.tale.grammar.spanish import STRESSED_A
from services.shared.tale.words import lexicon

_COLUMNS = {"en": (1, 2), "es": (3, 4), "fr": (5, 6)}
LANGUAGES = tuple(_COLUMNS)
"""BCP-47 codes of the languages in which a picture is described."""
_BESIDE = {"en": "Also there:", "es": "También se ve:", "fr": "On voit aussi\u00a0:"}
_SEMICOLON = {"en": "; ", "es": "; ", "fr": "\u202f; "}
_AND = {"en": "and", "es": "y", "fr": "et"}
_ASTRIDE = frozenset("bicycle bike motorbike scooter skateboard tricycle raft sled sledge".split())
"""What one rides on, not in."""
_UNCOUNTED = frozenset(
    "bread dough flour milk honey cheese chocolate soup tea music water paint ice gold silver money fire wind rain snow"
    " food sand magic corn glass hair light wood clay wool sugar salt rice juice lemonade furniture homework".split()
)
_ARTICLES = {"en": ("the", "the", "a", "a"), "es": ("el", "la", "un", "una"), "fr": ("le", "la", "un", "une")}
"""The definite and the indefinite one, masculine and feminine."""


@cache
def _table() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The poses' sentences and the places' phrases, by their names."""
    poses, places = {}, {}
    for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if line.startswith("@"):
            places[cells[0][1:]] = cells
        elif not line.startswith("#"):
            poses[cells[0]] = cells
    return poses, places


def say(depiction: parts_pb2.Depiction, language: str) -> str:
    """A sentence or two: who does what with which thing, what else is there, where and when.

    Any language but English, Spanish and French is said in English.
    """
    language = language if language in _COLUMNS else "en"
    doing = _SEMICOLON[language].join(_deed(actor, language) for actor in depiction.actors)
    # What has no word in this language is left out: the text is for those who cannot look.
    there = [
        text
        for text in (
            *(_indefinite(actor.role, language, actor.pronoun) for actor in depiction.others),
            *(_indefinite(thing, language) for thing in depiction.things),
        )
        if text
    ]
    beside = f" {_BESIDE[language]} {_listed(list(dict.fromkeys(there)), language)}." if there else ""
    where = [_phrase(name, language) for name in (depiction.room or depiction.place, depiction.hour, depiction.weather)]
    scene = ", ".join(filter(None, where))
    said = ", ".join(filter(None, (doing, scene)))
    return f"{said[:1].upper()}{said[1:]}.{beside}"


def _phrase(name: str, language: str) -> str:
    cells = _table()[1].get(name)
    return cells[tuple(_COLUMNS).index(language) + 1] if cells else ""


def _deed(actor: parts_pb2.Actor, language: str) -> str:
    alone, using = _COLUMNS[language]
    cells = _table()[0].get(actor.pose, _table()[0]["stand"])
    thing = _called(actor.whom, language) if actor.whom else _indefinite(actor.thing, language) if actor.thing else ""
    role = _definite(actor.role, language, actor.pronoun)
    name = _called(actor.name, language, actor.pronoun)
    who = f"{name}, {role}," if role and name == actor.name else name
    done = cells[using] if thing else cells[alone]
    known = lexicon.nouns().get(actor.thing)
    if actor.thing in _ASTRIDE or (known and known.kind == "animal"):
        done = done.replace(" in @", " on @").replace(" dans @", " sur @")
    return f"{who} {done.replace('@', thing)}"


def _called(name: str, language: str, pronoun: str = "") -> str:
    """A name; of somebody without one, whose name is a noun in lower case, "the" and that noun."""
    if name[:1].islower():
        return _definite(name, language, pronoun) or name
    return proper.said(name, language, "f" if pronoun == "she" else "m")


def _definite(role: str, language: str, pronoun: str) -> str:
    """The role with "the"; in other languages its noun alone, whose form is in the lexicon."""
    if not role:
        return ""
    if language == "en":
        return role if re.match(r"(the|his|her|their|my|our) ", role) else f"the {role}"
    return _in(role, language, pronoun, definite=True)


def _indefinite(name: str, language: str, pronoun: str = "") -> str:
    if language != "en":
        return _in(name, language, pronoun, definite=False)
    known = lexicon.noun_forms().get(name)
    if known and name.endswith("s") and known[1]:
        return name
    if name in _UNCOUNTED:
        return f"some {name}"
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def _in(name: str, language: str, pronoun: str, *, definite: bool) -> str:
    """A noun with its article in a language; empty when the lexicon does not have it."""
    words = name.lower().split()
    known = next(
        (
            lexicon.nouns()[text]
            for text in (" ".join(words[at:]) for at in range(len(words)))
            if text in lexicon.nouns()
        ),
        None,
    )
    if not known:
        return ""
    form = known.form(language, "f" if pronoun == "she" else "m")
    gender = form.gender or "m"
    word = form.singular
    if language == "fr" and definite and elides(word):
        return f"l'{word}"
    if known.name in _UNCOUNTED and not definite:
        return (
            word
            if language == "es"
            else f"de l'{word}"
            if elides(word)
            else f"{'du' if gender == 'm' else 'de la'} {word}"
        )
    masculine = gender == "m" or (language == "es" and word in STRESSED_A)
    return f"{_ARTICLES[language][(0 if definite else 2) + (not masculine)]} {word}"


def _listed(items: Sequence[str], language: str) -> str:
    *rest, last = items
    return f"{', '.join(rest)} {_AND[language]} {last}" if rest else last
