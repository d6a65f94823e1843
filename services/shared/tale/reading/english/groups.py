"""Nouns for several of a kind, which are nobody: a class, a crew, a party of knights."""

from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.words import lexicon

MEMBERS = {
    "crew": "sailor", "army": "soldier", "band": "musician", "rock band": "musician", "orchestra": "musician",
    "choir": "singer", "herd": "cow", "flock": "sheep", "swarm": "bee", "wolf pack": "wolf",
    "football team": "football player", "soccer team": "soccer player", "circus troupe": "acrobat",
}  # fmt: skip
"""Who is one of a group; of any other one a child."""
OF_MANY = frozenset("party pair bunch fleet colony collection pile pack".split())
"""Nouns that are for a group where somebody's noun follows: "a party of adventurers"."""


def is_group(phrase: NounPhrase) -> bool:
    """Whether it is a group."""
    noun = lexicon.nouns().get(phrase.noun)
    return noun is not None and ("group" in noun.tags or phrase.noun in MEMBERS)


def one_of(phrase: NounPhrase) -> bool:
    """Whether it is somebody of whom only the group is told: "a child from the class"."""
    return phrase.within is not None and is_group(phrase.within.phrase)
