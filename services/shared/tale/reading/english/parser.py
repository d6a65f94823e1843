"""Parse verb phrases of an English sentence, including verbs that the lexicon does not have."""

import re

from services.shared.tale.reading.english.nounphrases import NounPhrases, says_what_it_does
from services.shared.tale.reading.english.questions import question
from services.shared.tale.reading.english.tokens import (
    ADVERBS,
    ARTICLES,
    BE,
    GRAMMAR,
    LINKS,
    MODAL,
    NEVER,
    OWN,
    PRONOUNS,
)
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon, wordforms

_NEEDS_OBJECT = re.compile(r" (?:of|with|after|about|for|at|on|to|from|over|against|in|into) @$")
_TRANSITIVE = frozenset(
    "find meet save rescue befriend free protect defend guard catch capture visit bring take carry get make build buy"
    " sell give lose break steal hide keep open repair fix mend heal cure return seek chase follow teach tame adopt"
    " marry face confront overcome escort trick".split()
)
"""Verbs that say nothing without their object."""
_CONJUNCTIONS = frozenset("until before after since".split())
_LEARNS = frozenset(["find out", "discover", "realize", "realise", "learn", "figure out", "work out", "wonder"])
_SEES = frozenset("find see notice hear say think know believe feel".split())
_CLAUSES = frozenset("who whose what where when why how which whether if that".split())
"""What begins a clause that is learnt."""
_HAVE = frozenset("have has had".split())
_SINCE = frozenset("never ever just already always not".split())
_DAILY = frozenset("clean rest help cook give heal".split())
"""Classes of what a child that refuses it will do in the end: eat, sleep, tidy up, share."""
EVERYBODY = frozenset("everybody everyone all".split())
_EVERYBODY = {"en": "everybody", "es": "a todo el mundo", "fr": "tout le monde"}
MAX_DEPTH = 3
"""How deep verbs may stand in each other: "wants to learn to try to fly" is the deepest."""
MAX_COMPLEMENTS = 2
"""How many phrases with prepositions a verb may have: "sails over the sea in a boat"."""


