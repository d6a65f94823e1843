"""Say where a journey goes that is named for its end: "goes on a moon adventure" is "goes to the moon"."""

import re

from services.shared.tale.words import lexicon

_OUTING = re.compile(
    r"\b(?P<go>goes|go|going|went|gone)\s+on\s+(?:an?|the|his|her|their|our|my)\s+(?P<words>(?:[\w-]+\s+){0,3}?)(?P<where>[\w-]+)"
    r"\s+(?:adventure|trip|journey|expedition|mission|voyage)\b(?!\s+(?:to|through|around|across|into)\b)",
    re.IGNORECASE,
)
_SKY = frozenset("moon star sun planet space sky".split())
_BACK = re.compile(
    r"\b(?P<go>(?:travel|go|journey|fly|fall|goe|fli|trip)\w*|went|fell|flew)\s+(?:back\s+)?(?:in|through)\s+time\s+(?:to\s+)?"
    r"(?:and\s+)?(?:see|sees|meet|meets|visit|visits|find|finds|where)?\s*(?:to\s+)?(?:the\s+time\s+of\s+)?(?:(?:the|some|a|real|live)\s+)*"
    r"(?:dinosaurs?\b(?:\s+age)?|age of (?:the )?dinosaurs)",
    re.IGNORECASE,
)
"""Who sees dinosaurs has gone to their age."""


def statement(text: str) -> str:
    """The text with the place that is travelled to; empty where no journey is named so."""
    if match := _BACK.search(text):
        several = match["go"].lower() in ("travel", "go", "journey", "fly", "fall")
        goes = "travel" if several else "travels"
        return f"{text[: match.start()]}{goes} back to the age of dinosaurs{text[match.end() :]}"
    match = _OUTING.search(text)
    noun = lexicon.nouns().get(match["where"].lower()) if match else None
    if match is None or noun is None or not (noun.kind == "place" or noun.name in _SKY):
        return ""
    article = "" if noun.name == "space" else "the "
    place = f"{match['go']} to {article}{match['words']}{match['where']}"
    return text[: match.start()] + place + text[match.end() :]
