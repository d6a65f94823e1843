"""Machine translation by Apertium's programs, one line a sentence."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.contract import progress
from services.shared.speech import SAYING, curly
from services.translation import engine
from services.translation.engine import EngineFailed
from services.translation.names import Names

__all__ = ["EngineFailed", "missing", "translate"]

ROUTES = {
    ("en", "es"): ("eng-spa",),
    ("en", "fr"): ("eng-cat", "cat-fra"),
    ("en", "ca"): ("eng-cat",),
    ("en", "gl"): ("eng-spa", "es-gl"),
    ("en", "pt"): ("eng-cat", "cat-por"),
    ("es", "en"): ("spa-eng",),
    ("es", "fr"): ("spa-cat", "cat-fra"),
    ("es", "ca"): ("spa-cat",),
    ("es", "gl"): ("es-gl",),
    ("es", "pt"): ("spa-cat", "cat-por"),
    ("fr", "en"): ("fra-cat", "cat-eng"),
    ("fr", "es"): ("fra-cat", "cat-spa"),
    ("fr", "ca"): ("fra-cat",),
    ("fr", "gl"): ("fra-cat", "cat-spa", "es-gl"),
    ("fr", "pt"): ("fra-cat", "cat-por"),
}
"""BCP-47 codes of source and target: Apertium's modes, one after the other."""
PACKAGES = {
    **dict.fromkeys(("eng-spa", "spa-eng"), "apertium-eng-spa"),
    **dict.fromkeys(("eng-cat", "cat-eng"), "apertium-eng-cat"),
    **dict.fromkeys(("fra-cat", "cat-fra"), "apertium-fra-cat"),
    **dict.fromkeys(("spa-cat", "cat-spa"), "apertium-spa-cat"),
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
_SAID = re.compile(r"([”,])\s([a-z]+)\s((?:[A-Z][\w'’]*\.?\s)*[A-Z][\w'’]*)(?=[.,!?]|$)")
_UNOPENED = re.compile(r"(^|(?<=[.!?…])\s+|[“«—]\s?)([^.!?…“”«»—¿¡]+[?!])")
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


def missing(source: str, language: str) -> str:
    """What lacks for translating from one language into the other; empty when nothing does."""
    if (source, language) not in ROUTES:
        return f"Apertium has no way from {source!r}"
    modes = [mode for mode in ROUTES[source, language] if not (MODES / f"{mode}.mode").is_file()]
    if program() and not modes:
        return ""
    packages = [PACKAGES[mode] for mode in modes or ROUTES[source, language]]
    return f"install Debian's packages apertium and {' and '.join(packages)}"


def translate(lines: list[str], source: str, language: str, people: Mapping[str, str]) -> Lines:
    """Translate lines; the names of `people`, which has their pronouns, stay.

    Raises EngineFailed; takes TIMEOUT seconds at most for each mode.
    """
    # Apertium knows a word beside a curly quotation mark, and not beside a straight one.
    texts = [_turned(curly(" ".join(line.split())), source) for line in lines]
    kept = Names(texts, people)
    made = Lines(tuple(map(kept.hidden, texts)), 0)
    for mode in ROUTES[source, language]:
        step = _step(made.lines, mode, kept, f"translating into {language}")
        # What one language did not know, the next one mostly does not know either.
        made = Lines(step.lines, max(made.unknown_words, step.unknown_words))
    finished = _questioned if language == "es" else str
    return Lines(tuple(finished(kept.shown(line)) for line in made.lines), made.unknown_words)


def _turned(line: str, source: str) -> str:
    """English "said Max" as "Max said", for Apertium takes the verb for a participle."""
    if source != "en":
        return line
    return _SAID.sub(lambda found: f"{found[1]} {found[3]} {found[2]}" if found[2] in SAYING["en"] else found[0], line)


def _questioned(line: str) -> str:
    """A Spanish line with the marks that begin a question or an exclamation."""
    return _UNOPENED.sub(lambda found: f"{found[1]}{'¿' if found[2].endswith('?') else '¡'}{found[2]}", line)


def _step(lines: tuple[str, ...], mode: str, kept: Names, doing: str) -> Lines:
    seconds = max(0.0, min(TIMEOUT, progress.seconds_left()))
    answers = engine.ask(MODES / f"{mode}.mode", [_escaped(line).encode() for line in lines], seconds, doing)
    found = [answer.decode("utf-8", "replace") for answer in answers]
    unknown = sum(word not in kept.stand_ins for line in found for word in _UNKNOWN.findall(line))
    return Lines(tuple(_tidy(_UNKNOWN.sub(r"\1", line)) for line in found), unknown)


def _escaped(line: str) -> str:
    """A line in Apertium's stream format, as apertium-destxt makes it: ended by a full stop that is not the text's."""
    return _SPECIAL.sub(r"\\\g<0>", line.replace("\0", "")) + END


def _tidy(line: str) -> str:
    """The text of an answer in stream format."""
    line = _ESCAPED.sub(r"\1", line.removesuffix("[]").removesuffix("."))
    return re.sub(r"\s+([,.;:!?”])|([“¿¡])\s+", r"\1\2", " ".join(line.split()))