class Parser(NounPhrases):
    """Reads what is done, from the next word on; where no verb begins, it reads nothing."""

    it: NounPhrase | None = None
    """What "it" and "them" stand for: the thing of a clause before."""
    whom: NounPhrase | None = None
    """Whom "him" and "her" stand for: the being of a clause before."""

    def verb_phrase(self, *, own: bool = False, depth: int = 0) -> VerbPhrase | None:
        """A verb and what belongs to it. `own`: the sentence's own verb, which an unknown word can be."""
        start = self.at
        negative = self._auxiliaries()
        if self._passive(start):
            if self.word(1) != "to":
                return None
            # "is forced to share", "was chosen to lead"
            self.at += 2
        refused = self.word().startswith("refus") or "won't" in self.lower[start : self.at]
        return self._refused(depth) if refused else self._done(depth, own=own, negative=negative)

    def _done(self, depth: int, *, own: bool, negative: bool) -> VerbPhrase | None:
        if whole := self._pattern(depth) or self._becomes():
            return None if negative else whole
        verb, length = self.verb() or (None, 0)
        if verb is None:
            return self._unknown_verb() if own and not negative else None
        self.at += length
        if verb.kind not in ("to", "drop") and (negative or verb.kind == "state"):
            return self._held() if verb.name == "have" and not negative else None
        if verb.name in _SEES and self.word() == "that":
            return None
        if verb.name in _LEARNS and self.word() in _CLAUSES and not (self.word() == "how" and self.word(1) == "to"):
            return self._found_out()
        return self._led(verb, depth, negative=negative) if verb.kind in ("to", "drop") else self._with_objects(verb)

    def _held(self) -> VerbPhrase | None:
        """A feast that somebody has: "have a sleepover"."""
        here, found = self.at, self.noun_phrase()
        noun = lexicon.nouns().get(found.noun) if found else None
        if noun is None or noun.kind != "event":
            self.at = here
            return None
        held = lexicon.verbs_named("celebrate")[0]
        return VerbPhrase(held.name, held.goal, found, complements=tuple(self._complements()))

    def _led(self, verb: lexicon.Verb, depth: int, *, negative: bool) -> VerbPhrase | None:
        """The deed that a verb leads to: "wants to sail"."""
        inner = self._inner(depth)
        if negative and verb.kind == "drop":
            return _denied(inner)
        return inner if verb.kind == "drop" or inner is None else VerbPhrase(verb.name, verb.goal, inner=inner)

    def _found_out(self) -> VerbPhrase:
        """What somebody wants to know: "find out who leaves the notes", "realize that the trick was real"."""
        words = []
        while self.at < len(self.tokens) and self.lower[self.at] not in (".", "!", ";", "but", "before", "because"):
            words.append(self.tokens[self.at])
            self.at += 1
        first, *rest = words
        clause = question(" ".join(words)).clause if first.lower() != "that" else f"whether {' '.join(rest)}"
        goal = {"en": f"find out {clause}", "es": "descubrir la verdad", "fr": "découvrir la vérité"}
        return VerbPhrase("find out", goal)

    def _passive(self, start: int) -> bool:
        """Whether something is done to the subject: "is invited", "be rescued"."""
        word = self.word()
        if self.at == start or self.lower[self.at - 1] not in BE or word.endswith("ing"):
            return False
        return any(
            word in verb.past[-1:] or (not verb.past and word == lexicon.english_past(verb.name.split()[0], ()))
            for verb, _ in lexicon.verb_forms().get(word, ())
        )

    def _refused(self, depth: int) -> VerbPhrase | None:
        """What somebody will not do; what belongs to a day is done in the end, and all else is not."""
        self.at += self.word().startswith("refus")
        return _denied(self._inner(depth))

    def _pattern(self, depth: int) -> VerbPhrase | None:
        """A verb whose objects stand inside it: "swapped her oven for a map", "teaches a mouse to sing"."""
        here = self.at
        for verb, rest in lexicon.patterns().get(self.word(), ()):
            self.at = here + 1
            objects: dict[str, NounPhrase] = {}
            inner = None
            for part in rest:
                if part in ("@", "%"):
                    if (found := self._object()) is None:
                        break
                    objects[part] = found
                    self._where_it_is()
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

    def _where_it_is(self) -> None:
        """Skip where an object of a pattern is: "turns all the vegetables in the garden into animals"."""
        here = self.at
        if self.word() in ("in", "on", "at", "of", "from") and self.word(1) in (*ARTICLES, *OWN):
            self.at += 1
            if self.noun_phrase() is None or self.word() not in ("into", "for", "to", "with", "how"):
                self.at = here

    def _becomes(self) -> VerbPhrase | None:
        """What somebody wants to be: "be a chef"."""
        if self.word() != "be":
            return None
        here, self.at = self.at, self.at + 1
        if self.word() in ("a", "an") and (found := self.noun_phrase()):
            become = next(verb for verb in lexicon.verbs_named("become") if verb.kind == "wish")
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
            if word == "used" and self.word(1) == "to":
                self.at += 2
                continue
            if word in BE or word in ADVERBS or (word.endswith("ly") and not self.noun() and not self.verb()):
                self.at += 1
            elif word in MODAL:
                can = True
                self.at += 1
            elif word in _HAVE and self._perfect():
                self.at += 1
            elif word in NEVER or word in ("does", "do", "did"):
                negative = negative or word in NEVER
                self.at += 1
            else:
                # What somebody cannot do is what they want to do.
                return negative and not can

    def _perfect(self) -> bool:
        """Whether "has" here only says that something is done: "has stolen", "has never seen"."""
        ahead = 1
        while self.word(ahead) in _SINCE:
            ahead += 1
        word = self.word(ahead)
        return any(
            word == lexicon.english_past(verb.name.split()[0], verb.past) or word in verb.past
            for verb, _ in lexicon.verb_forms().get(word, ())
        )

    def _with_objects(self, verb: lexicon.Verb) -> VerbPhrase | None:
        if self.word() == "all" and self.word(1) == "of":
            self.at += 1
        of_all = (
            self.word() == "all"
            and bool(self.word(1))
            and (self.word(1) in (*ARTICLES, *OWN) or self.word(1) in lexicon.adjectives() or self.noun(1) is not None)
        )
        if self.word() in EVERYBODY and not of_all and "@" in verb.goal["en"]:
            self.at += 1
            said = {code: goal.replace("@", _EVERYBODY[code]) for code, goal in verb.goal.items()}
            return VerbPhrase(verb.name, said, complements=tuple(self._complements()))
        while self.word() in ("out", "up", "off", "away", "back", "down") and self.word(1) in ARTICLES:
            self.at += 1
        thing = None
        if self.word() not in lexicon.prepositions() and self.word() not in LINKS and "@" in verb.goal["en"]:
            thing = self._object() if not self._when() else None
        if thing is None and self.word() in PRONOUNS:
            return None
        noun = lexicon.nouns().get(thing.noun) if thing else None
        if verb.name == "play" and noun and noun.kind in ("trade", "person"):
            # What part somebody has, as in "plays goalkeeper".
            return None
        if thing is None:
            verb = next((other for other in lexicon.verbs_named(verb.name) if other.kind == "alone"), verb)
        if thing is None and (_NEEDS_OBJECT.search(verb.goal["en"]) or verb.name in _TRANSITIVE):
            if self.it is None:
                return self._without_object(verb)
            thing = self.it.definite()
        complements = self._complements()
        purpose = self._purpose_of(complements)
        return VerbPhrase(verb.name, verb.goal, thing, complements=tuple(complements), purpose=purpose)

    def _when(self) -> bool:
        """Skip a time that looks like an object: "wakes up one morning"."""
        noun = self.noun(1)
        if self.word() in ("one", "every", "each", "this", "last", "next") and noun and noun[0].kind == "time":
            self.at += 1 + noun[2]
            return True
        return False

    def _without_object(self, verb: lexicon.Verb) -> VerbPhrase | None:
        """The same said shorter: "argue" for "argue about"."""
        name = verb.name.rpartition(" ")[0]
        short = next((row for row in lexicon.verbs_named(name) if "@" not in row.goal.get("en", "@")), None)
        if short is None:
            return None
        return VerbPhrase(short.name, short.goal, complements=tuple(self._complements()))

    def _object(self) -> NounPhrase | None:
        """A noun phrase, or a pronoun for what was told before."""
        stands_for = {"it": self.it, "them": self.it, "him": self.whom, "her": self.whom}.get(self.word())
        if stands_for is not None and (self.word() != "her" or self.noun(1) is None):
            self.at += 1
            return stands_for.definite()
        return None if self.word() in PRONOUNS else self.noun_phrase()

    def _complements(self) -> list[Complement]:
        """Phrases with prepositions; "to" is left for who reads what follows."""
        found: list[Complement] = []
        while len(found) < MAX_COMPLEMENTS:
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

    def _unknown_verb(self) -> VerbPhrase | None:
        word = self.word()
        if not word.isalpha() or word in GRAMMAR or word in lexicon.prepositions():
            return None
        if not (base := wordforms.lemmas(word).get("VERB") or (_base(word) if says_what_it_does(word) else "")):
            return None
        self.at += 1
        while self.word() in ("out", "up", "off", "away", "back", "down") and self.word(1) in lexicon.prepositions():
            # "comes down from the sky"
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


def _base(word: str) -> str:
    """Guess the base form of a verb that the lexicon does not have, from its ending."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ied", "y")):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word[:-2] if word.endswith("ed") and len(word) > 4 else word


def _denied(deed: VerbPhrase | None) -> VerbPhrase:
    """What somebody does not want to do, or to be done, as a goal."""
    if deed is None:
        alone = lexicon.verbs_named("need nobody")[0]
        return VerbPhrase(alone.name, alone.goal)
    row = next(iter(lexicon.verbs_named(deed.verb)), None)
    if not deed.literal or (row is not None and row.act in _DAILY):
        return deed
    convince = lexicon.verbs_named("need not")[0]
    return VerbPhrase(convince.name, convince.goal, inner=deed)
