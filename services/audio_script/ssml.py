"""The narration's script: SSML with pauses, a voice for each speaker, and marks around each sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from services.shared.speech import spans

SENTENCE_PAUSE_MS = 350
PARAGRAPH_PAUSE_MS = 900


@dataclass(frozen=True)
class Line:
    """One sentence, and who says what in it is said aloud; empty for the narrator."""

    sentence_id: str
    text: str
    speaker: str


@dataclass(frozen=True)
class Voice:
    """A voice as SSML describes one: "female", "male" or "neutral", and which of those."""

    gender: str
    variant: int


def cast_voices(pronouns: Mapping[str, str]) -> dict[str, Voice]:
    """A voice for each character, by name, from their pronouns: no two have the same."""
    voices: dict[str, Voice] = {}
    for number, (name, pronoun) in enumerate(pronouns.items()):
        gender = {"she": "female", "he": "male"}.get(pronoun, ("female", "male")[number % 2])
        # The narrator has the first male voice.
        taken = sum(voice.gender == gender for voice in voices.values()) + (gender == "male")
        voices[name] = Voice(gender, taken + 1)
    return voices


def start_of(sentence_id: str) -> str:
    """Name of the mark before a sentence."""
    return sentence_id


def end_of(sentence_id: str) -> str:
    """Name of the mark after a sentence."""
    return f"{sentence_id}-end"


def document(
    title: str, language: str, paragraphs: Sequence[Sequence[Line]], voices: Mapping[str, Voice], speed: float
) -> str:
    """A W3C SSML 1.1 document. `speed` is 1 for the voice's own."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang={quoteattr(language)}>',
        f'<metadata><title xmlns="http://purl.org/dc/elements/1.1/">{escape(title)}</title></metadata>',
        f'<prosody rate="{speed:.0%}">',
    ]
    for number, paragraph in enumerate(paragraphs):
        lines.append("<p>")
        for line in paragraph:
            spoken = _spoken(line, language, voices.get(line.speaker))
            # Inside the sentence: espeak-ng reaches a mark outside of it before the pause that goes with it.
            start, end = start_of(line.sentence_id), end_of(line.sentence_id)
            lines.append(f'<s><mark name="{start}"/>{spoken}<mark name="{end}"/></s>')
            lines.append(f'<break time="{SENTENCE_PAUSE_MS}ms"/>')
        lines.append("</p>")
        if number < len(paragraphs) - 1:
            lines.append(f'<break time="{PARAGRAPH_PAUSE_MS - SENTENCE_PAUSE_MS}ms"/>')
    return "\n".join([*lines, "</prosody>", "</speak>", ""])


def _spoken(line: Line, language: str, voice: Voice | None) -> str:
    if voice is None:
        return escape(line.text)
    opening = f'<voice gender="{voice.gender}" variant="{voice.variant}">'
    written, end = [], 0
    # A sentence from the middle of a long speech has no marks: all of it is said.
    for start, stop in spans(line.text, language) or [(0, len(line.text))]:
        written += [escape(line.text[end:start]), opening, escape(line.text[start:stop]), "</voice>"]
        end = stop
    return "".join([*written, escape(line.text[end:])])
