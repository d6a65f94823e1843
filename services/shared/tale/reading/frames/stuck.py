"""Say what whoever is held fast wants: "My brother glued himself to the piano", "We got locked in a museum"."""

import re

from services.shared.tale.reading.frames import spans

_FAST = (
    r"(?:glued|stuck|taped|tied|stapled|pinned|frozen|zipped|locked|shut|trapped|wedged|jammed|tangled(?: up)?|caught"
    r"|accidentally locked|accidentally shut)"
)
_STUCK = re.compile(
    rf"^,?\s*(?:who\s+|that\s+)?(?P<did>(?:(?:has|have|had|accidentally|just|suddenly)\s+)*"
    rf"(?:{_FAST}\s+(?:himself|herself|itself|themselves|myself|ourselves)|(?:gets?|got|is|are|am|was|were)\s+{_FAST})"
    r"\s+(?P<how>inside|into|in|onto|on|to|out of|outside)\s+"
    r"(?P<what>(?:an?|the|his|her|its|their|my|our)\s+[\w'’ -]+?)"
    r"(?P<when>\s+(?:overnight|all night|all day|at night|by (?:accident|mistake)|after (?:closing|school|dark)"
    r"|for (?:a|the) \w+))?)[.!]*$",
    re.IGNORECASE,
)
_LOOSE = {
    "to": "get loose from", "on": "get loose from", "onto": "get loose from", "out of": "get back into",
    "outside": "get back into",
}  # fmt: skip
"""What is wanted, by how one is stuck; who is in something wants to get out of it."""
_MORE = re.compile(r"\b(?:and|but|until|who|that|because|so|where|when|with)\b", re.IGNORECASE)


def statement(text: str) -> str:
    """Whoever is held fast gets loose, out or in again; empty where something else is told of them."""
    found = spans.subject(text.strip())
    match = _STUCK.match(found.rest) if found else None
    if found is None or match is None or _MORE.search(match["what"]):
        return ""
    deed = _LOOSE.get(match["how"].lower(), "get out of")
    what = re.sub(r"^an?\b", "the", match["what"], flags=re.IGNORECASE)
    return f"{spans.capital(found.text)} {match['did']} and {'want' if found.plain else 'wants'} to {deed} {what}"
