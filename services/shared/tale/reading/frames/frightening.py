"""Make who is frightened the hero: "A thunderstorm scares the puppy" is the story of a puppy that is afraid of it."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_SCARES = re.compile(
    r"^,?\s*(?:(?:always|really|suddenly|often)\s+)*(?:scares?|scared|frightens?|frightened|terrif(?:y|ies|ied))\s+"
    r"(?P<whom>[^,.;!?]+?)(?P<rest>(?:[,.;!?]|\s(?:and|but|until|when|at|in|on|every|so)\b).*)?$",
    re.IGNORECASE | re.DOTALL,
)


def statement(text: str) -> str:
    """They are afraid of it; empty where who frightens them is somebody, whose own story it is."""
    found = spans.subject(f"{text[:1].lower()}{text[1:]}".strip())
    match = _SCARES.match(found.rest) if found else None
    if found is None or match is None or spans.kind(found.being) in ("", *lexicon.ALIVE):
        return ""
    whom = spans.subject(match["whom"])
    if whom is None or whom.rest or not whom.alive:
        return ""
    return f"{spans.capital(whom.text)} {'are' if whom.plain else 'is'} afraid of {found.text}{match['rest'] or ''}"
