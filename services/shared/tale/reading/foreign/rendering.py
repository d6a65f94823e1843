"""Say an English verb in a tense, a number and denied: what a gloss needs of English grammar."""

from functools import cache

from services.shared.tale.words import lexicon, wordforms

_CANNOT = frozenset("find sleep fall remember reach stop".split())
"""Who does not do these tries to: "no encuentra su zapato" is said of who cannot find it."""

_OPPOSITES = {
    "manage to": ("can", "not"),
    "love": ("hate", ""),
    "like": ("hate", ""),
    "make friends": ("have no friends", ""),
}
"""How English denies these; the verb, and what still denies it."""


@cache
def _pasts() -> dict[str, tuple[str, ...]]:
    """By the base form of a verb's first word: the past forms that no rule makes."""
    found: dict[str, tuple[str, ...]] = {}
    for verb in lexicon.verbs():
        found.setdefault(verb.name.split()[0], verb.past)
    return found


def simple_past(base: str) -> str:
    """Of a verb's first word; "was" for "be"."""
    if base not in _pasts() and base not in ("be", "have"):
        return wordforms.past(base)
    return {"be": "was", "have": "had"}.get(base) or lexicon.english_past(base, _pasts().get(base, ()))


def participle(base: str) -> str:
    """The past participle of a verb's first word."""
    forms = _pasts().get(base, ())
    return {"be": "been", "have": "had"}.get(base) or (forms[-1] if forms else lexicon.english_past(base, ()))


def gerund(base: str) -> str:
    """The -ing form of a verb's first word."""
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    if lexicon.english_past(base, ()).startswith(base + base[-1:]):
        return f"{base}{base[-1]}ing"
    return f"{base[:-1]}ing" if base.endswith("e") and not base.endswith(("ee", "be")) else f"{base}ing"


def finite(english: str, *, past: bool, plural: bool, denied: str = "") -> str:
    """A verb's phrase such as "look for" with a subject; `denied`: "not", "never" or nothing."""
    if denied == "not" and english in _OPPOSITES:
        english, denied = _OPPOSITES[english]
    base, *more = english.split()
    if base == "be":
        said = ("were" if plural else "was") if past else ("are" if plural else "is")
        return " ".join([said, *([denied] if denied else []), *more])
    if base == "can":
        said = "could" if past else "can"
        return " ".join(["cannot"] if denied == "not" and not past else [said, *([denied] if denied else [])])
    if denied == "not":
        return " ".join([*_denied(base, past=past, plural=plural, alone=not more), *more])
    said = simple_past(base) if past else base if plural else lexicon.third_person(base)
    return " ".join([*([denied] if denied else []), said, *more])


def _denied(base: str, *, past: bool, plural: bool, alone: bool) -> list[str]:
    if base == "have" and alone:
        return ["had" if past else "have" if plural else "has", "no"]
    if base in _CANNOT:
        return ["could" if past else "can", "not", base] if past else ["cannot", base]
    return ["did" if past else "do" if plural else "does", "not", base]
