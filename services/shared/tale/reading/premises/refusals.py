"""Find who will not do their part: "A cloud refuses to rain until a girl makes it laugh", "The stars go on strike"."""

import re
from dataclasses import replace

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises import deeds, parts, plainly
from services.shared.tale.reading.premises.plainly import Sentence, one_of
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

_WHO = (
    r"^(?P<who>.+?)(?: (?P<at>(?:on|in|at|of) [^,;]+?))?,? (?:(?:that|who|which) )?"
    r"(?:(?:suddenly|just|simply|always|stubbornly|all|both|now|one day|has|have|had) )*"
)
_NO = re.compile(
    _WHO
    + one_of(
        "refuse[sd]? to",
        "(?:will|would) not",
        "no longer wants? to",
        "(?:do|does|did) not want to",
        "decide[sd]? not to",
    )
    + r" (?P<deed>\S.*)$",
    re.IGNORECASE,
)
_STRIKE = re.compile(
    _WHO
    + one_of(
        "(?:goes|go|gone|went|are|is|were|was) on strike",
        "(?:finally )?had enough",
        "(?:stops?|stopped) working",
        "quits?(?: (?:its|their|his|her) jobs?)?",
    )
    + r"\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_LINK = re.compile(r" ?,? (?P<link>until|till|unless|because|before) ", re.IGNORECASE)
_NOBODY = re.compile(
    rf"^{one_of('nobody', 'no one', 'no-one')} (?:{one_of('ever', 'has', 'had', 'will', 'would')} )*", re.IGNORECASE
)
_SOMEBODY = re.compile(
    rf"^{one_of('someone', 'somebody', 'everyone', 'everybody', 'people', 'a person')} ", re.IGNORECASE
)
_GETS = re.compile(
    rf"^(?:it|he|she|they) {one_of('is given', 'are given', 'gets?', 'has', 'have', 'receives?')} (?P<what>\S.*)$",
    re.IGNORECASE,
)
_JOBS = {
    "star": "shine", "sun": "rise", "moon": "shine", "cloud": "rain", "cow": "give milk", "hen": "lay eggs",
    "chicken": "lay eggs", "toy": "play", "clock": "tick", "crayon": "colour", "pencil": "write", "shoe": "walk",
    "letter": "be read", "book": "be read", "vegetable": "be eaten", "elf": "wrap presents", "bee": "make honey",
    "lighthouse": "shine", "lamp": "shine", "street lamp": "shine", "bird": "sing", "wind": "blow",
    "alarm clock": "ring",     "bell": "ring", "oven": "bake", "traffic light": "turn green",
}  # fmt: skip
"""What somebody does, and does no more on strike."""
_UNASKED = frozenset(("person", "kin", "trade", "animal", "creature"))
"""Kinds of those whose own story it is when they will not do something, and nobody has to win them over."""


def _is_own_story(thing: NounPhrase, own: NounPhrase | None) -> bool:
    """Whether one that will not do something has reasons to be told, or a fault to be mended."""
    kind = parts.kind(thing)
    is_one = own is None and not thing.plural and thing.determiner in ("a", "an")
    return bool(thing.name) or kind in _UNASKED or kind == "vehicle" or (kind == "food" and is_one)


def wish(said: Sentence) -> Wish | None:
    """The wish of whoever wins them over; None where nobody refuses anything."""
    strike = _STRIKE.match(said.text)
    match = strike or _NO.match(said.text)
    who = spans.subject(match["who"]) if match else None
    if match is None or who is None or who.rest.strip() or who.text.lower() in ("i", "we", "you"):
        return None
    owner, own = parts.owned(match["who"])
    thing = own or replace(who.being.phrase, name=who.being.name)
    told = match["rest"] if strike else match["deed"]
    link = _LINK.search(told)
    waits = link is not None and link["link"].lower() != "because"
    deed, rest = plainly.divided(told[: link.start()] if link else told)
    if not strike and not waits and _is_own_story(thing, own):
        return None
    place = parts.there(match["at"] or "")
    did = deeds.deed(_job(thing) if strike else deed)
    if did is None:
        return None
    hero, condition, more = _condition(told[link.end() :], link["link"].lower(), thing) if link else (None, None, "")
    hero = hero or owner or parts.helper(f"{deed} {rest}".strip() if strike else rest)
    thing = _known(thing)
    known = next(verb.goal for verb in lexicon.verbs_named("persuade @ to …"))
    return Wish(
        hero=hero, where=place.where, home=place.home, act="face", topic="refusal", thing=thing,
        goal=VerbPhrase("persuade @ to …", known, thing, inner=did),
        extras=() if hero and not more else parts.beside(more),
        premise=Premise("until" if condition else "free", deed=did, condition=condition, time=said.time),
    )  # fmt: skip


def _known(thing: NounPhrase) -> NounPhrase:
    """As the tale has it from its beginning."""
    return (
        thing if thing.name else replace(thing, determiner=thing.determiner if thing.determiner == "their" else "the")
    )


def _job(thing: NounPhrase) -> str:
    return _JOBS.get(thing.noun, "drive" if parts.kind(thing) == "vehicle" else "work")


def _condition(clause: str, link: str, thing: NounPhrase) -> tuple[Being | None, VerbPhrase | None, str]:
    """Who has to do what first, and what else is told; nothing where the prompt names no deed."""
    if link == "because" and not _NOBODY.match(clause):
        return None, None, clause
    said, rest = plainly.divided(clause)
    if (gets := _GETS.match(said)) and (what := parts.thing(gets["what"])):
        return None, replace(parts.verb("bring", what), thing=what), rest
    if nobody := _NOBODY.match(said) or _SOMEBODY.match(said):
        return None, deeds.towards(said[nobody.end() :], thing), rest
    who = spans.subject(said)
    if who and who.acts:
        return who.being, deeds.towards(who.rest.strip(), thing), rest
    return None, None, clause
