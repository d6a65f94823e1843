"""The content digest: one name for what a package says, whenever and wherever it was made."""

import hashlib

STATISTICS = "data/statistics.json"
"""Numbers about the package, whether it is complete, and its notes."""
TRACE = "data/trace.jsonl"
"""When and where things ran; different each time, so it is no part of the digest."""


def sha256(content: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def manifest(hashes: dict[str, str]) -> str:
    """BagIt manifest lines, "<sha256>  <path>", ordered by path."""
    return "".join(f"{value}  {path}\n" for path, value in sorted(hashes.items()))


def content_digest(hashes: dict[str, str]) -> str:
    """SHA-256 of the payload's manifest without the trace's line.

    By hand: grep -v data/trace.jsonl manifest-sha256.txt | sha256sum
    """
    content = {path: value for path, value in hashes.items() if path != TRACE}
    return sha256(manifest(content).encode())
