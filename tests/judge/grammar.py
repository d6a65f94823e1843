"""English sentences through link-grammar, a parser that is not ours: which are whole, and who does what."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

LINK_PARSER = shutil.which("link-parser")
SECONDS = 600
"""The longest that one call may take."""
_MARK = re.compile(r"\[[^\]]*\]")
_SUBSCRIPT = re.compile(r"(?<=.)\.([a-z=][\w=-]*)$")
_WORD = re.compile(r"\((\([^()]*\)|[^()]*)\)")
_LINK = re.compile(r"\[(\d+) (\d+) -?\d+ \(([A-Za-z*^-]+)\)\]")
_NULLS = re.compile(r"Unused|null count|No complete linkages")
_VERB, _NOUN = frozenset("vwqg"), frozenset("n")
_FILLER = "v-fill"
"""A word that the parser passes over."""


@dataclass(frozen=True)
class Word:
    """A word of a sentence, as the parser read it."""

    text: str
    subscript: str
    """What the parser took it for, such as "v-d" (a verb's past) or "n" (a noun); empty when it does not say."""

    @property
    def is_verb(self) -> bool:
        """Whether it was taken for a form of a verb."""
        return self.subscript != _FILLER and self.subscript.partition("-")[0] in _VERB

    @property
    def is_noun(self) -> bool:
        """Whether it was taken for a noun."""
        return self.subscript.partition("-")[0] in _NOUN


@dataclass(frozen=True)
class Parse:
    """One sentence."""

    whole: bool
    """Whether every word has its place in the grammar."""
    words: tuple[Word, ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()
    """Index of the left word, of the right word, and the link's label."""

    @cached_property
    def subjects(self) -> frozenset[int]:
        """Indexes of the words that are the subject of a verb, each of those that "and" joins."""
        found = set()
        for left, right, label in self.links:
            if label.startswith("SI"):
                found.add(right)
            elif label[0] == "S" and not label.startswith(("SF", "SJ")):
                found.add(left)
        # A past that is a participle too ("Mara and Tom walked home") may be read as a phrase without a verb.
        return self._each(found or {left for left, _, label in self.links if label.startswith("Mv")})

    @cached_property
    def objects(self) -> frozenset[int]:
        """Indexes of the words that are the object of a verb or of a preposition."""
        return self._each({right for _, right, label in self.links if label[0] in "OJ" and not label.startswith("OF")})

    def _each(self, found: set[int]) -> frozenset[int]:
        """With the words that a conjunction among them joins."""
        for left, right, label in self.links:
            if label.startswith("SJl") and right in found:
                found.add(left)
            elif label.startswith("SJr") and left in found:
                found.add(right)
        return frozenset(found)


def missing() -> str:
    """What is missing; empty when the parser is here."""
    return "" if LINK_PARSER else "link-parser is not here: install Debian's package link-grammar"


def _word(token: str) -> Word:
    """A token of the parser, such as "sail.v", "Mara[!].n" or "[frx]" (a word that it left out)."""
    plain = _MARK.sub("", token) or token.strip("[]")
    found = _SUBSCRIPT.search(plain)
    return Word(plain[: found.start()], found[1]) if found else Word(plain, "")


def _parse(said: str) -> Parse:
    """What the parser said of one sentence."""
    begin = said.find("[(")
    if begin < 0:
        return Parse(whole=False)
    drawn = said[begin:]
    tokens, _, links = drawn.partition("]\n[")
    words = tuple(_word(token) for token in _WORD.findall(tokens))
    found = tuple((int(left), int(right), label) for left, right, label in _LINK.findall(f"[{links}"))
    return Parse(not _NULLS.search(said[:begin]), words, found)


def parse(sentences: Sequence[str]) -> list[Parse]:
    """The parse of each sentence, the likeliest one; where the grammar has no place for a word, of the others.

    The same as `LC_ALL=C.UTF-8 link-parser en -null=0` for sentences that are whole. Needs LINK_PARSER.
    """
    unique = list(dict.fromkeys(sentences))
    done = subprocess.run(
        [LINK_PARSER or "link-parser", "en", "-null=1", "-postscript=1", "-graphics=0", "-echo=1"],
        input="\n".join(unique) + "\n",
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    said, begin, starts = "\n" + done.stdout, 0, []
    for sentence in unique:
        begin = said.index(f"\n{sentence}\n", begin)
        starts.append(begin + len(sentence) + 1)
    parts = (said[start:end] for start, end in zip(starts, [*starts[1:], len(said)], strict=True))
    found = dict(zip(unique, map(_parse, parts), strict=True))
    return [found[sentence] for sentence in sentences]
