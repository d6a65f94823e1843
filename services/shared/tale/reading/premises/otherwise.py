"""Find what is otherwise in a world or a town: "What if everyone could fly", "A town where nobody says no"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises import deeds, parts, plainly
from services.shared.tale.reading.premises.plainly import NOT, Sentence, one_of
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_PLACE = re.compile(
    r"^\W*(?:in )?(?P<place>(?:an?|the) (?:[\w-]+ ){0,2}?"
    + one_of(
        "world",
        "town",
        "village",
        "city",
        "land",
        "planet",
        "country",
        "kingdom",
        "school",
        "island",
        "street",
        "house",
        "forest",
    )
    + r") ?(?:,|where|in which) (?P<clause>\S.+)$",
    re.IGNORECASE,
)
_RAINS = re.compile(
    r"^it (?:(?:suddenly|once|always|start(?:s|ed)|began|to|is|was|could|can|would) )*"
    r"(?:rain|snow|pour|hail)(?:s|ed|ing)? "
    r"(?P<what>(?!and\b|all\b|for\b|in\b|on\b|every\b|so\b|hard\b|heavily\b)[\w' -]+?)"
    r"(?P<rest>(?: (?:on|at|during|in|for|from|instead|every|all|until|and|but|so|because)\b|[,.;]).*)?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(?:(?:nobody|no one|no-one|no (?:child|children|people|person|grown-ups?|adults?)) (?!(?:has|had) to )"
    r"(?:(?:ever|can|could|is|are|was|were|may|dares?|remembers?|knows?|knew|how|allowed|able|to|has|had|wants?) )*"
    r"|(?:everyone|everybody|people) (?:has )?(?:forgets?|forgot|forgotten) (?:how )?to )(?P<deed>\S.*)$",
    re.IGNORECASE,
)
_UNABLE = re.compile(
    r"^(?:nobody|no one|no-one) (?:can|could|may|dares?|remembers?|knows? how|is allowed)\b", re.IGNORECASE
)
"""How a sentence begins that says by itself that nobody does something any more."""
_ALL = re.compile(
    r"^(?P<who>everyone|everybody|people|humans|we|the (?:whole|entire) (?:town|world|village|school)"
    r"|all (?:the )?[\w-]+|[a-z-]+s)(?: in (?:the|our) \w+)? (?P<deed>\S.*)$",
    re.IGNORECASE,
)
_GONE = one_of(
    "(?:all )?disappear(?:s|ed)?", "vanish(?:es|ed)?", "stop(?:s|ped)?(?: working)?", "fail(?:s|ed)?", "fade[sd]?",
    "(?:went|ran|go|run) away", "left", "(?:go|went) missing", "(?:is|are|was|were) (?:gone|stolen|switched off)",
    f"{NOT} work",
)  # fmt: skip
_LOSES = re.compile(
    rf"^(?:(?:all )?(?:the )?(?:gravity|colou?rs?)(?: (?:of|in) the world)? (?:suddenly )?{_GONE}"
    r"|the world (?:lost|loses) (?:all )?(?:its |the )?(?:colou?rs?|gravity)"
    r"|there (?:is|was|were) no (?:gravity|colou?rs?))\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"(?:forg[eo]t|not|never|stop|disappear|vanish|live|(?:do|does|did|can|could|will|would) not)")
"""How a clause begins that says what all do no more."""


def wish(said: Sentence) -> Wish | None:
    """The wish of a child to whom it happens; None where all is as always."""
    placed = _PLACE.match(said.text)
    clause = placed["clause"] if placed else said.text
    found = _weather(clause) or _gone(clause) or _for_all(clause, whole=said.led or placed is not None)
    if found is None:
        return None
    if found.premise and said.led:
        found = replace(found, premise=replace(found.premise, time=said.time))
    if placed is None:
        return found
    told = parts.there(f"in {placed['place']}")
    return replace(found, where=told.where, home=told.home)


def _weather(clause: str) -> Wish | None:
    match = _RAINS.match(clause)
    what = parts.thing(match["what"]) if match else None
    if match is None or what is None or not what.noun:
        return None
    thing = NounPhrase(what.noun, what.adjectives, "", what.plural)
    rest = (match["rest"] or "").strip()
    when = parts.occasion(rest)
    goals = {"en": "stop this strange rain", "es": "parar aquella lluvia", "fr": "arrêter cette pluie étrange"}
    return Wish(
        hero=Reader("I").being() if re.search(r"\bmy\b", rest) else None, act="face", topic="rained", thing=thing,
        goal=VerbPhrase("stop this strange rain", goals), extras=() if when else parts.beside(rest),
        premise=Premise("rained", when=when),
    )  # fmt: skip


def _gone(clause: str) -> Wish | None:
    match = _LOSES.match(clause)
    if match is None:
        return None
    name = "gravity" if "gravity" in match[0].lower() else "colours"
    goals = {
        "gravity": {"en": "bring the gravity back", "es": "recuperar la gravedad", "fr": "ramener la gravité"},
        "colours": {"en": "bring the colours back", "es": "recuperar los colores", "fr": "ramener les couleurs"},
    }
    return Wish(act="face", topic=name, goal=VerbPhrase("bring back", goals[name]), premise=Premise(name))


def _for_all(clause: str, *, whole: bool) -> Wish | None:
    """What everybody does, or nobody, or all of a kind."""
    none = _NOBODY.match(clause)
    match = none or (_ALL.match(clause) if whole else None)
    if match is None or (none is None and _UNDONE.match(match["deed"])) or not (whole or _UNABLE.match(clause)):
        return None
    said, rest = plainly.divided(match["deed"])
    if (other := spans.subject(rest)) and other.acts:
        # That is told of somebody in such a place.
        return None
    did = deeds.deed(said)
    if did is None:
        return None
    goals = {"en": "make the best of it", "es": "sacar lo mejor de aquello", "fr": "en tirer le meilleur parti"}
    goal = did if none else VerbPhrase("make the best of it", goals)
    thing = None if none else _group(match["who"])
    topic = "nobody" if none else "kind" if thing else "everybody"
    return Wish(
        act="face", topic=topic, goal=goal, thing=thing, extras=parts.beside(rest), premise=Premise(topic, deed=did)
    )


def _group(who: str) -> NounPhrase | None:
    """Animals or things that all do something; None for people."""
    found = parts.thing(who)
    noun = lexicon.nouns().get(found.noun) if found else None
    if (
        found is None
        or noun is None
        or noun.kind in ("person", "kin", "trade")
        or noun.name in ("world", "town", "village", "school")
    ):
        return None
    return NounPhrase(found.noun, found.adjectives, "the", plural=True)
