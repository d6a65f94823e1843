"""What the words of Spanish and French say in English: every table that a gloss looks a phrase up in.

A phrase is looked up as it is written, then without its accents ("raton"), and a single word then as a diminutive.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from services.shared.tale.grammar.conjugation import Form, fold, forms
from services.shared.tale.reading.foreign.surface import apart
from services.shared.tale.words import lexicon

MAX_WORDS = 6
"""Of a phrase in a table."""
_PLAIN = {
    "es": {"de": "of", "con": "with", "en": "in", "a": "to", "sin": "without"},
    "fr": {"de": "of", "en": "in", "à": "to", "dans": "in", "sur": "on", "avec": "with", "sans": "without"},
}  # fmt: skip
"""What the commonest prepositions say, which English has several for."""
_INFINITIVE = {"es": re.compile(r"(se )?\w*[aeií]r"), "fr": re.compile(r"(se )?\w+(er|ir|re)")}
_GENDERED = re.compile(r"\{:([^|}]*)\|([^}]*)\}")
_DIMINUTIVES = {
    "es": (("ecit", ""), ("ecit", "e"), ("cit", ""), ("cit", "e"), ("it", ""), ("it", "e"), ("ill", "")),
    "fr": (("inou", "in"), ("inou", ""), ("ounet", ""), ("ou", ""), ("onneau", "on"), ("ceau", ""), ("eau", ""),
           ("onnet", "on"), ("ette", ""), ("ette", "e"), ("et", ""), ("on", "")),
}  # fmt: skip
"""How diminutives end, apart from their gender, and what stood there before."""
_FEMININES = {
    "es": (("a", "o"), ("a", "")),
    "fr": (("tte", "t"), ("nne", "n"), ("euse", "eur"), ("trice", "teur"), ("ère", "er"), ("e", "")),
}
_DATIVE = re.compile(r"(?:gustar|encantar|apetecer|costar|faltar|dar)\b")
"""Deeds whose subject is another one in English: "me da miedo"."""
_SPELLINGS = (("qu", "c"), ("gu", "g"), ("c", "z"))
SHORTEST = 3
"""Letters that the noun of a diminutive has at least."""


@dataclass(frozen=True)
class Named:
    """A noun's form."""

    noun: lexicon.Noun
    plural: bool
    gender: str
    little: bool = False
    """It is a diminutive."""
    said: str = ""
    """Its forms as a row of the lexicon has them, where it is another word than that of the language's column."""


@dataclass(frozen=True)
class Sense:
    """What a verb's phrase says: the English base form and what belongs to it, "look for"."""

    english: str
    after: str = ""
    """What has to follow: "…" a verb, "@" an object, "-" no object, kinds of objects, or anything."""


@dataclass(frozen=True)
class Found:
    """What one phrase can be; None for what it cannot."""

    word: str | None = None
    noun: Named | None = None
    adjective: str | None = None
    preposition: str | None = None

    def __bool__(self) -> bool:
        """Whether any table has it."""
        return self != _NOTHING


_NOTHING = Found()


