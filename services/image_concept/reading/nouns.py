"""What the nouns of a text name, in the languages of the lexicon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from services.image_concept.looks import animal
from services.image_concept.reading import words
from services.image_concept.things import catalogue
from services.shared.tale.words import lexicon

DETERMINERS = frozenset(
    "the a an his her their its my our your this that these those no every each some any one el la"
    " los las un una su sus"
    " le les du des ce cette son sa ses mon ma au".split()
)
"""Articles and the like, in all the languages."""
_DOUBTFUL = frozenset(
    "does can will may might must well still left right back past fell lay felt rose bore wound found lead".split()
)
"""English words that are nouns only after an article."""
_UNREAL = frozenset("like about than dream dreamed dreams dreaming soñaba como comme rêvait".split())
PEOPLE = frozenset(("being", "person", "kin", "trade"))
PLACES = frozenset(("place", "building", "room"))
UNSEEN = frozenset(
    ("idea", "time", "sport", "body", "group", "thing", "nature", "place", "room", "event", "force", "person")
)
"""Kinds whose nouns are drawn only where they have a drawing of their own."""


@dataclass(frozen=True)
class Named:
    """A noun of the text: its English name, kind and home in the lexicon; kind and home may be empty."""

    name: str
    kind: str
    home: str = ""
    several: bool = False

    @property
    def thing(self) -> catalogue.Thing | None:
        """What is drawn for it; None for who is alive and for what cannot be seen."""
        if self.kind in PEOPLE or self.kind in ("animal", "creature"):
            return None
        found = catalogue.find(self.name, self.kind)
        return found if found and (found.own or self.kind not in UNSEEN) else None

    @property
    def shown(self) -> str:
        """The noun of what is drawn: of a kingdom, a castle."""
        thing = self.thing
        return thing.name if thing and thing.own and self.kind in UNSEEN else self.name


@cache
def _forms(language: str) -> dict[str, Named]:
    """By every form of every noun of the lexicon in a language."""
    found: dict[str, Named] = {}
    for noun in lexicon.nouns().values():
        for form in noun.forms(language if language in lexicon.CODES else "en"):
            found[form.plural] = Named(noun.name, noun.kind, noun.home, several=True)
            found[form.singular] = Named(noun.name, noun.kind, noun.home)
    return found


def noun(word: str, language: str) -> Named | None:
    """What a word in lower case names; None for one that is no noun here."""
    known = _forms(language).get(word)
    if known or language != "en":
        return known
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if catalogue.known(form) and len(form) > 2:
            return Named(form, "", several=form != word)
        look = animal(form)
        if look and look.body not in ("orb", "cloud", "tree") and len(form) > 2:
            return Named(form, "animal", several=form != word)
    return None


def _is_noun(tokens: Sequence[str], at: int) -> bool:
    return at < len(tokens) and noun(tokens[at], "en") is not None and not words.pose_of(tokens[at], "en")


def within(tokens: Sequence[str], language: str) -> Iterator[Named]:
    """The nouns of some words, the longest first at each place."""
    return (named for _, named in spans(tokens, language))


def spans(tokens: Sequence[str], language: str) -> Iterator[tuple[int, Named]]:
    """The nouns of some words, each after the index of the word that follows it."""
    at = 0
    while at < len(tokens):
        for length in (3, 2, 1):
            text = " ".join(tokens[at : at + length])
            named = noun(text, language) if len(tokens) >= at + length else None
            # "Saw" and "fly" are nouns only where one says so.
            verb = length == 1 and bool(words.pose_of(text, language)) and (not at or tokens[at - 1] not in DETERMINERS)
            # "Captain Pip" and "her friend Bruno" are of the cast.
            titled = at + length < len(tokens) and "\x00" in tokens[at + length]
            # A music box is a box; and what somebody dreams of, or is like, is not there.
            part = length == 1 and language == "en" and _is_noun(tokens, at + 1)
            unreal = bool(_UNREAL & set(tokens[max(0, at - 3) : at]))
            doubtful = length == 1 and text in _DOUBTFUL and not DETERMINERS & set(tokens[max(0, at - 2) : at])
            if (
                named
                and not (verb or part or unreal or doubtful)
                and not (titled and named.kind in (*PEOPLE, "animal"))
            ):
                yield at + length, named
                at += length - 1
                break
        at += 1
