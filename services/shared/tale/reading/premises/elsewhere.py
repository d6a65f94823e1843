"""Read a way into another world: "finds a door that leads to a world made of candy", "falls into a painting"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import ADVERBS, RELATIVE, Who, child, placed, premise, who
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Remark, Wish
from services.shared.tale.words import lexicon

_ENTERS = (
    r"(?:finds?|found|discovers?|discovered|opens?|opened|enters?|entered|follows?|followed|takes?|took|rides?|rode|uses?"
    r"|used|sees?|saw|digs?|dug|(?:goes|go|went|walks?|walked|steps?|stepped|climbs?|climbed|crawls?|crawled|runs?|ran"
    r"|slips?|slipped|falls?|fell|tumbles?|tumbled|jumps?|jumped|slides?|slid)\s+(?:into|through|down|up|inside|in))"
)
_LEADS = (
    r"(?:(?:leads?|led|goes|go|went|takes?(?:\s+\w+)?|took(?:\s+\w+)?|brings?(?:\s+\w+)?|opens?|opened|carries(?:\s+\w+)?)"
    r"\s+(?:down\s+|up\s+|straight\s+|out\s+)?(?:in)?to|is\s+a\s+(?:door|portal|way|gateway)\s+(?:in)?to)"
)
_FOUND = re.compile(
    rf"^{ADVERBS}{_ENTERS}\s+(?P<way>[^,.;]+?)\s*,?\s+(?:(?:that|which|and(?:\s+it)?)\s+)?(?:leads?|led|leading|goes"
    r"|going|went|opens|opened|opening|takes\s+(?:her|him|them|me|us|you)|taking\s+(?:her|him|them|me|us|you)"
    r"|transports\s+(?:her|him|them|me|us|you))\s+(?:in)?to\s+(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_PORTAL = re.compile(
    rf"^{ADVERBS}{_ENTERS}\s+(?P<way>[^,.;]*?)\s+(?P<to>(?:in)?to)\s+(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_TURN = re.compile(
    rf"^{ADVERBS}(?:takes?|took|makes?|made)\s+(?P<way>(?:a|the)\s+wrong\s+(?:turn(?:ing)?|exit|bus|train|road|path))\s*,?\s*"
    r"(?:and\s+(?:ends?\s+up|ended\s+up|lands?|landed|drives?|finds?\s+\w+|arrives?|gets?)\s+)?"
    r"(?:in|into|to|on|at|inside)\s+(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE = re.compile(
    rf"^{ADVERBS}(?:(?:is|are|gets?|got|was|were)\s+(?:sucked|pulled|drawn|trapped|stuck|dragged|swallowed)|falls?|fell"
    r"|steps?|stepped|climbs?|climbed|jumps?|jumped|walks?|walked|tumbles?|tumbled|slips?|slipped|dives?|dived"
    r"|disappears?|disappeared|crawls?|crawled|hops?|hopped|wakes?\s+up|woke\s+up|ends?\s+up|ended\s+up|lands?|landed"
    r"|gets?\s+lost|got\s+lost|finds?\s+(?:himself|herself|themselves)|enters?|entered|travels?|travelled)\s*"
    r"(?:inside\s+of|inside|into|in|through|by)?\s+(?P<way>[^,;]+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_PULLS = re.compile(
    r"^(?P<way>.+?)\s+(?:that|which)\s+(?:sucks?|pulls?|draws?|swallows?|drags?|takes?|brings?)\s+(?:you|people"
    r"|children|kids|its readers?|readers?|everyone|everybody|whoever\s+\w+(?:\s+it)?)\s*(?:right\s+)?"
    r"(?:in|into\s+its?\s+\w+|inside|(?:in)?to\s+(?P<world>.+?))?[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_WAY_GOES = re.compile(
    rf"^(?P<way>.+?)\s+(?:that\s+|which\s+)?{_LEADS}\s+(?P<world>.+?)[.!]*$", re.IGNORECASE | re.DOTALL
)
_THEN = re.compile(r"\s*,?\s+(?:and|but|when|so|until|because)\s+.*$", re.IGNORECASE | re.DOTALL)
_WAYS = frozenset(
    "door gate portal gateway passage tunnel hole wardrobe closet cupboard mirror painting picture drawing book"
    " elevator lift staircase stairs stair stairway well attic fridge refrigerator puddle corridor hallway ladder bus train"
    " trapdoor hatch fireplace curtain window drawer tree bookcase bookshelf".split()
)
"""What one goes through; of words of several, the last one."""
_LEAVES = frozenset(
    "painting picture drawing book comic storybook photo photograph poster page story mural atlas map".split()
)
"""What is painted or printed, so that one falls into a picture."""
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
    for pattern in (_TURN, _FOUND, _PORTAL):
        if (match := pattern.match(found.rest)) and (way := _way(match["way"])):
            # "Goes through the gate into the garden" leads to no other world.
            return _told(found, way, _THEN.sub("", match["world"]), sure=pattern is not _PORTAL)
    match = _INSIDE.match(found.rest)
    way = _way(_THEN.sub("", match["way"])) if match else None
    return _told(found, way, "") if way and way.noun.split()[-1] in _LEAVES else None


def _nobody(text: str) -> Wish | None:
    """A way of which nobody is said to take it: "the elevator goes to a floor that does not exist"."""
    for pattern in (_PULLS, _WAY_GOES):
        if (match := pattern.match(text)) and (way := _way(match["way"])):
            return _told(Who(child(), None, ""), way, _THEN.sub("", match["world"] or ""))
    return None


def _way(text: str) -> NounPhrase | None:
    """What one goes through; None for what is none."""
    found = placed(text)
    if found is None or found.name:
        return None
    if "wrong" in found.adjectives or found.noun.startswith("wrong"):
        return found
    return found if found.noun and found.noun.split()[-1] in _WAYS | _LEAVES else None


def _told(found: Who, way: NounPhrase, world: str, *, sure: bool = True) -> Wish | None:
    """The wish; None where what it leads to is a room, or unreadable. `sure`: it leads there, whatever it is."""
    form, food = _world(world) if world else (None, None)
    if world and (form is None or not (sure or _is_other(form))):
        return None
    way = way if way.determiner or way.plural else replace(way, determiner="a")
    goal = VerbPhrase("find", _HOME)
    told = premise(found, "elsewhere", _variant(way, form, food), goal, thing=way, form=form, price=food)
    return replace(told, remarks=_of_world(world))


def _of_world(world: str) -> tuple[Remark, ...]:
    """What the prompt says of the world: "where toys are alive"."""
    if not re.search(r"\b(?:where|in which)\b", world):
        return ()
    remarks = Reader(f"A child lives in {world}").read().remarks
    return tuple(replace(remark, kind="more") for remark in remarks if remark.subject != "hero")[:1]


def _world(text: str) -> tuple[NounPhrase | None, NounPhrase | None]:
    """Where it leads, and what that is made of, where it can be eaten: "a world made of candy", "candy land"."""
    plain = re.sub(
        r"\b(?:made|built|full)\s+(?:entirely\s+|completely\s+|only\s+)?(?:out\s+)?of\b", "of", text, flags=re.I
    )
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
    eaten = NounPhrase(
        food.name, determiner="", plural="mass" not in food.tags and food.name not in ("candy", "chocolate", "cheese")
    )
    return replace(phrase, adjectives=(), noun=phrase.noun.split()[-1], within=Complement("of", eaten)), eaten


def _is_other(phrase: NounPhrase) -> bool:
    """Whether it is a world of its own by its name."""
    return phrase.noun in _TALES or (bool(phrase.noun) and phrase.noun.split()[-1] in _WORLDS)


def _variant(way: NounPhrase, form: NounPhrase | None, food: NounPhrase | None) -> str:
    """By what the world is made of."""
    if food is not None:
        return "sweet"
    if form is not None and (form.noun in _TALES):
        return "tale"
    if form is not None and (form.name or form.within or form.adjectives or form.noun.split()[0] not in _ANYWHERE):
        return "far"
    return "flat" if way.noun.split()[-1] in _LEAVES else "strange"
