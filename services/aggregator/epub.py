"""The picture book as EPUB 3.3, read aloud where there is a narration; the same book makes the same bytes."""

import io
import uuid
import zipfile
from collections.abc import Mapping
from html import escape

from services.aggregator.book import Book, Chapter, ReadAloud
from services.contract.digest import sha256

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
.read-aloud { background: #ffe9a8; color: #222; }
"""
_AUDIO = "audio/story.mp3"
_ACTIVE = "read-aloud"
_CONTENTS = {
    "en": "Contents",
    "es": "Índice",
    "fr": "Sommaire",
    "ca": "Índex",
    "gl": "Índice",
    "pt": "Índice",
}
_CHAPTER = {"en": "Scene", "es": "Escena", "fr": "Scène", "ca": "Escena", "gl": "Escena", "pt": "Cena"}


def build(book: Book) -> bytes:
    """The book as EPUB; with a narration, a reader shows the sentence that is read and turns the pages."""
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/style.css": _STYLE,
        "EPUB/nav.xhtml": _navigation(book),
        "EPUB/cover.xhtml": _page(book, _figure(book.chapters[0], book.title)),
    }
    for number, chapter in enumerate(book.chapters, start=1):
        files[f"EPUB/{_name(number)}.xhtml"] = _page(book, _chapter(number, chapter, book.title))
        if book.aloud:
            files[f"EPUB/{_name(number)}.smil"] = _overlay(number, chapter, book.aloud)
    files |= {f"EPUB/images/{key}.svg": svg for key, svg in book.pictures.items()}
    if book.aloud:
        files[f"EPUB/{_AUDIO}"] = book.aloud.audio
    content = b"".join(item if isinstance(item, bytes) else item.encode() for item in files.values())
    files["EPUB/package.opf"] = _package(book, sha256(content))
    return _zip(files)


def _name(number: int) -> str:
    return f"scene-{number:02}"


def _page(book: Book, body: str) -> str:
    language, title = book.language, book.title
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
    return f'<section id="scene">\n{heading}{_figure(chapter, chapter.alt)}\n{chr(10).join(blocks)}\n</section>'


def _navigation(book: Book) -> str:
    chapter = _CHAPTER.get(book.language, _CHAPTER["en"])
    items = "".join(
        f'<li><a href="{_name(number)}.xhtml">{chapter} {number}</a></li>'
        for number in range(1, len(book.chapters) + 1)
    )
    heading = _CONTENTS.get(book.language, _CONTENTS["en"])
    body = f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><h1>{heading}</h1><ol>{items}</ol></nav>'
    return _page(book, body)


def _spoken(chapter: Chapter, aloud: ReadAloud) -> list[tuple[str, tuple[int, int]]]:
    return [(key, aloud.cues[key]) for paragraph in chapter.paragraphs for key, _ in paragraph]


def _overlay(number: int, chapter: Chapter, aloud: ReadAloud) -> str:
    """SMIL: which stretch of the audio reads which sentence."""
    page = f"{_name(number)}.xhtml"
    pairs = "\n".join(
        f'<par id="p-{key}"><text src="{page}#{key}"/>'
        f'<audio src="{_AUDIO}" clipBegin="{start / 1e3:.3f}s" clipEnd="{end / 1e3:.3f}s"/></par>'
        for key, (start, end) in _spoken(chapter, aloud)
    )
    return (
        f'{_XML}<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body><seq id="s-{_name(number)}" epub:textref="{page}#scene">\n{pairs}\n</seq></body>\n</smil>\n'
    )


def _durations(book: Book, aloud: ReadAloud) -> list[str]:
    """Metadata of the overlays: how long each is, and all of them."""
    lengths = [sum(end - start for _, (start, end) in _spoken(chapter, aloud)) for chapter in book.chapters]
    return [
        f'<meta property="media:duration">{sum(lengths) / 1e3:.3f}s</meta>',
        *(
            f'<meta property="media:duration" refines="#overlay-{number}">{length / 1e3:.3f}s</meta>'
            for number, length in enumerate(lengths, start=1)
        ),
        f'<meta property="media:active-class">{_ACTIVE}</meta>',
    ]


def _items(book: Book) -> list[str]:
    """The manifest."""
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>',
    ]
    for number in range(1, len(book.chapters) + 1):
        page = _name(number)
        overlay = f' media-overlay="overlay-{number}"' if book.aloud else ""
        items.append(f'<item id="{page}" href="{page}.xhtml" media-type="application/xhtml+xml"{overlay}/>')
        if book.aloud:
            items.append(f'<item id="overlay-{number}" href="{page}.smil" media-type="application/smil+xml"/>')
    if book.aloud:
        items.append(f'<item id="audio" href="{_AUDIO}" media-type="audio/mpeg"/>')
    for key in book.pictures:
        cover = ' properties="cover-image"' if key == book.chapters[0].picture else ""
        items.append(f'<item id="image-{key}" href="images/{key}.svg" media-type="image/svg+xml"{cover}/>')
    return items


def _package(book: Book, digest: str) -> str:
    """The package document: metadata with what a reader with a disability must know, manifest, reading order."""
    order = "".join(f'<itemref idref="{_name(number)}"/>' for number in range(1, len(book.chapters) + 1))
    access = [
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "alternativeText"),
        ("accessibilityFeature", "readingOrder"),
        ("accessibilityHazard", "none"),
    ]
    aloud = []
    if book.aloud:
        access += [("accessMode", "auditory"), ("accessibilityFeature", "synchronizedAudioText")]
        aloud = _durations(book, book.aloud)
    metadata = [
        f'<dc:identifier id="id">urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}</dc:identifier>',
        f"<dc:title>{escape(book.title)}</dc:title>",
        f"<dc:language>{book.language}</dc:language>",
        "<dc:creator>Storyloom</dc:creator>",
        f'<meta property="dcterms:modified">{MODIFIED}</meta>',
        *(f'<meta property="schema:{name}">{value}</meta>' for name, value in access),
        *aloud,
    ]
    newline = "\n"
    return (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{book.language}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{newline.join(metadata)}\n</metadata>\n<manifest>\n{newline.join(_items(book))}\n</manifest>\n"
        f'<spine><itemref idref="cover" linear="no"/>{order}</spine>\n</package>\n'
    )


def _zip(files: Mapping[str, str | bytes]) -> bytes:
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
