"""Find whom everybody waits for: "Santa overslept", "The tooth fairy forgot to come", "Mum forgets my birthday"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises import deeds, parts
from services.shared.tale.reading.premises.plainly import NOT, Sentence, one_of
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Being, Wish

_WHO = r"^(?P<who>[^,.;!?]+?) (?:(?:has|have|had|suddenly|just|simply|once|all) )*"
_REST = r"(?P<rest>(?: ?[,.;!?]| (?:and|but|so|because|until|on|for)\b).*)?$"
_FORGETS = one_of("forgets?", "forgot", "forgotten")
_ASLEEP = re.compile(
    _WHO
    + one_of(
        "oversleeps?",
        "overslept",
        "sle(?:eps?|pt) (?:in|too long|through)",
        f"{NOT} wake up",
        "falls? asleep",
        "fell asleep",
    )
    + r"\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    _WHO + rf"(?:{_FORGETS}|{NOT} remember) (?:about )?(?P<whose>my|our|his|her|their|\S+(?: \w+)?'s)"
    r" (?:\w+ )?birthday\b",
    re.IGNORECASE,
)
_FORGOT = re.compile(
    _WHO
    + _FORGETS
    + r" (?:to (?P<deed>[a-z]+[^,.;!?]*?)|(?:about )?(?:my|our|his|her|\S+'s|us|me|(?-i:[A-Z])\S+)(?: [a-z]+)?)"
    + _REST,
    re.IGNORECASE,
)
_LOST = re.compile(
    _WHO
    + one_of("loses?", "lost", "drops?", "dropped", "can not find", "runs? out of", "ran out of")
    + r" (?P<what>(?:(?:all|his|her|its|their|the) )+[\w ]+?|[a-z]+)"
    + _REST,
    re.IGNORECASE,
)
_COMING = one_of(
    "comes?", "came", "shows? up", "turns? up", "arrives?", "get up", "rises?", "rose", "go down", "set", "appears?"
)
_LATE = re.compile(
    _WHO + rf"(?:(?:{NOT}|never|fails? to) (?P<deed>{_COMING}[^,.;!?]*?)"
    r"|(?:is|was|are|were|gets?|got) (?:(?:very|so|much|too) )?(?:late|ill|sick|lost|stuck[^,.;!?]*?))" + _REST,
    re.IGNORECASE,
)
_AWAITED = frozenset(
    "sun moon spring summer winter autumn snow rain stork postman postwoman mailman rooster milkman Santa Frost".split()
) | {
    "Santa Claus",
    "Father Christmas",
    "Saint Nicholas",
    "St. Nicholas",
    "the Tooth Fairy",
    "the Easter Bunny",
    "the Sandman",
    "Jack Frost",
}
"""Who comes to everybody, and is nobody's hero when they do not."""
_SEASONS = frozenset("spring summer autumn winter snow rain".split())
_SKY = frozenset(("sun", "moon", "rain", "snow"))
_COMES = {"sun": "rise", "moon": "rise", "rooster": "crow"}
_NIGHTLY = frozenset("moon Santa".split()) | {"the Sandman", "the Tooth Fairy", "Santa Claus", "Father Christmas"}
_FELT = frozenset(("body", "idea", "event"))
"""Kinds of what nobody can find again by looking for it: a voice."""
_DUTY = re.compile(r"\b(?:has to|have to|had to|must)\b", re.IGNORECASE)
_KIN = frozenset(
    "mother father mum mom mummy mommy dad daddy parent family brother sister friend grandma grandpa granny grandmother"
    " grandfather aunt uncle teacher class".split()
)
_ALL = frozenset(("everyone", "everybody", "all"))


def wish(said: Sentence) -> Wish | None:
    """The wish of whoever waits; None where everybody comes."""
    if birthday := _BIRTHDAY.match(said.text):
        return _forgotten(birthday["who"].strip(), birthday["whose"])
    for sort, pattern in (("asleep", _ASLEEP), ("forgot", _FORGOT), ("lost", _LOST), ("late", _LATE)):
        match = pattern.match(said.text)
        who = _awaited(match["who"]) if match else None
        if sort == "forgot" and who and who.noun in _SKY:
            # That is a topic, whose hero it is.
            return None
        if match and who:
            return _told(sort, who, match.groupdict(default=""))
    return None


def _awaited(who: str) -> NounPhrase | None:
    """Somebody for whom all wait."""
    found = spans.subject(who)
    if found is None or found.rest.strip():
        return None
    phrase = replace(found.being.phrase, name=found.being.name)
    return phrase if {phrase.noun, phrase.name, phrase.name.partition(" ")[0]} & _AWAITED else None


def _told(sort: str, who: NounPhrase, groups: dict[str, str]) -> Wish | None:
    deed = deeds.deed(groups.get("deed") or _COMES.get(who.noun, "come"))
    hero = parts.helper(groups["rest"])
    if hero is None and (_DUTY.search(groups["rest"]) or (sort == "lost" and groups["rest"])):
        # Whoever has to do it instead has a tale of their own, and so has whoever loses something somewhere.
        return None
    lost = parts.thing(groups["what"]) if sort == "lost" else None
    if deed is None or (sort == "lost" and lost is None):
        return None
    known = who if who.name or who.noun in _SEASONS else replace(who, determiner="the")
    if lost and parts.kind(lost) in _FELT:
        sort, lost = "late", None
    goals = {
        "en": "find out what had happened to @",
        "es": "averiguar qué pasaba con @",
        "fr": "savoir ce qui était arrivé à @",
    }
    time = "night" if {who.noun, who.name} & _NIGHTLY else "day"
    return Wish(
        hero=hero, act="face", topic="absent", goal=VerbPhrase("find out", goals, known), thing=known,
        form=lost and replace(lost, determiner="the"), extras=() if hero else parts.beside(groups["rest"]),
        premise=Premise(sort, deed=deed, time=time),
    )  # fmt: skip


def _forgotten(who: str, whose: str) -> Wish | None:
    """Whose birthday it is waits for those who forget it."""
    found = spans.subject(who)
    noun = (found.being.phrase.noun or found.being.name.lower()) if found else ""
    everybody = who.split(maxsplit=1)[0].lower() in _ALL
    if not everybody and (found is None or not (noun in _KIN or spans.kind(found.being) == "kin")):
        return None
    hero: Being | None = Reader(spans.whose(whose) if "'" not in whose else whose.removesuffix("'s")).being()
    if hero is None:
        return None
    several = bool(found and found.being.phrase.plural and not everybody)
    thing = NounPhrase("family" if everybody else noun, determiner="their", plural=several)
    goals = {"en": "celebrate the birthday", "es": "celebrar el cumpleaños", "fr": "fêter l'anniversaire"}
    goal = VerbPhrase("celebrate the birthday", goals)
    return Wish(hero=hero, act="face", topic="birthday", goal=goal, thing=thing, premise=Premise("birthday"))
