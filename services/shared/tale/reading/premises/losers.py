"""Read who always loses: "A soccer team that loses every game until a new girl joins", "A snail who loses every race".

Who loses games has not mislaid them: they want to win one.
"""

import re
from dataclasses import replace

from services.shared.tale.reading.english import groups
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import RELATIVE, Who, premise, thing, who
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

_GAME = (
    r"(?P<game>(?:(?:(?!(?:his|her|its|their|the|an?|every)\b)[a-z]+\s+){0,2}?(?:game|match|race|contest|competition|tournament|bee|quiz|championship|round))"
    r"|chess|cards|checkers|tag|football|soccer|basketball|hockey|tennis)(?:e?s)?"
)
_ALL = r"(?:every(?:\s+single)?|all(?:\s+(?:of\s+)?(?:its|their|his|her|the))?|each|any|the|an?(?:\s+single)?|one)"
_LOSES = re.compile(
    r"^(?P<clause>(?:(?:has|have|had|always|only|just|almost|nearly)\s+)*"
    r"(?:(?:keeps?\s+(?:on\s+)?losing|(?<!has )(?:loses?|lost))"
    r"|(?:(?:has |have |had )?never|cannot|can not|can['’]t|could not|couldn['’]t|does not|doesn['’]t"
    r"|has not|hasn['’]t)\s+"
    r"(?:ever\s+|yet\s+)?(?:wins?|won)"
    r"|(?:comes?|finish(?:es)?|ends? up)\s+(?:in\s+)?last)"
    rf"(?:\s+(?:(?:at|in)\s+)?(?:{_ALL}\s+)?{_GAME}|\s+all the time|\s+every time)?"
    r"(?:\s+(?:yet|before|so far|they play|it plays))?)"
    r"(?:,?\s+until\s+(?P<until>.+?)|(?P<rest>,?\s+(?:and|but|so|because|when)\s+.+?))?[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_WORST = re.compile(
    rf"^(?:finally|at last|one day)\s+wins?\s+(?:{_ALL}\s+)?{_GAME}"
    r"(?:,?\s+(?:when|after|because)\s+(?P<until>.+?))?[.!]*$",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"^(?P<who>(?:(?:an?|the|one|their|his|her|its)\s+.+?|[A-Z][\w'-]+)(?:,?\s+(?:named|called)\s+[A-Z]\w+)?)\s+"
    r"(?:(?:unexpectedly|finally|suddenly)\s+)?(?:joins?|joined|comes?|came|helps?|helped|arrives?|arrived|shows?\s+(?:up|them|him|her)"
    r"|moves?\s+\w+|teach(?:es)?|taught|becomes|takes\s+over|steps\s+in|asks?\s+to|turns?\s+up|gives?)\b",
    re.DOTALL,
)
_SULKS = re.compile(r"\b(?:angry|mad|upset|cries|cry|furious|tantrum|sore|sulks?)\b", re.IGNORECASE)
"""What says that somebody has to learn to lose, and not to win."""
_WIN = {"en": "win a game", "es": "ganar un partido", "fr": "gagner un match"}
"""What a team wants, in the words for its games."""
_PLAYED = frozenset("chess cards checkers tag football soccer basketball hockey tennis".split())
"""Games that one plays a game of."""


def wish(text: str) -> Wish | None:
    """Who has lost so often wants to win; None where it is not a game that is lost, or lost only once."""
    found = who(text)
    if found is None or (found.kind and found.kind not in lexicon.ALIVE | {"machine", "vehicle"}):
        return None
    rest = RELATIVE.sub("", found.rest.strip())
    said = _LOSES.match(rest) or _WORST.match(rest)
    if said is None or _SULKS.search(text) or not (said["game"] or said["until"] or _is_team(found)):
        return None
    deed = _deed(said["game"] or "")
    won = Reader(f"A child wants to {deed}").read()
    if won.act != "win" or won.goal is None:
        return None
    joins = _JOINS.match(said["until"] or "")
    newcomer = thing(joins["who"]) if joins else None
    if newcomer is None or not (newcomer.name or spans.kind(Being(newcomer)) in lexicon.ALIVE):
        return replace(_told(text, said.groupdict(), deed) or won, hero=found.hero)
    if _is_team(found):
        played = not said["game"] or said["game"].lower().strip() in ("game", "match")
        goal = VerbPhrase("win", _WIN) if played else won.goal
        return premise(replace(found, friend=None), "newplayer", "", goal, thing=_known(newcomer))
    being, _ = spans.phrase(joins["who"] if joins else "")
    return replace(_told(text, said.groupdict(), deed) or won, hero=found.hero, friend=being)


def _told(text: str, said: dict[str, str | None], deed: str) -> Wish | None:
    """The wish with what else is said: how they have lost so far, and what ends it."""
    about = spans.subject(text)
    if about is None or not said.get("clause"):
        return None
    until = f" until {said['until']}" if said["until"] else said["rest"] or ""
    wants = "want" if about.plain else "wants"
    told = Reader(f"{about.text} who {said['clause']} {wants} to {deed}{until}").read()
    return told if told.act == "win" else None


def _is_team(found: Who) -> bool:
    """Whether several play together."""
    return found.hero.several or groups.one_of(found.hero.phrase)


def _deed(game: str) -> str:
    """What they want, who lose at it: "win a match", "win a game of chess"."""
    game = game.lower().strip()
    if game in _PLAYED:
        return f"win a game of {game}"
    return f"win {'an' if game[:1] in 'aeiou' and game else 'a'} {game or 'game'}"


def _known(newcomer: NounPhrase) -> NounPhrase:
    """Whoever joins is not one of theirs yet."""
    return newcomer if newcomer.name else replace(newcomer, determiner="a")
