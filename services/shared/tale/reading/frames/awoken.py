"""Read as the story of one what befalls them when things come alive: "All the toys woke up and a bear got lost"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_WHEN = (
    r"(?:\s+(?:(?:at|in the|every|one|last|that|on)\s+)?(?:midnight|night|dark|(?:middle of the )?night|evening|day))?"
)
_AWAKE = re.compile(
    r"^\W*(?:what if\s+|what happens (?:if|when)\s+)?(?P<what>[^,.;]+?)\s+(?:suddenly\s+)?(?P<woke>(?:wakes? up|woke up"
    rf"|awoke|c[ao]mes? (?:alive|to life)){_WHEN}),?\s+and\s+(?:then\s+)?(?P<event>\S.+?)[.!?\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_ONE_OF = re.compile(r"^(?P<one>one|the \w+est) of them\b", re.IGNORECASE)
_OTHER = re.compile(r"^(?:an?|the|only|another|his|her|their|my|our)\s|^[A-Z]\w+\s(?!\w+ing\b)")
"""How somebody else begins than the things themselves."""
_ALIVE = re.compile(r"c[ao]mes? (?:alive|to life)", re.IGNORECASE)
_THEM = re.compile(r"\b(?:him|them|it|her(?=\s+(?:get|find|go|to|back|home|out|reach)\b|$))", re.IGNORECASE)


def statement(text: str) -> str:
    """What somebody does or what befalls them, because the others came alive; empty where only those do something."""
    match = _AWAKE.match(text.strip())
    what = f"{match['what'][:1].lower()}{match['what'][1:]}" if match else ""
    awake = spans.subject(what)
    if match is None or awake is None or awake.being.name:
        return ""
    noun = awake.being.phrase.noun
    event = _ONE_OF.sub(lambda one: f"{'a' if one['one'].lower() == 'one' else one['one']} {noun}", match["event"])
    found = spans.subject(event)
    if found is None or not _OTHER.match(event) or not found.acts or not (found.alive or _lives(found)):
        return ""
    them = f"the {lexicon.plural(noun, 'en') if awake.being.several else noun}"
    does = _THEM.sub(them, found.rest, count=1).strip(" .!?")
    who = f"{spans.capital(found.text)} {awake.rest}".strip()
    return f"{who} {does} because {awake.text} {_ALIVE.sub('came alive', match['woke'])}"


def _lives(found: spans.Subject) -> bool:
    """Whether it is one of the things that came alive: a toy, a book, a statue."""
    return spans.kind(found.being) in ("toy", "thing", "writing", "treasure", "food", "clothing")
