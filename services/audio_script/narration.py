"""Narration: SSML with pauses, and when each sentence is spoken."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from services.readability import syllables, words

SYLLABLE_MS = 240
"""An unhurried reading voice: about 4.2 syllables a second."""
SENTENCE_PAUSE_MS = 350
PARAGRAPH_PAUSE_MS = 900


@dataclass(frozen=True)
class Cue:
    """When one sentence is spoken, milliseconds from the start."""

    sentence_id: str
    start_ms: int
    end_ms: int


def cues(paragraphs: list[list[tuple[str, str]]]) -> tuple[list[Cue], int]:
    """Time the sentences, given as (id, text); return the cues and the whole length in milliseconds."""
    found, clock = [], 0
    for paragraph in paragraphs:
        for sentence_id, text in paragraph:
            spoken = SYLLABLE_MS * max(1, sum(map(syllables, words(text))))
            found.append(Cue(sentence_id, clock, clock + spoken))
            clock += spoken + SENTENCE_PAUSE_MS
        clock += PARAGRAPH_PAUSE_MS - SENTENCE_PAUSE_MS
    return found, max(0, clock - PARAGRAPH_PAUSE_MS)


def ssml(title: str, language: str, paragraphs: list[list[tuple[str, str]]]) -> str:
    """A W3C SSML 1.1 document with one mark a sentence, named by its id."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang={quoteattr(language)}>',
        f'  <metadata><title xmlns="http://purl.org/dc/elements/1.1/">{escape(title)}</title></metadata>',
    ]
    for paragraph in paragraphs:
        lines.append("  <p>")
        for sentence_id, text in paragraph:
            lines.append(f'    <mark name="{sentence_id}"/><s>{escape(text)}</s>')
            lines.append(f'    <break time="{SENTENCE_PAUSE_MS}ms"/>')
        lines.append("  </p>")
        lines.append(f'  <break time="{PARAGRAPH_PAUSE_MS - SENTENCE_PAUSE_MS}ms"/>')
    return "\n".join([*lines, "</speak>", ""])
