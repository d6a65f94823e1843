"""Leave out what a prompt says of how its story is to be told: "Make it funny. It should have a happy ending"."""

import re

_HOW_TO_TELL = re.compile(
    r"^(?:please\s+)?(?:(?:make|keep|have|let)\s+(?:it|the (?:story|ending)|this|sure|them|the language)\b"
    r"|(?:it|the (?:story|ending|tone|language)|this)\s+(?:should|must|needs? to|has to|can|could|will)\s+"
    r"(?:be|rhyme|end|start|teach|have a (?:happy|good))\b"
    r"|use\s+(?:simple|easy|short|lots|plain|a lot)|no (?:more|longer|scary)|(?:about|around|max\w*|up to"
    r"|at most)\s+\d+|thanks?\b|\d+\s+words"
    r"|(?:with|and)\s+a\s+(?:happy|good|moral|nice)\b|include\s+a\s+moral|the\s+(?:moral|length|audience|age)\b)",
    re.IGNORECASE,
)
"""A sentence that says how it is to be told."""
_INCLUDE = re.compile(
    r"^(?:please\s+)?(?:also\s+)?(?:(?:it|the story|this)\s+(?:should|must|needs to|has to)\s+(?:have|include"
    r"|contain|feature|involve)|include|add|mention|put in|feature)"
    r"\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_HERO = re.compile(
    r"^(?:the|its|our)\s+(?:main\s+)?(?:hero|heroine|character|protagonist|star)\s+(?:is|should be|must be"
    r"|will be)\s+(?P<who>.+)$",
    re.IGNORECASE,
)


def followed(parts: list[str]) -> list[str]:
    """Of the sentences after a request those that say what the story is about, its hero first."""
    kept: list[str] = []
    for part in parts:
        if match := _HERO.match(part):
            kept.insert(0, match["who"])
        elif match := _INCLUDE.match(part):
            kept.append(match["what"][:1].upper() + match["what"][1:])
        elif not _HOW_TO_TELL.match(part):
            kept.append(part)
    return kept
