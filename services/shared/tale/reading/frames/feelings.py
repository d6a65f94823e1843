"""Say what somebody wants who is tired of somebody: "A boy who is fed up with his noisy sisters" wants some peace."""

import re

from services.shared.tale.reading.frames import spans

_TIRED = re.compile(
    r"^,?\s*(?:who\s+|that\s+)?(?P<is>is|are|was|were|am)\s+(?:(?:so|really|very|just|always)\s+)*"
    r"(?P<how>(?:sick and )?tired of|fed up with|sick of|annoyed (?:by|with|at)|bothered by)\s+"
    r"(?P<whom>(?:the|his|her|their|its|my|our)\s+(?:[\w'’-]+\s+){0,3}?[\w'’-]+)[.!?\s]*$",
    re.IGNORECASE,
)
_LOUD = re.compile(r"\b(?:noise|noisy|loud|screaming|barking|snoring|chattering|crying|music|drums?)\b", re.IGNORECASE)


def statement(text: str) -> str:
    """Who is tired of somebody, or of noise, wants peace; empty for who is tired of a thing, which can be changed."""
    found = spans.subject(text.strip())
    match = _TIRED.match(found.rest) if found and found.alive else None
    whom = spans.phrase(match["whom"])[0] if match else None
    if found is None or match is None or whom is None:
        return ""
    noun = whom.phrase.noun
    if not _LOUD.search(match["whom"]) and spans.kind(whom) not in ("person", "kin", "animal"):
        return ""
    want = "want" if found.plain else "wants"
    named = f"{match['is'].replace('am', 'is')} tired of {match['whom']}"
    return f"{spans.capital(found.text)} {want} some peace because {found.pronoun} {named}" if noun else ""
