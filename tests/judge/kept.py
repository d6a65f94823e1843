"""What of a prompt its story keeps, by words that must stand in it."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.judge.acting import character
from tests.judge.prompts import Asked, Person, actions
from tests.judge.stories import Told
from tests.judge.words import begins, forms, has, words

PRONOUNS = {"f": "she", "m": "he"}
REFUSED = 422
"""The HTTP status of a prompt in a language that is not read."""
INFINITIVE = "to"
SEEN = 2
"""Sentences in which somebody or something must be seen: named once is not kept."""
WITHOUT_HERO = frozenset(("second person", "question", "class", "fragment", "title"))
"""Sorts of prompts whose story may be about somebody else."""


def checks(told: Told) -> Iterator[tuple[str, bool]]:
    """Each thing that must be seen, and whether it is."""
    asked = told.asked
    if asked.refused:
        yield "is refused", told.refusal is not None and told.refusal.outcome.http == REFUSED
        return
    yield f"is told in {asked.language}", told.story.language_code == asked.language
    cast, text = list(told.story.characters), " ".join(told.sentences)
    if asked.people and asked.sort not in WITHOUT_HERO and asked.language == "en":
        yield "hero", bool(cast) and any(character(person, cast[:1]) for person in asked.people)
    for person in asked.people:
        yield from _person(person, told)
    for thing in asked.things:
        yield thing, _seen(told, _phrase(asked, thing))
    if asked.action:
        yield asked.action, _done(asked, text)
    if asked.place:
        yield asked.place, _phrase(asked, asked.place)(text)
    for stem in asked.says:
        yield stem, begins(f"{told.story.title} {text}", stem)
    for pattern in asked.never:
        yield f"not {pattern}", not re.search(pattern, f"{told.story.title} {text}")


def _phrase(asked: Asked, phrase: str) -> Callable[[str], bool]:
    """Whether a text has a phrase in any form; in another language than English, a word that begins so."""
    return lambda text: has(text, phrase) if asked.language == "en" else begins(text, phrase)


def _seen(told: Told, *ways: Callable[[str], bool]) -> bool:
    """Whether enough sentences say it, in any of these ways."""
    return sum(any(way(sentence) for way in ways) for sentence in told.sentences) >= SEEN


def _named(name: str) -> Callable[[str], bool]:
    pattern = re.compile(rf"\b{re.escape(name)}\b")
    return lambda text: bool(pattern.search(text))


def _person(person: Person, told: Told) -> Iterator[tuple[str, bool]]:
    """It is told, as what it is, with its kin and gender."""
    found = character(person, told.story.characters)
    kinds = [_phrase(told.asked, kind) for kind in person.kinds]
    text = " ".join(told.sentences)
    if person.name:
        yield person.name, _seen(told, _named(person.name))
        if kinds:
            yield f"{person.name} is a {person.kind}", any(way(text) for way in kinds)
    else:
        yield person.kind, _seen(told, *kinds, *([_named(found.name)] if found else []))
    if person.kin:
        yield person.kin, has(text, person.kin)
    if person.gender and found:
        yield f"{person.name or person.kind} is {person.gender}", found.pronoun == PRONOUNS[person.gender]


def _done(asked: Asked, text: str) -> bool:
    """Whether a word of the action's class stands in the text; "managed to save" does not tell how it was done."""
    action = actions()[asked.action]
    if asked.language != "en":
        return any(begins(text, stem) for stem in getattr(action, asked.language))
    said = [word.lower() for word in words(text)]
    done = {word for before, word in pairwise(["", *said]) if before != INFINITIVE}
    return any(done & forms(word) for word in action.en)
