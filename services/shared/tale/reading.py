"""Read a prompt: who, does what, with what and where, by the lexicon and the shape of an English sentence."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from services.shared.tale import lexicon
from services.shared.tale.parser import Parser
from services.shared.tale.phrases import NounPhrase, VerbPhrase
from services.shared.tale.tokens import ADVERBS, ARTICLES, BE, GRAMMAR, NUMBERS, OWN, RELATIVE

_INTRODUCTION = re.compile(
    r"^\s*(?:(?:what if|imagine|suppose|once(?! upon)),?\s+)?"
    r"(?:(?:please\s+)?(?:write|tell|make|give)\s+(?:me\s+|us\s+)?(?=(?:a|the)\s))?"
    r"(?:(?:a|the)\s+(?:\w+\s+)?(?:story|tale)\s+(?:about|of)\s+|about\s+|once upon a time,?\s+"
    r"|there\s+(?:was|is|lived|were|are)\s+)*",
    re.IGNORECASE,
)
_FEMALE = frozenset(
    "she her herself anna emma maria mary laura sara sarah lucy alice sophie sophia julia lily rose ruth eva eve ella"
    " elena isabel jane kate grace chloe zoe amy beth carmen ines joan margaret".split()
)
_MALE = frozenset(
    "he him his himself tom tim max leo hugo bruno oscar daniel victor samuel sam ben jack john james peter paul mark"
    " luke noah adam alex felix milo theo joshua joseph luca nikita sasha george henry".split()
)
_HINTS = {
    "courage": "shy timid afraid scared fearful brave fear courage",
    "friendship": "lonely friendship friend friendly",
    "belonging": "lost stranger strange home family",
    "patience": "impatient patient slow fast time",
    "honesty": "honest lie truth promise secret",
    "sharing": "greedy rich treasure gold money cake",
    "discovery": "curious mysterious hidden mystery question map",
    "perseverance": "lazy clumsy tired race contest",
    "kindness": "kind gentle grumpy proud kindness love angry",
    "imagination": "dream paint colour color painting dreamy",
    "adventure": "adventure journey trip explorer island",
}
_WATER = frozenset(["sail", "swim", "dive"])
_HOMES = {"sky": "mountain"}
MAX_EXTRAS = 6
NOTE = 80
"""At most so many characters of a prompt that could not be read are quoted."""


@dataclass(frozen=True)
class Reading:
    """What a prompt says. None and empty strings stand for what it does not say."""

    hero: NounPhrase | None = None
    name: str = ""
    several: bool = False
    """The prompt speaks of more than one of the hero's kind."""
    gender: str = ""
    companion: NounPhrase | None = None
    companion_name: str = ""
    goal: VerbPhrase | None = None
    thing: NounPhrase | None = None
    extras: tuple[NounPhrase, ...] = ()
    """Other things of the prompt, which the story must have a use for."""
    hints: Counter[str] = field(default_factory=Counter)
    """Themes that its words speak for."""
    home: str = ""
    """The kind of place where it happens."""
    note: str = ""
    """The text itself, when it could not be read: it may be in another language, or no sentence at all."""


def read(text: str) -> Reading:
    """Read one prompt; any text gives a reading, if a poor one."""
    return _Reader(text).read()


