"""Read a way into another world: "finds a door that leads to a world made of candy", "falls into a painting"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.elsewhere_patterns import (
    AFTER,
    FOUND,
    INSIDE,
    IS_WAY,
    LANDS,
    MADE_OF,
    PORTAL,
    PULLS,
    TURN,
    WAY_GOES,
)
from services.shared.tale.reading.premises.parts import RELATIVE, Who, child, placed, premise, who
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Remark, Wish
from services.shared.tale.words import lexicon

_THEN = re.compile(r"\s*,?\s+(?:and|but|when|so|until|because)\s+.*$", re.IGNORECASE | re.DOTALL)
_WAYS = frozenset(
    "door gate portal gateway passage tunnel hole wardrobe closet cupboard mirror painting picture drawing book"
    " elevator lift staircase stairs stair stairway well attic fridge refrigerator puddle corridor hallway"
    " ladder bus train trapdoor hatch fireplace curtain window drawer tree bookcase bookshelf".split()
)
"""What one goes through; of words of several, the last one."""
_LEAVES = frozenset(
    "painting picture drawing book comic storybook photo photograph poster page story mural atlas map".split()
)
"""What is painted or printed, so that one falls into a picture."""
_SCREENS = frozenset("game television tv screen computer tablet phone film movie cartoon app videogame laptop".split())
"""What is seen on a screen."""
_WORLDS = frozenset("world land kingdom realm dimension universe planet fairyland wonderland".split())
_FLOORS = frozenset(["floor", "storey", "storeys"])
_ANYWHERE = frozenset("world land dimension universe floor place".split())
"""Worlds of which nothing is said."""
_TALES = frozenset(("fairy tale", "fairytale", "storybook", "nursery rhyme", "fairyland", "story"))
_HOME = {
    "en": "find the way home", "es": "encontrar el camino a casa", "fr": "retrouver le chemin de la maison",
}  # fmt: skip


def wish(text: str) -> Wish | None:
    """Who has come into another world wants to find the way home; None for all else."""
    found = who(text)
    if found is not None and (found.kind in lexicon.ALIVE or found.hero.name or not found.kind):
        return _gone(replace(found, rest=RELATIVE.sub("", found.rest.strip())))
    return _nobody(text)


def _gone(found: Who) -> Wish | None:
    """Somebody goes through something, or falls into it."""
    for pattern in (TURN, FOUND, PORTAL, AFTER, LANDS):
        any_way = pattern is LANDS
        if (match := pattern.match(found.rest)) and (way := _way(match["way"], any_way=any_way)):
            # "Goes through the gate into the garden" leads to no other world.
            sure = pattern in (TURN, FOUND) or (any_way and _is_way(way))
            return _told(found, way, _THEN.sub("", match["world"]), sure=sure)
    match = INSIDE.match(found.rest)
    way = _way(_THEN.sub("", match["way"])) if match else None
    return _told(found, way, "") if way and way.noun.split()[-1] in _LEAVES | _SCREENS else None


def _nobody(text: str) -> Wish | None:
    """A way of which nobody is said to take it: "the elevator goes to a floor that does not exist"."""
    for pattern in (IS_WAY, PULLS, WAY_GOES):
        if (match := pattern.match(text)) and (way := _way(match["way"], any_way=pattern is IS_WAY)):
            return _told(Who(child(), None, ""), way, _THEN.sub("", match["world"] or ""))
    return None


def _way(text: str, *, any_way: bool = False) -> NounPhrase | None:
    """What one goes through; None for what is none. `any_way`: the sentence says that it is one."""
    found = placed(text)
    if found is None or found.name or not found.noun:
        return None
    return found if any_way or _is_way(found) else None


def _is_way(found: NounPhrase) -> bool:
    """Whether one can go through it, or it goes wrong."""
    wrong = "wrong" in found.adjectives or found.noun.startswith("wrong")
    return wrong or found.noun.split()[-1] in _WAYS | _LEAVES | _SCREENS


def _told(found: Who, way: NounPhrase, world: str, *, sure: bool = True) -> Wish | None:
    """The wish; None where what it leads to is a room, or unreadable. `sure`: it leads there, whatever it is."""
    form, food = _world(world) if world else (None, None)
    if world and (form is None or not (sure or _is_other(form))):
        return None
    way = way if way.determiner or way.plural else replace(way, determiner="a")
    goal = VerbPhrase("find", _HOME)
    told = premise(found, "elsewhere", _sort(way, form, food), goal, thing=way, form=form, price=food)
    return replace(told, remarks=_of_world(world))


def _of_world(world: str) -> tuple[Remark, ...]:
    """What the prompt says of the world: "where toys are alive"."""
    if not re.search(r"\b(?:where|in which)\b", world):
        return ()
    remarks = Reader(f"A child lives in {world}").read().remarks
    return tuple(replace(remark, kind="more") for remark in remarks if remark.subject != "hero")[:1]


def _world(text: str) -> tuple[NounPhrase | None, NounPhrase | None]:
    """Where it leads, and what that is made of, where it can be eaten: "a world made of candy", "candy land"."""
    plain = MADE_OF.sub("of", text)
    being, _ = spans.phrase(plain)
    phrase = Reader(plain).noun_phrase() or (being.phrase if being else None)
    if phrase is None:
        return None, None
    inner = phrase.within.phrase if phrase.within else None
    words = [*phrase.adjectives, *phrase.noun.split()[:-1], *([inner.noun] if inner else [])]
    food = next(
        (noun for word in words if (noun := lexicon.nouns().get(word.removesuffix("s"))) and noun.kind == "food"), None
    )
    noun = lexicon.nouns().get(phrase.noun)
    reached = noun is None or noun.kind in ("place", "force") or noun.name in _TALES or phrase.noun in _FLOORS
    if not (_is_other(phrase) or reached):
        return None, None
    if food is None:
        return phrase, None
    eaten = NounPhrase(food.name, plural=inner is not None and inner.plural)
    return replace(phrase, adjectives=(), noun=phrase.noun.split()[-1], within=Complement("of", eaten)), eaten


def _is_other(phrase: NounPhrase) -> bool:
    """Whether it is a world of its own by its name."""
    return phrase.noun in _TALES or (bool(phrase.noun) and phrase.noun.split()[-1] in _WORLDS)


def _sort(way: NounPhrase, form: NounPhrase | None, food: NounPhrase | None) -> str:
    """By what the world is made of."""
    if food is not None:
        return "sweet"
    if form is not None and (form.noun in _TALES):
        return "tale"
    if form is not None and (form.name or form.within or form.adjectives or form.noun.split()[0] not in _ANYWHERE):
        return "far"
    what = way.noun.split()[-1]
    return "screen" if what in _SCREENS else "flat" if what in _LEAVES else "strange"
