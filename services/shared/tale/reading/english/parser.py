"""Parse verb phrases of an English sentence, including verbs that the lexicon does not have."""

import re

from services.shared.tale.reading.english import occasions, truths
from services.shared.tale.reading.english.goals import being_so, denied
from services.shared.tale.reading.english.grammar_words import (
    ARTICLES,
    BE,
    GRAMMAR,
    INTENSIFIERS,
    LINKS,
    MODAL,
    OWN,
    PRONOUNS,
)
from services.shared.tale.reading.english.nounphrases import says_what_it_does
from services.shared.tale.reading.english.objects import TO_WHOM, Objects
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon, wordforms

_NEEDS_OBJECT = re.compile(r" (?:of|with|after|about|for|at|on|to|from|over|against|in|into) @$")
_TRANSITIVE = frozenset(
    "find meet save rescue befriend free protect defend guard catch capture visit bring take carry get make build buy"
    " sell give lose break steal hide keep open repair fix mend heal cure return seek chase follow teach tame adopt"
    " marry face confront overcome escort trick".split()
)
"""Verbs that say nothing without their object."""
_PARTICLES = frozenset("away back up out off down".split())
_BECOME = frozenset("be being become becomes became becoming".split())
_WEARY = frozenset("tired sick bored weary".split())
_LIKES = frozenset("love like adore".split())
"""What somebody does to a thing all along, and has not to do: "two sisters who love cake"."""
_LEARNS = frozenset("discover realize realise learn wonder prove understand".split()) | {
    "find out",
    "figure out",
    "work out",
}
_SEES = frozenset("find see notice hear say think know believe feel".split())
_AFTER_CLAUSES = frozenset([".", "!", ";", "but", "before", "because"])
_CLAUSES = frozenset("who whose what where when why how which whether if that".split())
"""What begins a clause that is learnt."""
EVERYBODY = frozenset("everybody everyone all".split())
_EVERYBODY = {"en": "everybody", "es": "a todo el mundo", "fr": "tout le monde"}
MAX_DEPTH = 3
"""How deep verbs may stand in each other: "wants to learn to try to fly" is the deepest."""


