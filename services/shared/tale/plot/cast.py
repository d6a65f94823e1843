"""Who the tale is about: the prompt's hero, and who helps, knows and doubts."""

from dataclasses import dataclass, replace

from services.shared.tale.plot.chance import Chance
from services.shared.tale.reading.english import titles
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

# Names that every language here has, or takes as they are.
_NAMES = {
    "f": "Carla Clara Dora Julia Laura Lina Lola Mara Marta Nina Nora Rosa Sara Tessa Vera Zora".split(),
    "m": "Bruno Carlo Daniel Dario Felix Gaspar Leo Marco Martin Milo Nico Pablo Rufus Simon Theo Victor".split(),
}
_TRADES = (
    "baker beekeeper blacksmith carpenter clockmaker cook gardener librarian mapmaker musician painter shoemaker"
    " teacher weaver".split()
)
_NEAR = "friend cousin neighbour grandmother grandfather aunt uncle".split()
"""Who is with a child: the others are told as the child's own."""
_ANIMALS = (
    "badger beaver bear cat cow crow donkey duck fox frog goat goose hare hedgehog hen mole mouse otter owl sheep"
    " sparrow squirrel swan toad tortoise".split()
)


_TWO = {
    "twin": ("twin brother", "twin sister"), "sibling": ("brother", "sister"),
    "grandchild": ("grandson", "granddaughter"),
}  # fmt: skip
"""What a boy and what a girl is who is one of them."""
_ALIKE = frozenset("brother sister sibling twin cousin friend relative".split()) | {"twin brother", "twin sister"}
"""What two are to each other."""
_COUPLES = ({"grandmother", "grandfather"}, {"mother", "father"}, {"aunt", "uncle"})
"""Two who are no child of each other's."""
_ONLY = frozenset("last first only best worst".split())
_ONE_OF_A_KIND = frozenset(["north wind", *"moon sun sky earth sea ocean wind rain night dark darkness dawn".split()])
"""What there is one of: "Marta, the wind"."""
_NO_MOST = frozenset("honest modest dishonest earnest".split())
_MATES = frozenset("friend pal buddy classmate playmate teammate neighbour neighbor".split())
_CHILDREN = _MATES | frozenset(
    "son daughter brother sister sibling twin grandson granddaughter grandchild kid child cousin niece nephew"
    " stepbrother stepsister".split()
)
"""Those whom nobody is by themselves: they are somebody's."""


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


def choose(wish: Wish, size: int, chance: Chance) -> tuple[Person, ...]:
    """Hero and friend, then elder and rival as `size` asks.

    Hero and friend are a man and a woman where the prompt does not say otherwise, so that no pronoun can mean either.
    """
    named = [being.name for being in (wish.hero, wish.friend) if being]
    named += [phrase.name for phrase in (wish.thing, wish.foe, wish.price, wish.form, *wish.extras) if phrase]
    taken = {word for name in named for word in name.split()}
    hero = _hero(wish.hero or Being(), taken, chance)
    taken.add(hero.name)
    stock = _ANIMALS if hero.kind == "animal" else _TRADES
    used = {hero.role.noun, wish.thing.noun if wish.thing else "", wish.foe.noun if wish.foe else ""}
    found = [hero]
    for part in ("friend", "elder", "rival")[: size - 1]:
        gender = ("m" if hero.gender == "f" else "f") if part == "friend" else chance.pick(f"{part} gender", ("f", "m"))
        old = ("old",) if part == "elder" else ()
        near = part == "friend" and _is_child(hero)
        role = _role(part, _NEAR if near else stock, gender, used, chance)
        drawn = NounPhrase(role, old, "their" if near else "a")
        person = Person(part, "", drawn, gender)
        if part == "friend" and wish.friend:
            person = _companion(wish.friend, person, hero)
        used.add(person.role.noun)
        person = person if person.name else replace(person, name=_name(part, person.gender, taken, chance))
        taken.add(person.name)
        found.append(person)
    return tuple(found)


def _is_child(hero: Person) -> bool:
    noun = lexicon.nouns().get(hero.role.noun)
    return noun is not None and noun.kind in ("person", "kin") and "child" in noun.tags


