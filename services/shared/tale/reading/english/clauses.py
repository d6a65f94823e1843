"""Read the clauses of a sentence after its subject, and which of them says the goal.

"A girl finds a fox cub and needs to keep it secret, but her brother is too curious": the goal is to keep it secret,
that she finds the cub comes before, and that her brother is curious is the trouble.
"""

from dataclasses import dataclass, replace

from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.boundaries import LINKS
from services.shared.tale.reading.english.goals import WITHOUT
from services.shared.tale.reading.english.grammar_words import (
    ADVERBS,
    ARTICLES,
    BE,
    OWN,
    RELATIVE,
)
from services.shared.tale.reading.english.relatives import ANYBODY, SUBJECTS
from services.shared.tale.reading.english.tenses import AUXILIARIES
from services.shared.tale.reading.english.weights import DONE, WANTED, Weights
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon

MAX_CLAUSES = 6
_MUST = frozenset("must has needs have need had".split())
_GENDERS = {"he": "m", "she": "f"}
_WEATHER = ("snow", "rain", "thunder", "hail", "pour", "storm")


@dataclass(frozen=True)
class Clause:
    """What a verb and its subject say."""

    kind: str
    """"who" for what is said of the subject, "main", "and", "that" for what is said of the object, or of LINKS;
    "beside" for what is said of the second of two."""
    own: bool
    """Whether the hero is its subject."""
    start: int
    verb: int
    end: int
    """Where it starts, its finite verb and what follows it, in tokens; the verb is -1 where none was found."""
    deed: VerbPhrase | None
    weight: int
    whole: bool = True
    """Whether the deed has all its words."""
    gap: int = -1
    """Where the object would be that stands before it."""
    joined: "Clause | None" = None
    """What the same subject does besides, where that is not the hero: "eats it and wants more"."""
    denied: bool = False
    """Somebody does not want what they will do in the end."""
    it: NounPhrase | None = None
    """What "it" stands for behind its verb."""


