"""What a prompt names besides its hero, companion and goal."""

from dataclasses import replace

from services.shared.tale.reading.english import groups
from services.shared.tale.reading.english.beings import ABSTRACT
from services.shared.tale.reading.english.casting import THERE, Casting
from services.shared.tale.reading.english.grammar_words import (
    ARTICLES,
    BE,
    GRAMMAR,
    INTENSIFIERS,
    NUMBERS,
    OWN,
)
from services.shared.tale.reading.english.tenses import AUXILIARIES
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.words import lexicon

MAX_EXTRAS = 6
_EMPTY = frozenset(
    "name way thing lot bit part end kind sort side top bottom middle edge place piece story time moment minute second"
    " hour day week weekend month year life midnight".split()
)
"""Nouns that say nothing of their own: "her name", "all the way", "the bottom of the box"."""
_WHEN = frozenset("every each one all last this next".split())
_ONES_OWN = frozenset("kin animal creature".split())
_FRIENDS = frozenset("friend neighbour neighbor classmate playmate pal buddy mate roommate".split()) | {
    "best friend",
    "pen pal",
}
"""Who is somebody's own, and may go along."""
_AROUND = THERE | frozenset("of from outside between among during through".split())
_TO_A_PLACE = frozenset(
    "in on at near around across through over outside trip train travel travels way go goes going gone"
    " went fly flies move moves moved moving leave leaves leaving left sail sails journey flight bus ship"
    " boat road".split()
)
"""A name that nobody knows is a place after one of these, and after "to" or "from" behind one."""


