"""An EPUB 3.3 book of the story in one language, with its pictures; the same story makes the same bytes."""

import io
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from services.digest import sha256

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that zip can say: a fixed one, so that time is not content."""
MODIFIED = "1980-01-01T00:00:00Z"
MEDIA_TYPE = "application/epub+zip"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER = (
    _XML + '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_STYLE = """body { font-family: serif; line-height: 1.5; margin: 0 5%; }
h1 { text-align: center; margin: 1em 0; }
figure { margin: 0 0 1em; break-inside: avoid; }
img { width: 100%; height: auto; }
p { margin: 0; text-indent: 1.2em; text-align: start; }
p.first { text-indent: 0; }
"""
_CONTENTS = {"en": "Contents", "es": "Índice", "fr": "Sommaire"}
_CHAPTER = {"en": "Scene", "es": "Escena", "fr": "Scène"}


@dataclass(frozen=True)
class Chapter:
    """One scene: its picture, what it shows, and its paragraphs of (sentence id, text)."""

    picture: str
    """Key of the picture among the book's."""
    alt: str
    paragraphs: Sequence[Sequence[tuple[str, str]]]


def build(language: str, title: str, chapters: Sequence[Chapter], pictures: Mapping[str, str]) -> bytes:
    """The book. `pictures` are SVG documents by key, such as "scene-01"; the first chapter's is the cover."""
    files = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/style.css": _STYLE,
        "EPUB/nav.xhtml": _navigation(language, title, len(chapters)),
        "EPUB/cover.xhtml": _page(language, title, _figure(chapters[0], title)),
    }
    for number, chapter in enumerate(chapters, start=1):
        files[f"EPUB/{_name(number)}.xhtml"] = _page(language, title, _chapter(number, chapter, title))
    files |= {f"EPUB/images/{key}.svg": svg for key, svg in pictures.items()}
    files["EPUB/package.opf"] = _package(language, title, chapters, pictures, sha256("".join(files.values()).encode()))
    return _zip(files)


def _name(number: int) -> str:
    return f"scene-{number:02}"


def _page(language: str, title: str, body: str) -> str:
    return (
        f'{_XML}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">\n'
        f'<head><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _figure(chapter: Chapter, alt: str) -> str:
    return f'<figure><img src="images/{chapter.picture}.svg" alt="{escape(alt)}"/></figure>'


def _chapter(number: int, chapter: Chapter, title: str) -> str:
    heading = f"<h1>{escape(title)}</h1>\n" if number == 1 else ""
    blocks = []
    for position, paragraph in enumerate(chapter.paragraphs):
        spans = " ".join(f'<span id="{key}">{escape(text, quote=False)}</span>' for key, text in paragraph)
        blocks.append(f"<p>{spans}</p>" if position else f'<p class="first">{spans}</p>')
    return f"<section>\n{heading}{_figure(chapter, chapter.alt)}\n{chr(10).join(blocks)}\n</section>"


def _navigation(language: str, title: str, count: int) -> str:
    chapter = _CHAPTER.get(language, _CHAPTER["en"])
    items = "".join(
        f'<li><a href="{_name(number)}.xhtml">{chapter} {number}</a></li>' for number in range(1, count + 1)
    )
    heading = _CONTENTS.get(language, _CONTENTS["en"])
    body = f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><h1>{heading}</h1><ol>{items}</ol></nav>'
    return _page(language, title, body)


def _package(language: str, title: str, chapters: Sequence[Chapter], pictures: Mapping[str, str], digest: str) -> str:
    """The package document: metadata with what a reader with a disability must know, manifest, reading order."""
    pages = [_name(number) for number in range(1, len(chapters) + 1)]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>',
        *(f'<item id="{page}" href="{page}.xhtml" media-type="application/xhtml+xml"/>' for page in pages),
    ]
    for key in pictures:
        cover = ' properties="cover-image"' if key == chapters[0].picture else ""
        items.append(f'<item id="image-{key}" href="images/{key}.svg" media-type="image/svg+xml"{cover}/>')
    order = "".join(f'<itemref idref="{page}"/>' for page in pages)
    access = (
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "alternativeText"),
        ("accessibilityFeature", "readingOrder"),
        ("accessibilityHazard", "none"),
    )
    return (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{language}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}</dc:identifier>\n'
        f"<dc:title>{escape(title)}</dc:title>\n<dc:language>{language}</dc:language>\n"
        f'<dc:creator>Storyloom</dc:creator>\n<meta property="dcterms:modified">{MODIFIED}</meta>\n'
        + "".join(f'<meta property="schema:{name}">{value}</meta>\n' for name, value in access)
        + f"</metadata>\n<manifest>\n{chr(10).join(items)}\n</manifest>\n"
        f'<spine><itemref idref="cover" linear="no"/>{order}</spine>\n</package>\n'
    )


def _zip(files: Mapping[str, str]) -> bytes:
    """The container: the media type first, as the specification asks.

    Nothing in it is compressed: another zlib would make other bytes, and the package around it is compressed anyway.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), MEDIA_TYPE)
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(path, EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()
