"""Say that a vehicle breaks down where it only does not go: "The car won't start", "a tractor that refuses to move"."""

import re

from services.shared.tale.reading.frames import spans

_STALLS = re.compile(
    r"^(?P<who>.+?)\s+(?:(?:that|which)\s+)?(?:(?:just|simply|suddenly)\s+)*(?:won['’]t|will not|would not|wouldn['’]t"
    r"|does not|doesn['’]t|did not|didn['’]t|cannot|can['’]t|refuses to|refused to|stops and (?:won['’]t|will not))\s+"
    r"(?:start|go|move|run|drive|budge)(?:\s+(?:any\s?more|again|any farther|any further))?"
    r"(?=\s*(?:$|[.,!;]|\bin\b|\bon\b|\bat\b))"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)


def statement(text: str) -> str:
    """The same with a verb that has a goal; empty for whoever is no vehicle."""
    match = _STALLS.match(text.strip())
    told = f"{match['who']} breaks down{match['rest']}" if match else ""
    found = spans.subject(told) if told else None
    return told if found and found.acts and spans.kind(found.being) == "vehicle" else ""
