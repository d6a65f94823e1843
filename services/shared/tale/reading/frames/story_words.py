"""Take off words that are about the story and not in it: its ending, twist, chapters, setting and main character."""

import re

_STORY = re.compile(
    r"\b(?:stor(?:y|ies)|tales?|fairytales?|fables?|legend|poem|book|adventure|chapters?)\b", re.IGNORECASE
)
_MADE_OF = re.compile(
    r",?\s+(?:with|and|that has|which has|having|has|including)\s+(?:an?|one|some|lots of)\s+(?:[a-z-]+\s+){0,3}?"
    r"(?:ending|end|twists?|morals?|lessons?|messages?|punch ?line|cliff-?hanger|plot|conclusion)"
    r"(?:\s+(?:at|in|near)\s+the\s+end)?"
    r"(?=\s*(?:[,.;:!?]|$)|\s+(?:about|where|in which|for|with|and|featuring|starring)\b)",
    re.IGNORECASE,
)
"""“with a happy ending”, “and a twist at the end”"""
_PARTS = re.compile(
    r",?\s+(?:in|with|of|has)\s+(?:[a-z]+|\d+)\s+(?:short\s+|little\s+)?(?:chapters|parts|acts|scenes|paragraphs|verses)\b",
    re.IGNORECASE,
)
_KIND = r"(?:(?:main|lead|central|leading)\s+)?(?:characters?|protagonists?|hero(?:es|ine)?)"
_MAIN = r"(?:main|lead|central|leading)\s+(?:characters?|hero(?:es|ine)?|roles?)|protagonists?"
_WHO_IS = re.compile(
    rf",?\s+(?:in which|where|with|and)\s+(?:the|its|an?)\s+{_KIND}\s+(?:(?:who|that)\s+)?(?:is|are|being|as)\s+",
    re.IGNORECASE,
)
"""“a story in which the main character is a frog”"""
_SOMEBODY = re.compile(rf"\b(?:an?|the|one)\s+(?:{_MAIN})\s+(?=(?:named|called|who|that|whose)\b)", re.IGNORECASE)
"""“a main character named Zoe”"""
_SET = re.compile(
    r"^(?:the\s+)?(?:story['’]?s?\s+)?setting\s*(?::|is|should be)\s*(?P<place>[^.,;:]+?)\s*(?:[.,;]\s*|\s+)(?:and\s+)?"
    rf"(?:the|its)?\s*(?:{_KIND})\s*(?::|is|are|should be)\s*(?P<who>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_IS = re.compile(
    rf"^(?:the|its|our)\s+(?:{_MAIN})(?:\s+of\s+(?:the|my|our)\s+story)?\s+(?:is|are|should be)\s+(?P<who>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_THEME = re.compile(
    r",?\s+(?:with|on|around)\s+(?:the|a)\s+(?:main\s+|central\s+)?(?:theme|topic|subject|premise)\s+(?:of|about|is|being)\s+",
    re.IGNORECASE,
)
"""“a story with the theme of friendship between a cat and a mouse”"""
_WHERE = re.compile(
    r",?\s+(?:with|and)\s+(?:the|a)\s+setting\s+(?:of\s+|being\s+|is\s+)?(?P<at>in|on|at|under|by)?\s*", re.IGNORECASE
)
"""“with the setting in a school”"""
_AT = re.compile(r"(?:in|on|at|under|by|near|inside)\b", re.IGNORECASE)
_ON = re.compile(r"\b(?:farm|island|planet|moon|ship|beach|boat|mountain|train)$", re.IGNORECASE)


def without(text: str) -> str:
    """The text with only what happens in the story: "Write a story about a frog" of one with the frog as its hero."""
    if match := _SET.match(text):
        who, place = match["who"], match["place"]
        return f"{who} {place if _AT.match(place) else f'{_preposition(place)} {place}'}"
    if match := _IS.match(text):
        return match["who"]
    if not _STORY.search(text):
        return text
    text = _PARTS.sub("", _MADE_OF.sub("", text))
    text = _SOMEBODY.sub("a child ", _WHO_IS.sub(" about ", text, count=1))
    if not re.search(r"\babout\b", text):
        text = _THEME.sub(" about ", text, count=1)
    if match := _WHERE.search(text):
        place = text[match.end() :]
        text = f"{text[: match.start()]} {match['at'] or _preposition(place)} {place}"
    return text


def _preposition(place: str) -> str:
    """How one says where: on a farm, in a school."""
    return "on" if _ON.search(place.rstrip(" .!")) else "in"
