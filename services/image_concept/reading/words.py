"""The tables of the words that a picture is read from: poses by verbs; hours, weather and rooms by signs."""

from functools import cache, lru_cache
from pathlib import Path

_LANGUAGES = {"en": 0, "es": 1, "fr": 2}
"""The tables' columns of words."""


def _rows(name: str) -> list[list[str]]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


def _forms(base: str) -> set[str]:
    """The regular forms of an English verb, and some that are none, which no text has."""
    stem = base[:-1] if base.endswith("e") else base
    forms = {base, f"{base}s", f"{base}es", f"{stem}ed", f"{stem}ing", f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"}
    if base.endswith("y"):
        forms |= {f"{base[:-1]}ies", f"{base[:-1]}ied"}
    return forms


@cache
def _poses(language: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """By word its pose; and beginnings of words with theirs, the longest first."""
    column = _LANGUAGES.get(language, 0) + 1
    whole: dict[str, str] = {}
    begun: list[tuple[str, str]] = []
    for row in _rows("verbs.txt"):
        for word in row[column].split():
            if word.endswith("-"):
                begun.append((word[:-1], row[0]))
            elif column == 1:
                for form in _forms(word):
                    whole.setdefault(form, row[0])
            else:
                whole.setdefault(word, row[0])
    return whole, tuple(sorted(begun, key=lambda item: -len(item[0])))


@lru_cache(8192)
def pose_of(word: str, language: str) -> str:
    """The pose that a verb's form makes, in lower case; empty where it is none."""
    whole, begun = _poses(language)
    if word in whole:
        return whole[word]
    return next((found for start, found in begun if word.startswith(start)), "")


@cache
def signs(what: str, language: str) -> dict[str, str]:
    """Of "hour", "weather" or "room": by word what it tells."""
    found: dict[str, str] = {}
    for kind, means, *words in _rows("signs.txt"):
        if kind == what:
            for word in words[_LANGUAGES.get(language, 0)].split():
                found.setdefault(word, means)
    return found
