"""Split a prompt into words, and look up in the lexicon what the next word can be."""

import re

from services.shared.tale.reading.english.casing import ENDS, TOKEN, divided, known, titled
from services.shared.tale.reading.english.grammar_words import ARTICLES, BETWEEN, GRAMMAR, MODAL, NO_NOUN, NUMBERS, OWN
from services.shared.tale.reading.english.titles import CALLED
from services.shared.tale.words import lexicon, wordforms

_CALLED_BY = frozenset("food plant thing tool clothing material light treasure toy container furniture".split())
"""Kinds of things that somebody may be called by: Pip, Button, Pumpkin."""
_SHORT = {"i'm": "I am", "you're": "you are", "we're": "we are", "they're": "they are", "i've": "I have"}
_POINTED = re.compile(r"\b(mr|mrs|ms|dr)\. (?=[a-z])")
"""A title with a point before a name without a capital."""
_ONLY_IS = re.compile(r"\b(?:(?P<is>happens|turns out)|happened|turned out|happen|turn out) to be\b")
"""A roundabout way to say what somebody is."""
_PLURAL_OWNER = re.compile(r"(\w+s)['’](?=\s+\w)")
"""“Her grandparents' house”: an owner as any other one."""
_SHORTENED = re.compile(r"\b(?:i['’]m|you['’]re|we['’]re|they['’]re|i['’]ve)\b", re.IGNORECASE)


