"""A package on disk: save it without half-written files, and verify it."""

import json
import os
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from services.contract.digest import STATISTICS, content_digest, sha256
from services.contract.errors import BadPackage, ConfigurationError, NotFound

MAX_FILES, MAX_BYTES = 10_000, 1 << 30
"""Bounds of what `verify` reads, uncompressed: more is refused before it is unpacked."""


@dataclass(frozen=True)
class Verified:
    """What a package that verifies says of itself."""

    path: Path
    content_digest: str
    files: int
    bytes: int
    notes: tuple[str, ...]
    """What is missing or less than was asked, and why; empty when all is there."""


def save(archive: bytes, name: str, folder: Path) -> Path:
    """Write the archive under its name; a reader never sees half of it. Raises ConfigurationError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as file:
            file.write(archive)
        os.chmod(file.name, 0o644)
        target = folder / PurePosixPath(name).name
        os.replace(file.name, target)
    except OSError as error:
        raise ConfigurationError(f"cannot write to {folder}: {error.strerror}; choose another folder") from None
    return target


def verify(path: Path) -> Verified:
    """Check every byte against the bag's manifests. Raises NotFound or BadPackage, which says what is wrong."""
    if not path.is_file():
        raise NotFound(f"there is no file {path}")
    try:
        with zipfile.ZipFile(path) as archive:
            tags, hashes, size = _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise BadPackage(f"{path.name} is not a readable zip: {error}") from None
    tag_hashes = {name: sha256(content) for name, content in tags.items() if name != "tagmanifest-sha256.txt"}
    for manifest, found in (("manifest-sha256.txt", hashes), ("tagmanifest-sha256.txt", tag_hashes)):
        if manifest not in tags:
            raise BadPackage(f"{path.name} has no {manifest}")
        _compare(_manifest(tags[manifest], manifest), found, path.name)
    digest = content_digest(hashes)
    if f"External-Identifier: sha256:{digest}" not in tags.get("bag-info.txt", b"").decode("utf-8", "replace"):
        raise BadPackage(f"{path.name}: bag-info.txt does not name the content digest {digest}")
    return Verified(path, digest, len(hashes), size, _notes(path))


def _notes(path: Path) -> tuple[str, ...]:
    """The notes of a package that verifies."""
    with zipfile.ZipFile(path) as archive:
        found = [name for name in archive.namelist() if name.partition("/")[2] == STATISTICS]
        said = json.loads(archive.read(found[0])) if found else {}
    return tuple(map(str, said.get("notes", ())))


def _read(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], dict[str, str], int]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_FILES or size > MAX_BYTES:
        raise BadPackage(f"the archive has {len(entries)} files and {size} bytes, over {MAX_FILES} or {MAX_BYTES}")
    tags: dict[str, bytes] = {}
    hashes: dict[str, str] = {}
    payload = 0
    for entry in entries:
        folder, _, name = entry.filename.partition("/")
        if not folder or not name or ".." in PurePosixPath(name).parts:
            raise BadPackage(f"{entry.filename!r} is not inside the bag's folder")
        if name in tags or name in hashes:
            raise BadPackage(f"{name} is in the archive twice")
        content = archive.read(entry)
        if name.startswith("data/"):
            hashes[name] = sha256(content)
            payload += len(content)
        else:
            tags[name] = content
    return tags, hashes, payload


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
