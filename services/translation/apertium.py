"""Machine translation by Apertium's programs, one line a sentence."""

import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.translation import engine
from services.translation.engine import EngineFailed
from services.translation.names import Names

__all__ = ["EngineFailed", "missing", "translate"]

ROUTES = {
    "es": ("eng-spa",),
    "fr": ("eng-cat", "cat-fra"),
    "ca": ("eng-cat",),
    "gl": ("eng-spa", "es-gl"),
    "pt": ("eng-cat", "cat-por"),
}
"""BCP-47 code of the target: Apertium's modes from English, one after the other."""
PACKAGES = {
    "eng-spa": "apertium-eng-spa",
    "eng-cat": "apertium-eng-cat",
    "cat-fra": "apertium-fra-cat",
    "es-gl": "apertium-es-gl",
    "cat-por": "apertium-por-cat",
}
"""Debian's package that has each mode."""
MODES = Path("/usr/share/apertium/modes")
TIMEOUT = 12.0
"""Seconds for one mode."""
END = ".[]"
"""Closes a line, so that the tagger does not wait for what follows; the answer's own end is taken off again."""
_SPECIAL = re.compile(r"[\[\]{}^$/\\@<>]")
_ESCAPED = re.compile(r"\\(.)")
_UNKNOWN = re.compile(r"[*@#](\w+)")


@dataclass(frozen=True)
class Lines:
    """Translated lines, in order, and how many words stayed as they were."""

    lines: tuple[str, ...]
    unknown_words: int


@cache
def program() -> str | None:
    """Where the apertium command is; None when it is not installed."""
    return shutil.which("apertium")


def missing(language: str) -> str:
    """What to install before translating into this language; empty when nothing is missing."""
    modes = [mode for mode in ROUTES[language] if not (MODES / f"{mode}.mode").is_file()]
    if program() and not modes:
        return ""
    packages = [PACKAGES[mode] for mode in modes or ROUTES[language]]
    return f"install Debian's packages apertium and {' and '.join(packages)}"


def translate(lines: list[str], language: str) -> Lines:
    """Translate English lines; names stay. Raises EngineFailed; takes TIMEOUT seconds at most for each mode."""
    kept = Names(lines)
    made = Lines(tuple(kept.hidden(" ".join(line.split())) for line in lines), 0)
    for mode in ROUTES[language]:
        step = _step(made.lines, mode, kept)
        # What one language did not know, the next one mostly does not know either.
        made = Lines(step.lines, max(made.unknown_words, step.unknown_words))
    return Lines(tuple(kept.shown(line) for line in made.lines), made.unknown_words)


def _step(lines: tuple[str, ...], mode: str, kept: Names) -> Lines:
    answers = engine.ask(MODES / f"{mode}.mode", [_escaped(line).encode() for line in lines], TIMEOUT)
    found = [answer.decode("utf-8", "replace") for answer in answers]
    unknown = sum(word not in kept.stand_ins for line in found for word in _UNKNOWN.findall(line))
    return Lines(tuple(_tidy(_UNKNOWN.sub(r"\1", line)) for line in found), unknown)


def _escaped(line: str) -> str:
    """A line in Apertium's stream format, as apertium-destxt makes it: ended by a full stop that is not the text's."""
    return _SPECIAL.sub(r"\\\g<0>", line.replace("\0", "")) + END


def _tidy(line: str) -> str:
    """The text of an answer in stream format."""
    line = _ESCAPED.sub(r"\1", line.removesuffix("[]").removesuffix("."))
    return re.sub(r"\s+([,.;:!?”])", r"\1", " ".join(line.split()))
