"""Digests: of a package's content, and of one language's text."""

import hashlib
import json
from collections.abc import Iterable

STATISTICS = "data/statistics.json"
"""Numbers about the package, whether it is complete, and its notes."""
TRACE = "data/trace.jsonl"
"""When and where things ran."""
CRATE = "data/ro-crate-metadata.json"
"""What the package is, with the day on which it was made."""
NOT_CONTENT = (CRATE, TRACE)
"""Different each time, so they are no part of the digest."""


def sha256(content: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def manifest(hashes: dict[str, str]) -> str:
    """BagIt manifest lines, "<sha256>  <path>", ordered by path."""
    return "".join(f"{value}  {path}\n" for path, value in sorted(hashes.items()))


def content_digest(hashes: dict[str, str]) -> str:
    """SHA-256 of the payload's manifest without the lines of NOT_CONTENT.

    By hand: grep -v -e data/trace.jsonl -e data/ro-crate-metadata.json manifest-sha256.txt | sha256sum
    """
    content = {path: value for path, value in hashes.items() if path not in NOT_CONTENT}
    return sha256(manifest(content).encode())


def text_digest(language: str, title: str, sentences: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of a text in one language; `sentences` are pairs of sentence id and sentence, in reading order.

    It is taken over the canonical JSON (RFC 8785) of [language, title, [[id, sentence], ...]], in UTF-8.
    """
    # For arrays of strings, this is the form that RFC 8785 prescribes.
    canonical = json.dumps([language, title, list(sentences)], ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode())
