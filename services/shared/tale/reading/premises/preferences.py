"""Read what somebody would rather do than another thing: "a dragon who would rather knit than fight"."""

import re
from dataclasses import replace

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import RELATIVE, premise, who
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_RATHER = re.compile(
    r"^(?:(?:would|['’]d)\s+(?:much\s+)?rather|prefers?\s+to|likes?\s+to|loves?\s+to|wants?\s+to)\s+(?P<this>.+?)\s+"
    r"(?:than(?:\s+to)?|instead\s+of|rather\s+than(?:\s+to)?)\s+(?P<that>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_ING = re.compile(r"^prefers?\s+(?P<this>\w+ing\b.*?)\s+(?:to|over)\s+(?P<that>\w+ing\b.*?)[.!]*$", re.IGNORECASE)
_LONG = 5
"""Words of a deed that is more than what one would rather do."""


def wish(text: str) -> Wish | None:
    """Who would rather do this than that; None where either is no deed."""
    found = who(text)
    if found is None or (found.kind and found.kind not in lexicon.ALIVE | {"machine", "vehicle", "force"}):
        return None
    rest = RELATIVE.sub("", found.rest.strip())
    match = _RATHER.match(rest) or _ING.match(rest)
    if match is None or len(match["this"].split()) > _LONG or len(match["that"].split()) > _LONG:
        return None
    this, that = literal(_base(match["this"])), literal(_base(match["that"]))
    if this is None or that is None:
        return None
    return replace(premise(found, "rather", "", this, thing=this.thing), skill=that)


def _base(deed: str) -> str:
    """The deed with its verb as it is after "to": "knitting socks" is "knit socks"."""
    first, _, rest = deed.partition(" ")
    return f"{spans.base(first) or first} {rest}".strip()
