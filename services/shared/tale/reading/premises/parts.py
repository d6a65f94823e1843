"""What premises are read with: who it is about, and a noun phrase with where it is."""

import re
from dataclasses import dataclass, replace

from services.shared.tale.reading.english import hints
from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Wish

RELATIVE = re.compile(r"^,?\s*(?:who|that|which)\s+", re.IGNORECASE)
ADVERBS = (
    r"(?:(?:always|never|often|suddenly|just|once|one day|can|could|has|had|have|only|secretly|somehow|first)\s+)*"
)
"""What may stand before a verb without changing what is told."""
_HOMES = {"origin": "forest"}
"""Where a tale of a topic begins, where nothing says it."""
_ACT = "face"
"""The class of a wish of which a topic says all."""


@dataclass(frozen=True)
class Who:
    """Who a sentence is about, and what it says of them."""

    hero: Being
    friend: Being | None
    rest: str

    @property
    def kind(self) -> str:
        """The lexicon's kind of what the hero is; empty where it does not say."""
        return spans.kind(self.hero)


def who(text: str) -> Who | None:
    """Who the text begins with, whom they are with, and what follows."""
    reader = Reader(text)
    cast = reader.cast()
    if not cast or not reader.at:
        return None
    return Who(cast[0], cast[1] if len(cast) > 1 else None, spans.joined(reader.tokens[reader.at :]))


def one_of(being: Being) -> Being:
    """One of all that there are: "cats" are a cat in a tale."""
    adjectives = tuple(word for word in being.phrase.adjectives if word not in ("first", "very"))
    phrase = replace(being.phrase, determiner="a", plural=False, adjectives=adjectives)
    return replace(being, phrase=phrase, several=False)


def child() -> Being:
    """Somebody for a sentence that is about nobody."""
    return Being(CHILD)


def placed(text: str) -> NounPhrase | None:
    """What a text names, with where it is: "a door in his closet"."""
    reader = Reader(text)
    found = reader.noun_phrase()
    preposition = reader.word()
    if found is None or found.name or found.within or preposition not in ("in", "under", "behind", "of", "at"):
        return found
    reader.at += 1
    there = reader.noun_phrase()
    return replace(found, within=Complement(preposition, there)) if there and there.noun else found


def premise(
    found: Who,
    topic: str,
    variant: str,
    goal: VerbPhrase,
    *,
    thing: NounPhrase | None = None,
    form: NounPhrase | None = None,
    price: NounPhrase | None = None,
) -> Wish:
    """The wish of a premise: nothing else of it is told than its own moments tell."""
    home = hints.home((), None, [], found.hero) or _HOMES.get(topic, "")
    return Wish(
        found.hero,
        found.friend,
        _ACT,
        goal,
        thing,
        price=price,
        form=form,
        home=home,
        topic=topic,
        variant=variant,
    )
