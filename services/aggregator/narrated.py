"""The narration as a file of its own: its MP3 says what it is, and where each scene begins."""

from itertools import pairwise

from services.aggregator import id3
from services.aggregator.book import Book


def tag(book: Book, cover: bytes) -> bytes:
    """The ID3 tag of the book's narration; `cover` is a PNG, which may be empty. The book must be read aloud."""
    assert book.aloud is not None  # noqa: S101 - for mypy
    named = [chapter for chapter in book.chapters if chapter.name]
    # The title is heard before the first scene; it belongs to that one.
    begins = [0, *(book.aloud.cues[chapter.paragraphs[0][0][0]][0] for chapter in named[1:])]
    chapters = [
        id3.Chapter(chapter.name, start, end)
        for chapter, (start, end) in zip(named, pairwise([*begins, book.aloud.milliseconds]), strict=True)
    ]
    return id3.tag(
        title=book.title,
        author=book.author,
        language=book.language,
        milliseconds=book.aloud.milliseconds,
        chapters=chapters,
        cover=cover,
    )
