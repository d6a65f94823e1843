"""What a title or a word for kin says of who is called by it: "Mr Okafor", "Grandma Wen", "Dad"."""

from services.shared.tale.words import lexicon

TITLES = {
    "m": "Mr Mister Sir Lord King Prince Uncle Grandpa Granddad Grandad Grandfather Abuelo Opa Father Daddy Papa"
    " Stepdad Stepfather Tío Tio Brother Santa Duke Baron Emperor",
    "f": "Mrs Miss Ms Madam Lady Queen Princess Aunt Auntie Grandma Granny Gran Nan Grandmother Nana Nonna Abuela Oma"
    " Mother Mommy Mama Stepmom Stepmother Tía Tia Tante Sister Duchess Empress",
    "n": "Dr Doctor St Saint Prof Professor Capt Captain Lt Lieutenant Gen General Sgt Sergeant Detective Officer Mayor"
    " President Chef Nurse Coach Inspector Judge Major Colonel Admiral Rabbi Pastor Sensei Cousin Farmer Sheriff"
    " Pirate Wizard Baby",
}
"""What stands before a name and belongs to it, by the gender that it tells."""
CALLED = {
    "mum": "mother", "mummy": "mother", "mom": "mother", "mommy": "mother", "mama": "mother", "mother": "mother",
    "dad": "father", "daddy": "father", "papa": "father", "father": "father", "grandma": "grandmother",
    "granny": "grandmother", "gran": "grandmother", "nan": "grandmother", "nana": "grandmother",
    "nonna": "grandmother", "abuela": "grandmother", "oma": "grandmother", "grandmother": "grandmother",
    "grandpa": "grandfather", "granddad": "grandfather", "grandad": "grandfather", "abuelo": "grandfather",
    "opa": "grandfather", "grandfather": "grandfather", "auntie": "aunt", "stepmom": "stepmother",
    "stepdad": "stepfather",
}  # fmt: skip
"""Words for kin that one calls them by, and the noun for what they are."""
_ROLES = {
    "mr": "man", "mister": "man", "sir": "knight", "mrs": "woman", "ms": "woman", "miss": "woman", "madam": "lady",
    "dr": "doctor", "prof": "professor", "capt": "captain", "lt": "soldier", "lieutenant": "soldier",
    "gen": "soldier", "general": "soldier", "sgt": "soldier", "sergeant": "soldier", "major": "soldier",
    "colonel": "soldier", "admiral": "captain", "officer": "police officer", "pastor": "priest",
    "saint": "", "st": "", "santa": "", "sensei": "teacher", "tío": "uncle",
    "tio": "uncle", "tía": "aunt", "tia": "aunt", "tante": "aunt",
}  # fmt: skip


def role(name: str) -> str:
    """The noun for what a name says: "grandmother" of "Grandma Wen", "fox" of "Mr Fox"; empty where it says nothing."""
    title, _, rest = name.lower().partition(" ")
    title = title.rstrip(".")
    if not rest:
        return CALLED.get(title, "")
    noun = lexicon.nouns().get(title)
    if title not in _WORDS:
        return title if noun and noun.kind == "kin" else ""
    called = lexicon.nouns().get(rest)
    if called and called.kind in ("animal", "creature"):
        return rest
    said = _ROLES.get(title, CALLED.get(title, title))
    return said if said in lexicon.nouns() else ""


def gender(name: str) -> str:
    """The gender that the first word of a name tells; empty where it tells none."""
    title = name.partition(" ")[0].rstrip(".")
    return next((gender for gender, titles in TITLES.items() if title in titles.split() and gender != "n"), "")


_WORDS = frozenset(" ".join(TITLES.values()).lower().split())
