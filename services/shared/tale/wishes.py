"""Complete a wish: choose the hero, the class of action and the goal where the prompt does not name them."""

import random
from dataclasses import replace

from services.shared.tale import bank, lexicon
from services.shared.tale.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish import Being, Wish

_BY_KIND = {
    "place": "visit", "building": "visit", "room": "find", "event": "celebrate", "food": "cook", "drink": "cook",
    "idea": "understand", "instrument": "play", "sport": "play", "plant": "grow",
}  # fmt: skip
"""What somebody wants with a thing that the prompt only names, by its kind."""
_THEMES = {
    "adventure": ("reach", "island"), "belonging": ("find", "home"), "courage": ("climb", "mountain"),
    "discovery": ("explore", "cave"), "friendship": ("befriend", "mouse"), "honesty": ("find", "ring"),
    "imagination": ("build", "kite"), "kindness": ("help", "bird"), "patience": ("plant", "tree"),
    "perseverance": ("build", "boat"), "sharing": ("bake", "cake"),
}  # fmt: skip
"""What is wanted where the prompt names neither deed nor thing."""


def complete(wish: Wish, theme: str, chance: random.Random) -> Wish:
    """The wish with a goal of a class that the bank has, and what that class needs."""
    if wish.hero is None and (alive := [phrase for phrase in wish.extras if _alive(phrase)]):
        first, *others = alive
        rest = tuple(phrase for phrase in wish.extras if phrase not in alive[:2])
        friend = wish.friend or (_being(others[0]) if others else None)
        wish = replace(wish, hero=_being(first), friend=friend, extras=rest)
    if wish.goal is None:
        wish = _with_goal(wish, theme)
    act = wish.act if bank.find("want", wish.act) else _near(wish)
    hero = wish.hero or Being()
    adjectives = hero.phrase.adjectives
    trait = next((word for word in adjectives if bank.find("trait", word)), "")
    return replace(wish, act=act, hero=hero, trait=trait)


def _alive(phrase: NounPhrase) -> bool:
    noun = lexicon.nouns().get(phrase.noun)
    return bool(phrase.name) or (noun is not None and noun.alive)


def _being(phrase: NounPhrase) -> Being:
    noun = lexicon.nouns().get(phrase.noun)
    gender = noun.gender.lower() if noun else ""
    return Being(replace(phrase, name="", determiner="a"), phrase.name, gender, phrase.plural)


def _with_goal(wish: Wish, theme: str) -> Wish:
    thing = wish.thing
    if wish.act == "rest" or (wish.calm and thing is None):
        verb = _verb("fall asleep")
        return replace(wish, act=verb.act, goal=VerbPhrase(verb.name, verb.goal))
    if thing is None and wish.extras:
        thing = wish.extras[0]
        wish = replace(wish, extras=wish.extras[1:])
    if thing is not None:
        noun = lexicon.nouns().get(thing.noun)
        name = _BY_KIND.get(noun.kind if noun else "", "befriend" if (noun and noun.alive) or thing.name else "find")
        thing = thing.definite()
    else:
        name, word = _THEMES[theme]
        thing = NounPhrase(word, determiner="a")
    verb = _verb(name)
    return replace(wish, act=verb.act, goal=VerbPhrase(verb.name, verb.goal, thing), thing=thing)


def _near(wish: Wish) -> str:
    """The class of a verb that nobody knows, or of a state: by what it is about."""
    noun = lexicon.nouns().get(wish.thing.noun) if wish.thing else None
    if noun is not None and noun.where:
        return "travel"
    return "learn" if wish.thing is None else "discover"


def _verb(name: str) -> lexicon.Verb:
    return next(verb for verb in lexicon.verbs() if verb.name == name and verb.kind in ("wish", "alone"))
