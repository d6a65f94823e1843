"""Read a thing that does something odd: "A clock that runs backwards", "The teapot that sings at midnight"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import Who, child, kind, premise, who
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon, wordforms
from services.shared.tale.words.lexicon import CODES

_KINDS = frozenset(
    "building clothing container furniture instrument light machine thing tool treasure vehicle writing".split()
)
"""Kinds of what does nothing by itself."""
_SOMEBODY = frozenset("robot computer spaceship train tractor".split())
"""Machines that are somebody in tales."""
_ODD = frozenset(
    "answer bark bite blush bounce burp chime cough cry dance disappear dream float fly giggle glow go growl grow"
    " hiccup hop hum jump laugh meow move point print purr rain ring run shake show shrink sigh sing sleep sneeze snore"
    " speak spin swim talk tell tick tickle turn walk wander whisper whistle write yawn".split()
)
"""Verbs of what a thing does and nobody would expect of it."""
_DOES = re.compile(r"^,?\s*(?:(?:that|which|who)\s+)(?P<does>(?:(?:always|suddenly|secretly|often)\s+)*[a-z].*?)[.!]*$")
_NAMED = re.compile(r"^(?:the|an?)\s+(?P<odd>[a-z]+ing)\s+(?P<thing>[a-z]+(?: [a-z]+)?)$", re.IGNORECASE)
_MORE = re.compile(r"\b(?:and|but|who|which|when|whenever|if|until|because|so|to|never|not|only|than|about|of)\b")
_HOW = {
    "backwards": ("al revés", "à l'envers"), "backward": ("al revés", "à l'envers"),
    "upside down": ("boca abajo", "la tête en bas"), "too fast": ("demasiado deprisa", "trop vite"),
    "too slowly": ("demasiado despacio", "trop lentement"), "all night": ("toda la noche", "toute la nuit"),
    "all day": ("todo el día", "toute la journée"), "every night": ("cada noche", "chaque nuit"),
    "at night": ("por la noche", "la nuit"), "at midnight": ("a medianoche", "à minuit"),
    "in circles": ("en círculos", "en rond"), "sideways": ("de lado", "de côté"), "loudly": ("muy alto", "très fort"),
    "by itself": ("sin ayuda", "sans aide"), "in rhyme": ("en verso", "en vers"),
    "in rhymes": ("en verso", "en vers"), "by night": ("de noche", "de nuit"),
}  # fmt: skip
"""How it does so, in Spanish and French."""
_ANY = frozenset(("backwards", "by itself", "sideways", "upside down"))
"""How nothing ever does anything."""
_WAY = re.compile(rf"\s+(?P<how>{'|'.join(sorted(_HOW, key=len, reverse=True))})(?=\s|$)")
_RUNS = {"en": "run", "es": "andar", "fr": "marcher"}
"""How a clock runs, which has no legs."""
_UNDERSTOOD = {
    "en": "find out what @ was good for",
    "es": "averiguar para qué servía @",
    "fr": "savoir à quoi servait @",
}
_AT = frozenset(("in", "at", "on"))


def wish(text: str) -> Wish | None:
    """A child finds out what it is good for; None for somebody, and for what any such thing does."""
    if (named := _NAMED.match(text.strip().rstrip(".!"))) and (base := spans.base(named["odd"])) in _ODD:
        text = f"A {named['thing']} that {lexicon.third_person(base)}"
    found = who(text)
    said = _DOES.match(found.rest.strip()) if found else None
    if found is None or said is None or found.friend or found.hero.name or found.hero.several:
        return None
    noun = found.hero.phrase.noun
    if found.kind not in _KINDS or noun in _SOMEBODY or _MORE.search(said["does"]):
        return None
    deed = _deed(re.sub(r"^(?:(?:always|suddenly|secretly|often)\s+)+", "", said["does"]))
    if deed is None:
        return None
    thing = replace(found.hero.phrase, determiner="the")
    goal = VerbPhrase("find out", _UNDERSTOOD, thing)
    told = premise(Who(child(), None, ""), "quirk", "", goal, thing=thing)
    there = Reader(text).read()
    where = there.where if there.where and kind(there.where.phrase) in lexicon.WHERE else None
    return replace(told, home=there.home, where=where, premise=Premise("quirk", deed=deed))


def _deed(does: str) -> VerbPhrase | None:
    """What it does, with how, but not where in the world; None for what is not odd or cannot be said."""
    way = _WAY.search(does)
    first, _, rest = (does[: way.start()] + does[way.end() :] if way else does).partition(" ")
    base = wordforms.lemmas(first).get("VERB", first)
    odd = base in _ODD or (way is not None and way["how"] in _ANY)
    deed = literal(f"{base} {rest}".strip()) if odd else None
    if deed is None:
        return None
    goal = _RUNS if base in ("run", "go") and deed.thing is None else deed.goal
    if goal is None or len(goal) < len(CODES):
        return None
    if way:
        hows = dict(zip(CODES, (way["how"], *_HOW[way["how"]]), strict=True))
        goal = {code: f"{goal[code]} {hows[code]}" for code in CODES}
    where = [item for item in deed.complements if not (item.preposition in _AT and kind(item.phrase) in lexicon.WHERE)]
    return replace(deed, verb=base, goal=goal, complements=tuple(where))
