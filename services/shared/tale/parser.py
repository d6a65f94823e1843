"""Parse noun and verb phrases of an English sentence, including words that the lexicon does not have."""

from dataclasses import replace

from services.shared.tale import lexicon, wordforms
from services.shared.tale.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.tokens import (
    ADVERBS,
    ARTICLES,
    BE,
    GRAMMAR,
    LINKS,
    MODAL,
    NEVER,
    NUMBERS,
    OWN,
    PRONOUNS,
    Tokens,
)

_NEEDS_OBJECT = (" of @", " with @", " after @", "find @", "get to know @")
_PARTICLES = frozenset("da de del di van von la le".split())
"""Small words inside a name."""
EVERYBODY = frozenset("everybody everyone all".split())
_EVERYBODY = {"en": "everybody", "es": "a todo el mundo", "fr": "tout le monde"}
MAX_DEPTH = 3
"""How deep verbs may stand in each other: "wants to learn to try to fly" is the deepest."""
MAX_COMPLEMENTS = 2
"""How many phrases with prepositions a verb may have: "sails over the sea in a boat"."""


class Parser(Tokens):
    """Reads a phrase from the next word on; where none begins, it reads nothing."""

    def noun_phrase(self, *, subject: bool = False) -> NounPhrase | None:
        """A noun phrase here, or None and nothing is read."""
        here = self.at
        determiner = self._determiner()
        if self.capital() and not subject:
            return NounPhrase(name=self.name())
        adjectives = []
        while (found := self.word()) in lexicon.adjectives() and self._more():
            adjectives.append(found)
            self.at += 1
        phrase = self._head(determiner, tuple(adjectives), subject=subject)
        if phrase is None:
            self.at = here
            return None
        if self.capital() and not phrase.plural and phrase.noun in lexicon.nouns():
            # "her brother Omar", "Lake Como"
            return replace(phrase, name=self.name())
        if self.word() == "of" and not subject:
            self.at += 1
            if inner := self.noun_phrase():
                return replace(phrase, within=Complement("of", inner))
            self.at -= 1
        return phrase

    def name(self) -> str:
        """A proper name of up to three words; empty when there is none."""
        words: list[str] = []
        while len(words) < 3 and (self.capital() or (words and self.word() in _PARTICLES and self.capital(1))):
            particle = not self.capital()
            words.append(" ".join(self.tokens[self.at : self.at + 1 + particle]))
            self.at += 1 + particle
        return " ".join(words)

    def _determiner(self) -> str:
        if self.word() in ("all", "both", "half") and (self.word(1) in ARTICLES or self.word(1) in OWN):
            self.at += 1
        word = self.word()
        if word in ARTICLES:
            self.at += 1
            if self.word() in NUMBERS:
                self.at += 1
                return self.lower[self.at - 1]
            return ARTICLES[word]
        if word in OWN:
            self.at += 1
            return "their"
        if word in NUMBERS:
            self.at += 1
            return word
        if word in ("some", "any", "every", "each", "another", "one", "no"):
            self.at += 1
            return {"another": "a", "one": "a", "every": "the", "each": "the"}.get(word, "")
        return ""

    def _more(self) -> bool:
        """Whether a noun can follow the adjective here."""
        following = self.word(1)
        if not following or following in GRAMMAR or following in lexicon.prepositions():
            return False
        if following in lexicon.adjectives() or self.noun(1):
            return True
        # "A giant finds ...": the word here is the noun.
        return not (self.noun() and self.verb(1))

    def _head(self, determiner: str, adjectives: tuple[str, ...], *, subject: bool) -> NounPhrase | None:
        if found := self.noun():
            noun, plural, length = found
            # "fairy tale castle": the last of a row of nouns is the head; the others say what kind.
            following = self.noun(length)
            if following and not (subject and self.verb(length)) and length == 1 and not plural:
                self.at += length
                inner = self._head(determiner, adjectives, subject=subject)
                return inner and replace(inner, adjectives=(*inner.adjectives, noun.name))
            if subject and length == 1 and not plural and self._unknown_compound():
                return self._unknown_head(determiner, adjectives, subject=True)
            self.at += length
            if not plural and self._names_more(subject=subject):
                # "a detective agency"
                self.at += 1
                return NounPhrase(self.lower[self.at - 1], (*adjectives, noun.name), determiner)
            return NounPhrase(noun.name, adjectives, determiner, plural)
        return self._unknown_head(determiner, adjectives, subject=subject)

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
        return bool(following) and not known and not _says_what_it_does(following) and self.verb(2) is not None

    def _unknown_head(self, determiner: str, adjectives: tuple[str, ...], *, subject: bool) -> NounPhrase | None:
        """Words that the lexicon does not have, up to what cannot belong to them."""
        words: list[str] = []
        while (word := self.word()) and len(words) < 4:
            if word in GRAMMAR or word in lexicon.prepositions() or (words and subject and self.verb()):
                break
            if words and subject and _says_what_it_does(word):
                break
            if not (subject and self._unknown_compound()) and (found := self.noun()):
                # "a zesty lemon"
                self.at += found[2]
                return NounPhrase(found[0].name, (*adjectives, *words), determiner, found[1])
            words.append(self.tokens[self.at] if not words else word)
            self.at += 1
        if not words or (not determiner and len(words[0]) < 2):
            return None
        last = wordforms.lemmas(words[-1]).get("NOUN", "")
        if wordforms.plural(words[-1]) and determiner != "a":
            return NounPhrase(" ".join([*words[:-1], last]).lower(), adjectives, determiner, plural=True)
        return NounPhrase(" ".join(words).lower(), adjectives, determiner)

    def verb_phrase(self, *, own: bool = False, depth: int = 0) -> VerbPhrase | None:
        """A verb and what belongs to it. `own`: the sentence's own verb, which an unknown word can be."""
        negative = self._auxiliaries()
        if whole := self._pattern(depth) or self._becomes():
            return whole
        found = self.verb()
        if found is None:
            return self._unknown_verb() if own and not negative else None
        verb, length = found
        self.at += length
        if verb.kind in ("to", "drop"):
            inner = self._inner(depth)
            if verb.kind == "drop" or inner is None:
                return inner
            return VerbPhrase(verb.name, verb.goal, inner=inner)
        if negative or verb.kind == "state":
            return None
        return self._with_objects(verb)

    def _pattern(self, depth: int) -> VerbPhrase | None:
        """A verb whose objects stand inside it: "swapped her oven for a map", "teaches a mouse to sing"."""
        here = self.at
        for verb, rest in lexicon.patterns().get(self.word(), ()):
            self.at = here + 1
            objects: dict[str, NounPhrase] = {}
            inner = None
            for part in rest:
                if part in ("@", "%"):
                    if self.word() in PRONOUNS or (found := self.noun_phrase()) is None:
                        break
                    objects[part] = found
                elif part == "…":
                    if depth >= MAX_DEPTH or (inner := self.verb_phrase(own=True, depth=depth + 1)) is None:
                        break
                elif self.word() == part or (part == "~" and self.word() in OWN):
                    self.at += 1
                else:
                    break
            else:
                complements = tuple(self._complements())
                return VerbPhrase(verb.name, verb.goal, objects.get("@"), objects.get("%"), complements, inner)
        self.at = here
        return None

    def _becomes(self) -> VerbPhrase | None:
        """What somebody wants to be: "be a chef"."""
        if self.word() != "be":
            return None
        here, self.at = self.at, self.at + 1
        if self.word() in ("a", "an") and (found := self.noun_phrase()):
            become = next(verb for verb in lexicon.verbs() if (verb.name, verb.kind) == ("become", "wish"))
            return VerbPhrase(become.name, become.goal, found)
        self.at = here
        return None

    def _inner(self, depth: int) -> VerbPhrase | None:
        while self.word() in ("how", "to", "of"):
            self.at += 1
        return self.verb_phrase(own=True, depth=depth + 1) if depth < MAX_DEPTH else None

    def _auxiliaries(self) -> bool:
        """Skip what stands before the verb; whether it is denied."""
        negative = can = False
        while True:
            word = self.word()
            if self.verb() and word in BE:
                return negative
            if word in BE or word in ADVERBS or (word.endswith("ly") and not self.noun() and not self.verb()):
                self.at += 1
            elif word in MODAL:
                can = True
                self.at += 1
            elif word in NEVER or word in ("does", "do", "did"):
                negative = negative or word in NEVER
                self.at += 1
            else:
                # What somebody cannot do is what they want to do.
                return negative and not can

    def _with_objects(self, verb: lexicon.Verb) -> VerbPhrase | None:
        if self.word() in EVERYBODY and "@" in verb.goal["en"]:
            self.at += 1
            said = {code: goal.replace("@", _EVERYBODY[code]) for code, goal in verb.goal.items()}
            return VerbPhrase(verb.name, said, complements=tuple(self._complements()))
        if self.word() in PRONOUNS:
            return None
        while self.word() in ("out", "up", "off", "away", "back", "down") and self.word(1) in ARTICLES:
            self.at += 1
        thing = None
        if self.word() not in lexicon.prepositions() and self.word() not in LINKS and "@" in verb.goal["en"]:
            thing = self.noun_phrase()
        if thing is None:
            verb = next((other for other in lexicon.verbs() if (other.name, other.kind) == (verb.name, "alone")), verb)
        if thing is None and verb.goal["en"].endswith(_NEEDS_OBJECT):
            return None
        complements = self._complements()
        purpose = self._purpose_of(complements)
        return VerbPhrase(verb.name, verb.goal, thing, complements=tuple(complements), purpose=purpose)

    def _complements(self) -> list[Complement]:
        """Phrases with prepositions; "to" is left for who reads what follows."""
        found: list[Complement] = []
        while len(found) < MAX_COMPLEMENTS:
            preposition = self.word()
            if preposition not in lexicon.prepositions() or preposition == "to":
                break
            here, self.at = self.at, self.at + 1
            if (phrase := self.noun_phrase()) is None:
                self.at = here
                break
            found.append(Complement(preposition, phrase))
        return found

    def _unknown_verb(self) -> VerbPhrase | None:
        word = self.word()
        if not word.isalpha() or word in GRAMMAR or word in lexicon.prepositions():
            return None
        if not (base := wordforms.lemmas(word).get("VERB") or (_base(word) if _says_what_it_does(word) else "")):
            return None
        self.at += 1
        thing = self.noun_phrase() if self.word() not in lexicon.prepositions() else None
        complements = self._complements()
        purpose = self._purpose_of(complements)
        return VerbPhrase(base, None, thing, complements=tuple(complements), purpose=purpose)

    def _purpose_of(self, complements: list[Complement]) -> VerbPhrase | None:
        """What is done for: "to visit the moon"; "to the moon" is one more complement."""
        if self.word() != "to":
            return None
        self.at += 1
        if phrase := self.noun_phrase() if self.word() in ARTICLES or self.word() in OWN else None:
            complements.append(Complement("to", phrase))
            return None
        return self.verb_phrase()


def _says_what_it_does(word: str) -> bool:
    return word.endswith(("s", "ed")) and not word.endswith("ss")


def _base(word: str) -> str:
    """Guess the base form of a verb that the lexicon does not have, from its ending."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ied", "y")):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word[:-2] if word.endswith("ed") and len(word) > 4 else word
