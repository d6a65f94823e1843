"""How much a clause about the hero speaks for being what the story is about."""

from services.shared.tale.reading.english.boundaries import BEFORE_VERB, Boundaries
from services.shared.tale.reading.english.grammar_words import NEVER
from services.shared.tale.reading.english.tenses import AUXILIARIES
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import MAKES
from services.shared.tale.words import lexicon

_BEGINS = frozenset(
    ["wake up", "get up", "stand up", "come in", "sit down", "go out", "arrive", "come alive", "come to life"]
)
"""Deeds with which only something else begins."""
_PERCEIVES = frozenset("see notice spot hear watch smell feel sit stand lie".split()) | {"look at", "sit on", "sit in"}
"""Deeds that only lead to one."""
_CANNOT = frozenset("can't cannot couldn't won't".split())
_TROUBLES = ("hate", "dislike")
"""What somebody feels that the story is about, whatever they do."""
WANTED, DONE, PUT_RIGHT = 4, 3, 2
"""How much a clause speaks for being the goal: somebody wants it, does it, or must put right what happened."""


class Weights(Boundaries):
    """Tells what somebody wants from what they do and from what only happens."""

    def _denied(self, verb: int) -> bool:
        """Whether somebody does not want to or will not."""
        said = self.lower[verb : verb + 2]
        return any(word in NEVER or word == "not" or word.startswith("refus") for word in said)

    def _wanted(self, verb: int) -> bool:
        """Whether somebody wants to, must or cannot do what follows."""
        here, self.at, found = self.at, verb, None
        while self.word() and not (found := self._leads()) and self.word() in AUXILIARIES | BEFORE_VERB:
            self.at += 1
        self.at = here
        return self.lower[verb] in ("must", "can't", "cannot", "won't") or bool(found)

    def _leads(self) -> bool:
        """Whether the verb here leads to another one: "wants to sail"."""
        found = self.verb()
        return found is not None and (found[0].kind in ("drop", "to") or found[0].name == "refuse")

    def _goal_weight(self, kind: str, deed: VerbPhrase | None, verb: int, *, wanted: bool, once: bool) -> int:
        """How much a clause about the hero speaks for being the goal. `once`: it begins with "one day"."""
        if kind == "trouble":
            return WANTED if wanted and deed else 0
        if kind in ("that", "beside", "time", "reason", "aim"):
            return 0
        weight = self._weight(deed, verb, wanted=wanted)
        if kind == "who" and self.lower[verb] in _CANNOT:
            # "A boy who cannot sit still saves a hamster"
            return min(weight, DONE)
        if weight == DONE and kind == "and" and once:
            # "A boy carries water every day, and one day he finds a fish"
            return WANTED
        return min(weight, 1) if kind == "until" else weight

    def _weight(self, deed: VerbPhrase | None, at: int, *, wanted: bool) -> int:
        if deed is None or self._able(at):
            return 0
        if wanted:
            # "She doesn't want to marry; she wants to sail"
            return DONE if self._denied(at) and not deed.literal else WANTED
        verb = deed.inner if deed.inner and not deed.goal else deed
        row = next((item for item in lexicon.verbs_named(verb.verb) if item.goal == verb.goal), None)
        if self.lower[at].startswith(_TROUBLES) or verb.verb == "want back":
            return WANTED
        if row is None or row.name in _BEGINS:
            return PUT_RIGHT if verb.clause else 1
        if row.kind == "wish" and row.act not in MAKES - {"cook"} | {"steal"} and self._has_done(at):
            return 1
        only_begins = row.name in _PERCEIVES or (row.kind == "mishap" and row.name.startswith("be "))
        return PUT_RIGHT if only_begins else DONE

    def _able(self, at: int) -> bool:
        """Whether what follows is only what somebody can do: "can fly"."""
        return self.lower[at] in ("can", "could", "may", "might") and not NEVER & set(self.lower[at + 1 : at + 3])

    def _has_done(self, at: int) -> bool:
        """Whether it was done before the story begins: "has swallowed a radio"."""
        here, self.at = self.at, at
        done = self.word() in ("has", "have", "had") and self._perfect() and not NEVER & {self.word(1)}
        self.at = here
        return done