def _hero(being: Being, taken: set[str], chance: Chance) -> Person:
    noun = lexicon.nouns().get(being.phrase.noun)
    gender = being.gender or chance.pick("gender", ("f", "m"))
    role = being.phrase
    if not role.noun and (told := titles.role(being.name)):
        role = NounPhrase(told, role.adjectives)
    elif not role.noun and " " in being.name:
        # Somebody with a surname, such as Marie Curie, is grown up.
        role = NounPhrase("man" if gender == "m" else "woman", role.adjectives)
    elif not role.noun or (_is_somebodys(role) and not (being.several and not being.name)):
        # Somebody of whom the prompt has only the name, or whose child they are, is a child, the readers' own age.
        role = NounPhrase("boy" if gender == "m" else "girl", role.adjectives, within=role.within)
    several = being.several and not being.name
    superlative = {word for word in role.adjectives if word in _ONLY or (word.endswith("est") and word not in _NO_MOST)}
    # "Santa's smallest reindeer" needs no article.
    most = bool(superlative) and not role.adjectives[0].endswith("'s")
    keep = "the" if most or role.noun in _ONE_OF_A_KIND else "a" if role.determiner or not _owned(role) else ""
    # "Her four goats": one of the four goats.
    of_all = role.determiner.removeprefix("their").strip() or "the"
    role = replace(role, determiner=of_all if several else keep, plural=False, name="")
    given = being.name or (noun is None and being.phrase.name) or _name("hero", gender, taken, chance)
    return Person("hero", given, role, gender, several)


def _owned(role: NounPhrase) -> bool:
    """Whether it says whose they are: "lighthouse keeper's daughter"."""
    return any(word.endswith("'s") for word in role.adjectives)


def _is_somebodys(role: NounPhrase) -> bool:
    """Whether it says whose they are to whom, but not to whom: "a little brother", "a best friend"."""
    return _head(role) in _CHILDREN and not _owned(role)


def _head(role: NounPhrase) -> str:
    return role.noun.rpartition(" ")[2]


def _companion(being: Being, drawn: Person, hero: Person) -> Person:
    """The prompt's own; of somebody with a name only, what they are follows from who the hero is."""
    gender = being.gender or drawn.gender
    role = being.phrase
    if not role.noun and (told := titles.role(being.name)):
        role = NounPhrase(told, determiner="a")
    noun = lexicon.nouns().get(role.noun)
    if role.noun in _TWO and gender:
        role = replace(role, noun=_TWO[role.noun][gender == "f"])
    if not role.noun:
        child = NounPhrase("boy" if gender == "m" else "girl", determiner="a")
        role = child if hero.kind in lexicon.ALIVE - {"animal"} or not hero.kind else drawn.role
        gender = gender if role is child or being.gender else drawn.gender
    own = role.determiner.startswith("their") or _head(role) in _MATES or (noun is not None and noun.kind == "kin")
    # One of two mothers is not the other one's mother, nor is Grandpa Grandma's grandfather; a teapot's owner is not
    # its grandmother.
    both = hero.several and role.noun == hero.role.noun and role.noun not in _ALIKE
    both = both or {role.noun, hero.role.noun} in _COUPLES
    owner = bool(hero.kind) and hero.kind not in lexicon.ALIVE
    determiner = "their" if own and not both and not owner else "" if _owned(role) and not role.determiner else "a"
    return Person("friend", being.name, replace(role, determiner=determiner, plural=False, name=""), gender)


def _role(part: str, nouns: list[str], gender: str, used: set[str], chance: Chance) -> str:
    fit = [name for name in nouns if name not in used and lexicon.nouns()[name].gender.lower() in ("", gender)]
    return chance.pick(f"{part} role", fit)


def _name(part: str, gender: str, taken: set[str], chance: Chance) -> str:
    initials = {name[:1] for name in taken}
    fit = [name for name in _NAMES[gender] if name[0] not in initials]
    fit = fit or [name for name in _NAMES[gender] if name not in taken]
    return chance.pick(f"{part} name", fit)
