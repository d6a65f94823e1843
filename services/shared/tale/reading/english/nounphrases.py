"""Parse noun phrases of an English sentence, including words that the lexicon does not have."""

from dataclasses import replace

from services.shared.tale.reading.english.grammar_words import (
    ARTICLES,
    DWELLS,
    GRAMMAR,
    INTENSIFIERS,
    NO_NOUN,
    NUMBERS,
    OWN,
)
from services.shared.tale.reading.english.tokens import Tokens
from services.shared.tale.wish.phrases import Complement, NounPhrase
from services.shared.tale.words import lexicon, wordforms

_PARTICLES = frozenset("da de del di van von la le".split())
"""Small words inside a name."""
MAX_NAME = 4
"""Words of a name after "called"."""
MAX_NUMBER = 2
"""Words of a number."""
_ONE = {"some": "", "any": "", "no": "", "another": "a", "one": "a", "every": "the", "each": "the"}
_PLURAL_KINDS = frozenset("sports goods clothes arms arts crafts games news".split())
"""Plurals that say what kind the noun after them is: "sports day race"."""


class NounPhrases(Tokens):
    """Reads a noun phrase from the next word on; where none begins, it reads nothing."""

    def noun_phrase(self, *, subject: bool = False) -> NounPhrase | None:
        """A noun phrase here, or None and nothing is read."""
        here = self.at
        determiner = self._determiner()
        called = determiner.startswith("their") and not self._owns()
        titled = self.at > 0 and self._owns() and " " in self.word()
        if self.capital() and not self._kind_of() and (called or titled or not subject):
            # "her Uncle Bob", "Emma's red hat", "Mr. Patel's garden"
            return self._owned_phrase() if self._owns() else self._named_phrase()
        adjectives = self._adjectives(determiner)
        if adjectives and not determiner and self.capital() and " " in self.word():
            # "old Mr. Pym"
            return NounPhrase(name=self.name())
        phrase = self._head(determiner, adjectives, subject=subject)
        if phrase is None:
            self.at = here
        elif self.capital() and not phrase.plural and phrase.noun in lexicon.nouns():
            # "her brother Omar", "Lake Como"
            phrase = replace(phrase, name=self.name())
        elif phrase.plural and not subject and self.capital() and phrase.noun in lexicon.nouns():
            # "teaches his nieces Emi and Yuna": the first one; the others are mentioned besides.
            phrase = replace(phrase, name=self.name(), plural=False)
            while self.lower[self.at : self.at + 1] in (["and"], [","]) and self.capital(1):
                self.at += 1
                self.name()
        elif not subject and not phrase.plural and (name := self.called()):
            # "meets a camel called Habib"
            phrase = replace(phrase, name=name)
        elif self.word() == "of" and not subject:
            self.at += 1
            if inner := self.noun_phrase():
                return replace(phrase, within=Complement("of", inner))
            self.at -= 1
        return phrase

    def called(self) -> str:
        """The name in "named Rusty" and "called One Half": all words with capitals."""
        if self.word() not in ("named", "called"):
            return ""
        end = self.at + 1
        while end < len(self.tokens) and end <= self.at + MAX_NAME and self.tokens[end][0].isupper():
            end += 1
        name = " ".join(self.tokens[self.at + 1 : end])
        self.at = end if name else self.at
        return name

    def _owned_phrase(self) -> NounPhrase:
        """What belongs to somebody with a name: "Emma's red hat"."""
        owner = self.tokens[self.at]
        self.at += 1
        owned = self._head("", (owner, *self._adjectives("the")), subject=False)
        return owned or NounPhrase(name=owner.removesuffix("'s").removesuffix("’s"))

    def name(self) -> str:
        """A proper name of up to three words; empty when there is none."""
        words: list[str] = []
        while len(words) < 3:
            goes_on = bool(words) and self.surname()
            particle = bool(words) and self.word() in _PARTICLES and self.capital(1)
            if not (self.capital() or goes_on or particle):
                break
            word = " ".join(self.tokens[self.at : self.at + 1 + particle])
            self.at += 1 + particle
            whole = not word.endswith(("'s", "’s")) or self._of_a_place()
            words.append(word)
            if not whole:
                break
        return " ".join(words)

    def _named_phrase(self) -> NounPhrase:
        """A name; of a place where its last word says so: "Hadrian's Wall", "Sherwood Forest"."""
        name = self.name()
        last = lexicon.nouns().get(name.rpartition(" ")[2].lower())
        return NounPhrase(last.name if last and " " in name and not last.alive else "", name=name)

    def _owns(self) -> bool:
        """Whether the name here is the owner of what follows."""
        return self.word().endswith("'s") and bool(self.word(1)) and not self._of_a_place(1)

    def _of_a_place(self, ahead: int = 0) -> bool:
        """Whether what follows a name's "'s" is a part of it, as in "Hadrian's Wall", not in "Emma's hat"."""
        title = all(token[0].isupper() for token in self.tokens if len(token) > 3)
        return self.surname(ahead) and not title

    def _kind_of(self) -> bool:
        """Whether the capitalised word here only says what sort the noun after it is: "a Roman helmet"."""
        word = self.word()
        if " " in word or word.endswith("'s") or self.word(-1) not in ARTICLES | dict.fromkeys(OWN):
            return False
        return self._capitalised() and self.noun(1) is not None and self.tokens[self.at + 1][0].islower()

    def _capitalised(self, ahead: int = 0) -> bool:
        word = self.word(ahead)
        return bool(word) and self.tokens[self.at + ahead][0].isupper() and word not in GRAMMAR and word not in _ONE

    def _adjectives(self, determiner: str) -> tuple[str, ...]:
        """Adjectives before a noun, without what makes them stronger: "very", and also with "and" between them."""
        found: list[str] = []
        while True:
            if self._strengthens() and (determiner or found) and self._describes(1):
                self.at += 1
                continue
            if self.word() not in lexicon.adjectives() or (self._longest() > 1 and not self.capital(1)):
                break
            joined = self.lower[self.at + 1 : self.at + 2] in ([","], ["and"])
            after = 2 + self._strengthens(2)
            if joined and determiner and self.word(after) in lexicon.adjectives() and self._more(after):
                # "a big, brave bear"
                found.append(self.word())
                self.at += 2
            elif self._more() and not (self._is_alive() and (self._acts_there(1) or self._did_there(1))):
                found.append(self.word())
                self.at += 1
            else:
                break
        return tuple(found)

    def _strengthens(self, ahead: int = 0) -> bool:
        """Whether the word makes an adjective stronger: "very", "truly"."""
        word = self.word(ahead)
        other = word in lexicon.adjectives() or self.noun(ahead) is not None
        return word in INTENSIFIERS or (word.endswith("ly") and not other)

    def _describes(self, ahead: int) -> bool:
        word = self.word(ahead)
        return word in lexicon.adjectives() or word in INTENSIFIERS or "ADJ" in wordforms.lemmas(word)

    def _longest(self) -> int:
        """Number of words of the noun here; 0 where there is none."""
        found = self.noun()
        return found[2] if found else 0

    def _determiner(self) -> str:
        if self.lower[self.at : self.at + 2] in (["too", "much"], ["too", "many"], ["plenty", "of"], ["lots", "of"]):
            self.at += 2
        if self.lower[self.at : self.at + 3] == ["a", "lot", "of"]:
            self.at += 3
        if self.word() in ("all", "both", "half") and (self.word(1) in ARTICLES or self.word(1) in OWN):
            self.at += 1
        word = self.word()
        if word in ARTICLES or word in OWN:
            self.at += 1
            said = "their" if word in OWN else ARTICLES[word]
            number = self._number()
            return said if not number else f"their {number}" if word in OWN else number
        if number := self._number():
            return number
        if word in _ONE:
            self.at += 1
        return _ONE.get(word, "")

    def _number(self) -> str:
        """Words for a number, such as "two" and "two hundred"; empty where there is none."""
        here = self.at
        while self.word() in NUMBERS and self.at < here + MAX_NUMBER:
            self.at += 1
        return " ".join(self.lower[here : self.at])

    def _more(self, ahead: int = 0) -> bool:
        """Whether a noun can follow the adjective so many words ahead."""
        following = self.word(ahead + 1)
        if not following or following in NO_NOUN or following in lexicon.prepositions():
            return False
        if following in lexicon.adjectives() or self.noun(ahead + 1):
            return True
        # "A giant finds ...": the word here is the noun.
        return not (self.noun(ahead) and self.verb(ahead + 1))

    def _head(self, determiner: str, adjectives: tuple[str, ...], *, subject: bool) -> NounPhrase | None:
        if found := self.noun():
            noun, plural, length = found
            if noun.name == "mummy" and not determiner.startswith("their"):
                # Only one's own is kin.
                noun = lexicon.nouns()["Egyptian mummy"]
            # "fairy tale castle": the last of a row of nouns is the head; the others say what kind.
            following = None if self.capital(length) else self.noun(length)
            if self.word(length) in DWELLS and (self.word(length + 1) in ARTICLES or self.word(length + 1) in NUMBERS):
                # "Deep in a cave lives a yeti"
                following = None
            if following and subject and noun.alive and self._acts_there(length):
                # "An alien lands in"
                following = None
            if following and not (subject and self.verb(length)) and (not plural or self.word() in _PLURAL_KINDS):
                said = " ".join(self.lower[self.at : self.at + length]) if plural else noun.name
                self.at += length
                return self._head(determiner, (*adjectives, said), subject=subject)
            if subject and length == 1 and not plural and self._unknown_compound():
                return self._unknown_head(determiner, adjectives, subject=True)
            self.at += length
            if not plural and self._names_more(subject=subject):
                # "a detective agency"
                self.at += 1
                return NounPhrase(self.lower[self.at - 1], (*adjectives, noun.name), determiner)
            return NounPhrase(noun.name, adjectives, determiner, plural)
        return self._unknown_head(determiner, adjectives, subject=subject)

    def _acts_there(self, ahead: int) -> bool:
        """Whether what looks like several things is what somebody does somewhere: "lands in", "scales the"."""
        found = self.noun(ahead)
        plural = found is not None and found[1] and found[2] == 1
        goes_on = self.word(ahead + 1) in lexicon.prepositions() or self.word(ahead + 1) in ARTICLES
        return plural and goes_on and "VERB" in wordforms.lemmas(self.word(ahead))

    def _did_there(self, ahead: int) -> bool:
        """Whether what looks like one more adjective is what somebody did to something: "a giant lost his shoe"."""
        return self.verb(ahead) is not None and (self.word(ahead + 1) in ARTICLES or self.word(ahead + 1) in OWN)

    def _is_alive(self) -> bool:
        """Whether the word here is a noun for somebody."""
        found = self.noun()
        return found is not None and found[0].alive

    def _names_more(self, *, subject: bool) -> bool:
        """Whether the word here is a noun that the lexicon does not have, and no verb."""
        word = self.word()
        if subject or not word or word in GRAMMAR or word in lexicon.prepositions() or self.capital():
            return False
        if word in lexicon.noun_forms() or word in lexicon.verb_forms() or word in lexicon.adjectives():
            return False
        return wordforms.lemmas(word).get("NOUN") == word and "VERB" not in wordforms.lemmas(word)

    def _unknown_compound(self) -> bool:
        """Whether the noun here is part of a name of something that nobody knows: "a dream catcher finds"."""
        following = self.word(1)
        known = following in GRAMMAR or following in lexicon.prepositions() or self.verb(1) or self.capital(1)
        return bool(following) and not known and not says_what_it_does(following) and self.verb(2) is not None

    def _is_described(self, before: str) -> bool:
        """Whether the noun here only looks like a verb behind what says how it is: "a knitting octopus makes"."""
        found = self.noun()
        return before.endswith("ing") and found is not None and not found[1]

    def _unknown_head(self, determiner: str, adjectives: tuple[str, ...], *, subject: bool) -> NounPhrase | None:
        """Words that the lexicon does not have, up to what cannot belong to them."""
        words: list[str] = []
        while (word := self.word()) and len(words) < 4:
            if word in NO_NOUN or word in lexicon.prepositions() or (words and subject and self.verb()):
                break
            if words and subject and says_what_it_does(word) and not self._is_described(words[-1]):
                break
            if word.endswith("ly") and "ADV" in wordforms.lemmas(word) and "NOUN" not in wordforms.lemmas(word):
                break
            if not (subject and self._unknown_compound()) and self.noun():
                # "a zesty lemon cake"
                return self._head(determiner, (*adjectives, *words), subject=subject)
            words.append(self.tokens[self.at] if not words else word)
            self.at += 1
        if not words or (not determiner and len(words[0]) < 2):
            return None
        last = wordforms.lemmas(words[-1]).get("NOUN", "")
        if wordforms.plural(words[-1]) and determiner != "a":
            return NounPhrase(" ".join([*words[:-1], last]).lower(), adjectives, determiner, plural=True)
        return NounPhrase(" ".join(words).lower(), adjectives, determiner)


def says_what_it_does(word: str) -> bool:
    """Whether an unknown word can be a verb, by its ending."""
    return word.endswith(("s", "ed")) and not word.endswith("ss")
