"""Read who has come that does not belong there: "A whale appears in the pond", "A penguin arrives by mail"."""

import re
from dataclasses import replace

from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import Who, child, premise, who
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Wish

_VERBS = {
    "appear": {"en": "appear", "es": "aparecer", "fr": "apparaître"},
    "land": {"en": "land", "es": "aterrizar", "fr": "atterrir"},
    "arrive": {"en": "arrive", "es": "llegar", "fr": "arriver"},
    "turn up": {"en": "turn up", "es": "aparecer", "fr": "apparaître"},
    "fall": {"en": "fall", "es": "caer", "fr": "tomber"},
}
"""How somebody comes, in each language."""
_COMES = re.compile(
    r"^(?:(?:suddenly|once|just|mysteriously)\s+)*(?:(?P<appear>appears?|appeared)|(?P<land>(?:crash-?)?land(?:s|ed)?)"
    r"|(?P<arrive>arrives?|arrived)|(?P<turn_up>(?:turn|show)(?:s|ed)?\s+up)"
    r"|(?P<fall>falls?|fell))\s+(?P<where>(?:in|on|at|into|by|under|behind)\s+[\w -]+?)[.!]*$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:and|but|who|that|which|when|because|where|with|to|for|love)\b", re.IGNORECASE)
_COMERS = frozenset(("animal", "creature"))
"""Kinds of whom nobody can simply ask."""
_WANTED = {"en": "find out what @ wanted", "es": "averiguar qué quería @", "fr": "découvrir ce que voulait @"}


def wish(text: str) -> Wish | None:
    """A child finds out what the one who came wants; None for people, who can say it, and for what is no one."""
    found = who(text)
    if found is None or found.kind not in _COMERS or found.hero.name or found.hero.several or found.friend:
        return None
    said = _COMES.match(found.rest.strip())
    if said is None or _MORE.search(said["where"]):
        return None
    verb = next(name.replace("_", " ") for name in ("appear", "land", "arrive", "turn_up", "fall") if said[name])
    place = literal(f"appear {said['where']}")
    if place is None or place.thing or not place.complements:
        return None
    newcomer = replace(found.hero.phrase, determiner="a")
    deed = VerbPhrase(verb, _VERBS[verb], complements=place.complements)
    goal = VerbPhrase("find", _WANTED, newcomer)
    told = premise(Who(child(), None, ""), "coming", "", goal, thing=newcomer)
    return replace(told, premise=Premise(deed=deed))
