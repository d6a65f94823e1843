"""True answers to what children ask, found by the words of the question in bank/facts.txt."""

import re

from services.shared.tale.plot import bank
from services.shared.tale.plot.bank import Moment
from services.shared.tale.wish.wish import Question

_WORD = re.compile(r"[a-z-]+")
_FORM = re.compile(r"\{[a-z_]*[:#]([^|}]*)[^}]*\}")
_GROUPS = ("has", "do", "too")
_ANYBODY = frozenset("people he she".split())
_LEAST = {"ies": 2, "y": 2, "ing": 2}
"""How much must be left of a word without this ending; three letters where nothing is said."""


def answer(question: Question | None) -> Moment | None:
    """The answer to a question; None where nobody here knows it."""
    if question is None:
        return None
    stems = _stems(question)
    return next((fact for fact in bank.find("fact") if _fits(fact, question.kind, stems)), None)


def _fits(fact: Moment, kind: str, stems: frozenset[str]) -> bool:
    asked = fact.limits.get("q")
    groups = [fact.limits[name] for name in _GROUPS if name in fact.limits]
    return (asked is None or kind in asked) and all(stems & set(map(_stem, group)) for group in groups)


def _stems(question: Question) -> frozenset[str]:
    """The stems of the question's words; who asks is one of us."""
    words = _WORD.findall(_FORM.sub(r"\1", question.clause).lower())
    return frozenset(map(_stem, [*words, *("we" for word in words if word in _ANYBODY)]))


def _stem(word: str) -> str:
    """A word without its ending, as far as it takes to tell questions apart: "fl" of "flies" and "flying"."""
    for ending in ("ing", "ies", "ed", "es", "s", "e", "y"):
        left = word.removesuffix(ending)
        if left != word and len(left) >= _LEAST.get(ending, 3) and not word.endswith("ss"):
            return left
    return word
