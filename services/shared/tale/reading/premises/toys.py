"""Read what toys do when nobody sees them: "At midnight all the toys in the shop wake up and have a party"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import Who, placed, premise, single
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

_NIGHT = (
    r"(?:(?:at|after|every|each|one|in|during|when)\s+)?(?:the\s+)?(?:middle of the\s+)?(?:midnight|night|dark|sunset)"
    r"|(?:when|while|after|once|as soon as)\s+[^,]*?"
    r"\b(?:sleeps?|asleep|closes?|closed|leaves?|gone|home|out|twelve|dark|looking)"
)
_TOYS = (
    r"(?P<toys>(?:[\w'’-]+\s+){0,4}?"
    r"(?:toys|dolls|teddies|teddy bears|stuffed animals|puppets|plush animals|stuffies|toy soldiers|action figures)"
    r"(?:\s+and\s+(?:[a-z]+\s+){0,2}?[a-z]+s)?(?:\s+(?:in|of|on|from|at)\s+(?:[\w'’-]+\s+){1,3}?[a-z]+)?)"
)
_WAKE = (
    r"(?:(?:suddenly|secretly|all)\s+)*(?:wakes?(?: up)?|woke up|come to life|came to life|come alive|came alive|get up"
    r"|are alive|do|dance|play|move|(?:start|begin) to (?:move|dance|play)|(?=have|had|throw|hold))"
)
_TOLD = re.compile(
    rf"^(?:(?:{_NIGHT})\s*,?\s+)?{_TOYS}\s+{_WAKE}(?:\s+(?:{_NIGHT}))?(?P<deed>(?:\s*,?\s+(?:and|to)\s+|\s*)(?:have|had|throw|hold|dance)\b.+?)?[.!]*$",
    re.IGNORECASE,
)
_AT_NIGHT = re.compile(
    r"\b(?:midnight|night|dark|sunset|asleep|sleeps?|closed?|closes|gone|twelve|alive|life)\b", re.IGNORECASE
)
_TWO = (
    Being(NounPhrase("rag doll", determiner="a"), gender="f"),
    Being(NounPhrase("tin soldier", determiner="a"), gender="m"),
)
"""Who of them the tale is about, where the prompt names none."""
_FEAST = {
    "en": "have a party until morning",
    "es": "hacer una fiesta hasta la mañana",
    "fr": "faire la fête jusqu'au matin",
}
"""What they do, where the prompt does not say."""


def wish(text: str) -> Wish | None:
    """Two of the toys are told of, and all the others with them; None where nobody wakes at night."""
    said = _TOLD.match(text.strip())
    if said is None or not _AT_NIGHT.search(text):
        return None
    deed = (
        literal(re.sub(r"^[\s,]*(?:and|to)?\s*", "", said["deed"] or "", flags=re.IGNORECASE)) if said["deed"] else None
    )
    hero, friend = _two(said["toys"])
    found = re.sub(
        r"^(?:(?:all|some|what|of)\s+)*(?:(?:the|my|our|her|his|their)\s+)?(?![A-Z]\w+['’]s\b)",
        "the ",
        said["toys"],
        flags=re.IGNORECASE,
    )
    toys = placed(found)
    if toys is None:
        return None
    goal = deed if deed and deed.verb.split()[0] in ("have", "throw", "hold") else VerbPhrase("have", _FEAST)
    return replace(premise(Who(hero, friend, ""), "toys", "", goal, thing=replace(toys, plural=True)), home="city")


def _two(text: str) -> tuple[Being, Being]:
    """Two of those whom the prompt names: of "the dolls and bears" a doll and a bear."""
    named = [single(being) for being in Reader(text).cast() if _is_someone(being)]
    first, *others = named + list(_TWO)
    return first, next(one for one in others if one.phrase.noun != first.phrase.noun)


def _is_someone(being: Being) -> bool:
    noun = lexicon.nouns().get(being.phrase.noun)
    return noun is not None and noun.alive and not being.name
