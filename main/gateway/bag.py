"""The files inside a run's package, read from the store in pieces: no archive is ever whole in memory."""

import asyncio
import io
import json
import mimetypes
import struct
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from main.gateway.store.base import PIECE_BYTES, Archive
from services.contract.digest import sha256
from services.contract.errors import BadPackage, NotFound

MAX_FILES = 10_000
"""Files of a package whose list is read."""
MAX_LISTING = 4 * 1024 * 1024
"""Bytes of a file of the package that describes the others."""
CHUNK_BYTES = 256 * 1024
"""Largest piece that a compressed file is read in."""
KEPT = 64
"""Lists that are kept, so that a page's requests for its pictures read one list."""
LOCAL_HEADER = 30
"""Bytes of a zip's local header before the name."""
MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")


@dataclass(frozen=True)
class BagFile:
    """A file in a package."""

    path: str
    """Inside the bag's folder, such as data/index.html."""
    size: int
    """Bytes, unpacked."""
    media_type: str
    sha256: str
    language: str
    """BCP-47 code; empty when it has none."""
    header: int
    """Where its local header begins in the archive."""
    packed: int
    """Bytes in the archive."""
    stored: bool
    """As it is, not deflated."""


class Bags:
    """The lists of the packages that were asked for last."""

    def __init__(self) -> None:
        self._lists: OrderedDict[tuple[str, str], dict[str, BagFile]] = OrderedDict()

    async def files(self, run_id: str, archive: Archive) -> Mapping[str, BagFile]:
        """The package's files by path, in order. Raises NotFound when it is replaced meanwhile, and BadPackage."""
        key = (run_id, archive.version)
        if key not in self._lists:
            loop = asyncio.get_running_loop()
            self._lists[key] = await asyncio.to_thread(_listed, _Reader(archive, loop))
            while len(self._lists) > KEPT:
                self._lists.popitem(last=False)
        self._lists.move_to_end(key)
        return self._lists[key]

    async def file(self, run_id: str, archive: Archive, path: str) -> BagFile:
        """One file. Raises NotFound."""
        if (found := (await self.files(run_id, archive)).get(path)) is None:
            raise NotFound(f"the package of run {run_id!r} has no file {path!r}; its list has all paths")
        return found


async def content(archive: Archive, file: BagFile, start: int, stop: int) -> AsyncIterator[bytes]:
    """The file's bytes from `start` up to `stop`. Raises NotFound when the package is replaced meanwhile."""
    header = b"".join([piece async for piece in archive.read(file.header, file.header + LOCAL_HEADER)])
    name, extra = struct.unpack_from("<HH", header, 26)
    begin = file.header + LOCAL_HEADER + name + extra
    if file.stored:
        async for piece in archive.read(begin + start, begin + stop):
            yield piece
        return
    inflate, at = zlib.decompressobj(-zlib.MAX_WBITS), 0
    async for piece in archive.read(begin, begin + file.packed):
        left = piece
        while left and at < stop:
            chunk = inflate.decompress(left, CHUNK_BYTES)
            left = inflate.unconsumed_tail
            if wanted := chunk[max(0, start - at) : stop - at]:
                yield wanted
            at += len(chunk)
            await asyncio.sleep(0)


class _Reader(io.RawIOBase):
    """An archive as a file for a thread, with one piece in memory."""

    def __init__(self, archive: Archive, loop: asyncio.AbstractEventLoop) -> None:
        self._archive, self._loop = archive, loop
        self._at = 0
        self._number, self._piece = -1, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._archive.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer up to the end of a piece."""
        if self._at >= self._archive.size:
            return 0
        number, offset = divmod(self._at, PIECE_BYTES)
        if number != self._number:
            self._piece = asyncio.run_coroutine_threadsafe(self._archive.piece(number), self._loop).result()
            self._number = number
        found = self._piece[offset : offset + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def _listed(reader: _Reader) -> dict[str, BagFile]:
    try:
        with zipfile.ZipFile(io.BufferedReader(reader)) as archive:
            entries = {entry.filename.partition("/")[2]: entry for entry in archive.infolist()}
            if len(entries) > MAX_FILES:
                raise BadPackage(f"the package has {len(entries)} files, over {MAX_FILES}")
            said = {row["path"]: row for row in json.loads(_read(archive, entries["contents.json"]))}
            lists = [_read(archive, entries[name]) for name in MANIFESTS]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError) as error:
        raise BadPackage(f"the package cannot be read: {error!r}") from None
    hashes = {MANIFESTS[1]: sha256(lists[1])}
    for line in b"".join(lists).decode().splitlines():
        value, _, path = line.partition("  ")
        hashes[path] = value
    return {
        path: BagFile(
            path,
            entry.file_size,
            said.get(path, {}).get("media_type") or mimetypes.guess_type(path)[0] or "application/octet-stream",
            hashes.get(path, ""),
            said.get(path, {}).get("language", ""),
            entry.header_offset,
            entry.compress_size,
            entry.compress_type == zipfile.ZIP_STORED,
        )
        for path, entry in entries.items()
    }


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MAX_LISTING:
        raise BadPackage(f"{entry.filename} has {entry.file_size} bytes, over {MAX_LISTING}")
    return archive.read(entry)
