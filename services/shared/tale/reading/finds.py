"""Read what a find leads to: a place that is looked for is travelled to, and a stray is cared for."""

import re
from dataclasses import replace

from services.shared.tale.reading.english import hints
from services.shared.tale.reading.premises.parts import kind
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Remark, Wish
from services.shared.tale.words import lexicon

_JOURNEYS = frozenset("journey adventure trip quest voyage expedition hike search road path".split())
"""What leads to a place, and is told by going there."""
_ENDS = frozenset("end edge top bottom middle source start place centre center".split())
"""Nouns of a part of a place: "the end of the rainbow"."""
_WIDE = frozenset(("world", "rainbow"))
"""What has an end that somebody can be at."""
_AWAY = re.compile(r"\b(?:gone|disappear\w*|vanish\w*|missing|stole|stolen)\b")
"""What a prompt says of a place that is no longer where it was: the moon."""
_GONE = frozenset("lost missing hidden secret sunken".split())
"""Adjectives of a place that has to be searched for, and cannot be set out for."""
_SICK = frozenset("hurt injured wounded sick ill frozen".split())
_ALONE = frozenset("abandoned orphaned homeless unwanted".split())
_STRAY = _SICK | _ALONE | frozenset("lost stray runaway hungry scared frightened lonely shivering baby tiny".split())
"""Adjectives of an animal that needs somebody."""
_FELL = re.compile(r"\b(?:fell|fallen|hurt|broken|broke|injured|lost|alone|abandoned|left behind)\b")
"""What the prompt says of it where no adjective does."""
_KEPT = re.compile(r"\b(?:kept|adopted|took (?:it|him|her|them) (?:home|in))\b")
"""What the prompt says of one that stays."""
_PETS = frozenset("dog puppy pup cat kitten rabbit bunny hamster guinea_pig stray_dog stray_cat".split())
"""Those that have lived with somebody."""
_LEFT = frozenset("lost forgotten missing stray dropped".split())
_CARRIED = frozenset("wallet purse handbag backpack suitcase phone".split())
"""What lies on the road only where somebody has lost it."""
_TOYS = ("teddy", "stuffed", "toy", "plush")
"""First words of toys that look like somebody."""
_SOUGHT = re.compile(
    r"\b(?:to|must|will|can|could|should|would|cannot|can't) (?:\w+ly )?(?:find|discover)\b", re.IGNORECASE
)
"""How a prompt says that somebody does not find it at once."""
_FINDS = ("find", "discover", "come across", "stumble upon", "stumble across")
_HOME = {
    "en": "find out where @ belonged", "es": "encontrar el hogar de @", "fr": "savoir d'où venait @",
}  # fmt: skip
_CARE = {"en": "take care of @", "es": "cuidar de @", "fr": "prendre soin de @"}
_RETURN = {"en": "give @ back", "es": "devolver @", "fr": "rendre @"}


def led_on(wish: Wish, text: str) -> Wish:
    """The wish of who finds a place or a stray as one of what follows; any other one as it is."""
    goal = wish.goal
    if wish.act != "find" or wish.topic or wish.question or goal is None or goal.inner or wish.thing is None:
        return wish
    if goal.thing and _is_place(goal.thing) and not _AWAY.search(text):
        return _journey(wish, goal.thing)
    if goal.verb not in _FINDS or _SOUGHT.search(text) or wish.thing.determiner not in ("a", "two", "three", "some"):
        return wish
    if _is_stray(wish, wish.thing):
        return _cared_for(wish, goal, wish.thing)
    return _returned(wish, goal, wish.thing) if _is_lost(wish.thing) else wish


def _is_place(thing: NounPhrase) -> bool:
    """Whether it is one that everybody knows of: the sea, the North Pole, the end of the rainbow."""
    if _GONE & set(thing.adjectives) or not (thing.name or thing.determiner == "the"):
        return False
    if thing.noun in _ENDS:
        return thing.within is not None and (_outdoors(thing.within.phrase) or thing.within.phrase.noun in _WIDE)
    return _outdoors(thing)


