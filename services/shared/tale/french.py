"""French."""

import re
from dataclasses import replace
from typing import ClassVar

from services.shared.tale import lexicon, past
from services.shared.tale.language import START, Language, Words
from services.shared.tale.phrases import NounPhrase, VerbPhrase

_NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten many several".split(),
        "deux trois quatre cinq six sept huit neuf dix beaucoup plusieurs".split(),
        strict=True,
    )
)
_VOWEL = re.compile(r"[aeiouyàâéèêëîïôûùœæ]|h", re.IGNORECASE)
_ASPIRATED = re.compile(
    r"(hibou|héros\b|homard|hériss|hamster|harpe|haricot|hutte|haie|hache|haut|héron|hi-|huit|Hugo|hamac|hamburger|handball|handicap|harcèlement|hêtre|hijab|hochet|hockey|honte|hot-dog|houx)"
)
"""Words with an aspirated h, before which nothing is elided."""
_BEFORE_VOWEL = {"beau": "bel", "nouveau": "nouvel", "vieux": "vieil"}


def elides(words: str) -> bool:
    """Whether an article or "de" before the words loses its vowel."""
    return bool(_VOWEL.match(words)) and not _ASPIRATED.match(words) and not re.match(r"(y[aeo]|onze)", words)


class French(Language):
    """The grammar of French, as far as tales need it."""

    code = "fr"
    joints: ClassVar[Words] = {"and": ", et ", "but": ", mais ", "so": ", alors ", "then": " et puis ", "": " ; "}
    openers: ClassVar[Words] = {"and": "", "but": "mais ", "so": "alors ", "then": "puis ", "": ""}

    def close(self, text: str) -> str:
        """The full stop stands outside the quotation marks."""
        return f"{text}."

    def melt(self, text: str) -> str:
        """Du, au, des, aux, d' and qu', and the spaces that do not break."""
        for preposition, one, several in (("de", "du", "des"), ("à", "au", "aux")):
            text = re.sub(rf"\b{preposition} {START}le ", f"{one} ", text)
            text = re.sub(rf"\b{preposition} {START}les ", f"{several} ", text)

        def elide(match: re.Match[str]) -> str:
            return f"{match[1]}'" if elides(text[match.end() :]) else match[0]

        text = re.sub(rf"\b([Dd]|[Qq]u|[Ll]orsqu|[Jj]usqu)e {START}", elide, text)
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
            "many": ("", "beaucoup d'" if elided else "beaucoup de "),
        }.get(phrase.determiner, ("", f"{_NUMBERS.get(phrase.determiner, '')} "))
        return (several if phrase.plural else one) + words

    def foreign(self, words: str) -> str:
        """In angular quotation marks."""
        return f"« {words} »"

    def predicate(self, phrase: NounPhrase, gender: str) -> str:
        """Était boulangère, était une dragonne timide."""
        return self.bare(phrase, gender) if self.is_trade(phrase) else self.noun_phrase(phrase, gender)

    def one_of(self, phrase: NounPhrase, gender: str) -> str:
        """L'un des deux frères."""
        several = self.bare(replace(phrase, plural=True), gender)
        number = _NUMBERS.get(phrase.determiner, "") if phrase.determiner not in ("many", "several") else ""
        noun = lexicon.nouns().get(phrase.noun)
        feminine = noun is not None and noun.form("fr", gender).gender == "f"
        words = ["l'une des" if feminine else "l'un des", number, several]
        return " ".join(word for word in words if word)

    def governing(self, preposition: str, phrase: NounPhrase) -> str:
        """After "de" and "sans" there is no partitive."""
        said = lexicon.prepositions()[preposition]["fr"]
        noun = lexicon.nouns().get(phrase.noun)
        if preposition == "to" and not (noun and noun.alive):
            said = "jusqu'à"
        if not phrase.determiner and not phrase.name and said.split()[-1] in ("de", "sans", "en"):
            return f"{said} {START}{self.bare(phrase)}"
        return f"{said} {START}{self.noun_phrase(phrase)}"

    def object(self, goal: str, thing: NounPhrase, mark: str = "@") -> str:
        """After a preposition there is an article."""
        return super().object(goal, self.governed(goal, thing, mark), mark)

    def done(self, infinitive: str) -> str:
        """The simple past of a phrase that begins with an infinitive."""
        return past.french(infinitive)

    def purpose(self, said: str) -> str:
        """Pour and the infinitive."""
        return f"pour {said}"

    def unknown_deed(self, phrase: VerbPhrase, *, done: bool = False) -> str:
        """What the prompt says is named, not translated."""
        self.unknown.add(phrase.verb)
        make = "réalisa" if done else "réaliser"
        return f"{make} ce que dit « {Language(self.gender).unknown_deed(phrase)} »"
