"""Turn a question into what somebody wants to know: "Where does the wind sleep?" into "where the wind sleeps"."""

from services.shared.tale.reading.english.grammar_words import (
    ARTICLES,
    BE,
    GRAMMAR,
    NUMBERS,
    OWN,
    PRONOUNS,
)
from services.shared.tale.wish.wish import Question
from services.shared.tale.words import lexicon, wordforms

_WH = frozenset("who whose what where when why how which".split())
_DEGREES = frozenset("many much far long old big tall high deep fast heavy small strong often hot cold".split())
_AUXILIARY = frozenset(
    "is are was were do does did can could will would should has have can't cannot don't doesn't didn't isn't aren't"
    " wasn't weren't won't shouldn't couldn't wouldn't".split()
)
_OFTEN = frozenset("always never often sometimes only usually really still just all".split())
_SHORT = {"'s": "is", "'re": "are", "'ll": "will", "'d": "would"}
_ASKER = {
    "i": "{:he|she}",
    "me": "{:him|her}",
    "my": "{:his|her}",
    "mine": "{:his|hers}",
    "myself": "{:himself|herself}",
}
"""Who asks is the hero."""
_ANYBODY = {"you": "people", "your": "their", "we": "people", "our": "their", "us": "them"}


def asks(text: str) -> bool:
    """Whether the text is a question: it begins and ends as one."""
    first = _words(text)[0].lower() if text.split() else ""
    return text.endswith("?") and first in _WH | _AUXILIARY


def question(text: str) -> Question:
    """Read a question, or what somebody wants to know, "why leaves fall"."""
    words = [word for word in _words(text.rstrip("?!. ")) if word.lower() != "ever"]
    first = words[0].lower()
    kind, rest = (first, words[1:]) if first in _WH else ("whether", words)
    asked = kind
    if kind == "how" and rest and rest[0].lower() in _DEGREES:
        kind, asked, rest = "degree", f"how {rest[0].lower()}", rest[1:]
        if rest and rest[0].lower() not in _AUXILIARY:
            # "how many legs has a spider"
            asked, rest = f"{asked} {rest[0]}", rest[1:]
    statement = " ".join(told(word) for word in _statement(kind, rest))
    return Question(kind, f"{asked} {statement}".strip(), statement)


def _words(text: str) -> list[str]:
    """Words, with "what's" as two."""
    first, _, rest = text.replace("’", "'").partition(" ")
    for ending, word in _SHORT.items():
        if first.lower().removesuffix(ending) in _WH:
            first = f"{first.removesuffix(ending)} {word}" if first.endswith(ending) else first
    return f"{first} {rest}".split()


def told(word: str) -> str:
    """A word as the teller says it, who is not the one who asks."""
    return _ASKER.get(word.lower()) or _ANYBODY.get(word.lower()) or word


def _statement(kind: str, words: list[str]) -> list[str]:
    """The words in a statement's order: "does the wind sleep" is "the wind sleeps"."""
    auxiliary, rest = words[0].lower() if words else "", words[1:]
    if auxiliary not in _AUXILIARY:
        inverted = kind in ("where", "when", "why", "how") and rest and rest[0].lower() in ARTICLES
        at = _subject_end(rest) if inverted and auxiliary in lexicon.verb_forms() else 0
        # "Where sleeps the wind", as other languages ask.
        return [*rest[:at], *words[:1], *rest[at:]]
    if rest and rest[0].lower() == "there":
        return ["there", auxiliary, *rest[1:]]
    at = _subject_end(rest) if rest else 0
    if at == len(rest) > 1 and auxiliary in ("do", "does", "did"):
        # "why does my cat's tail twitch": the last word is the verb.
        at -= 1
    # "who would win": what is asked for is the subject.
    does = bool(rest) and rest[0].lower() in lexicon.verb_forms() and auxiliary not in ("do", "does", "did")
    if at == 0 or (kind == "who" and (auxiliary in BE or does)):
        # "what is inside a cloud"; "where is grandma's ring" has all that follows for its subject.
        return [*rest, auxiliary] if auxiliary in BE and kind == "where" else [auxiliary, *rest]
    subject, verb = [_plain(word, index) for index, word in enumerate(rest[:at])], rest[at:]
    if auxiliary in ("do", "does", "did"):
        return [*subject, *_conjugated(auxiliary, subject, verb)]
    if subject[-1].lower() == "i":
        auxiliary = {"am": "is", "are": "is", "have": "has", "were": "was"}.get(auxiliary, auxiliary)
    return [*subject, auxiliary, *verb]


def _conjugated(auxiliary: str, subject: list[str], verb: list[str]) -> list[str]:
    """The verb without its "do": "does sleep" is "sleeps"; of who asks, it is told as of anybody else."""
    if not verb:
        return [auxiliary]
    if verb[0] in _OFTEN:
        return [verb[0], *_conjugated(auxiliary, subject, verb[1:])]
    if auxiliary == "does" or (auxiliary == "do" and subject[-1].lower() == "i"):
        return [lexicon.third_person(verb[0]), *verb[1:]]
    if auxiliary == "did":
        known = next(iter(lexicon.verbs_named(verb[0])), None)
        return [lexicon.english_past(verb[0], known.past) if known else wordforms.past(verb[0]), *verb[1:]]
    return verb


def _plain(word: str, index: int) -> str:
    """A subject's first word is not capitalised for standing first."""
    return word.lower() if not index and word.lower() in GRAMMAR else word


def _possessive(word: str) -> bool:
    return word.endswith(("'s", "s'"))


def _subject_end(words: list[str]) -> int:
    """How many words the subject has that begins here; 0 where none begins."""
    lower = [word.lower() for word in words]
    if lower[0] in PRONOUNS:
        return 1
    at = 0
    while at < len(words) and words[at][0].isupper() and lower[at] not in GRAMMAR:
        at += 1
        if _possessive(lower[at - 1]):
            break
    if at:
        # "Grandma Rosa's soup"
        return at + (_subject_end(words[at:]) if _possessive(lower[at - 1]) and at < len(words) else 0)
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
    if at < len(lower) - 1 and _possessive(lower[at]):
        # "my dog's tail"
        return at + 1 + _subject_end(words[at + 1 :])
    if 0 < at < len(lower) - 1 and lower[at] in ("of", "with") and (inner := _subject_end(words[at + 1 :])):
        # "a drop of water"
        return at + 1 + inner if at + 1 + inner < len(lower) else at
    return at if at and lower[at - 1] not in ARTICLES else 0
