"""Read why something is as it is today: "How the giraffe got its long neck", "Why cats hate water"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import Who, premise, single, who
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_ASKED = re.compile(
    r"^(?:(?:the|a)\s+(?:story|tale|legend|myth)\s+(?:of|about)\s+)?(?P<word>how|why)\s+(?!come\b)(?P<rest>.+?)[.!?\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_INVERTED = re.compile(r"^(?:did|do|does)\s+", re.IGNORECASE)
_OFTEN = r"(?:(?:first|once|finally|really|all|always|still|only)\s+)*"
_GETS = re.compile(
    rf"^{_OFTEN}(?:got|get|gets|came by|come by|received|earned|found|won|came to have|has|have|had|ended up with)\s+"
    r"(?:(?P<own>its|his|her|their|our|a|an|the)\s+)?(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LOST = re.compile(r"^(?:lost|lose)\s+(?:its|his|her|their)\s+(?P<what>.+)$", re.IGNORECASE | re.DOTALL)
_IS = re.compile(rf"^(?:is|are|was|were|turned|became|went)\s+{_OFTEN}(?P<quality>[a-z-]+)$", re.IGNORECASE)
_DOES = re.compile(rf"^{_OFTEN}(?P<deed>[a-z]+\b.*)$", re.DOTALL)
_NO_DEED = re.compile(r"^(?:learn|can|could|may|must|should|not|cannot|do|does|did|want|wants|got|is|are)\b")
_LONG = frozenset("long longer big huge tall large".split())
_STRETCHED = frozenset("neck trunk".split())
"""What is long by itself."""
_LIMBS = frozenset("neck trunk tail leg ear nose arm beak tongue tooth horn tusk antler whisker snout".split())
"""What can be drawn out."""
_PATTERNS = frozenset("stripe spot dot colour color patch mask ring coat feather".split())
"""What can be painted."""
_NO_PARTS = lexicon.ALIVE | {"food", "drink", "place", "event", "time", "force"}
"""Kinds of what no animal has on it or by nature, as it has a neck, a shell, a light."""
_ALIVE = frozenset(("animal", "creature"))


def wish(text: str) -> Wish | None:
    """How an animal came by what its kind has, is or does; None for all else, and for what is asked of today."""
    asked = _ASKED.match(text)
    if asked is None:
        return None
    word, rest = asked["word"].lower(), asked["rest"]
    question = bool(_INVERTED.match(rest)) or text.rstrip().endswith("?")
    if question and word == "why":
        # That is asked of the animals of today, and has a true answer.
        return None
    found = who(_INVERTED.sub("", rest))
    if found is None or found.kind not in _ALIVE or (found.friend and not found.hero.several):
        return None
    found = Who(single(found.hero), None, found.rest.strip())
    if lost := _LOST.match(found.rest):
        return _with(found, lost["what"], "lost")
    if gets := _GETS.match(found.rest):
        return _with(found, gets["what"], "")
    return _of_ways(found, word)


def _with(found: Who, what: str, sort: str) -> Wish | None:
    """It got a part of its body, or lost it."""
    being, left = spans.phrase(what)
    phrase = being.phrase if being else None
    noun = lexicon.nouns().get(phrase.noun) if phrase else None
    if being is None or phrase is None or being.name or left.strip(" ,.!?") or (noun and noun.kind in _NO_PARTS):
        return None
    thing = NounPhrase(phrase.noun, phrase.adjectives, "their", phrase.plural)
    if sort == "lost":
        goal = {"en": "lose @", "es": "perder @", "fr": "perdre @"}
        return premise(found, "origin", sort, VerbPhrase("lose", goal, thing), thing=thing)
    goal = {"en": "get @", "es": "conseguir @", "fr": "obtenir @"}
    return premise(found, "origin", _sort(phrase), VerbPhrase("get", goal, thing), thing=thing)


def _sort(phrase: NounPhrase) -> str:
    """By what is done in its plots: it is drawn out, painted, or given."""
    long = phrase.noun in _STRETCHED or (phrase.noun in _LIMBS and not _LONG.isdisjoint(phrase.adjectives))
    return "long" if long else "painted" if phrase.noun in _PATTERNS else "given"


def _of_ways(found: Who, word: str) -> Wish | None:
    """It is so, or does so: "why flamingos are pink", "why cats hate water", "how the cat learned to purr"."""
    learnt = re.match(r"^(?:first\s+)?(?:learned|learnt|began|started|came)\s+to\s+(?P<deed>.+)$", found.rest)
    if learnt is None and word == "how":
        return None
    quality = _IS.match(found.rest)
    if quality and (adjective := lexicon.adjectives().get(quality["quality"].lower())):
        said = adjective.forms
        column = int(found.hero.gender == "f")
        goal = {
            "en": f"turn {adjective.name}",
            "es": f"volverse {said['es'][column]}",
            "fr": f"devenir {said['fr'][column]}",
        }
        return premise(found, "origin", "state", VerbPhrase("turn", goal))
    does = _DOES.match(learnt["deed"] if learnt else found.rest)
    deed = None if does is None or _NO_DEED.match(does["deed"]) else literal(does["deed"])
    return premise(found, "origin", "ways", deed) if deed else None
