"""`verify` reads archives that anybody may have made."""

import json
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from main.command import package
from pipeline.v1 import draft_pb2
from services.aggregator import bag
from services.aggregator.file import File
from services.contract.digest import STATISTICS
from services.contract.errors import BadPackage
from services.contract.limits import MAX_ERROR_MESSAGE
from tests.conftest import ROOT

NAMES = ("../x", "bag/../x", "bag//x", "/bag/x", "bag/./x", "bag/data\\x", "bag/C:x", "C:/x", "bag/a\x1b[2Jb", "x")


def bomb(path: Path, method: int, declared: int) -> Path:
    """A zip of a few kilobytes that unpacks to 64 MB and says that it has `declared` bytes."""
    with zipfile.ZipFile(path, "w", method) as archive:
        with archive.open("bag/data/story.json", "w") as file:
            for _ in range(64):
                file.write(bytes(1 << 20))
        # Written into the list of files at the end, which is what readers go by.
        archive.infolist()[0].file_size = declared
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_an_archive_with_more_in_it_than_it_says_is_refused(tmp_path: Path, method: int) -> None:
    """Before it is unpacked, or as soon as it has what it says."""
    with pytest.raises(BadPackage):
        package.verify(bomb(tmp_path / "x.zip", method, 100))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_not_the_same_file_everywhere_is_refused(tmp_path: Path, name: str) -> None:
    """Up, absolute, of another system, or with what a terminal obeys; the error can be printed."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bag/bagit.txt", "")
        entry = zipfile.ZipInfo("y")
        entry.filename = name
        archive.writestr(entry, "")
    with pytest.raises(BadPackage, match=r"no name|not inside") as caught:
        package.verify(path)
    assert "\x1b" not in caught.value.message


def test_a_link_is_refused(tmp_path: Path) -> None:
    """Whoever unpacks it would write where it points."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("bag/data")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc")
    with pytest.raises(BadPackage, match="a link"):
        package.verify(path)


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    """Some file systems do not tell capitals apart."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bag/data/story.json", "")
        archive.writestr("bag/data/Story.json", "")
    with pytest.raises(BadPackage, match="twice"):
        package.verify(path)


def test_the_list_of_files_is_bounded_before_it_is_read(tmp_path: Path) -> None:
    """Each of its entries takes memory."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = b"with a comment"
    with pytest.raises(BadPackage, match="without a comment"):
        package.verify(path)


def sealed(tmp_path: Path, statistics: bytes) -> Path:
    """A package whose manifests are right."""
    made = bag.seal("A bag", [File(STATISTICS, "application/json", "aggregator", statistics)])
    return package.save(made.archive, made.name, tmp_path)


@pytest.mark.parametrize(
    "statistics",
    [b"[]", b"[" * 100_000, b'{"notes": 5}', b'{"notes": [[]]}', b"\xff", b"null", b"{},", b'{"notes": ["\\ud800"]}'],
    ids=["list", "deep", "number", "lists", "no text", "null", "no JSON", "half a pair"],
)
def test_statistics_that_say_something_else_are_refused(tmp_path: Path, statistics: bytes) -> None:
    """Their hashes may be right all the same."""
    with pytest.raises(BadPackage, match=r"statistics\.json does not say"):
        package.verify(sealed(tmp_path, statistics))


def test_notes_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    """Escapes and any length, on the terminal of whoever verifies."""
    path = sealed(tmp_path, json.dumps({"notes": ["\x1b]0;mine\x07", "x" * 100_000]}).encode())
    done = subprocess.run([sys.executable, "-m", "main", "verify", path], cwd=ROOT, capture_output=True, check=True)
    assert b"\x1b" not in done.stdout
    assert len(done.stdout) < 3 * MAX_ERROR_MESSAGE


def test_an_archive_has_a_name_of_our_own_making(made: draft_pb2.Draft, tmp_path: Path) -> None:
    """A server names it, and does not choose where it goes or what a terminal shows."""
    saved = package.save(made.package.archive, "../../.a\x1b[2Jb?.zip", tmp_path)
    assert saved == tmp_path / "a-2Jb-.zip"
