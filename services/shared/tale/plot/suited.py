"""The class of action whose moments suit what a wish is about: a game is learnt, not put on a stage."""

from services.shared.tale.wish.phrases import Complement, NounPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_SPORTS = frozenset(
    "balance kick sled ski skate skateboard skip snowboard surf swing throw ice-skate roller-skate".split()
)
"""Verbs that are a sport by themselves."""
_MOVES = frozenset(
    "ride drive steer pilot row paddle cycle swim dive fly float glide soar jump leap hop crawl gallop slide".split()
)
"""Verbs of travel that somebody learns, where they lead nowhere."""
_LOADS = frozenset("carry transport deliver".split())
"""Verbs of what a vehicle does every day."""
_PLAYERS = frozenset("goalkeeper goalie striker defender pitcher quarterback".split())
"""Those whom somebody plays on a field, not on a stage."""
_DRAWN = frozenset("drawing picture painting song poem story book film movie comic".split())
"""What is made with a pencil and an idea, not with boards."""
_WANTS = frozenset("want get have need receive".split())
"""Verbs of who wants something, and not all of its kind."""
_THERE = lexicon.WHERE | {"force"}
"""Kinds that a way can lead to; the moon and the rivers are forces."""
_TOWARD = frozenset("to into toward towards".split())
"""Prepositions of where a way leads."""
_GEAR = "clothing furniture instrument light machine thing tool toy treasure vehicle writing".split()
_SUITED = {
    # What nobody can eat has no recipe, and what belongs to a body is not swept.
    **{("cook", kind): "learn" for kind in (*_GEAR, *lexicon.WHERE, "body", "material", "sport")},
    **{("clean", kind): "learn" for kind in (*lexicon.ALIVE, "body")},
    # A shop is opened for others, a box to see what is in it.
    **{("open", kind): "discover" for kind in "container furniture light machine tool toy treasure writing".split()},
    ("perform", "sport"): "learn",
    ("travel", "plant"): "learn",
    ("build", "food"): "cook",
    ("build", "drink"): "cook",
    # What somebody waits for comes to them.
    ("visit", "time"): "celebrate",
}
"""A class of action and the kind of its thing, to the class that suits them better."""

_BY_VERB = {("sew", "clothing"): "build", **{("feed", kind): "give" for kind in lexicon.ALIVE}}
"""The same for a verb and the kind of its thing."""


def act_for(wish: Wish) -> str:
    """The wish's class of action, or another one whose moments suit its thing better."""
    kind = kind_of(wish.thing)
    verb = wish.goal.verb.partition(" ")[0] if wish.goal else ""
    if wish.act == "perform" and wish.thing and wish.thing.noun in _PLAYERS:
        return "learn"
    if (wish.act == "perform" and verb in _SPORTS) or (wish.act == "travel" and verb in _MOVES and kind not in _THERE):
        return "learn"
    if wish.act == "build" and wish.thing and wish.thing.noun in _DRAWN:
        return "create"
    by_verb = "deed" if _loads(wish, verb, kind) else _BY_VERB.get((verb, kind))
    if by_verb:
        return by_verb
    # What is far away is seen by going there.
    if verb == "see" and wish.act == "discover" and kind in _THERE:
        return "travel"
    # Whoever wants an animal wants a friend; one collects stamps.
    one = kind == "animal" and wish.thing is not None and not wish.thing.plural
    wanted = wish.act == "collect" and verb in _WANTS and one
    return "befriend" if wanted else _SUITED.get((wish.act, kind), wish.act)


def _loads(wish: Wish, verb: str, kind: str) -> bool:
    """Whether it is what a train does every day, or no load at all: nobody has to lift a dream."""
    return verb in _LOADS and (kind == "idea" or kind_of(wish.hero.phrase if wish.hero else None) == "vehicle")


def kind_of(phrase: NounPhrase | None) -> str:
    """The lexicon's kind of a noun; empty for a word that it does not have."""
    noun = lexicon.nouns().get(phrase.noun) if phrase else None
    return noun.kind if noun else ""


def inside(wish: Wish) -> Complement | None:
    """The house or room in which the deed is done: "find a ring in the attic"."""
    items = wish.goal.complements if wish.goal else ()
    return next((item for item in items if kind_of(item.phrase) in ("building", "room")), None)


def destination(wish: Wish) -> NounPhrase | None:
    """The place that a journey leads to: "the sea" of "see the sea", "the desert" of "take a trip to the desert"."""
    if wish.act != "travel" or wish.goal is None:
        return None
    toward = [item.phrase for item in wish.goal.complements if item.preposition in _TOWARD]
    phrases = [phrase for phrase in (wish.goal.other, *toward, wish.goal.thing, wish.thing) if phrase]
    # "The top of the mountain" is a part of it.
    phrases = [phrase.within.phrase if phrase.within and not kind_of(phrase) else phrase for phrase in phrases]
    return next((phrase for phrase in phrases if phrase.name or kind_of(phrase) in _THERE), None)
