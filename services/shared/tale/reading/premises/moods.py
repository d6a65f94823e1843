"""Read who is only said to be in a bad mood: "grumpy toaster", "The Grumpy Old Cat"."""

import re

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.premises.parts import Who, premise
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_GRUMPY = frozenset("grumpy cranky grouchy moody sulky cross angry furious bad-tempered grumbling".split())
_SAID = re.compile(r"^(?:(?:the|an?|my|our)\s+)?(?P<what>(?:[\w-]+\s+){1,4}[\w-]+)[.!]*$", re.IGNORECASE)
_GOOD = {"en": "be in a good mood", "es": "estar de buen humor", "fr": "être de bonne humeur"}
_NOBODY = frozenset("idea time body event material sport group place".split())
"""Kinds of what has no mood."""


def wish(text: str) -> Wish | None:
    """Who is in a bad mood, where nothing else is said of them; a toaster may be."""
    said = _SAID.match(text)
    if said is None or not _GRUMPY & set(text.lower().split()):
        return None
    reader = Reader(said["what"].lower())
    found = reader.being()
    if found is None or reader.word() or not _GRUMPY & set(found.phrase.adjectives):
        return None
    noun = lexicon.nouns().get(found.phrase.noun)
    if noun is None or noun.kind in _NOBODY or found.several:
        return None
    return premise(Who(found, None, ""), "moods", "", VerbPhrase("be", _GOOD))
