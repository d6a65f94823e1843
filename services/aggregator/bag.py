"""Seal files into a zipped BagIt bag (RFC 8493); the same files make the same bytes."""

import io
import json
import re
import zipfile

from anyascii import anyascii

from pipeline.v1 import parts_pb2
from services.aggregator.file import File
from services.contract.digest import content_digest, manifest, sha256
from services.contract.version import __version__

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Modification time of every entry, zip's earliest: it is fixed, so that the same files make the same bytes."""

MAX_SLUG = 60
"""Characters of a package's name before its digest."""
_STORED = (".epub", ".mp3", ".pdf", ".png")
"""Endings of files that are stored, because they are compressed already."""


def seal(title: str, files: list[File]) -> parts_pb2.Package:
    """Build the archive, its manifests and its name."""
    hashes = {file.path: sha256(file.content) for file in files}
    digest = content_digest(hashes)
    listed = [
        parts_pb2.PackageFile(
            path=file.path,
            bytes=len(file.content),
            sha256=hashes[file.path],
            media_type=file.media_type,
            producer=file.producer,
            quality=file.quality,
            language_code=file.language,
            backend=file.backend,
        )
        for file in files
    ]
    name = f"{_slug(title)}-{digest[:8]}"
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _info(title, digest, files).encode(),
        "contents.json": _contents(listed).encode(),
        "manifest-sha256.txt": manifest(hashes).encode(),
    }
    tags["tagmanifest-sha256.txt"] = manifest({path: sha256(tag) for path, tag in tags.items()}).encode()
    payload = {file.path: file.content for file in files}
    return parts_pb2.Package(
        name=f"{name}.zip", content_digest=digest, files=listed, archive=_zip(name, tags | payload)
    )


def _slug(title: str) -> str:
    """The title in Latin letters of ASCII, its words joined by hyphens."""
    plain = re.sub(r"['’]", "", anyascii(title)).lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    while len(words) > 1 and len("-".join(words)) > MAX_SLUG:
        words.pop()
    return "-".join(words)[:MAX_SLUG] or "story"


def _info(title: str, digest: str, files: list[File]) -> str:
    size = sum(len(file.content) for file in files)
    return (
        f"Bag-Software-Agent: storyloom/{__version__}\n"
        f"External-Description: {title}\n"
        f"External-Identifier: sha256:{digest}\n"
        f"Payload-Oxum: {size}.{len(files)}\n"
    )


def _contents(listed: list[parts_pb2.PackageFile]) -> str:
    rows = [
        {
            "path": file.path,
            "bytes": file.bytes,
            "sha256": file.sha256,
            "media_type": file.media_type,
            "language": file.language_code,
            "producer": file.producer,
            "version": __version__,
            "backend": file.backend,
            "quality": parts_pb2.Quality.Name(file.quality).removeprefix("QUALITY_").lower(),
        }
        for file in listed
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _zip(folder: str, files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(f"{folder}/{path}", EPOCH)
            info.external_attr = 0o644 << 16
            method = zipfile.ZIP_STORED if path.endswith(_STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, method)
    return buffer.getvalue()
