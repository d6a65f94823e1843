"""Forms of Spanish and French verbs: the third person, participle and gerund that an infinitive has.

What prompts say, "quería", "encontraron", "cherchait", is found by making every form of the verbs that are known. Rules
make more forms than there are; none of those is another word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from services.shared.tale.grammar import past
from services.shared.tale.words import lexicon

_WHOLE = frozenset("ser ir ver dar estar haber aller avoir être".split())
"""Infinitives that other verbs end in by accident: "coser" is not conjugated as "ser"."""
_CHANGES = (("e", "ie"), ("o", "ue"), ("u", "ue"), ("e", "i"))
_ACCENTED = {"i": "í", "u": "ú"}


@dataclass(frozen=True)
class Form:
    """One form of a verb."""

    text: str
    tense: str
    """"infinitive", "present", "past", "participle" or "gerund"; the future counts as present."""
    plural: bool = False
    person: str = ""
    """"we" or "you" where the form says so, which Spanish needs no pronoun for."""


@cache
def forms(infinitive: str, code: str) -> tuple[Form, ...]:
    """Every form of an infinitive without its "se"; `code`: BCP-47 code of its language, es or fr."""
    made = _spanish(infinitive) if code == "es" else _french(infinitive)
    found = {infinitive: Form(infinitive, "infinitive")}
    for form in (*_irregular(infinitive, code), *made):
        found.setdefault(form.text, form)
    for form in _persons(infinitive, code, tuple(found.values())):
        found.setdefault(form.text, form)
    return tuple(found.values())


def fold(text: str) -> str:
    """The text without accents: "lápiz" is "lapiz", "cœur" is "coeur"."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).replace("œ", "oe").replace("æ", "ae")


