"""Figures about a text, in a sentence or two of its own language."""

from pipeline.v1 import parts_pb2
from services.shared.readability import words
from services.shared.text import Text
from services.shared.wording import wording

WORDS_A_MINUTE = 180
"""Pace of quiet reading aloud, as in TextStatistics.reading_time."""


def facts(text: Text, theme: str = "", statistics: parts_pb2.TextStatistics | None = None) -> str:
    """Its length, and its theme unless that is empty; its reading grade where the `statistics` are of this text.

    The grade's formula is one for English, so other languages have none.
    """
    phrases = wording(text.language)
    total = sum(len(words(sentence)) for sentence in text.sentences.values())
    minutes = max(1, round(total / WORDS_A_MINUTE))
    said = [phrases.words.format(words=total, sentences=len(text.sentences), minutes=minutes)]
    if statistics is not None and text.language == "en":
        grade = phrases.number(statistics.flesch_kincaid_grade, 1)
        ease = phrases.number(statistics.flesch_reading_ease)
        said.append(phrases.readability.format(grade=grade, ease=ease))
    if theme:
        said.append(phrases.theme.format(theme=phrases.themes.get(theme, theme)))
    return " ".join(said)
