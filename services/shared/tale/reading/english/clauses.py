"""Read the clauses of a sentence after its subject, and which of them says the goal.

"A girl finds a fox cub and needs to keep it secret, but her brother is too curious": the goal is to keep it secret,
that she finds the cub comes before, and that her brother is curious is the trouble.
"""

from dataclasses import dataclass, replace

from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.casting import Casting
from services.shared.tale.reading.english.tenses import AUXILIARIES, past_of
from services.shared.tale.reading.english.tokens import ADVERBS, ARTICLES, BE, GRAMMAR, NUMBERS, OWN, RELATIVE
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon

_LINKS = {
    "but": "trouble", "yet": "trouble", "although": "trouble", "though": "trouble", "because": "reason",
    "since": "reason", "when": "time", "while": "time", "whenever": "time", "after": "time", "until": "until",
    "so": "and", "and": "and", "then": "and", ".": "and", "!": "and", ";": "and", ",": "and",
}  # fmt: skip
"""What a clause says beside the goal, by the word before it."""
SUBJECTS = frozenset("he she they it i you we".split())
_ANYBODY = frozenset(
    "everybody everyone everything nobody nothing somebody someone something neither none both".split()
)
MAX_CLAUSES = 6
_BEGINS = frozenset(["wake up", "get up", "stand up", "come in", "sit down", "go out", "arrive"])
"""Deeds with which only something else begins."""
_BEFORE_VERB = ADVERBS | {"not", "never"}
WANTED, DONE, PUT_RIGHT = 4, 3, 2
"""How much a clause speaks for being the goal: somebody wants it, does it, or must put right what happened."""


@dataclass(frozen=True)
class Clause:
    """What a verb and its subject say."""

    kind: str
    """"who" for what is said of the subject, "main", "and", "that" for what is said of the object, or of _LINKS."""
    own: bool
    """Whether the hero is its subject."""
    start: int
    verb: int
    end: int
    """Where it starts, its finite verb and what follows it, in tokens; the verb is -1 where none was found."""
    deed: VerbPhrase | None
    weight: int


