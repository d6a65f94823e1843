"""Find clauses that say something of a noun before them and have a subject of their own.

"The puppy nobody wanted", "a grandmother she has never met", "the map that the pirates lost": the noun is their object.
"""

from services.shared.tale.reading.english.casting import Casting
from services.shared.tale.reading.english.grammar_words import (
    ADVERBS,
    ARTICLES,
    BE,
    GRAMMAR,
    LINKS,
    NUMBERS,
    OWN,
    RELATIVE,
)
from services.shared.tale.reading.english.tenses import AUXILIARIES, past_of
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon

SUBJECTS = frozenset("he she they it i you we".split())
ANYBODY = frozenset("everybody everyone everything nobody nothing somebody someone something neither none both".split())
_STAYS = BE | frozenset("be".split())
_AFTER = LINKS | RELATIVE | ADVERBS
_OBJECTS = frozenset("it him them me us".split())
_SUPPOSED = frozenset("supposed meant going about".split())
_ENDS = frozenset(".,!;")
_PARTICLES = (["down"], ["up"], ["out"], ["off"], ["away"], ["back"])


class Relatives(Casting):
    """Tells by what follows whose a relative clause is, and whether what it is about is its object."""

    def of_second(self, cast: list[Being]) -> bool:
        """Whether "who" here is the second of two only: "a ghost and a girl who cannot sleep"."""
        if len(cast) != 2 or cast[0].several or cast[0].phrase.noun == cast[1].phrase.noun:
            return False
        word = self.word(1)
        several = {"are", "were", "have", "do", "don't"}
        base = any(word == verb.name.split()[0] for verb, _ in lexicon.verb_forms().get(word, ()))
        return word not in several and (not base or past_of(word) == word or word in AUXILIARIES)

    def lacks_object(self, at: int, *, contact: bool) -> tuple[int, int] | None:
        """Where the verb is of a clause that begins there and has its object before it, and where the object would be.

        None for any other clause. `contact`: no "who" stands before, so that only a pronoun can be its subject.
        """
        here, self.at = self.at, at
        word = self.word()
        if word in (SUBJECTS | ANYBODY if not contact else (SUBJECTS - {"it"}) | ANYBODY):
            self.at += 1
        elif contact or not self._somebody():
            self.at = here
            return None
        found = self._verb_without_object()
        self.at = here
        return found

    def _somebody(self) -> bool:
        """Read a subject that is a name or a noun; whether there is one."""
        if self.word() in AUXILIARIES or self.verb() is not None:
            return False
        return bool(self.name()) if self.capital() else self.noun_phrase(subject=True) is not None

    def contact(self, at: int) -> bool:
        """Whether a clause about the noun before begins there without a link: "the map | she lost"."""
        noun, _ = lexicon.noun_forms().get(self.lower[at - 1] if at else "", (None, False))
        if noun is None or noun.kind == "time" or noun.name == "way":
            return False
        if self.lower[at : at + 1] and self.lower[at] in ANYBODY and self.lower[at + 1 : at + 2] in _PARTICLES:
            # "calm everybody down"
            return False
        return self.lacks_object(at, contact=True) is not None

    def _verb_without_object(self) -> tuple[int, int] | None:
        """The finite verb here and what stands behind it, when that is no object."""
        finite = -1
        while (word := self.word()) in AUXILIARIES - BE or word in ADVERBS | {"not", "never", "ever"}:
            finite = self.at if finite < 0 and word in AUXILIARIES else finite
            self.at += 1
        if word in BE and self.word(1) in _SUPPOSED and self.word(2) == "to":
            # "the crows he is supposed to scare"
            self.at, finite, word = self.at + 1, self.at, "supposed"
        elif word in _STAYS or not (word in lexicon.verb_forms() or past_of(word)):
            return None
        finite = self.at if finite < 0 else finite
        self.at += 1
        while self.word() == "to" and self.word(1) in lexicon.verb_forms():
            self.at += 2
        # "sat under", "plays with"
        self.at += self.word() in lexicon.prepositions() and not self._goes_on(1)
        mark = self.lower[self.at] if self.at < len(self.lower) else "."
        ends = mark in _ENDS or not mark[:1].isalnum() or mark in _AFTER or mark in lexicon.prepositions()
        return (finite, self.at) if ends or mark in AUXILIARIES or self.acts(self.at) else None

    def _goes_on(self, ahead: int) -> bool:
        """Whether a noun phrase follows, so that the preposition is its own."""
        word = self.word(ahead)
        if word in ARTICLES or word in OWN or word in NUMBERS or word in lexicon.adjectives() or self.capital(ahead):
            return True
        return self.noun(ahead) is not None and not self.acts(self.at + ahead)

    def acts(self, at: int) -> bool:
        """Whether the word there is a verb and no noun: "and dances", not "and plants"."""
        word = self.lower[at] if at < len(self.lower) else ""
        named = word in ("called", "named") and at + 1 < len(self.tokens) and self.tokens[at + 1][0].isupper()
        if (
            named
            or word not in lexicon.verb_forms()
            or word in GRAMMAR - {"does", "did"}
            or word in lexicon.adjectives()
        ):
            return False
        if word not in lexicon.noun_forms() and word not in lexicon.prepositions():
            return not word.endswith("ing")
        following = self.lower[at + 1] if at + 1 < len(self.lower) else ""
        objects = following in ARTICLES or following in OWN or following in NUMBERS or following in _OBJECTS
        return objects or following in lexicon.prepositions()
