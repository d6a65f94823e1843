"""Who the tale is about: the prompt's hero, and who helps, knows and doubts."""

import random
from dataclasses import dataclass, replace

from services.shared.tale import lexicon
from services.shared.tale.phrases import NounPhrase
from services.shared.tale.reading import Reading

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


def choose(reading: Reading, size: int, chance: random.Random) -> tuple[Person, ...]:
    """Hero and friend, then elder and rival as `size` asks.

    Hero and friend are a man and a woman, so that no pronoun can mean either of them.
    """
    gender = reading.gender or chance.choice(("f", "m"))
    taken = {reading.name, reading.companion_name}
    role = reading.hero or NounPhrase(_role(_TRADES, gender, set(), chance))
    several = reading.several and not reading.name
    keep = "the" if {"last", "first", "only"} & set(role.adjectives) else "a"
    hero = Person(
        "hero",
        reading.name or _name(gender, taken, chance),
        replace(role, determiner=role.determiner if several else keep, plural=False),
        gender,
        several,
    )
    taken.add(hero.name)
    noun = lexicon.nouns().get(role.noun)
    trades = _ANIMALS if noun and noun.kind == "animal" else _TRADES
    used = {role.noun}
    found = [hero]
    for part in ("friend", "elder", "rival")[: size - 1]:
        gender = ("m" if hero.gender == "f" else "f") if part == "friend" else chance.choice(("f", "m"))
        role = NounPhrase(_role(trades, gender, used, chance), ("old",) if part == "elder" else (), "a")
        name = ""
        if part == "friend" and (reading.companion or reading.companion_name):
            role = reading.companion or role
            name = reading.companion_name
            known = lexicon.nouns().get(role.noun)
            gender = known.gender.lower() if known and known.gender.isupper() else gender
        used.add(role.noun)
        name = name or _name(gender, taken, chance)
        taken.add(name)
        found.append(Person(part, name, role, gender))
    return tuple(found)


def _role(nouns: list[str], gender: str, used: set[str], chance: random.Random) -> str:
    fit = [name for name in nouns if name not in used and lexicon.nouns()[name].gender.lower() in ("", gender)]
    return chance.choice(fit)


def _name(gender: str, taken: set[str], chance: random.Random) -> str:
    initials = {name[:1] for name in taken}
    return chance.choice([name for name in _NAMES[gender] if name[0] not in initials])
