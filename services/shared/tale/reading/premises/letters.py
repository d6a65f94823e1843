"""Read who gets something written: "A boy gets a letter from the moon", "A mouse receives an invitation"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.premises.parts import premise, who
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_GETS = re.compile(
    r"^,?\s*(?:who\s+|that\s+)?(?:(?:suddenly|once|finally|secretly|unexpectedly)\s+)*(?:gets?|got|receives?|received"
    r"|is sent|was sent)\s+(?P<what>(?:an?|her|his|their|the)\s+[\w'’ -]+?)[.!]*$",
    re.IGNORECASE,
)
_WRITTEN = frozenset("letter postcard note message invitation telegram card email".split())
"""What is answered."""
_ANSWER = {"en": "answer @", "es": "contestar a @", "fr": "répondre à @"}


def wish(text: str) -> Wish | None:
    """Who got it wants to answer it; None for a gift, and where more is told."""
    found = who(text)
    said = _GETS.match(found.rest.strip()) if found else None
    thing = _written(said["what"]) if said else None
    if found is None or thing is None or (found.kind and found.kind not in lexicon.ALIVE | {"machine"}):
        return None
    return premise(found, "letter", "", VerbPhrase("answer", _ANSWER, thing), thing=thing)


def _written(text: str) -> NounPhrase | None:
    """What was got, with where it comes from or what it is in: "a message in a bottle"."""
    reader = Reader(text)
    found = reader.noun_phrase()
    if found is None or _WRITTEN.isdisjoint(found.noun.split()):
        return None
    preposition = reader.word()
    if not preposition:
        return found
    if preposition not in ("from", "in") or found.within:
        return None
    reader.at += 1
    whence = reader.noun_phrase()
    return None if whence is None or reader.word() else replace(found, within=Complement(preposition, whence))
