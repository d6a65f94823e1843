"""The story in each language that there is: its text, how good it is, and its narration."""

from dataclasses import dataclass

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator.book import Book, Chapter, ReadAloud
from services.shared.documents import Text


@dataclass(frozen=True)
class Telling:
    """The story in one language."""

    text: Text
    quality: parts_pb2.Quality
    note: str
    """What is to say of the translation."""
    backend: str
    """What told it."""
    narration: parts_pb2.Narration | None
    """Its script and, perhaps, its sound."""

    @property
    def language(self) -> str:
        """BCP-47 code."""
        return self.text.language

    @property
    def sentences(self) -> dict[str, str]:
        """Every sentence by its id."""
        return {key: said for paragraph in self.text.paragraphs for key, said in paragraph}

    @property
    def aloud(self) -> ReadAloud | None:
        """The narration's sound and times, where it has sound."""
        if self.narration is None or not self.narration.audio:
            return None
        cues = {cue.sentence_id: (cue.start.ToMilliseconds(), cue.end.ToMilliseconds()) for cue in self.narration.cues}
        return ReadAloud(self.narration.audio, cues)


def tellings(draft: draft_pb2.Draft) -> list[Telling]:
    """The story's own language first, then the translations that are available."""
    story = draft.story
    narrations = {item.language_code: item for item in draft.audio_script.narrations}
    own = {item.id: item.text for paragraph in story.paragraphs for item in paragraph.sentences}
    language = story.language_code
    found = [
        Telling(
            _text(story, language, story.title, own), parts_pb2.QUALITY_FULL, "", "builtin", narrations.get(language)
        ),
    ]
    for item in draft.translations.translations:
        if item.quality == parts_pb2.QUALITY_UNAVAILABLE:
            continue
        said = {sentence.sentence_id: sentence.text for sentence in item.sentences}
        text = _text(story, item.language_code, item.title, said)
        found.append(Telling(text, item.quality, item.note, item.backend, narrations.get(item.language_code)))
    return found


def book(telling: Telling, concept: parts_pb2.ImageConcept) -> Book:
    """The telling as a picture book."""
    chapters = [
        Chapter(scene.id, scene.alt_text, [telling.text.paragraphs[index] for index in scene.paragraphs])
        for scene in concept.scenes
    ]
    pictures = {scene.id: scene.svg for scene in concept.scenes}
    return Book(telling.language, telling.text.title, chapters, pictures, telling.aloud)


def _text(story: parts_pb2.Story, language: str, title: str, said: dict[str, str]) -> Text:
    paragraphs = [[(item.id, said[item.id]) for item in paragraph.sentences] for paragraph in story.paragraphs]
    return Text(language, title, paragraphs)
