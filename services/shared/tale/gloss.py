"""Say a Spanish or French prompt word for word in English, by the lexicon, so that one reader reads all three.

"Un zorro aprende a navegar" gives "a fox learns to sail". A word that the lexicon does not have stays as it was
written, as a name does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from services.shared.tale import lexicon, past

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[.,;:!?¡¿…]")
_MELTED = {
    "es": ((r"\bal\b", "a el"), (r"\bdel\b", "de el")),
    "fr": (
        (r"\b([ldnsjmt]|qu|lorsqu|jusqu)['’]", r"\1e "),
        (r"\baux\b", "à les"),
        (r"\bau\b", "à le"),
        (r"\bdu\b", "de le"),
    ),
}  # fmt: skip
_CHANGES = (("e", "ie"), ("o", "ue"), ("u", "ue"), ("e", "i"))
MAX_WORDS = 6
"""Of a phrase in the lexicon."""


@dataclass(frozen=True)
class Glossed:
    """A prompt in English words."""

    text: str
    genders: dict[str, str] = field(default_factory=dict)
    """By English noun, of beings whose gender the prompt's own form tells."""


def gloss(text: str, code: str) -> Glossed:
    """The prompt, in the language of this BCP-47 code (es or fr), word for word in English."""
    for melted, apart in _MELTED[code]:
        text = re.sub(melted, apart, text, flags=re.IGNORECASE)
    return _Glosser(text.replace("por qué", "por_qué").replace("parce que", "parce_que"), code).glossed()


def known_share(text: str, code: str) -> float:
    """Share of the words that the language has: 0 to 1; names count half, for every language takes them."""
    for melted, apart in _MELTED[code]:
        text = re.sub(melted, apart, text, flags=re.IGNORECASE)
    words = [token.lower() for token in _TOKEN.findall(text) if token[0].isalnum()]
    tables = (_rows(code, "word"), _nouns(code), _adjectives(code), _prepositions(code), _verbs(code))
    found = sum(
        1.0 if any(word in table for table in tables) else 0.5 if word in lexicon.names() else 0.0 for word in words
    )
    return found / max(1, len(words))


class _Glosser:
    """One pass over one text."""

    def __init__(self, text: str, code: str) -> None:
        self._tokens: list[str] = _TOKEN.findall(text)
        self._lower = [token.lower().replace("’", "'") for token in self._tokens]
        self._code = code
        self._genders: dict[str, str] = {}
        self._takes_from = False
        """Whether "de" after the last verb is "from": "salva a su reino de un dragón"."""

    def glossed(self) -> Glossed:
        """All of it, adjectives before their nouns."""
        said: list[str] = []
        at = 0
        while at < len(self._tokens):
            words, length = self._next(at)
            said += words
            at += length
        text = re.sub(r" (?=[.,;:!?])", "", " ".join(said))
        return Glossed(re.sub(r"[¡¿]\s?", "", text), self._genders)

    def _next(self, at: int) -> tuple[list[str], int]:
        """What the next words say, and how many they are."""
        for length in range(min(MAX_WORDS, len(self._lower) - at), 0, -1):
            if said := self._phrase(" ".join(self._lower[at : at + length]), at, length):
                return said
        return [self._tokens[at]], 1

    def _phrase(self, phrase: str, at: int, length: int) -> tuple[list[str], int] | None:
        """What a phrase of so many words says; None when no table has it."""
        code = self._code
        verb, adjective = _verbs(code).get(phrase), _adjectives(code).get(phrase)
        small = _rows(code, "word").get(phrase)
        said: str | None = None
        if small is not None and verb is None:
            said = small
        elif adjective and self._noun_at(at + length):
            said = adjective
        elif phrase in ("para", "pour") and self._infinitive_at(at + 1):
            said = "to"
        elif noun := _nouns(code).get(phrase):
            return self._noun(noun, at, length)
        elif verb:
            self._takes_from = verb.split()[0].rstrip("s") in ("save", "rescue", "protect", "free", "hide")
            said = verb
        elif preposition := _prepositions(code).get(phrase):
            said = "from" if preposition == "of" and self._takes_from else preposition
        else:
            said = adjective if adjective else small
        return None if said is None else ([said] if said else [], length)

    def _noun_at(self, at: int) -> bool:
        return at < len(self._lower) and self._lower[at] in _nouns(self._code)

    def _infinitive_at(self, at: int) -> bool:
        ends = ("ar", "er", "ir", "arse", "erse", "irse") if self._code == "es" else ("er", "ir", "re", "oir")
        return at < len(self._lower) and self._lower[at].endswith(ends)

    def _noun(self, found: tuple[lexicon.Noun, bool, str], at: int, length: int) -> tuple[list[str], int]:
        """A noun with the adjectives after it, which stand before it in English."""
        noun, plural, gender = found
        if noun.alive and len(noun.forms(self._code)) > 1:
            self._genders[noun.name] = gender
        end = at + length
        adjectives = []
        while end < len(self._lower) and (adjective := _adjectives(self._code).get(self._lower[end])):
            adjectives.append(adjective)
            end += 1
        form = noun.forms("en")[0]
        return [*reversed(adjectives), form.plural if plural else form.singular], end - at


@cache
def _rows(code: str, what: str) -> dict[str, str]:
    """Of words/foreign.txt, what is said in one language, and its other column."""
    return {said: other for language, kind, said, other in lexicon.rows("foreign") if (language, kind) == (code, what)}