class _Reader(Parser):
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        super().__init__(_INTRODUCTION.sub("", self.text))
        self.beside: NounPhrase | None = None
        """A thing that stands beside the hero: "Lucy and the magic brush", "the king's new clothes"."""

    def read(self) -> Reading:
        subject, name, several = self._subject()
        companion, companion_name = self._companion(subject, name)
        name = self._called() or name
        goal = self._goal()
        if subject is not None and not self._alive(subject) and goal is None and not name:
            subject, thing = None, subject
        else:
            thing = self._thing(goal) or (None if goal else self.beside)
        if not self._readable(subject, name, goal, thing):
            return Reading(note=self.text[:NOTE].rstrip() + ("…" if len(self.text) > NOTE else ""))
        phrases = goal.phrases() if goal else []
        used = [phrase for phrase in (subject, companion, thing, *phrases) if phrase]
        extras = self._extras(used, (name, companion_name))
        return Reading(
            hero=subject,
            name=name,
            several=several,
            gender=self._gender(subject, name),
            companion=companion,
            companion_name=companion_name,
            goal=goal,
            thing=thing,
            extras=tuple(extras),
            hints=self._hints(goal),
            home=self._home([*reversed(phrases), *([thing] if thing else []), *extras], subject),
        )

    def _subject(self) -> tuple[NounPhrase | None, str, bool]:
        if self.capital() and self._is_name():
            name = self.name()
            if self.word() == "the" and self.noun(1):
                return self.noun_phrase(), name, False
            if self.at < len(self.lower) and self.lower[self.at] == ",":
                here, self.at = self.at, self.at + 1
                if self.word() in ARTICLES and (apposition := self.noun_phrase()):
                    self.at += self.at < len(self.lower) and self.lower[self.at] == ","
                    return apposition, name, False
                self.at = here
            return None, name, False
        phrase = self._owner() or self.noun_phrase(subject=True)
        if phrase is None:
            return None, "", False
        name = self.name() if self.capital() else ""
        self._aside()
        return phrase, name, phrase.plural

    def _owner(self) -> NounPhrase | None:
        """Who has the thing that a title names: "the king's new clothes"."""
        ahead = 1 if self.word() in ARTICLES or self.word() in OWN else 0
        owner = self.word(ahead).removesuffix("'s")
        noun = lexicon.nouns().get(owner)
        if owner == self.word(ahead) or noun is None or not noun.alive or any(map(self.verb, range(ahead + 1, 6))):
            return None
        self.at += ahead + 1
        self.beside = self.noun_phrase()
        return NounPhrase(owner, determiner="the")

    def _aside(self) -> None:
        """Skip what only says where the hero comes from: "a boy from the moon"."""
        while self.word() in lexicon.prepositions() and self.word() not in ("with", "like"):
            here, self.at = self.at, self.at + 1
            if self.noun_phrase(subject=True) is None:
                self.at = here
                return

    def _is_name(self) -> bool:
        """A capitalised first word is a name when something is said of it, or when it is all there is."""
        return (
            self.verb(1) is not None
            or self.capital(1)
            or self.word(1) in ("and", "the", "", *BE)
            or (self.word(1).endswith("s"))
        )

    def _companion(self, subject: NounPhrase | None, name: str) -> tuple[NounPhrase | None, str]:
        if self.word() not in ("and", "with") or not (subject or name):
            return None, ""
        here, self.at = self.at, self.at + 1
        if self.capital():
            return None, self.name()
        phrase = self.noun_phrase(subject=True)
        if phrase is None:
            self.at = here
            return None, ""
        if phrase.noun not in lexicon.nouns() or not self._alive(phrase):
            self.beside = phrase
            return None, ""
        return replace(phrase, determiner="a"), self.name() if self.capital() else ""

    def _called(self) -> str:
        """The name in "named Rusty" and "called Tim"."""
        following = self.at + 1
        if self.word() not in ("named", "called") or following >= len(self.tokens):
            return ""
        if not self.tokens[following][0].isupper():
            return ""
        self.at += 2
        return self.tokens[following]

    def _alive(self, phrase: NounPhrase) -> bool:
        """Whether it can be the hero: a being, or a word that nobody knows."""
        noun = lexicon.nouns().get(phrase.noun)
        return noun is None or noun.alive

    def _readable(
        self, subject: NounPhrase | None, name: str, goal: VerbPhrase | None, thing: NounPhrase | None
    ) -> bool:
        """Whether the text has a word that is known: a sentence in another language has none, or only by accident."""
        known = sum(
            word in GRAMMAR
            or word in lexicon.noun_forms()
            or word in lexicon.adjectives()
            or word in lexicon.prepositions()
            for word in self.lower
            if word[:1].isalnum()
        )
        total = sum(word[:1].isalnum() for word in self.lower)
        if not self.text.isascii() and known * 3 < total:
            return False
        if goal is None and thing is None and subject is None:
            return bool(name) and known > 0
        return known > 0

    def _goal(self) -> VerbPhrase | None:
        while self.word() in RELATIVE or self.word() in ADVERBS:
            self.at += 1
        return self.verb_phrase(own=True)

    def _thing(self, goal: VerbPhrase | None) -> NounPhrase | None:
        found = [phrase for phrase in goal.phrases() if not phrase.name] if goal else []
        return replace(found[0], within=None) if found else None

    def _extras(self, used: list[NounPhrase], names: tuple[str, str]) -> list[NounPhrase]:
        known = {phrase.noun for phrase in used} | {name for phrase in used for name in phrase.adjectives}
        told = {word for name in (*names, *(phrase.name for phrase in used)) for word in name.split()}
        found: list[NounPhrase] = []
        self.at = 0
        while self.at < len(self.tokens) and len(found) < MAX_EXTRAS:
            if hit := self.noun():
                noun, plural, length = hit
                verb_only = self.verb() and self.at and not self._determined_before()
                describes = self.word() in lexicon.adjectives() and self.noun(1)
                if noun.name not in known and not verb_only and not describes:
                    before = self.lower[self.at - 1] if self.at else ""
                    adjectives = (before,) if before in lexicon.adjectives() else ()
                    found.append(NounPhrase(noun.name, adjectives, "the", plural))
                    known.add(noun.name)
                self.at += length
                continue
            if self.at and self.capital() and self.tokens[self.at] not in told and len(self.tokens[self.at]) > 1:
                found.append(NounPhrase(name=self.tokens[self.at]))
                told.add(self.tokens[self.at])
            self.at += 1
        return found

    def _determined_before(self) -> bool:
        before = self.lower[self.at - 1]
        return before in ARTICLES or before in OWN or before in lexicon.adjectives() or before in NUMBERS

    def _gender(self, subject: NounPhrase | None, name: str) -> str:
        noun = lexicon.nouns().get(subject.noun) if subject else None
        if noun and noun.gender.isupper():
            return noun.gender.lower()
        first = name.split(maxsplit=1)[0].lower() if name else ""
        words = [first] if first in _FEMALE | _MALE else [word for word in self.lower if word in _FEMALE | _MALE]
        if words:
            return "f" if words[0] in _FEMALE else "m"
        if first.endswith(("a", "ie", "ine", "elle")):
            return "f"
        return "m" if first.endswith(("o", "us")) else noun.gender if noun and not first else ""

    def _hints(self, goal: VerbPhrase | None) -> Counter[str]:
        hints: Counter[str] = Counter()
        for theme, words in _HINTS.items():
            hints[theme] += 2 * len(set(words.split()) & set(self.lower))
        verb = goal.inner if goal and goal.inner and not goal.goal else goal
        for known in lexicon.verbs():
            if verb and known.name == verb.verb and known.goal == verb.goal:
                for theme in known.themes:
                    hints[theme] += 1
        return +hints

    def _home(self, phrases: list[NounPhrase], subject: NounPhrase | None) -> str:
        """The kind of place: where somebody goes, else where the things are found, else where the hero lives."""
        nouns = [lexicon.nouns()[phrase.noun] for phrase in phrases if phrase.noun in lexicon.nouns()]
        homes = [noun.home for noun in nouns if noun.kind == "place"] + [noun.home for noun in nouns]
        if any(word.rstrip("s") in _WATER for word in self.lower):
            homes.append("sea")
        if subject and subject.noun in lexicon.nouns():
            homes.append(lexicon.nouns()[subject.noun].home)
        found = next((home for home in homes if home), "")
        return _HOMES.get(found, found)
