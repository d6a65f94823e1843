"""Read what two have swapped: "A cat and a dog swap bodies", "Two sisters trade places for a day"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import premise, who
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

_SWAP = re.compile(
    r"^(?:who\s+)?(?:(?:accidentally|magically|suddenly|secretly)\s+)*(?:swap(?:s|ped)?|switch(?:es|ed)?|trad(?:es?|ed)"
    r"|exchang(?:es?|ed)|chang(?:es?|ed))\s+(?:their\s+)?(?P<what>[\w-]+s)(?:\s+with\s+(?P<other>[\w'’ -]+?))?"
    r"(?:\s+(?:for|on|during)\s+(?:a|one|the|their)?\s*\w+|\s+overnight)?[.!]*$",
    re.IGNORECASE,
)
_SWAPPED = frozenset("body place job name life room voice role home shadow brain head face house".split())
"""What makes one live as the other; who swaps shoes only trades."""
_SWAPS = {"en": "swap @", "es": "intercambiar @", "fr": "échanger @"}
_BACK = {"en": "swap back", "es": "volver a ser quien era", "fr": "redevenir {:lui-même|elle-même}"}


def wish(text: str) -> Wish | None:
    """Two live as each other until they swap back; None for what is only bartered."""
    found = who(text)
    said = _SWAP.match(found.rest.strip()) if found else None
    if found is None or said is None:
        return None
    what, _ = spans.phrase(said["what"])
    friend = found.friend or (_other(said["other"]) if said["other"] else None)
    if what is None or what.phrase.noun not in _SWAPPED or friend is None:
        return None
    if any(kind and kind not in lexicon.ALIVE | {"machine", "vehicle"} for kind in (found.kind, spans.kind(friend))):
        return None
    thing = NounPhrase(what.phrase.noun, plural=True)
    told = premise(replace(found, friend=friend), "swap", "", VerbPhrase("swap", _BACK), thing=thing)
    return replace(told, premise=Premise(deed=VerbPhrase("swap", _SWAPS, thing)))


def _other(text: str) -> Being | None:
    """With whom: "a street sweeper", "his dog"."""
    reader = Reader(text)
    found = reader.being()
    return None if reader.word() else found
