"""Say whose first day of work it is, or whose for a day, as who becomes that: "Nora's first day as a bus driver"."""

import re

from services.shared.tale.reading.frames import spans

_ARTICLE = r"(?P<trade>(?:an?|the)\s+[^,.;!?]+?)"
_ENDS = r"(?P<rest>(?:[,.;!?]|\s(?:and|but|until|when|where|because|so|at|in|on|for|with)\b).*)?$"
_DAY_AS = re.compile(
    rf"^(?:(?:it|today|tomorrow)(?:\s+is|['’]s|\s+was)\s+)?(?P<who>\S.*?)['’]s?\s+(?:(?:very|big|new)\s+)*"
    rf"(?:first|one|only|last)?\s*(?:day|week|night|job|work)(?:\s+(?:at|of|on)\s+(?:the\s+)?(?:work|job))?"
    rf"\s+as\s+{_ARTICLE}{_ENDS}",
    re.IGNORECASE | re.DOTALL,
)
_WORKS = re.compile(
    r"^,?\s*(?:(?:starts?|started|begins?|began|gets?|got)\s+(?:work|working|(?:his|her|a|their)\s+(?:\w+\s+)?job)"
    r"|works|worked|is hired|gets? hired|(?:gets?|got|is allowed|has|had)\s+to\s+(?:be|work as|become|play))"
    rf"(?:\s+as)?\s+{_ARTICLE}{_ENDS}",
    re.IGNORECASE | re.DOTALL,
)
_GROWS_UP = re.compile(
    r"^,?\s*(?:who\s+)?(?P<want>(?:wants?|would like|hopes?|dreams? of) (?:to be|being|becoming|to become))\s+"
    rf"{_ARTICLE}\s+(?:when|once|after|as soon as)\s+(?:he|she|they|it|i)\s+(?:grows?|is grown|are grown)\s*(?:up|big)?"
    rf"{_ENDS}",
    re.IGNORECASE | re.DOTALL,
)
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
        return _becomes(spans.subject(day["who"]), day)
    found = spans.subject(plain)
    if found is None:
        return ""
    if (grown := _GROWS_UP.match(found.rest)) and _is_trade(grown["trade"]):
        want = "want" if found.plain else "wants"
        return f"{spans.capital(found.text)} {want} to become {grown['trade']}{grown['rest'] or ''}"
    works = _WORKS.match(found.rest)
    return _becomes(found, works) if works and _is_trade(works["trade"]) else ""


def _becomes(found: spans.Subject | None, match: re.Match[str]) -> str:
    # "Lily" is a name here, and no flower.
    if found is None or not (found.alive or found.text.istitle()) or found.rest.strip():
        return ""
    return f"{spans.capital(found.text)} {'become' if found.plain else 'becomes'} {match['trade']}{match['rest'] or ''}"


def _is_trade(text: str) -> bool:
    """Whether it is what somebody can be: "a train driver"."""
    being, left = spans.phrase(text)
    return spans.kind(being) in ("trade", "person") and not left.strip()
