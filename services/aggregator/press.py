"""Typeset the picture book as PDF and print the pictures as PNG, both with Typst and its own fonts.

The same input makes the same bytes: no date is written and no font of the machine is used.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import typst

from services.aggregator.book import Book, Chapter
from services.aggregator.softening import softened

PNG_WIDTH, PNG_HEIGHT = 1280, 720
_BOOK = Path(__file__).with_name("book.typ").read_bytes()
_PICTURES = f"""#let pictures = json(bytes(sys.inputs.pictures))
#set page(width: {PNG_WIDTH}pt, height: {PNG_HEIGHT}pt, margin: 0pt)
#for picture in pictures {{ page(image(bytes(picture), format: "svg", width: 100%)) }}
""".encode()
_POINTS_PER_INCH = 72.0
"""At this resolution a point is a pixel, at scale 1."""
_PAPER = "#fbf5e9"


def pdf(book: Book) -> tuple[bytes, bool]:
    """The book as PDF on A5, and whether its font has every character of it.

    It is PDF/UA-1 (accessible) when it has: that standard forbids a character that nobody can see.
    """
    data = _data(book, book.chapters)
    try:
        return _compile(_BOOK, "pdf", {"book": data}, ["ua-1"])[0], True
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return _compile(_BOOK, "pdf", {"book": data}, [])[0], False


def cover(book: Book) -> bytes:
    """The first page of the PDF as PNG, 839 by 1191."""
    return _compile(_BOOK, "png", {"book": _data(book, [])}, [], scale=2)[0]


def _data(book: Book, chapters: Sequence[Chapter]) -> dict[str, object]:
    """The data that book.typ reads."""
    pictures = [{"picture": book.pictures[chapter.picture], "alt": chapter.alt} for chapter in chapters]
    texts = [
        [
            {
                "text": softened(" ".join(text for _, text in paragraph)),
                "heading": paragraph[0][0] in chapter.headings,
            }
            for paragraph in chapter.paragraphs
        ]
        for chapter in chapters
    ]
    first = book.chapters[0]
    return {
        "language": book.language,
        "title": book.title,
        "heading": softened(book.title),
        "author": book.author,
        "byline": softened(book.byline),
        "paper": _PAPER,
        "cover": {"picture": book.pictures[first.picture], "alt": book.cover_alt},
        "chapters": [picture | {"paragraphs": paragraphs} for picture, paragraphs in zip(pictures, texts, strict=True)],
    }


def png(pictures: Sequence[str]) -> list[bytes]:
    """The SVG documents as PNG, 1280 by 720."""
    return _compile(_PICTURES, "png", {"pictures": list(pictures)}, [])


def _compile(
    source: bytes,
    kind: Literal["pdf", "png"],
    inputs: dict[str, object],
    standards: list[Literal["ua-1"]],
    scale: int = 1,
) -> list[bytes]:
    made = typst.compile(
        source,
        format=kind,
        ppi=_POINTS_PER_INCH * scale,
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(value) for name, value in inputs.items()},
        pdf_standards=list(standards),
        timestamp=0,
    )
    return made if isinstance(made, list) else [made]
