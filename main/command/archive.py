"""Read the zip of a package that anybody may have made: bounded, and under names that mean one file everywhere."""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from services.contract.errors import BadPackage
from services.contract.shown import quoted

MAX_FILES, MAX_BYTES = 10_000, 1 << 30
"""Most files of an archive, and most bytes that come out of it."""
MAX_NAME = 255
"""Most characters of a file's name, with its folders."""
PIECE = 1 << 20
"""Bytes that are read at once."""
END, END_SIZE = b"PK\x05\x06", 22
"""The record at a zip's end: its signature, and its size without a comment."""
LOCATOR, LOCATOR_SIZE = b"PK\x06\x07", 20
"""The record before it in a zip of over 65,535 files or 4 GB."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What reading a file that is no sound zip raises."""


@dataclass(frozen=True)
class Entry:
    """One file of the archive."""

    name: str
    """Inside the archive's one folder."""
    pieces: Iterator[bytes]
    """Its content, to be read before the next entry."""


def entries(path: Path) -> Iterator[Entry]:
    """Yield the files in their order. Raises BadPackage, which says what is wrong."""
    with _sound(path), path.open("rb") as file:
        _check_end(file)
        with zipfile.ZipFile(file) as archive:
            yield from _entries(archive, path)


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Raise BadPackage for what reading a broken zip raises."""
    try:
        yield
    except BROKEN as error:
        raise BadPackage(f"{path.name} is not a readable zip: {error}") from None


def _check_end(file: BinaryIO) -> None:
    """Bound the list of files before it is read. Raises ValueError."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LOCATOR_SIZE - END_SIZE))
    tail = file.read()
    end = tail[-END_SIZE:]
    if not end.startswith(END) or end[-2:] != b"\0\0":
        raise ValueError("it does not end as a zip without a comment does")
    if tail.startswith(LOCATOR):
        raise ValueError("it is a zip for more files or bytes than a package has")
    if int.from_bytes(end[12:16], "little") > MAX_FILES * (MAX_NAME + 64):
        raise ValueError(f"its list of files is longer than that of {MAX_FILES:,}")
    file.seek(0)


def _entries(archive: zipfile.ZipFile, path: Path) -> Iterator[Entry]:
    found = archive.infolist()
    size = sum(entry.file_size for entry in found)
    if len(found) > MAX_FILES or size > MAX_BYTES:
        raise BadPackage(f"the archive has {len(found):,} files and {size:,} bytes, over {MAX_FILES} or {MAX_BYTES}")
    seen = set[str]()
    root = found[0].filename.partition("/")[0] if found else ""
    for entry in found:
        _check(entry, root)
        # As file systems compare that do not tell capitals or the two ways to write an accent apart.
        name = unicodedata.normalize("NFC", entry.filename.rstrip("/")).casefold()
        if name in seen:
            raise BadPackage(f"{quoted(entry.filename)} is in the archive twice")
        seen.add(name)
        if not entry.is_dir():
            yield Entry(entry.filename.partition("/")[2], _pieces(archive, entry, path))


def _check(entry: zipfile.ZipInfo, root: str) -> None:
    """Raise BadPackage unless the entry is a plain file or folder inside of `root` on every system."""
    name = entry.filename
    folder, *inside = name.removesuffix("/").split("/")
    if folder != root or not (inside or entry.is_dir()):
        raise BadPackage(f"{quoted(name)} is not inside the bag's folder")
    if len(name) > MAX_NAME or any(part in ("", ".", "..") or _strange(part) for part in (folder, *inside)):
        raise BadPackage(f"{quoted(name)} is no name that means the same file on every system")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadPackage(f"{quoted(name)} is a link or a device, and no file")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadPackage(f"{quoted(name)} is compressed by a method that packages do not use")


def _strange(part: str) -> bool:
    """Whether a part of a name has a character that means something to a system or a terminal."""
    return any(character in '\\:*?"<>|' or unicodedata.category(character)[0] == "C" for character in part)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """The entry's content, at most as much as the archive declares: zipfile then compares size and checksum."""
    left = entry.file_size
    with _sound(path), archive.open(entry) as file:
        while piece := file.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise BadPackage(f"{quoted(entry.filename)} has more bytes than the archive says")
            yield piece
    if left:
        raise BadPackage(f"{quoted(entry.filename)} has fewer bytes than the archive says")
