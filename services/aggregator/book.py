"""The story as a picture book in one language: what EPUB, PDF and the narration's tags are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.shared.wording import Wording, wording


@dataclass(frozen=True)
class Chapter:
    """One scene: its name, its picture, what that shows, and its paragraphs of (sentence id, text)."""

    name: str
    """The heading with which it begins, or the scene's own name; empty where it goes on under the heading before."""
    picture: str
    """Key of the picture among the book's."""
    alt: str
    paragraphs: Sequence[Sequence[tuple[str, str]]]
    headings: frozenset[str] = frozenset()
    """Ids of the sentences that are headings of the book, each a paragraph of its own."""

    @property
    def headed(self) -> bool:
        """Whether it begins with a heading of the book, which is its name."""
        return self.paragraphs[0][0][0] in self.headings

    @property
    def inner_headings(self) -> list[tuple[str, str]]:
        """Id and text of the headings after the first paragraph."""
        return [paragraph[0] for paragraph in self.paragraphs[1:] if paragraph[0][0] in self.headings]


@dataclass(frozen=True)
class ReadAloud:
    """The book's narration: an MP3, its length, and by id the start and end of each sentence; in milliseconds.

    The title and the byline have cues too, where they are spoken.
    """

    audio: bytes
    cues: Mapping[str, tuple[int, int]]
    milliseconds: int


@dataclass(frozen=True)
class Book:
    """A picture book. `pictures` are SVG documents by key, such as "scene-01"; the first chapter's is on the cover."""

    language: str
    title: str
    author: str
    """Whose book it is, for catalogues."""
    byline: str
    """Who tells it, a phrase in the book's language."""
    chapters: Sequence[Chapter]
    pictures: Mapping[str, str]
    aloud: ReadAloud | None

    @property
    def phrases(self) -> Wording:
        """What the book says beside the story."""
        return wording(self.language)

    @property
    def cover_alt(self) -> str:
        """What the cover's picture shows."""
        return self.phrases.cover_picture.format(picture=self.chapters[0].alt)
