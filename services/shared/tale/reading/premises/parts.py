"""What premises are read with: who it is about, and a noun phrase with where it is."""

import re
from dataclasses import dataclass, replace

from services.shared.tale.reading.english import hints
from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.plainly import one_of
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

RELATIVE = re.compile(r"^,?\s*(?:who|that|which)\s+", re.IGNORECASE)
ADVERBS = (
    r"(?:(?:always|never|often|suddenly|just|once|one day|can|could|has|had|have|only|secretly|somehow|first)\s+)*"
)
"""What may stand before a verb without changing what is told."""
_HOMES = {"origin": "forest"}
"""Where a tale of a topic begins, where nothing says it."""
_ACT = "face"
"""The class of a wish of which a topic says all."""


_HELPS = r"(?:(?:has to|have to|had to|must|needs? to|decides? to|tries to|tried to) )?" + one_of(
    "(?:find|look|go|search)(?:s|es|ed)?",
    "helps?(?:ed)?",
    "saves?",
    "saved",
    "went",
    "found",
    "wakes? (?:him|her|it|them)",
)
"""What somebody does who looks for another one; whoever does more than that has a tale of their own."""
_HELPER = re.compile(rf"^[\s,.;!?]*(?:(?:and|so|but|until|then) )*(?P<who>.+?) {_HELPS}\b", re.IGNORECASE)


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


def single(being: Being) -> Being:
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
    sort: str,
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
        premise=Premise(sort) if sort else None,
    )


def owned(text: str) -> tuple[Being | None, NounPhrase | None]:
    """Whose it is and what: "a boy's shoes"; nobody and nothing where that is not said."""
    owner, mark, own = text.rpartition("'s ")
    found = thing(f"the {own}") if mark else None
    return (Reader(owner).being(), replace(found, determiner="their")) if found else (None, None)


def helper(rest: str) -> Being | None:
    """Who has to help, in what is told after a premise: "and Mia has to help"."""
    match = _HELPER.match(rest)
    who = match["who"].strip() if match else ""
    # A name alone could be a flower: "Lily".
    return Reader(f"a child named {who}" if who.istitle() and " " not in who else who).being() if who else None


def beside(text: str) -> tuple[NounPhrase, ...]:
    """Other people and things, but not places, that are told of after the premise."""
    found = Reader(text).extras([], ()) if text else ()
    return tuple(phrase for phrase in found if kind(phrase) not in lexicon.WHERE)


def occasion(text: str) -> Complement | None:
    """When it happens: "on my birthday"; None where that is not said."""
    if not re.match(r"(?:on|at|during|in|for) ", text, re.IGNORECASE):
        return None
    reader = Reader(f"A child waits {text}")
    reader.cast()
    found = reader.verb_phrase(own=True)
    return next(iter(found.complements), None) if found else None


def there(place: str) -> Wish:
    """Where it happens: "in a town"."""
    return Reader(f"A child waits {place}").read() if place else Wish()


def thing(text: str) -> NounPhrase | None:
    """A thing or a being as the prompt has it, without what follows."""
    found, _ = spans.phrase(text)
    return replace(found.phrase, name=found.name) if found else None


def verb(name: str, of: NounPhrase) -> VerbPhrase:
    """A verb of the lexicon with what it is done to."""
    known = next(one for one in lexicon.verbs_named(name) if one.kind == "wish")
    return VerbPhrase(known.name, known.goal, replace(of, determiner="the"))


def kind(phrase: NounPhrase) -> str:
    """The lexicon's kind of it; empty for a word that it does not have."""
    noun = lexicon.nouns().get(phrase.noun)
    return noun.kind if noun else ""
