"""Say as a repair what somebody else broke: "I built a robot and my little brother broke it"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_RUINED = re.compile(
    r"^,?\s*(?:build|builds|built|made|makes|make|drew|draws|painted|paints|knitted|knits|sewed|sews|got|gets|bought|buys"
    r"|has|had|have)\s+(?P<what>(?:an?|the|my|his|her|their|our)\s+[^,.;]+?),?\s+(?:and|but)(?:\s+then)?\s+(?P<who>.+?)\s+"
    r"(?:accidentally\s+)?(?P<did>broke|breaks|ruined|ruins|destroyed|destroys|smashed|smashes|tore|tears|wrecked"
    r"|wrecks|knocked over|knocks over|crushed|crushes)\s+it[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_OWN = re.compile(r"^(?:an?|my|his|her|their|our)\s+", re.IGNORECASE)


def statement(text: str) -> str:
    """Both mend it together; empty where nothing was broken by anybody."""
    found = spans.subject(text.strip())
    match = _RUINED.match(found.rest) if found else None
    who = spans.subject(match["who"]) if match else None
    if found is None or match is None or who is None or who.rest or not (who.being.name or who.alive):
        return ""
    thing = _OWN.sub("the ", match["what"])
    if spans.kind(spans.phrase(thing)[0]) in lexicon.ALIVE - {"creature"}:
        return ""
    return f"{spans.capital(found.text)} and {who.text} want to repair {thing} because {who.text} {match['did']} it"
