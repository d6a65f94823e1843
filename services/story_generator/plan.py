"""Plan the story: cast, place, want and the order of beats, all drawn from the prompt and the seed."""

import hashlib
import random
from dataclasses import dataclass

from services.story_generator.prose import ATTEMPTS, BEATS, Beat
from services.story_generator.reading import Reading, read

# Names that machine translation into Spanish leaves alone.
WOMEN = ("Laura", "Emma", "Sara", "Clara", "Marta", "Elena")
MEN = ("Hugo", "Bruno", "Oscar", "Daniel", "Victor", "Samuel")
ROLES = ("clockmaker", "gardener", "mapmaker", "baker", "musician", "weaver")


@dataclass(frozen=True)
class Person:
    """One of the cast."""

    name: str
    role: str
    pronoun: str


@dataclass(frozen=True)
class Place:
    """Where it happens, with the things that a narrator can point at."""

    name: str
    short: str
    folk: str
    path: str
    light: str
    sound: str
    words: frozenset[str]


@dataclass(frozen=True)
class Plan:
    """All that the prose needs."""

    title: str
    hero: Person
    friend: Person
    place: Place
    beats: tuple[Beat, ...]
    slots: dict[str, str]


PLACES = (
    Place(
        name="a small harbour at the edge of the sea",
        short="the harbour",
        folk="the fishermen",
        path="the sea wall",
        light="the lamp on the pier",
        sound="the slow bells of the boats",
        words=frozenset(
            "lighthouse sea ship boat harbour harbor island storm sailor whale fish ocean beach pirate sail".split()
        ),
    ),
    Place(
        name="a village on the edge of an old forest",
        short="the village",
        folk="the woodcutters",
        path="the mossy path",
        light="the lantern by the gate",
        sound="the wind in the tall trees",
        words=frozenset("forest tree wolf bear fox owl deer witch wood woods leaf dragon".split()),
    ),
    Place(
        name="a narrow street in a big city",
        short="the street",
        folk="the neighbours",
        path="the long staircase",
        light="the sign above the bakery",
        sound="the bells of the trams",
        words=frozenset("city street robot train taxi school museum library clock musician shop market".split()),
    ),
    Place(
        name="a village high in the mountains",
        short="the village",
        folk="the shepherds",
        path="the stone road",
        light="the fire in the watch tower",
        sound="the bells of the goats",
        words=frozenset("mountain snow goat eagle giant cave ice winter climb king queen castle knight".split()),
    ),
    Place(
        name="a lonely station far from the nearest star",
        short="the station",
        folk="the crew",
        path="the round corridor",
        light="the green light of the radar",
        sound="the hum of the engines",
        words=frozenset("space star planet moon rocket astronaut alien comet galaxy satellite".split()),
    ),
)

WANTS = {
    "adventure": ("to see what lay beyond the last line on the map", "A road only begins when somebody walks it."),
    "courage": ("to do one brave thing before the winter came", "Courage is being afraid and going on."),
    "discovery": ("to understand what nobody there could explain", "Every answer is the door to a new question."),
    "friendship": ("to have one true friend to talk to", "A friend is somebody who listens twice."),
    "kindness": ("to mend what others had broken", "A kind act is never too small to be seen."),
}
PRONOUNS = {
    "female": {"she": "she", "her": "her", "their": "her"},
    "male": {"she": "he", "her": "him", "their": "his"},
}


def make(text: str, seed: int, length_words: int, theme: str) -> Plan:
    """Plan one story of about length_words words. The same arguments make the same plan, on every machine."""
    reading = read(text)
    # Python's own hash() of a string differs from process to process.
    chance = random.Random(hashlib.sha256(f"{seed}\n{theme}\n{text}".encode()).digest())  # noqa: S311
    hero, friend = _cast(reading, chance)
    place = _place_for(reading, chance)
    thing = reading.thing or "the locked door"
    want, lesson = WANTS[theme]
    slots = {
        "hero": hero.name,
        "friend": friend.name,
        "friend_role": friend.role,
        "introduction": _introduction(reading, hero),
        "premise": reading.premise,
        "thing": thing,
        "place": place.name,
        "there": place.short,
        "folk": place.folk,
        "path": place.path,
        "light": place.light,
        "sound": place.sound,
        "want": want,
        "lesson": lesson,
        "season": chance.choice(("one autumn", "one spring", "in the last days of summer", "one long winter")),
        **PRONOUNS["female" if hero.pronoun == "she" else "male"],
    }
    slots |= {key.capitalize(): _capital(value) for key, value in slots.items()}
    title = f"the {reading.role} and {thing}" if reading.role else f"{hero.name} and {thing}"
    return Plan(_title_case(title), hero, friend, place, _beats(length_words, slots, chance), slots)


def _cast(reading: Reading, chance: random.Random) -> tuple[Person, Person]:
    gender = reading.gender or chance.choice(("female", "male"))
    name = reading.name or chance.choice(WOMEN if gender == "female" else MEN)
    other = "male" if gender == "female" else "female"
    friend = chance.choice([candidate for candidate in (MEN if other == "male" else WOMEN) if candidate != name])
    role = reading.role or chance.choice(ROLES)
    friend_role = chance.choice([candidate for candidate in ROLES if candidate not in role])
    return (
        Person(name, role, "she" if gender == "female" else "he"),
        Person(friend, friend_role, "he" if other == "male" else "she"),
    )


def _place_for(reading: Reading, chance: random.Random) -> Place:
    best = max(len(place.words & reading.words) for place in PLACES)
    return chance.choice([place for place in PLACES if len(place.words & reading.words) == best])


def _introduction(reading: Reading, hero: Person) -> str:
    if reading.several:
        return f"one of the {hero.role}"
    article = "an" if hero.role[:1] in "aeiou" else "a"
    return f"{article} {hero.role}"


def _beats(length_words: int, slots: dict[str, str], chance: random.Random) -> tuple[Beat, ...]:
    """Choose beats until the text is as near to the wished length as it gets; no beat comes twice."""
    chosen = {kind: chance.choice(variants) for kind, variants in BEATS.items()}
    optional = [chosen["want"], chosen["obstacle"], *chance.sample(ATTEMPTS, len(ATTEMPTS))]
    kept = [chosen["opening"], chosen["climax"], chosen["resolution"]]
    words = sum(beat.words(slots) for beat in kept)
    for beat in optional:
        longer = words + beat.words(slots)
        if abs(longer - length_words) > abs(words - length_words):
            break
        words = longer
        kept.append(beat)
    order = ("opening", "want", "obstacle", "attempt", "climax", "resolution")
    return tuple(sorted(kept, key=lambda beat: order.index(beat.kind)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title_case(text: str) -> str:
    small = {"a", "an", "and", "of", "the", "in", "on", "to"}
    words = text.split()
    return " ".join(word if index and word in small else _capital(word) for index, word in enumerate(words))
