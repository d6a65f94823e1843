"""The words of a sentence with what stands around them: what tells a name from the first word of a sentence."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ELIDED = re.compile(r"(?:[dlnmtsjc]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$")
_MARKS = " \t“”\"«»‘'¿¡()[]—–―-*_"
_OPENING = re.compile(r"[“\"«‘'¿¡(\[—–―*_-]\s*$")


@dataclass(frozen=True)
class Token:
    """One word. French "d'Alice" is "Alice", English "Alice's" too."""

    text: str
    first: bool
    """Whether it begins a sentence or what is said aloud, and so has a capital in any case."""
    joined: bool
    """Whether only a space, or the full stop of an abbreviation, stands between it and the word before."""
    owns: bool
    """Whether it is an English possessive."""
    comma: bool
    """Whether a comma stands right before it."""

    @property
    def lower(self) -> str:
        """In lower case, with straight apostrophes."""
        return self.text.lower().replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether it is written like a name: a capital and then small letters."""
        return self.text[0].isupper() and not (self.text.isupper() and len(self.text) > 1)


def tokens(sentence: str, language: str, abbreviations: frozenset[str]) -> list[Token]:
    """The words of a sentence; after the full stop of one of `abbreviations` it goes on."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(sentence):
        text, start = match[0], match.start()
        if language == "fr" and (elided := _ELIDED.match(text)):
            text, start = text[elided.end() :], start + elided.end()
        owns = language == "en" and bool(_POSSESSIVE.search(text))
        text = _POSSESSIVE.sub("", text) if owns else text
        between = sentence[end:start]
        before = between.rstrip(_MARKS)
        short = bool(found) and between == ". " and (found[-1].lower in abbreviations or len(found[-1].text) == 1)
        begins = before[-1:] in (".", "!", "?", "…", ":") or bool(_OPENING.search(between)) or not (found or before)
        found.append(
            Token(
                text,
                first=begins and not short,
                joined=bool(found) and (between in (" ", "") or short),
                owns=owns,
                comma=between.strip().endswith(","),
            )
        )
        end = match.end()
    return found
