"""Say what somebody does of what is there for them: "The first day of school for a shy boy called Sam" is his."""

import re

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import doings, spans
from services.shared.tale.words import lexicon

_FOR = re.compile(r"^(?P<what>(?:[\w'’-]+\s+){1,6}?)for\s+(?P<who>.+)$", re.IGNORECASE | re.DOTALL)
_SURPRISE = re.compile(r"\bsurprise\s+(?:\w+\s+)?party\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:first|last)\b", re.IGNORECASE)
_SOUGHT = frozenset("animal building clothing furniture kin person".split())
"""Kinds of what somebody looks for who has none: a friend, a home, a hat."""
_ACTS = frozenset("machine vehicle toy".split())
"""Kinds of things that are somebody here."""
_CLAUSE = ("who ", "that ", "whose ")


def statement(text: str) -> str:
    """The same as what they do; empty where nothing is for somebody."""
    match = _FOR.match(text.strip().rstrip(".!?"))
    if match is None:
        return ""
    what, who = match["what"].strip(), match["who"].strip()
    found = spans.subject(who)
    acts = found is not None and (found.alive or spans.kind(found.being) in _ACTS)
    if found is None or not acts or spans.PRONOUN.match(who):
        return ""
    behind = found.rest.strip(" ,")
    if behind and not behind.startswith(_CLAUSE):
        return ""
    if _SURPRISE.search(what):
        return f"A child wants to plan {what} for {who}"
    deed = doings.deed(what, found) or _with(what, found)
    if not deed:
        return ""
    verb, _, rest = deed.partition(" ")
    verb = ("are" if found.several else "is") if verb == "be" else verb if found.plain else lexicon.third_person(verb)
    # "a girl who has never seen snow" is told with what she does.
    said = f"{spans.capital(found.text)}, {behind}," if behind else spans.capital(found.text)
    return f"{said} {verb} {rest}"


def _with(what: str, who: spans.Subject) -> str:
    """What they do with one event or thing: celebrate a feast, look for a home, see the first snow."""
    reader = Reader(what)
    phrase = reader.noun_phrase()
    if phrase is None or phrase.name or reader.word():
        return ""
    kind = reader.kind(phrase)
    own = re.sub(r"^(?:the|an?)\s+", f"{who.own} ", what, flags=re.IGNORECASE)
    own = own if own != what else f"{who.own} {what}"
    school = phrase.noun.startswith(("first day", "last day"))
    if school or (kind == "event" and phrase.noun != "picnic"):
        return f"celebrate {own}" if not phrase.noun.startswith("first day") else f"have {own}"
    if kind == "event":
        return f"have {what}"
    if kind == "time":
        return f"celebrate {what}" if _FIRST.search(what) else ""
    if _FIRST.search(what):
        return f"see {what}"
    sought = kind in _SOUGHT or phrase.noun in ("home", "house", "pet", "bed")
    return f"want to find {what}" if sought and phrase.determiner == "a" else ""
