"""Find the hero: in "The wind steals the hat and a postman has to get it back", it is the postman."""

import re

from services.shared.tale.reading.frames import spans

_HAS_TO = re.compile(
    r"^(?!is\b|are\b|was\b|were\b|has\b|have\b)(?P<did>\S.*?),?\s+(?:and|so|but)\s+(?:now\s+|then\s+)?(?P<who>(?:an?|the|his|her|their|two|three|only)\s+(?:[\w'’-]+\s+){1,4}?"
    r"|(?-i:[A-Z])\w+\s+(?:and\s+(?-i:[A-Z])\w+\s+)?)"
    r"(?P<must>has to|have to|must|needs? to|sets? out to|tries to|try to|wants? to|decides? to|can)\s+(?P<deed>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_FORGETS = re.compile(r"(?:forgets?|forgot|has forgotten)\b", re.IGNORECASE)
"""What others have to make up for."""
_IT = re.compile(r"\b(?:it|them)\b", re.IGNORECASE)
_OBJECT = re.compile(r"^\S+\s+(?:away\s+|down\s+|off\s+|up\s+|out\s+)?(?P<what>.+)$", re.DOTALL)


def statement(text: str) -> str:
    """Who has to act, and why; empty where the first half's doer is somebody who acts in the second one too."""
    plain = text.strip().rstrip(".!")
    found = spans.subject(plain)
    match = _HAS_TO.match(found.rest) if found and found.acts else None
    who = spans.subject(match["who"].strip()) if match else None
    if (
        found is None
        or match is None
        or who is None
        or who.rest
        or not who.alive
        or not (_FORGETS.match(match["did"]) or _acts_alone(found))
    ):
        return ""
    what = _OBJECT.match(match["did"])
    thing = spans.phrase(what["what"])[0] if what else None
    named = what["what"] if what and thing else f"{found.text[:1].lower()}{found.text[1:]}"
    deed = _IT.sub(lambda _: named, match["deed"], count=1) if not thing or not thing.name else match["deed"]
    cause = f"{found.text[:1].lower()}{found.text[1:]}" if not found.being.name else found.text
    return f"{spans.capital(who.text)} {'have' if who.plain else 'has'} to {deed} because {cause} {match['did']}"


def _acts_alone(found: spans.Subject) -> bool:
    """Whether it is weather or a thing, which is nobody's hero where somebody alive acts."""
    return bool(spans.kind(found.being)) and not found.alive
