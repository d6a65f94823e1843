"""English words that the lexicon does not have, looked up in the SPECIALIST lexicon's tables (lemminflect).

Only what is in its tables counts, never its guess for words that it does not know: a guess is made with floats.
"""

from functools import cache


@cache
def lemmas(word: str) -> dict[str, str]:
    """The base form by part of speech (NOUN, VERB, ADJ, ADV, PROPN, AUX); empty for a word that nobody knows."""
    # Loading its tables takes half a second, which most prompts need not wait for.
    import lemminflect  # noqa: PLC0415

    return {part: found[0] for part, found in sorted(lemminflect.getAllLemmas(word.lower()).items()) if found}


def known(word: str) -> bool:
    """Whether it is an English word."""
    return bool(lemmas(word))


@cache
def past(base: str) -> str:
    """The simple past of a verb that the lexicon does not have; by the regular rule where the tables have none."""
    import lemminflect  # noqa: PLC0415

    from services.shared.tale.words.lexicon import english_past  # noqa: PLC0415

    found = lemminflect.getInflection(base, "VBD", inflect_oov=False)
    return found[0] if found else english_past(base, ())


@cache
def several(noun: str) -> str:
    """The plural of a noun that the lexicon does not have; by the regular rule where the tables have none."""
    import lemminflect  # noqa: PLC0415

    from services.shared.tale.words.lexicon import english_plural  # noqa: PLC0415

    first, _, last = noun.rpartition(" ")
    found = lemminflect.getInflection(last, "NNS", inflect_oov=False)
    return f"{first} {found[0] if found else english_plural(last)}".strip()


@cache
def plural(noun: str) -> bool:
    """Whether the word is a plural."""
    base = lemmas(noun).get("NOUN", "")
    return bool(base) and base != noun.lower()