class Parser(Objects):
    """Reads what is done, from the next word on; where no verb begins, it reads nothing."""

    def verb_phrase(self, *, own: bool = False, depth: int = 0) -> VerbPhrase | None:
        """A verb and what belongs to it. `own`: the sentence's own verb, which an unknown word can be."""
        start = self.at
        negative = self._auxiliaries()
        if self._passive(start):
            if self.word(1) != "to":
                return None
            # "is forced to share", "was chosen to lead"
            self.at += 2
        return self._refused(depth) if self._refuses(start) else self._done(depth, own=own, negative=negative)

    def _refuses(self, start: int) -> bool:
        """Whether somebody will not do what follows: "refuses to", "would not". `start`: before the auxiliaries."""
        said = self.lower[start : self.at]
        would_not = ["would", "not"] in (said[-2:], said[-3:-1]) or ["will", "not"] in (said[-2:], said[-3:-1])
        return self.word().startswith("refus") or would_not or bool({"won't", "wouldn't"} & set(said))

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
            return self._found_out(verb)
        led = verb.kind in ("to", "drop")
        return self._led(verb, depth, negative=negative) if led else self._with_objects(verb)

    def _is_no_deed(self, verb: lexicon.Verb) -> bool:
        """Whether it only says what somebody sees, or what is done to them: "sees that", "gets separated"."""
        participle = self.word().endswith("ed") and self.word() in lexicon.verb_forms()
        return (verb.name in _SEES and self.word() == "that") or (verb.name == "get" and participle)

    def _held(self) -> VerbPhrase | None:
        """A feast, a contest or a quarrel that somebody has: "have a sleepover", "have a big fight"."""
        here, found = self.at, self.noun_phrase()
        noun = lexicon.nouns().get(found.noun) if found else None
        held = occasions.had(noun) if noun else None
        if held is None:
            self.at = here
            return None
        complements = tuple(self._complements())
        if "@" not in held.goal["en"]:
            # With whom one quarrels, and not about what.
            return VerbPhrase(held.name, held.goal, complements=occasions.with_whom(complements))
        return VerbPhrase(held.name, held.goal, found, complements=complements)

    def _led(self, verb: lexicon.Verb, depth: int, *, negative: bool) -> VerbPhrase | None:
        """The deed that a verb leads to: "wants to sail"."""
        inner = self._inner(depth)
        if negative and verb.kind == "drop":
            return denied(inner, self._done_to())
        return inner if verb.kind == "drop" or inner is None else VerbPhrase(verb.name, verb.goal, inner=inner)

    def _clause_follows(self) -> bool:
        """Whether a subject and its verb follow without "that": "finds out his teacher is a superhero"."""
        here = self.at
        found = self.noun_phrase(subject=True) if self.word() not in PRONOUNS else None
        self.at += self.word() in PRONOUNS
        follows = self.at > here and (found is not None or self.at == here + 1)
        follows = follows and (self.word() in BE or self.word() in MODAL - {"to"} or self.word() in ("has", "had"))
        self.at = here
        return follows

    def _found_out(self, verb: lexicon.Verb) -> VerbPhrase:
        """What somebody wants to know, to prove or to understand: "find out who leaves the notes"."""
        words = []
        while self.at < len(self.tokens) and self.lower[self.at] not in _AFTER_CLAUSES:
            words.append(self.tokens[self.at])
            self.at += 1
        return truths.of(words, verb.name)

    def _refused(self, depth: int) -> VerbPhrase | None:
        """What somebody will not do; what belongs to a day is done in the end, and all else is not."""
        self.at += self.word().startswith("refus")
        inner = self._inner(depth)
        return denied(inner, self._done_to())

    def _done_to(self) -> str:
        """The class of what is done to somebody, where "be" and its participle stand there: "to be flipped"."""
        if self.word(-1) not in ("be", "being", "get"):
            return ""
        verbs = [verb for verb, rest in lexicon.verb_forms().get(self.word(), ()) if not rest]
        return verbs[0].act if verbs else "unknown" if "VERB" in wordforms.lemmas(self.word()) else ""

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

    def _becomes(self) -> VerbPhrase | None:
        """What somebody wants to be: "be a chef", "of being a chef", "to be nice"."""
        row = self.verb()
        if self.word() not in _BECOME or (row is not None and row[1] > 1):
            return None
        here, self.at = self.at, self.at + 1
        become = next(verb for verb in lexicon.verbs_named("become") if verb.kind == "wish")
        if self.word() in ("a", "an") and self.word(-1) in ("be", "being") and (found := self.noun_phrase()):
            return VerbPhrase(become.name, become.goal, found)
        self.at += self.word() in INTENSIFIERS
        so = lexicon.adjectives().get(self.word())
        if so is not None and self.noun(1) is None and self.word(1) not in lexicon.adjectives():
            self.at += 1
            return VerbPhrase(become.name, being_so(so), complements=tuple(self._complements()))
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
        if (of_everybody := self._of_everybody(verb)) is not None:
            return of_everybody
        while self.word() in ("out", "up", "off", "away", "back", "down") and self.word(1) in ARTICLES:
            self.at += 1
        thing = None
        if self.word() not in lexicon.prepositions() and self.word() not in LINKS and "@" in verb.goal["en"]:
            thing = self._doing(verb) or (self._object() if not self._when() else None)
        if thing is None and self.word() in PRONOUNS:
            return None
        verb = self._with_particle(verb) if thing else verb
        if (whom := self._whom(verb, thing)) is not None:
            what = self._object()
            to = Complement(TO_WHOM[verb.name], whom)
            return VerbPhrase(verb.name, verb.goal, what, complements=(to, *self._complements())[:2])
        noun = lexicon.nouns().get(thing.noun) if thing else None
        verb = occasions.entered(verb, noun)
        if noun and self._is_no_object(verb, noun):
            return None
        if verb.name == "hate" and noun and not noun.alive:
            verb = lexicon.verbs_named("get used to")[0]
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

    def _of_everybody(self, verb: lexicon.Verb) -> VerbPhrase | None:
        """What is done to everybody: "calm everybody down", not "all the toys"."""
        of_all = (
            self.word() == "all"
            and bool(self.word(1))
            and (self.word(1) in (*ARTICLES, *OWN) or self.word(1) in lexicon.adjectives() or self.noun(1) is not None)
        )
        if self.word() not in EVERYBODY or of_all or "@" not in verb.goal["en"]:
            return None
        self.at += 1
        whole = self._with_particle(verb)
        said = {code: goal.replace("@", _EVERYBODY[code]) for code, goal in whole.goal.items()}
        return VerbPhrase(verb.name, said, complements=tuple(self._complements()))

    @staticmethod
    def _is_no_object(verb: lexicon.Verb, noun: lexicon.Noun) -> bool:
        """Whether it is no deed: what somebody likes all along, or what part they have, as in "plays goalkeeper"."""
        likes = verb.name in _LIKES and not noun.alive
        return likes or (verb.name == "play" and noun.kind in ("trade", "person"))

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

    def _without_object(self, verb: lexicon.Verb) -> VerbPhrase | None:
        """The same said shorter: "argue" for "argue about"."""
        name = verb.name.rpartition(" ")[0]
        short = next((row for row in lexicon.verbs_named(name) if "@" not in row.goal.get("en", "@")), None)
        if short is None:
            return None
        return VerbPhrase(short.name, short.goal, complements=tuple(self._complements()))

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
