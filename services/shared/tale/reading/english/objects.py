"""Read what stands behind a verb: its objects, and phrases with prepositions."""

from services.shared.tale.reading.english.auxiliaries import Auxiliaries
from services.shared.tale.reading.english.grammar_words import ARTICLES, OWN, PRONOUNS
from services.shared.tale.wish.phrases import Complement, NounPhrase
from services.shared.tale.words import lexicon

_CONJUNCTIONS = frozenset("until before after since".split())
_TIMES = frozenset("one every each this last next all".split())
TO_WHOM = dict.fromkeys(
    "tell give show send bring sing read write lend offer hand teach".split(), "to"
) | dict.fromkeys("bake make build buy knit cook draw paint sew".split(), "for")
"""Verbs of which the first of two objects is whom it is done for, with the preposition that says so."""
_MOST_DONE = 8
"""Words of what somebody fears to do."""
MAX_COMPLEMENTS = 2
"""How many phrases with prepositions a verb may have: "sails over the sea in a boat"."""


class Objects(Auxiliaries):
    """Reads objects from the next word on; where none begins, it reads nothing."""

    it: NounPhrase | None = None
    """What "it" and "them" stand for: the thing of a clause before."""
    whom: NounPhrase | None = None
    """Whom "him" and "her" stand for: the being of a clause before."""

    def _object(self) -> NounPhrase | None:
        """A noun phrase, or a pronoun for what was told before."""
        stands_for = {"it": self.it, "them": self.it, "him": self.whom, "her": self.whom}.get(self.word())
        if stands_for is not None and (self.word() != "her" or self.noun(1) is None):
            self.at += 1
            return stands_for.definite()
        return None if self.word() in PRONOUNS else self.noun_phrase()

    def _whom(self, verb: lexicon.Verb, thing: NounPhrase | None) -> NounPhrase | None:
        """The first object, where it is somebody and what is done for them follows: "tells a girl the secret"."""
        noun = lexicon.nouns().get(thing.noun) if thing else None
        lives = thing is not None and (bool(thing.name) or (noun is not None and noun.alive))
        follows = self.word() in ARTICLES or self.word() in OWN
        return thing if lives and follows and verb.name in TO_WHOM else None

    def _complements(self) -> list[Complement]:
        """Phrases with prepositions; "to" is left for who reads what follows."""
        found: list[Complement] = []
        while len(found) < MAX_COMPLEMENTS:
            here = self.at
            if found and self._when() and self.word() not in lexicon.prepositions():
                self.at = here
            if self.word() == "out" and self.word(1) == "of":
                self.at += 1
            preposition = self.word()
            if preposition not in lexicon.prepositions() or preposition == "to":
                break
            here, self.at = self.at, self.at + 1
            phrase = None if self._when() else self._object()
            if phrase is None or (preposition in _CONJUNCTIONS and self.word() in lexicon.verb_forms()):
                # "until a mermaid helps" is a clause.
                self.at = here
                break
            found.append(Complement(preposition, phrase))
        return found

    def _doing(self, verb: lexicon.Verb) -> NounPhrase | None:
        """What somebody fears to do, word for word: "is scared of getting a shot"."""
        gerund = self.word().endswith("ing") and self.word() in lexicon.verb_forms() and self.noun() is None
        if not gerund or not verb.name.endswith(" of"):
            return None
        words: list[str] = []
        while (
            (word := self.word()) and len(words) < _MOST_DONE and word not in ("and", "but", "so", "because", "until")
        ):
            words.append(self.tokens[self.at])
            self.at += 1
        return NounPhrase(" ".join(words))

    def _where_it_is(self) -> None:
        """Skip where an object of a pattern is: "turns all the vegetables in the garden into animals"."""
        here = self.at
        if self.word() in ("in", "on", "at", "of", "from") and self.word(1) in (*ARTICLES, *OWN):
            self.at += 1
            if self.noun_phrase() is None or self.word() not in ("into", "for", "to", "with", "how"):
                self.at = here

    def _when(self) -> bool:
        """Skip a time or an amount that looks like an object: "wakes up one morning", "laughs a lot"."""
        if (
            self.word() == "a"
            and self.word(1) in ("lot", "bit", "little")
            and self.word(2) != "of"
            and not self.noun(2)
        ):
            self.at += 2
            return True
        noun = self.noun(1)
        if self.word() in _TIMES and noun and noun[0].kind == "time":
            self.at += 1 + noun[2]
            return True
        return False
