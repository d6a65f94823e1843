"""What a package says beside the story: headings, credits, descriptions of pictures, in the reader's language."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_suffix(".toml")
_SOUNDS_I = re.compile(r"h?[ií](?![aeo])", re.IGNORECASE)
"""How a word begins before which Spanish says "e" for "and"."""


@dataclass(frozen=True)
class Wording:
    """The phrases of one language. What stands in braces is filled in by the methods, or by who uses the phrase."""

    language: str
    """BCP-47 code of the phrases, "en" also where the wished language has none."""
    contents: str
    landmarks: str
    cover: str
    cover_picture: str
    beginning: str
    """Name of the landmark at which the story begins."""
    scene: str
    told: str
    by: str
    read_in: str
    """Says what the choice of languages is for."""
    all_languages: str
    listen: str
    """Name of the controls of a narration."""
    listen_keys: str
    """How the keyboard goes from sentence to sentence."""
    with_cast: str
    words: str
    readability: str
    theme: str
    machine: str
    """The remark on a translation that a program made."""
    untranslated: str
    somebody: str
    and_: str
    landscape: str
    """What a picture without anybody shows."""
    accessible: str
    accessible_aloud: str
    accessible_limits: str
    decimal: str
    hours: dict[str, str]
    """By Depiction.hour."""
    themes: dict[str, str]
    """By Story.theme."""

    def byline(self, author: str = "") -> str:
        """Who tells the story: Storyloom, where no author is given."""
        return self.by.format(author=author) if author else self.told

    def number(self, value: float, places: int = 0) -> str:
        """A number with so many decimals."""
        return f"{value:.{places}f}".replace(".", self.decimal)

    def cast(self, who: Sequence[tuple[str, str]]) -> str:
        """Names and roles, of which the roles may be empty, in a row."""
        return self.listed([self.somebody.format(name=name, role=role) if role else name for name, role in who])

    def listed(self, items: Sequence[str]) -> str:
        """The items with commas between them, and the word for "and" before the last one."""
        if len(items) < 2:
            return "".join(items)
        joint = "e" if self.language == "es" and _SOUNDS_I.match(items[-1]) else self.and_
        return f"{', '.join(items[:-1])} {joint} {items[-1]}"

    def picture(self, names: Sequence[str], hour: str) -> str:
        """Who is in a picture, and its Depiction.hour: what can be said of it in every language."""
        who = self.listed(names) or self.landscape
        return f"{who}{', ' * bool(hour)}{self.hours.get(hour, '')}."


@cache
def wording(language: str) -> Wording:
    """The phrases of the language of this BCP-47 code; the English ones where it has none.

    Raises TypeError when wording.toml misses a phrase, or has one that is not known.
    """
    tables = _tables()
    code = language.partition("-")[0]
    known = code if code in tables else "en"
    return Wording(language=known, **{"and_" if key == "and" else key: text for key, text in tables[known].items()})


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


LANGUAGES = tuple(_tables())
"""BCP-47 codes of the languages that have phrases."""