def _outdoors(thing: NounPhrase) -> bool:
    return kind(NounPhrase(thing.noun or thing.name)) in ("place", "region") or hints.in_space(thing)


def _journey(wish: Wish, thing: NounPhrase) -> Wish:
    """A way to the place, which begins elsewhere."""
    if thing.name and thing.name in lexicon.nouns():
        # A region: "the North Pole".
        thing = NounPhrase(thing.name, thing.adjectives, "the")
    away = hints.home((), None, [thing.within.phrase if thing.within else thing], None)
    home = "" if wish.home == away else wish.home
    extras = tuple(phrase for phrase in wish.extras if phrase.noun not in _JOURNEYS)
    goal = replace(wish.goal, thing=thing) if wish.goal else None
    return replace(wish, act="travel", goal=goal, thing=thing, home=home, away=away or wish.away, extras=extras)


def _is_stray(wish: Wish, thing: NounPhrase) -> bool:
    noun = lexicon.nouns().get(thing.noun)
    if noun is None or noun.kind != "animal" or noun.tags & {"big", "huge"}:
        return False
    said = any(remark.kind in ("other", "trouble") and _FELL.search(remark.said) for remark in wish.remarks)
    return bool(said or thing.noun.startswith(("baby ", "stray ")) or _STRAY & set(thing.adjectives))


def _cared_for(wish: Wish, goal: VerbPhrase, thing: NounPhrase) -> Wish:
    """The hero looks for a pet's owner. A wild or a hurt animal is looked after until it can go."""
    pet = thing.noun.replace(" ", "_") in _PETS and not _SICK & set(thing.adjectives)
    stays = _ALONE & set(thing.adjectives) or any(_KEPT.search(remark.said) for remark in wish.remarks)
    sort = "wild" if not pet else "kept" if stays else "pet"
    goals = _HOME if pet else _CARE
    known = replace(thing, determiner="the")
    told = {word for remark in wish.remarks for word in remark.said.split()}
    there = wish.where is not None and wish.where.phrase in [item.phrase for item in goal.complements]
    return replace(
        wish,
        act="face",
        topic="stray",
        goal=VerbPhrase(goals["en"].partition(" ")[0], goals, known),
        thing=known,
        extras=tuple(phrase for phrase in wish.extras if phrase.noun not in told),
        where=None if there else wish.where,
        remarks=tuple(
            replace(remark, kind="first") if remark.kind == "other" else remark
            for remark in wish.remarks
            if not (pet and _KEPT.search(remark.said))
        ),
        premise=Premise(sort, deed=replace(goal, thing=thing)),
    )


def _is_lost(thing: NounPhrase) -> bool:
    noun = lexicon.nouns().get(thing.noun)
    is_thing = noun is not None and (not noun.alive or noun.name.startswith(_TOYS))
    return is_thing and bool(_LEFT & set(thing.adjectives) or thing.noun in _CARRIED)


def _returned(wish: Wish, goal: VerbPhrase, thing: NounPhrase) -> Wish:
    """What somebody has lost is given back, after it was found where the prompt says."""
    known = replace(thing, determiner="the", adjectives=tuple(word for word in thing.adjectives if word not in _LEFT))
    row = next(verb for verb in lexicon.verbs_named("return") if verb.kind == "wish")
    there = goal.complements[0] if goal.complements else None
    said = f"{{:he|she}} found {_said(thing)}" + (f" {there.preposition} {_said(there.phrase)}" if there else "")
    remark = Remark("first", said, deed=goal, thing=thing)
    return replace(
        wish,
        act="give",
        goal=VerbPhrase(row.name, _RETURN, known),
        thing=known,
        remarks=(remark, *wish.remarks),
        where=None,
    )


def _said(phrase: NounPhrase) -> str:
    words = [phrase.determiner, *phrase.adjectives, phrase.name or phrase.noun]
    said = " ".join(word for word in words if word)
    return re.sub(r"^a (?=[aeiou])", "an ", said)
