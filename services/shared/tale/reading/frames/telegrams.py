"""Read a prompt in the style of a telegram, nouns in a row: "phone bus grandma lost", "brave mouse big city"."""

import re
from dataclasses import dataclass

from services.shared.tale.reading.english.grammar_words import GRAMMAR
from services.shared.tale.reading.english.titles import CALLED
from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

MOST = 8
"""Words of the longest telegram; a longer text without an article is something else."""
_DEEDS = {
    "lost": "lose", "lose": "lose", "found": "find", "find": "find", "stole": "steal", "steal": "steal",
    "stolen": "steal", "missing": "miss", "stuck": "stuck", "broken": "broken", "broke": "broken", "help": "help",
    "friends": "friends", "friend": "friends", "scared": "fear", "afraid": "fear",
}  # fmt: skip
_WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]*")


@dataclass(frozen=True)
class Item:
    """A noun of a telegram with its adjectives."""

    words: str
    noun: lexicon.Noun | None
    """None for a name."""
    plural: bool = False

    @property
    def alive(self) -> bool:
        """Whether it can be the hero."""
        return self.noun is None or self.noun.alive

    @property
    def there(self) -> bool:
        """Whether it is a place to be in or on."""
        return self.noun is not None and (self.noun.where or self.noun.kind == "vehicle")

    def said(self, article: str) -> str:
        """With its article: "a" or "the"."""
        if self.noun is None:
            return self.words
        bare = self.plural or "mass" in self.noun.tags or (self.noun.kind == "event" and self.words[0].isupper())
        if bare and article == "a":
            return self.words
        return f"{'an' if article == 'a' and self.words[0] in 'aeio' else article} {self.words}"


def statement(text: str) -> str:
    """The same as a sentence, or with commas; empty for a text that is no telegram."""
    plain = text.strip().rstrip(".!")
    words = plain.split()
    if not 3 <= len(words) <= MOST or not all(_WORDS.fullmatch(word) for word in words):
        return ""
    items, deed = _items(words)
    living = [item for item in items if item.alive]
    if not living or len(living) > 2 or len(items) < 2 or sum(item.plural for item in items) > 1:
        return ""
    hero, other = living[0], living[1] if len(living) > 1 else None
    things = [item for item in items if not item.alive]
    things.sort(key=lambda item: item.there)
    if deed:
        return _done(deed, hero, other, things)
    named = [hero.said("a") + (f" and {other.said('a')}" if other else ""), *(item.said("a") for item in things)]
    return spans.capital(", ".join(named))


def _items(words: list[str]) -> tuple[list[Item], str]:
    """The nouns, and what is done; no nouns where a word is neither noun, adjective nor deed."""
    lower = [word.lower().replace("’", "'") for word in words]
    found: list[Item] = []
    deed, at, adjectives = "", 0, list[str]()
    while at < len(words):
        length = next(
            (n for n in (3, 2, 1) if at + n <= len(words) and " ".join(lower[at : at + n]) in lexicon.noun_forms()), 0
        )
        alone = lower[at] in _DEEDS and not deed and (found or at + 1 == len(words))
        if alone and length < 2 and not adjectives:
            deed, at = _DEEDS[lower[at]], at + 1
        elif length and lower[at] not in GRAMMAR:
            noun, plural = lexicon.noun_forms()[" ".join(lower[at : at + length])]
            called = lower[at] in CALLED and length == 1
            shown = lower[at].capitalize() if called else " ".join(lower[at : at + length])
            found.append(Item(" ".join([*adjectives, shown]), None if called else noun, plural))
            at, adjectives = at + length, []
        elif lower[at] in lexicon.adjectives():
            adjectives.append(lower[at])
            at += 1
        elif lower[at] in lexicon.names():
            found.append(Item(words[at].capitalize(), None))
            at += 1
        else:
            return [], ""
    return ([], "") if adjectives else (found, deed)


def _done(deed: str, hero: Item, other: Item | None, things: list[Item]) -> str:
    """What is done, as a sentence."""
    who = spans.capital(hero.said("a"))
    thing = other or next(iter(things), None)
    place = next((item for item in reversed(things) if item.there and item is not thing), None)
    there = ""
    if place is not None:
        on = place.noun is not None and place.noun.kind == "vehicle"
        at = place.noun is not None and place.noun.home == "sea" and place.noun.kind == "place"
        there = f" {'on' if on else 'at' if at else 'in'} {place.said('the')}"
    if thing is None:
        return ""
    the, a = thing.said("the"), thing.said("a")
    only_there = thing.there and other is None
    if deed == "help":
        told = f"{who} helps {a}{there}" if other else f"{who} helps a child with {the}{there}"
    elif deed == "lose" and only_there:
        told = f"{who} is lost in {the}"
    elif deed == "stuck":
        where = next(iter(things), None)
        told = f"{who} saves {a} from {where.said('the')}" if other and where else f"{who} is stuck in {the}"
    else:
        told = f"{who} {_TOLD[deed].format(a=a, the=the, bare=thing.words)}{there}"
    return told


_TOLD = {
    "lose": "loses {the}", "find": "finds {a}", "steal": "steals {the}", "miss": "looks for {the}",
    "broken": "with a broken {bare}", "friends": "makes friends with {a}", "fear": "is afraid of {the}",
}  # fmt: skip
