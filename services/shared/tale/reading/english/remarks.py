"""What a prompt says beside its goal, as the story tells it: nearly word for word, in the simple past."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.clauses import Clause
from services.shared.tale.reading.english.embedded import embedded
from services.shared.tale.reading.english.grammar_words import (
    BE,
    GRAMMAR,
    NEVER,
    OWN,
    RELATIVE,
)
from services.shared.tale.reading.english.occasions import is_quarrel
from services.shared.tale.reading.english.relatives import SUBJECTS
from services.shared.tale.reading.english.statements import Statements
from services.shared.tale.reading.english.tenses import AUXILIARIES, past_clause, past_of
from services.shared.tale.reading.english.weights import DONE, PUT_RIGHT
from services.shared.tale.wish.phrases import NounPhrase, Statement, VerbPhrase
from services.shared.tale.wish.wish import MAKES, Being, Remark
from services.shared.tale.words import lexicon

_HEROES = {
    "i": "{:he|she}", "you": "{:he|she}", "me": "{:him|her}", "us": "them", "myself": "{:himself|herself}",
    "itself": "{:himself|herself}", "yours": "{:his|hers}", "mine": "{:his|hers}",
    **dict.fromkeys(("my", "your", "our", "its"), "{:his|her}"),
}  # fmt: skip
"""Words for the hero, as the teller says them."""
_ASKERS = dict.fromkeys("i me we us".split(), "{:his|her} family")
"""Who asks, in what is told of somebody else: "my son is afraid to leave me"."""
_SINGULAR = {"am": "is", "are": "is"}
MAX_REMARKS = 3
LEAST_MISSED = 3
"""Words of the shortest clause that is missed when it is not told."""
_STATES = frozenset(
    form
    for base in "have live love like hate know think believe need own dislike fear feel miss want".split()
    for form in (base, lexicon.third_person(base), past_of(base))
)
"""Verbs that say how somebody is, in their finite forms."""


_EMPTY = ("do", "did", "make", "made", "find", "found")
"""Verbs whose "it" may stand for nothing that was named: "who did it", "makes it snow"."""
_HAVE = {"en": "have @", "es": "tener @", "fr": "avoir @"}
_DO = frozenset("do does did don't doesn't didn't won't".split())
_HELP = frozenset("help give save find befriend heal teach repair guard cook".split())
"""Classes of action with which somebody else helps."""
_SAID = frozenset("lose steal repair".split())
"""Classes of action whose tale says itself what happened."""


class Remarks(Statements):
    """Reads a goal and the remarks beside it."""

    missed: tuple[str, ...] = ()
    """Clauses that nothing could be made of."""
    _asking = True
    """Whether the hero is who asks."""

    def told(self, cast: list[Being]) -> tuple[VerbPhrase | None, tuple[Remark, ...]]:
        """The goal, and what else is said, at most MAX_REMARKS. `cast`: the subject."""
        found, goal = self.clauses(cast)
        self._asking = not cast or any(being.phrase == CHILD for being in cast)
        told = goal is None or self._tells_itself(goal)
        beside = [clause for clause in found if clause is not goal or not told]
        remarks = [self._had(cast), *(self._remark(clause, found, goal, cast) for clause in beside)]
        kept = tuple(remark for remark in remarks if remark)[:MAX_REMARKS]
        said = [remark is not None and remark in kept for remark in remarks[1:]]
        unsaid = (clause for clause, is_said in zip(beside, said, strict=True) if not is_said)
        self.missed = tuple(words for clause in unsaid if (words := self._written(clause)))
        return goal.deed if goal else None, kept

    def stated(self) -> tuple[Remark, ...]:
        """All that the text says of who it begins with: "A horse is old and thinks he is no longer useful"."""
        cast = self.cast()
        self.aside()
        found, _ = self.clauses(cast)
        return tuple(remark for clause in found if (remark := self._remark(clause, found, None, cast)))[:MAX_REMARKS]

    def _written(self, clause: Clause) -> str:
        """A clause as it stands in the text; empty where it is no more than a word or two."""
        start = clause.start + (self.lower[clause.start] in ("and", "but", "so", ","))
        words = self.tokens[start : self._last(clause)]
        return " ".join(words) if len(words) >= LEAST_MISSED else ""

    def _had(self, cast: list[Being]) -> Remark | None:
        """What the hero has, as a remark: "a pirate with one arm"."""
        if self.has is None or not cast:
            return None
        several = len(cast) > 1 or cast[0].several
        words = re.sub(r"\b(?:my|your|our|its|his|her|their)\b", "their" if several else "{:his|her}", self.has.words)
        said = f"{'they' if several else '{:he|she}'} had {words}"
        denied = words.startswith("no ")
        statement = Statement(None, VerbPhrase("have", _HAVE, self.has.phrase), denied=denied, lasting=True)
        return Remark("trait", said, thing=self.has.phrase.definite(), subject="hero", statement=statement)

    def _remark(self, clause: Clause, found: list[Clause], goal: Clause | None, cast: list[Being]) -> Remark | None:
        if clause.verb < 0:
            return None
        said = self._said(clause, cast)
        after = goal is not None and found.index(clause) > found.index(goal)
        about = {
            "where": "other",
            "who": "trait",
            "beside": "other",
            "that": "other",
            "and": self._since(goal, clause) if after else "first",
        }
        kind = about.get(clause.kind, clause.kind)
        if kind == "after" and clause.own and self._is_state(clause.verb):
            kind = "state"
        if kind == "trouble" and clause.own and self._able(clause.verb):
            kind = "trait"
        if kind == "trouble" and goal is not None and not after:
            kind = "setback"
        if kind == "trouble" and goal is not None and self._helps(goal, clause):
            kind = "after"
        if kind == "other" and goal is not None and self._is_made(goal, clause):
            kind = "after"
        if (
            kind == "other"
            and clause.kind != "beside"
            and found.index(clause)
            and found[found.index(clause) - 1] is not goal
        ):
            # It is about what the clause before tells of.
            kind = "more"
        if clause.kind == "main" or clause is goal:
            kind = "trait" if self._is_state(clause.verb) and not is_quarrel(clause.deed) else "first"
        done = clause.own and clause.whole and clause.weight in (DONE, PUT_RIGHT)
        deed = clause.deed if done and clause.deed and clause.deed.literal else None
        if deed and {"that", "how", "why"} & set(self.lower[clause.verb : clause.end]):
            deed = None
        if kind in ("until", "after"):
            # By then the tale has told of it.
            said = re.sub("^an? ", "the ", said)
        words = tuple(word for word in " ".join(self.lower[clause.start : clause.end]).split() if word[:1].isalnum())
        if not said:
            return None
        subject = self._whose_words(clause, cast)
        if self._one_of(clause, cast):
            deed = None
        return Remark(
            kind, said, deed, self._thing(clause, cast), words, subject, self.statement(clause, subject, kind)
        )

    def _one_of(self, clause: Clause, cast: list[Being]) -> bool:
        """Whether only the first of two is the subject: "a cat and a dog. The cat is mean"."""
        return len(cast) > 1 and not cast[0].several and self._subject_words(clause) > 1

    def _whose_words(self, clause: Clause, cast: list[Being]) -> str:
        """What `_said` puts before the clause's words."""
        if clause.kind in ("that", "beside"):
            return "" if clause.gap >= 0 else "before"
        if self.lower[clause.start - 1 : clause.start] == ["whose"]:
            return "whose"
        if (clause.kind == "main" and self.owned) or (clause.own and self.champion):
            return "other"
        named = self._one_of(clause, cast) or (self._name_at(clause.start) and clause.verb > clause.start)
        return "hero" if clause.own and not named else ""

    def _tells_itself(self, goal: Clause) -> bool:
        """Whether the tale says the goal's clause anyhow: not that she forgot, when she wants to remember."""
        deed = goal.deed
        if goal.denied:
            return deed is not None and deed.unwilling
        if deed is None or deed.literal or deed.goal is None or goal.verb < 0 or goal.kind == "that":
            return True
        verb = deed.inner if deed.inner and not deed.goal else deed
        row = next((item for item in lexicon.verbs_named(verb.verb) if item.goal == verb.goal), None)
        return row is None or row.kind not in ("mishap", "to") or row.act in _SAID

    def _is_made(self, goal: Clause, clause: Clause) -> bool:
        """Whether the clause is about what is there only when the goal is reached."""
        deed = goal.deed
        row = next(iter(lexicon.verbs_named(deed.verb)), None) if deed else None
        return row is not None and row.act in MAKES and clause.start > goal.start

    def _helps(self, goal: Clause, clause: Clause) -> bool:
        """Whether "but" brings help, for whom something has befallen: "is hungry, but a sheep shares her hay"."""
        befell = next(iter(lexicon.verbs_named(goal.deed.verb)), None) if goal.deed else None
        rows = lexicon.verb_forms().get(self.lower[clause.verb], ())
        helps = any(not rest and verb.act in _HELP for verb, rest in rows)
        return helps and not clause.own and befell is not None and befell.kind == "mishap"

    def _since(self, goal: Clause | None, clause: Clause) -> str:
        """The kind of what is told behind the goal: "lost his shoe, and three ducks live in it now" is trouble."""
        row = next(iter(lexicon.verbs_named(goal.deed.verb)), None) if goal and goal.deed else None
        about = "it" in self.lower[clause.verb : clause.end]
        return "trouble" if about and not clause.own and row is not None and row.kind == "mishap" else "after"

    def _is_state(self, verb: int) -> bool:
        """Whether the clause says how somebody is, and not what happens: "is nine", but not "is invited"."""
        here, self.at = self.at, verb
        perfect = self.lower[verb] in ("has", "have", "had") and self._perfect()
        self.at = verb + 1
        passive, self.at = self._passive(verb), here
        denied = NEVER & set(self.lower[max(0, verb - 1) : verb + 2])
        able = self.lower[verb] in ("can", "could")
        return bool(denied) or able or (self.lower[verb] in BE | _STATES and not passive and not perfect)

    def _said(self, clause: Clause, cast: list[Being]) -> str:
        """The clause word for word, in the simple past; its subject by a pronoun where that is the hero."""
        said = self._said_alone(clause, cast).replace("s's ", "s' ")
        if said and clause.joined:
            words = [self._word(index, -1) for index in range(clause.joined.start, self._last(clause.joined))]
            said = f"{said} and {embedded(past_clause(words, clause.joined.verb - clause.joined.start))}"
        return said

    def _said_alone(self, clause: Clause, cast: list[Being]) -> str:
        """The same without what the subject does besides."""
        end = self._last(clause)
        words = [self._it(index, clause) or self._word(index, clause.start) for index in range(clause.start, end)]
        at = clause.verb - clause.start
        if not clause.own and clause.kind not in ("that", "beside") and at == 0:
            return ""
        several = len(cast) > 1 or bool(cast and cast[0].several)
        pronoun = "they" if several else "{:he|she}"
        if clause.gap >= 0:
            words[clause.gap - clause.start : clause.gap - clause.start] = self._object_before(clause, cast)
        elif clause.kind in ("that", "beside"):
            subject = self._before(clause.start)
            if not subject:
                return ""
            words, at = [*subject, *words], at + len(subject)
        elif clause.kind == "main" and self.owned:
            # "A baker's dough is too sticky"
            words, at = ["{:his|her}", self.owned.noun, *words], at + 2
        elif self.lower[clause.start - 1 : clause.start] == ["whose"]:
            words, at = ["{:his|her}", *words], at + 1
        elif clause.own and self.champion and cast:
            first = cast[0]
            subject = [first.name] if first.name else ["the", *first.phrase.adjectives, first.phrase.noun]
            words, at = [*subject, *words[at:]], len(subject)
        elif clause.own and not self._one_of(clause, cast):
            skip = self._subject_words(clause)
            if not self._name_at(clause.start) or at == 0:
                words, at = [pronoun, *words[skip:]], at - skip + 1
            words[at] = _SINGULAR.get(words[at].lower(), words[at]) if not several else words[at]
        if clause.kind == "where":
            words = [*words, "there"]
        said = embedded(past_clause(words, at))
        if several and said:
            said = re.sub("^they was ", "they were ", said)
        return said

    def _it(self, index: int, clause: Clause) -> str:
        """The noun for an "it" behind a verb, since when the tale may have told of something else; else nothing."""
        if self.lower[index] != "it" or index <= clause.verb or clause.kind in ("reason", "time", "aim"):
            return ""
        before, after = self.lower[index - 1], self.lower[index + 1 : index + 2]
        subject = before == "that" or bool(after and (after[0] in AUXILIARIES or self.acts(index + 1)))
        noun = lexicon.nouns().get(clause.it.noun) if clause.it and not (clause.it.plural or clause.it.name) else None
        told = noun is not None and not noun.alive and not subject and not before.startswith(_EMPTY)
        return f"the {noun.name}" if noun and told else ""

    def _subject_words(self, clause: Clause) -> int:
        """How many words say that the hero is the subject: "she", "the old whale"."""
        here, self.at = self.at, clause.start
        found = self.word() not in SUBJECTS and clause.verb > clause.start and self.noun_phrase(subject=True)
        words, self.at = self.at - clause.start, here
        return words if found else int(self.lower[clause.start] in SUBJECTS)

    def _object_before(self, clause: Clause, cast: list[Being]) -> list[str]:
        """What a clause's verb is about, by the words before it; the hero by a pronoun."""
        if clause.kind == "who":
            return ["them" if len(cast) > 1 or cast[0].several else "{:him|her}"]
        return self._before(clause.start)

    def _word(self, index: int, start: int) -> str:
        """A word of the prompt as the teller says it."""
        word = self.tokens[index]
        lower = self.lower[index]
        if lower in _ASKERS and not self._asking:
            return _ASKERS[lower]
        if lower in _HEROES and self.lower[index - 1] != "thank":
            return _HEROES[lower]
        first = index == start and word not in lexicon.nouns() and not self._name_at(index)
        return lower if lower in GRAMMAR or first else word

    def _name_at(self, index: int) -> bool:
        here, self.at = self.at, index
        found = self.capital()
        self.at = here
        return found

    def _before(self, at: int) -> list[str]:
        """Whom "who" and "that" stand for, by the words before them: "the dragon", "her joey", "Max"."""
        index = at - 1
        while index > 0 and (self.lower[index] == "," or self.lower[index] in RELATIVE):
            index -= 1
        if index < 0 or not self.lower[index].isalpha() or self.lower[index] in GRAMMAR:
            return []
        if self.tokens[index][0].isupper() and index:
            return [self.tokens[index]]
        determiner = next((word for word in reversed(self.lower[max(0, index - 2) : index]) if word in OWN), "the")
        return [_HEROES.get(determiner, determiner), self.lower[index]]

    def _thing(self, clause: Clause, cast: list[Being]) -> NounPhrase | None:
        """The first thing or being that the clause is about, besides the hero."""
        known = {being.phrase.noun for being in cast}
        here, found = self.at, None
        for at in range(clause.start, clause.end):
            self.at = at
            hit = self.noun()
            if found is None and hit and self.lower[at] not in GRAMMAR and at != clause.verb:
                noun, plural, _ = hit
                before = self.lower[at - 1] if at else ""
                own = before in OWN
                infinitive = before == "to" and self.verb() is not None
                if before in AUXILIARIES or infinitive or noun.name in ("way", "time", "thing"):
                    continue
                if noun.name not in known and not noun.where and noun.kind not in ("time", "group"):
                    found = NounPhrase(noun.name, (), "their" if own else "the", plural)
        self.at = here
        return found


def about_thing(remark: Remark, phrase: NounPhrase) -> Remark:
    """The same about the sentence's subject, where that is no hero: "the old lighthouse did not shine"."""
    if remark.subject != "hero":
        return remark
    owned = any(word[0].isupper() and word.endswith("'s") for word in phrase.adjectives)
    noun = lexicon.plural(phrase.noun, "en") if phrase.plural else phrase.noun
    named = " ".join([*([] if owned else ["the"]), *phrase.adjectives, noun])
    return replace(remark, said=re.sub(r"^(?:\{:he\|she\}|they)(?=\s)", named, remark.said), subject="thing", deed=None)
