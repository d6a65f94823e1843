"""Mend what is only mistyped in a prompt: "dauhgter", "can u", "doesnt"."""

import re
from collections.abc import Iterable
from functools import cache
from string import ascii_lowercase

from services.shared.tale.reading.english.grammar_words import GRAMMAR
from services.shared.tale.words import lexicon, wordforms

SHORTEST = 5
"""Letters of the shortest word that is mended: of shorter ones too many are one edit apart."""
LONG = 7
"""Letters of the shortest word that a letter too many is taken out of."""
_WORD = re.compile(rf"(?<![\w'’-])[a-z]{{{SHORTEST},}}(?![\w-]|['’](?!s\b))")
_AFTER_CALLED = re.compile(r"\b(?:named|called|name is)\s+$", re.IGNORECASE)
_SHORT = {
    "u": "you", "ur": "your", "pls": "please", "plz": "please", "cuz": "because", "bc": "because", "alot": "a lot",
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "cant": "can't", "couldnt": "couldn't", "wont": "won't",
    "wouldnt": "wouldn't", "isnt": "isn't", "wasnt": "wasn't", "arent": "aren't", "im": "I'm", "ive": "I've",
    "whats": "what's", "thats": "that's", "abt": "about", "wanna": "want to", "gonna": "going to", "tho": "though",
}  # fmt: skip
"""As people write in a hurry."""
_HURRY = re.compile(rf"(?<![\w'’.-])(?:{'|'.join(_SHORT)})(?![\w'’-])")
_STORY = re.compile(
    r"\b(?:storey|stroy|sotry|storie|stori|stry|stoy|sory|tory|storry|stoory)\b(?=\s+(?:about|for|where|of|with|in)\b)",
    re.IGNORECASE,
)
_NO_ONE = re.compile(r"\b(n)o[ -]one\b", re.IGNORECASE)
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = (
    ("f", "ph"), ("k", "c"), ("k", "ch"), ("k", "ck"), ("s", "c"), ("s", "z"), ("j", "g"), ("i", "y"), ("ee", "ea"),
    ("ai", "ay"), ("er", "or"), ("shun", "tion"), ("w", "wh"), ("n", "kn"), ("r", "wr"),
)  # fmt: skip
_VOWELS = frozenset("aeiouy")


def spelled(text: str) -> str:
    """The text with mistyped words as they were meant; a capital is never touched, for it may begin a name."""
    text = _STORY.sub("story", _HURRY.sub(lambda match: _SHORT[match[0]], text))
    text = _NO_ONE.sub(lambda match: f"{match[1]}obody", text)

    def meant(match: re.Match[str]) -> str:
        return match[0] if _AFTER_CALLED.search(text[: match.start()]) else _meant(match[0])

    return _WORD.sub(meant, text)


@cache
def _words() -> frozenset[str]:
    """Every word of the lexicon, alone or in a row of words."""
    rows: tuple[Iterable[str], ...] = (
        lexicon.noun_forms(), lexicon.adjectives(), lexicon.verb_forms(), lexicon.prepositions(), lexicon.names()
    )  # fmt: skip
    inside = {word for verb in lexicon.verbs() for word in verb.name.split()}
    return frozenset(word for row in rows for name in row for word in name.split()) | GRAMMAR | inside


@cache
def _targets() -> frozenset[str]:
    """The words that a mistyped one is taken for; a name is never one."""
    rows: tuple[Iterable[str], ...] = (lexicon.noun_forms(), lexicon.adjectives(), lexicon.verb_forms())
    return frozenset(word for row in rows for name in row for word in name.split() if word.isalpha()) | GRAMMAR


@cache
def _meant(word: str) -> str:
    """The one word of the lexicon that is an edit away, the likeliest kind of edit first; else the word itself."""
    if word in _words():
        return word
    for edit in (_swapped, _doubled, _sounding, _left_out, _vowels, _slipped, _too_many):
        found = edit(word) & _targets()
        if found:
            # Asked last, for its tables take a while to load.
            return found.pop() if len(found) == 1 and not wordforms.known(word) else word
    return word


def _swapped(word: str) -> set[str]:
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}


def _left_out(word: str) -> set[str]:
    return {word[:at] + letter + word[at:] for at in range(len(word) + 1) for letter in ascii_lowercase}


def _doubled(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at] == word[at - 1]}


def _sounding(word: str) -> set[str]:
    """As it sounds: "elefant", "skool", "majic"."""
    pairs = [(sound, other) for pair in _SOUNDS for sound, other in (pair, pair[::-1])]
    return {
        word[: match.start()] + other + word[match.end() :]
        for sound, other in pairs
        for match in re.finditer(sound, word)
    }


def _vowels(word: str) -> set[str]:
    return {word[:at] + other + word[at + 1 :] for at in range(len(word)) if word[at] in _VOWELS for other in _VOWELS}


def _too_many(word: str) -> set[str]:
    """Inside a long word only: "matcha" is no match."""
    return {word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)} if len(word) >= LONG else set()


def _slipped(word: str) -> set[str]:
    """One key beside the right one."""
    beside = {
        letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
        for row in _KEYS
        for place, letter in enumerate(row)
    }
    return {word[:at] + other + word[at + 1 :] for at in range(len(word)) for other in beside.get(word[at], "")}