@cache
def _nouns(code: str) -> dict[str, tuple[lexicon.Noun, bool, str]]:
    found: dict[str, tuple[lexicon.Noun, bool, str]] = {}
    for noun in lexicon.nouns().values():
        for form in noun.forms(code):
            found.setdefault(form.singular.lower(), (noun, False, form.gender))
            found.setdefault(form.plural.lower(), (noun, not form.only_plural, form.gender))
    return found


@cache
def _adjectives(code: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for adjective in lexicon.adjectives().values():
        for form in adjective.forms[code]:
            found.setdefault(form, adjective.name)
    return found


@cache
def _prepositions(code: str) -> dict[str, str]:
    found = {"de": "of", "con": "with", "en": "in", "à": "to", "a": "to", "dans": "in", "sur": "on", "avec": "with"}
    for english, said in lexicon.prepositions().items():
        found.setdefault(said[code], english)
    return found


@cache
def _verbs(code: str) -> dict[str, str]:
    """By every form of a verb's phrase, up to its object: what it says in English, in the same form."""
    found: dict[str, str] = {}
    # A verb that is its own goal before one that leads to another: "encontrar" is to find, not to look for.
    for verb in sorted(lexicon.verbs(), key=lambda verb: not verb.goal or not verb.goal["en"].startswith(verb.name)):
        if verb.kind in ("mishap", "alone") or not verb.goal or set(verb.name.split()) & lexicon.PATTERN:
            continue
        goal = verb.goal[code]
        for gendered in (0, 1):
            said = re.sub(r"\{:([^|}]*)\|([^}]*)\}", lambda match: match[1 + gendered], goal)  # noqa: B023
            head = re.split(r"\s*[@…%]", said)[0].strip()
            first, _, rest = head.partition(" ")
            if not first or (rest and "@" not in said and "…" not in said and len(rest.split()) > MAX_WORDS - 1):
                continue
            base, *more = verb.name.split()
            then = "to" if verb.kind == "to" and "how" not in more else ""
            for form, is_finite in _forms(first, code):
                english = lexicon.third_person(base) if is_finite else base
                found.setdefault(f"{form} {rest}".strip(), " ".join(word for word in (english, *more, then) if word))
    for phrase, english in _rows(code, "deed").items():
        pronoun, infinitive, rest = re.fullmatch(r"(se |s')?(\S+) ?(.*)", phrase).groups(default="")  # type: ignore[union-attr]
        base, *more = english.split()
        for form, is_finite in _forms(infinitive, code):
            said = base if base == "can" or not is_finite else lexicon.third_person(base)
            found[f"{pronoun.replace(chr(39), 'e ')}{form} {rest}".strip()] = " ".join([said, *more])
    return found


@cache
def _forms(infinitive: str, code: str) -> tuple[tuple[str, bool], ...]:
    """Forms of a verb that prompts use, and whether each is finite: infinitive, present, simple past."""
    return tuple(dict.fromkeys([(infinitive, False), *((form, True) for form in _finite(infinitive, code))]))


def _finite(infinitive: str, code: str) -> Iterable[str]:
    whole = [(row[2], row[3]) for row in lexicon.rows("foreign") if row[:2] == [code, "form"]]
    if code == "es":
        reflexive = infinitive.endswith("se")
        bare = infinitive.removesuffix("se")
        found = [form for name, form in whole if name == bare]
        stem, ending = bare[:-2], bare[-2:]
        vowel = "a" if ending == "ar" else "e"
        stems = [stem, *(changed for old, new in _CHANGES if (changed := _last(stem, old, new)))]
        if bare.endswith("uir"):
            stems.append(f"{stem}y")
        found += [f"{each}{vowel}{plural}" for each in stems for plural in ("", "n")]
        found.append(past.spanish(bare))
        return [f"se {form}" for form in found] if reflexive else found
    reflexive = infinitive.startswith(("se ", "s'"))
    found = [form for name, form in whole if name == infinitive or infinitive.endswith(name)]
    stem = infinitive[:-2]
    if infinitive.endswith("er"):
        found += [f"{stem}e", f"{stem}ent", f"{stem.removesuffix('e')}e"]
        if match := re.fullmatch(r"(.*)[eé]([^aeiouéè])", stem):
            found += [f"{match[1]}è{match[2]}e", f"{match[1]}è{match[2]}ent", f"{stem}{match[2]}e"]
        if stem.endswith("y"):
            found.append(f"{stem[:-1]}ie")
    elif infinitive.endswith("ir"):
        found += [f"{stem}it", f"{stem}issent", f"{stem}e", f"{stem}ent"]
    else:
        found += [stem, f"{stem}t", f"{stem}ent", re.sub(r"nd$", "nn", stem) + "ent"]
        found += [f"{name}" for name in (re.sub(r"uire$", "uit", infinitive), re.sub(r"uire$", "uisent", infinitive))]
    found.append(past.french(infinitive))
    return [form for form in found if form != infinitive and not reflexive]


def _last(stem: str, old: str, new: str) -> str:
    """The stem with its last vowel changed; empty where that is another one."""
    match = re.fullmatch(r"(.*)([aeiou])([^aeiou]*)", stem)
    return f"{match[1]}{new}{match[3]}" if match and match[2] == old else ""
