"""Read what somebody did by mistake: "delivers a letter to a whale by mistake", "accidentally becomes mayor"."""

import re
from dataclasses import replace

from services.shared.tale.reading.frames import mishap, spans
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import RELATIVE, Who, premise, who
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

_BY = re.compile(
    r",?\s*\b(?:accidentally|accidently|mistakenly|unintentionally|(?:purely\s+)?by (?:accident|mistake|chance))\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"^(?:becomes?|became|is\s+(?:elected|made|chosen|crowned|voted|hired)(?:\s+as)?|gets\s+(?:elected|made|chosen|crowned|voted|hired)"
    r"(?:\s+as)?|was\s+(?:elected|made|chosen|crowned))\s+(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_BEFALLS = re.compile(
    r"^(?:is|was|are|were|gets?|got)\s+(?:\w+ed|\w+en|sent|lost|left|stuck|put|shut)\b", re.IGNORECASE
)
_SENDS = frozenset("deliver send mail post bring give ship hand".split())
_THEN = re.compile(r"\s*,?\s+(?:and|but|so)\s+.*$", re.IGNORECASE | re.DOTALL)


def wish(text: str) -> Wish | None:
    """Who did it wants to put it right; None where nobody did anything by mistake, or did it to somebody."""
    plain = _BY.sub("", text)
    if plain == text or mishap.statement(text):
        return None
    found = who(plain.strip())
    if found is None or (found.kind and found.kind not in lexicon.ALIVE | {"machine", "vehicle"}):
        return None
    rest = _THEN.sub("", RELATIVE.sub("", found.rest.strip())).strip(" ,.!")
    office = _OFFICE.match(rest)
    return _made(found, office["what"]) if office else _done(found, rest)


def _made(found: Who, what: str) -> Wish | None:
    """Who was made mayor by mistake."""
    being, left = spans.phrase(what)
    if being is None or left.strip() or spans.kind(being) not in lexicon.ALIVE:
        return None
    form = replace(being.phrase, determiner="a")
    goal = {"en": "become @", "es": "ser @", "fr": "devenir @"}
    return premise(found, "accident", "office", VerbPhrase("become", goal, form), thing=form)


def _done(found: Who, rest: str) -> Wish | None:
    """Who did something by mistake; what went to the wrong one made somebody glad."""
    deed = None if _BEFALLS.match(rest) else literal(rest)
    if deed is None:
        return None
    to = deed.other or next((item.phrase for item in deed.complements), None)
    sent = deed.verb.split()[0] in _SENDS and deed.thing is not None and to is not None
    if sent and to is not None and (to.name or spans.kind(Being(to)) in lexicon.ALIVE):
        return premise(found, "accident", "sent", deed, thing=deed.thing, form=to)
    return premise(found, "accident", "done", deed, thing=deed.thing)
