"""What the cast looks like: a look for each kind of being, so that a fox is a fox in every scene."""

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from services.image_concept.things import catalogue
from services.shared.tale.words import lexicon

SKINS = ("#f6d3b3", "#f2c9a5", "#e0a878", "#c68c5c", "#a06c45", "#7d5237")
HAIRS = ("#2f2622", "#5a3b28", "#9a6a3c", "#c9a15a", "#7d3b22", "#1f1d24", "#b5562c")
GREY = "#c9c6c2"
TROUSERS = ("#39425c", "#4a3f52", "#5a4636", "#2f4a4a", "#3d3d48")
HEIGHTS = {"baby": 46, "child": 74, "": 100, "old": 94}
"""By age, where a grown person is 100."""
_STYLES = {
    "she": ("long", "bun", "braids", "curly", "bob"),
    "he": ("short", "curly", "spiky"),
    "": ("bob", "short", "curly"),
}


@dataclass(frozen=True)
class Look:
    """How a being is drawn. Names of parts are those that `figures` draws."""

    fur: str
    """Colour of head and hands."""
    inner: str = ""
    """Colour of ears' insides, muzzle and belly."""
    ears: str = ""
    """pointed, round, long, wide, flop, tuft or none."""
    face: str = "person"
    """person, muzzle, beak, bill, snout, trunk, wide-mouth, screen, carrot or plain."""
    back: str = ""
    """Behind the body: bushy, tail, thin, wings, bat-wings, fan, shell, fin, spikes or none."""
    top: str = ""
    """On the head: horns, antlers, knobs, horn, comb, mane, wool, antenna, leaf or a hat; none."""
    body: str = "person"
    """The body's plan, a name in `figures.figure.BODIES`."""
    height: int = 100
    """Where a grown person is 100."""
    hair: str = ""
    """Colour of a person's hair; empty for none."""
    style: str = ""
    """Of the hair: long, bun, braids, curly, bob, short, spiky or none."""
    age: str = ""
    """baby, child, old, or empty for a grown being."""
    extras: frozenset[str] = frozenset()
    """glasses, beard, apron, dress, stripes, spots, mask."""
    legs: str = TROUSERS[0]
    """Colour of a person's trousers or stockings."""
    kind: str = ""
    """The name in the table, such as "fox"; of a living thing, what it is."""


HATS = {
    "crown": "king queen prince princess emperor empress",
    "witch": "witch wizard magician mage sorcerer sorceress enchantress",
    "helmet": "knight guard soldier warrior",
    "glass": "astronaut spaceman cosmonaut",
    "red-helmet": "firefighter fireman",
    "cap": "police policeman policewoman officer pilot driver postman conductor mechanic train engineer",
    "nurse": "nurse doctor surgeon medic vet dentist",
    "tricorn": "pirate captain admiral",
    "hat": (
        "keeper sailor detective explorer farmer shepherd fisherman gardener mapmaker clockmaker"
        " carpenter musician traveller traveler hunter cowboy beekeeper woodcutter"
    ),
    "cook": "baker cook chef pastry",
    "santa": "santa nicholas claus",
    "halo": "angel fairy",
}
"""What people wear on the head, by the words of their role."""
_APRON = frozenset("baker cook chef gardener blacksmith shoemaker carpenter potter painter miller".split())
_BABY = frozenset("baby toddler newborn infant".split())
_CHILD = frozenset(
    "boy girl child kid son daughter pupil student schoolboy schoolgirl grandson granddaughter niece nephew sister"
    " brother twin cousin friend classmate orphan kindergartner preschooler teenager teen apprentice prince princess"
    " little young small tiny".split()
)
_OLD = frozenset(
    "old elderly ancient aged grandmother grandfather grandma grandpa granny nana nonna nan gran abuela abuelo mamie"
    " papi elder wizard king santa nicholas claus".split()
)
_WOMEN = frozenset(
    "grandmother grandma granny nana nonna girl mother mum mom aunt sister daughter queen princess witch woman lady"
    " waitress actress stewardess abuela mamie".split()
)
_MEN = frozenset(
    (
        "boy father dad uncle brother son prince man grandfather grandpa king wizard santa nicholas claus abuelo papi"
    ).split()
)
_AGE = re.compile(r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ]years?[- ]olds?\b")
_TITLES = frozenset(
    "mr mrs ms miss dr doctor captain sir lady lord professor aunt uncle king queen señor señora madame".split()
)
_ACTS_ON = frozenset("keeper tamer hunter trainer rider slayer catcher lover doctor expert seller whisperer".split())
_GIVEN_NAMES = frozenset("robin wren jay rose star ray drake raven heath buck dove lark fern lily daisy".split())
_MARKS = {
    "tiger": "stripes", "zebra": "stripes", "bee": "stripes", "wasp": "stripes", "cow": "spots", "leopard": "spots",
    "cheetah": "spots", "giraffe": "spots", "ladybird": "spots", "panda": "mask", "raccoon": "mask", "badger": "mask",
}  # fmt: skip


