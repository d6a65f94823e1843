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
_OF_THEM = r"(?:he|she|it|they|we|your|his|her|their)"
_WHAT_THEN = re.compile(
    rf"^(?:(?:and|so|but)\s+)?(?:(?:what|who|where|how|why|which|when)\b[^.!?]*\b(?:happens?|happened|you|{_OF_THEM})\b"
    rf"|(?:will|would|can|could|do|does|did|is|are)\s+(?:{_OF_THEM}|you(?!\s+(?:please\s+)?"
    r"(?:make|write|tell|create|give|do|read|come)))\b|what next)[^.!?]*\?$"
    r"|^(?:describe|explain|tell|write(?: about)?|think about|imagine)\s+(?:me\s+|us\s+)?"
    r"(?:what|who|where|how|why|your|the)\b.*$"
    r"|^(?:please\s+)?(?:explain|tell|answer|show)\s+(?:it\s+|this\s+)?(?:to|for)\b.*$",
    re.IGNORECASE,
)
"""A sentence that asks the writer how it goes on: "What happens next?", "Describe your adventure"."""
_ASKS_HOW = re.compile(r"\W*(?:how|what|why|where|tell)\b", re.IGNORECASE)
_AND_HOW = re.compile(
    r",?\s+(?:and|then)\s+(?:also\s+)?(?:how|what|why|where)\s+(?:(?:he|she|it|they|you|this|that|everyone|everybody)\b|happens\b"
    r"|happened\b)[^.!?;]*(?=[.!?;]|$)",
    re.IGNORECASE,
)
"""“… whose wings stop working and how she solves the problem”"""


def told(parts: list[str]) -> list[str]:
    """The sentences of a prompt without those that only ask the writer how its story goes on."""
    kept = [part for at, part in enumerate(parts) if not at or not _WHAT_THEN.match(part)]
    return [part if _ASKS_HOW.match(part) else _AND_HOW.sub("", part) for part in kept]


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
