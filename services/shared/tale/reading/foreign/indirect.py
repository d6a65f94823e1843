"""What a Spanish or French question asks, as its language says it within a sentence: "por qué el búho duerme"."""

import re

from services.shared.tale.reading.foreign import surface
from services.shared.tale.words import lexicon

_QUESTIONS = {
    "es": re.compile(
        r"(?:(?:a|de|con|en|para|por|desde|hasta|sobre) )?"
        r"(?:qué|quién(?:es)?|cómo|cuándo|adónde|dónde|cuál(?:es)?|cuánt[oa]s?)\b"
    ),
    "fr": re.compile(
        r"(?:(?:à|de|avec|en|pour|depuis|sur|chez) )?(?:qui|quand|comment|pourquoi|où|combien|quel(?:le)?s?|quoi)\b"
    ),
}
_OWN = {
    "es": {"mi": "su", "mis": "sus", "nuestro": "su", "nuestra": "su", "nuestros": "sus", "nuestras": "sus"},
    "fr": {"mon": "son", "ma": "sa", "mes": "ses", "notre": "son", "nos": "ses"},
}
"""What is mine is the hero's."""
_SPEAKERS = {
    "es": re.compile(
        r"\b(?:yo|me|mí|nos|nosotros|tú|te|ti|tu|tus|vosotros|tengo|puedo|soy|estoy|voy|quiero|debo|sé|hago|eres|tienes"
        r"|puedes|\w+mos)\b"
    ),
    "fr": re.compile(r"\b(?:je|j|me|m|moi|nous|tu|te|toi|vous|ton|ta|tes|votre|vos)\b"),
}
"""Words of somebody who speaks of themselves: the clause would have to be said of another person."""


def indirect(text: str, code: str) -> str:
    """The clause, in the language of this BCP-47 code (es or fr); empty where the text asks nothing, or of itself."""
    asked = text.strip().partition("¿")[2] or text.strip()
    if not surface.asks(asked):
        return ""
    words = surface.accented(re.sub(r"[¿?!¡»«\"]", " ", asked.replace("’", "'")).strip(" .…"), code)
    words = _lowered(" ".join(words.split()))
    if code == "fr":
        words = surface.uninverted(words)
    told = re.sub(r"\w+", lambda match: _OWN[code].get(match[0], match[0]), words)
    if not told or _SPEAKERS[code].search(told):
        return ""
    plain = _QUESTIONS[code].match(told) or told.startswith(("por qué", "ce qu"))
    if plain:
        return told
    return f"s'{told}" if code == "fr" and re.match(r"ils?\b", told) else f"si {told}"


def _lowered(words: str) -> str:
    """The words without the capital that stands first, unless that is a name's, and without a shout."""
    if words.isupper():
        return words.lower()
    first = re.match(r"\w+", words)
    if first and first[0].lower() in lexicon.names() and not lexicon.names()[first[0].lower()].word:
        return words
    return words[:1].lower() + words[1:]
