"""The story as a picture book in one language: what EPUB and PDF are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """One scene: its picture, what it shows, and its paragraphs of (sentence id, text)."""

    picture: str
    """Key of the picture among the book's."""
    alt: str
    paragraphs: Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class ReadAloud:
    """The book's narration: an MP3, and by sentence id the start and end of each sentence, in milliseconds."""

    audio: bytes
    cues: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Book:
    """A picture book. `pictures` are SVG documents by key, such as "scene-01"; the first chapter's is the cover."""

    language: str
    title: str
    chapters: Sequence[Chapter]
    pictures: Mapping[str, str]
    aloud: ReadAloud | None
