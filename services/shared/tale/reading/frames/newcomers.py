"""Say what somebody wants who speaks another language than all others: "A new girl who only speaks Spanish"."""

import re

from services.shared.tale.reading.frames import spans

_SPEAKS = re.compile(
    r"^(?P<who>.+?),?\s+(?:(?:who|that)\s+)?(?:(?P<only>only|just)\s+speaks?\s+|speaks?\s+(?P<last>only|nothing but)\s+"
    r"|(?:does not|doesn['’]t|cannot|can['’]t)\s+(?:yet\s+)?(?:speak|understand)\s+(?P<not>any\s+)?)"
    r"(?P<what>[A-Z][a-z]+|the language|a word of \w+)(?:\s+yet)?[.!]*$",
    re.DOTALL,
)


def statement(text: str) -> str:
    """They want to make friends; empty for a text that says more than that."""
    match = _SPEAKS.match(text.strip())
    found = spans.subject(match["who"]) if match else None
    if match is None or found is None or not found.alive:
        return ""
    language = match["what"] if match["only"] or match["last"] else "another language"
    at = f" {found.rest}" if found.rest else ""
    want = "want" if found.plain else "wants"
    speak = "speak" if found.plain else "speaks"
    return f"{spans.capital(found.text)} {want} to make friends{at}, but {found.pronoun} only {speak} {language}"
