"""Readability by the published formulas, computed from counts that can be added."""

import re
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<!e)(?<![^aeiouyrlw]l)e$")
_SILENT_ED = re.compile(r"(?<![tdei])ed$")
_SILENT_ES = re.compile(r"(?<![csxzgei])(?<![cs]h)(?<![^aeiouyrlw]l)es$")


def words(text: str) -> list[str]:
    """The words of a text, as written."""
    return WORD.findall(text)


@lru_cache(maxsize=65_536)
def syllables(word: str) -> int:
    """Estimate the syllables of one English word from its vowel groups, without silent endings; at least 1."""
    word = word.lower()
    silent = _SILENT_E.search(word) or _SILENT_ED.search(word) or _SILENT_ES.search(word)
    return max(1, len(_VOWELS.findall(word)) - bool(silent))


@dataclass(frozen=True)
class Counts:
    """Words, sentences and syllables of a text."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables)

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(self.words - other.words, self.sentences - other.sentences, self.syllables - other.syllables)

    @property
    def reading_ease(self) -> float:
        """Flesch reading ease (Flesch 1948): higher is easier."""
        return 206.835 - 1.015 * self._per_sentence - 84.6 * self._per_word

    @property
    def grade(self) -> float:
        """US school grade (Kincaid et al. 1975)."""
        return 0.39 * self._per_sentence + 11.8 * self._per_word - 15.59

    @property
    def _per_sentence(self) -> float:
        return self.words / max(1, self.sentences)

    @property
    def _per_word(self) -> float:
        return self.syllables / max(1, self.words)


def count(sentence: str) -> Counts:
    """The counts of one sentence."""
    found = words(sentence)
    return Counts(len(found), 1, sum(map(syllables, found)))
