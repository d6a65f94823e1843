"""Read what stands before a verb: "is always", "has never", "does not"."""

from services.shared.tale.reading.english.grammar_words import (
    ADVERBS,
    BE,
    MODAL,
    NEVER,
    OWN,
)
from services.shared.tale.reading.english.nounphrases import NounPhrases
from services.shared.tale.words import lexicon

_HAVE = frozenset("have has had".split())
_SINCE = frozenset("never ever just already always not".split())


class Auxiliaries(NounPhrases):
    """Reads auxiliaries and adverbs from the next word on."""

    def _auxiliaries(self) -> bool:
        """Skip what stands before the verb; whether it is denied."""
        negative = can = False
        while True:
            word = self.word()
            if word in BE and self.verb() and not self._progressive():
                return negative
            if word in ("do", "does", "did") and (self.verb() or self.word(1) in OWN):
                # "does her job"
                return negative and not can
            if word == "used" and self.word(1) == "to":
                self.at += 2
                continue
            if word in BE or word in ADVERBS or (word.endswith("ly") and not self.noun() and not self.verb()):
                self.at += 1
            elif word in MODAL:
                can = True
                self.at += 1
            elif word in _HAVE and self._perfect():
                # What somebody has never done is what they want to do.
                can = can or self.word(1) == "never"
                self.at += 1
            elif word in NEVER or word in ("does", "do", "did"):
                negative = negative or word in NEVER
                self.at += 1
            else:
                # What somebody cannot do is what they want to do.
                return negative and not can

    def _progressive(self) -> bool:
        """Whether something is being done: "is building a web", not "is boring"."""
        word = self.word(1)
        going = word == "going" and self.word(2) == "to"
        return word.endswith("ing") and not going and word not in lexicon.adjectives() and self.verb(1) is not None

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

    def _passive(self, start: int) -> bool:
        """Whether something is done to the subject: "is invited", "be rescued"."""
        word = self.word()
        if self.at == start or self.lower[self.at - 1] not in BE or word.endswith("ing"):
            return False
        return any(
            word in verb.past[-1:] or (not verb.past and word == lexicon.english_past(verb.name.split()[0], ()))
            for verb, _ in lexicon.verb_forms().get(word, ())
        )
