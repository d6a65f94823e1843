"""Read the night before something: "The night before the big game", "Mia lies awake the night before her party"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import Who, child, kind, premise, thing, who
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_NIGHT = r"(?:the\s+)?(?:night|evening|day)\s+before\s+(?P<what>[\w'’ -]+?)[.!]*$"
_TITLE = re.compile(rf"^(?:it\s+(?:is|was)\s+|(?P<whose>[\w]+)['’]s\s+)?{_NIGHT}", re.IGNORECASE)
_AWAKE = re.compile(
    r"^(?:who\s+)?(?:(?:can(?:no|['’]?)t|can not|could not|couldn['’]?t|does not|doesn['’]?t)\s+(?:fall a)?sleep"
    rf"|(?:is|was|lies|lay)\s+(?:still\s+)?(?:wide\s+)?awake|is too excited to sleep)\s+(?:on\s+)?{_NIGHT}",
    re.IGNORECASE,
)
_KINDS = frozenset(("event", "time", "sport"))
"""Kinds of what one can wait for."""
_OWN = re.compile(r"^(?P<whose>my|our|his|her|their)\b", re.IGNORECASE)
_SLEEP = {"en": "fall asleep", "es": "dormirse", "fr": "s'endormir"}


def wish(text: str) -> Wish | None:
    """Whoever waits wants to sleep; None for what is no event."""
    plain = text.strip()
    if title := _TITLE.match(plain):
        own = _OWN.match(title["what"])
        named = title["whose"] or (spans.whose(own["whose"]) if own else "")
        return _told((who(named) if named else None) or Who(child(), None, ""), title["what"])
    found = who(plain)
    said = _AWAKE.match(found.rest.strip()) if found else None
    return _told(found, said["what"]) if found and said and found.kind in lexicon.ALIVE | {"", "machine"} else None


def _told(found: Who, what: str) -> Wish | None:
    phrase = thing(re.sub(r"^(?:my|our)\s", "their ", what, flags=re.IGNORECASE))
    if phrase is None or kind(phrase) not in _KINDS:
        return None
    return premise(found, "eve", "", VerbPhrase("fall asleep", _SLEEP), thing=phrase)
