"""The story's text in one language, and the digest by which other parts name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.v1 import parts_pb2
from services.contract.digest import text_digest
from services.shared.wording import wording

TITLE, BYLINE = "title", "byline"
"""Ids of what is spoken before the first sentence, as in Narration.opening."""


@dataclass(frozen=True)
class Text:
    """The story in one language: a BCP-47 code, a title, and paragraphs of (sentence id, sentence)."""

    language: str
    title: str
    paragraphs: Sequence[Sequence[tuple[str, str]]]
    headings: frozenset[str] = frozenset()
    """Ids of the sentences that are headings, each a paragraph of its own."""

    @property
    def sentences(self) -> dict[str, str]:
        """Every sentence by its id, in reading order."""
        return {sentence_id: sentence for paragraph in self.paragraphs for sentence_id, sentence in paragraph}

    def opening(self, author: str = "") -> dict[str, str]:
        """The title and who tells the story, by the ids with which a narration begins."""
        return {TITLE: self.title, BYLINE: wording(self.language).byline(author)}

    def is_heading(self, paragraph: int) -> bool:
        """Whether the paragraph of this index is a heading."""
        return self.paragraphs[paragraph][0][0] in self.headings

    @property
    def digest(self) -> str:
        """What `Narration.text_digest` says of a narration that speaks this text."""
        return text_digest(self.language, self.title, self.sentences.items())


def own_text(story: parts_pb2.Story) -> Text:
    """The story in its own language."""
    paragraphs = [[(sentence.id, sentence.text) for sentence in paragraph.sentences] for paragraph in story.paragraphs]
    return Text(story.language_code, story.title, paragraphs, _headings(story))


def text_in(story: parts_pb2.Story, language: str, title: str, sentences: Mapping[str, str]) -> Text:
    """The story in another language, in the story's paragraphs; `sentences` are the translated ones by id."""
    paragraphs = [
        [(sentence.id, sentences[sentence.id]) for sentence in paragraph.sentences] for paragraph in story.paragraphs
    ]
    return Text(language, title, paragraphs, _headings(story))


def targets(prompt: parts_pb2.Prompt, story: parts_pb2.Story) -> list[str]:
    """The languages that the story is to be translated into: those asked for, but its own."""
    return [code for code in prompt.languages if code != story.language_code]


def _headings(story: parts_pb2.Story) -> frozenset[str]:
    return frozenset(
        sentence.id for paragraph in story.paragraphs if paragraph.heading for sentence in paragraph.sentences
    )
