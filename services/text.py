"""Small facts about English text that more than one stage needs."""

import re

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


def words(text: str) -> list[str]:
    """The words of a text, as written."""
    return WORD.findall(text)


def syllables(word: str) -> int:
    """Estimate the syllables of one word from its vowel groups; at least 1."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(1, count)
