"""Make who is wronged the hero: "A bully takes Sam's lunch" is the story of Sam, who stands up to the bully."""

import re

from services.shared.tale.reading.frames import spans

_WRONGS = (
    r"takes?|took|steals?|stole|hides?|hid|breaks?|broke|teases?|teased|bull(?:y|ies|ied)|laughs? at|laughed at"
    r"|picks? on|picked on|pushes|push|pushed|calls?|called|makes? fun of|made fun of|is mean to|are mean to|hurts?"
    r"|scares?|scared|chases?|chased|trips?|ruins?|ruined"
)
_BULLY = re.compile(
    r"^(?P<who>(?:an?|the|some|two|three|my|our)\s+(?:(?:[a-z]+\s+)?(?:bull(?:y|ies)|meanies?)"
    r"|(?:mean|older|nasty)\s+(?:boys?|girls?|kids?|children|classmates?)))\s+(?:(?:always|keeps?|kept|often)\s+)?"
    rf"(?P<deed>(?:{_WRONGS})\b\s+(?P<whom>.+))$",
    re.IGNORECASE | re.DOTALL,
)
_WHOM = re.compile(
    r"^(?P<name>[A-Z][\w-]+(?:\s+(?=[A-Z])[\w-]+)?|(?:an?|the|my|our|his|her)\s+(?:[\w-]+\s+){0,2}?[\w-]+?)(?P<own>['’]s)?"
    r"(?=\s|[.,!]|$)"
)
_HELPS = re.compile(
    r"[,.]?\s*\b(?:until|but(?: then)?|and(?: then)?|then|so)\s+(?P<who>(?:an?|the|his|her|their)\s+(?:[\w-]+\s+){1,2}?"
    r"|[A-Z]\w+\s+)(?P<deed>(?:stands? up|helps?|defends?|protects?|comes? to|steps? in|becomes?)\b.*)$",
    re.DOTALL,
)


def statement(text: str) -> str:
    """Whoever is wronged stands up to who wrongs them; empty for a text in which nobody is bullied."""
    match = _BULLY.match(text)
    if match is None:
        return ""
    helps = _HELPS.search(match["whom"])
    whom = match["whom"][: helps.start()] if helps else match["whom"]
    wronged = _WHOM.match(whom)
    found = spans.subject(wronged["name"]) if wronged else None
    if wronged is None or found is None or not found.alive:
        return ""
    bully = re.sub(r"^(?:an?|some|my|our)\b", "the", match["who"], flags=re.IGNORECASE)
    bully = bully[:1].lower() + bully[1:]
    deed = match["deed"][: len(match["deed"]) - len(match["whom"]) + len(whom)].rstrip(" .!,")
    hero = wronged["name"][:1].upper() + wronged["name"][1:]
    friend = f" and {helps['who'].strip()}" if helps else ""
    return f"{hero}{friend} want{'' if friend else 's'} to stand up to {bully}, because {bully} {deed}."
