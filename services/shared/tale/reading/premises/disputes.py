"""Read two who want what only one can have: "Two sisters argue over the window seat", "Twins who want one bunk"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.premises.parts import RELATIVE, Who, kind, placed, premise, who
from services.shared.tale.reading.premises.parts import thing as part
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_QUARREL = (
    r"(?:(?:keep|start|begin|are|always|often|once|constantly)\s+)*(?:argu(?:e|es|ed|ing)|quarrel(?:s|l?ed|l?ing)?|fight(?:s|ing)?|fought"
    r"|squabbl(?:e|es|ed|ing)|bicker(?:s|ed|ing)?|disagree(?:s|d|ing)?|ha(?:ve|s|d) (?:a fight|a quarrel|an argument)"
    r"|(?:can['’]?t|cannot|can not|could not|couldn['’]t) (?:agree|decide))"
)
_OVER = re.compile(rf"^{_QUARREL}\s+(?:(?:over|about|on)\s+|(?=who|which))(?P<what>.+)$", re.IGNORECASE)
_BOTH_WANT = re.compile(
    r"^(?:(?:both|each|all)\s+)(?:wants?|wanted|claims?|claimed|needs?|needed)\s+(?!to\b)(?P<what>.+)$", re.IGNORECASE
)
_GETS = re.compile(
    r"^(?:about\s+)?(?:who|which (?:one )?of them)\s+(?:gets?|has|is allowed|may|can|should|will|ought)\s+(?:to\s+)?"
    r"(?:(?:have|keep|use|own|live in|play with|(?:sit|sleep|ride|lie|be) (?:in|on|at|by))\s+)?"
    r"(?P<thing>(?:the|an?|their|his|her|that|one)\s+.+)$",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"^whose\s+(?P<thing>[\w -]+?)\s+(?:it|this|that)\s+(?:is|was)\b.*$", re.IGNORECASE)
_BELONGS = re.compile(
    r"^(?:who|which of them)\s+(?P<thing>(?:the|an?|that)\s+[\w' -]+?)\s+(?:belongs|belonged)\s+to$", re.I
)
_TURN = re.compile(
    r"^who\s+(?:goes|is|(?:gets|is allowed)\s+to\s+(?:go|be)|(?:may|can|should)\s+(?:go|be))\s+first"
    r"(?P<on>\s+on\s+.+)?$",
    re.IGNORECASE,
)
_ON = re.compile(r"^(?P<thing>.+?)\s+on\s+(?P<at>(?:the|an?|their)\s+[\w -]+)$", re.IGNORECASE)
_HAS = {"en": "have @", "es": "tener @", "fr": "avoir @"}
_DIVIDED = frozenset("food drink".split()) | lexicon.ALIVE
"""Kinds of what one can cut in two, and of whom nobody owns."""
_SHARED = _DIVIDED | frozenset("toy vehicle tool treasure plant clothing container writing instrument".split())
"""Kinds of what is shared, not settled, where two only fight over it."""


def wish(text: str) -> Wish | None:
    """One of two wants it as the other one does; None for another quarrel, and for what is cut in two."""
    found = who(text)
    if found is None or not (found.hero.several or found.friend) or found.kind not in lexicon.ALIVE | {"", "machine"}:
        return None
    rest = RELATIVE.sub("", found.rest.strip()).rstrip(".! ")
    over, both = _OVER.match(rest), _BOTH_WANT.match(rest)
    said = over or both
    thing = _wanted(said["what"]) if said else None
    if (
        said is None
        or thing is None
        or kind(thing) in (_DIVIDED if both or said["what"].startswith("who") else _SHARED)
    ):
        return None
    return _told(found, thing, text)


def _wanted(what: str) -> NounPhrase | None:
    """What both want to have; None for a quarrel that is about no such thing."""
    named = next((match["thing"] for match in (_GETS.match(what), _BELONGS.match(what)) if match), "")
    if turn := _TURN.match(what):
        named = f"the first turn{turn['on'] or ''}"
    elif whose := _WHOSE.match(what):
        named = f"the {whose['thing']}"
    elif not named and not re.match(r"(?:the|an?|their|one|his|her)\s", what, re.IGNORECASE):
        return None
    where = _ON.match(named or what)
    found = placed(where["thing"] if where else named or what)
    known = found is not None and (found.noun in lexicon.nouns() or not found.noun.endswith("s"))
    if found is None or not known or found.name or (kind(found) == "idea" and found.noun != "turn"):
        return None
    adjectives = tuple(word for word in found.adjectives if word != "same")
    at = part(where["at"]) if where else None
    within = Complement("on", at) if at else found.within
    return replace(found, adjectives=adjectives, determiner="the", within=within)


def _told(found: Who, thing: NounPhrase, text: str) -> Wish:
    told = premise(found, "dispute", "", VerbPhrase("have", _HAS, thing), thing=thing)
    return replace(told, home=told.home or Reader(text).read().home)