class Clauses(Weights):
    """Reads clauses from the next word on."""

    other: Being | None = None
    """The subject of the clause that is read, where it is not the hero."""
    champion: Being | None = None
    """Who alone can reach the goal, where that is not the sentence's first subject."""

    def clauses(self, cast: list[Being]) -> tuple[list[Clause], Clause | None]:
        """All clauses, and the one that says the goal. `cast`: the subject."""
        found: list[Clause] = []
        kind = self._first(cast)
        while self.at < len(self.tokens) and len(found) < MAX_CLAUSES:
            if kind == "and" and (joined := self._inherited(found)):
                found[-1] = replace(found[-1], joined=joined)
                self.at = joined.end
            else:
                found.append(self._of_object(kind) or self._clause(kind, cast, found))
                self.at = found[-1].end
            kind = self._link(found)
        # Of a relative clause and the sentence's own, that one is what it tells of.
        ranked = [clause for clause in found if clause.weight]
        if not ranked:
            # "He is a superhero but he is always late"
            ranked = [
                clause
                for clause in found
                if clause.kind == "trouble" and clause.own and clause.deed and not self._able(clause.verb)
            ]
        goal = max(ranked, key=lambda one: (one.weight, one.kind == "main"), default=None)
        return found, self._set_out(goal, found) or self._instead(goal, found) or goal

    def _instead(self, goal: Clause | None, found: list[Clause]) -> Clause | None:
        """What somebody does who refuses something: "refuses to sleep in her tower and builds a tent"."""
        if goal is None or goal.verb < 0 or not self._denied(goal.verb):
            return None
        later = found[found.index(goal) + 1 :]
        return next((one for one in later if one.own and one.weight >= DONE and one.deed and _leads_on(one.deed)), None)

    def _set_out(self, goal: Clause | None, found: list[Clause]) -> Clause | None:
        """What somebody sets out for whom something befell first: "falls down and goes off to find its home"."""
        deed = goal.deed if goal else None
        row = next(iter(lexicon.verbs_named(deed.verb)), None) if deed else None
        if goal is None or deed is None or deed.thing is not None or row is None or row.kind != "mishap":
            return None
        later = found[found.index(goal) + 1 :]
        return next((one for one in later if one.own and one.weight and one.deed and _sets_out(one.deed)), None)

    # ---- One clause

    def _first(self, cast: list[Being]) -> str:
        """What the clause after the subject is."""
        if self.lower[self.at : self.at + 1] == ["."]:
            # "A cat and a dog. The cat is mean."
            self.at += 1
            return "and"
        if self.word() == "where":
            self.at += 1
            return "where"
        # "Alice and her friend Bob, who is a cat"
        self.at += self.lower[self.at : self.at + 1] == [","] and self.word(1) in RELATIVE
        if self.word() in ANYBODY and not cast:
            return "and"
        if self.word() not in RELATIVE:
            return "who" if cast and self.lacks_object(self.at, contact=True) else "main"
        return "beside" if self.of_second(cast) else "who"

    def _link(self, found: list[Clause]) -> str:
        """Read the words between two clauses, and return what the next one says."""
        kind = ""
        while (word := self.lower[self.at] if self.at < len(self.lower) else "") in LINKS:
            kind = LINKS[word] if kind in ("", "and") else kind
            self.at += 1
            if word == "so" and self.word() == "that":
                self.at += 1
                kind = "aim"
        if not kind and word in RELATIVE:
            self.at += 1
            kind = "that"
        if not kind and self.contact(self.at):
            kind = "that"
        if not kind and word == "where" and self.lower[self.at - 1] in lexicon.noun_forms():
            self.at += 1
            kind = "where"
        # "An owl who is afraid of the dark makes friends"
        return kind or ("main" if found[-1].kind in ("who", "beside") else "and")

    def _inherited(self, before: list[Clause]) -> Clause | None:
        """What the clause before's subject does besides: "his old crew shows up and wants him"."""
        if not before or before[-1].own or before[-1].kind not in ("and", "trouble") or self.word() in SUBJECTS:
            return None
        verb = self._finite()
        if verb < 0 or verb != self._skipped(self.at):
            return None
        return Clause("and", False, self.at, verb, self._end(verb + 1), None, 0)

    def _of_object(self, kind: str) -> Clause | None:
        """A clause about its own object, which stands before it: "that nobody wanted"."""
        here = self.at
        while self.word() in RELATIVE or self.lower[self.at : self.at + 1] == [","]:
            self.at += 1
        start, self.at = self.at, here
        whose = self.lower[start - 1 : start] == ["whose"]
        gap = self.lacks_object(start, contact=False) if kind in ("who", "that") and not whose else None
        if gap is None:
            return None
        verb, behind = gap
        end = self._end(behind)
        end = self._main_after(behind, end) if kind == "who" else end
        return Clause(kind, False, start, verb, end, None, 0, gap=behind)

    def _clause(self, kind: str, cast: list[Being], before: list[Clause]) -> Clause:
        while self.word() in RELATIVE or self.lower[self.at : self.at + 1] == [","]:
            self.at += 1
        start = self.at
        while kind not in ("who", "main", "that") and self._adverb_before():
            self.at += 1 + self._one_day(self.at)
            start = self.at
        whose = self.noun_phrase(subject=True) if self.word(-1) == "whose" else None
        champion = self._only() if kind in ("and", "trouble") else None
        own = (
            (kind in ("who", "main") and not whose)
            or champion is not None
            or (kind not in ("who", "main", "that", "beside") and self._subject(cast))
        )
        while self.word() in ADVERBS and self.word() not in ("how", "why", "what"):
            self.at += 1
        verb = self._finite()
        wanted = verb >= 0 and self._wanted(verb)
        self.it = next((clause.deed.thing for clause in reversed(before) if clause.deed and clause.deed.thing), None)
        asker = self.other is not None and self.other.phrase == CHILD
        if cast and (champion is not None or asker):
            self.whom = replace(cast[0].phrase, name=cast[0].name)
        elif whose is not None:
            self.whom = whose
        elif self.it is not None and self.kind(self.it) in lexicon.ALIVE:
            self.whom = self.it
        deed = self.verb_phrase(own=kind != "that") if kind != "beside" and (verb >= 0 or own) else None
        read = self.at
        end = self._end(max(start, verb) + 1)
        if kind == "beside":
            end = self._main_after(verb + 1, end, several=True)
        elif kind == "who":
            end = self._main_after(verb + 1, end, read=read if deed else 0)
            if deed and end < read:
                deed = self._within(start, end)
        weight = self._goal_weight(kind, deed, verb, wanted=wanted, once=self._one_day(start - 2)) if own else 0
        if champion is None and not own and wanted and kind in ("and", "trouble"):
            champion = self.other if self._takes_over(cast, before, verb) else None
        if champion is not None and deed is not None:
            self.champion, weight, own = champion, WANTED + 1, True
        whole = not any(word[:1].isalnum() for word in self.lower[read:end])
        never = verb >= 0 and self.lower[verb] in ("has", "have", "had") and self._denied(verb)
        unsaid = deed is not None and (deed.literal or deed.verb in WITHOUT)
        denied = (wanted or never) and unsaid and self._denied(verb)
        return Clause(kind, own, start, verb, end, deed, weight, whole, denied=denied, it=self.it)

    def _within(self, start: int, end: int) -> VerbPhrase | None:
        """The deed of a clause, and nothing behind its end."""
        here, tokens, lower = self.at, self.tokens, self.lower
        self.at, self.tokens, self.lower = start, tokens[:end], lower[:end]
        deed = self.verb_phrase(own=True)
        self.at, self.tokens, self.lower = here, tokens, lower
        return deed

    def _adverb_before(self) -> bool:
        """Whether an adverb stands before the subject: "now the whale sings"."""
        once = self._one_day(self.at)
        following = self.word(1 + once)
        return (once or self.word() in ADVERBS) and (following in SUBJECTS or following in ARTICLES or following in OWN)

    def _takes_over(self, cast: list[Being], before: list[Clause], verb: int) -> bool:
        """Whether who wants something now is the hero: who asks, or somebody instead of a thing that does nothing."""
        if self.other is None or not cast:
            return False
        if self.other.phrase == CHILD:
            return True
        if not self.alive(self.other.phrase):
            return False
        if self.lower[verb] in _MUST and all(clause.weight < DONE for clause in before):
            # "The postman is ill and a dog has to bring the letters"
            return True
        return not cast[0].name and not self.alive(cast[0].phrase) and not any(clause.weight for clause in before)

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
            first = cast[0] if cast else Being()
            people = self.kind(first.phrase) in ("person", "kin", "trade") or not first.phrase.noun
            weather = self.word().startswith(_WEATHER)
            things = self.word(-1) == "it" and (people or weather or self.word() in BE)
            asker = self.word(-1) in ("i", "we", "you") and bool(cast) and cast[0].phrase != CHILD
            self.other = Being(CHILD) if asker else None
            # "A princess is angry at the king because he sold her horse"
            another = len(cast) == 1 and {first.gender, _GENDERS.get(self.word(-1))} == {"m", "f"}
            return not things and not asker and not another
        if self.word() in ANYBODY:
            # "everything he draws becomes real", "neither of them likes it"
            self.at += 3 if self.word(1) in SUBJECTS | {"of"} else 1
            # "something in the kitchen"
            self._complements()
            return False
        here = self.at
        if self.capital() and self.word().title() in {word for being in cast for word in being.name.split()}:
            self.name()
            return True
        phrase = self.noun_phrase(subject=True)
        if phrase is not None:
            self.called()
        acts = self.word() in AUXILIARIES or self.acts(self.at)
        end, self.at = self.at, here
        if phrase is None or (self._finite() == self._skipped(here) and not (self.noun() and acts)):
            # Not "school is closed", though one can school somebody.
            return True
        self.at = end
        self.other = Being(phrase, "", self.gender_of(phrase, ""), phrase.plural)
        return bool(cast) and phrase.noun == cast[0].phrase.noun and not phrase.adjectives


def _leads_on(deed: VerbPhrase) -> bool:
    """Whether a plot can be about it, and not about who was wronged by it."""
    row = next((item for item in lexicon.verbs_named(deed.verb) if item.goal == deed.goal), None)
    return row is not None and row.kind == "wish" and row.act not in ("", "fight", "steal")


def _sets_out(deed: VerbPhrase) -> bool:
    """Whether somebody goes off for something: "goes on a journey to find", "sets off to find"."""
    return deed.purpose is not None or deed.verb.startswith(("set out", "set off", "go looking", "go in search"))
