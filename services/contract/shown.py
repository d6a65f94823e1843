"""How text that somebody else wrote is shown: in an error, in a log, on a terminal."""

import re

MAX_WORD = 40
"""Characters that an error quotes of a word that somebody gave."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What moves a terminal's cursor, changes its colours or turns text round, and halves of surrogate pairs."""


def quoted(word: str) -> str:
    """A word in quotation marks, and no longer than a word is."""
    return repr(cut(word, MAX_WORD))


def cut(text: str, most: int) -> str:
    """At most `most` characters, with … for the rest, and ? for what UTF-8 cannot carry (half of a surrogate pair)."""
    # Cut first: the text may have any length.
    sound = text[: most + 1].encode("utf-8", "replace").decode()
    return sound if len(sound) <= most else f"{sound[: most - 1]}…"


def printable(text: str) -> str:
    """The text with � for each character that a terminal obeys instead of showing it; tabs and line feeds stay."""
    return _CONTROLS.sub("\ufffd", text)
