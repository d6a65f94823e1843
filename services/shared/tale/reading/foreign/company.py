"""Who does it with the hero, where a gloss has them at the end of the clause: "una abuela cocina con su nieto"."""

from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

_AGAINST = frozenset("fight win".split())
"""Classes of action in which "with" may be against."""


def accompanied(wish: Wish, text: str) -> Wish:
    """The wish, whose friend is whom the goal is done with, if nobody stands beside the hero; `text`: the gloss."""
    reader = Reader("")
    if wish.goal is None or wish.hero is None or wish.act in _AGAINST:
        return _with_their_own(wish, reader)
    goal, found = _parted(wish.goal, reader)
    if found is None or (wish.friend is not None and not _comes_later(wish.friend, text)):
        return _with_their_own(wish, reader)
    friend = Being(replace(found, name=""), found.name, reader.gender_of(found, found.name))
    extras = tuple(phrase for phrase in wish.extras if phrase != found)
    if wish.friend is not None and not wish.friend.several:
        extras = (*extras, replace(wish.friend.phrase.definite(), name=wish.friend.name))
    return replace(wish, goal=goal, friend=friend, extras=extras)


def _is_their_own(phrase: NounPhrase) -> bool:
    """Whether it is somebody of the hero's: "son chat", "la hermanita"."""
    noun = lexicon.nouns().get(phrase.noun)
    return _is_one(phrase) and (phrase.determiner == "their" or (noun is not None and noun.kind == "kin"))


def _is_one(phrase: NounPhrase) -> bool:
    """Whether it is one living being, and no class or crew."""
    noun = lexicon.nouns().get(phrase.noun)
    return noun is not None and noun.alive and "group" not in noun.tags and not phrase.plural


def _with_their_own(wish: Wish, reader: Reader) -> Wish:
    """The wish, whose friend is the first of the prompt's others that is the hero's own: "son papi"."""
    own = next((one for one in wish.extras if _is_their_own(one)), None)
    if own is None or wish.hero is None or wish.friend is not None:
        return wish
    friend = Being(replace(own, name=""), own.name, reader.gender_of(own, own.name))
    return replace(wish, friend=friend, extras=tuple(phrase for phrase in wish.extras if phrase != own))


def _comes_later(friend: Being, text: str) -> bool:
    """Whether somebody is first spoken of after whom the goal is done with: no "a boy and his friend"."""
    said = text.find(friend.name or friend.phrase.noun)
    return said > text.find(" with ") >= 0


def _parted(goal: VerbPhrase, reader: Reader) -> tuple[VerbPhrase, NounPhrase | None]:
    """The goal without whom it is done with, and them."""
    for complement in goal.complements:
        phrase = complement.phrase
        living = bool(phrase.name) or _is_one(phrase)
        if complement.preposition == "with" and living and not phrase.plural:
            rest = tuple(other for other in goal.complements if other is not complement)
            return replace(goal, complements=rest), phrase
    if goal.inner:
        inner, found = _parted(goal.inner, reader)
        return replace(goal, inner=inner), found
    return goal, None
