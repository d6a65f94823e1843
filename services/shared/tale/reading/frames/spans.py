"""Divide the text of a prompt into somebody and what is said of them."""

import re
from dataclasses import dataclass

from services.shared.tale.reading.english.grammar_words import (
    BE,
    GRAMMAR,
    MODAL,
    NEVER,
)
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon, wordforms

PRONOUN = re.compile(r"(?:he|she|they|it|i|we)\b(?!['’]s \w+ (?:is|was))", re.IGNORECASE)
"""A subject that only points at somebody."""
_SENTENCE = re.compile(
    r"(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?:(?<=[.!?])|(?<=[.!?][\"”’]))\s+(?=[\"“]?[A-Z0-9])"
)


@dataclass(frozen=True)
class Subject:
    """Who a text begins with."""

    text: str
    being: Being
    rest: str
    """What stands after them."""

    @property
    def alive(self) -> bool:
        """Whether they can act; a word that nobody knows may."""
        noun = lexicon.nouns().get(self.being.phrase.noun)
        return bool(self.being.name) or noun is None or noun.alive

    @property
    def gender(self) -> str:
        """What no pronoun can change: of a name, and of a noun that is always one of them."""
        noun = lexicon.nouns().get(self.being.phrase.noun)
        sure = bool(self.being.name) or (noun is not None and noun.gender.isupper())
        return self.being.gender if sure else ""

    @property
    def acts(self) -> bool:
        """Whether a verb follows."""
        first = re.match(r"[\w'’]+", self.rest.lstrip(", "))
        word = first[0].lower().replace("’", "'") if first else ""
        known = word in lexicon.verb_forms() or word in BE | MODAL | NEVER or word in ("does", "has", "had", "have")
        return known or (bool(word) and word not in GRAMMAR and "VERB" in wordforms.lemmas(word))

    @property
    def own(self) -> str:
        """Her, his or their."""
        return {"f": "her", "m": "his"}.get(self.being.gender, "their")

    @property
    def several(self) -> bool:
        """Whether there are more than one."""
        return self.being.several or " and " in self.text

    @property
    def plain(self) -> bool:
        """Whether their verbs have no ending in the present."""
        return self.several or self.text.lower() in ("i", "we", "you")

    @property
    def pronoun(self) -> str:
        """I, she, he or they."""
        if self.text.lower() == "i":
            return "I"
        return "they" if self.several else {"f": "she", "m": "he"}.get(self.being.gender, "he")


def subject(text: str) -> Subject | None:
    """Whoever the text begins with: one or several, with their names."""
    reader = Reader(text)
    found = reader.cast()
    if not found or not reader.at:
        return None
    return Subject(joined(reader.tokens[: reader.at]), found[0], joined(reader.tokens[reader.at :]))


def phrase(text: str) -> tuple[Being | None, str]:
    """What a text begins with as the object of a verb, and what stands after it."""
    reader = Reader(text)
    here = reader.being()
    return here, joined(reader.tokens[reader.at :])


def kind(being: Being | None) -> str:
    """The lexicon's kind of somebody or something; empty for a word that it does not have."""
    noun = lexicon.nouns().get(being.phrase.noun) if being else None
    return noun.kind if noun else ""


def joined(tokens: list[str]) -> str:
    """Tokens as a text."""
    return re.sub(r"\s+(?=[.,;:!?…])", "", " ".join(tokens))


def sentences(text: str) -> list[str]:
    """The sentences of a prompt."""
    return [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def base(word: str) -> str:
    """The base form of a verb in any form; empty where the word is none."""
    for verb, _ in lexicon.verb_forms().get(word.lower(), ()):
        return verb.name.split()[0]
    return wordforms.lemmas(word).get("VERB", "")


def own_of(name: str) -> str:
    """Her, his or their, of who is called so."""
    found = subject(name)
    return found.own if found else "their"


def a(gender: str) -> str:
    """A child of a gender, for a prompt that says he or she of nobody."""
    return {"f": "A girl", "m": "A boy"}.get(gender, "A child")


def whose(pronoun: str) -> str:
    """The child that a pronoun means: "she" and "her" are a girl."""
    found = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}.get(pronoun.lower(), "")
    return "I" if pronoun.lower() in ("i", "my") else "We" if pronoun.lower() in ("we", "our") else a(found)
