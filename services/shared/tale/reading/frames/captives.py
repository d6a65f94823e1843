"""Make who is held or carried away the hero: "A storm traps five animals in a barn" is the story of the animals."""

import re

from services.shared.tale.reading.frames import spans

_HELD = {"trap": "trapped", "keep": "kept", "lock": "locked up", "strand": "stranded"}
_CARRIED = {
    "carry": "carried", "blow": "blown", "sweep": "swept", "wash": "washed", "whisk": "whisked", "suck": "sucked",
    "take": "taken", "drag": "dragged", "pull": "pulled", "lift": "lifted", "transport": "transported",
}  # fmt: skip
"""Verbs of what holds somebody, and carries them away, with their past participles."""
_DOES = re.compile(r"^,?\s*(?:(?:has|had|have|suddenly)\s+)*(?P<verb>[a-z]+)\s+(?P<whom>\S.*?)[.!]*$", re.I | re.DOTALL)
_IN = re.compile(
    r"^(?:in|inside|on|under|at)\s+(?P<place>school|(?:an?|the|their|his|her|my|our)\s+[\w' -]+?)"
    r"(?:\s+(?:overnight|all night))?$",
    re.IGNORECASE,
)
_INDOORS = re.compile(r"^(?:inside|indoors|at home|in)$", re.IGNORECASE)
_AWAY = re.compile(r"^(?:away|off|up|out|far|to|into|over|across|through|back in time)\b", re.IGNORECASE)
_MEANT = re.compile(
    r"^(?:across|over|through|to (?:school|work|town|kindergarten|the (?:station|hospital|city|market)))\b"
)
"""Where a vehicle takes those who wanted it to."""
_HOLDERS = frozenset("force vehicle machine building".split())
"""Kinds of what wants nothing by it."""


def statement(text: str) -> str:
    """Whoever is held gets out, whoever is carried away finds home; empty where somebody does it, or to a thing."""
    found = spans.subject(text.strip())
    does = _DOES.match(found.rest) if found and spans.kind(found.being) in _HOLDERS and not found.being.name else None
    whom = spans.subject(does["whom"]) if does else None
    if found is None or does is None or whom is None or not whom.alive:
        return ""
    verb, after = spans.base(does["verb"]), whom.rest.strip()
    place = _IN.match(after)
    meant = spans.kind(found.being) == "vehicle" and _MEANT.match(after)
    if verb in _CARRIED and _AWAY.match(after) and not meant:
        deed, done = "find the way home", f"{_CARRIED[verb]} {after}"
    elif verb in _HELD and (place or _INDOORS.match(after)):
        deed, done = f"get out of {place['place'] if place else 'the house'}", _HELD[verb]
        done = f"{done} {'there' if place else 'inside'}"
    else:
        return ""
    wants, was = ("want", "were") if whom.plain else ("wants", "was")
    by = f"{found.text[:1].lower()}{found.text[1:]}"
    return f"{spans.capital(whom.text)} {wants} to {deed} because {whom.pronoun} {was} {done} by {by}"
