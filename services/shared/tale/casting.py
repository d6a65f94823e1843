"""Who is in a prompt: the subject of its sentence, by name, noun, owner, apposition and number."""

from dataclasses import replace

from services.shared.tale import lexicon
from services.shared.tale.parser import Parser
from services.shared.tale.phrases import Complement, NounPhrase
from services.shared.tale.tokens import ARTICLES, NUMBERS, OWN, RELATIVE, TITLES
from services.shared.tale.wish import Being

_FEMALE = frozenset("she her herself".split())
_MALE = frozenset("he him his himself".split())
ABSTRACT = frozenset("idea event time sport".split())
THERE = frozenset("in on at by near beside under behind inside beneath above below along".split())
"""Prepositions that say where something happens, and not where somebody goes or comes from."""
CHILD = NounPhrase("child", determiner="a")
"""The hero of who asks a question, says "you" or only names something to learn."""


class Casting(Parser):
    """Reads who does something, from the next word on."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        super().__init__(self.text.replace("&", " and "))
        self.beside: NounPhrase | None = None
        """A thing that stands beside the hero: "Lucy and the magic brush", "the king's new clothes"."""
        self.where: Complement | None = None
        self.owning: Being | None = None
        """Whose the hero is."""

    def lead(self) -> None:
        """What stands before the subject: "On Mars, a robot", "One day, a fox"."""
        here = self.at
        if self.word() in lexicon.prepositions() and "," in self.lower[self.at : self.at + 8]:
            preposition = self.word()
            self.at += 1
            found = self.noun_phrase()
            if found and self.at < len(self.lower) and self.lower[self.at] == ",":
                self.at += 1
                if self.kind(found) in lexicon.WHERE or found.name:
                    self.where = Complement(preposition, found)
                return
        self.at = here
        if self.word() in ARTICLES and (when := self.noun_phrase()) and self.kind(when) == "time" and self._begins(0):
            return  # "The night the toys threw a party"
        self.at = here
        if self.word() in ("one", "every", "each", "last", "this") and self.lower[here + 2 : here + 3] == [","]:
            self.at += 3

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
        while len(found) < 4 and (being := self.being()):
            if found and not being.name and not self.alive(being.phrase):
                self.beside = being.phrase
            else:
                found.append(being)
                found.extend(self._named_after(being))
            joined = self.lower[self.at : self.at + 1] in (["and"], ["with"], [","])
            if not joined or not (self._begins(1) or self.lower[self.at + 1 : self.at + 2] == ["and"]):
                break
            self.at += 1 + (self.lower[self.at + 1] == "and")
        if found and found[0].several and not found[0].name and len(found) == 1:
            found.append(found[0])
        several = [being for being in found if being.name] if len(found) > 2 and found[0].several else found
        return several[:2]

    def _begins(self, ahead: int) -> bool:
        """Whether somebody or something is named there, and not a clause of its own."""
        if not self.word(ahead) or self.word(ahead) in RELATIVE:
            return False
        return (
            self.capital(ahead)
            or self.word(ahead) in ARTICLES | {word: word for word in OWN | NUMBERS}
            or (self.noun(ahead) is not None and self.verb(ahead) is None)
        )

    def _named_after(self, being: Being) -> list[Being]:
        """The names of several: "two brothers, Max and Moritz, …"; each is one of them."""
        here = self.at
        if not being.several or self.lower[self.at : self.at + 1] not in ([","], ["named"], ["called"]):
            return []
        self.at += 1
        names = []
        while self.capital():
            names.append(self.name())
            if self.lower[self.at : self.at + 1] in (["and"], [","]) and self.capital(1):
                self.at += 1
        if not names:
            self.at = here
        self.at += self.lower[self.at : self.at + 1] == [","]
        one = replace(being.phrase, plural=False, determiner="a")
        return [Being(one, name, self.gender_of(one, name)) for name in names]

    def being(self) -> Being | None:
        """Somebody or something that can act, with what is said of it."""
        if self.word() in ("you", "i", "we") or (self.word() == "my" and not self.word(1)):
            self.at += 1
            return Being(CHILD)
        if owned := self._owner():
            return owned
        if self.capital():
            return self._named(self.name())
        phrase = self.noun_phrase(subject=True)
        if phrase is None:
            return None
        name = phrase.name or (self.name() if self.capital() else "") or self._called()
        phrase = replace(phrase, name="")
        if not name and self.lower[self.at : self.at + 1] == [","] and self.capital(1) and not phrase.plural:
            here, self.at = self.at, self.at + 1
            name = self.name()
            if self.lower[self.at : self.at + 1] == [","]:
                self.at += 1
            else:
                self.at, name = here, ""
        return Being(phrase, name, self.gender_of(phrase, name), phrase.plural)

    def _named(self, name: str) -> Being:
        """Somebody with a name, and what they are: "Rusty the robot", "Mara, a shy dragon,"."""
        phrase = NounPhrase()
        if self.word() == "the" and self._begins(0):
            phrase = self.noun_phrase(subject=True) or phrase
        elif self.lower[self.at : self.at + 1] == [","] and self.word(1) in ("a", "an", "the"):
            here, self.at = self.at, self.at + 1
            found = self.noun_phrase(subject=True)
            if found and self.word() not in RELATIVE:
                phrase = found
                self.at += self.lower[self.at : self.at + 1] == [","]
            else:
                self.at = here
        return Being(phrase, name, self.gender_of(phrase, name))

    def _owner(self) -> Being | None:
        """Of "the king's clothes" the king; of "my daughter's elephant runs away" the elephant, which she owns."""
        ahead = 1 if self.word() in ARTICLES or self.word() in OWN else 0
        word = self.word(ahead)
        owner = word.removesuffix("'s").removesuffix("'")
        noun = lexicon.nouns().get(owner)
        if owner == word or not ((noun is not None and noun.alive) or owner in lexicon.names() or self.capital(ahead)):
            return None
        own = self.word() in OWN
        name = self.tokens[self.at + ahead].removesuffix("'s").removesuffix("'") if noun is None else ""
        self.at += ahead + 1
        owned = self.noun_phrase(subject=True)
        phrase = NounPhrase(owner, determiner="their" if own else "the") if noun else NounPhrase()
        owning = Being(
            replace(phrase, determiner="a" if own and not owned else phrase.determiner),
            name,
            self.gender_of(phrase, name),
        )
        acts = self.verb() is not None or self.word() in lexicon.verb_forms()
        alive = owned is not None and self.kind(owned) in lexicon.ALIVE
        if owned and (alive or (acts and self.kind(owned) not in lexicon.WHERE | ABSTRACT)):
            self.owning = owning
            return Being(replace(owned, determiner="a"), "", self.gender_of(owned, ""))
        self.beside = owned
        return owning

    def aside(self) -> None:
        """Skip what only says where the hero comes from, "a boy from the moon", and what is between commas."""
        while self.word() in lexicon.prepositions() and self.word() not in ("with", "like"):
            here, preposition = self.at, self.word()
            self.at += 1
            found = self.noun_phrase(subject=True)
            if found is None:
                self.at = here
                return
            if self.kind(found) in lexicon.WHERE and self.where is None and preposition in THERE:
                self.where = Complement(preposition, found)
        if self.word() == "with":
            here, self.at = self.at, self.at + 1
            if (found := self.noun_phrase(subject=True)) is None:
                self.at = here
            elif self.beside is None:
                self.beside = found

    def _called(self) -> str:
        """The name in "named Rusty" and "called Tim"."""
        following = self.at + 1
        if self.word() not in ("named", "called") or following >= len(self.tokens):
            return ""
        if not self.tokens[following][0].isupper():
            return ""
        self.at += 1
        return self.name() or self.tokens[following]

    def kind(self, phrase: NounPhrase) -> str:
        """The lexicon's kind of its noun; empty for a word that it does not have."""
        noun = lexicon.nouns().get(phrase.noun)
        return noun.kind if noun else ""

    def alive(self, phrase: NounPhrase) -> bool:
        """Whether it can be the hero: a being, or a word that nobody knows."""
        noun = lexicon.nouns().get(phrase.noun)
        return noun is None or noun.alive

    def gender_of(self, phrase: NounPhrase, name: str) -> str:
        """Of somebody, by noun, title, name and pronouns: "m", "f", or empty where nothing tells."""
        noun = lexicon.nouns().get(phrase.noun)
        if noun and noun.gender.isupper():
            return noun.gender.lower()
        title, _, rest = name.partition(" ")
        for gender, titles in TITLES.items():
            if title.rstrip(".") in titles.split() and gender != "n":
                return gender
        first = (rest if rest and title.rstrip(".") in TITLES["n"].split() else title).lower()
        given = lexicon.names().get(first)
        if given and given.gender != "n":
            return given.gender
        said = [word for word in self.lower if word in _FEMALE | _MALE]
        if said:
            return "f" if said[0] in _FEMALE else "m"
        if noun and not first:
            return noun.gender
        return "f" if first.endswith(("a", "ie", "ine", "elle")) else "m" if first.endswith(("o", "us")) else ""
