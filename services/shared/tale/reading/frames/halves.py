"""Divide a sentence of two halves: how somebody is at first, and what they do then, "but one night", "until she"."""

import re
from dataclasses import dataclass, replace

from services.shared.tale.reading.frames import spans
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon

_ONCE = (
    r"(?:(?:one|on a|on one|the next)\s+(?:[\w-]+\s+){0,2}?(?:day|night|morning|evening|afternoon|winter|summer)"
    r"|at (?:lunch|school|supper|night|last)|suddenly|then|finally)"
)
_TURN = re.compile(
    rf"^,?\s*(?P<who>who\s+|that\s+)?(?P<state>\S.+?)[,;]?\s+(?:but|until|till)\s+(?:then\s+)?(?P<when>{_ONCE},?\s+)?"
    r"(?:when\s+(?P<because>[^,]+?)(?:,\s+|\s+(?=(?:he|she|they|it)\b)))?(?P<event>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_STATE = re.compile(
    r"^(?:(?:in|on|at|from|of|by|under|behind)\s+(?:[\w'’.-]+\s+){1,4}?)?"
    r"(?:(?:always|never|often|secretly|still|just|really)\s+)*(?:is|are|was|were|has no|have no|had no|feels?|felt"
    r"|thinks?|thought|believes?|believed|seems?|knows?|knew|never|always|spends?|lives?|sleeps?|hides?"
    r"|do(?:es)?\s*n[o'’]t|did\s*n[o'’]t|moves? to)\b",
    re.IGNORECASE,
)
"""How a clause begins that says how somebody is, and not what they want."""
_HELD = re.compile(r"\b(?:stuck|trapped|lost|locked|glued|allergic|ill|sick|hungry)\b", re.IGNORECASE)
"""What is a trouble by itself, that the whole story is about."""
_FEARS = re.compile(r"\b(?:afraid|scared|frightened|terrified)\b", re.IGNORECASE)
_STILL = re.compile(
    r"^(?:can(?:no|['’])?t|couldn['’]?t|wo(?:n['’]?t)|is|are|was|were|has|have|had|never|still)\b", re.I
)
"""How a second half begins that tells of no event."""
_PRONOUN = re.compile(r"^(?:he|she|they|it|i|we)\s+", re.IGNORECASE)
_ONE = re.compile(r"^(?P<makes>(?:makes?|made|finds?|found|gets?|got))\s+one\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:no|any)\s+(?P<what>friends?)\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:but|until|because|so that)\b", re.IGNORECASE)
_BY = re.compile(
    r"^(?P<event>\S.+?),?\s+by\s+(?P<way>(?P<verb>[a-z]+ing)\b\s*(?P<rest>[^,.;!?]*))[.!]*$", re.I | re.DOTALL
)
_OTHERS = re.compile(
    r"^\W*(?P<said>(?:everyone|everybody|people|the others|they all|nobody|no one)\s+(?:always\s+)?(?:thinks?|thought"
    r"|says?|said|believes?|believed|laughs? at|laughed at)\s+(?:that\s+)?)(?P<rest>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""What others think of whom it is about."""
_JOINED = re.compile(r"^(?P<because>[^,]+?),?\s+and\s+(?P<own>(?:he|she|they|it)\s+\S.+)$", re.IGNORECASE | re.DOTALL)
"""What happens, and what the hero does then: "a storm comes and he saves them"."""
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|gets?|got)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Halves:
    """A sentence of two halves."""

    who: Being
    event: str
    """What they do then, or what befalls others, as a sentence of its own."""
    state: str = ""
    """How they are at first, as a sentence of its own."""
    fearful: bool = False
    """At first they are afraid, so that only a brave deed is more than that."""
    befalls: bool = False
    """The event is that of somebody else."""
    way: str = ""
    """How they do it, as a sentence of its own: "shares her dumplings" of "by sharing her dumplings"."""


def divided(text: str) -> Halves | None:
    """The halves; None for a text that has only one."""
    plain = text.strip().rstrip(".!? ")
    others = _OTHERS.match(plain)
    found = spans.subject(others["rest"] if others else plain)
    if found is None or not found.text or (others and not found.being.name):
        return None
    turned = _turned(found, others["said"] if others else "")
    event, way = _by(found, turned.event if turned else plain)
    if turned is None and not way:
        return None
    return replace(turned or Halves(found.being, event), event=event, way=way)


def _turned(found: spans.Subject, said: str) -> Halves | None:
    """The halves on both sides of "but" or "until", where the first is a state and the second an event.

    `said`: what stands before the subject, "everybody thinks".
    """
    match = _TURN.match(found.rest)
    if match is None or not _STATE.match(match["state"]) or _HELD.search(match["state"]):
        return None
    joined = _JOINED.match(match["event"])
    event = joined["own"] if joined else match["event"]
    own = _PRONOUN.match(event)
    does = event[own.end() :] if own else event
    if _STILL.match(does) or _LATER.search(does):
        return None
    if one := _COUNTED.search(match["state"]):
        does = _ONE.sub(rf"\g<makes> a {one['what'].removesuffix('s')}", does)
    because = match["because"] or (joined["because"] if joined else "")
    because = f" because {because}" if because and not _PRONOUN.match(because) else ""
    event = f"{found.text} {does}{because}" if own else spans.capital(does)
    state = f"{said}{found.text} {match['state'].strip(' ,')}"
    return Halves(found.being, event, state, bool(_FEARS.search(match["state"])), befalls=not own)


def _by(found: spans.Subject, event: str) -> tuple[str, str]:
    """What somebody does, and the way in which they do it as a sentence; no way where the text says none."""
    match = _BY.match(event)
    verb = spans.base(match["verb"]) if match else ""
    if match is None or not verb or not match["rest"].strip() or _PASSIVE.search(match["event"]):
        return event, ""
    does = verb if found.plain else lexicon.third_person(verb)
    return match["event"], f"{found.text} {does} {match['rest']}".strip()
