"""Read what has turned into something else: "A library turns into a jungle", "Grandpa's shed turned into a ship"."""

import re
from dataclasses import replace

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import Who, child, owned, premise
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

_TURNS = re.compile(
    r"^(?:(?:the|one)\s+(?:day|night|morning|evening)\s+(?:that\s+|when\s+)?)?(?P<what>(?:[\w'’-]+\s+){1,5}?)"
    r"(?:(?:suddenly|magically|slowly)\s+)?(?:turn(?:s|ed)?|chang(?:es?|ed)|transform(?:s|ed)?)\s+into\s+"
    r"(?P<form>(?:[\w-]+\s+){0,4}?[\w-]+)"
    r"(?:\s+(?:overnight|(?:at|by)\s+(?:night|midnight)|(?:every|one|each)\s+(?:night|day|morning)"
    r"|(?:for|during)\s+(?:a|the|one)\s+(?:day|week|night)))?[.!]*$",
    re.IGNORECASE,
)
_BACK = {"en": "get @ back", "es": "recuperar @", "fr": "retrouver @"}
_MORE = re.compile(r"\b(?:and|but|who|that|which|when|because|where|by)\b", re.IGNORECASE)
_ANYTHING = frozenset("all every everyone everybody everything nothing nobody".split())


def wish(text: str) -> Wish | None:
    """Whose it is wants it back as it was; None for somebody alive, who wants to change back."""
    said = _TURNS.match(text)
    if said is None or _MORE.search(said["form"]):
        return None
    owner, thing = _whose(said["what"].strip())
    form, left = spans.phrase(said["form"])
    if thing is None or form is None or form.name or left.strip():
        return None
    found = Who(owner or child(), None, "")
    return premise(found, "turned", "", VerbPhrase("get", _BACK, thing), thing=thing, form=form.phrase)


def _whose(text: str) -> tuple[Being | None, NounPhrase | None]:
    """Who has it, where that is said, and what has turned; nothing for somebody alive and for nothing certain."""
    if "'s " in text.replace("’", "'"):
        owner, thing = owned(text.replace("’", "'"))
        return (owner, thing) if owner and thing and not _lives(thing) else (None, None)
    found, left = spans.phrase(text)
    words = set(text.lower().split())
    if found is None or found.name or left.strip() or _lives(found.phrase) or words & _ANYTHING:
        return None, None
    return None, replace(found.phrase, determiner="the" if found.phrase.determiner == "a" else found.phrase.determiner)


def _lives(phrase: NounPhrase) -> bool:
    noun = lexicon.nouns().get(phrase.noun)
    return noun is None or noun.kind in lexicon.ALIVE | {"time", "idea"}
