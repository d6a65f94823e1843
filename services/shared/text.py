"""The story's text in one language, and the digest by which other parts name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.v1 import parts_pb2
from services.contract.digest import text_digest


@dataclass(frozen=True)
class Text:
    """The story in one language: a BCP-47 code, a title, and paragraphs of (sentence id, sentence)."""

    language: str
    title: str
    paragraphs: Sequence[Sequence[tuple[str, str]]]

    @property
    def sentences(self) -> dict[str, str]:
        """Every sentence by its id, in reading order."""
        return {sentence_id: sentence for paragraph in self.paragraphs for sentence_id, sentence in paragraph}

    @property
    def digest(self) -> str:
        """What `Narration.text_digest` says of a narration that speaks this text."""
        return text_digest(self.language, self.title, self.sentences.items())


def own_text(story: parts_pb2.Story) -> Text:
    """The story in its own language."""
    paragraphs = [[(sentence.id, sentence.text) for sentence in paragraph.sentences] for paragraph in story.paragraphs]
    return Text(story.language_code, story.title, paragraphs)


def text_in(story: parts_pb2.Story, language: str, title: str, sentences: Mapping[str, str]) -> Text:
    """The story in another language, in the story's paragraphs; `sentences` are the translated ones by id."""
    paragraphs = [
        [(sentence.id, sentences[sentence.id]) for sentence in paragraph.sentences] for paragraph in story.paragraphs
    ]
    return Text(language, title, paragraphs)