class Clauses(Casting):
    """Reads clauses from the next word on."""

    other: Being | None = None
    """The subject of the clause that is read, where it is not the hero."""
    champion: Being | None = None
    """Who alone can reach the goal, where that is not the sentence's first subject."""

    def clauses(self, cast: list[Being]) -> tuple[list[Clause], Clause | None]:
        """All clauses, and the one that says the goal. `cast`: the subject."""
        found: list[Clause] = []
        kind = "who" if self.word() in RELATIVE else "main"
        while self.at < len(self.tokens) and len(found) < MAX_CLAUSES:
            clause = self._clause(kind, cast, found)
            found.append(clause)
            self.at = clause.end
            kind = self._link(found)
        # Of a relative clause and the sentence's own, that one is what it tells of.
        ranked = [clause for clause in found if clause.weight]
        if not ranked:
            # "He is a superhero but he is always late"
            ranked = [clause for clause in found if clause.kind == "trouble" and clause.own and clause.deed]
        return found, max(ranked, key=lambda one: (one.weight, one.kind == "main"), default=None)

    # ---- One clause

    def _link(self, found: list[Clause]) -> str:
        """Read the words between two clauses, and return what the next one says."""
        kind = ""
        while (word := self.lower[self.at] if self.at < len(self.lower) else "") in _LINKS:
            kind = _LINKS[word] if kind in ("", "and") else kind
            self.at += 1
            if word == "so" and self.word() == "that":
                self.at += 1
                kind = "aim"
        if not kind and word in RELATIVE:
            self.at += 1
            kind = "that"
        # "An owl who is afraid of the dark makes friends"
        return kind or ("main" if found[-1].kind == "who" else "and")

    def _clause(self, kind: str, cast: list[Being], before: list[Clause]) -> Clause:
        while self.word() in RELATIVE or self.lower[self.at : self.at + 1] == [","]:
            self.at += 1
        start = self.at
        while kind not in ("who", "main", "that") and self.word() in ADVERBS and self.word(1) in SUBJECTS:
            self.at += 1
            start = self.at
        whose = self.noun_phrase(subject=True) if self.word(-1) == "whose" else None
        champion = self._only() if kind in ("and", "trouble") else None
        inherits = kind == "and" and bool(before) and not before[-1].own and before[-1].kind in ("and", "trouble")
        if inherits and self._finite() == self._skipped(self.at) and self.word() not in SUBJECTS:
            # "His old crew shows up and wants him": the crew does.
            return Clause(kind, False, start, self._finite(), self._end(max(start, self._finite()) + 1), None, 0)
        own = (
            (kind in ("who", "main") and not whose)
            or champion is not None
            or (kind not in ("who", "main", "that") and self._subject(cast))
        )
        while self.word() in ADVERBS and self.word() not in ("how", "why", "what"):
            self.at += 1
        verb = self._finite()
        wanted = verb >= 0 and self._wanted(verb)
        self.it = next((clause.deed.thing for clause in reversed(before) if clause.deed and clause.deed.thing), None)
        if champion is not None and cast:
            self.whom = replace(cast[0].phrase, name=cast[0].name)
        elif whose is not None:
            self.whom = whose
        elif self.it is not None and self.kind(self.it) in lexicon.ALIVE:
            self.whom = self.it
        if self.other is not None and self.other.phrase == CHILD and cast:
            self.whom = replace(cast[0].phrase, name=cast[0].name)
        deed = self.verb_phrase(own=kind != "that") if verb >= 0 or own else None
        end = self._end(max(start, verb) + 1)
        if kind == "who":
            end = self._main_after(max(verb + 1, self.at if deed else 0), end)
        weight = (
            self._weight(deed, wanted=wanted) if own and kind not in ("that", "time", "reason", "trouble", "aim") else 0
        )
        weight = weight or (WANTED if own and wanted and deed and kind == "trouble" else 0)
        if kind == "until":
            weight = min(weight, 1)
        if champion is None and not own and kind in ("and", "trouble") and wanted and self._takes_over(cast, before):
            champion = self.other
        if champion is not None and deed is not None:
            self.champion, weight, own = champion, WANTED + 1, True
        return Clause(kind, own, start, verb, end, deed, weight)

    def _takes_over(self, cast: list[Being], before: list[Clause]) -> bool:
        """Whether who wants something now is the hero: who asks, or somebody instead of a thing that does nothing."""
        if self.other is None or not cast:
            return False
        if self.other.phrase == CHILD:
            return True
        idle = not cast[0].name and not self.alive(cast[0].phrase) and not any(clause.weight for clause in before)
        return idle and self.alive(self.other.phrase)

    def _only(self) -> Being | None:
        """Who alone can do it: "and only a shy owl can bring it back"."""
        if self.word() != "only":
            return None
        self.at += 1
        return self.being()

    def _subject(self, cast: list[Being]) -> bool:
        """Read a clause's subject; whether it is the hero or nobody else."""
        self.other = None
        if self.word() in SUBJECTS:
            self.at += 1
            people = bool(cast) and self.kind(cast[0].phrase) in ("person", "kin", "trade")
            things = self.word(-1) == "it" and (people or self.word() in BE)
            asker = self.word(-1) in ("i", "we", "you") and bool(cast) and cast[0].phrase != CHILD
            self.other = Being(CHILD) if asker else None
            return not things and not asker
        if self.word() in _ANYBODY:
            # "everything he draws becomes real", "neither of them likes it"
            self.at += 3 if self.word(1) in SUBJECTS | {"of"} else 1
            return False
        here = self.at
        if self.capital() and self.word().title() in {word for being in cast for word in being.name.split()}:
            self.name()
            return True
        phrase = self.noun_phrase(subject=True)
        acts = self.word() in AUXILIARIES or self._acts(self.at)
        end, self.at = self.at, here
        if phrase is None or (self._finite() == self._skipped(here) and not (self.noun() and acts)):
            # Not "school is closed", though one can school somebody.
            return True
        self.at = end
        self.other = Being(phrase, "", self.gender_of(phrase, ""), phrase.plural)
        return bool(cast) and phrase.noun == cast[0].phrase.noun and not phrase.adjectives

    def _skipped(self, at: int) -> int:
        while at < len(self.lower) and (self.lower[at] in _BEFORE_VERB or _adverb(self.lower[at])):
            at += 1
        return at

    def _finite(self) -> int:
        """Where the finite verb is that comes next, behind adverbs; -1 where there is none."""
        at = self._skipped(self.at)
        word = self.lower[at] if at < len(self.lower) else ""
        if word.endswith(("ed", "en", "e", "t")) and self.lower[at + 1 : at + 2] in (["of"], ["by"], ["from"]):
            at = self._after_participle(at)
            word = self.lower[at]
        return at if word in AUXILIARIES or word in lexicon.verb_forms() or (word.isalpha() and past_of(word)) else -1

    def _after_participle(self, at: int) -> int:
        """The finite verb behind a participle, "a ship made of glass runs aground"; the same where there is none."""
        for other in range(at + 2, min(at + 7, len(self.lower))):
            if self.lower[other] in _LINKS:
                break
            if self._acts(other) and is_finite(self.lower[other]):
                return other
        return at

    def _wanted(self, verb: int) -> bool:
        """Whether somebody wants to, must or cannot do what follows."""
        here, self.at, found = self.at, verb, None
        while self.word() and not (found := self._leads()) and self.word() in AUXILIARIES | _BEFORE_VERB:
            self.at += 1
        self.at = here
        return self.lower[verb] in ("must", "can't", "cannot", "won't") or bool(found)

    def _leads(self) -> bool:
        """Whether the verb here leads to another one: "wants to sail"."""
        found = self.verb()
        return found is not None and (found[0].kind in ("drop", "to") or found[0].name == "refuse")

    def _weight(self, deed: VerbPhrase | None, *, wanted: bool) -> int:
        if deed is None:
            return 0
        if wanted:
            return WANTED
        verb = deed.inner if deed.inner and not deed.goal else deed
        row = next((item for item in lexicon.verbs_named(verb.verb) if item.goal == verb.goal), None)
        if row is None or row.name in _BEGINS:
            return PUT_RIGHT if verb.verb == "find out" else 1
        return PUT_RIGHT if row.kind == "mishap" and row.name.startswith("be ") else DONE

    # ---- Where clauses end

    def _end(self, at: int) -> int:
        """Where the clause ends, from there on: before what begins another one."""
        here = self.at
        while at < len(self.tokens) and not self._ends(at):
            at += 1
        self.at = here
        return at

    def _ends(self, at: int) -> bool:
        word = self.lower[at]
        if word in (".", "!", ";"):
            return True
        if word in RELATIVE and self.lower[at - 1] not in ("so", "than"):
            before = self.lower[at - 1 - (self.lower[at - 1] == ",")]
            return at + 1 < len(self.lower) and (before in lexicon.noun_forms() or self._is_name(before))
        if word in ("but", "because", "although", "though", "when", "while", "whenever"):
            return True
        return word in _LINKS and self._begins_clause(at + 1)

    def _is_name(self, word: str) -> bool:
        """Whether the word can be a noun that the lexicon does not have: a joey."""
        known = word in lexicon.verb_forms() or word in GRAMMAR or word in lexicon.prepositions()
        return not known and word not in lexicon.adjectives()

    def _begins_clause(self, at: int) -> bool:
        """Whether a clause begins there: a verb of the same subject, or a subject and its verb."""
        while at < len(self.lower) and self.lower[at] in ("and", "then", ",", "so", "but", "that"):
            at += 1
        at = self._skipped(at)
        word = self.lower[at] if at < len(self.lower) else ""
        if not word or not word[0].isalpha():
            return False
        if word in SUBJECTS | _ANYBODY:
            return True
        if word in AUXILIARIES or self._acts(at):
            return True
        self.at = at + (word == "only")
        phrase = self.noun_phrase(subject=True)
        self._called()
        return phrase is not None and (self.word() in AUXILIARIES or self.word() in RELATIVE or self._acts(self.at))

    def _acts(self, at: int) -> bool:
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
        return following in ARTICLES or following in OWN or following in NUMBERS or following in lexicon.prepositions()

    def _main_after(self, at: int, end: int) -> int:
        """Where, after what is said of the subject, the main verb comes: "who lives in a shoe | finds a map"."""
        while at < end:
            before = self.lower[at - 1]
            finite = self.lower[at] in AUXILIARIES - BE or self._acts(at)
            if finite and before not in ARTICLES and before not in OWN | BE | {"to"} and is_finite(self.lower[at]):
                return at
            at += 1
        return end


def _adverb(word: str) -> bool:
    return word.endswith("ly") and word not in lexicon.noun_forms() and word not in lexicon.adjectives()


def is_finite(word: str) -> bool:
    """Whether a verb's form is finite for sure: "sails", "sailed", "found"."""
    if word in AUXILIARIES:
        return True
    return word.endswith(("s", "ed")) or past_of(word) == word
