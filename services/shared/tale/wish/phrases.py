"""Phrases of a prompt, apart from any language: what is said, not how."""

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class NounPhrase:
    """A thing or a being: "a shy dragon", "the two old maps", "Bruno"."""

    noun: str = ""
    """The lexicon's English singular, or a word as it was written."""
    adjectives: tuple[str, ...] = ()
    determiner: str = ""
    """"a", "the", "their" (the hero's own), a number ("two", "their two"), "all" (of its kind: "love"), or nothing."""
    plural: bool = False
    name: str = ""
    """A proper name, which stands for all of it; `noun` may still say what it is: "her brother Omar"."""
    within: "Complement | None" = None
    """What belongs to it: "of gold"."""

    def definite(self) -> "NounPhrase":
        """The same, known already: "the dragon"; what had no article is meant as such: "love"."""
        own = self.determiner if self.determiner.startswith("their") else "the"
        return replace(self, determiner={"": "all", "all": "all"}.get(self.determiner, own))

    def one_of_them(self) -> "NounPhrase":
        """One where any number is meant: "a crocodile" of "crocodiles"; what was counted stays as said."""
        many = self.plural and self.determiner in ("", "all", "the")
        return replace(self, plural=False, determiner="a") if many else self

    def met(self) -> "NounPhrase":
        """The same when it was told of before: "a dragon" is "the dragon"; all else stays."""
        return replace(self, determiner="the") if self.determiner == "a" else self


@dataclass(frozen=True)
class Complement:
    """Where, with what or for whom: "by the sea"."""

    preposition: str
    phrase: NounPhrase

    def met(self) -> "Complement":
        """The same when it was told of before; what something is only like is still any of its kind."""
        return self if self.preposition == "like" else replace(self, phrase=self.phrase.met())


_BECOMES = re.compile(r"\b(?:become|be|into|as|like) [@%]$")
"""Goals whose last object is what somebody or something becomes."""


_WHEN = frozenset("before after during until".split())
"""Prepositions of when something is done."""


@dataclass(frozen=True)
class VerbPhrase:
    """Something to do: "open a bakery by the sea", "learn to sail"."""

    verb: str
    """The base form in English."""
    goal: dict[str, str] | None
    """The verb's goal by language, as in the lexicon; None for a verb that it does not have."""
    thing: NounPhrase | None = None
    other: NounPhrase | None = None
    """The second object: "a map" in "swap her oven for a map"."""
    complements: tuple[Complement, ...] = ()
    inner: "VerbPhrase | None" = None
    """The verb after it: "sail" in "learn to sail"."""
    purpose: "VerbPhrase | None" = None
    """What it is for: "to visit the moon"."""
    clause: tuple[str, ...] = ()
    """The words of a clause that is found out or proved, with the one before it: "that his teacher is a wizard"."""
    unwilling: bool = False
    """Who does it in the end does not want to: "does not want to go to bed"."""

    @property
    def literal(self) -> bool:
        """Whether the goal is the deed itself: that of "lose" is to find again, that of "be jealous" to be glad."""
        words = self.verb.split()[: 1 + self.verb.startswith("be ")]
        return self.goal is not None and self.goal["en"].split()[: len(words)] == words

    @property
    def becomes(self) -> str:
        """The mark of the object that says what somebody becomes, "@" or "%"; empty where there is none."""
        return self.goal["en"][-1] if self.goal and _BECOMES.search(self.goal["en"]) else ""

    def known(self) -> "VerbPhrase":
        """The same with what was met before: "the bakery" instead of "a bakery", but "become a baker" as it is."""
        return replace(
            self,
            thing=self.thing if self.becomes == "@" else self.thing and self.thing.met(),
            other=self.other if self.becomes == "%" else self.other and self.other.met(),
            complements=tuple(item.met() for item in self.complements),
            inner=self.inner and self.inner.known(),
            purpose=self.purpose and self.purpose.known(),
        )

    def bare(self) -> "VerbPhrase":
        """The deed alone: not when it is done, "before the parade", nor what for."""
        kept = tuple(item for item in self.complements if item.preposition not in _WHEN)
        return replace(self, complements=kept, purpose=None)

    def phrases(self) -> list[NounPhrase]:
        """Every noun phrase in it, its own first."""
        own = [phrase for phrase in (self.thing, self.other) if phrase]
        own += [complement.phrase for complement in self.complements]
        own += [phrase.within.phrase for phrase in own if phrase.within]
        return own + [phrase for other in (self.inner, self.purpose) if other for phrase in other.phrases()]


@dataclass(frozen=True)
class Statement:
    """What somebody did, or how something was: "a pigeon steals the biggest one", "her brother is too curious"."""

    subject: NounPhrase | None
    """None for the hero."""
    deed: VerbPhrase | None = None
    quality: str = ""
    """An adjective."""
    degree: str = ""
    """What makes it stronger: "too", "very", "so"; "as" before what it is compared with."""
    like: NounPhrase | None = None
    """What it is compared with: "as small as an ant"."""
    being: NounPhrase | None = None
    """What it is: "a penguin"."""
    adverb: str = ""
    """What ends it: "loudly"."""
    modal: str = ""
    """"can" or "want", where the deed is only that."""
    denied: bool = False
    lasting: bool = False
    """The deed says how things were, "is afraid of", and not what happened."""
