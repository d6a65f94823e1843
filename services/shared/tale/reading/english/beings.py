"""One being of a prompt: by name, noun, title, owner, apposition, or as one of a group."""

import re
from dataclasses import replace

from services.shared.tale.reading.english import groups, titles
from services.shared.tale.reading.english.grammar_words import (
    ARTICLES,
    BE,
    NUMBERS,
    OWN,
    RELATIVE,
)
from services.shared.tale.reading.english.nounphrases import MAX_NAME
from services.shared.tale.reading.english.parser import Parser
from services.shared.tale.wish.phrases import Complement, NounPhrase
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon

_FEMALE = frozenset("she her herself".split())
_MALE = frozenset("he him his himself".split())
ABSTRACT = frozenset("idea event time sport".split())
CHILD = NounPhrase("child", determiner="a")
"""The hero of who asks a question, says "you" or only names something to learn."""
_TEACHER = NounPhrase("teacher", determiner="a")
_NOBODY = lexicon.Hero("", "", {})
MYSELF = frozenset("i me".split())
_ANYBODY = frozenset("i me you we us".split())


class Beings(Parser):
    """Reads somebody or something that can act, from the next word on."""

    def __init__(self, text: str) -> None:
        # A comma at the end begins nothing.
        self.text = " ".join(text.split()).rstrip(",; ")
        super().__init__(self.text.replace("&", " and "))
        self.beside: NounPhrase | None = None
        """A thing that stands beside the hero: "Lucy and the magic brush", "the king's new clothes"."""
        self.where: Complement | None = None
        self.owning: Being | None = None
        """Whose the hero is."""
        self.owned: NounPhrase | None = None
        """What of the hero's the sentence is about: "a baker's dough is"."""
        self.spent: set[str] = set()
        """Nouns that only say how many the hero is one of: the family of "a family of hedgehogs"."""

    def being(self) -> Being | None:
        """Somebody or something that can act, with what is said of it."""
        if self.word() in _ANYBODY or (self.word() == "my" and not self.word(1)):
            self.at += 1
            return self._spoken_to() or Being(CHILD)
        if owned := self._owner():
            return owned
        if self.capital():
            return self._named(self.name())
        phrase = self.noun_phrase(subject=True)
        if phrase is None:
            return None
        if group := self._of_group(phrase):
            return group
        if self.word() == "of" and not self.alive(phrase):
            # "The last day of summer"
            here, self.at = self.at, self.at + 1
            inner = self.noun_phrase()
            phrase = replace(phrase, within=Complement("of", inner) if inner else None)
            self.at = self.at if inner else here
        name = phrase.name or (self.name() if self.capital() and not phrase.plural else "")
        name = name or ("" if phrase.plural else self.called())
        phrase = replace(phrase, name="")
        name = name or ("" if phrase.plural else self._apposed())
        return Being(phrase, name, self.gender_of(phrase, name), phrase.plural)

    def _apposed(self) -> str:
        """A name between commas: "a fox, Rusty, finds"."""
        here, name = self.at, ""
        if self.lower[self.at : self.at + 1] == [","] and self.capital(1):
            self.at += 1
            name = self.name()
            if self.lower[self.at : self.at + 1] == [","]:
                self.at += 1
            else:
                self.at, name = here, ""
        return name

    def _spoken_to(self) -> Being | None:
        """Who "you" are: "You are an astronaut and you find a garden"."""
        here = self.at
        if self.word() in BE and self.word(1) in ARTICLES:
            self.at += 1
            phrase = self.noun_phrase(subject=True)
            if phrase and self.alive(phrase):
                if self.word() == "and" and self.word(1) in _ANYBODY:
                    self.at += 2
                return Being(phrase, "", self.gender_of(phrase, ""), phrase.plural)
        self.at = here
        return None

    def _of_group(self, phrase: NounPhrase) -> Being | None:
        """One of a group, for a group is nobody: "a class of witches", "our class", "a family"."""
        if self.word() == "of" and (groups.is_group(phrase) or phrase.noun in groups.OF_MANY):
            here, self.at = self.at, self.at + 1
            found = self.noun_phrase(subject=True)
            if found and found.plural and self.alive(found):
                self.spent.add(phrase.noun)
                return Being(found, "", self.gender_of(found, ""), several=True)
            self.at = here
        if (most := self._most(phrase)) is not None:
            return most
        if not groups.is_group(phrase):
            return None
        kind = lexicon.nouns().get(phrase.adjectives[-1]) if phrase.noun == "family" and phrase.adjectives else None
        if kind is not None and kind.kind in ("animal", "creature"):
            # "The hedgehog family" is a family of hedgehogs.
            self.spent.add(phrase.noun)
            many = NounPhrase(kind.name, phrase.adjectives[:-1], "the", plural=True)
            return Being(many, "", self.gender_of(many, ""), several=True)
        # "Ms Patel's class" needs no article.
        owned = any(word.endswith(("'s", "’s")) for word in phrase.adjectives)
        group = Complement("from", replace(phrase, determiner="" if owned else "the"))
        one = NounPhrase(groups.MEMBERS.get(phrase.noun, CHILD.noun), determiner="a", within=group)
        return Being(one, "", self.gender_of(one, ""))

    def _most(self, phrase: NounPhrase) -> Being | None:
        """One of several by what only they are: "the youngest of seven brothers"."""
        if self.word() != "of" or not (phrase.noun.endswith("est") or phrase.noun in ("first", "last")):
            return None
        here, self.at = self.at, self.at + 1
        found = self.noun_phrase(subject=True)
        if found is None or not found.plural or not self.alive(found):
            self.at = here
            return None
        one = replace(found, determiner="the", adjectives=(phrase.noun, *found.adjectives), plural=False)
        return Being(one, "", self.gender_of(one, ""))

    def _named(self, name: str) -> Being:
        """Somebody with a name, and what they are: "Rusty the robot", "Mara, a shy dragon,"."""
        animal = lexicon.nouns().get(name.lower())
        phrase = NounPhrase(animal.name, determiner="a") if animal and animal.kind == "animal" else _what(name)
        if self.word() == "the" and self._begins(0):
            phrase = self.noun_phrase(subject=True) or phrase
        elif self.lower[self.at : self.at + 1] == [","] and self.word(1) in ("a", "an", "the"):
            here, self.at = self.at, self.at + 1
            found = self.noun_phrase(subject=True)
            if found and (self.word() not in RELATIVE or self.alive(found)):
                phrase = found
                self.at += self.lower[self.at : self.at + 1] == [","]
            else:
                self.at = here
        return Being(phrase, name, self.gender_of(phrase, name))

    def _owner(self) -> Being | None:
        """Of "the king's clothes" the king; of "my daughter's elephant runs away" the elephant, which she owns."""
        ahead = 1 if self.word() in ARTICLES or self.word() in OWN else 0
        first = ahead
        while ahead < MAX_NAME and self._before_owner(ahead):
            ahead += 1
        word = self.word(ahead)
        named = ahead
        while named > first and self._capitalised(named - 1) and self._capitalised(ahead):
            # "Nelson Mandela's garden"
            named -= 1
        before, last = self.lower[self.at + first : self.at + named], re.sub("'s?$", "", word)
        one = [] if named < ahead or self.capital(ahead) else [last]
        kinds = [at for at in range(len(before) + len(one)) if " ".join([*before[at:], *one]) in lexicon.nouns()]
        owner = " ".join([*before[kinds[0] :], *one]) if kinds else last
        noun = lexicon.nouns().get(owner)
        if last == word or not ((noun is not None and noun.alive) or owner in lexicon.names() or self.capital(ahead)):
            return None
        own = self.word() in OWN
        called = self.capital(ahead) or named < ahead
        whole = " ".join(self.tokens[self.at + named : self.at + ahead + 1])
        name = re.sub("['’]s?$", "", whole) if noun is None or called else ""
        self.at += ahead + 1
        owned = self.noun_phrase(subject=True)
        said = tuple(word for word in before[: kinds[0] if kinds else 0] if word in lexicon.adjectives())
        phrase = _what(name) if name else NounPhrase(owner, said, "their" if own else "the")
        owning: Being | None = Being(
            replace(phrase, determiner="a" if own and not owned else phrase.determiner),
            name,
            self.gender_of(phrase, name),
        )
        if groups.is_group(phrase):
            # "The orchestra's youngest violinist"
            owning = None
        if owned and groups.is_group(owned):
            teacher = owned.noun == "class" and owning is not None and not owning.phrase.noun
            self.owning = replace(owning, phrase=_TEACHER) if owning and teacher else owning
            whose = replace(owned, adjectives=(f"{name or owner}'s", *owned.adjectives))
            return self._of_group(owned if own else whose)
        acts = self.verb() is not None or self.word() in lexicon.verb_forms()
        alive = owned is not None and self.kind(owned) in lexicon.ALIVE
        if owned and (alive or (acts and self.kind(owned) not in lexicon.WHERE | ABSTRACT | {"body"})):
            self.owning = owning
            given = owned.name or self.called() or self._apposed()
            # "The baker's cat" is told as "a baker's cat", and "Emma's cat" as that.
            adjectives = owned.adjectives if own else (f"{name or owner}'s", *owned.adjectives)
            phrase = replace(owned, adjectives=adjectives, determiner="" if name else "a", name="")
            return Being(phrase, given, self.gender_of(owned, given), owned.plural)
        self.owned = owned
        self.beside = owned and replace(owned, determiner=owned.determiner or "their")
        return owning or Being(phrase)

    def _before_owner(self, ahead: int) -> bool:
        """Whether the word can stand before the one with "'s" that says whose something is."""
        word = self.word(ahead)
        return (
            word in lexicon.noun_forms()
            or word in lexicon.adjectives()
            or (not word.endswith("'s") and self.capital(ahead) and self._capitalised(ahead + 1))
        )

    def _begins(self, ahead: int) -> bool:
        """Whether somebody or something is named there, and not a clause of its own."""
        if not self.word(ahead) or self.word(ahead) in RELATIVE:
            return False
        return (
            self.capital(ahead)
            or self.word(ahead) in MYSELF
            or self.word(ahead) in ARTICLES | {word: word for word in OWN | NUMBERS}
            or (self.noun(ahead) is not None and self.verb(ahead) is None)
        )

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
        noun = lexicon.nouns().get(phrase.noun or titles.role(name))
        always = noun.gender.lower() if noun and noun.gender.isupper() else ""
        if told := _in_tales(name).gender or always or titles.gender(name):
            return told
        title, _, rest = name.partition(" ")
        first = (rest if rest and title.rstrip(".") in titles.TITLES["n"].split() else title).lower()
        given = lexicon.names().get(first)
        if given and given.gender != "n":
            return given.gender
        said = [word for word in self.lower if word in _FEMALE | _MALE]
        if said:
            return "f" if said[0] in _FEMALE else "m"
        if noun and not first:
            return noun.gender
        return "f" if first.endswith(("a", "ie", "ine", "elle")) else "m" if first.endswith(("o", "us")) else ""


def _what(name: str) -> NounPhrase:
    """What somebody is who is known from a tale; an empty phrase for all others."""
    noun = _in_tales(name).noun
    return NounPhrase(noun, determiner="a") if noun else NounPhrase()


def _in_tales(name: str) -> lexicon.Hero:
    """Who of a known tale has this name; nobody's gender and noun are empty."""
    return lexicon.heroes().get(lexicon.without_article(name).lower(), _NOBODY)
