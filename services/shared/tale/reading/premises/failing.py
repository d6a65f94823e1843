"""Read whose work will not come right: "A baker whose bread never rises", "A farmer whose cow won't give milk"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import who
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Wish

_FAILS = re.compile(
    r"^whose\s+(?P<what>[\w\s-]+?)\s+(?:just\s+|always\s+|all\s+)*(?:never|will not|won['’]t"
    r"|do(?:es)?(?:n['’]t| not)|can(?:no|['’])t|refuses? to|keeps?)\b",
    re.IGNORECASE,
)


def wish(text: str) -> Wish | None:
    """They want to find out why; None where it is no trade's work, or where the sentence tells of more."""
    found = who(text)
    said = _FAILS.match(found.rest.strip()) if found and found.kind == "trade" else None
    being, left = spans.phrase(said["what"]) if said else (None, "")
    told = Reader(text).read() if being and not left.strip() else Wish()
    if being is None or told.goal is None or told.goal.verb != "find out":
        return None
    thing = NounPhrase(being.phrase.noun, being.phrase.adjectives, "their", being.phrase.plural)
    return replace(told, friend=None, act="face", topic="oddity", thing=thing, premise=Premise("fails"))
