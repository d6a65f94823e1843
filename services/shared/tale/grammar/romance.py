"""What Spanish and French share, and English does not."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from services.shared.tale.grammar import narrated, proper
from services.shared.tale.grammar.language import START, Agreement, Language
from services.shared.tale.wish.phrases import Complement, NounPhrase, Statement, VerbPhrase
from services.shared.tale.words import lexicon, wordforms

_GOALS = {
    ("play @", "instrument"): {"es": "tocar @", "fr": "jouer de @"},
    ("play @", ""): {"es": "jugar a @", "fr": "jouer à @"},
    ("run @", "building"): {"es": "dirigir @", "fr": "diriger @"},
    ("run @", "place"): {"es": "gobernar @", "fr": "gouverner @"},
    ("enter @", "event"): {"es": "participar en @", "fr": "participer à @"},
}
"""What is said instead of a verb's goal, by the goal in English and the kind of its thing; "" for all other kinds."""
_WITH_ARTICLE = frozenset("idea force sport time material".split())
"""Kinds of things that have an article after a preposition where English has none: "por amor" is "por el amor"."""
_ONE = frozenset("place building room group furniture event".split())
"""Kinds of things of which a singular without an article means one: "in hospital", "in bed"."""
_MADE_OF = frozenset("material sport".split())
_OBJECTS_WITH_ARTICLE = frozenset("event time".split())
_TASTES = re.compile(
    r"\b(?:odiar|detestar|amar|adorar|preferir|temer|aimer|détester|adorer|haïr|préférer|craindre) [@%]"
)
"""Goals whose object is all of its kind: "odiar el brócoli"."""
_LINKED = re.compile(r"(de|del|d'|du|en|à|a|al|au|aux|con|sin|sans|avec)\b")
"""How an adjective that is a phrase begins: "de oro"."""
_SIMPLE = {"es": re.compile(r"\w*[aeií]r"), "fr": re.compile(r"\w+(?:er|ir|re)")}
"""Infinitives without a pronoun."""
DAY_PARTS = frozenset("night nighttime morning afternoon evening".split())
HOURS = frozenset("midnight noon".split())
SEASONS = frozenset("spring summer autumn winter springtime wintertime".split())
MONTHS = frozenset("January February March April May June July August September October November December".split())
DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday weekend".split())
WEATHER = frozenset("rain drizzle downpour hail sleet snow snowfall sun sunshine moonlight".split())
"""What one is under, and not in."""
SKY = WEATHER | frozenset("sky star moon".split())
HOME = frozenset(["home"])


