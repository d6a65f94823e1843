"""Turn a question into what somebody wants to know: "Where does the wind sleep?" into "where the wind sleeps"."""

from services.shared.tale import lexicon, wordforms
from services.shared.tale.tokens import ARTICLES, BE, GRAMMAR, NUMBERS, OWN, PRONOUNS

_WH = frozenset("who what where when why how which".split())
_AUXILIARY = frozenset(
    "is are was were do does did can could will would should has have can't cannot don't doesn't didn't isn't aren't"
    " wasn't weren't won't shouldn't couldn't wouldn't".split()
)


def asks(text: str) -> bool:
    """Whether the text is a question: it begins and ends as one."""
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    return text.endswith("?") and first in _WH | _AUXILIARY


def indirect(question: str) -> str:
    """The question as what somebody wants to know: "where the wind sleeps", "whether a fish can fly"."""
    words = question.split()
    first = words[0].lower()
    asks, rest = (first, words[1:]) if first in _WH else ("whether", words)
    if asks == "how" and rest and rest[0].lower() in ("many", "much", "far", "long", "old", "big"):
        asks, rest = f"how {rest[0].lower()}", rest[1:]
        if rest and rest[0].lower() not in _AUXILIARY:
            asks, rest = f"{asks} {rest[0]}", rest[1:]
    inverted = asks in ("where", "when", "why", "how") and len(rest) > 1 and rest[0].lower() not in _AUXILIARY
    if inverted and rest[0].lower() in lexicon.verb_forms() and (at := _subject_end(rest[1:])):
        # "Where sleeps the wind", as other languages ask.
        return " ".join([asks, *rest[1 : at + 1], rest[0], *rest[at + 1 :]])
    if not rest or rest[0].lower() not in _AUXILIARY:
        return " ".join([asks, *rest])
    auxiliary, rest = rest[0].lower(), rest[1:]
    if not rest:
        return " ".join([asks, auxiliary])
    at = _subject_end(rest)
    if at == 0:
        return " ".join([asks, auxiliary, *rest])
    subject, verb = rest[:at], rest[at:]
    if not verb and auxiliary in BE:
        return " ".join([asks, *subject, auxiliary])
    if auxiliary == "does" and verb:
        verb = [lexicon.third_person(verb[0]), *verb[1:]]
    if auxiliary == "did" and verb:
        known = next((item for item in lexicon.verbs() if item.name == verb[0]), None)
        verb = [lexicon.english_past(verb[0], known.past) if known else wordforms.past(verb[0]), *verb[1:]]
    middle = [] if auxiliary in ("do", "does", "did") else [auxiliary]
    return " ".join(
        [
            asks,
            *(
                word if word[0].isupper() and index else word.lower() if not index and word.lower() in GRAMMAR else word
                for index, word in enumerate(subject)
            ),
            *middle,
            *verb,
        ]
    )


def _subject_end(words: list[str]) -> int:
    """How many words the subject has that begins here; 0 where none begins."""
    lower = [word.lower() for word in words]
    if lower[0] in PRONOUNS:
        return 1
    if words[0][0].isupper() and lower[0] not in GRAMMAR:
        return 1
    at = 0
    while at < len(lower) and (
        lower[at] in ARTICLES or lower[at] in OWN or lower[at] in NUMBERS or lower[at] in lexicon.adjectives()
    ):
        at += 1
    # Nouns in a row are one name, "moon rocket"; a word that can be a verb ends it.
    while at < len(lower) and (lower[at] in lexicon.noun_forms() or wordforms.lemmas(lower[at]).get("NOUN")):
        if lower[at] in lexicon.prepositions():
            break
        other = lower[at] in lexicon.verb_forms() or lower[at] in lexicon.adjectives()
        if at and other and lower[at - 1] in lexicon.noun_forms():
            break
        at += 1
    return at if at and lower[at - 1] not in ARTICLES else 0
