"""Spanish and French through hunspell and grammalecte, checkers that are not ours."""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from tempfile import NamedTemporaryFile

from tests.judge.stories import Told
from tests.judge.words import words

HUNSPELL = shutil.which("hunspell")
GRAMMALECTE = shutil.which("grammalecte-cli")
DICTIONARIES = {"es": "es_ES", "fr": "fr"}
SECONDS = 600
_TYPOGRAPHY = ("apos", "esp", "nbsp", "nf", "typo", "unit")
"""What grammalecte says of spaces and apostrophes is no grammar."""
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)


def spelt(stories: Sequence[Told], code: str) -> tuple[Counter[str], int]:
    """The words of translations that hunspell does not know, how often each stands there, and the count of all words.

    Words with a capital are left out: they are names, or stand elsewhere without it. Needs HUNSPELL and the dictionary.
    """
    said = Counter(
        _ELIDED.sub("", word)
        for told in stories
        for sentence in told.translation(code).sentences
        for word in words(sentence.text)
        if word == word.lower()
    )
    unknown = set(_run([HUNSPELL or "hunspell", "-i", "utf-8", "-d", DICTIONARIES[code], "-l"], said).split())
    return Counter({word: count for word, count in said.items() if word in unknown}), said.total()


def remarks(sentences: Sequence[str]) -> list[str]:
    """What grammalecte says of each French sentence; empty where it finds no mistake. Needs GRAMMALECTE."""
    unique = list(dict.fromkeys(sentences))
    with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as text:
        text.write("\n".join(unique) + "\n")
        text.flush()
        said = _run([GRAMMALECTE or "grammalecte-cli", "-f", text.name, "-j", "-off", *_TYPOGRAPHY], ())
    paragraphs = {
        found["iParagraph"]: "; ".join(remark["sMessage"] for remark in found["lGrammarErrors"])
        for found in json.loads(said[said.index("{") :])["data"]
    }
    found = {sentence: paragraphs.get(number, "") for number, sentence in enumerate(unique, start=1)}
    return [found[sentence] for sentence in sentences]


def _run(command: Sequence[str], lines: Iterable[str]) -> str:
    """What a checker says of these lines."""
    return subprocess.run(
        command,
        input="\n".join(lines) + "\n",
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    ).stdout


@cache
def _hunspell(code: str) -> str:
    """What is missing of hunspell for a language; empty when it is there."""
    asked = [HUNSPELL or "false", "-d", DICTIONARIES[code], "-l"]
    found = subprocess.run(asked, input="a\n", capture_output=True, text=True, timeout=SECONDS, check=False)
    return f"hunspell is not here: install Debian's packages hunspell and hunspell-{code}" if found.returncode else ""


def no_spanish() -> str:
    """What is missing for Spanish words."""
    return _hunspell("es")


def no_french() -> str:
    """What is missing for French words."""
    return _hunspell("fr")


def no_grammalecte() -> str:
    """What is missing for French grammar."""
    return "" if GRAMMALECTE else "grammalecte-cli is not here: install Debian's package grammalecte-cli"
