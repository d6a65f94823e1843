"""Put what was said word for word into the order of an English question, and of an English owner."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.shared.tale.reading.english.grammar_words import BE
from services.shared.tale.reading.foreign.verbs import Group
from services.shared.tale.words import lexicon

_ASKS = frozenset("who whose what where when why how which can could would".split())
"""Words that tell a question by themselves."""
_BEFORE_A_SUBJECT = frozenset("about of what if why how where when and who".split())

_OF_BOTH = {"brothers": "siblings", "boys": "children", "sons": "children", "grandsons": "grandchildren"}
_NAMED_BROTHERS = re.compile(
    rf"\b(?P<noun>{'|'.join(_OF_BOTH)})(?P<between>,? (?:named |who are named )?)"
    r"(?P<names>[A-Z]\w+(?:, [A-Z]\w+)*,? and [A-Z]\w+)"
)


@dataclass(frozen=True)
class Said:
    """A verb, and where its words begin and end in what is said."""

    group: Group
    begin: int
    end: int


@dataclass(frozen=True)
class Span:
    """Where the words of a noun or a name begin and end in what is said, and whether it is one living being."""

    begin: int
    end: int
    alive: bool


def asked(said: list[str], verb: Said | None, subject_end: int) -> list[str]:
    """The words of a question whose first verb is this: "do the fish sleep?".

    `subject_end`: where its subject ends, if it stands after a verb that comes first; the words have no "¿" then.
    """
    said = [word for word in said if word != "¿"]
    if verb is None or said[0].lower() in _ASKS:
        return said
    words = said[verb.begin : verb.end]
    if words[0] in BE or words[0] in ("can", "could", "cannot"):
        return [words[0], *said[: verb.begin], *words[1:], *said[verb.end :]]
    form = verb.group.form
    do = "did" if form.tense == "past" else "do" if form.plural else "does"
    subject, rest = said[: verb.begin], said[verb.end :]
    if not verb.begin and subject_end:
        subject, rest = said[verb.end : subject_end], said[subject_end:]
    return [do, *subject, *verb.group.english.split(), *rest]


def siblings(text: str) -> str:
    """Say "siblings" of brothers of whom one has a sister's name: Spanish and French have one word for both."""

    def told(match: re.Match[str]) -> str:
        given = [lexicon.names().get(name.lower()) for name in re.findall(r"[A-Z]\w+", match["names"])]
        if not any(name and name.gender == "f" for name in given):
            return match[0]
        return f"{_OF_BOTH[match['noun']]}{match['between']}{match['names']}"

    return _NAMED_BROTHERS.sub(told, text)


def owned(said: list[str], spans: Sequence[Span], verb: Said | None) -> list[str]:
    """Say "Nina's toys" for "the toys of Nina", where that stands before the verb: it is what the text is about."""
    for thing, owner in pairwise(spans):
        if verb and verb.begin < owner.end:
            break
        between = said[thing.end : owner.begin]
        before = said[max(0, thing.begin - 2) : thing.begin]
        subject = before[-1:] == ["the"] and (len(before) == 1 or before[0] in _BEFORE_A_SUBJECT)
        if subject and owner.alive and between[:1] == ["of"] and len(between) < 3:
            owning = [*between[1:], *said[owner.begin : owner.end - 1], f"{said[owner.end - 1]}'s"]
            return [*said[: thing.begin - 1], *owning, *said[thing.begin : thing.end], *said[owner.end :]]
    return said
