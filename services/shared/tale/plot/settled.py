"""What of a tale is settled when its moments are looked for: who and what there is, and of which kind."""

from services.shared.tale.plot import facts, topics
from services.shared.tale.plot.bank import Known, Place
from services.shared.tale.plot.cast import Person
from services.shared.tale.plot.suited import destination, inside, kind_of
from services.shared.tale.wish.wish import WHEN, Wish
from services.shared.tale.words import lexicon

LIVING = lexicon.ALIVE | {"", "force", "machine"}
"""Kinds of what can stand in the way of somebody who wants to win; a prize does not."""

_ALWAYS = frozenset("deed task did first_did place there folk path light sound smell a_role is_role all_role".split())
"""Slots that every tale fills."""
_AT = frozenset("in inside on under behind below beneath beside between among".split())
"""Prepositions of where something lies."""
_FISH = frozenset("fish fishing trout salmon carp pike".split())
"""What is caught with a rod."""


_ANY_FRIEND = frozenset(("friend", "best friend", "pal", "buddy", "companion", "playmate"))
"""Words for whoever becomes one."""
_LOST = frozenset(("be lost", "get lost", "go missing", "find the way home", "look for a way home"))
"""Verbs of who must find the way home, and not something; beside those that say whose way it is."""


def settled(wish: Wish, cast: tuple[Person, ...], place: Place) -> Known:
    """All that limits and slots of moments ask for."""
    foe = None if wish.act == "win" and kind_of(wish.foe) not in LIVING else wish.foe
    phrases = {"thing": wish.thing, "foe": foe, "price": wish.price, "form": wish.form}
    phrases["destination"] = destination(wish)
    given = {name: phrase for name, phrase in phrases.items() if phrase}
    people = {person.part: person.role for person in cast}
    slots = set(_ALWAYS)
    slots |= ({"asked"} if wish.question else set()) | ({"one_foe"} if "foe" in given else set())
    slots |= set(given) | {f"a_{name}" for name in given} | set(people) | ({"skill"} if wish.skill else set())
    slots |= {name for part in people for name in (f"{part}_role", f"the_{part}_role")}
    kinds = {name: kind_of(phrase) for name, phrase in (given | people).items()}
    kinds |= {
        "act": wish.act,
        "number": "several" if cast[0].several else "one",
        "home": place.name,
    }
    kinds["being"] = _being(kinds["hero"])
    kinds["own"] = "yes" if wish.thing and wish.thing.determiner.startswith("their") else ""
    kinds["known"] = "yes" if _is_known(wish) else ""
    kinds["placed"] = "yes" if wish.goal and any(at.preposition in _AT for at in wish.goal.complements) else ""
    kinds["where"] = kind_of(wish.where.phrase) if wish.where else "school" if place.name == "school" else ""
    verb = wish.goal.verb if wish.goal else ""
    slots |= {"whenever"} if any(remark.kind == WHEN for remark in wish.remarks) else set()
    slots |= {"purpose_did"} if wish.goal and wish.goal.purpose else set()
    if at := inside(wish):
        kinds["inside"] = kind_of(at.phrase)
        slots |= {"inside"}
    if wish.question:
        kinds |= {"answer": "known" if facts.answer(wish.question) else "told", "question": wish.question.kind}
    # What befalls the hero, where the deed is dangerous.
    if role := topics.harmed(wish.hero) if wish.topic == "melting" and wish.hero else _role(wish, verb):
        kinds["role"] = role
    if wish.premise:
        kinds["sort"] = wish.premise.sort
        slots |= wish.premise.slots
    words = {name: phrase.noun or phrase.name for name, phrase in (given | people).items()}
    words |= {"goal": "get" if _is_ill(wish) else verb.partition(" ")[0]} | (wish.premise.words if wish.premise else {})
    if wish.act == "catch" and (verb.startswith("fish") or words.get("thing") in _FISH):
        words["prey"] = "fish"
    acting = {name for name in ("thing", "foe") if name in given} | ({"friend"} if wish.friend else set())
    if wish.act == "learn" and (skill := _skill(wish)):
        words["skill"] = skill.partition(" ")[0]
    return Known(frozenset(slots), kinds, words, frozenset(acting | {"extra"}))


def _is_known(wish: Wish) -> bool:
    """Whether the prompt says who it is that is befriended: no newcomer can take their place."""
    thing = wish.thing
    return thing is not None and bool(thing.name or kind_of(thing) in lexicon.ALIVE) and thing.noun not in _ANY_FRIEND


def _is_ill(wish: Wish) -> bool:
    """Whether it is the body that is to be healed, and not a mood: who is sick gets well."""
    said = wish.goal.goal["en"] if wish.goal and wish.goal.goal else ""
    return wish.act == "heal" and said.startswith("get ")


def _being(kind: str) -> str:
    """What the hero is to live and move as: somebody alive, what stands in its place, a force, or another thing."""
    if kind in lexicon.ALIVE or not kind:
        return "alive"
    return "fixed" if kind in lexicon.WHERE | {"plant"} else "force" if kind == "force" else "thing"


def _skill(wish: Wish) -> str:
    """The verb of what is learnt; of "play football" none, for a game has no tune."""
    deed = wish.skill or wish.goal
    inner = deed.inner if deed and deed.verb == "learn" and deed.inner else deed
    if inner is None or (inner.verb.startswith("play") and kind_of(inner.thing or inner.other) != "instrument"):
        return ""
    return inner.verb


def _role(wish: Wish, verb: str) -> str:
    """On which side of the deed the hero is, where there are two."""
    if wish.act == "steal":
        return "thief" if wish.takes else "robbed"
    if wish.act == "hide" and verb in ("hide from", "hide in"):
        return "hiding"
    if wish.act == "find" and (verb in _LOST or " ~ way" in verb):
        return "lost"
    if wish.act == "trade" and verb.partition(" ")[0] in ("sell", "offer", "serve"):
        return "seller"
    return _giving(wish, verb) if wish.act == "give" else ""


def _giving(wish: Wish, verb: str) -> str:
    if verb == "feed" or (wish.goal and kind_of(wish.goal.other) == "animal"):
        return "feeding"
    return "returning" if verb.startswith(("return", "give back", "give @ back")) else ""
