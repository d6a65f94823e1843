"""Read a clause apart from any language, so that it can be told in others: "her brother is too curious"."""

from dataclasses import replace

from services.shared.tale.reading.english.clauses import Clause, Clauses
from services.shared.tale.reading.english.grammar_words import BE
from services.shared.tale.reading.english.tenses import AUXILIARIES
from services.shared.tale.reading.foreign.glossary import said_for
from services.shared.tale.wish.phrases import NounPhrase, Statement, VerbPhrase
from services.shared.tale.words import lexicon

DEGREES = frozenset("too very so really".split())
ADVERBS = ("loudly", "all night", "every night", "all day", "every day", "again", "alone", "together", "too")
"""What may end a statement."""
ANYBODY = {
    "everybody": "everybody",
    "everyone": "everybody",
    "nobody": "nobody",
    "somebody": "somebody",
    "someone": "somebody",
}
"""Who may be the subject without a name or a noun."""
_DO = frozenset("do does did don't doesn't didn't".split())
_CAN = frozenset("can could cannot can't couldn't".split())
_WANT = frozenset("want wants wanted".split())
_NOT = frozenset("not never".split())


class Statements(Clauses):
    """Reads what a clause states."""

    def statement(self, clause: Clause, subject: str, kind: str) -> Statement | None:
        """The clause; None where not every word of it can be said so. `subject` and `kind`: those of its remark."""
        here, self.at = self.at, clause.start
        who = self._who(clause, subject)
        found = None
        if subject == "hero" or (who is not None and self.at == clause.verb):
            self.at = clause.verb
            found = self._said_of(replace(clause, end=self._last(clause)), subject)
        self.at = here
        if found is None:
            return None
        if who and kind in ("until", "after"):
            # By then the tale has told of it.
            who = who.met()
        return replace(found, subject=who, lasting=found.lasting or kind == "time")

    def finite(self, at: int) -> int:
        """Where the finite verb is that comes next from there on; -1 where there is none."""
        here, self.at = self.at, at
        found = self._finite()
        self.at = here
        return found

    def _last(self, clause: Clause) -> int:
        """Where the clause's words end, without the marks after them."""
        end = clause.end
        while end > clause.verb and not self.lower[end - 1][:1].isalnum():
            end -= 1
        return end

    def _who(self, clause: Clause, subject: str) -> NounPhrase | None:
        if subject == "before":
            noun, plural = lexicon.noun_forms().get(self.lower[clause.start - 2], (None, False))
            return NounPhrase(noun.name, (), "the", plural) if noun else None
        if subject:
            return None
        if self.word() in ANYBODY:
            self.at += 1
            return NounPhrase(ANYBODY[self.word(-1)])
        found = NounPhrase(name=self.name()) if self.capital() else self.noun_phrase(subject=True)
        return None if found is None or (not found.name and found.noun not in lexicon.nouns()) else found

    def _said_of(self, clause: Clause, subject: str) -> Statement | None:
        """What is said of the subject, from its verb on."""
        word = self.lower[clause.verb]
        modal = "can" if word in _CAN else "want" if word in _WANT and self.word(1) == "to" else ""
        self.at += 1 if modal or word in _DO | BE else 0
        denied = word.endswith(("n't", "not")) or self.word() in _NOT
        self.at += self.word() in _NOT
        if word in BE and (so := self._quality(clause.end)):
            return replace(so, denied=denied)
        if word in BE:
            self.at = clause.verb
        does = word in AUXILIARIES and not modal and word not in BE
        if (word in BE and denied) or (does and not (word in _DO and denied)):
            return None
        self.at += modal == "want"
        deed, adverb = self._deed(clause.end, subject)
        return deed and replace(deed, adverb=adverb, modal=modal, denied=denied, lasting=word in BE)

    def _deed(self, end: int, subject: str) -> tuple[Statement | None, str]:
        """What is done, up to the end, and the adverb there."""
        words = " ".join(self.lower[self.at : end])
        adverb = next((one for one in ADVERBS if words.endswith(f" {one}")), "")
        end -= len(adverb.split())
        whole = self.tokens, self.lower
        self.tokens, self.lower = self.tokens[:end], self.lower[:end]
        # "The oven breaks": what was told of before is not broken.
        before, self.it = self.it, None
        deed = self.verb_phrase(own=True)
        self.it = before
        self.tokens, self.lower = whole
        if deed is None or self._unknown(deed) or self.at < end:
            return None, ""
        told = deed if deed.literal else self._literally(deed, subject)
        return (Statement(None, told) if told else None), adverb

    def _quality(self, end: int) -> Statement | None:
        """How something is, what, or like what."""
        if self.word() == "as" and self.word(1) in lexicon.adjectives() and self.word(2) == "as":
            quality, self.at = self.word(1), self.at + 3
            like = self.noun_phrase()
            known = like is not None and like.noun in lexicon.nouns() and self.at >= end
            return Statement(None, quality=quality, degree="as", like=like) if known else None
        degree = self.word() if self.word() in DEGREES else ""
        self.at += bool(degree)
        if self.at + 1 == end and self.word() in lexicon.adjectives():
            return Statement(None, quality=self.word(), degree=degree)
        what = self.noun_phrase()
        if what and self.at >= end and not degree and what.noun in lexicon.nouns() and what.determiner == "a":
            return Statement(None, being=what)
        return None

    @staticmethod
    def _literally(deed: VerbPhrase, subject: str) -> VerbPhrase | None:
        """The deed itself, where the lexicon has only what is then wanted: "lose" and not "find again"."""
        if deed.inner or deed.other:
            return None
        found = {code: said_for(deed.verb, code, thing=deed.thing is not None) for code in lexicon.CODES[1:]}
        if not all(found.values()) or (subject != "hero" and any("{" in said for said in found.values())):
            return None
        return replace(deed, goal=found | {"en": f"{deed.verb} @" if deed.thing else deed.verb})

    @staticmethod
    def _unknown(deed: VerbPhrase) -> bool:
        """Whether a word of it is in no language but the prompt's."""
        return any(not phrase.name and phrase.noun not in lexicon.nouns() for phrase in deed.phrases())
