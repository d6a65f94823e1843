"""French."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from services.shared.tale.grammar import past, proper
from services.shared.tale.grammar.elision import elides
from services.shared.tale.grammar.language import START, Words
from services.shared.tale.grammar.romance import DAY_PARTS, DAYS, HOME, HOURS, MONTHS, SEASONS, WEATHER, Romance
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon

_NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten hundred thousand many several".split(),
        "deux trois quatre cinq six sept huit neuf dix cent mille beaucoup plusieurs".split(),
        strict=True,
    )
)
_PARTS = {"many": "beaucoup", "dozen": "une douzaine", "million": "un million"}
_BEFORE_VOWEL = {"beau": "bel", "nouveau": "nouvel", "vieux": "vieil"}
_SURFACES = frozenset("beach shore seashore coast island planet moon roof stage balcony terrace".split())
"""What one is on in French, and can be in in other languages."""
_FEAST = re.compile(r"(?:la )?(?:fête|nuit) (?:de |d')(?=[A-Z])")
"""What is left out of a feast's name where it is celebrated: "fêter Noël"."""


class French(Romance):
    """The grammar of French, as far as tales need it."""

    code = "fr"
    governs = "de|à|en|avec|par|pour|contre|sur|dans|chez"
    also = "et"
    anything = (lexicon.Form("personnage", "personnages", "m"), lexicon.Form("chose", "choses", "f"))
    degrees: ClassVar[Words] = {"too": "trop", "very": "très", "so": "si", "really": "vraiment", "as": "aussi"}
    like: ClassVar[str] = "que"
    adverbs: ClassVar[Words] = {
        "loudly": "très fort", "all night": "toute la nuit", "every night": "toutes les nuits", "too": "aussi",
        "every day": "tous les jours", "all day": "toute la journée",
        "again": "encore une fois", "alone": "sans personne", "together": "ensemble",
    }  # fmt: skip
    anybody: ClassVar[Mapping[str, tuple[str, bool]]] = {
        "everybody": ("tout le monde", False), "nobody": ("personne ne", False), "somebody": ("quelqu'un", False),
    }  # fmt: skip
    modals: ClassVar[Words] = {"can": "pouvoir", "want": "vouloir"}
    denial = ("ne", "pas")
    joints: ClassVar[Words] = {"and": ", et ", "but": ", mais ", "so": ", alors ", "then": ", et puis ", "": " ; "}
    openers: ClassVar[Words] = {"and": "", "but": "mais ", "so": "alors ", "then": "puis ", "": ""}

    again: ClassVar[Words] = {"hero": "{:il|elle} ", "friend": "{friend:il|elle} "}

    links: ClassVar[re.Pattern[str]] = re.compile(r"(?:et|mais|pourtant,|alors,?|puis) ")

    def close(self, text: str) -> str:
        """The full stop stands outside the quotation marks."""
        return f"{text}."

    def melt(self, text: str) -> str:
        """Du, au, des, aux, d' and qu', and the spaces that do not break."""
        for preposition, one, several in (("de", "du", "des"), ("à", "au", "aux")):
            text = re.sub(rf"\b{preposition} {START}le ", f"{one} ", text)
            text = re.sub(rf"\b{preposition} {START}les ", f"{several} ", text)

        # After "sans" and "de" there is no partitive.
        text = re.sub(rf"\b([Ss]ans|[Dd]e) {START}(?:des |du |de la |de l')(?!{START})", rf"\1 {START}", text)

        def elide(match: re.Match[str]) -> str:
            return f"{match[1]}'" if elides(text[match.end() :]) else match[0]

        text = re.sub(rf"\b([Dd]|[Nn]|[Qq]u|[Ll]orsqu|[Jj]usqu)e {START}", elide, text)
        text = text.replace("« ", "«\u00a0")
        return re.sub(r" (?=[?!;])", "\u202f", re.sub(r" (?=[:»])", "\u00a0", text))

    def described(self, phrase: NounPhrase, gender: str, word: str) -> str:
        """A few adjectives stand before their noun, the others after it."""
        words = self.ordered(phrase, gender, word)
        at = words.index(word)
        if at and not phrase.plural and gender == "m" and elides(word):
            words[at - 1] = _BEFORE_VOWEL.get(words[at - 1], words[at - 1])
        return " ".join(words)

    def determined(self, phrase: NounPhrase, gender: str, words: str) -> str:
        """Le, un, son, deux, or the partitive where English has nothing."""
        elided = elides(words)
        masculine = gender == "m"
        one, several = {
            "the": ("l'" if elided else "le " if masculine else "la ", "les "),
            "all": ("l'" if elided else "le " if masculine else "la ", "les "),
            "a": ("un " if masculine else "une ", "des "),
            "their": ("son " if masculine or elided else "sa ", "ses "),
            "": ("de l'" if elided else "du " if masculine else "de la ", "des "),
        }.get(phrase.determiner, ("", f"{_NUMBERS.get(phrase.determiner, '')} "))
        if phrase.determiner.startswith("their "):
            several = f"ses {_NUMBERS.get(phrase.determiner.removeprefix('their '), '')} "
        elif phrase.determiner in _PARTS or " " in phrase.determiner:
            # A number of two words is only said to be large.
            of = "d'" if elided else "de "
            several = f"{_PARTS.get(phrase.determiner, _PARTS['many'])} {of}"
        known = lexicon.adjectives()
        if several == "des " and any(name in known and "fr" in known[name].before for name in phrase.adjectives):
            several = "d'" if elided else "de "
        return (several if phrase.plural else one) + words

    def foreign(self, words: str) -> str:
        """In angular quotation marks, if they are of another language."""
        return words if self.own is not None else f"« {words} »"

    def predicate(self, phrase: NounPhrase, gender: str) -> str:
        """Était boulangère, était une dragonne timide."""
        return self.bare(phrase, gender) if self.is_trade(phrase) else self.noun_phrase(phrase, gender)

    def one_of(self, phrase: NounPhrase, gender: str) -> str:
        """L'un des deux frères."""
        several = self.bare(replace(phrase, plural=True), gender)
        number = _NUMBERS.get(phrase.determiner, "") if phrase.determiner not in ("many", "several") else ""
        noun = lexicon.nouns().get(phrase.noun)
        feminine = noun is not None and self.form(noun, gender).gender == "f"
        words = ["l'une des" if feminine else "l'un des", number, several]
        return " ".join(word for word in words if word)

    def set_phrases(self, the: str, bare: str) -> Iterable[tuple[frozenset[str], tuple[str, ...], str]]:
        """By night, in winter, on Monday, in the rain, at school."""
        return (
            (DAY_PARTS | DAYS, ("at", "in", "on"), the),
            (HOURS, ("at",), f"à {bare}"),
            (frozenset(["spring", "springtime"]), ("in",), "au printemps"),
            (SEASONS | MONTHS, ("in",), f"en {bare}"),
            (WEATHER, ("in", "through"), f"sous {the}"),
            (frozenset(["school", "hospital", "university"]), ("at", "in"), f"à {START}{the}"),
            (HOME, ("at", "to"), "à la maison"),
        )

    def governing(self, preposition: str, phrase: NounPhrase) -> str:
        """After "de" and "sans" there is no partitive."""
        said = lexicon.prepositions()[preposition]["fr"]
        noun = lexicon.nouns().get(phrase.noun)
        if phrase.name and preposition in ("to", "in", "at", "on", "from"):
            return self._at_name(preposition, said, phrase.name)
        if preposition == "to" and noun is not None and noun.where:
            said = "jusqu'à"
        if preposition == "in" and phrase.noun in _SURFACES:
            said = "sur"
        if not phrase.determiner and not phrase.name and said.split()[-1] in ("de", "sans", "en"):
            return f"{said} {START}{self.bare(phrase)}"
        return f"{said} {START}{self.noun_phrase(phrase)}"

    def _at_name(self, preposition: str, said: str, name: str) -> str:
        """To, in or from a place of this name: "à Paris, en Italie, au Japon, sur Mars, d'Italie, du Japon"."""
        known = proper.place(name)
        words = self.named(name)
        feminine = re.match(r"la |l'", words)
        if known and known.kind in ("country", "region") and feminine:
            link = "de" if preposition == "from" else "en"
            return f"{link} {START}{words[feminine.end() :]}"
        if preposition == "from":
            return f"de {START}{words}"
        if known and known.kind == "planet":
            return f"sur {words}"
        if known and known.kind == "region" and preposition != "to":
            return f"dans {START}{words}"
        return f"{said if preposition == 'on' else 'à'} {START}{self.with_own_article(name, words)}"

    def goal(self, phrase: VerbPhrase, goal: Mapping[str, str]) -> str:
        """The goal; on the way to a place that has a name, its preposition is that of the name."""
        said = super().goal(phrase, goal)
        if phrase.thing is None or not (place := proper.place(phrase.thing.name)):
            return said
        if said == "aller voir @":
            return "visiter @"
        if place.kind in ("country", "region") and re.match(r"la |l'", place.said["fr"]):
            return re.sub(r"(?:jusqu'à|à|dans) @$", "en @", said)
        link = "sur" if place.kind == "planet" else "à"
        return re.sub(r"(?:jusqu'à|à|dans|sur) @$", f"{link} @", said)

    def object(self, goal: str, thing: NounPhrase, mark: str = "@", gender: str = "") -> str:
        """After a preposition there is an article, but not after "en"."""
        thing = self.governed(goal, thing, mark)
        if re.search(rf"\ben {mark}", goal):
            if thing.name and proper.place(thing.name):
                # "Aller en Italie"
                return START + re.sub(r"^(?:la |l')", "", self.named(thing.name))
            if thing.determiner == "a" and re.search("transform|chang|déguis", goal):
                # "Se transformer en grenouille"
                return START + self.bare(thing, gender or "m")
        said = super().object(goal, thing, mark, gender)
        return START + _FEAST.sub("", said.removeprefix(START)) if goal.startswith(("fêter", "célébrer")) else said

    def copula(self, quality: str) -> str:
        """There is one only."""
        return "être"

    def done(self, infinitive: str) -> str:
        """The simple past of a phrase that begins with an infinitive."""
        return past.french(infinitive)

    def purpose(self, said: str) -> str:
        """Pour and the infinitive."""
        return f"pour {said}"

    def unknown_deed(self, phrase: VerbPhrase, *, done: bool = False) -> str:
        """What is said in no other language is only a wish."""
        self.unknown.add(phrase.verb)
        return "réalisa son vœu" if done else "réaliser son vœu"
