"""Find what draws things that come alive: "A pencil whose drawings come alive"."""

import re

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.premises import effects, parts
from services.shared.tale.reading.premises.plainly import Sentence, one_of
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Wish

_DRAWN = (
    r"(?:(?:(?:all|his|her|your|their|every|any|the) )*(?:drawings?|pictures?|paintings?|doodles?)"
    r"|(?:everything|whatever|anything|what) (?:that )?(?:\w+ )?\w+ (?:draws?|paints?))"
)
_LIVES = one_of(
    "comes? alive", "comes? to life", "came alive", "came to life", "to life", "becomes? real", "became real"
)
_TOOL = re.compile(
    rf"^(?P<head>.+?) (?:that |which )?(?:whose|(?:can )?(?:makes?|brings?|made|brought)) {_DRAWN} {_LIVES}\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_ARTIST = re.compile(
    rf"^(?P<head>.+?)(?:'s| whose|,? (?:and|where|discovers that|finds out that)) {_DRAWN} {_LIVES}\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_MINE = re.compile(rf"^(?:my \w+|(?:everything|whatever|anything) i draw) {_LIVES}\b(?P<rest>.*)$", re.IGNORECASE)


def wish(said: Sentence) -> Wish | None:
    """The wish of whoever draws; None where nothing drawn comes alive."""
    pencil = NounPhrase("pencil", determiner="their")
    if (mine := _MINE.match(said.text)) and re.search(_DRAWN, mine[0], re.IGNORECASE):
        had, rest = (Reader("I").being(), pencil), mine["rest"]
    elif (tool := _TOOL.match(said.text)) and (found := effects.had_by(tool["head"])):
        had, rest = found, tool["rest"]
    elif (artist := _ARTIST.match(said.text)) and (who := Reader(artist["head"]).being()):
        had, rest = (who, pencil), artist["rest"]
    else:
        return None
    hero, thing = had
    goal = VerbPhrase("draw with", {"en": "draw with @", "es": "dibujar con @", "fr": "dessiner avec @"}, thing)
    beside = parts.beside(rest)
    return Wish(hero=hero, act="face", topic="drawn", goal=goal, thing=thing, extras=beside, premise=Premise("drawn"))