class Mentions(Casting):
    """Reads the text once more for what no other phrase has."""

    around: frozenset[str] = frozenset()
    """Nouns that only say where something is or whose: what somebody is in, on or of."""
    of_others: frozenset[str] = frozenset()
    """Nouns for who belongs to something: "its owner", "her teacher"."""

    def extras(self, used: list[NounPhrase], names: tuple[str, ...]) -> tuple[NounPhrase, ...]:
        """The things and names of the text that are not used yet, at most MAX_EXTRAS."""
        inner = (phrase.within.phrase for phrase in used if phrase.within)
        used = [*used, *(phrase for phrase in inner if not groups.is_group(phrase))]
        known = {word for phrase in used for word in (phrase.noun, *phrase.noun.split(), *phrase.adjectives)}
        known |= self.spent
        known |= {f"{phrase.adjectives[-1]} {phrase.noun}" for phrase in used if phrase.adjectives}
        told = {_bare(word) for name in (*names, *(phrase.name for phrase in used)) for word in name.split()}
        told |= {
            part for phrase in used for word in phrase.adjectives if word[0].isupper() for part in _bare(word).split()
        }
        if self.has:
            told |= {_bare(word) for word in self.has.words.split()}
        found: list[NounPhrase] = []
        self.at = 0
        while self.at < len(self.tokens) and len(found) < MAX_EXTRAS:
            here = self.at
            if self.capital() and not self._kind_of():
                mentioned = self._named_here(told)
            elif self.word().endswith("'s") and self.word() not in lexicon.noun_forms():
                mentioned = self._owner_here()
            elif _bare(self.tokens[self.at]) in told or self._compared():
                mentioned = []
            elif self.word() not in GRAMMAR and (self.noun() or self._kind_of()):
                mentioned = self._things_here(known, any(_lives(phrase) for phrase in found))
            else:
                mentioned = []
            self.at = max(self.at, here + 1)
            for phrase in mentioned:
                if phrase.noun not in known if not phrase.name else not set(phrase.name.split()) & told:
                    found.append(phrase)
                    told.update(_bare(word) for word in phrase.name.split())
            known |= {word for phrase in mentioned for word in (phrase.noun, *phrase.noun.split(), *phrase.adjectives)}
        return tuple(found[:MAX_EXTRAS])

    def _compared(self) -> bool:
        """Whether it is only compared, or not what is done: "as small as an ant", "instead of marrying a prince"."""
        here = self.at - 1
        while here > 0 and (
            self.lower[here] in ARTICLES or self.lower[here] in lexicon.adjectives() or self.lower[here].endswith("ing")
        ):
            here -= 1
        return here > 0 and (self.lower[here] in ("as", "than") or self.lower[here - 1 : here + 1] == ["instead", "of"])

    def _named_here(self, told: set[str]) -> list[NounPhrase]:
        """A name, if nobody has it yet."""
        before, earlier = (self.lower[at] if at >= 0 else "" for at in (self.at - 1, self.at - 2))
        if self.word().removesuffix("'s").split()[-1] in {word.lower() for word in told}:
            # The rest of a name that is known goes with it.
            self.name()
            return []
        known = self.word().removesuffix("'s") in lexicon.names() or " " in self.word()
        phrase = self._named_phrase()
        phrase = replace(phrase, name=_bare(phrase.name))
        there = before in _TO_A_PLACE or (before in ("to", "from") and earlier in _TO_A_PLACE)
        # "A nurse from Enugu", not "saves Mia from Gorgo".
        there = there or (before == "from" and earlier in lexicon.noun_forms())
        if there and not known and not phrase.noun:
            phrase = replace(phrase, noun="place")
        return [phrase] if len(phrase.name) > 1 else []

    def companion(self, extras: tuple[NounPhrase, ...]) -> NounPhrase | None:
        """Who of them can go along: not a group, and nobody who only belongs to something."""
        return next((phrase for phrase in extras if self._goes_along(phrase)), None)

    def _goes_along(self, phrase: NounPhrase) -> bool:
        noun = lexicon.nouns().get(phrase.noun)
        if noun is None:
            return bool(phrase.name)
        return noun.alive and "group" not in noun.tags and noun.name not in self.of_others

    def _owner_here(self) -> list[NounPhrase]:
        """Somebody of whom only what they have is told: "the king's crown"."""
        owner = lexicon.nouns().get(self.word().removesuffix("'s"))
        if owner and self.word(-1) in OWN and owner.kind not in _ONES_OWN:
            self.of_others |= {owner.name}
        return [NounPhrase(owner.name, determiner="the")] if owner and owner.alive else []

    def _things_here(self, known: set[str], others: bool) -> list[NounPhrase]:
        """The noun here with what describes it, or several of one noun with their names."""
        first = self.at
        begins = self._begins_at()
        follows = self.word(1) in ARTICLES or self.word(1) in OWN
        acts = self.word() in lexicon.verb_forms() and (not self._determined_before() if self.at else follows)
        # "Do fish sleep?" has its subject there.
        acts = acts and not (self.at == 1 and self.lower[0] in AUXILIARIES)
        acts = acts or (self.word(-1) == "it" and not follows)
        acts = acts or (self.word(-1) in lexicon.noun_forms() and self._acts_there(0))
        describes = self._longest() == 1 and self.word() in lexicon.adjectives() and self._more()
        if acts or describes or self._only_described():
            return []
        before = self.lower[begins - 1] if begins else ""
        head = self._head("their" if before in OWN else "", (), subject=True)
        noun = lexicon.nouns().get(head.noun) if head else None
        if head is None or noun is None or head.noun in _EMPTY or self._is_nothing(begins, first, noun):
            return []
        adjectives = tuple(word for word in self.lower[begins:first] if word in lexicon.adjectives())
        if not begins or not self._determined_by(begins - 1):
            # "that only animals can hear"
            adjectives = tuple(word for word in adjectives if word != "only")
        owned = before in ("his", "her", "their") and not others
        if before in OWN and (head.noun in known or before in NUMBERS):
            return []
        if head.noun == "home" and not self._determined(before):
            # "goes home", "the way home"
            return []
        if before in OWN and noun.alive and noun.kind not in _ONES_OWN and head.noun not in _FRIENDS:
            self.of_others |= {head.noun}
        preposition = self.lower[begins - 2] if before in ARTICLES or before in OWN else before
        if begins and preposition in _AROUND and noun.kind != "event":
            self.around |= {head.noun}
        bare = "mass" in noun.tags or (head.plural and noun.kind in ABSTRACT - {"event"})
        determiner = "their" if owned else "all" if bare else "the"
        head = replace(head, adjectives=(*adjectives, *head.adjectives), determiner=determiner)
        if noun.alive and head.plural and self.capital():
            return [replace(head, plural=False, name=name) for name in self._names()]
        name = (_bare(self.name()) if self.capital() else self.called()) if noun.alive else ""
        return [replace(head, name=name)]

    def _is_nothing(self, begins: int, first: int, noun: lexicon.Noun) -> bool:
        """Whether it only says when, where or what somebody is: "every evening", "next door", "is the best singer"."""
        when = noun.kind == "time" and begins > 0 and self.lower[begins - 1] in _WHEN
        # "A family of cats"
        when = when or ("group" in noun.tags and self.word() == "of")
        return when or self.lower[begins:first] == ["next"] or self._is_somebody(begins, noun)

    def _only_described(self) -> bool:
        """Whether the word says how something is, and is no thing: "the street is dark", "is too cold"."""
        at = self.at - 1
        while at > 0 and self.lower[at] in INTENSIFIERS:
            at -= 1
        return self.word() in lexicon.adjectives() and self._longest() == 1 and at >= 0 and self.lower[at] in BE

    def _names(self) -> list[str]:
        """Names in a row: "cousins Arjun and Meera"."""
        names = [self.name()]
        while self.lower[self.at : self.at + 1] in (["and"], [","]) and self.capital(1):
            self.at += 1
            names.append(self.name())
        return names

    def _begins_at(self) -> int:
        """Where the adjectives before the noun here begin."""
        at = self.at
        while at and (self.lower[at - 1] in lexicon.adjectives() or self.lower[at - 1] in INTENSIFIERS):
            at -= 1
        return at

    def _is_somebody(self, begins: int, noun: lexicon.Noun) -> bool:
        """Whether the noun only says what somebody is: "is the best goalkeeper"; "there is a monster" has one."""
        at = begins - 1 if begins and self.lower[begins - 1] in ARTICLES else begins
        is_ = at > 1 and self.lower[at - 1] in BE and self.lower[at - 2] != "there"
        return noun.alive and is_ and self.lower[at] in ARTICLES

    def _determined_before(self) -> bool:
        before = self.lower[self.at - 1]
        return self._determined_by(self.at - 1) or (before in lexicon.prepositions() and before != "to")

    def _determined_by(self, at: int) -> bool:
        """Whether the word there says that a noun follows: not "that" of "a mouse that lives in a cello"."""
        about = self.lower[at] == "that" and at > 0 and self.lower[at - 1] in lexicon.noun_forms()
        return self._determined(self.lower[at]) and not about

    @staticmethod
    def _determined(before: str) -> bool:
        """Whether a word says that a noun follows."""
        return before in ARTICLES or before in OWN or before in lexicon.adjectives() or before in NUMBERS


def _lives(phrase: NounPhrase) -> bool:
    noun = lexicon.nouns().get(phrase.noun)
    return noun.alive if noun else bool(phrase.name)


def _bare(name: str) -> str:
    return name.removesuffix("'s").removesuffix("’s")
