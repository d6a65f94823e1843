"""Say what is to be saved from fire, water or weather: "Rain ruins the school fair", "The forest is on fire"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_POWERS = frozenset(
    "rain snow storm thunderstorm snowstorm sandstorm hailstorm blizzard hurricane tornado wind gale hail lightning"
    " flood wave tsunami tide fire wildfire avalanche landslide lava drought heatwave frost fog".split()
)
"""What can threaten a place, and is nobody's name."""
_THREATENS = re.compile(
    r"^(?:(?:is|are|was|were|suddenly|almost|nearly|begins? to|began to|starts? to)\s+)*"
    r"(?:threat(?:ens?|ened|ening)"
    r"(?: to (?:destroy|flood|ruin|burn))?|ruin(?:s|ed|ing)?|spoil(?:s|ed|t)?|destroy(?:s|ed|ing)?"
    r"|hits?|strikes?|struck|swallow(?:s|ed)?|bur(?:ies|ied)|cover(?:s|ed)?"
    r"|flood(?:s|ed|ing)?|endangers?|wash(?:es|ed)? (?:out|away)|blows? (?:away|down)|blew (?:away|down)"
    r"|sweeps? (?:over|through)|comes? to|coming (?:to|towards?|for)|heads? (?:for|to|towards?)"
    r"|heading (?:for|to|towards?)|approach(?:es|ing)?|rages? (?:through|in)|burns? down"
    r"|spreads? (?:to|through))\s+(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_THREATENED = re.compile(
    r"^(?P<what>.+?)\s+(?:is|are|was|were)\s+(?:being\s+)?(?:threatened|attacked|terrori[sz]ed|invaded|frightened)\s+by\s+"
    r"(?:an?|the|some)?\s*(?P<by>.+?)(?P<rest>(?:[,;]|\s(?:and|but|until)\b).*)?$",
    re.IGNORECASE | re.DOTALL,
)
_ON_FIRE = re.compile(
    r"^(?P<what>.+?)\s+(?:(?:is|are|was|were)\s+on|catch(?:es)?|caught|goes up in|starts? to be on)\s+(?:fire|flames)\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_DIRTY = re.compile(
    r"^(?P<what>.+?)\s+(?:is|are|was|were|gets?|got)\s+(?:so\s+|too\s+|all\s+)?(?:full of|covered (?:in|with)"
    r"|drowning in|choked (?:by|with))\s+(?:\w+\s+)?(?:plastic|rubbish|trash|litter|garbage|waste|bags"
    r"|bottles)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_AND = re.compile(r"^\W*(?:(?:and|but|so|until|then)\s+)*(?P<clause>\S.*)$", re.IGNORECASE | re.DOTALL)
_LIVES_THERE = {"sea": "A little fish", "river": "A little fish", "forest": "A squirrel"}
"""Who saves a place that the prompt gives nobody to, by its home in the lexicon."""
_NO_HOMES = frozenset("island beach boat ship lighthouse coast harbour harbor town village camp tent".split())
"""Where people live, though by the sea or in a forest."""


def statement(text: str) -> str:
    """Who saves it: whoever acts in the next clause, or somebody who lives there; empty where nothing is threatened."""
    told = text.strip().rstrip(".!")
    if (match := _ON_FIRE.match(told)) and _saved(match["what"]):
        return _told(match["what"], match["rest"], "save {} from the fire")
    if (match := _DIRTY.match(told)) and _saved(match["what"]):
        return _told(match["what"], match["rest"], "clean up {}")
    if (match := _THREATENED.match(told)) and _saved(match["what"]) and not _alive(match["what"]):
        return _told(match["what"], match["rest"] or "", f"save {{}} from the {match['by']}")
    power = spans.subject(told[:1].lower() + told[1:])
    match = _THREATENS.match(power.rest.strip()) if power and power.being.phrase.noun in _POWERS else None
    if power is None or match is None:
        return ""
    _, rest = spans.phrase(match["what"])
    what = match["what"][: len(match["what"]) - len(rest)].strip() if rest else match["what"]
    if not _saved(what):
        return ""
    foe = re.sub(r"^(?:an?|the)\s+", "", power.text, flags=re.IGNORECASE)
    return _told(what, rest, f"save {{}} from the {foe}")


def _saved(what: str) -> bool:
    """Whether it is a thing or a place that the lexicon knows."""
    found = spans.subject(what[:1].lower() + what[1:])
    return found is not None and not found.rest and bool(spans.kind(found.being))


def _alive(what: str) -> bool:
    """Whether it is somebody, whose own story it is."""
    found = spans.subject(what[:1].lower() + what[1:])
    return found is not None and found.alive


def _told(what: str, rest: str, deed: str) -> str:
    clause = _AND.match(rest)
    who = spans.subject(clause["clause"]) if clause else None
    thing = what[:1].lower() + what[1:] if re.match(r"(?:the|an?|our|my|their)\s", what, re.IGNORECASE) else what
    thing = re.sub(r"^(?:our|my|an?)\b", "the", thing)
    if who and who.alive and who.acts and not spans.PRONOUN.match(who.text):
        plain = who.plain
        after = f". {spans.capital(who.pronoun)} {who.rest.strip()}"
        return f"{spans.capital(who.text)} {'want' if plain else 'wants'} to {deed.format(thing)}{after}."
    return f"{_neighbour(what)} wants to {deed.format(thing)}."


def _neighbour(what: str) -> str:
    found = spans.subject(what[:1].lower() + what[1:])
    noun = lexicon.nouns().get(found.being.phrase.noun) if found else None
    if noun is None or noun.name in _NO_HOMES or noun.kind != "place":
        return "A child"
    return _LIVES_THERE.get(noun.home, "A child")