@cache
def _rows(code: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Of words/conjugation.txt, by infinitive: its irregular forms."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, infinitive, which, said in lexicon.rows("conjugation"):
        if language == code:
            found.setdefault(infinitive, {})[which] = tuple(said.split())
    return found


@cache
def row(infinitive: str, code: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """What stands before the irregular verb that it ends in, and that verb's forms: "re" and those of "venir"."""
    rows = _rows(code)
    if infinitive in rows:
        return "", rows[infinitive]
    ends = [name for name in rows if name not in _WHOLE and infinitive.endswith(name)]
    longest = max(ends, key=len, default="")
    return infinitive.removesuffix(longest), rows.get(longest, {})


def _irregular(infinitive: str, code: str) -> Iterator[Form]:
    prefix, own = row(infinitive, code)
    for which, tense in (("present", "present"), ("subjunctive", "present"), ("imperfect", "past")):
        for plural, text in enumerate(own.get(which, ())):
            yield Form(prefix + text, tense, bool(plural))
    if code == "fr" and "present" in own and "subjunctive" not in own:
        yield Form(prefix + own["present"][1].removesuffix("nt"), "present")
    for text in own.get("participle", ()):
        yield from _agreeing(prefix + text, code)
    for text in own.get("gerund", ()):
        yield Form(prefix + text, "gerund")


def _persons(infinitive: str, code: str, made: tuple[Form, ...]) -> Iterator[Form]:
    """What we do and what you do, by what he does and by the infinitive."""
    stem, single = infinitive[:-2], [form.text for form in made if form.tense == "present" and not form.plural]
    if code == "es":
        vowel = {"a": "a", "e": "e", "i": "i", "í": "í"}[infinitive[-2:-1]]
        ours = "vamos" if infinitive == "ir" else "somos" if infinitive == "ser" else f"{stem}{vowel}mos"
        yours = [f"{text}s" for text in single]
    else:
        stems = [form.text.removesuffix("ait") for form in made if form.tense == "past" and form.text.endswith("ait")]
        ours = f"{stems[0] if stems else stem}ons"
        yours = [f"{text}s" if text.endswith(("e", "a", "d")) else re.sub(r"t$", "s", text) for text in single]
    yield Form(ours, "present", plural=True, person="we")
    yield from (Form(text, "present", plural=True, person="you") for text in yours)


def _agreeing(participle: str, code: str) -> Iterator[Form]:
    """A participle in every gender and number."""
    if code == "es":
        ends = [participle[:-1] + end for end in ("o", "a", "os", "as")]
    else:
        ends = [participle + end for end in ("", "e", "s", "es")]
    return (Form(text, "participle") for text in ends)


def _spanish(infinitive: str) -> Iterator[Form]:
    prefix, own = row(infinitive, "es")
    stem, ending = infinitive[:-2], fold(infinitive[-2:])
    vowel, other = ("a", "e") if ending == "ar" else ("e", "a")
    stems = [stem, *(changed for old, new in _CHANGES if (changed := _last_vowel(stem, old, new)))]
    if infinitive.endswith("uir"):
        stems.append(f"{stem}y")
    if ending == "ar" and stem[-1:] in _ACCENTED:
        stems.append(stem[:-1] + _ACCENTED[stem[-1]])
    for each in stems:
        yield from _pair(f"{each}{vowel}", "present")
    imperfect = "aba" if ending == "ar" else "ía"
    if "imperfect" not in own:
        yield from _pair(f"{stem}{imperfect}", "past")
    single = past.spanish(infinitive)
    several = spanish_plural(single, ending)
    yield Form(single, "past")
    yield Form(several, "past", plural=True)
    # "Si pudieran hablar": what would be is told as what was.
    yield from _pair(f"{several[:-3]}ra", "past")
    for each in stems:
        yield from _pair(_before(each, vowel, other) + other, "present")
    if "participle" not in own:
        yield from _agreeing(f"{stem}{'ado' if ending == 'ar' else 'ido'}", "es")
    raised = single.removesuffix("ió") if single.endswith("ió") else stem
    yield Form(f"{stem}ando" if ending == "ar" else f"{raised}iendo", "gerund")
    if single.endswith("yó"):
        yield Form(f"{stem}yendo", "gerund")
    future = prefix + own["future"][0] if "future" in own else infinitive.replace("í", "i")
    yield from (Form(f"{future}á", "present"), Form(f"{future}án", "present", plural=True))
    yield from _pair(f"{future}ía", "past")


def _pair(text: str, tense: str) -> Iterator[Form]:
    yield from (Form(text, tense), Form(f"{text}n", tense, plural=True))


def spanish_plural(single: str, ending: str) -> str:
    """The simple past of several: "encontró" gives "encontraron", "dijo" gives "dijeron"."""
    if single.endswith("fue"):
        return f"{single}ron"
    if ending == "ar" and single.endswith("ó"):
        return f"{single[:-1]}aron"
    stem = re.sub(r"z$", "c", re.sub(r"(?:ió|io|ó|o)$", "", single))
    return f"{stem}eron" if stem.endswith(("j", "y", "ll", "ñ")) else f"{stem}ieron"


def _before(stem: str, vowel: str, other: str) -> str:
    """The stem as it is written before another vowel: "busc" is "busqu" before e."""
    if vowel == "a":
        for old, new in (("c", "qu"), ("g", "gu"), ("z", "c")):
            if stem.endswith(old):
                return stem[: -len(old)] + new
        return stem
    if stem.endswith("gu"):
        return stem[:-1]
    for old, new in (("g", "j"), ("c", "zc" if stem[-2:-1] in "aeiou" else "z")):
        if stem.endswith(old):
            return stem[: -len(old)] + new
    return stem


def _last_vowel(stem: str, old: str, new: str) -> str:
    """The stem with its last vowel changed; empty where that is another one."""
    match = re.fullmatch(r"(.*)([aeiou])([^aeiou]*)", stem)
    return f"{match[1]}{new}{match[3]}" if match and match[2] == old else ""


def _french(infinitive: str) -> Iterator[Form]:
    prefix, own = row(infinitive, "fr")
    stem = infinitive.removesuffix("re") if infinitive.endswith("re") else infinitive[:-2]
    if "present" not in own:
        yield from _french_present(infinitive, stem)
    for each in [prefix + own["stem"][0]] if "stem" in own else french_stems(infinitive, stem):
        yield from (Form(f"{each}ait", "past"), Form(f"{each}aient", "past", plural=True), Form(f"{each}ant", "gerund"))
    single = past.french(infinitive)
    yield Form(single, "past")
    yield Form(french_plural(single), "past", plural=True)
    if "participle" not in own:
        yield from _agreeing(_french_participle(infinitive, stem), "fr")
    future = prefix + own["future"][0] if "future" in own else infinitive.removesuffix("e")
    yield from (Form(f"{future}a", "present"), Form(f"{future}ont", "present", plural=True))
    yield from (Form(f"{future}ait", "past"), Form(f"{future}aient", "past", plural=True))


def french_plural(single: str) -> str:
    """The simple past of several: "mangea" gives "mangèrent", "prit" gives "prirent"."""
    if single.endswith("a"):
        return re.sub(r"ge$", "g", re.sub(r"ç$", "c", single[:-1])) + "èrent"
    return re.sub(r"t$", "rent", single)


def _french_present(infinitive: str, stem: str) -> Iterator[Form]:
    if infinitive.endswith("er"):
        stems = [stem]
        if match := re.fullmatch(r"(.*)[eé]([^aeiouéè]+)", stem):
            stems += [f"{match[1]}è{match[2]}", f"{stem}{stem[-1]}"]
        if stem.endswith("y"):
            stems.append(f"{stem[:-1]}i")
        for each in stems:
            yield from (Form(f"{each}e", "present"), Form(f"{each}ent", "present", plural=True))
    elif infinitive.endswith("ir"):
        yield from (Form(f"{stem}it", "present"), Form(f"{stem}issent", "present", plural=True))
        yield Form(f"{stem}isse", "present")
    elif infinitive.endswith("indre"):
        yield from (Form(f"{stem[:-1]}t", "present"), Form(f"{stem[:-2]}gnent", "present", plural=True))
    elif infinitive.endswith("uire"):
        yield from (Form(f"{stem}t", "present"), Form(f"{stem}sent", "present", plural=True))
    else:
        yield from (Form(stem, "present"), Form(f"{stem}ent", "present", plural=True), Form(f"{stem}e", "present"))


def french_stems(infinitive: str, stem: str) -> list[str]:
    """Those of the imperfect: "mange", "commenç", "finiss"."""
    if infinitive.endswith("ger"):
        return [f"{stem}e"]
    if infinitive.endswith("cer"):
        return [f"{stem[:-1]}ç"]
    if infinitive.endswith("ir"):
        return [stem, f"{stem}iss"]
    if infinitive.endswith("indre"):
        return [f"{stem[:-2]}gn"]
    return [f"{stem}s"] if infinitive.endswith("uire") else [stem]


def _french_participle(infinitive: str, stem: str) -> str:
    if infinitive.endswith("indre"):
        return f"{stem[:-1]}t"
    if infinitive.endswith("uire"):
        return f"{stem}t"
    return stem + ("é" if infinitive.endswith("er") else "i" if infinitive.endswith("ir") else "u")
