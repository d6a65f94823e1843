"""Spanish."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from services.shared.tale.grammar import past, proper
from services.shared.tale.grammar.language import START, Words
from services.shared.tale.grammar.romance import (
    DAY_PARTS,
    DAYS,
    HOME,
    HOURS,
    MONTHS,
    SEASONS,
    SKY,
    WEATHER,
    Romance,
    is_place,
)
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon

_NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten hundred thousand many several".split(),
        "dos tres cuatro cinco seis siete ocho nueve diez cien mil muchos varios".split(),
        strict=True,
    ),
    dozen="una docena de",
    million="un millón de",
)
STRESSED_A = frozenset("agua águila alga arca arpa hambre haya álgebra hada alma arma hacha aula ancla ala".split())
"""Feminine nouns that take "el" and "un": their first sound is a stressed a."""
_BEFORE_ANOTHER = frozenset("pequeño viejo nuevo joven grande".split())
"""Adjectives that stand before the noun when there is another one."""
_BEFORE = frozenset("bueno malo".split())
_SHORT = {"bueno": "buen", "malo": "mal", "grande": "gran", "primero": "primer", "tercero": "tercer"}
"""How an adjective is said before a noun in the singular; "grande" before any, the others before a masculine one."""
_NOT_YET_MET = re.compile(
    r"\b(?:encontrar|hallar|buscar|localizar|dibujar|pintar|esbozar|esculpir|modelar|tallar|crear|inventar|imaginar"
    r"|hacer|construir|diseñar|tener|conseguir|comprar|criar|ver|divisar|descubrir|coleccionar|contar|elegir|escoger"
    r"|usar) [@%]"
)
"""Goals before whose object, if it is any of its kind, there is no "a": "encontrar un cachorro"."""
_MADE = re.compile(r"\b(?:dibujar|pintar|esbozar|esculpir|modelar|tallar|crear|inventar|imaginar|diseñar) [@%]")
"""Goals before whose object there is no "a" if it is an animal or comes from a tale: "dibujar el caballo"."""
_OF_PLACES = re.compile(r"\b(?:visitar|explorar|recorrer|atravesar|cruzar|sobrevolar|registrar) [@%]")
"""Goals whose object is a place, if it is no given name."""


_PASSING = frozenset(
    "sick ill tired sad happy angry lost broken alone asleep awake closed open empty full dirty wet dry ready busy"
    " worried nervous excited hungry scared frightened afraid hurt injured stuck hidden missing dead alive lonely cold"
    " hot sleepy dizzy late upset furious calm frozen naked blocked locked proud tied bored".split()
)
"""Adjectives that say how somebody or something is for a while."""


class Spanish(Romance):
    """The grammar of Spanish, as far as tales need it."""

    code = "es"
    governs = "de|a|en|con|por|para|contra|sobre|tocar"
    also = "y"
    anything = (lexicon.Form("personaje", "personajes", "m"), lexicon.Form("cosa", "cosas", "f"))
    degrees: ClassVar[Words] = {"too": "demasiado", "very": "muy", "so": "tan", "really": "muy", "as": "tan"}
    like: ClassVar[str] = "como"
    adverbs: ClassVar[Words] = {
        "loudly": "muy fuerte", "all night": "toda la noche", "every night": "todas las noches", "too": "también",
        "every day": "todos los días", "all day": "todo el día",
        "again": "otra vez", "alone": "por su cuenta", "together": "en compañía",
    }  # fmt: skip
    anybody: ClassVar[Mapping[str, tuple[str, bool]]] = {
        "everybody": ("todos", True),
        "nobody": ("nadie", False),
        "somebody": ("alguien", False),
    }
    modals: ClassVar[Words] = {"can": "poder", "want": "querer"}
    denial = ("no", "")
    joints: ClassVar[Words] = {"and": ", y ", "but": ", pero ", "so": ", así que ", "then": ", y luego ", "": "; "}
    openers: ClassVar[Words] = {"and": "", "but": "pero ", "so": "así que ", "then": "luego ", "": ""}

    again: ClassVar[Words] = {"hero": "", "friend": ""}

    links: ClassVar[re.Pattern[str]] = re.compile(r"(?:y|e|pero|sin embargo,|así que|luego) ")

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
        words = self.ordered(phrase, gender, word)
        at = words.index(word)
        if at and not phrase.plural:
            last = words[at - 1]
            words[at - 1] = _SHORT.get(last, last) if gender == "m" or last == "grande" else last
        return " ".join(words)

    def foremost(self, phrase: NounPhrase) -> str:
        """The "pequeño" of "un pequeño caracol valiente", the "gran" of "un gran amigo"."""
        known = lexicon.adjectives()
        said = {name: known[name].forms["es"][0] for name in phrase.adjectives if name in known}
        early = _BEFORE | (_BEFORE_ANOTHER if len(phrase.adjectives) > 1 else set())
        return next((name for name, word in said.items() if name == "great" or word in early), "")

    def determined(self, phrase: NounPhrase, gender: str, words: str) -> str:
        """El, un, su, dos, or nothing."""
        masculine = gender == "m" or (words.split(maxsplit=1)[0] in STRESSED_A and not phrase.plural)
        if phrase.determiner in ("the", "all"):
            article = ("los" if gender == "m" else "las") if phrase.plural else ("el" if masculine else "la")
        elif phrase.determiner == "a":
            article = ("unos" if gender == "m" else "unas") if phrase.plural else ("un" if masculine else "una")
        elif phrase.determiner.startswith("their"):
            number = _NUMBERS.get(phrase.determiner.removeprefix("their "), "")
            article = f"sus {number}".strip() if phrase.plural else "su"
        elif phrase.determiner in _NUMBERS or " " in phrase.determiner:
            # A number of two words is only said to be large.
            article = _NUMBERS.get(phrase.determiner, _NUMBERS["many"])
            article = article[:-2] + "as" if gender == "f" and article.endswith("os") and len(article) > 4 else article
        else:
            return words
        return f"{article} {words}"

    def foreign(self, words: str) -> str:
        """In angular quotation marks, if they are of another language."""
        return words if self.own is not None else f"«{words}»"

    def predicate(self, phrase: NounPhrase, gender: str) -> str:
        """Era panadera, era una dragona tímida."""
        return self.noun_phrase(replace(phrase, determiner="") if self.is_trade(phrase) else phrase, gender)

    def one_of(self, phrase: NounPhrase, gender: str) -> str:
        """Uno de los dos hermanos."""
        several = self.noun_phrase(replace(phrase, plural=True, determiner=""), gender)
        number = _NUMBERS.get(phrase.determiner, "") if phrase.determiner not in ("many", "several") else ""
        noun = lexicon.nouns().get(phrase.noun)
        feminine = noun is not None and self.form(noun, gender).gender == "f"
        words = ["una de las" if feminine else "uno de los", number, several]
        return " ".join(word for word in words if word)

    def set_phrases(self, the: str, bare: str) -> Iterable[tuple[frozenset[str], tuple[str, ...], str]]:
        """By night, in winter, on Monday, in the rain, at home."""
        return (
            (DAY_PARTS, ("at", "in"), f"por {the}"),
            (frozenset(["daytime"]), ("in",), "de día"),
            (HOURS, ("at",), f"a {bare}"),
            (SEASONS | MONTHS, ("in",), f"en {bare}"),
            (DAYS, ("on", "at"), the),
            (WEATHER, ("in", "through"), f"bajo {the}"),
            (SKY, ("under",), f"bajo {the}"),
            (HOME, ("at",), "en casa"),
            (HOME, ("to",), "a casa"),
            (HOME, ("from",), "de casa"),
        )

    def governing(self, preposition: str, phrase: NounPhrase) -> str:
        """Before a time of day "at" is "a"."""
        noun = lexicon.nouns().get(phrase.noun)
        if preposition == "at" and noun and noun.kind == "time":
            return f"a {START}{self.noun_phrase(phrase)}"
        if phrase.name and preposition in ("in", "at", "to", "from", "near"):
            said = lexicon.prepositions()[preposition]["es"]
            return f"{said} {START}{self.with_own_article(phrase.name, self.named(phrase.name))}"
        return super().governing(preposition, phrase)

    def object(self, goal: str, thing: NounPhrase, mark: str = "@", gender: str = "") -> str:
        """A person or an animal as a direct object takes "a", if it is not any of its kind that one finds or makes."""
        noun = lexicon.nouns().get(thing.noun)
        alive = self._is_somebody(goal, thing) if thing.name else noun is not None and noun.alive and thing.determiner
        known = re.search(rf"\b({self.governs}|como|que|ser) {mark}", goal)
        drawn = noun is not None and noun.kind in ("animal", "creature") and thing.determiner != "their"
        any_one = (thing.determiner == "a" and _NOT_YET_MET.search(goal)) or (drawn and _MADE.search(goal))
        thing = self.governed(goal, thing, mark)
        if gender and re.search(rf"\b(de|como) {mark}", goal) and thing.determiner == "a" and not thing.adjectives:
            # "Disfrazarse de rana"
            return self.bare(thing, gender)
        said = super().object(goal, thing, mark, gender)
        return f"a {said}" if alive and not known and not any_one else said

    @staticmethod
    def _is_somebody(goal: str, thing: NounPhrase) -> bool:
        return not is_place(thing) and (proper.is_given(thing.name) or not _OF_PLACES.search(goal))

    def copula(self, quality: str) -> str:
        """Estar for how somebody is now, ser for all else."""
        return "estar" if quality in _PASSING else "ser"

    def done(self, infinitive: str) -> str:
        """The simple past of a phrase that begins with an infinitive."""
        return past.spanish(infinitive)

    def purpose(self, said: str) -> str:
        """Para and the infinitive."""
        return f"para {said}"

    def unknown_deed(self, phrase: VerbPhrase, *, done: bool = False) -> str:
        """What is said in no other language is only a wish."""
        self.unknown.add(phrase.verb)
        return "cumplió su deseo" if done else "cumplir su deseo"
