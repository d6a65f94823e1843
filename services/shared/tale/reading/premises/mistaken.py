"""Read for whom or what somebody is taken: "A parrot is mistaken for the king"."""

import re
from dataclasses import replace

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import premise, who
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import Wish

_TAKEN = re.compile(
    r"^,?\s*(?:who\s+|that\s+)?(?:(?:always|often|once|accidentally)\s+)*(?:is|was|gets?|got|has been|keeps being)\s+"
    r"(?:(?:always|often|constantly)\s+)*(?:mistaken|confused|taken)\s+(?:for|with)\s+(?P<what>[\w'’ -]+?)[.!]*$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:and|but|who|that|which|when|because|by|at|until)\b", re.IGNORECASE)
_TRUTH = {"en": "tell everybody the truth", "es": "decir a todos la verdad", "fr": "dire à tous la vérité"}


def wish(text: str) -> Wish | None:
    """Who is taken for another one tells the truth; None where more is told of it."""
    found = who(text)
    said = _TAKEN.match(found.rest.strip()) if found else None
    if found is None or said is None or found.hero.several or _MORE.search(said["what"]):
        return None
    form, left = spans.phrase(said["what"])
    if form is None or left.strip() or form.several:
        return None
    phrase = form.phrase if form.phrase.noun else replace(form.phrase, name=form.name)
    return premise(found, "mistaken", "", VerbPhrase("tell", _TRUTH), form=phrase)
