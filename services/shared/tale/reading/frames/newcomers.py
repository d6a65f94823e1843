"""Say what somebody wants who speaks another language than all others: "A new girl who only speaks Spanish"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_ARTICLE = re.compile(r"^(?:an?|the|my|our|his|her|two|three)\s+(?:(?:new|young|little|small|shy)\s+)*", re.IGNORECASE)

_SPEAKS = re.compile(
    r"^(?P<who>.+?),?\s+(?:(?:who|that)\s+)?(?:(?P<only>only|just)\s+speaks?\s+|speaks?\s+(?P<last>only|nothing but)\s+"
    r"|speaks?\s+(?P<no>no|not a word of|hardly any)\s+"
    r"|(?:does not|doesn['’]t|cannot|can['’]t)\s+(?:yet\s+)?(?:speak|understand)\s+(?P<not>any\s+)?)"
    r"(?P<what>[A-Z][a-z]+|the language|a word of \w+)(?:\s+yet)?[.!]*$",
    re.DOTALL,
)


def statement(text: str) -> str:
    """They want to make friends in a language that is not their own; empty for a text that says more than that."""
    match = _SPEAKS.match(text.strip())
    found = spans.subject(match["who"]) if match else None
    if match is None or found is None or not found.alive:
        return ""
    said = match["what"] if match["only"] or match["last"] else ""
    who = _ARTICLE.sub(rf"\g<0>{said} ", found.text, count=1) if lexicon.adjectives().get(said) else found.text
    at = f" {found.rest}" if found.rest else ""
    return f"{spans.capital(who)} {'want' if found.plain else 'wants'} to make friends{at} in another language"
