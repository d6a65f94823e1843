"""Read what two do together and cannot agree on: "Twins build a treehouse, but they can't agree on the color"."""

import re
from dataclasses import replace

from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import RELATIVE, kind, premise, thing, who
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_NOT = r"(?:can(?:no|['’])?t|can not|could(?:n['’]t| not)|do(?:n['’]t| not)|never)"
_DISAGREE = re.compile(
    r"^(?:(?:both|all|have to|want to|must|try to|need to|plan to|are|decide to)\s+)*(?P<deed>\S.+?),?\s+but\s+"
    rf"(?:(?:they|both|always|keep|can)\s+)*(?:{_NOT}\s+(?:seem to\s+)?agree|disagree|argu(?:e|ing)|quarrel(?:ling)?"
    r"|fight(?:ing)?)\s+(?:on|about|over)\s+(?P<what>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_MATTER = re.compile(
    r"^(?:(?:what|which)\s+(?P<noun>[a-z]+)\b|(?P<named>(?:the|an?|his|her|their|its)\s+[\w' -]+)$)", re.IGNORECASE
)
"""What they do not agree on, where that has a noun: "what color to paint it", "the name"."""
_AGREE = {"en": "agree on @", "es": "ponerse de acuerdo en @", "fr": "se mettre d'accord sur @"}
_COME_TO_TERMS = {"en": "come to an agreement", "es": "llegar a un acuerdo", "fr": "trouver un accord"}


def wish(text: str) -> Wish | None:
    """One of two wants to agree with the other one; None where there is only one, and where nothing is done."""
    found = who(text)
    said = _DISAGREE.match(RELATIVE.sub("", found.rest.strip())) if found else None
    if found is None or said is None or not (found.hero.several or found.friend):
        return None
    if found.kind and found.kind not in lexicon.ALIVE | {"machine"}:
        return None
    deed = literal(said["deed"])
    if deed is None or deed.goal is None:
        return None
    matter = _MATTER.match(said["what"])
    noun = thing(matter["named"] or f"the {matter['noun']}") if matter else None
    known = replace(noun, determiner="the") if noun and kind(noun) else None
    goal = VerbPhrase("agree", _AGREE, known) if known else VerbPhrase("come", _COME_TO_TERMS)
    return replace(premise(found, "disagree", "", goal, thing=deed.thing), premise=Premise(deed=deed))
