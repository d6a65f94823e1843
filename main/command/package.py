"""A package on disk: save it without half-written files, and verify it."""

import hashlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from main.command import archive
from pipeline.v1 import parts_pb2
from services.contract import jsontext, request
from services.contract.digest import STATISTICS, content_digest, sha256
from services.contract.errors import BadPackage, ConfigurationError, NotFound
from services.contract.limits import MAX_ERROR_MESSAGE
from services.contract.shown import cut, quoted

MB = 1_000_000
ROOM, ROOM_OF_TEXT = 8 * MB, 2 * MB
"""Bytes that a package may take of which little is known, and one without sound and PDF."""
SPOKEN = 4_000
"""Bytes of sound and pages for each word in each language, at the usual pace."""
MAX_TAG_BYTES = 4 << 20
"""Most bytes of a manifest, and of another file that is kept in memory."""


@dataclass(frozen=True)
class Verified:
    """What a package that verifies says of itself."""

    path: Path
    content_digest: str
    files: int
    bytes: int
    notes: tuple[str, ...]
    """What is missing or less than was asked, and why; empty when all is there."""


def room(prompt: parts_pb2.Prompt) -> int:
    """Bytes that the prompt's package may take: what is found, and half as much again."""
    if prompt.text_only:
        return ROOM_OF_TEXT
    words = len(prompt.story.split()) or prompt.length
    return ROOM + SPOKEN * words * (1 + len(prompt.languages)) * request.DEFAULT_PACE // prompt.pace


def prepare(folder: Path, most: int) -> None:
    """See that a package of `most` bytes can be written to the folder, without making it. Raises ConfigurationError."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=there, prefix=".", suffix=".part"):
            free = shutil.disk_usage(there).free
    except OSError as error:
        raise _unwritable(folder, error.strerror) from None
    if free < most:
        raise _unwritable(folder, f"{free // MB} MB are free there, and the package may take {most // MB}")


def _unwritable(folder: Path, why: str | None) -> ConfigurationError:
    return ConfigurationError(f"cannot write to {folder}: {why}; choose another folder with --output")


def save(content: bytes, name: str, folder: Path) -> Path:
    """Write an archive under its name; a reader never sees half of it. Raises ConfigurationError.

    The name may come from a server: what is no letter, digit, hyphen, underscore or dot in it becomes a hyphen.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as file:
            file.write(content)
        os.chmod(file.name, 0o644)
        target = folder / (re.sub(r"[^\w.-]+", "-", PurePosixPath(name).name).lstrip(".") or "package.zip")
        os.replace(file.name, target)
    except OSError as error:
        raise _unwritable(folder, error.strerror) from None
    return target


def verify(path: Path) -> Verified:
    """Check every byte against the bag's manifests. Raises NotFound or BadPackage, which says what is wrong."""
    if not path.is_file():
        raise NotFound(f"there is no file {path}")
    read = _read(path)
    tag_hashes = {name: sha256(content) for name, content in read.tags.items() if name != "tagmanifest-sha256.txt"}
    for manifest, found in (("manifest-sha256.txt", read.hashes), ("tagmanifest-sha256.txt", tag_hashes)):
        if manifest not in read.tags:
            raise BadPackage(f"{path.name} has no {manifest}")
        _compare(_manifest(read.tags[manifest], manifest), found, path.name)
    digest = content_digest(read.hashes)
    if f"External-Identifier: sha256:{digest}" not in read.tags.get("bag-info.txt", b"").decode("utf-8", "replace"):
        raise BadPackage(f"{path.name}: bag-info.txt does not name the content digest {digest}")
    return Verified(path, digest, len(read.hashes), read.size, _notes(read.statistics))


@dataclass
class _Read:
    """What is kept of an archive: the files that say something of the others, and the hashes of those."""

    tags: dict[str, bytes] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    statistics: bytes = b"{}"
    size: int = 0
    """Of the payload."""


def _read(path: Path) -> _Read:
    read = _Read()
    for entry in archive.entries(path):
        if not entry.name.startswith("data/"):
            read.tags[entry.name] = _small(entry)
        elif entry.name == STATISTICS:
            read.statistics = content = _small(entry)
            read.hashes[entry.name] = sha256(content)
            read.size += len(content)
        else:
            digest = hashlib.sha256()
            for piece in entry.pieces:
                digest.update(piece)
                read.size += len(piece)
            read.hashes[entry.name] = digest.hexdigest()
    return read


def _small(entry: archive.Entry) -> bytes:
    """The content of a file that is kept in memory."""
    content = bytearray()
    for piece in entry.pieces:
        content += piece
        if len(content) > MAX_TAG_BYTES:
            raise BadPackage(f"{quoted(entry.name)} has over {MAX_TAG_BYTES:,} bytes")
    return bytes(content)


def _notes(statistics: bytes) -> tuple[str, ...]:
    """The notes of a package that verifies. Raises BadPackage."""
    try:
        said = jsontext.loads(statistics.decode())
    except ValueError:
        said = None
    found = said.get("notes", []) if isinstance(said, dict) else None
    if not isinstance(found, list) or not all(isinstance(note, str) for note in found):
        raise BadPackage(f"{STATISTICS} does not say what a package's does")
    return tuple(cut(note, MAX_ERROR_MESSAGE) for note in found)


def _manifest(content: bytes, name: str) -> dict[str, str]:
    listed = {}
    for line in content.decode("utf-8", "replace").splitlines():
        value, separator, path = line.partition("  ")
        if not separator:
            raise BadPackage(f"{name} has a line that is not 'sha256  path': {line[:80]!r}")
        listed[path] = value
    return listed


def _compare(listed: dict[str, str], found: dict[str, str], package: str) -> None:
    for path in sorted(listed.keys() | found.keys()):
        if path not in found:
            raise BadPackage(f"{package}: {path} is in the manifest but not in the archive")
        if path not in listed:
            raise BadPackage(f"{package}: {path} is in the archive but not in the manifest")
        if listed[path] != found[path]:
            raise BadPackage(f"{package}: {path} is damaged: its SHA-256 is not the manifest's")
