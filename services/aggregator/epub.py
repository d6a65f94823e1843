"""The picture book as EPUB 3.3, read aloud where there is a narration; the same book makes the same bytes."""

import io
import uuid
import zipfile
from collections.abc import Mapping

from services.aggregator.book import Book, Chapter, ReadAloud
from services.contract.digest import sha256
from services.shared.templates import render
from services.shared.text import BYLINE, TITLE

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Modification time of every entry, zip's earliest: it is fixed, so that the same book makes the same bytes."""
MODIFIED = "1980-01-01T00:00:00Z"
MEDIA_TYPE = "application/epub+zip"
_STYLE = """body { font-family: serif; line-height: 1.5; margin: 0 5%; overflow-wrap: break-word; }
h1, h2, .byline { text-align: center; text-indent: 0; }
h1 { margin: 1em 0 .5em; }
h2 { margin: 1em 0; font-size: 1em; font-weight: normal; font-variant: small-caps; letter-spacing: .1em; }
h2.heading { margin: 1em 0; font-size: 1.2em; font-weight: bold; font-variant: normal; letter-spacing: 0; }
figure { margin: 0 0 1em; break-inside: avoid; }
img { width: 100%; height: auto; }
p { margin: 0; text-indent: 1.2em; text-align: start; widows: 2; orphans: 2; }
p.first { text-indent: 0; }
.cover { margin: 0; text-align: center; }
.cover img { width: auto; max-width: 100%; max-height: 100vh; }
.read-aloud { background: #ffe9a8; color: #222; }
"""
_FEATURES = ("alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")
_ALOUD_FEATURES = ("synchronizedAudioText",)
"""What the book offers, in the words of schema.org's accessibilityFeature."""
_AUDIO = "audio/story.mp3"
_ACTIVE = "read-aloud"


def build(book: Book, cover: bytes = b"") -> bytes:
    """The book as EPUB; with a narration, a reader shows the sentence that is read and turns the pages.

    `cover` is a PNG with the title on it; without one, the first scene's picture is the cover.
    """
    # Not the scenes' own ids: a page's name is its place in the book.
    pages = [f"scene-{number:02}" for number in range(1, len(book.chapters) + 1)]
    picture = "cover.png" if cover else f"{book.chapters[0].picture}.svg"
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": render(__file__, "epub_container.xml.j2"),
        "EPUB/style.css": _STYLE,
        "EPUB/nav.xhtml": render(__file__, "epub_navigation.xhtml.j2", book=book, pages=pages),
        "EPUB/cover.xhtml": render(__file__, "epub_cover.xhtml.j2", book=book, picture=picture),
    }
    lengths = []
    for page, chapter in zip(pages, book.chapters, strict=True):
        files[f"EPUB/{page}.xhtml"] = render(
            __file__, "epub_chapter.xhtml.j2", book=book, chapter=chapter, with_title=page is pages[0]
        )
        if book.aloud:
            spoken = _spoken(chapter, book.aloud, with_title=page is pages[0])
            lengths.append(sum(end - start for _, (start, end) in spoken))
            files[f"EPUB/{page}.smil"] = render(
                __file__, "epub_overlay.smil.j2", page=page, spoken=spoken, audio=_AUDIO
            )
    files |= {f"EPUB/images/{key}.svg": svg for key, svg in book.pictures.items()}
    if cover:
        files["EPUB/images/cover.png"] = cover
    if book.aloud:
        files[f"EPUB/{_AUDIO}"] = book.aloud.audio
    content = b"".join(item if isinstance(item, bytes) else item.encode() for item in files.values())
    files["EPUB/package.opf"] = render(
        __file__,
        "epub_package.opf.j2",
        book=book,
        pages=pages,
        cover=picture,
        lengths=lengths,
        identifier=uuid.uuid5(uuid.NAMESPACE_OID, sha256(content)),
        modified=MODIFIED,
        features=[*_FEATURES, *(_ALOUD_FEATURES if book.aloud else ())],
        summary=" ".join(
            (
                book.phrases.accessible,
                *((book.phrases.accessible_aloud,) if book.aloud else ()),
                book.phrases.accessible_limits,
            )
        ),
        audio=_AUDIO,
        active_class=_ACTIVE,
    )
    return _zip(files)


def _spoken(chapter: Chapter, aloud: ReadAloud, with_title: bool) -> list[tuple[str, tuple[int, int]]]:
    """By id the start and end of each sentence of the chapter, in milliseconds; first the opening, if heard."""
    opening = [key for key in (TITLE, BYLINE) if with_title and key in aloud.cues]
    sentences = [key for paragraph in chapter.paragraphs for key, _ in paragraph]
    return [(key, aloud.cues[key]) for key in (*opening, *sentences)]


def _zip(files: Mapping[str, str | bytes]) -> bytes:
    """The zip container; the media type comes first, as EPUB's container format demands.

    Nothing in it is compressed: the bytes would depend on the version of zlib.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), MEDIA_TYPE)
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(path, EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()
