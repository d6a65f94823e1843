"""Soft hyphens for words that are too long for a line; words of a usual length stay whole, for who learns to read."""

import re

LONGEST = 20
"""Letters of a word that fits on a line of the book in its largest type."""
_SOFT = "\u00ad"
_WORD = re.compile(rf"[^\W_]{{{LONGEST + 1},}}")
_VOWELS = "aeiouyáàâäãåéèêëíìîïóòôöõúùûüæœø"
_SYLLABLE = re.compile(rf"(?<=[{_VOWELS}])(?=[^\W\d_{_VOWELS}]h?[lr]?[{_VOWELS}])", re.IGNORECASE)
"""Between a vowel and the consonant that begins the next syllable: open syllables, as most languages divide them."""
_PIECE = 10
"""Letters after which a word is divided where it has no such place, as a number has none."""


def softened(text: str) -> str:
    """The text with soft hyphens in its very long words."""
    return _WORD.sub(lambda word: _divided(word[0]), text)


def _divided(word: str) -> str:
    pieces = []
    for syllable in _SYLLABLE.split(word):
        pieces += [syllable[start : start + _PIECE] for start in range(0, len(syllable), _PIECE)]
    # No single letter begins or ends a line.
    joined = re.sub(rf"^(\w){_SOFT}", r"\1", _SOFT.join(pieces))
    return re.sub(rf"{_SOFT}(\w)$", r"\1", joined)