class Glossary:
    """The tables of one language, es or fr. Phrases have their contractions apart: "de el", "le ours"."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._words = {apart(said, code): other for said, other, _ in _rows(code, "word")} | dict(_heroes(code))
        self._nouns = dict(_nouns(code))
        adjectives = reversed(lexicon.adjectives().values())
        self._adjectives = {form: item.name for item in adjectives for form in item.forms[code]}
        for said, english, _ in _rows(code, "adjective"):
            self._adjectives |= {form + end: english for form in said.split("/") for end in ("", "s")}
        self._prepositions = _PLAIN[code] | {
            apart(said[code], code): english
            for english, said in reversed(lexicon.prepositions().items())
            if said[code] not in _PLAIN[code]
        }
        tables: tuple[dict[str, Any], ...] = (self._words, self._nouns, self._adjectives, self._prepositions)
        self._tables = tables
        self.parts = {part for key in self._words for part in key.split()}
        """Every word that a phrase of the grammar has."""

    @cached_property
    def _verbs(self) -> dict[str, dict[str, list[Sense]]]:
        return _verbs(self.code)

    @cached_property
    def _forms(self) -> dict[str, list[tuple[str, Form]]]:
        found: dict[str, list[tuple[str, Form]]] = {}
        for infinitive in dict.fromkeys(name.removeprefix("se ") for name in self._verbs):
            for form in forms(infinitive, self.code):
                found.setdefault(form.text, []).append((infinitive, form))
        return found

    @cached_property
    def _folded(self) -> tuple[dict[str, Any], ...]:
        return tuple({fold(key): value for key, value in reversed(table.items())} for table in self._tables)

    @cached_property
    def _folded_forms(self) -> dict[str, list[tuple[str, Form]]]:
        return {fold(key): value for key, value in reversed(self._forms.items())}

    def spelt(self, word: str) -> str:
        """A word in lower case with the accents that it has in any table, if it is in none as it is written."""
        if self.written(word) or self.forms(word, exact=True):
            return word
        return self._accents.get(fold(word), word)

    @cached_property
    def _accents(self) -> dict[str, str]:
        """By a word without accents, how it is spelt; what is said of nouns comes before what is said of verbs."""
        found: dict[str, str] = {}
        for table in (*self._tables, self._forms):
            for word in table:
                if " " not in word and not word.isascii():
                    found.setdefault(fold(word), word)
        return found

    def find(self, phrase: str) -> Found:
        """What a phrase in lower case can be."""
        if found := _found(self._tables, phrase):
            return found
        verb = " " not in phrase and bool(self.forms(phrase, exact=True))
        if verb and not phrase.isascii():
            return _NOTHING
        if found := _found(self._folded, fold(phrase)):
            return replace(found, word=None, adjective=None, preposition=None) if verb else found
        if " " in phrase or verb:
            return _NOTHING
        return self._diminutive(phrase) or self._feminine(phrase)

    def forms(self, word: str, *, exact: bool = False) -> list[tuple[str, Form]]:
        """The verbs that a word is a form of: their infinitives without "se", each with the form."""
        if found := self._forms.get(word):
            return found
        return [] if exact else self._folded_forms.get(fold(word), [])

    def rests(self, infinitive: str) -> dict[str, list[Sense]]:
        """By what may follow an infinitive, which may begin with "se ": what they say together."""
        return self._verbs.get(infinitive, {})

    def written(self, word: str) -> bool:
        """Whether any table but that of the verbs has this very word."""
        return word in self.parts or any(word in table for table in self._tables)

    def known(self, word: str) -> bool:
        """Whether any table has this word, with its accents or without, or a diminutive of it."""
        return self.written(word) or bool(self.find(word)) or bool(self.forms(word))

    def _feminine(self, word: str) -> Found:
        """The being that "pingüina" or "chatte" is a feminine form of, which the lexicon has in the masculine only."""
        bare = word.removesuffix("s")
        for ending, masculine in _FEMININES[self.code]:
            found = self._folded[1].get(fold(bare.removesuffix(ending) + masculine)) if bare.endswith(ending) else None
            if isinstance(found, Named) and found.noun.alive and not found.plural:
                return Found(noun=Named(found.noun, bare != word, "f"))
        return _NOTHING

    def _diminutive(self, word: str) -> Found:
        """The noun that "osito", "gatita" or "lapinou" makes smaller."""
        plural = "s" if word.endswith("s") and self.code == "es" else ""
        bare = word.removesuffix(plural)
        vowel = bare[-1:] if self.code == "es" else ""
        for ending, before in _DIMINUTIVES[self.code]:
            if vowel not in ("o", "a", "") or not bare.endswith(ending + vowel):
                continue
            stem = bare.removesuffix(ending + vowel)
            if len(stem) < 2:
                continue
            for each in [stem, *(stem[: -len(old)] + new for old, new in _SPELLINGS if stem.endswith(old))]:
                ends = (before,) if before or self.code == "fr" else (vowel, "", "e", "o", "a")
                for end in ends:
                    found = self._folded[1].get(each + end) if len(each + end) >= SHORTEST else None
                    gender = {"o": "m", "a": "f"}.get(vowel, getattr(found, "gender", ""))
                    if isinstance(found, Named) and not found.plural and (found.noun.alive or found.gender == gender):
                        return Found(noun=Named(found.noun, bool(plural), gender, little=True))
        return _NOTHING


def _found(tables: tuple[dict[str, Any], ...], phrase: str) -> Found:
    word, noun, adjective, preposition = (table.get(phrase) for table in tables)
    if word is noun is adjective is preposition is None:
        return _NOTHING
    return Found(word, noun, adjective, preposition)


@cache
def glossary(code: str) -> Glossary:
    """The tables of the language of this BCP-47 code, es or fr."""
    return Glossary(code)


@cache
def _deeds(code: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for said, english, after in _rows(code, "deed"):
        if (not after or after == "@") and not _DATIVE.match(said):
            found.setdefault(english, said)
    return found


def said_for(english: str, code: str, *, thing: bool) -> str:
    """How a verb's phrase such as "be afraid of" is said, as a goal with "@" for its thing; empty where it is not."""
    said = _deeds(code).get(english, "")
    return f"{said} @" if said and thing else said


