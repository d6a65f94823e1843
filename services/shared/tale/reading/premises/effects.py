"""Find what a thing does to whoever uses it: "A hat that makes whoever wears it invisible"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises import deeds, parts, plainly
from services.shared.tale.reading.premises.plainly import NOT, Sentence, one_of
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

_HEAD = r"^(?P<head>.+?) "
_THAT = _HEAD + r"(?:that|which) (?:(?:can|could|magically|always|only) )*"
_WHOM = one_of(
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "whoever",
    "people",
    "children",
    "kids",
    "grown-ups",
    "adults",
    "you",
    "us",
    "them",
    "him",
    "her",
    "all (?:the )?(?:people|children|grown-ups|villagers)",
    "the person",
    "the (?:whole |entire )?(?:town|village|school|class|people|villagers|children)",
    "(?:the|its|his|her|their) (?:wearer|owner|eater|reader|listener)s?",
)
_USE = r"(?P<use>[a-z]+(?: (?:at|into|to|on))?) (?:it|them|one|some)(?: (?P<up>on))?"
"""What one does with the thing: "wears it"."""
_MAKES = one_of(
    "makes?", "made", "lets?", "causes?", "forces?", "turns?", "turned", "changes?", "puts?", "sends?", "gives?", "gave"
)
_DOES = re.compile(
    _HEAD + r"(?:(?:that|which|whose (?P<part>(?:\w+ )?\w+)) )?(?:(?:can|could|magically|always) )*"
    rf"(?P<does>{_MAKES}) {_WHOM}(?: (?:who |that )?{_USE})? (?:to )?(?P<effect>\S.*)$",
    re.IGNORECASE,
)
_WHOEVER = re.compile(
    r"^(?P<head>.+?)[,.]? (?:(?:and|so that|where) )?(?:whoever|(?:everyone|everybody|anyone|anybody|those) who)"
    rf" {_USE} (?P<effect>\S.*)$",
    re.IGNORECASE,
)
_SHOWS = re.compile(
    _THAT + r"shows? (?:you |people |everyone )?(?P<what>(?:the|their|your) (?:future|past|truth))\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    _THAT + rf"(?:{NOT} stop|never stops?|keeps?(?: on)?) (?P<effect>\w+ing)\b(?P<rest>.*)$", re.IGNORECASE
)
_GETS = re.compile(
    r"^(?P<who>\S.*?) (?:(?:suddenly|once|who|accidentally|and) )*"
    + one_of(
        "finds?",
        "found",
        "has",
        "had",
        "gets?",
        "got",
        "is given",
        "buys?",
        "bought",
        "makes?",
        "made",
        "invents?",
        "invented",
        "discovers?",
        "discovered",
        "bakes?",
        "baked",
        "builds?",
        "built",
        "owns?",
        "inherits?",
        "inherited",
        "receives?",
        "cooks?",
        "cooked",
        "creates?",
        "created",
        "sells?",
        "sold",
        "knits?",
        "knitted",
        "brews?",
        "sews?",
        "sewed",
        "uses?",
        "with",
    )
    + r" (?P<what>(?:an?|the|some|his|her|their|my|our) .+|(?:[a-z]+ )?[a-z]+s)$",
    re.IGNORECASE,
)
_POWER = re.compile(r"^(?:the )?(?:power|ability|gift) to ", re.IGNORECASE)
_USES = {
    "food": "taste", "drink": "taste", "clothing": "put on", "instrument": "listen to", "writing": "read",
    "building": "enter", "room": "enter", "place": "enter", "plant": "smell", "furniture": "sit on", "vehicle": "enter",
}  # fmt: skip
"""What one does to a thing of a kind to feel what it does."""
_USED = {
    "bell": "listen to", "song": "listen to", "whistle": "listen to", "music box": "listen to", "music": "listen to",
    "voice": "listen to", "sneeze": "listen to", "laugh": "listen to", "mirror": "look at", "lamp": "look at",
    "painting": "look at", "picture": "look at", "perfume": "smell", "glasses": "put on", "ring": "put on",
    "crown": "put on", "necklace": "put on", "watch": "put on", "sweet": "taste", "candy": "taste",
}  # fmt: skip
"""The same for single things."""
_BEGUN = {"wear": "put on", "hear": "listen to", "see": "look at", "have": "touch", "own": "touch", "find": "touch"}
"""What begins what a prompt says of whoever has the thing already."""
_LIVING = lexicon.ALIVE | {"sport", "time", "event"}
"""Kinds of what nobody uses."""


def wish(said: Sentence) -> Wish | None:
    """The wish of whoever has the thing; None for a sentence without such a thing."""
    for pattern in (_SHOWS, _KEEPS, _DOES, _WHOEVER):
        if (match := pattern.match(said.text)) and (found := _told(match.groupdict(default=""))):
            return found
    return None


def _told(groups: dict[str, str]) -> Wish | None:
    effect, rest = plainly.divided(_effect(groups))
    did = deeds.deed(effect)
    had = had_by(groups["head"], groups.get("part", ""))
    if did is None or had is None:
        return None
    hero, thing = had
    if not thing.determiner and thing.plural:
        # "The cookies" after they were told of.
        thing = replace(thing, determiner="a")
    use = parts.verb(_use(thing, groups.get("use", "")), thing)
    goals = {"en": "know what to do with @", "es": "saber qué hacer con @", "fr": "savoir que faire de @"}
    beside = parts.beside(f"{groups.get('rest', '')} {rest}".strip(" .,"))
    return Wish(
        hero=hero, act="face", topic="effect", goal=VerbPhrase("know what to do with", goals, thing), thing=thing,
        extras=beside, premise=Premise("effect", deed=did, use=use),
    )  # fmt: skip


def _effect(groups: dict[str, str]) -> str:
    """What whoever uses it does, from its verb on."""
    if what := groups.get("what"):
        return f"see {what}"
    effect, does = groups["effect"], spans.base(groups.get("does", ""))
    if does in ("turn", "change") and effect.lower().startswith("into "):
        return f"turn {effect}"
    if does in ("put", "send"):
        return "fall asleep" if "sleep" in effect else ""
    if does == "give":
        return _POWER.sub("", effect) if _POWER.match(effect) else f"have {effect}"
    if does == "turn" or (does == "make" and effect.split(maxsplit=1)[0].lower() in lexicon.adjectives()):
        return f"become {effect}"
    return spans.base(effect) if effect.endswith("ing") and " " not in effect else effect


def had_by(head: str, part: str = "") -> tuple[Being | None, NounPhrase] | None:
    """Who has the thing, None where the prompt does not say, and the thing itself; None for what is no thing."""
    if part:
        owner, own = Reader(head).being(), parts.thing(f"the {part}")
        return (owner, NounPhrase(own.noun, own.adjectives, "their", own.plural)) if owner and own else None
    gets = _GETS.match(head)
    owner, own = (None, None) if gets else parts.owned(head)
    who: Being | None
    thing: NounPhrase | None
    if own:
        who, thing = owner, own
    elif gets:
        who, thing = Reader(gets["who"]).being(), parts.thing(gets["what"])
    else:
        found = spans.subject(head)
        who, thing = None, found.being.phrase if found and not found.being.name and not found.rest.strip() else None
    if thing is None or not thing.noun or thing.name or parts.kind(thing) in _LIVING:
        return None
    return who, thing


def _use(thing: NounPhrase, said: str) -> str:
    """What one does with it: what the prompt says, else what one does with a thing of its kind."""
    first, *rest = said.split() or [""]
    base = spans.base(first)
    name = _BEGUN.get(base, " ".join([base, *rest]))
    if base and any(verb.kind == "wish" for verb in lexicon.verbs_named(name)):
        return name
    return _USED.get(thing.noun, _USES.get(parts.kind(thing), "touch"))