class Tokens:
    """The words of one text; `at` is the one that comes next."""

    def __init__(self, text: str) -> None:
        text = _SHORTENED.sub(lambda match: _SHORT[match[0].lower().replace("’", "'")], text)
        text = _PLURAL_OWNER.sub(r"\1's", _POINTED.sub(r"\1 ", text))
        text = _ONLY_IS.sub(lambda match: "is" if match["is"] else "was", text)
        self.titled = titled(text)
        self.tokens: list[str] = divided(text)
        self.lower = [token.lower().replace("’", "'") for token in self.tokens]
        self.at = 0

    def word(self, ahead: int = 0) -> str:
        """The word that comes next, in lower case; empty at the end of a clause."""
        index = self.at + ahead
        found = self.lower[index] if 0 <= index < len(self.lower) else ""
        return found if found[:1].isalnum() else ""

    def capital(self, ahead: int = 0) -> bool:
        """Whether the word is a proper name: capitalised, and not for standing first or for being a common word."""
        index = self.at + ahead
        word = self.word(ahead).removesuffix("'s")
        if not word or not (self.tokens[index][0].isupper() or word.startswith("the ")):
            return False
        if " " in word or word in CALLED:
            return True
        first = index == 0 or self.lower[index - 1] in ENDS
        if (not first and self._after_somebody(index)) or self._called_the(ahead):
            return True
        if given := lexicon.names().get(word):
            # "Rose plants a tree", not "Will the wolf be good?"
            following = self.lower[index + 1 : index + 2]
            return (
                not given.word
                or not first
                or following in (["the"], ["and"], [","])
                or self.verb(ahead + 1) is not None
                or (word not in MODAL and self.surname(ahead + 1))
            )
        if word in GRAMMAR or word in lexicon.noun_forms() or word in lexicon.adjectives():
            return not first and self._only_named(index)
        common = word in lexicon.prepositions() or wordforms.known(word) or word in lexicon.verb_forms()
        return not first or not common

    def _called_the(self, ahead: int) -> bool:
        """Whether a word before "the" and a noun is a name: "Leafy the leaf", not "While the cat sleeps"."""
        word = self.word(ahead)
        acts = word in GRAMMAR or word in lexicon.prepositions() or word in lexicon.verb_forms()
        acts = acts or word in lexicon.noun_forms() or "VERB" in wordforms.lemmas(word)
        return not acts and self.word(ahead + 1) == "the" and self.noun(ahead + 2) is not None

    def surname(self, ahead: int = 0) -> bool:
        """Whether the word can go on with a name that stands before it: "Florence Nightingale", "Rosa Parks sits"."""
        word, noun = self.word(ahead), self.noun(ahead)
        if self.titled or not word or not self.tokens[self.at + ahead][0].isupper() or word in GRAMMAR:
            return False
        return noun is None or noun[0].kind not in ("time", "event")

    def _only_named(self, index: int) -> bool:
        """Whether a noun for a thing stands without article and with a capital, so that somebody is called by it."""
        noun, plural = lexicon.noun_forms().get(self.lower[index], (None, False))
        if noun is None or plural or self.titled or self.word(index - self.at) in GRAMMAR:
            return False
        before, after = self.tokens[index - 1], self.tokens[index + 1 : index + 2]
        alone = not before[0].isupper() and not (after and after[0][0].isupper())
        bare = before.lower() not in ARTICLES and before.lower() not in OWN | NUMBERS | lexicon.adjectives().keys()
        return alone and bare and noun.kind in _CALLED_BY

    def _after_somebody(self, index: int) -> bool:
        """Whether a capitalised word follows the noun for whom it names: "my son River", "our cat Biscuit"."""
        before = lexicon.noun_forms().get(self.tokens[index - 1])
        here = lexicon.noun_forms().get(self.lower[index].removesuffix("'s"))
        dated = here is not None and here[0].kind in ("time", "event")
        return before is not None and before[0].alive and self.lower[index] not in GRAMMAR and not dated

    def noun(self, ahead: int = 0) -> tuple[lexicon.Noun, bool, int] | None:
        """The longest noun of the lexicon here: the noun, whether it is plural, and its number of words."""
        for length in (4, 3, 2, 1):
            words = [self.word(ahead + step) for step in range(length)]
            if length == 1 and words[0] in NO_NOUN:
                break
            if all(words) and (found := lexicon.noun_forms().get(" ".join(words))):
                return *found, length
        return None

    def verb(self, ahead: int = 0) -> tuple[lexicon.Verb, int] | None:
        """The verb so many words ahead, and its number of words; None where there is none."""
        fallback = None
        for verb, rest in lexicon.verb_forms().get(self.word(ahead), ()):
            if verb.kind == "alone" or (length := self._matches(ahead + 1, rest)) < 0:
                continue
            length += 1
            if rest[-1:] == ("to",) and verb.kind == "wish" and self._does(ahead + length):
                # "goes back to say sorry"
                continue
            if verb.kind == "wish" and verb.act and not rest:
                # "competes to make the best pie"
                fallback = (verb, length)
            if (
                verb.name == "refuse"
                or self.word(ahead + 1) == "too"
                or (verb.kind in ("to", "drop")) == self._verb_follows(ahead + length)
            ):
                return verb, length
        return fallback

    def _does(self, ahead: int) -> bool:
        """Whether a verb in its base form stands there, and nothing that is a noun too."""
        word = self.word(ahead)
        base = any(verb.name.split()[0] == word for verb, _ in lexicon.verb_forms().get(word, ()))
        return base and word not in lexicon.noun_forms() and word not in lexicon.adjectives()

    def _matches(self, ahead: int, rest: tuple[str, ...]) -> int:
        """How many words there say all of a verb's other words: "too scared" says "scared"; -1 where they do not."""
        skipped = 1 if rest and self.word(ahead) in BETWEEN and rest[0] not in BETWEEN else 0
        same = all(self.word(ahead + skipped + step) == word for step, word in enumerate(rest))
        return skipped + len(rest) if same else -1

    def _verb_follows(self, ahead: int) -> bool:
        how = 1 if self.word(ahead) == "how" else 0
        if self.word(ahead + how) == "to":
            following = self.word(ahead + how + 1)
            return bool(following) and following not in ARTICLES and following not in OWN
        gerund = self.word(ahead).endswith("ing") and self.word(ahead) not in lexicon.prepositions()
        return gerund and self.noun(ahead) is None


def known_share(text: str) -> float:
    """Share of the words that are English: 0 to 1; names count half, for every language takes them."""
    words = [token.lower() for token in TOKEN.findall(text) if token[0].isalnum()]

    def share(word: str) -> float:
        bare = word.removesuffix("'s")
        if known(bare):
            return 1.0
        if bare in lexicon.names() or " " in bare:
            return 0.5
        return 1.0 if wordforms.known(bare) else 0.0

    return sum(map(share, words)) / max(1, len(words))
