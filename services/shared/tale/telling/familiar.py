"""What the tale has told of before: the goal in which all is known, and the short name of its thing."""

import re
from dataclasses import replace

from services.shared.tale.grammar.language import START
from services.shared.tale.plot.plan import Plan
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon

_MET = {
    "en": {r"\ban? ": "the "},
    "es": {r"\bun ": f"{START}el ", r"\buna ": "la "},
    "fr": {r"\bune? (?=[aeiouéèêœ])": f"{START}l'", r"\bun ": f"{START}le ", r"\bune ": f"{START}la "},
}
"""What stands for an article in a verb's own words once it was told of before: "catch a thief", "caught the thief"."""
_MEET = frozenset("answer build catch discover grow open save win".split())
"""Classes of action whose thing the tale tells of before the deed."""
_OWN = frozenset("body idea kin person trade".split())
"""Kinds of what stays somebody's own: "her tail", "his little sister"."""


def short(phrase: NounPhrase, plan: Plan) -> NounPhrase | None:
    """The thing without what is said of it: "the marble" of "his best marble".

    None where that is not shorter, or where it is not clear who or what is meant.
    """
    noun = lexicon.nouns().get(phrase.noun)
    theirs = phrase.determiner.startswith("their")
    on = phrase.within is not None and phrase.within.preposition == "on"
    if noun is None or phrase.name or (phrase.within and not on) or not (theirs or phrase.adjectives):
        return None
    others = (*(person.role for person in plan.cast), plan.wish.foe, plan.wish.price, plan.wish.form, *plan.wish.extras)
    same = any(other and other.noun == phrase.noun for other in others)
    generic = phrase.determiner in ("", "all")
    if same or generic or (theirs and noun.kind in _OWN):
        return None
    # "The window seat on the train" is then "the seat": where it stands is known as well.
    return replace(phrase, determiner="the", adjectives=(), within=None)


def met(plan: Plan) -> VerbPhrase:
    """The goal, in which all that was told of before is known."""
    known = plan.goal.known()
    thing = known.thing or (plan.wish.thing and plan.wish.thing.definite())
    if plan.wish.act == "grow" and known.verb.partition(" ")[0] in ("plant", "sow") and thing and not known.inner:
        # That was done at the beginning; what is done at the end is that it has grown.
        grow = next(verb for verb in lexicon.verbs() if (verb.name, verb.act) == ("grow", "grow"))
        known = replace(known, verb=grow.name, goal=grow.goal, thing=thing)
    if known.goal is None or known.inner or plan.wish.act not in _MEET:
        return known
    goal = known.goal
    for code, articles in _MET.items():
        for pattern, article in articles.items():
            goal = goal | {code: re.sub(pattern, article, goal[code], count=1)}
    return replace(known, goal=goal)
