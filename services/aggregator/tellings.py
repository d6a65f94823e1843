"""The story in each language that the package has: its text, how good it is, and its narration."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator.book import Book, Chapter, ReadAloud
from services.shared.text import Text, own_text, text_in


@dataclass(frozen=True)
class Telling:
    """The story in one language."""

    text: Text
    quality: parts_pb2.Quality
    note: str
    """What a person should know of the translation; empty when there is nothing."""
    backend: str
    """What wrote the text, such as "builtin"."""
    narration: parts_pb2.Narration | None
    """The narration that speaks this very text; None when there is none."""

    @property
    def language(self) -> str:
        """BCP-47 code."""
        return self.text.language

    @property
    def aloud(self) -> ReadAloud | None:
        """The narration's sound and the times of its sentences; None without sound."""
        if self.narration is None or not self.narration.audio:
            return None
        cues = {cue.sentence_id: (cue.start.ToMilliseconds(), cue.end.ToMilliseconds()) for cue in self.narration.cues}
        return ReadAloud(self.narration.audio, cues)


def tellings(draft: draft_pb2.Draft) -> list[Telling]:
    """The story's own language first, then the translations that are available."""
    story = draft.story
    narrations = {item.text_digest: item for item in draft.audio_script.narrations}

    def telling(text: Text, quality: parts_pb2.Quality, note: str, backend: str) -> Telling:
        return Telling(text, quality, note, backend, narrations.get(text.digest))

    found = [telling(own_text(story), parts_pb2.QUALITY_FULL, "", "builtin")]
    for item in draft.translations.translations:
        if item.quality != parts_pb2.QUALITY_UNAVAILABLE:
            sentences = {sentence.sentence_id: sentence.text for sentence in item.sentences}
            text = text_in(story, item.language_code, item.title, sentences)
            found.append(telling(text, item.quality, item.note, item.backend))
    return found


def left_out(draft: draft_pb2.Draft, told: Sequence[Telling]) -> list[parts_pb2.Narration]:
    """The narrations that speak none of these texts: a listener would hear other sentences than a reader sees."""
    digests = {telling.text.digest for telling in told}
    return [narration for narration in draft.audio_script.narrations if narration.text_digest not in digests]


def book(telling: Telling, concept: parts_pb2.ImageConcept) -> Book:
    """The telling as a picture book."""
    chapters = [
        Chapter(scene.id, scene.alt_text, [telling.text.paragraphs[index] for index in scene.paragraphs])
        for scene in concept.scenes
    ]
    pictures = {scene.id: scene.svg for scene in concept.scenes}
    return Book(telling.language, telling.text.title, chapters, pictures, telling.aloud)
