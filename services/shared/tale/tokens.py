"""Split a prompt into words, and look up in the lexicon what the next word can be."""

import re

from services.shared.tale import lexicon

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[.,;:!?…]")
ARTICLES = {"a": "a", "an": "a", "the": "the", "this": "the", "that": "the", "these": "the", "those": "the"}
OWN = frozenset("his her their its my our your".split())
NUMBERS = frozenset("two three four five six seven eight nine ten many several".split())
BE = frozenset("is are was were be been being am".split())
MODAL = frozenset("can cannot can't could couldn't will would must should may might shall able unable to".split())
NEVER = frozenset("not never doesn't don't didn't won't isn't wasn't".split())
RELATIVE = frozenset("who that which".split())
LINKS = frozenset("and but or so because when while until if as where than then though although".split())
PRONOUNS = frozenset("he she it they him them i you we us me himself herself itself themselves".split())
ADVERBS = frozenset(
    "always finally suddenly slowly quickly secretly just soon also once again still every day night alone together"
    " very too more most only how why what".split()
)
GRAMMAR = (
    frozenset(ARTICLES) | OWN | NUMBERS | BE | MODAL | NEVER | RELATIVE | LINKS | PRONOUNS | ADVERBS
    | frozenset("no does do did there out off away back".split())
)  # fmt: skip
"""Words that are no names of things."""


class Tokens:
    """The words of one text; `at` is the one that comes next."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(text)
        self.lower = [token.lower().replace("’", "'") for token in self.tokens]
        self.at = 0

    def word(self, ahead: int = 0) -> str:
        """The word that comes next, in lower case; empty at the end of a clause."""
        index = self.at + ahead
        found = self.lower[index] if index < len(self.lower) else ""
        return found if found[:1].isalnum() else ""

    def capital(self, ahead: int = 0) -> bool:
        """Whether the word is a proper name: capitalised, and not for standing first or for being a noun."""
        index = self.at + ahead
        if not self.word(ahead) or not self.tokens[index][0].isupper():
            return False
        known = self.word(ahead) in lexicon.noun_forms() or self.word(ahead) in GRAMMAR
        return not known and self.word(ahead) not in lexicon.adjectives()

    def noun(self, ahead: int = 0) -> tuple[lexicon.Noun, bool, int] | None:
        """The longest noun of the lexicon here: the noun, whether it is plural, and its number of words."""
        for length in (4, 3, 2, 1):
            words = [self.word(ahead + step) for step in range(length)]
            if all(words) and (found := lexicon.noun_forms().get(" ".join(words))):
                return *found, length
        return None

    def verb(self, ahead: int = 0) -> tuple[lexicon.Verb, int] | None:
        """The verb so many words ahead, and its number of words; None where there is none."""
        if not self.word(ahead):
            return None
        for verb in lexicon.verbs():
            if verb.kind == "alone":
                continue
            first, *rest = verb.name.split()
            if self.word(ahead) not in _forms(first, verb.past):
                continue
            if all(self.word(ahead + 1 + step) == word for step, word in enumerate(rest)):
                length = 1 + len(rest)
                followed = self._verb_follows(ahead + length)
                if verb.name == "refuse" or (verb.kind in ("to", "drop")) == followed:
                    return verb, length
        return None

    def _verb_follows(self, ahead: int) -> bool:
        how = 1 if self.word(ahead) == "how" else 0
        if self.word(ahead + how) == "to":
            return bool(self.word(ahead + how + 1)) and self.word(ahead + how + 1) not in ARTICLES
        gerund = self.word(ahead).endswith("ing") and self.word(ahead) not in lexicon.prepositions()
        return gerund and self.noun(ahead) is None


def _forms(base: str, past: tuple[str, ...]) -> frozenset[str]:
    """Every form of a verb."""
    if base == "be":
        return BE
    if base == "have":
        return frozenset(["have", "has", "had", "having"])
    stem = base[:-1] if base.endswith("e") else base
    third = lexicon.english_plural(base) if not base.endswith("o") else f"{base}es"
    forms = {base, third, f"{stem}ing", f"{base}{base[-1]}ing", f"{base}{base[-1]}ed", *past}
    forms.add(f"{base[:-1]}ied" if base.endswith("y") and base[-2] not in "aeiou" else f"{stem}ed")
    return frozenset(forms)
