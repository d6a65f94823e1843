"""Spanish."""

import re
from dataclasses import replace
from typing import ClassVar

from services.shared.tale import lexicon, past
from services.shared.tale.language import START, Language, Words
from services.shared.tale.phrases import NounPhrase, VerbPhrase

_NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten many several".split(),
        "dos tres cuatro cinco seis siete ocho nueve diez muchos varios".split(),
        strict=True,
    )
)
STRESSED_A = frozenset("agua águila alga arca arpa hambre haya álgebra hada alma arma hacha aula ancla ala".split())
"""Feminine nouns that take "el" and "un": their first sound is a stressed a."""


class Spanish(Language):
    """The grammar of Spanish, as far as tales need it."""

    code = "es"
    joints: ClassVar[Words] = {"and": ", y ", "but": ", pero ", "so": ", así que ", "then": " y luego ", "": "; "}
    openers: ClassVar[Words] = {"and": "", "but": "pero ", "so": "así que ", "then": "luego ", "": ""}

    def close(self, text: str) -> str:
        """The full stop stands outside the quotation marks."""
        return f"{text}."

    def melt(self, text: str) -> str:
        """Del, al, and e before i."""
        text = re.sub(rf"\b([Dd])e {START}el ", rf"\1el {START}", text)
        text = re.sub(rf"\b([Aa]) {START}el ", rf"\1l {START}", text)
        return re.sub(rf"\by ({START}?)(?=[iIíÍ]|[hH][iIíÍ](?![aeo]))", r"e \1", text)

    def described(self, phrase: NounPhrase, gender: str, word: str) -> str:
        """Most adjectives stand after their noun."""
        return " ".join(self.ordered(phrase, gender, word))

    def determined(self, phrase: NounPhrase, gender: str, words: str) -> str:
        """El, un, su, dos, or nothing."""
        masculine = gender == "m" or (words.split(maxsplit=1)[0] in STRESSED_A and not phrase.plural)
        if phrase.determiner in ("the", "all"):
            article = ("los" if gender == "m" else "las") if phrase.plural else ("el" if masculine else "la")
        elif phrase.determiner == "a":
            article = ("unos" if gender == "m" else "unas") if phrase.plural else ("un" if masculine else "una")
        elif phrase.determiner == "their":
            article = "sus" if phrase.plural else "su"
        elif phrase.determiner in _NUMBERS:
            article = _NUMBERS[phrase.determiner]
            article = article[:-2] + "as" if gender == "f" and article.endswith("os") and len(article) > 4 else article
        else:
            return words
        return f"{article} {words}"

    def foreign(self, words: str) -> str:
        """In angular quotation marks."""
        return f"«{words}»"

    def predicate(self, phrase: NounPhrase, gender: str) -> str:
        """Era panadera, era una dragona tímida."""
        return self.noun_phrase(replace(phrase, determiner="") if self.is_trade(phrase) else phrase, gender)

    def one_of(self, phrase: NounPhrase, gender: str) -> str:
        """Uno de los dos hermanos."""
        several = self.noun_phrase(replace(phrase, plural=True, determiner=""), gender)
        number = _NUMBERS.get(phrase.determiner, "") if phrase.determiner not in ("many", "several") else ""
        noun = lexicon.nouns().get(phrase.noun)
        feminine = noun is not None and noun.form("es", gender).gender == "f"
        words = ["una de las" if feminine else "uno de los", number, several]
        return " ".join(word for word in words if word)

    def object(self, goal: str, thing: NounPhrase, mark: str = "@") -> str:
        """A person or an animal as a direct object takes "a"."""
        noun = lexicon.nouns().get(thing.noun)
        alive = thing.name or (noun is not None and noun.alive and thing.determiner)
        governed = re.search(rf"\b(de|a|en|con|por|para|ser) {mark}", goal)
        thing = self.governed(goal, thing, mark)
        return f"a {START}{self.noun_phrase(thing)}" if alive and not governed else super().object(goal, thing, mark)

    def done(self, infinitive: str) -> str:
        """The simple past of a phrase that begins with an infinitive."""
        return past.spanish(infinitive)

    def purpose(self, said: str) -> str:
        """Para and the infinitive."""
        return f"para {said}"

    def unknown_deed(self, phrase: VerbPhrase, *, done: bool = False) -> str:
        """What the prompt says is named, not translated."""
        self.unknown.add(phrase.verb)
        make = "hizo" if done else "hacer"
        return f"{make} realidad aquello de «{Language(self.gender).unknown_deed(phrase)}»"
