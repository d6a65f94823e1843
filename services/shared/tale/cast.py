"""Who the tale is about: the prompt's hero, and who helps, knows and doubts."""

import random
from dataclasses import dataclass, replace

from services.shared.tale import lexicon
from services.shared.tale.phrases import NounPhrase
from services.shared.tale.wish import Being, Wish

# Names that every language here has, or takes as they are.
_NAMES = {
    "f": "Carla Clara Dora Julia Laura Lina Lola Mara Marta Nina Nora Rosa Sara Tessa Vera Zora".split(),
    "m": "Bruno Carlo Daniel Dario Felix Gaspar Leo Marco Martin Milo Nico Pablo Rufus Simon Theo Victor".split(),
}
_TRADES = (
    "baker beekeeper blacksmith carpenter clockmaker cook gardener librarian mapmaker musician painter shoemaker"
    " teacher weaver".split()
)
_ANIMALS = (
    "badger beaver bear cat cow crow donkey duck fox frog goat goose hare hedgehog hen mole mouse otter owl sheep"
    " sparrow squirrel swan toad tortoise".split()
)


_CHILDREN = frozenset("son daughter brother sister sibling twin grandson granddaughter grandchild kid child".split())


@dataclass(frozen=True)
class Person:
    """One of the cast."""

    part: str
    """hero, friend, elder or rival."""
    name: str
    role: NounPhrase
    gender: str
    """"m" or "f"."""
    several: bool = False
    """One of several of that role."""

    @property
    def pronoun(self) -> str:
        """Subject pronoun in English."""
        return "he" if self.gender == "m" else "she"

    @property
    def kind(self) -> str:
        """The lexicon's kind of what they are; empty for a word that it does not have."""
        noun = lexicon.nouns().get(self.role.noun)
        return noun.kind if noun else ""


def choose(wish: Wish, size: int, chance: random.Random) -> tuple[Person, ...]:
    """Hero and friend, then elder and rival as `size` asks.

    Hero and friend are a man and a woman where the prompt does not say otherwise, so that no pronoun can mean either.
    """
    taken = {being.name for being in (wish.hero, wish.friend) if being}
    hero = _hero(wish.hero or Being(), taken, chance)
    taken.add(hero.name)
    stock = _ANIMALS if hero.kind == "animal" else _TRADES
    used = {hero.role.noun, wish.thing.noun if wish.thing else "", wish.foe.noun if wish.foe else ""}
    found = [hero]
    for part in ("friend", "elder", "rival")[: size - 1]:
        gender = ("m" if hero.gender == "f" else "f") if part == "friend" else chance.choice(("f", "m"))
        old = ("old",) if part == "elder" else ()
        drawn = NounPhrase(_role(stock, gender, used, chance), old, "a")
        person = Person(part, "", drawn, gender)
        if part == "friend" and wish.friend:
            person = _companion(wish.friend, person, hero)
        used.add(person.role.noun)
        person = person if person.name else replace(person, name=_name(person.gender, taken, chance))
        taken.add(person.name)
        found.append(person)
    return tuple(found)


def _hero(being: Being, taken: set[str], chance: random.Random) -> Person:
    noun = lexicon.nouns().get(being.phrase.noun)
    gender = being.gender or chance.choice(("f", "m"))
    role = being.phrase
    if not role.noun or role.noun in _CHILDREN:
        # Somebody of whom the prompt has only the name, or whose child they are, is a child, the readers' own age.
        role = NounPhrase("boy" if gender == "m" else "girl", role.adjectives)
    several = being.several and not being.name
    keep = "the" if {"last", "first", "only"} & set(role.adjectives) else "a"
    role = replace(role, determiner=role.determiner if several else keep, plural=False, name="")
    given = being.name or (noun is None and being.phrase.name) or _name(gender, taken, chance)
    return Person("hero", given, role, gender, several)


def _companion(being: Being, drawn: Person, hero: Person) -> Person:
    """The prompt's own; of somebody with a name only, what they are follows from who the hero is."""
    gender = being.gender or drawn.gender
    role = being.phrase
    noun = lexicon.nouns().get(role.noun)
    if not role.noun:
        child = NounPhrase("boy" if gender == "m" else "girl", determiner="a")
        role = child if hero.kind in lexicon.ALIVE - {"animal"} or not hero.kind else drawn.role
        gender = gender if role is child or being.gender else drawn.gender
    determiner = "their" if role.determiner == "their" or (noun and noun.kind == "kin") else "a"
    return Person("friend", being.name, replace(role, determiner=determiner, plural=False, name=""), gender)


def _role(nouns: list[str], gender: str, used: set[str], chance: random.Random) -> str:
    fit = [name for name in nouns if name not in used and lexicon.nouns()[name].gender.lower() in ("", gender)]
    return chance.choice(fit)


def _name(gender: str, taken: set[str], chance: random.Random) -> str:
    initials = {name[:1] for name in taken}
    fit = [name for name in _NAMES[gender] if name[0] not in initials]
    return chance.choice(fit)
