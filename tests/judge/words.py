"""English word forms, from lemminflect's tables (the SPECIALIST lexicon), never from its rules for unknown words."""

import re
from functools import lru_cache

import lemminflect

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_POSSESSIVE = re.compile("['’]s$")
SHORTEST = 3
"""Letters of a part of a compound, such as "map" in "mapmaker"."""
SMALL = frozenset(
    "a about after all an and are as at be because becomes been before being but by can come comes could do does down"
    " for from get gets go goes had happens has have he her his how i if in into is it its just make makes may might"
    " my no not of on one or our out own should she so some than that the their them then there they this to too up"
    " us was we were what when where which who why will with would you your"
    .split()
)  # fmt: skip
"""Words of a prompt that are not what it is about."""


def words(text: str) -> list[str]:
    """The words of a text, as written."""
    return WORD.findall(text)


@lru_cache(maxsize=65_536)
def lemmas(word: str, kind: str = "") -> frozenset[str]:
    """The lemmas of a form, of one kind ("NOUN", "VERB", "ADJ", "ADV", "AUX") or of all; empty when no table has it."""
    found = lemminflect.getAllLemmas(word.lower(), upos=kind or None)
    return frozenset(lemma.lower() for forms in found.values() for lemma in forms)


def is_verb(word: str) -> bool:
    """Whether it is a form of a verb."""
    return bool(lemmas(word, "VERB") or lemmas(word, "AUX"))


def is_noun(word: str) -> bool:
    """Whether it is a form of a noun, two words of which the second is one, or what a verb's -ing makes."""
    cuts = range(SHORTEST, len(word) - SHORTEST + 1)
    return bool(
        lemmas(word, "NOUN")
        or (word.endswith("ing") and lemmas(word, "VERB"))
        or any(lemmas(word[:cut]) and lemmas(word[cut:], "NOUN") for cut in cuts)
    )


@lru_cache(maxsize=65_536)
def forms(word: str) -> frozenset[str]:
    """Every form of a lemma, itself included, in lower case."""
    found = lemminflect.getAllInflections(word.lower())
    return frozenset({word.lower(), *(form.lower() for made in found.values() for form in made)})


def has(text: str, phrase: str) -> bool:
    """Whether a text has a phrase, its last word in any form."""
    *before, last = phrase.lower().split()
    said = [_POSSESSIVE.sub("", word.lower()) for word in words(text)]
    width = len(before)
    return any(word in forms(last) and said[max(0, index - width) : index] == before for index, word in enumerate(said))


def begins(text: str, stem: str) -> bool:
    """Whether a word of a text begins with a stem."""
    return any(word.lower().startswith(stem.lower()) for word in words(text)) or f" {stem}" in f" {text}"


def content(prompt: str) -> frozenset[str]:
    """The lemmas of what a prompt is about."""
    said = [word.lower() for word in words(prompt)]
    return frozenset(lemma for word in said if word not in SMALL for lemma in (lemmas(word) | {word}))
