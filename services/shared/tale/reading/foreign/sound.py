"""Keep of a wish that was read out of a gloss what can be said: a tale of another language has no word of English.

A gloss is word for word, so that the reader may take a verb for a noun. Such a word is neither the lexicon's nor one
of the prompt's own.
"""

import re
from dataclasses import replace

from services.shared.tale.grammar import proper
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Remark, Wish
from services.shared.tale.words import lexicon


class Sound:
    """What can be said of the words of one prompt."""

    def __init__(self, text: str) -> None:
        self._hero = ""
        self._words = frozenset(re.findall(r"[^\W\d_]+", text.lower()))

    def wish(self, wish: Wish) -> Wish:
        """The wish without phrases that cannot be said."""
        self._hero = wish.hero.name if wish.hero else ""
        thing, foe, price = (self.phrase(phrase) for phrase in (wish.thing, wish.foe, wish.price))
        goal = self.deed(wish.goal)
        skill = self.deed(wish.skill)
        where = self._complement(wish.where)
        extras = tuple(said for phrase in wish.extras if (said := self.phrase(phrase)))
        trait = wish.trait if wish.trait in lexicon.adjectives() else ""
        return replace(
            wish, hero=self._being(wish.hero), friend=self._being(wish.friend), thing=thing, foe=foe, price=price,
            goal=goal, skill=skill, where=where, extras=extras, trait=trait,
            remarks=tuple(self._remark(remark) for remark in wish.remarks),
        )  # fmt: skip

    def phrase(self, phrase: NounPhrase | None) -> NounPhrase | None:
        """The phrase without adjectives that cannot be said; None where its noun cannot."""
        if phrase is None or not (self._named(phrase.name) or self._known(phrase.noun)):
            return None
        adjectives = tuple(word for word in phrase.adjectives if self._quality(word))
        if phrase.within and self._hero and phrase.within.phrase.name == self._hero:
            # "El primer día de clases de Emilia", whose story it is.
            return replace(phrase, adjectives=adjectives, determiner="their", within=None)
        return replace(phrase, adjectives=adjectives, within=self._complement(phrase.within))

    def deed(self, deed: VerbPhrase | None) -> VerbPhrase | None:
        """The deed with the phrases that can be said; None where the one that it is about cannot."""
        if deed is None:
            return None
        thing, other = self.phrase(deed.thing), self.phrase(deed.other)
        wanting = deed.goal is not None and "@" in deed.goal["en"] and deed.thing is not None and thing is None
        if wanting or (deed.other is not None and other is None):
            return None
        complements = tuple(said for item in deed.complements if (said := self._complement(item)))
        inner = self.deed(deed.inner)
        if deed.inner is not None and inner is None:
            return None
        return replace(
            deed, thing=thing, other=other, complements=complements, inner=inner, purpose=self.deed(deed.purpose)
        )

    def _known(self, noun: str) -> bool:
        """Whether it is a noun of the lexicon, or all its words are the prompt's."""
        return noun in lexicon.nouns() or all(word in self._words for word in noun.lower().split())

    def _named(self, name: str) -> bool:
        """Whether it is a name of the prompt, or one that languages have each in their own form."""
        written = all(word in self._words for word in re.findall(r"[^\W\d_]+", name.lower()))
        return bool(name) and (written or proper.said(name, "fr") != name or proper.said(name, "es") != name)

    def _quality(self, word: str) -> bool:
        noun = word.removesuffix("'s")
        return word in lexicon.adjectives() or noun in lexicon.nouns() or noun.lower() in self._words

    def _complement(self, complement: Complement | None) -> Complement | None:
        phrase = self.phrase(complement.phrase) if complement else None
        return replace(complement, phrase=phrase) if complement and phrase else None

    def _being(self, being: Being | None) -> Being | None:
        if being is None:
            return None
        phrase, name = self.phrase(being.phrase), being.name if self._named(being.name) else ""
        if not (phrase or name):
            return None
        # Nobody but a name: what they are was not said.
        return replace(being, phrase=phrase or NounPhrase(), name=name)

    def _remark(self, remark: Remark) -> Remark:
        return replace(remark, thing=self.phrase(remark.thing), deed=self.deed(remark.deed))
