"""Read a job as a deed: "Nora's first day as a bus driver" becomes "Nora becomes a bus driver"."""

import re

from services.shared.tale.reading.frames import spans

_ARTICLE = r"(?P<trade>(?:an?|the)\s+[^,.;!?]+?)"
_ENDS = (
    r"(?P<rest>(?:[,.;!?]|\s(?:and|but|until|when|where|because|so|at|in|on|for|with|before|after|every|while)\b).*)?$"
)
_DAY_AS = re.compile(
    rf"^(?:(?:it|today|tomorrow)(?:\s+is|['’]s|\s+was)\s+)?(?P<who>\S.*?)['’]s?\s+(?:(?:very|big|new)\s+)*"
    rf"(?:first|one|only|last)?\s*(?:day|week|night|job|work)(?:\s+(?:at|of|on)\s+(?:the\s+)?(?:work|job))?"
    rf"\s+as\s+{_ARTICLE}{_ENDS}",
    re.IGNORECASE | re.DOTALL,
)
_WORKS = re.compile(
    r"^,?\s*(?:(?:starts?|started|begins?|began|gets?|got)\s+(?:work|working|(?:his|her|a|their)\s+(?:\w+\s+)?job)"
    r"|is hired|gets? hired|(?:gets?|got|is allowed|has|had)\s+to\s+(?:be|work as|become|play))"
    rf"(?:\s+as)?\s+{_ARTICLE}{_ENDS}",
    re.IGNORECASE | re.DOTALL,
)
_GROWS_UP = re.compile(
    r"^,?\s*(?:who\s+)?(?P<want>(?:wants?|would like|hopes?|dreams? of) (?:to be|being|becoming|to become))\s+"
    rf"{_ARTICLE}\s+(?:when|once|after|as soon as)\s+(?:he|she|they|it|i)\s+(?:grows?|is grown|are grown)\s*(?:up|big)?"
    rf"{_ENDS}",
    re.IGNORECASE | re.DOTALL,
)
_AT = re.compile(
    r"^,?\s*(?:who\s+)?(?:works?|worked|(?:starts?|begins?) (?:to work|working)|(?:gets?|got|finds?|takes?) a job"
    r"|helps?(?: out)?(?:\s+(?P<whom>(?:his|her|their)\s+(?:[a-z]+\s+)?[a-z]+|[A-Z]\w+))?)\s+(?:in|at)\s+"
    r"(?:(?:an?|the|his|her|their|[a-z]+['’]s|[A-Z]\w+['’]s)\s+)+?(?:(?:little|old|family)\s+)*"
    r"(?P<place>bakery|cake shop|kitchen|restaurant|caf[eé]|post office|fire station|library|hospital|zoo"
    r"|train station)"
    rf"{_ENDS}",
    re.IGNORECASE | re.DOTALL,
)
_TRADES = {
    "bakery": "baker",
    "cake shop": "baker",
    "kitchen": "cook",
    "restaurant": "cook",
    "café": "cook",
    "cafe": "cook",
    "post office": "mail carrier",
    "fire station": "firefighter",
    "library": "librarian",
    "hospital": "nurse",
    "zoo": "zookeeper",
    "train station": "train driver",
}
"""What somebody is who works there."""
_LIFE = re.compile(
    r"^(?:a|one|the)\s+(?:[a-z]+\s+)?day\s+(?:in the life of|with|at work with)\s+(?P<who>(?:an?|the|our|my)\s.+)$",
    re.IGNORECASE | re.DOTALL,
)


def statement(text: str) -> str:
    """Who becomes what; of a day in somebody's life only who it is; empty where nobody works as anything."""
    plain = text.strip()
    if life := _LIFE.match(plain):
        found = spans.subject(life["who"])
        return spans.capital(life["who"]) if found and found.alive and not found.rest.strip(" .!") else ""
    if (day := _DAY_AS.match(plain)) and _is_trade(day["trade"]):
        who = spans.subject(day["who"])
        return _becomes(who, day) if who and not who.rest.strip() else ""
    found = spans.subject(plain)
    if found is None:
        return ""
    if (grown := _GROWS_UP.match(found.rest)) and _is_trade(grown["trade"]):
        want = "want" if found.plain else "wants"
        return f"{spans.capital(found.text)} {want} to become {grown['trade']}{grown['rest'] or ''}"
    if found.alive and (at := _AT.match(found.rest)):
        along = f" and {at['whom']}" if at["whom"] else ""
        work = "work" if found.plain or along else "works"
        return f"{spans.capital(found.text)}{along} {work} as a {_TRADES[at['place'].lower()]}{at['rest'] or ''}"
    works = _WORKS.match(found.rest)
    return _becomes(found, works) if works and _is_trade(works["trade"]) else ""


def _becomes(found: spans.Subject, match: re.Match[str]) -> str:
    # "Lily" is a name here, and no flower.
    if not (found.alive or found.text.istitle()):
        return ""
    return f"{spans.capital(found.text)} {'become' if found.plain else 'becomes'} {match['trade']}{match['rest'] or ''}"


def _is_trade(text: str) -> bool:
    """Whether it is what somebody can be: "a train driver"."""
    being, left = spans.phrase(text)
    return spans.kind(being) in ("trade", "person") and not left.strip()
