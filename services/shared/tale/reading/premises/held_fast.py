"""Read who is stuck in something narrow: "A bear gets stuck in a honey jar", "A rainbow is stuck in a tree"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import premise, who
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import Wish

_STUCK = re.compile(
    r"^(?:who\s+|that\s+)?(?:(?:has|had|accidentally|just|suddenly|always)\s+)*(?:gets?|got|gotten|is|was)\s+"
    r"(?:stuck|wedged|jammed|caught)\s+(?:inside|in)\s+"
    r"(?P<what>(?:an?|the|his|her|its|their|my|our)\s+[\w'’ -]+?)[.!]*$",
    re.IGNORECASE,
)
_NARROW = frozenset("container furniture plant clothing toy tool instrument treasure".split())
"""Kinds of what one can be stuck in with a part of oneself."""
_HOLES = frozenset(
    "chimney window keyhole hole door doorway fence gate pipe drain tunnel burrow hedge mailbox letterbox slide swing"
    " gap crack net web bathtub lake pond mousehole cat_flap washing_machine".split()
)
_OUT = {"en": "get out of @", "es": "salir de @", "fr": "sortir de @"}


def wish(text: str) -> Wish | None:
    """Who is stuck wants to get out; None for rooms and places, where one is shut in, and where more is told."""
    found = who(text)
    said = _STUCK.match(found.rest.strip()) if found else None
    if found is None or said is None or found.hero.several:
        return None
    what, left = spans.phrase(said["what"])
    if what is None or what.name or left.strip():
        return None
    if spans.kind(what) not in _NARROW and what.phrase.noun.replace(" ", "_") not in _HOLES:
        return None
    return premise(found, "stuck", "", VerbPhrase("get", _OUT, what.phrase), thing=what.phrase)