@cache
def _table() -> dict[str, Look]:
    """Looks by name, from looks.txt."""
    found = {}
    for line in Path(__file__).with_name("looks.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        names, fur, inner, ears, face, back, top, body, height = (
            "" if cell == "-" else cell for cell in re.split(r"\s*\|\s*", line.strip())
        )
        for name in names.split(", "):
            marks = frozenset(filter(None, [_MARKS.get(name)]))
            found[name] = Look(fur, inner, ears, face, back, top, body, int(height), extras=marks, kind=name)
    return found


def animal(word: str) -> Look | None:
    """The look of an animal or a being by one of its names."""
    return _table().get(word)


@cache
def _human() -> frozenset[str]:
    """Words of roles that only people have."""
    hatted = frozenset(word for roles in HATS.values() for word in roles.split())
    return hatted | _BABY | _CHILD | _OLD | _MEN | _WOMEN


def look_of(name: str, role: str, pronoun: str = "") -> Look:
    """The look of somebody, by the words of the role; people's skin and hair follow from the name alone.

    Where the role is empty, the words of the name tell: "Grandma", "Mr. Bear". Who is neither a person nor a being of
    the table looks like the thing of that name.
    """
    text = (role or name).lower()
    aged = _AGE.search(text)
    words = re.findall(r"[a-zà-ÿ-]+", _AGE.sub("", re.split(r" (?:of|who|with|from|in) ", text)[0]))
    if not role and set(words) & _GIVEN_NAMES:
        words = []
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
    found = _being(words, number)
    if found and found.face != "person":
        small = {"little", "young", "small", "tiny", "baby"} & set(words)
        return replace(found, height=found.height * 4 // 5) if small else found
    # Of whom a text says no more than a first name is mostly a child.
    young = not (role or _TITLES & set(name.lower().replace(".", "").split()))
    age = "child" if aged else _age(words) or ("child" if young else "")
    return _person(words, number, pronoun, age, found)


def _being(words: list[str], number: int) -> Look | None:
    """A look of the table or a thing with a face; None for a person."""
    known = _table()
    nouns = lexicon.noun_forms()
    last = next((word for word in reversed(words) if word in nouns or word in known), "")
    person = (
        (nouns[last][0].kind in ("being", "person", "kin", "trade") and last not in known) if last in nouns else False
    )
    # A witch is a creature in the lexicon, and a person in a picture.
    person = person or bool(set(words) & _ACTS_ON) or (last in _human() and last not in known)
    if not set(words) & _ACTS_ON:
        pairs = [" ".join(words[at : at + 2]) for at in range(len(words))]
        for word in (*pairs, *reversed(words)):
            if word in known and not (person and known[word].body in ("orb", "cloud", "tree")):
                return known[word]
    if person or not last:
        return None
    kind = nouns[last][0].kind
    if kind == "animal":
        return replace(known["animal"], fur=("#b08a5a", "#8f8a86", "#7a5a45", "#c9a15a")[number % 4], kind=last)
    if kind == "creature":
        return known["creature"]
    if kind in ("force", "nature", "idea", "time", "event") and not catalogue.find(last):
        return known["spirit"]
    return Look("#e9eef2", "", face="plain", body="thing", height=80, kind=last) if catalogue.find(last, kind) else None


def _age(words: list[str]) -> str:
    said = set(words)
    return "old" if said & _OLD else "baby" if said & _BABY else "child" if said & _CHILD else ""


def _person(words: list[str], number: int, pronoun: str, age: str, being: Look | None) -> Look:
    """A person: skin and hair by the name, age and hat by the words of the role, the rest by a being's look."""
    said = set(words)
    pronoun = "she" if said & _WOMEN else "he" if said & _MEN else {"they": ""}.get(pronoun, pronoun)
    styles = _STYLES.get(pronoun, _STYLES[""])
    extras = {"glasses"} if age == "old" and number % 3 else set()
    if {"grandmother", "grandma", "granny", "nana"} & said or {"teacher", "librarian", "scientist", "professor"} & said:
        extras.add("glasses")
    if age == "old" and pronoun == "he":
        extras.add("beard")
    if said & _APRON:
        extras.add("apron")
    if pronoun == "she" and number // 64 % 2:
        extras.add("dress")
    style = "bun" if age == "old" and pronoun == "she" else styles[number // 16 % len(styles)]
    own = being or Look(SKINS[number % len(SKINS)])
    return replace(
        own,
        hair=GREY if age == "old" else HAIRS[number // 7 % len(HAIRS)],
        style="" if age == "baby" else style,
        top=next((hat for hat, roles in HATS.items() if set(roles.split()) & said), own.top),
        age=age,
        height=own.height if being else HEIGHTS[age],
        extras=own.extras | extras,
        legs=TROUSERS[number // 3 % len(TROUSERS)],
        kind=own.kind,
    )
