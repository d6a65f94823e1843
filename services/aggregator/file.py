"""One file of the package."""

from dataclasses import dataclass

from pipeline.v1 import parts_pb2


@dataclass(frozen=True)
class File:
    """A file of the payload, with where it comes from and how good it is."""

    path: str
    media_type: str
    producer: str
    content: bytes
    quality: parts_pb2.Quality = parts_pb2.QUALITY_FULL
    language: str = ""
    """BCP-47 code; empty where nothing is said in it, or in more than one language."""
    backend: str = "builtin"
