"""Find the deed that goes with a noun: a lesson is learnt, a race is won, a boat is repaired."""

import re

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_LESSON = re.compile(r"\b(?P<deed>[a-z]+ing)\s+(?:lesson|class|practice)s?$", re.IGNORECASE)
_MUSIC = re.compile(r"\b(?P<instrument>[a-z]+)\s+(?:lesson|class|practice)s?$", re.IGNORECASE)
_FLIGHT = re.compile(r"\bfirst\s+(?:flight|time flying)$", re.IGNORECASE)
_PET = re.compile(
    r"^(?:very\s+)?(?:first|new)\s+(?:(?:[a-z]+\s+)?pet|puppy|kitten|hamster|dog|cat|rabbit|bunny|pony)$", re.I
)
_ON_STAGE = re.compile(
    r"\b(?:recital|concert|(?:school|class|christmas) play|audition|talent show|spelling bee|speech)$", re.IGNORECASE
)
_WON = re.compile(
    r"\b(?:race|marathon|(?:big|last|first|final|football|soccer|baseball|basketball|hockey|chess)\s+(?:game|match|final)"
    r"|contest|competition|tournament|championship)(?:\s+to\s+the\s+[\w ]+)?$",
    re.IGNORECASE,
)
_RECIPE = re.compile(r"^(?:(?:[\w-]+\s+){0,2}?)recipe(?:\s+for\s+(?P<dish>[\w ]+))?$", re.IGNORECASE)
_BROKEN = re.compile(r"^(?:broken|torn|leaky|rusty|squeaky|cracked)\s+(?:[\w-]+\s+)?(?P<thing>[\w-]+)$", re.IGNORECASE)
_OLD = re.compile(r"^old\s+(?:[\w-]+\s+)?(?P<thing>[\w-]+)$", re.IGNORECASE)
_RUNS = frozenset("vehicle machine".split())
"""Kinds of what is repaired when it is old."""
_DEEDS = (
    (re.compile(r"\bmoving\s+day$", re.IGNORECASE), "move to a new house"),
    (re.compile(r"^(?:an?\s+(?:\w+\s+)?bath|bath\s?time)$", re.IGNORECASE), "take a bath"),
    (re.compile(r"^(?:bed\s?time|time for bed)$", re.IGNORECASE), "go to bed"),
    (re.compile(r"\b(?P<trip>(?:class|school|field) trip)\b", re.IGNORECASE), r"go on a \g<trip>"),
    (re.compile(r"\b(?:trip|visit|journey|voyage|outing)\s+(?P<to>to\s+.+)$", re.IGNORECASE), r"go \g<to>"),
    (
        re.compile(
            r"^(?P<time>an?\s+(?:\w+\s+)?(?:day|night|weekend|afternoon))\s+(?P<at>(?:at|in|on)\s+.+)$", re.IGNORECASE
        ),
        r"spend \g<time> \g<at>",
    ),
    (re.compile(r"\bfirst\s+(?:bike|bicycle) ride$", re.IGNORECASE), "learn to ride a bike"),
    (re.compile(r"\badventure$", re.IGNORECASE), "go on an adventure"),
    (re.compile(r"\bfirst\s+steps?$", re.IGNORECASE), "learn to walk"),
    (re.compile(r"\bfirst\s+words?$", re.IGNORECASE), "learn to speak"),
    (re.compile(r"\bfirst\s+swim$", re.IGNORECASE), "learn to swim"),
    (
        re.compile(r"^(?:an?\s+|the\s+)?(?:[\w-]+\s+)?walk\s+(?P<to>(?:in|through|along|on)\s+.+)$", re.I),
        r"walk \g<to>",
    ),
    (re.compile(r"^(?:an?\s+|the\s+)?(?:[\w-]+\s+)?ride\s+(?P<on>on\s+.+)$", re.IGNORECASE), r"ride \g<on>"),
    (re.compile(r"^(?P<some>(?:an?\s+|the\s+)?picnic\s+.+)$", re.IGNORECASE), r"have \g<some>"),
)
"""What is done of which no more is said."""


def deed(what: str, who: spans.Subject) -> str:
    """What they do with it, in the base form; empty where nobody knows."""
    told = ((pattern.search(what), said) for pattern, said in _DEEDS)
    return (
        _learnt(what, who)
        or _shown(what, who)
        or _mended(what, who)
        or next((match.expand(said) for match, said in told if match), "")
    )


def _learnt(what: str, who: spans.Subject) -> str:
    """A lesson is learnt, and so is what somebody with wings does for the first time."""
    if match := _LESSON.search(what):
        base = spans.base(match["deed"])
        return f"learn to {base}" if base else ""
    if match := _MUSIC.search(what):
        instrument = lexicon.nouns().get(match["instrument"].lower())
        return f"learn to play the {instrument.name}" if instrument and instrument.kind == "instrument" else ""
    winged = spans.kind(who.being) in ("animal", "creature")
    return "learn to fly" if winged and _FLIGHT.search(what) else ""


def _shown(what: str, who: spans.Subject) -> str:
    """Who is to play in front of others is nervous, who races wants to win, who gets a pet adopts it."""
    own = _own(what, who)
    if _ON_STAGE.search(what):
        return f"be nervous about {own}"
    if _WON.search(what):
        return f"want to win {own}"
    if _PET.match(what):
        pet = Reader(f"a {what}").noun_phrase()
        return f"adopt a {pet.noun}" if pet else ""
    return ""


def _mended(what: str, who: spans.Subject) -> str:
    """What is broken or does not run any more is repaired, and a recipe cooked."""
    bare = re.sub(r"^(?:an?|the)\s+", "", what, flags=re.IGNORECASE)
    if match := _RECIPE.match(bare):
        dish = match["dish"] or "a cake"
        return f"bake {dish} from a {bare.removesuffix(f' for {dish}')}"
    broken, old = _BROKEN.match(bare), _OLD.match(bare)
    noun = lexicon.nouns().get((broken or old or {"thing": ""})["thing"].lower())
    runs = noun is not None and (noun.kind in _RUNS or noun.name == "watch")
    return f"repair {_own(what, who)}" if noun and not noun.alive and (broken or runs) else ""


def _own(what: str, who: spans.Subject) -> str:
    """It as theirs; what has its article keeps it."""
    if re.match(r"(?:an?|the)\s", what, re.IGNORECASE):
        return what
    own = {"i": "my", "we": "our"}.get(who.text.lower(), who.own)
    return f"{own} {what}"
