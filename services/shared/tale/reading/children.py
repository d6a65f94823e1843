"""Read for which child a story is, and give them their part in it."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames.request import Request
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.wish.wish import Being, Wish

_SIBLINGS = frozenset("twin brother sister sibling cousin friend".split()) | {"best friend"}
"""What two children are to each other, and not to who asks for the story."""

_TWIN = "twin"
_CREATURES = frozenset(("animal", "creature"))
"""Kinds of those who hear no stories, so that one for them is about them."""


def with_child(wish: Wish, child: str) -> Wish:
    """A story about something, for somebody: its hero where it has none, else who goes along."""
    if "'s" in child:
        return wish
    # "Twins Oliver and Amara" are named like "twins, Oliver and Amara".
    reader = Reader(re.sub(r"^([a-z ]+s|\w*children) (?=[A-Z])", r"\1, ", child))
    people = [being for being in reader.cast() if _somebody(being)]
    if not people:
        return wish
    others = reader.extras([being.phrase for being in people], tuple(being.name for being in people))
    wish = replace(wish, extras=(*wish.extras, *(phrase for phrase in others if phrase.name)))
    children = [child_of(being) for being in people]
    first, second = children[0], children[1] if len(children) > 1 else None
    hero = wish.hero
    if hero is None or hero.phrase == CHILD or not Reader("").alive(hero.phrase):
        return replace(wish, hero=first, friend=second or wish.friend)
    if wish.goal is None:
        # "For the twins about a dragon": it is whom they meet.
        if second is not None and wish.friend is None:
            return replace(wish, hero=first, friend=second, thing=hero.phrase)
        return replace(wish, hero=first, friend=hero)
    return wish if wish.friend or not first.name else replace(wish, friend=first)


def child_of(being: Being) -> Being:
    """Somebody as nobody's son or niece, for who asks is not in the story."""
    kind = Reader("").kind(being.phrase)
    if being.phrase.noun and kind not in ("kin", "person", ""):
        # "Her cat Pickles" stays what it is, and hers.
        return being
    if being.name and _TWIN in being.phrase.adjectives:
        return replace(being, phrase=NounPhrase(_TWIN, determiner="a"))
    if being.name and being.phrase.noun not in _SIBLINGS:
        noun = {"m": "boy", "f": "girl"}.get(being.gender, "child")
        return replace(being, phrase=NounPhrase(noun, determiner="a"))
    return replace(being, phrase=replace(being.phrase, determiner="a" if being.phrase.noun else ""))


def _somebody(being: Being) -> bool:
    """Whether a story can be for them and have them in it: not "for bedtime", "for kids"."""
    kind = Reader("").kind(being.phrase)
    return not being.several and (bool(being.name) or kind == "kin" or being.phrase.noun in ("boy", "girl"))


def for_a_child(request: Request) -> Wish:
    """A story for somebody, who is its hero if they have a name; what they like comes in."""
    both = with_child(Wish(), request.child) if request.child and not request.likes else Wish()
    if both.friend is not None:
        return replace(both, act="rest" if request.tone == "calm" else "", calm=request.tone == "calm")
    child = Reader(request.child).being() if request.child else None
    liked = Reader(request.likes).read() if request.likes else Wish()
    liked_hero = liked.hero and replace(
        liked.hero, several=False, phrase=replace(liked.hero.phrase, plural=False, determiner="a")
    )
    act = "rest" if request.tone == "calm" else ""
    if child is not None and Reader("").kind(child.phrase) in _CREATURES:
        # "A bedtime story for a sleepy dragon"
        return replace(liked, hero=child, friend=liked_hero, act=act or liked.act, calm=request.tone == "calm")
    if child is None or not (child.name or _somebody(child)):
        return replace(liked, hero=liked_hero or Being(CHILD), act=act or liked.act, calm=request.tone == "calm")
    child = replace(child, phrase=replace(child.phrase, determiner="a") if child.phrase.noun else CHILD)
    return replace(liked, hero=child, friend=liked_hero, act=act or liked.act, calm=request.tone == "calm")