class Romance(Language):
    """The grammar that Spanish and French share."""

    governs: ClassVar[str]
    """Prepositions, and verbs, after which a noun has an article: a pattern."""
    also: ClassVar[str]
    """And."""
    degrees: ClassVar[Mapping[str, str]]
    """Too, very, so."""
    like: ClassVar[str]
    """What joins a quality with what it is compared with."""
    adverbs: ClassVar[Mapping[str, str]]
    """What may end a statement, by the English words."""
    anybody: ClassVar[Mapping[str, tuple[str, bool]]]
    """Everybody and the like, and whether their verb is in the plural."""
    modals: ClassVar[Mapping[str, str]]
    """Can and want."""
    denial: ClassVar[tuple[str, str]]
    """What stands before a denied verb, and after it."""

    def owned(self, phrase: NounPhrase) -> NounPhrase:
        """The vase of her mother for "her mother's vase", the crown of the king for "the king's crown"."""
        owner = next((name for name in phrase.adjectives if name.endswith("'s")), "")
        if not owner or phrase.within:
            return phrase
        name = owner.removesuffix("'s")
        rest = tuple(word for word in phrase.adjectives if word != owner)
        if name not in lexicon.nouns():
            named = NounPhrase(name=name[:1].upper() + name[1:])
            return replace(phrase, adjectives=rest, determiner="the", within=Complement("of", named))
        if phrase.determiner == "a":
            # "A witch's hat" is a hat of the kind that witches have.
            return replace(phrase, adjectives=(*rest, name))
        whose = NounPhrase(name, determiner="their" if phrase.determiner == "their" else "the")
        return replace(phrase, adjectives=rest, determiner="the", within=Complement("of", whose))

    def ordered(self, phrase: NounPhrase, gender: str, word: str) -> list[str]:
        """The noun among its adjectives: those that stand before it, the noun, what it is of, all others."""
        column = (0 if gender == "m" else 1) + (2 if phrase.plural else 0)
        before: list[str] = []
        belonging: list[str] = []
        after: list[str] = []
        foreign: list[str] = []
        first = self.foremost(phrase)
        for name in phrase.adjectives:
            if adjective := lexicon.adjectives().get(name):
                said = adjective.forms[self.code][column]
                place = before if self.code in adjective.before or name == first else after
                (belonging if _LINKED.match(said) else place).append(said)
            elif (noun := lexicon.nouns().get(name)) and noun.kind in ("trade", "creature") and self._alive(phrase):
                # "Un gato pirata"
                form = self.form(noun, gender)
                after.append(form.plural if phrase.plural else form.singular)
            elif name in lexicon.nouns():
                # "De chocolate" for "chocolate".
                belonging.append(f"de {START}{self.bare(NounPhrase(name, determiner='all'))}")
            else:
                self.unknown.add(name)
                foreign += [name] if self._written(name) else []
        after = [f"{self.also} {said}" if index else said for index, said in enumerate(after)]
        return [*before, word, *belonging, *after, *foreign]

    @staticmethod
    def _alive(phrase: NounPhrase) -> bool:
        noun = lexicon.nouns().get(phrase.noun)
        return noun is not None and noun.alive

    def foremost(self, phrase: NounPhrase) -> str:
        """Of adjectives that stand after their noun, the one that stands before it in this phrase; empty for none."""
        return ""

    def _unknown_form(self, phrase: NounPhrase) -> lexicon.Form:
        form = super()._unknown_form(phrase)
        if self.own is None or form in self.anything:
            return form
        # The prompt's own language: its words need no quotation marks.
        gender = self.own.get(phrase.noun.split()[0]) or "m"
        if phrase.noun.endswith("s"):
            return lexicon.Form(phrase.noun.removesuffix("s"), phrase.noun, gender)
        return lexicon.Form(phrase.noun, lexicon.plural(phrase.noun, self.code), gender)

    def complement(self, complement: Complement) -> str:
        """A preposition and its phrase, which has an article where the language wants one."""
        preposition, phrase = complement.preposition, complement.phrase
        noun = lexicon.nouns().get(phrase.noun)
        if noun is None and not phrase.name and not self.sayable(phrase.noun):
            self.unknown.update(phrase.noun.split())
            return ""
        if noun is None or phrase.name:
            return self.governing(preposition, phrase)
        if said := self._set_phrase(preposition, phrase, noun):
            return said
        if not phrase.determiner:
            known = noun.kind in _WITH_ARTICLE and not (preposition == "of" and noun.kind in _MADE_OF)
            one = noun.kind in _ONE and not phrase.plural and preposition not in ("of", "without", "as")
            phrase = replace(phrase, determiner="all" if known or one else "")
        return self.governing(preposition, phrase)

    def stated(self, statement: Statement, agreement: Agreement) -> str:
        """What a statement says of its subject, which is in the third person."""
        plural = agreement.plural
        if statement.deed is None:
            said = [narrated.imperfect(self.copula(statement.quality), self.code, plural=plural)]
            if statement.being:
                what = replace(statement.being, plural=plural)
                said.append(self.predicate(what, agreement.gender))
            else:
                adjective = lexicon.adjectives()[statement.quality].forms[self.code]
                said += [self.degrees.get(statement.degree, ""), adjective[(agreement.gender == "f") + 2 * plural]]
                said += [self.like, f"{START}{self.noun_phrase(statement.like)}"] if statement.like else []
        else:
            said = self._deed_of(statement, self.verb_phrase(statement.deed), plural=plural)
        said[0] = f"{self.denial[0]} {START}{said[0]}" if statement.denied else said[0]
        said.insert(1, self.denial[1] if statement.denied else "")
        return " ".join(word for word in (*said, self.adverbs.get(statement.adverb, "")) if word)

    def _deed_of(self, statement: Statement, infinitive: str, *, plural: bool) -> list[str]:
        """Its conjugated word and the rest."""
        state = infinitive.partition(" ")[0] in narrated.STATES
        lasting = bool(statement.lasting or statement.denied or state)
        if statement.modal:
            modal = self.modals[statement.modal]
            return [narrated.imperfect(modal, self.code, plural=plural), infinitive]
        return self._conjugated(infinitive, narrated.imperfect if lasting else narrated.simple_past, plural=plural)

    def done_by_several(self, deed: VerbPhrase) -> str:
        """What several did."""
        return " ".join(filter(None, self._conjugated(self.verb_phrase(deed), narrated.simple_past, plural=True)))

    def _conjugated(self, infinitive: str, tense: Callable[..., str], *, plural: bool) -> list[str]:
        first, _, rest = infinitive.partition(" ")
        reflexive, first, rest = _of_itself(first, rest, self.code)
        if _SIMPLE[self.code].fullmatch(first):
            return [reflexive + tense(first, self.code, plural=plural), rest]
        return [self.done(infinitive), ""]

    def copula(self, quality: str) -> str:
        """The verb with which something is said to be so."""
        raise NotImplementedError

    def with_own_article(self, name: str, words: str) -> str:
        """The name of a place that has an article in the prompt: "en la Bombonera"."""
        gender = (self.own or {}).get(name.split(maxsplit=1)[0].lower())
        if not gender or proper.place(name) or proper.is_given(name):
            return words
        return self.determined(NounPhrase(determiner="the"), gender, words)

    def _written(self, words: str) -> bool:
        """Whether the words stand in a prompt of this language."""
        return self.own is not None and all(word in self.own for word in words.lower().split())

    def sayable(self, words: str) -> bool:
        """Words of a prompt in this language, and words that nobody knows, which are quoted; never those of English."""
        if self.own is not None:
            return self._written(words)
        return words.isascii() and not any(wordforms.known(word) for word in words.split())

    def _set_phrase(self, preposition: str, phrase: NounPhrase, noun: lexicon.Noun) -> str:
        """What the language says with another preposition, or none: "por la noche"; empty for all else."""
        bare = self.bare(phrase)
        if noun.kind == "vehicle" and preposition == "by" and not phrase.determiner:
            return f"en {bare}"
        plain = phrase.determiner in ("", "the", "all") and not phrase.adjectives and not phrase.within
        rules = self.set_phrases(self.noun_phrase(replace(phrase, determiner="all")), bare) if plain else ()
        return next((said for nouns, before, said in rules if noun.name in nouns and preposition in before), "")

    def set_phrases(self, the: str, bare: str) -> Iterable[tuple[frozenset[str], tuple[str, ...], str]]:
        """Nouns, prepositions of English before them, and what is said; `the` and `bare`: with and without article."""
        raise NotImplementedError

    def goal(self, phrase: VerbPhrase, goal: Mapping[str, str]) -> str:
        """The goal, by what it is about: "tocar @" for an instrument."""
        if phrase.thing is None:
            return goal[self.code]
        noun = lexicon.nouns().get(phrase.thing.noun)
        said = _GOALS.get((goal["en"], noun.kind if noun else ""), _GOALS.get((goal["en"], ""), goal))
        return said[self.code]

    def governed(self, goal: str, thing: NounPhrase, mark: str = "@") -> NounPhrase:
        """With an article where English has none: after a preposition, "miedo al fuego", and what there is one of."""
        noun = lexicon.nouns().get(thing.noun)
        bare = not thing.determiner and not thing.name
        once = noun is not None and noun.kind in _OBJECTS_WITH_ARTICLE and not thing.plural
        after = re.search(rf"\b({self.governs}) {mark}", goal) or _TASTES.search(goal)
        return replace(thing, determiner="all") if bare and (once or after) else thing


def _of_itself(first: str, rest: str, code: str) -> tuple[str, str, str]:
    """The pronoun of a reflexive infinitive, the verb, and the rest: "caerse" is "se " and "caer"."""
    if code == "es" and (match := re.fullmatch(r"(\w+[aeií]r)se", first)):
        return "se ", match[1], rest
    if code == "fr" and first == "se":
        verb, _, rest = rest.partition(" ")
        return "se ", verb, rest
    if code == "fr" and (match := re.fullmatch(r"s'(\w+)", first)):
        return "s'", match[1], rest
    return "", first, rest


def is_place(thing: NounPhrase) -> bool:
    """Whether a proper name is that of a place."""
    return bool(thing.name) and proper.place(thing.name) is not None
