"""Say as a wish to change back what befell somebody: "A prince is turned into a frog", "A boy shrinks to …"."""

import re

from services.shared.tale.reading.frames import spans

_LIKE = r"(?P<like>(?:an?|the)\s+[^.,;!?]+?|[\w-]+s)"
_END = r"(?:[,.;!?\s]+(?P<then>(?:and|but|so)\b.*))?[.!?\s]*$"
_AS = r"(?:just\s+)?as\s+(?:tiny|small|little|big|tall|large|huge|high|long|wide|heavy)\s+as"
_INTO = re.compile(
    rf"^(?:(?P<is>is|are|was|were|gets?|got|has been|have been)\s+|accidentally\s+)?(?:turn(?:s|ed)?|transform(?:s|ed)?"
    rf"|chang(?:es?|ed))\s+(?:(?:himself|herself|themselves)\s+)?into\s+{_LIKE}(?:\s+by\s+(?P<by>(?:an?|the|his|her|their)\s+[^.,;!?]+?))?{_END}",
    re.IGNORECASE | re.DOTALL,
)
_SMALL = re.compile(
    rf"^(?:(?:is|gets?|got|has|have|suddenly|magically)\s+)*(?:shrinks?|shrank|shrunk)\s+(?:(?:down\s+)?to\s+the\s+size\s+of"
    rf"|(?:until|so that)\s+(?:he|she|they)\s+(?:is|are|was|were)\s+{_AS}|{_AS})\s+{_LIKE}{_END}",
    re.IGNORECASE | re.DOTALL,
)
_LARGE = re.compile(
    rf"^(?:suddenly\s+)?(?:grows?|grew|becomes?|became)\s+(?:to\s+the\s+size\s+of|(?P<as>{_AS}))\s+{_LIKE}{_END}",
    re.IGNORECASE | re.DOTALL,
)
_SHAPES = frozenset(("animal", "creature"))
"""Kinds of what one is only by magic, and would not stay; a hero is what somebody becomes."""
_BY_NATURE = frozenset("caterpillar tadpole duckling egg chrysalis cygnet seed".split())
"""Who turns into something else without any magic."""


def statement(text: str) -> str:
    """Who has become something else wants to change back; empty where nobody has."""
    found = spans.subject(text.strip())
    if found is None or not found.alive or found.being.phrase.noun in _BY_NATURE:
        return ""
    does = found.rest.strip()
    if match := _INTO.match(does):
        like, _ = spans.phrase(match["like"])
        return _told(found, match, match["like"]) if match["is"] or spans.kind(like) in _SHAPES else ""
    if match := _SMALL.match(does):
        return _told(found, match, f"as small as {match['like']}")
    if match := _LARGE.match(does):
        return _told(found, match, f"{match['as'] or 'as big as'} {match['like']}")
    return ""


def _told(found: spans.Subject, match: re.Match[str], what: str) -> str:
    be = "am" if found.pronoun == "I" else "are" if found.several else "is"
    by = match.groupdict().get("by")
    whom = {"I": "me", "they": "them", "she": "her"}.get(found.pronoun, "him")
    why = f"{by} turned {whom} into {what}" if by else f"{found.pronoun} {be} {what}"
    then = f". {spans.capital(re.sub('^(?:and|but|so) ', '', match['then']))}" if match["then"] else ""
    return f"{found.text} {'want' if found.plain else 'wants'} to change back because {why}{then}"
