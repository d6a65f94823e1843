"""Who is in a prompt: all who are the subject of its sentence, and what stands before and beside them."""

from dataclasses import dataclass, replace

from services.shared.tale.grammar import proper
from services.shared.tale.reading.english import groups
from services.shared.tale.reading.english.beings import ABSTRACT, MYSELF, Beings
from services.shared.tale.reading.english.grammar_words import ARTICLES, BE, DWELLS, OWN
from services.shared.tale.reading.english.hints import in_space
from services.shared.tale.wish.phrases import Complement, NounPhrase
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon

THERE = frozenset("in on at by near beside under behind inside beneath above below along".split())
"""Prepositions that say where something happens, and not where somebody goes or comes from."""
LEAD = 16
"""At most so many words stand between a place that a sentence begins with and the comma after it."""
_LEADS = frozenset(
    "deep high far away long ago somewhere once yesterday today tomorrow tonight late early up down out".split()
)
_NAMED_AFTER = frozenset("from of in at near".split())
"""Prepositions after which a name is that of a place."""
_DWELLS = BE | DWELLS


@dataclass(frozen=True)
class Having:
    """What the hero has: "one arm"."""

    phrase: NounPhrase
    words: str
    """As it was written: "no shell" for "without a shell"."""


class Casting(Beings):
    """Reads who does something, from the next word on."""

    has: Having | None = None

    def lead(self) -> None:
        """What stands before the subject: "On Mars, a robot", "One day, a fox", "Deep in the woods lives a fox"."""
        while self._skip_aside():
            pass

    def _skip_aside(self) -> bool:
        """Skip one phrase or adverb that says when or where; whether there was one."""
        here = self.at
        while self.word() in _LEADS and (self.word(1) in lexicon.prepositions() or self._begins_aside(1)):
            self.at += 1
        if self.word() in lexicon.prepositions():
            preposition = self.word()
            self.at += 1
            found = self.noun_phrase()
            while found and self.word() in lexicon.prepositions() and self.word() != "to" and self._nested():
                pass
            if found and self._ends_aside():
                if self.where is None and (self.kind(found) in lexicon.WHERE or found.name or in_space(found)):
                    self.where = Complement(preposition, found)
                return True
        self.at = here
        if self.word() in ARTICLES and (when := self.noun_phrase()) and self.kind(when) == "time" and self._begins(0):
            return False  # "The night the toys threw a party"
        self.at = here
        if self._begins_aside(0):
            self.at += 1
            self.at += self.lower[self.at : self.at + 1] == [","]
            return True
        if self.word() == "one" and self._is_time(1) and (self.word(2) in ARTICLES or self.word(2) in OWN):
            # "One day a fox finds a bell"
            self.at += 2
            return True
        if self.word() in ("one", "every", "each", "last", "this", "that") and "," in self.lower[here + 2 : here + 4]:
            # "One day", "one rainy afternoon", but not "one small fox".
            comma = self.lower.index(",", here + 2)
            noun, _ = lexicon.noun_forms().get(self.lower[comma - 1], (None, False))
            if comma == here + 2 or (noun and noun.kind == "time"):
                self.at = comma + 1
                return True
        return False

    def _is_time(self, ahead: int) -> bool:
        """Whether a time of day, or of the year, stands there."""
        noun, _ = lexicon.noun_forms().get(self.word(ahead), (None, False))
        return noun is not None and noun.kind == "time"

    def _nested(self) -> bool:
        """Skip one more phrase of a place: "in a cave under the hill"."""
        here, self.at = self.at, self.at + 1
        if self.noun_phrase() is None:
            self.at = here
            return False
        return True

    def _begins_aside(self, ahead: int) -> bool:
        """Whether an adverb stands there that can stand before a sentence: "somewhere", "yesterday,"."""
        index = self.at + ahead
        following = self.lower[index + 1 : index + 2]
        return self.word(ahead) in _LEADS and (following == [","] or self.word(ahead + 1) in _LEADS)

    def _ends_aside(self) -> bool:
        """Go on to the subject: after the next comma, or after "there lives"; whether there is one."""
        here = self.at
        there = self.word() == "there"
        if (there and self.word(1) in _DWELLS) or (self.word() in _DWELLS - BE and self._begins(1)):
            self.at += 1 + there
            return True
        if self.word() in BE and self.word(1) in ("a", "an"):
            self.at += 1
            return True
        commas = [index for index in range(self.at, min(self.at + LEAD, len(self.lower))) if self.lower[index] == ","]
        # Of "in a house, a boat and a tent, two boys" the last one, but of "a fox, a hare" none.
        for index in commas:
            self.at = index + 1
            if self.word() in _DWELLS - BE and self._begins(1):
                self.at += 1
            if self.word() == "there" and self.word(1) in _DWELLS:
                self.at += 2
            if (
                self._begins(0)
                or self.word() in ("i", "we", "you")
                or self.word() in _LEADS | lexicon.prepositions().keys()
            ):
                return True
        self.at = here
        return False

    def event(self) -> list[Being]:
        """Those of "a quarrel between two rivers"."""
        here = self.at
        if self.noun_phrase(subject=True) and self.word() == "between":
            self.at += 1
            if found := self.cast():
                first = found[0]
                return [first, replace(first, name="")] if first.several and len(found) == 1 else found
        self.at = here
        return []

    def cast(self) -> list[Being]:
        """All who are the subject: "Emma and her dog Max", "two brothers, Max and Moritz,"."""
        found: list[Being] = []
        myself = self.word() in MYSELF
        while len(found) < 4 and (being := self.being()):
            if found and groups.one_of(being.phrase):
                pass  # "Leo and his team": nobody of them is the companion
            elif found and not being.name and self.kind(being.phrase) in ABSTRACT:
                pass  # "A lighthouse, a stormy night, a brave cat"
            elif found and myself:
                # "Grandma and I"
                found.insert(0, being)
            elif found and not being.name and not self.alive(being.phrase) and self._lives(found[0]):
                self.beside = being.phrase
            else:
                found.append(being)
                found.extend(self._named_after(being))
            joined = self.lower[self.at : self.at + 1] in (["and"], ["with"], [","])
            if (
                not joined
                or self._only_has()
                or not (self._begins(1) or self.lower[self.at + 1 : self.at + 2] == ["and"])
            ):
                break
            self.at += 1 + (self.lower[self.at + 1] == "and")
            myself = self.word() in MYSELF
        if found and found[0].several and not found[0].name and len(found) == 1 and not self.owning:
            found.append(found[0])
        named = [being for being in found if being.name] if len(found) > 2 and found[0].several else []
        return (named or found)[:2]

    def _only_has(self) -> bool:
        """Whether "with" is followed by what somebody has, and not by who goes along."""
        if self.lower[self.at] != "with":
            return False
        if self.capital(1):
            # "with ADHD"
            return len(self.word(1)) > 1 and self.tokens[self.at + 1].isupper()
        if self._ailing():
            return True
        here, self.at = self.at, self.at + 1
        found = self.noun_phrase(subject=True)
        self.at = here
        return found is not None and found.noun in lexicon.nouns() and not self.alive(found)

    def _ailing(self) -> bool:
        """Whether "with" is followed by what somebody has to get rid of: "with a toothache"."""
        rows = lexicon.verb_forms()["have"]
        here = self.at + 1
        return any(
            verb.kind == "mishap" and self.lower[here : here + len(rest)] == [*rest] for verb, rest in rows if rest
        )

    def _lives(self, being: Being) -> bool:
        return bool(being.name) or self.alive(being.phrase)

    def _named_after(self, being: Being) -> list[Being]:
        """The names of several: "two brothers, Max and Moritz, …", "my twins Ana and Leo"; each is one of them."""
        here = self.at
        apart = self.lower[self.at : self.at + 1] in ([","], ["named"], ["called"])
        if not being.several or not (apart or self.capital()):
            return []
        self.at += apart
        names = []
        while self.capital():
            names.append(self.name())
            if self.lower[self.at : self.at + 1] in (["and"], [","]) and self.capital(1):
                self.at += 1
        if not names:
            self.at = here
            if self._begins(1):
                # "two foxes, a badger and an owl"
                return []
        self.at += self.lower[self.at : self.at + 1] == [","]
        one = replace(being.phrase, plural=False, determiner="a")
        return [Being(one, name, self.gender_of(one, name)) for name in names]

    def aside(self) -> None:
        """Skip what only says where the hero comes from, "a boy from the moon", and what is between commas."""
        if self.word() == "next" and self.word(1) == "door":
            self.at += 2
        while self.word() in lexicon.prepositions() and self.word() not in ("with", "without", "like"):
            here, preposition = self.at, self.word()
            self.at += 1
            if preposition in _NAMED_AFTER and (name := self._place_name()):
                self.where = self.where or Complement("in", NounPhrase(name=name))
                continue
            found = self.noun_phrase(subject=True)
            if found is None:
                self.at = here
                return
            # "for a boy called Sam"
            self.called()
            if self.kind(found) in lexicon.WHERE and self.where is None and preposition in THERE:
                self.where = Complement(preposition, found)
        if self.word() in ("with", "without"):
            self._having()

    def _having(self) -> None:
        """Read what the hero has or lacks: "a pirate with one arm"; with whom they are is no such thing."""
        here, self.at = self.at, self.at + 1
        shouted = self.word() and self.tokens[self.at].isupper() and len(self.word()) > 1
        found = NounPhrase(self.tokens[self.at]) if shouted else self.noun_phrase(subject=True)
        self.at += bool(shouted)
        if found is None or (found.noun in lexicon.nouns() and self.alive(found)):
            self.at = here if found is None else self.at
            return
        if self.word() == "of":
            # "a heart of gold"
            self._nested()
        words = " ".join(self.tokens[here + 1 : self.at])
        self.has = Having(found, words if self.word(here - self.at) == "with" else f"no {_bare(words)}")
        self.spent.add(found.noun)

    def _place_name(self) -> str:
        """Read the name of a place after "from" or "of": "Buenos Aires", "the Andes"; empty where none stands."""
        here = self.at
        self.at += self.word() == "the"
        words: list[str] = []
        while not self.titled and self._capitalised() and "'" not in self.word():
            words.append(self.tokens[self.at])
            self.at += 1
        given = lexicon.names().get(words[0].lower()) if words else None
        feast, _ = lexicon.noun_forms().get(" ".join(words).lower(), (None, False))
        if feast and feast.kind == "event":
            words = []
        if not words or (given and len(words) == 1 and proper.place(words[0]) is None):
            self.at = here
            return ""
        return " ".join(words)


def _bare(words: str) -> str:
    """Words without their article."""
    first, _, rest = words.partition(" ")
    return rest if first.lower() in ARTICLES and rest else words
