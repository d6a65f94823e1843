"""Find where a clause of a sentence begins and ends, and where its finite verb is."""

from services.shared.tale.reading.english.grammar_words import (
    ADVERBS,
    ARTICLES,
    BE,
    GRAMMAR,
    OWN,
    RELATIVE,
)
from services.shared.tale.reading.english.relatives import ANYBODY, SUBJECTS, Relatives
from services.shared.tale.reading.english.tenses import AUXILIARIES, past_of
from services.shared.tale.words import lexicon

LINKS = {
    "but": "trouble", "yet": "trouble", "although": "trouble", "though": "trouble", "because": "reason",
    "since": "reason", "when": "time", "while": "time", "whenever": "time", "after": "time", "until": "until",
    "so": "and", "and": "and", "then": "and", ".": "and", "!": "and", ";": "and", ",": "and",
}  # fmt: skip
"""What a clause says beside the goal, by the word before it."""
BEFORE_VERB = ADVERBS | {"not", "never"}


_ASKED = frozenset("who whose what which how why whether".split())
_THINKS = ("think", "thought", "believe", "know", "knew", "say", "said", "hope", "wish", "find", "found", "feel", "see")


class Boundaries(Relatives):
    """Tells clauses apart."""

    def _skipped(self, at: int) -> int:
        while at < len(self.lower) and (self.lower[at] in BEFORE_VERB or _adverb(self.lower[at]) or self._one_day(at)):
            at += 1 + self._one_day(at)
        return at

    def _one_day(self, at: int) -> bool:
        """Whether "one day" begins there."""
        noun, _ = lexicon.noun_forms().get(" ".join(self.lower[at + 1 : at + 2]), (None, False))
        return self.lower[at : at + 1] == ["one"] and noun is not None and noun.kind == "time"

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
            if self.lower[other] in LINKS:
                break
            if self.acts(other) and is_finite(self.lower[other]):
                return other
        return at

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
        if self.contact(at) or self._place_clause(at):
            return True
        if word == "so" and self.lower[at - 1] in BE:
            return False  # "is so poor that she has one shoe"
        if word in ("but", "because", "although", "though", "when", "while", "whenever"):
            return True
        return word in LINKS and self._begins_clause(at + 1)

    def _main_be(self, first: int, at: int) -> bool:
        """Whether "is" goes on after what is said of the subject: "that fell from its nest | is raised"."""
        before = self.lower[first - 1 : at]
        thinks = any(word.startswith(_THINKS) or word in ("that", "what", "where", "how", "why") for word in before)
        return self.lower[at - 1] in lexicon.noun_forms() and not thinks

    def _place_clause(self, at: int) -> bool:
        """Whether a clause about a place begins there: "a village where nobody laughs", not "forgot where it was"."""
        before = self.lower[at - 1] if at else ""
        return self.lower[at] == "where" and before in lexicon.noun_forms() and self._begins_clause(at + 1)

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
        if word in SUBJECTS | ANYBODY:
            return True
        if word in AUXILIARIES or self.acts(at):
            return True
        self.at = at + (word == "only")
        phrase = self.noun_phrase(subject=True)
        self.called()
        if phrase is not None and self.lower[self.at : self.at + 1] == [","] and self.word(1) in RELATIVE:
            # "and my aunt, who is a nurse, has to help"
            ends = self.lower.index(",", self.at + 1) if "," in self.lower[self.at + 1 :] else len(self.lower)
            self.at = ends + 1
        return phrase is not None and (self.word() in AUXILIARIES or self.word() in RELATIVE or self.acts(self.at))

    def _main_after(self, at: int, end: int, *, read: int = 0, several: bool = False) -> int:
        """Where, after what is said of the subject, the main verb comes: "who lives in a shoe | finds a map".

        `read`: up to there it is no word that can be a noun. `several`: it is the verb of more than one, which has no
        ending: "who cannot sleep | become friends".
        """
        first, skip = at, False
        while at < end:
            before = self.lower[at - 1]
            # "is so small that nobody sees him"
            skip = skip or (before == "that" and "so" in self.lower[max(0, at - 4) : at - 1])
            finite = (
                self.lower[at] in AUXILIARIES - BE
                or self.acts(at)
                or (self.lower[at] in BE and self._main_be(first, at))
            )
            apart = before not in ARTICLES and before not in OWN | BE | {"to"}
            # "argue over who gets to sing"
            apart = apart and before not in _ASKED
            # "a planet made of candy"
            apart = apart and not (self.lower[at + 1 : at + 2] == ["of"] and not self.lower[at].endswith("s"))
            apart = apart and not (at < read and self.lower[at] in lexicon.noun_forms())
            apart = apart and not (several and before in AUXILIARIES | BEFORE_VERB)
            if finite and apart and (several or is_finite(self.lower[at])):
                if not skip:
                    return at
                skip, at = False, at + 1
            at += 1
        return end


def _adverb(word: str) -> bool:
    return word.endswith("ly") and word not in lexicon.noun_forms() and word not in lexicon.adjectives()


def is_finite(word: str) -> bool:
    """Whether a verb's form is finite for sure: "sails", "sailed", "found"."""
    if word in AUXILIARIES:
        return True
    return word.endswith(("s", "ed")) or past_of(word) == word
