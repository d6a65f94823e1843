"""Read two who compete: "Two bakers compete to make the best cake for the queen", "A fox and a crow race".

Who makes something that is judged has a tale of its own; who races, sings or fights for a prize wants to win.
"""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import RELATIVE, Who, kind, premise, there, thing, who
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon
from services.shared.tale.words.lexicon import CODES

_PLACE = (
    r"(?:(?:live|work)s?\s+)?(?:(?P<place>(?:in|on|at|from|across)\s+(?:the|an?|one|two|opposite)\s+"
    r"[\w' -]+?)\s+)?"
)
_CONTEST = (
    r"(?:(?:have|has|had|hold|holds|enter|enters|are in|take part in)\s+(?P<contest>(?:an?|the|another|their)\s+"
    r"(?:[\w-]+\s+){0,3}?(?:contest|competition|race|bet|battle|match|duel)))"
)
_AGAINST = (
    r"(?:\s+(?:(?:against|with)\s+)?(?:each other|one another)"
    r"|\s+(?:against|with)\s+(?P<against>(?:an?|the|his|her|their)\s+[\w' -]+?))?"
)
_COMPETES = re.compile(
    rf"^{_PLACE}(?:(?:who|that|each|both|always|are rivals and|have to|decide to|start to)\s+)*"
    r"(?P<verb>(?:compete|vie|battle|contend|race)(?:s|d|ing)?|challenge each other"
    rf"|{_CONTEST}){_AGAINST}(?P<rest>\s+.*|)$",
    re.IGNORECASE | re.DOTALL,
)
_BOTH = re.compile(
    rf"^{_PLACE}(?:(?:who|that)\s+)?(?:(?:both|each)\s+(?:of them\s+)?(?:want|try|hope|plan|wish|have|need)(?:s|ed)?)"
    r"\s+to\s+(?P<deed>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_TO = re.compile(
    r"^(?:\s+(?:in|at|for|during)\s+(?:an?|the)\s+[\w' -]+?)??,?\s+(?:to|over|about)\s+"
    r"(?:see\s+|find out\s+|decide\s+)?"
    r"(?:(?:who|which of them)\s+(?:can|could|will|gets to)\s+)?(?P<deed>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT = re.compile(r"^\s+(?:their|an?|the|two|some|toy|paper)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:\s+(?:in|at|for|during)\s+(?:an?|the)\s+[\w' -]+?)??,?\s+(?:to|over|about)\s+"
    r"(?:(?:see|find out|decide|prove|show)\s+)?(?:who|which(?:\s+one)?(?:\s+of\s+them)?)\s+(?:is|was)\b",
    re.IGNORECASE,
)
"""“to see who is the greatest”"""
_PRIZE = re.compile(
    r"^\s+for\s+(?P<prize>(?:the|an?)\s+(?:[\w'’-]+\s+){0,3}?(?:prize|cup|trophy|crown|medal|spoon|ribbon|award|title|throne))"
    r"[.!]*$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"^\s+(?:in|at)\s+(?P<prize>(?:the|an?|their)\s+(?:[\w'’-]+\s+){0,3}?(?:show|contest|competition|race|fair|tournament|bee|match))"
    r"[.!]*$",
    re.IGNORECASE,
)
_BETTER = {
    "best": ("better", "mejor", "mieux"), "highest": ("higher", "más alto", "plus haut"),
    "fastest": ("faster", "más rápido", "plus vite"), "farthest": ("farther", "más lejos", "plus loin"),
    "furthest": ("farther", "más lejos", "plus loin"), "loudest": ("louder", "más fuerte", "plus fort"),
    "longest": ("longer", "más tiempo", "plus longtemps"),
}  # fmt: skip
_DOES = re.compile(rf"^(?P<verb>[a-z]+)(?:\s+the)?\s+(?P<how>{'|'.join(_BETTER)})[.!]*$", re.IGNORECASE)
"""“jump the highest”, of who is to jump higher than the other one"""
_SUPERLATIVE = re.compile(r"\bthe\s+most\s+\w+(?=\s+\w)")
"""“the most beautiful garden”, which is said as the best one."""
_PLEASE = re.compile(
    r"\s+to\s+(?:impress|please|delight|surprise|win over)\s+(?P<judge>(?:the|an?|their)\s+[\w' -]+?)[.!]*$"
)
_MOST = re.compile(r"\b(?:best|most|(?!forest|guest|honest|nest|chest|west|rest\b|test|quest|harvest)[a-z]{2,}est)\b")
_BIG = re.compile(r"\b(?:biggest|tallest|largest|longest|highest|heaviest|hugest|fastest|strongest)\b")
_MAKES = frozenset(
    "make build bake cook paint draw sew knit write invent create grow design carve weave brew plant decorate construct"
    " craft compose mix prepare tell".split()
)
_JUDGES = {"animal": NounPhrase("owl", ("old",), "the"), "": NounPhrase("mayor", determiner="the")}
"""Who judges where the prompt does not say."""


def wish(text: str) -> Wish | None:
    """One of two rivals wants to make it better, or to win; None where nobody competes, or it is not said for what."""
    found = who(text)
    if found is None or (found.kind and found.kind not in lexicon.ALIVE | {"machine"}):
        return None
    rest = RELATIVE.sub("", found.rest.strip())
    if both := _BOTH.match(rest):
        told = _wanted(found, both["deed"]) if found.hero.several or found.friend else None
        return told and _at(told, both["place"])
    said = _COMPETES.match(rest)
    rival = _rival(found, said["against"] or "") if said else None
    if said is None or rival is None:
        return None
    if _TITLE.match(said["rest"]):
        return _won(found, f"win {said['contest'] or 'the contest'}", rival)
    if prize := _PRIZE.match(said["rest"]) or _AT.match(said["rest"]):
        return _won(found, f"win {prize['prize']}", rival)
    to = _TO.match(said["rest"])
    told = (_made(found, to["deed"], rival) or _outdone(found, to["deed"], rival)) if to else None
    if told is None:
        # Who races their kites or their boats does more than run.
        races = said["verb"].lower().startswith("race") and not _OBJECT.match(said["rest"])
        told = _won(found, "race" if races else f"win {said['contest']}", rival) if races or said["contest"] else None
    return told and _at(told, said["place"])


def _wanted(found: Who, deed: str) -> Wish | None:
    """What both of them want; None for what both can have."""
    rival = _rival(found, "")
    if rival and deed.lower().startswith("win "):
        return _won(found, deed, rival)
    return _made(found, deed, rival) if _MOST.search(deed) else None


def _at(told: Wish, place: str | None) -> Wish:
    """The wish with where it happens: "on the same street"."""
    return replace(told, home=there(place).home or told.home) if place else told


def _rival(found: Who, against: str) -> NounPhrase | None:
    """Whom the hero competes with: the one who is named beside them, or the other one of two of a kind."""
    if against:
        return thing(against)
    hero, friend = found.hero, found.friend
    if friend and (friend.name or friend.phrase.noun != hero.phrase.noun):
        return replace(friend.phrase, name=friend.name, determiner="" if friend.name else "the", plural=False)
    if not hero.several:
        return None
    two = hero.phrase.determiner.removeprefix("their").strip() in ("two", "both", "")
    return NounPhrase(hero.phrase.noun, ("other",) if two else ("second",), "the")


def _made(found: Who, deed: str, rival: NounPhrase | None) -> Wish | None:
    """Who makes it, and who judges it; None for what nobody makes."""
    deed = _SUPERLATIVE.sub("the best", deed)
    pleased = _PLEASE.search(deed)
    goal = literal(deed[: pleased.start()] if pleased else deed.strip(" .!"))
    if rival is None or goal is None or goal.thing is None or goal.verb.partition(" ")[0] not in _MAKES:
        return None
    judge = (thing(pleased["judge"]) if pleased else None) or _judge(goal, found)
    told = premise(replace(found, friend=None), "rivals", "big" if _BIG.search(deed) else "fine", goal,
                   thing=goal.thing, price=judge.definite())  # fmt: skip
    return replace(told, foe=rival)


def _judge(goal: VerbPhrase, found: Who) -> NounPhrase:
    """For whom it is made: the queen of "for the queen", the king of "the king's portrait"."""
    for item in goal.complements:
        if item.preposition == "for" and (kind(item.phrase) in lexicon.ALIVE or item.phrase.name):
            return item.phrase
    owner = next((word[:-2] for word in goal.thing.adjectives if word.endswith(("'s", "’s"))), "") if goal.thing else ""
    if owner and kind(NounPhrase(owner)) in lexicon.ALIVE:
        return NounPhrase(owner, determiner="the")
    return _JUDGES.get(found.kind, _JUDGES[""])


def _won(found: Who, deed: str, rival: NounPhrase) -> Wish | None:
    """Who wants to win a race or a prize against the other one."""
    read = Reader(f"A child wants to {deed.strip(' .!')} against {_said(rival)}").read()
    return replace(read, hero=found.hero, foe=rival) if read.act == "win" else None


def _outdone(found: Who, deed: str, rival: NounPhrase) -> Wish | None:
    """Who wants to do better what both of them do: "sing better than the crow"."""
    said = _DOES.match(deed)
    done = literal(said["verb"]) if said else None
    if said is None or done is None or done.goal is None or len(done.goal) < len(CODES):
        return None
    how = dict(zip(CODES, _BETTER[said["how"].lower()], strict=True))
    than = {"en": "than", "es": "que", "fr": "que"}
    goal = {code: f"{done.goal[code].removesuffix(' @')} {how[code]} {than[code]} @" for code in CODES}
    told = premise(replace(found, friend=None), "", "", VerbPhrase(done.verb, goal, rival))
    return replace(told, act="win", foe=rival)


def _said(rival: NounPhrase) -> str:
    return rival.name or " ".join((rival.determiner, *rival.adjectives, rival.noun))
