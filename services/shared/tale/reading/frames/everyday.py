"""Say as a deed what children live with: a monster under the bed, a birthday party, too much time before a screen."""

import re

from services.shared.tale.reading.frames import spans

_LURKS = re.compile(
    r"^(?:there\s+(?:is|was)\s+|there['’]s\s+|i (?:have|think i have|saw|heard)\s+)?"
    r"(?P<what>(?:an?|the|some|something)\b[\w -]*?)\s+(?:that lives\s+|living\s+|hiding\s+)?"
    r"(?P<where>(?:under|in|behind|inside)\s+(?P<whose>my|our|his|her|[A-Z]\w+['’]s)\s+"
    r"(?:bed|closet|wardrobe|room|bedroom|curtains?|door|basement|attic|cellar))(?:\s+at night|\s+again)?$",
    re.IGNORECASE,
)
_FEARED = re.compile(r"\b(?:monsters?|ghosts?|bogeyman|boogeyman|creature|witch|scary|spooky)\b", re.IGNORECASE)
_PARTY = re.compile(
    r"^(?P<who>(?:(?:an?|the|my|our)\s+)?(?:[\w-]+\s+){0,2}?[\w-]+)['’]s\s+"
    r"(?P<feast>(?:(?:first|second|third|fourth|fifth|\d+\w*|big|surprise)\s+)?birthday(?:\s+(?:party|surprise))?)$",
    re.IGNORECASE,
)
_SCREENS = {
    "video game": "video game", "computer game": "video game", "tablet": "tablet", "ipad": "tablet", "phone": "phone",
    "smartphone": "phone", "tv": "TV", "television": "TV", "cartoon": "TV", "youtube": "tablet", "computer": "computer",
    "screen": "tablet", "console": "video game", "gaming": "video game",
}  # fmt: skip
"""Words for what somebody looks at all day, and what is switched off for it."""
_SCREEN = rf"(?P<screen>{'|'.join(_SCREENS)})s?"
_EVER = (
    r"(?:too (?:many|much|long)|all (?:day|night|weekend)(?: long)?|the whole (?:day|weekend)|every (?:minute|second)"
    r"|for hours|never (?:stops?|looks? up|puts? down)|(?:can['’]?t|cannot|won['’]t|does(?: not|n['’]t)(?: want to)?)"
    r" (?:stop|put (?:down|away)|look up|turn off|switch off)|always|only|obsessed|addicted|glued)"
)
_TOO_MUCH = re.compile(
    rf"^,?\s*(?:who\s+|that\s+)?(?=.*\b{_EVER}\b).*\b{_SCREEN}\b"
    r"(?:\s+(?:time|all day|all night|all the time|for hours|all weekend|down|away))?$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\b(?:play|watch|look|star|spend|put|tak|turn|switch|us|addict|obsess|glu|stop|scroll|ha[sd])", re.IGNORECASE
)
"""How verbs begin that say that a screen is used; a computer may also be mended."""


def statement(text: str) -> str:
    """The same as what somebody fears, celebrates or ends; empty for anything else."""
    plain = text.strip().rstrip(".!")
    if (match := _LURKS.match(plain)) and _FEARED.search(match["what"]):
        return _fear(match)
    if match := _PARTY.match(plain):
        return f"{spans.capital(match['who'])} celebrates {spans.own_of(match['who'])} {match['feast']}"
    found = spans.subject(plain)
    match = _TOO_MUCH.match(found.rest) if found and found.alive else None
    if found is None or match is None or not _DOES.search(found.rest):
        return ""
    screen = _SCREENS[match["screen"].lower()]
    own = "the" if screen == "TV" else "my" if found.text.lower() == "i" else found.own
    return f"{spans.capital(found.text)} {'want' if found.plain else 'wants'} to switch off {own} {screen}"


def _fear(match: re.Match[str]) -> str:
    """Whose bed it is, is afraid of what is there."""
    whose = match["whose"]
    who = {"my": "I", "our": "We", "his": "A boy", "her": "A girl"}.get(whose.lower(), whose[:-2])
    where = match["where"] if len(whose) <= len("our") else match["where"].replace(whose, spans.own_of(who))
    return f"{who} {'am' if who == 'I' else 'are' if who == 'We' else 'is'} afraid of the monster {where}"
