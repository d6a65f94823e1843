"""Give whoever a fragment is about a wish of their own: "space pirates" look for a treasure, and nobody for them."""

import re

from services.shared.tale.reading.english.grammar_words import ARTICLES
from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_MOST = 5
"""Words of the longest fragment."""
_NAMES = 2
"""Words of the longest name of a kind that the lexicon does not have: "cupcake fairy"."""
_GARDEN = re.compile(r"^(?:my|our)\s+[\w-]+['’]s?\s+(?:[\w-]+\s+)?(?P<place>[\w-]+)$", re.IGNORECASE)
_NAMED = re.compile(r"^[A-Z]\w+\s+the\s+[a-z]")
"""“Benny the brave bumblebee” keeps its capital."""
_AT = re.compile(r"^(?P<who>.+?)\s+(?:in|under|on|behind|at|inside)\s+(?:the|my|our|a)\s+[\w-]+(?:\s+[\w-]+)?$")
_DARK = frozenset("bed closet wardrobe".split())
"""Who is there at night is a topic of its own."""
_MOODS = {
    "lonely": "make a friend", "sleepy": "take a nap", "brave": "save the village from a storm",
    "curious": "see the world",
    "clumsy": "learn to dance", "silly": "make people laugh", "lost": "find the way home", "hungry": "find a meal",
    "shy": "make a friend", "last": "find a family", "forgotten": "find a friend", "lazy": "win a race",
}  # fmt: skip
"""What somebody wants of whom only an adjective is said."""
_UNFELT = frozenset(("time", "event", "idea", "place"))
"""Kinds of what is in no mood: "the last day of summer"."""
_BY_NOUN = {
    "space pirate": "find a treasure on a strange planet", "pirate": "find a treasure",
    "unicorn": "find the end of the rainbow", "monster": "make friends with a child",
    "ghost": "make friends with a child", "robot": "learn to laugh", "superhero": "save the town from a flood",
    "hero": "save the town from a flood", "mermaid": "visit the land", "alien": "make friends with a child",
    "dragon": "learn to breathe fire", "ninja": "win a contest", "knight": "save the castle from a fire",
    "explorer": "find a lost city", "detective": "catch a thief", "bear": "find honey", "teddy bear": "see the world",
    "bus": "see the sea", "train": "see the sea", "boat": "see the sea", "tractor": "win a race",
    "rocket": "visit the moon",
    "truck": "see the sea", "taxi": "see the sea", "plane": "fly around the world", "volcano": "make a friend",
    "moon": "visit the earth", "cloud": "see the sea", "yeti": "make friends with a child", "giant": "make a friend",
    "snowman": "see the summer", "scarecrow": "make friends with a crow", "troll": "guard a bridge",
}  # fmt: skip
"""What they want by what they are."""
_BY_TITLE = {
    "captain": "find a treasure", "princess": "find the lost crown", "prince": "find the lost crown",
    "king": "find the lost crown", "queen": "find the lost crown", "sir": "save the castle from a fire",
    "doctor": "build a flying machine", "professor": "build a flying machine", "mister": "make a friend",
    "mr": "make a friend", "mrs": "make a friend", "miss": "make a friend", "super": "save the town from a flood",
    "detective": "catch a thief", "inspector": "catch a thief", "lady": "win a contest", "lord": "win a contest",
}  # fmt: skip


def statement(text: str) -> str:
    """The same with what they want; empty for a sentence, and for a thing that somebody else wants."""
    plain = text.strip().rstrip(".!")
    words = plain.split()
    bare = len(words) == _NAMES and words[0].lower() in ARTICLES
    if bare or not 1 <= len(words) <= _MOST or not all(_WORDS.fullmatch(word) for word in words):
        return ""
    if garden := _GARDEN.match(plain):
        place = lexicon.nouns().get(garden["place"].lower())
        there = place is not None and place.where
        return f"I explore {plain[0].lower()}{plain[1:]}" if there else _of_somebody(plain)
    title = words[0].lower()
    called = len(words) == 2 and words[1][0].isupper()
    return f"{plain} wants to {_BY_TITLE[title]}" if title in _BY_TITLE and called else _of_somebody(plain)


def _of_somebody(plain: str) -> str:
    """What somebody wants of whom a fragment says what they are, and perhaps where."""
    low = plain if _NAMED.match(plain) else plain.lower()
    at = _AT.match(low)
    found = spans.subject(at["who"] if at else low)
    if found is None or found.rest or " and " in low or _DARK & set(low.split()):
        return ""
    phrase = found.being.phrase
    if phrase.noun not in lexicon.nouns() and len(phrase.noun.split()) > _NAMES:
        return ""
    wish = _wish(phrase.noun, phrase.adjectives)
    if not wish:
        return ""
    if not phrase.determiner and not found.several and not _NAMED.match(plain):
        low = f"{'an' if low[0] in 'aeiou' else 'a'} {low}"
    return f"{spans.capital(low)} {'want' if found.plain else 'wants'} to {wish}"


def _wish(noun: str, adjectives: tuple[str, ...]) -> str:
    """What they want: by a mood, by what their name says that they eat, by what they are."""
    said = [*adjectives, *noun.split()[:-1]]
    last = noun.rpartition(" ")[2]
    head = lexicon.nouns().get(noun) or lexicon.nouns().get(last)
    if head is None or head.kind in _UNFELT:
        return ""
    if mood := next((_MOODS[word] for word in said if word in _MOODS), ""):
        return mood
    if not head.alive:
        return _BY_NOUN.get(noun) or _BY_NOUN.get(last, "")
    food = next((word for word in said if (known := lexicon.nouns().get(word)) and known.kind == "food"), "")
    if food:
        return f"bake the biggest {food} in the world"
    return next((_BY_NOUN[kind] for kind in (noun, last, *said) if kind in _BY_NOUN), "")
