"""Say what somebody wants of whom only a beginning is told: who hatches, a thing that wakes, a bear awake in winter."""

import re

from services.shared.tale.reading.frames import spans

_EGG = re.compile(
    r"^(?P<article>an?|the|one)\s+(?P<said>(?:[\w-]+\s+)*?)egg\s+(?=(?:suddenly\s+|finally\s+)?hatch)", re.IGNORECASE
)
_MORE = r"(?P<rest>(?:\s+(?!and\b|but\b|so\b|because\b|who\b|to\b)[\w'’.-]+)*?)[.!]*$"
_HATCHES = re.compile(rf"^(?:(?:suddenly|finally|has|just)\s+)*hatch(?:es|ed)?{_MORE}", re.IGNORECASE)
_WAKES = re.compile(
    r"^(?:(?:suddenly|finally|has|just)\s+)*(?:wakes? up|woke up|awakes?|awoke|awakens?|comes? (?:to life|alive)"
    rf"|came (?:to life|alive)){_MORE}",
    re.IGNORECASE,
)
_TOO_EARLY = re.compile(
    r"\b(?:in|during) (?:the middle of )?(?:the )?(?:winter|night)\b|\b(?:too early|far too soon)\b", re.I
)
_BEASTS = frozenset(("animal", "creature"))


def statement(text: str) -> str:
    """The same with what they want now; empty for a text that tells more of them."""
    plain = text.strip()
    if egg := _EGG.match(plain):
        said = [word for word in egg["said"].split() if word.lower() not in ("strange", "big", "huge", "golden")]
        young = f"a baby {said[-1]}" if said and spans.kind(spans.phrase(f"a {said[-1]}")[0]) in _BEASTS else "a chick"
        plain = f"{young} {plain[egg.end() :]}"
    found = spans.subject(plain)
    if found is None:
        return ""
    who, want, rest = spans.capital(found.text), "want" if found.plain else "wants", found.rest.strip()
    if hatched := _HATCHES.match(rest):
        have = "have" if found.plain else "has"
        return f"{who} {have} just hatched{hatched['rest']} and {want} to find {found.own} family"
    wakes = _WAKES.match(rest)
    if wakes is None:
        return ""
    if not found.alive:
        return f"{who} {rest.rstrip('.!')} and {want} to see the world"
    early = _TOO_EARLY.search(wakes["rest"]) and spans.kind(found.being) in _BEASTS
    return f"{who} {rest.rstrip('.!')} and {want} to fall asleep again" if early else ""
