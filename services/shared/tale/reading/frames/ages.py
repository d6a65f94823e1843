"""Take ages out of a prompt: "Mia, age 6, is shy", "Theo (4)", "my 5-year-old son"."""

import re

from services.shared.tale.reading.english.grammar_words import (
    BE,
    GRAMMAR,
    MODAL,
    NEVER,
    RELATIVE,
)
from services.shared.tale.words import lexicon

_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen".split()
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_NUMBERS = rf"{_NUMBER}(?:(?:,|\s+and|\s+or)\s+{_NUMBER})*"
_OLD = r"(?:\s*(?:-?\s*(?:years?|yrs?|months?)[ -]old|y\.?\s?o\.?\b))"
_SAID = re.compile(rf"(?P<n>{_NUMBER})[- ]*(?:years?|yrs?)[- ]*old|aged?\s+(?P<of>\d+)", re.IGNORECASE)
_BRACKETS = re.compile(rf"\s*\((?:who is\s+|aged?:?\s+)?{_NUMBER}(?:\s+and a half)?{_OLD}?\)", re.IGNORECASE)
_COMMAS = re.compile(
    rf"(?P<who>\b[^\W\d]+),\s*(?:(?:who(?: is| are|['’]s)|aged?|just|only|almost|both)\s+)*{_NUMBER}(?:\s+"
    rf"and a half)?{_OLD}?\s*(?:,\s*|(?=[.;:!?]|$))",
    re.IGNORECASE,
)
_IS = re.compile(
    rf"\b(?P<be>is|['’]s|am|are)\s+(?:(?:now|just|almost|only)\s+)*{_NUMBERS}(?:\s+"
    rf"and a half)?{_OLD}?\s*(?:,\s*(?:and\s+)?|\s+and\s+)(?P<next>[\w'’]+)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?:he|she|they)\s+(?:is|are)\s+(?:now |just |only |almost )?{_NUMBER}{_OLD}?\s*[.!]\s*",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"(?P<who>(?:(?:my|our)\s+)?\b[^\W\d]+(?:\s+[A-Z]\w+)?)\s+(?:is|are)\s+(?:now |just |only "
    rf"|almost )?{_NUMBER}{_OLD}?\s*[.!]\s*(?:he|she|they)\b",
    re.IGNORECASE,
)
"""“My son is 5. He loves cats.”"""
_TWICE = re.compile(
    rf"\b\w+(?:['’]m|\s+(?:is|am))\s+{_NUMBER}{_OLD}?\s*(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:I|he|she|they|[A-Z]\w+)\b)"
)
"""“I am 7 and I love trains”"""
_BEFORE = re.compile(
    rf"\b(?P<n>{_NUMBER}|\d{{1,3}})[- ](?:years?|yrs?)[- ]old\b(?:\s+(?P<next>[\w'’]+))?", re.IGNORECASE
)
_AGED = re.compile(rf",?\s*\baged?\s+{_NUMBER}{_OLD}?\b,?", re.IGNORECASE)
GROWN = 60
"""From this age on somebody is told of as old."""


def said(text: str) -> int:
    """The first age in years; 0 where the text says none."""
    for match in _SAID.finditer(text):
        number = (match["n"] or match["of"]).lower()
        return _WORDS.index(number) + 1 if number in _WORDS else int(number)
    return 0


def without(text: str) -> str:
    """The text without anybody's age."""
    text = _BRACKETS.sub("", text)
    text = _SENTENCE.sub("", _THEN.sub(r"\g<who>", text))
    text = _COMMAS.sub(lambda match: match[0] if match["who"].lower() in _WORDS else f"{match['who']} ", text)
    text = _TWICE.sub("", _AGED.sub("", text))
    text = _IS.sub(lambda match: match["next"] if _predicate(match["next"]) else f"{match['be']} {match['next']}", text)
    text = _BEFORE.sub(_noun, text)
    return re.sub(r"\s+(?=[.,;!?])", "", " ".join(text.split()))


def _predicate(word: str) -> bool:
    word = word.lower().replace("’", "'")
    return word in lexicon.verb_forms() or word in BE or word in MODAL or word in NEVER or word in ("has", "had")


def _noun(match: re.Match[str]) -> str:
    """“A 7-year-old girl” is a girl, and “my 7-year-old” a child."""
    following = match["next"] or ""
    number = match["n"].lower()
    old = number.isdigit() and int(number) >= GROWN
    ends = not following or _predicate(following) or following.lower() in RELATIVE
    ends = ends or following.lower() in lexicon.prepositions() or following.lower() in GRAMMAR
    known = following.lower() in lexicon.noun_forms() and not following.lower().endswith("s")
    word = "child" if ends and not known else "old" if old else ""
    return f"{word} {following}".strip()
