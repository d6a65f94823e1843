"""What the cast looks like: a look for each kind of being, so that a fox is a fox in every scene."""

import hashlib
import re
from dataclasses import dataclass

SKINS = ("#f2c9a5", "#e0a878", "#b97f52", "#8a5a3b")
HAIRS = ("#2f2622", "#5a3b28", "#9a6a3c", "#c9a15a", "#7d3b22")
GREY = "#c9c6c2"


@dataclass(frozen=True)
class Look:
    """How a being is drawn. Names of parts are those that `figure` draws."""

    fur: str
    """Colour of head and hands."""
    inner: str = ""
    """Colour of ears' insides, muzzle and belly; lighter fur when empty."""
    ears: str = ""
    """pointed, round, long, flop, tuft or none."""
    face: str = "person"
    """person, muzzle, beak, bill, snout, trunk, plain or screen."""
    back: str = ""
    """Behind the body: bushy, thin, wings, bat-wings, shell, fin, spikes or none."""
    top: str = ""
    """On the head: horns, antlers, horn, comb, mane, antenna, crown, hat, witch, helmet, glass, halo, leaf or none."""
    hair: str = ""
    """Colour of a person's hair; empty for none."""
    long: bool = False
    """The hair falls on the shoulders."""


ANIMALS = {
    "fox": Look("#d9702b", "#f7e6d4", "pointed", "muzzle", "bushy"),
    "wolf": Look("#7f868f", "#dfe2e5", "pointed", "muzzle", "bushy"),
    "dog": Look("#b07a45", "#ecd9bf", "flop", "muzzle", "thin"),
    "puppy": Look("#c89458", "#f3e4cc", "flop", "muzzle", "thin"),
    "cat": Look("#8b8a93", "#f0c9c4", "pointed", "muzzle", "thin"),
    "kitten": Look("#d8a35e", "#f7dcc9", "pointed", "muzzle", "thin"),
    "bear": Look("#7a4e31", "#d5b08a", "round", "muzzle"),
    "polar bear": Look("#eef1f3", "#cfd8de", "round", "muzzle"),
    "panda": Look("#f2f2ef", "#33302f", "round", "muzzle"),
    "koala": Look("#9aa0a6", "#e9e4e1", "round", "muzzle"),
    "mouse": Look("#a8a3a0", "#f2c6c2", "round", "muzzle", "thin"),
    "rat": Look("#77706c", "#e5b7b0", "round", "muzzle", "thin"),
    "mole": Look("#4d4543", "#e8b8ac", "", "muzzle"),
    "rabbit": Look("#d9cbbb", "#f3c9c6", "long", "muzzle"),
    "hare": Look("#b08d64", "#efd3c0", "long", "muzzle"),
    "donkey": Look("#8d8683", "#dcd3cc", "long", "snout", "thin"),
    "horse": Look("#7d4f2e", "#c99f73", "pointed", "snout", "bushy"),
    "pony": Look("#a8713f", "#e0bf95", "pointed", "snout", "bushy"),
    "kangaroo": Look("#b5793f", "#ecd0aa", "long", "snout", "thin"),
    "deer": Look("#a8713f", "#ecd0aa", "pointed", "snout", "", "antlers"),
    "reindeer": Look("#85593a", "#dcc09c", "pointed", "snout", "", "antlers"),
    "giraffe": Look("#e0b252", "#f2dfb0", "pointed", "snout", "thin", "antlers"),
    "camel": Look("#cda566", "#ecd6ac", "pointed", "snout", "thin"),
    "zebra": Look("#ededea", "#2d2b2b", "pointed", "snout", "thin"),
    "cow": Look("#f1efec", "#eab9b2", "flop", "snout", "thin", "horns"),
    "goat": Look("#d8d2c6", "#efe8da", "flop", "snout", "", "horns"),
    "sheep": Look("#4c4442", "#f3f0ea", "flop", "muzzle", "", "wool"),
    "lamb": Look("#e7d9c8", "#fffdf8", "flop", "muzzle", "", "wool"),
    "pig": Look("#eea9a3", "#f6c9c4", "pointed", "snout", "thin"),
    "hippo": Look("#8f86a0", "#d9b3b8", "round", "snout"),
    "elephant": Look("#9aa3ad", "#d9b9b9", "wide", "trunk"),
    "lion": Look("#d9a441", "#f4dfae", "round", "muzzle", "thin", "mane"),
    "tiger": Look("#e08a2e", "#f9e7cf", "round", "muzzle", "thin"),
    "monkey": Look("#7a5236", "#e6c29a", "wide", "muzzle", "thin"),
    "squirrel": Look("#b5612c", "#f3d9bd", "pointed", "muzzle", "bushy"),
    "badger": Look("#e9e6e1", "#3a3838", "round", "muzzle", "bushy"),
    "beaver": Look("#6f4a31", "#c59a6f", "round", "muzzle"),
    "otter": Look("#6b4a35", "#d9bd9b", "round", "muzzle", "thin"),
    "seal": Look("#70798a", "#c9d0da", "", "muzzle"),
    "hedgehog": Look("#d9b48a", "#f3dfc4", "round", "muzzle", "spikes"),
    "bat": Look("#51495c", "#9d8aa8", "pointed", "muzzle", "bat-wings"),
    "dragon": Look("#5c9a57", "#e3d58a", "pointed", "snout", "bat-wings", "horns"),
    "dinosaur": Look("#6fa36a", "#dfe3a8", "", "snout", "fin"),
    "unicorn": Look("#f3eef5", "#e9b8d4", "pointed", "snout", "bushy", "horn"),
    "phoenix": Look("#d9512c", "#f4b942", "", "beak", "wings", "comb"),
    "bird": Look("#4f8ec2", "#e9d9a6", "", "beak", "wings"),
    "sparrow": Look("#8a6a4a", "#e3d2b8", "", "beak", "wings"),
    "crow": Look("#2f3138", "#5a5d68", "", "beak", "wings"),
    "raven": Look("#26272e", "#51545e", "", "beak", "wings"),
    "eagle": Look("#6b4a2c", "#f2efe6", "", "beak", "wings"),
    "parrot": Look("#2f9a5b", "#e0493f", "", "beak", "wings", "comb"),
    "owl": Look("#8d6b4a", "#efe0c4", "tuft", "beak", "wings"),
    "seagull": Look("#f4f4f2", "#9fb0bf", "", "beak", "wings"),
    "penguin": Look("#2d3440", "#f5f3ee", "", "beak"),
    "swan": Look("#f7f6f2", "#e2ded6", "", "bill", "wings"),
    "duck": Look("#6f8f4e", "#efe6c8", "", "bill", "wings"),
    "duckling": Look("#f2cf4f", "#f9e9a8", "", "bill", "wings"),
    "goose": Look("#efece6", "#d5cec2", "", "bill", "wings"),
    "hen": Look("#b0603a", "#e6c7a4", "", "beak", "wings", "comb"),
    "chicken": Look("#f0d27a", "#f9ecc0", "", "beak", "wings", "comb"),
    "rooster": Look("#a23f2a", "#e8c07a", "", "beak", "wings", "comb"),
    "frog": Look("#6aa84f", "#d7e8b0", "", "wide-mouth"),
    "toad": Look("#7c8450", "#cfcfa0", "", "wide-mouth"),
    "turtle": Look("#6a9a63", "#cfdca6", "", "plain", "shell"),
    "tortoise": Look("#8a9a5a", "#d6d6a4", "", "plain", "shell"),
    "snail": Look("#c9a77c", "#e8d3b3", "", "plain", "shell", "antenna"),
    "crocodile": Look("#5f8a4d", "#d5dca0", "", "snout", "fin"),
    "lizard": Look("#7aa65a", "#dbe3a8", "", "plain", "fin"),
    "snake": Look("#7d9a4a", "#dfe0a6", "", "plain"),
    "fish": Look("#e08a4a", "#f6d7b0", "", "wide-mouth", "fin"),
    "shark": Look("#7a8a9a", "#dfe6ea", "", "wide-mouth", "fin"),
    "whale": Look("#4f7391", "#cfdde6", "", "wide-mouth", "fin"),
    "dolphin": Look("#6f94b5", "#dbe6ef", "", "wide-mouth", "fin"),
    "octopus": Look("#b0668f", "#e6bcd2", "", "plain"),
    "crab": Look("#cf5b3c", "#f0b49c", "", "plain", "", "antenna"),
    "bee": Look("#f0c23a", "#3a332c", "", "plain", "wings", "antenna"),
    "butterfly": Look("#4b3f3a", "#e39a3b", "", "plain", "wings", "antenna"),
    "ladybird": Look("#2d2a2a", "#c9382f", "", "plain", "shell", "antenna"),
    "firefly": Look("#4f4a3a", "#f4e58a", "", "plain", "wings", "antenna"),
    "ant": Look("#5a3a2c", "#a87a5a", "", "plain", "", "antenna"),
    "spider": Look("#4a4350", "#8d8496", "", "plain"),
    "caterpillar": Look("#8ab84a", "#d9e6a0", "", "plain", "", "antenna"),
    "worm": Look("#d99a8a", "#f0c9bf", "", "plain"),
    "cricket": Look("#7a9a4a", "#cfdc9a", "", "plain", "", "antenna"),
    "animal": Look("#b08a5a", "#ecd6b4", "round", "muzzle", "thin"),
}
BEINGS = {
    "robot": Look("#aeb9c2", "#3c4a55", "", "screen", "", "antenna"),
    "ghost": Look("#f4f5f7", "#d5dae2", "", "plain"),
    "spirit": Look("#dfeee6", "#bcd8c9", "", "plain"),
    "snowman": Look("#fbfcfd", "#dfe7ec", "", "carrot", "", "hat"),
    "scarecrow": Look("#e3c88a", "#c79a4a", "", "plain", "", "hat"),
    "alien": Look("#8fc47a", "#d3ecc4", "", "plain", "", "antenna"),
    "monster": Look("#8a6fb5", "#d9c9ee", "pointed", "wide-mouth", "fin", "horns"),
    "troll": Look("#8a9a6f", "#cfd6b4", "wide", "wide-mouth"),
    "ogre": Look("#9aa85a", "#d9dfae", "wide", "wide-mouth"),
    "elf": Look("#f2c9a5", "", "pointed", "person", "", "leaf", "#7a5a2c"),
    "gnome": Look("#f2c9a5", "", "wide", "person", "", "witch", "#e9e6e1"),
    "storm": Look("#5b6b82", "#9fb0c6", "", "plain"),
    "cloud": Look("#f1f4f7", "#cfd9e2", "", "plain"),
    "star": Look("#f6d65a", "#fbeeb0", "", "plain"),
    "moon": Look("#f2e6b0", "#d9c98a", "", "plain"),
    "sun": Look("#f6b93a", "#fbdd8a", "", "plain", "", "mane"),
    "tree": Look("#7a5a3a", "#b08a5a", "", "plain", "", "leaf"),
}
HATS = {
    "crown": "king queen prince princess",
    "witch": "witch wizard magician mage",
    "helmet": "knight guard soldier",
    "glass": "astronaut",
    "hat": (
        "keeper pirate captain sailor detective explorer farmer shepherd fisherman gardener mapmaker clockmaker postman"
        " carpenter musician traveller"
    ),
    "cook": "baker cook chef",
    "halo": "angel fairy",
}
"""What people wear on the head, by the words of their role."""


def look_of(name: str, role: str, pronoun: str = "") -> Look:
    """The look of somebody, by the words of the role; people's skin and hair follow from the name alone."""
    words = re.findall(r"[a-z]+", role.lower())
    known = ANIMALS | BEINGS
    pairs = [" ".join(words[at : at + 2]) for at in range(len(words))]
    for word in (*pairs, *reversed(words)):
        if word in known:
            return known[word]
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
    hair = GREY if {"old", "grandmother", "grandfather", "grandma", "grandpa"} & set(words) else HAIRS[number // 7 % 5]
    top = next((hat for hat, roles in HATS.items() if set(roles.split()) & set(words)), "")
    return Look(SKINS[number % 4], face="person", top=top, hair=hair, long=pronoun == "she")
