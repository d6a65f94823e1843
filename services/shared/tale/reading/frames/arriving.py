"""Make at whose home something turns up the hero: "A spaceship lands in Tim's backyard" is what Tim discovers there."""

import re

from services.shared.tale.reading.frames import spans

_COMES = re.compile(
    r"^\s*(?:suddenly\s+)?(?:lands?|landed|crash(?:es|ed)?|crash-lands?|appears?|appeared|hatch(?:es|ed)?|grows?|grew"
    r"|falls?|fell|turns? up|turned up|shows? up|showed up|wash(?:es|ed) up|moves?|moved|arrives?|arrived)\s+"
    r"(?P<where>in|on|at|into|behind|under|near|next to)\s+"
    r"(?P<owner>(?:(?:my|our|the|an?)\s+)?[\w-]+(?:\s[A-Z][\w-]+)?)['’]s?\s+"
    r"(?P<place>[\w' -]+?)[.!]*$",
    re.IGNORECASE,
)


def statement(text: str) -> str:
    """Whose home it is befriends somebody who comes there, or discovers a thing; empty where no such home is named."""
    found = spans.subject(text.strip())
    comes = _COMES.match(found.rest) if found and not found.being.name else None
    owner = spans.subject(comes["owner"]) if comes else None
    if found is None or comes is None or owner is None or not owner.alive or owner.rest.strip():
        return ""
    what = f"{found.text[:1].lower()}{found.text[1:]}"
    where = "in" if comes["where"].lower() == "into" else comes["where"].lower()
    deed = "befriends" if found.alive else "discovers"
    return f"{spans.capital(owner.text)} {deed} {what} {where} {owner.own} {comes['place']}"
