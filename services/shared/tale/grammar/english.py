"""What English needs to know of a word: which article it takes, and whether it is English at all."""

import re

from services.shared.tale.words import lexicon, wordforms


def is_english(name: str) -> bool:
    """Whether it is an adjective or an owner of English, and none of a prompt in another language."""
    word = name.removesuffix("'s")
    return name in lexicon.adjectives() or word in lexicon.nouns() or word[:1].isupper() or wordforms.known(word)


def indefinite_article(words: str) -> str:
    """Say "a" or "an", by how the next word sounds."""
    word = words.lower()
    if re.match(r"(hour|honest|heir|honou?r)", word):
        return "an"
    if re.match(r"(uni(?!n|m)|use|usu|eu|one\b|once|ufo)", word):
        return "a"
    return "an" if word[:1] in tuple("aeiou") else "a"
