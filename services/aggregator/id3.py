"""ID3v2.3 tags for the narration: what it is, who tells it, its cover, and a chapter for each scene.

Version 2.3 is the one that every player reads. Chapters are those of "ID3v2 Chapter Frame Addendum". The same tag makes
the same bytes: nothing in it says when it was made.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

ISO_639_2 = {"en": "eng", "es": "spa", "fr": "fra", "ca": "cat", "gl": "glg", "pt": "por"}
"""The tag's language for a BCP-47 code."""
GENRE = "Audiobook"
_LATIN, _UTF16 = b"\x00", b"\x01"
_FRONT_COVER = b"\x03"
_TOP_LEVEL_ORDERED = 0x03
_NO_OFFSET = 0xFFFFFFFF
"""Of a chapter that is found by its times, not by its bytes."""


@dataclass(frozen=True)
class Chapter:
    """A part of the narration, in milliseconds from its start."""

    name: str
    start: int
    end: int


def tag(
    *, title: str, author: str, language: str, milliseconds: int, chapters: Sequence[Chapter], cover: bytes
) -> bytes:
    """What stands before the first frame of the MP3. `language` is a BCP-47 code, `cover` a PNG, which may be empty."""
    names = [f"scene-{number:02}".encode() for number in range(1, len(chapters) + 1)]
    frames = [
        _text("TIT2", title),
        _text("TPE1", author),
        _text("TALB", title),
        _text("TCON", GENRE),
        _text("TLAN", ISO_639_2.get(language.partition("-")[0], "und")),
        _text("TLEN", str(milliseconds)),
    ]
    if cover:
        frames.append(_frame("APIC", _LATIN + b"image/png\x00" + _FRONT_COVER + b"\x00" + cover))
    if chapters:
        contents = (
            b"contents\x00" + bytes((_TOP_LEVEL_ORDERED, len(names))) + b"".join(name + b"\x00" for name in names)
        )
        frames.append(_frame("CTOC", contents))
    for name, chapter in zip(names, chapters, strict=True):
        times = struct.pack(">IIII", chapter.start, chapter.end, _NO_OFFSET, _NO_OFFSET)
        frames.append(_frame("CHAP", name + b"\x00" + times + _text("TIT2", chapter.name)))
    content = b"".join(frames)
    return b"ID3\x03\x00\x00" + _seven_bits(len(content)) + content


def _frame(name: str, content: bytes) -> bytes:
    return name.encode() + struct.pack(">IH", len(content), 0) + content


def _text(name: str, text: str) -> bytes:
    return _frame(name, _UTF16 + b"\xff\xfe" + text.encode("utf-16-le"))


def _seven_bits(size: int) -> bytes:
    """The tag's size: of each byte, seven bits count."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