def _rows(code: str, what: str) -> Iterator[tuple[str, str, str]]:
    """Of words/foreign.txt, what is said in one language, what that is in English, and what follows it."""
    for language, kind, said, other, *after in lexicon.rows("foreign"):
        if (language, kind) == (code, what):
            yield said, other, after[0] if after else ""


def _heroes(code: str) -> Iterator[tuple[str, str]]:
    """Of somebody of a known tale whose name has several words, that name and the English one."""
    for hero in lexicon.heroes().values():
        said = lexicon.without_article(hero.said[code])
        if " " in apart(said, code):
            for name in (said, hero.said[code]):
                # The first row of a name is the one that is meant.
                yield apart(name.lower(), code), lexicon.heroes()[said.lower()].said["en"]


def _nouns(code: str) -> Iterator[tuple[str, Named]]:
    found: dict[str, Named] = {}
    meant = [(lexicon.nouns()[english], said) for said, english, _ in _rows(code, "noun")]
    for noun, cell in (*meant, *((noun, noun.cells[code]) for noun in lexicon.nouns().values())):
        known = {form.singular for form in noun.forms(code)}
        forms_ = lexicon.forms_of(code, cell)
        said = "" if known & {form.singular for form in forms_} else cell
        for form in forms_:
            found.setdefault(apart(form.singular.lower(), code), Named(noun, False, form.gender, said=said))
            plural = Named(noun, not form.only_plural, form.gender, said=said)
            found.setdefault(apart(form.plural.lower(), code), plural)
    yield from found.items()


def _verbs(code: str) -> dict[str, dict[str, list[Sense]]]:
    """By infinitive, with its "se", and by what follows it: what they say."""
    found: dict[str, dict[str, list[Sense]]] = {}
    for said, english, after in _rows(code, "deed"):
        for infinitive, rest in _heads(said, code):
            _add(found, infinitive, rest, Sense(english, after or ("…" if english.endswith(" to") else "")))
    told = {infinitive: set(rests) for infinitive, rests in found.items()}
    # A verb that is its own goal before one that leads to another: "encontrar" is to find, not to look for.
    for verb in sorted(lexicon.verbs(), key=lambda verb: not verb.goal or not verb.goal["en"].startswith(verb.name)):
        if verb.kind in ("mishap", "alone") or not verb.goal or set(verb.name.split()) & lexicon.PATTERN:
            continue
        goal = verb.goal[code]
        then = " to" if verb.kind == "to" and "how" not in verb.name.split() else ""
        for infinitive, rest in _heads(re.split(r"\s*[@…%]", goal)[0], code):
            long = "@" not in goal and "…" not in goal and len(rest.split()) > MAX_WORDS - 1
            if rest not in told.get(infinitive, ()) and not long:
                governs = verb.goal["en"] == f"{verb.name} @" and verb.name.split()[-1] in lexicon.prepositions()
                after = "…" if verb.kind == "to" else "@" if governs else ""
                _add(found, infinitive, rest, Sense(verb.name + then, after))
    return found


def _add(verbs: dict[str, dict[str, list[Sense]]], infinitive: str, rest: str, sense: Sense) -> None:
    senses = verbs.setdefault(infinitive, {}).setdefault(rest, [])
    if all(known.after != sense.after for known in senses):
        senses.append(sense)


def _heads(phrase: str, code: str) -> Iterator[tuple[str, str]]:
    """Infinitive and rest of a phrase, for both genders: "se ennuyer", "hacer" and "amigo de"."""
    for gendered in (1, 2):
        said = apart(_GENDERED.sub(lambda match: match[gendered], phrase.strip()), code)  # noqa: B023
        first, _, rest = said.partition(" ")
        if first == "se":
            first, _, rest = rest.partition(" ")
            first = f"se {first}"
        elif code == "es" and re.fullmatch(r".*[aeií]rse", first):
            first = f"se {first[:-2]}"
        if _INFINITIVE[code].fullmatch(first):
            yield first, rest
