"""Say that somebody becomes what they are for a while: "A cat is king for a week"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_FOR = re.compile(
    r"^,?\s*(?:who\s+|that\s+)?(?:is|was|are|gets\s+to\s+be|got\s+to\s+be|plays|has\s+to\s+be|may\s+be)\s+"
    r"(?P<what>(?:(?:an?|the)\s+)?[a-z]+(?:\s+[a-z]+)?)\s+(?P<span>for\s+(?:an?|one|the)\s+(?:\w+\s+)?"
    r"(?:hour|day|night|week|month|year|morning|weekend))[.!]*$",
    re.IGNORECASE,
)


def statement(text: str) -> str:
    """Who is king for a week becomes it; empty for what is no person's trade."""
    found = spans.subject(text.strip())
    match = _FOR.match(found.rest) if found and found.alive else None
    being, left = spans.phrase(match["what"]) if match else (None, "")
    if found is None or match is None or left or spans.kind(being) not in lexicon.ALIVE:
        return ""
    what = match["what"] if match["what"].lower().startswith(("a ", "an ", "the ")) else f"a {match['what']}"
    span = re.sub(r"\bone\b", "a", match["span"])
    return f"{spans.capital(found.text)} {'become' if found.plain else 'becomes'} {what} {span}"
