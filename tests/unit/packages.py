"""Packages for tests: made by all stages in this process, and opened."""

import io
import zipfile

from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES
from services.runtime.stage.build import build


def drafted(prompt: parts_pb2.Prompt) -> draft_pb2.Draft:
    """All parts, made by the stages."""
    draft = draft_pb2.Draft(run_id="r", prompt=prompt)
    for stage in STAGES:
        getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    return draft


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of an archive by path."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(prompt: parts_pb2.Prompt) -> dict[str, bytes]:
    """The package's files by path inside its folder."""
    return {path.partition("/")[2]: content for path, content in unzipped(drafted(prompt).package.archive).items()}
