"""Parse verb phrases of an English sentence, including verbs that the lexicon does not have."""

import re

from services.shared.tale.reading.english.auxiliaries import Auxiliaries
from services.shared.tale.reading.english.nounphrases import says_what_it_does
from services.shared.tale.reading.english.questions import question
from services.shared.tale.reading.english.tokens import (
    ARTICLES,
    BE,
    GRAMMAR,
    LINKS,
    MODAL,
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
_MOST_DONE = 8
"""Words of what somebody fears to do."""
_PARTICLES = frozenset("away back up out off down".split())
_WEARY = frozenset("tired sick bored weary".split())
_LEARNS = frozenset(["find out", "discover", "realize", "realise", "learn", "figure out", "work out", "wonder"])
_SEES = frozenset("find see notice hear say think know believe feel".split())
_CLAUSES = frozenset("who whose what where when why how which whether if that".split())
"""What begins a clause that is learnt."""
_DAILY = frozenset("clean rest help cook give heal".split())
"""Classes of what a child that refuses it will do in the end: eat, sleep, tidy up, share."""
CONTESTS = frozenset("race contest competition tournament match championship duel".split())
EVERYBODY = frozenset("everybody everyone all".split())
_EVERYBODY = {"en": "everybody", "es": "a todo el mundo", "fr": "tout le monde"}
MAX_DEPTH = 3
"""How deep verbs may stand in each other: "wants to learn to try to fly" is the deepest."""
MAX_COMPLEMENTS = 2
"""How many phrases with prepositions a verb may have: "sails over the sea in a boat"."""


class Parser(Auxiliaries):
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
        if whole := self._pattern(depth) or self._becomes() or self._weary(depth):
            return None if negative else whole
        verb, length = self.verb() or (None, 0)
        if verb is None:
            return self._unknown_verb() if own and not negative else None
        self.at += length
        if verb.kind not in ("to", "drop") and (negative or verb.kind == "state"):
            return self._held() if verb.name == "have" and not negative else None
        if self._is_no_deed(verb):
            return None
        clause = self.word() in _CLAUSES and not (self.word() == "how" and self.word(1) == "to")
        if verb.name in _LEARNS and (clause or self._clause_follows()):
            return self._found_out()
        led = verb.kind in ("to", "drop")
        return self._led(verb, depth, negative=negative) if led else self._with_objects(verb)

    def _is_no_deed(self, verb: lexicon.Verb) -> bool:
        """Whether it only says what somebody sees, or what is done to them: "sees that", "gets separated"."""
        participle = self.word().endswith("ed") and self.word() in lexicon.verb_forms()
        return (verb.name in _SEES and self.word() == "that") or (verb.name == "get" and participle)

    def _held(self) -> VerbPhrase | None:
        """A feast or a contest that somebody has: "have a sleepover", "have a race"."""
        here, found = self.at, self.noun_phrase()
        noun = lexicon.nouns().get(found.noun) if found else None
        contest = noun is not None and not CONTESTS.isdisjoint(noun.name.split())
        if noun is None or not (noun.kind == "event" or contest):
            self.at = here
            return None
        held = lexicon.verbs_named("win" if contest else "celebrate")[0]
        return VerbPhrase(held.name, held.goal, found, complements=tuple(self._complements()))

    def _led(self, verb: lexicon.Verb, depth: int, *, negative: bool) -> VerbPhrase | None:
        """The deed that a verb leads to: "wants to sail"."""
        inner = self._inner(depth)
        if negative and verb.kind == "drop":
            return _denied(inner)
        return inner if verb.kind == "drop" or inner is None else VerbPhrase(verb.name, verb.goal, inner=inner)

    def _clause_follows(self) -> bool:
        """Whether a subject and its verb follow without "that": "finds out his teacher is a superhero"."""
        here = self.at
        found = self.noun_phrase(subject=True) if self.word() not in PRONOUNS else None
        self.at += self.word() in PRONOUNS
        follows = self.at > here and (found is not None or self.at == here + 1)
        follows = follows and (self.word() in BE or self.word() in MODAL or self.word() in ("has", "had"))
        self.at = here
        return follows

    def _found_out(self) -> VerbPhrase:
        """What somebody wants to know: "find out who leaves the notes", "realize that the trick was real"."""
        words = []
        while self.at < len(self.tokens) and self.lower[self.at] not in (".", "!", ";", "but", "before", "because"):
            words.append(self.tokens[self.at])
            self.at += 1
        first, *rest = words
        rest = rest if first.lower() == "that" else words
        asked = first.lower() in _CLAUSES - {"that"}
        clause = question(" ".join(words)).clause if asked else f"whether {' '.join(rest)}"
        goal = {"en": f"find out {clause}", "es": "descubrir la verdad", "fr": "découvrir la vérité"}
        return VerbPhrase("find out", goal)

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
        """What somebody wants to be: "be a chef", "of being a chef"."""
        if self.word() not in ("be", "being"):
            return None
        here, self.at = self.at, self.at + 1
        if self.word() in ("a", "an") and (found := self.noun_phrase()):
            become = next(verb for verb in lexicon.verbs_named("become") if verb.kind == "wish")
            return VerbPhrase(become.name, become.goal, found)
        self.at = here
        return None

    def _weary(self, depth: int) -> VerbPhrase | None:
        """What is wanted by who is tired of something: of "being alone" a friend, of a deed another one."""
        here, self.at = self.at, self.at + (self.word() in BE)
        weary = self.word() in _WEARY and self.word(1) == "of" and self.word(2).endswith("ing")
        self.at += 2
        if not weary or depth >= MAX_DEPTH:
            self.at = here
            return None
        inner = self.verb_phrase(own=True, depth=depth + 1)
        row = next((row for row in lexicon.verbs_named(inner.verb) if row.goal == inner.goal), None) if inner else None
        if row is not None and row.kind == "mishap":
            return inner
        tired = lexicon.verbs_named("be tired of")[0]
        return VerbPhrase(tired.name, tired.goal)

    def _inner(self, depth: int) -> VerbPhrase | None:
        while self.word() in ("how", "to", "of"):
            self.at += 1
        return self.verb_phrase(own=True, depth=depth + 1) if depth < MAX_DEPTH else None

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
            thing = self._doing(verb) or (self._object() if not self._when() else None)
        if thing is None and self.word() in PRONOUNS:
            return None
        verb = self._with_particle(verb) if thing else verb
        noun = lexicon.nouns().get(thing.noun) if thing else None
        if verb.name == "hate" and noun and not noun.alive:
            verb = lexicon.verbs_named("get used to")[0]
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
        if thing is None:
            verb, thing, complements = self._parted(verb, complements)
        purpose = self._purpose_of(complements)
        return VerbPhrase(verb.name, verb.goal, thing, complements=tuple(complements), purpose=purpose)

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

    def _with_particle(self, verb: lexicon.Verb) -> lexicon.Verb:
        """The verb with a particle that stands behind its object: "gives the dog away"."""
        whole = (
            next(iter(lexicon.verbs_named(f"{verb.name} {self.word()}")), None) if self.word() in _PARTICLES else None
        )
        if whole is None or "@" not in whole.goal.get("en", ""):
            return verb
        self.at += 1
        return whole

    @staticmethod
    def _parted(
        verb: lexicon.Verb, complements: list[Complement]
    ) -> tuple[lexicon.Verb, NounPhrase | None, list[Complement]]:
        """A verb and its preposition with a place between them: "waits at the station for a soldier"."""
        for item in complements:
            whole = next(iter(lexicon.verbs_named(f"{verb.name} {item.preposition}")), None)
            if whole is not None and "@" in whole.goal.get("en", ""):
                return whole, item.phrase, [other for other in complements if other is not item]
        return verb, None, complements

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
        if self.word() in ("one", "every", "each", "this", "last", "next", "all") and noun and noun[0].kind == "time":
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
