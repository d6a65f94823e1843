"""The files of a whole package, each read by a reader that is not ours."""

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pytest
import webvtt
from google.protobuf.json_format import ParseDict

from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES
from services.contract import request
from services.runtime.stage.build import build
from tests.conftest import ROOT

HTML_VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
TEXTS = {"type": "array", "items": {"type": "string"}}
ID = {"type": "object", "required": ["@id"], "properties": {"@id": {"type": "string"}}}
SCHEMAS: dict[str, dict[str, Any]] = {
    "contents.json": {
        "type": "array",
        "minItems": 20,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": [
                "path",
                "bytes",
                "sha256",
                "media_type",
                "language",
                "producer",
                "version",
                "backend",
                "quality",
            ],
            "properties": {
                "path": {"type": "string", "pattern": "^data/"},
                "bytes": {"type": "integer", "minimum": 1},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "media_type": {"type": "string", "pattern": "^(application|audio|image|text)/[a-z.+-]+$"},
                "language": {"enum": ["", "en", "es", "fr"]},
                "producer": {"enum": [*(stage.name for stage in STAGES), "main"]},
                "version": {"type": "string"},
                "backend": {"enum": ["builtin", "espeak-ng", "typst"]},
                "quality": {"enum": ["full", "draft", "fallback"]},
            },
        },
    },
    "data/statistics.json": {
        "type": "object",
        "additionalProperties": False,
        "required": ["words", "languages", "complete", "notes", "narration_seconds"],
        "properties": {
            **{name: {"type": "integer"} for name in ("words", "sentences", "paragraphs", "characters", "scenes")},
            "narration_seconds": {"type": "object", "additionalProperties": {"type": "number", "exclusiveMinimum": 0}},
            "languages": TEXTS,
            "complete": {"const": True},
            "notes": TEXTS,
        },
    },
    "data/ro-crate-metadata.json": {
        "type": "object",
        "required": ["@context", "@graph"],
        "properties": {
            "@context": {"const": "https://w3id.org/ro/crate/1.1/context"},
            "@graph": {
                "type": "array",
                "items": ID,
                "contains": {
                    "required": ["@type", "name", "description", "datePublished", "license", "hasPart"],
                    "properties": {
                        "@id": {"const": "./"},
                        "datePublished": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
                        "license": ID,
                        "hasPart": {"type": "array", "items": ID},
                    },
                },
            },
        },
    },
    "data/images/prompts.json": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["id", "prompt", "alt_text", "palette", "paragraphs"],
            "properties": {
                "id": {"type": "string", "pattern": r"^scene-\d\d$"},
                "palette": {
                    "type": "array",
                    "items": {"properties": {"hex": {"type": "string", "pattern": "^#[0-9a-f]{6}$"}}},
                },
            },
        },
    },
}
MESSAGES = {"story": parts_pb2.Story, "analysis": parts_pb2.Analysis, "translations": parts_pb2.TranslationSet}


def packed(prompt: parts_pb2.Prompt) -> dict[str, bytes]:
    """The package's files by path inside its folder."""
    draft = draft_pb2.Draft(run_id="r", prompt=prompt)
    draft.timings.add(stage="story_generator", node="here")
    for stage in STAGES:
        getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    with zipfile.ZipFile(io.BytesIO(draft.package.archive)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A whole package."""
    return packed(request.prompt("A shy dragon opens a bakery by the sea", seed=7))


def test_nothing_is_missing(files: dict[str, bytes]) -> None:
    """Each language has its text, its book, its sound; each scene its picture."""
    names = {f"data/text/story.{code}.{end}" for code in ("en", "es", "fr") for end in ("md", "txt", "html")}
    names |= {f"data/audio/story.{code}.{end}" for code in ("en", "es", "fr") for end in ("mp3", "ssml", "vtt")}
    names |= {f"data/book/story.{code}.{end}" for code in ("en", "es", "fr") for end in ("epub", "pdf")}
    names |= {"data/images/cover.png", *(f"data/images/scene-01.{end}" for end in ("svg", "png"))}
    names |= {"data/index.html", "data/LICENSES.md", "data/trace.jsonl", "bagit.txt", *SCHEMAS}
    assert names <= files.keys()


def test_every_json_file_fits_its_schema(files: dict[str, bytes]) -> None:
    """The parts by the contract, with no field that it does not have; the others by JSON Schema."""
    found = {name: json.loads(content) for name, content in files.items() if name.endswith(".json")}
    parts = {f"data/{name}.json" for name in MESSAGES}
    assert found.keys() == SCHEMAS.keys() | parts
    for name, schema in SCHEMAS.items():
        jsonschema.Draft202012Validator(schema).validate(found[name])
    for name, message in MESSAGES.items():
        ParseDict(found[f"data/{name}.json"], message())


def test_the_crate_lists_every_file(files: dict[str, bytes]) -> None:
    """All of the payload but the description itself."""
    graph = json.loads(files["data/ro-crate-metadata.json"])["@graph"]
    listed = {entity["@id"] for entity in graph if entity.get("@type") == "File"}
    payload = {name.removeprefix("data/") for name in files if name.startswith("data/")}
    assert listed == payload - {"ro-crate-metadata.json"}


def test_captions_are_read_by_a_parser(files: dict[str, bytes]) -> None:
    """Title, byline and each sentence, in order, none empty, none overlapping."""
    for code in ("en", "es", "fr"):
        captions = webvtt.from_buffer(io.BytesIO(files[f"data/audio/story.{code}.vtt"])).captions
        ids = [f"s{number:03}" for number in range(1, len(captions) - 1)]
        assert [caption.identifier for caption in captions] == ["title", "byline", *ids]
        assert all(caption.start_in_seconds <= caption.end_in_seconds for caption in captions)
        assert all(caption.text for caption in captions)
        times = [time for caption in captions for time in (caption.start, caption.end)]
        assert times == sorted(set(times))


def test_books_in_pdf(files: dict[str, bytes]) -> None:
    """A title, a language, all of the text, accessible (PDF/UA), and a page for each scene at least."""
    scenes = sum(name.endswith(".svg") for name in files)
    story = json.loads(files["data/story.json"])
    for code in ("en", "es", "fr"):
        reader = pypdf.PdfReader(io.BytesIO(files[f"data/book/story.{code}.pdf"]))
        assert len(reader.pages) > scenes
        root: Any = reader.root_object
        assert root["/Lang"].startswith(code)
        assert root["/MarkInfo"]["/Marked"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    english = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["data/book/story.en.pdf"])).pages
    )
    said = [sentence["text"] for paragraph in story["paragraphs"] for sentence in paragraph["sentences"]]
    squeezed = re.sub(r"\W", "", english)
    assert [text for text in said if re.sub(r"\W", "", text) not in squeezed] == []


def test_pictures_are_png_of_their_size(files: dict[str, bytes]) -> None:
    """The scenes 1280 by 720, the cover a page of A5 at 144 dpi."""
    for name, content in files.items():
        if name.endswith(".png"):
            assert content.startswith(b"\x89PNG\r\n\x1a\n")
            size = (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big"))
            assert size == ((839, 1191) if name.endswith("cover.png") else (1280, 720))


def test_characters_without_a_glyph_are_said() -> None:
    """A PDF that shows boxes is made all the same, and the package says so."""
    made = packed(request.prompt("", story="Zora the dragon painted 龍 on her door.", languages=()))
    notes = json.loads(made["data/statistics.json"])["notes"]
    assert made["data/book/story.en.pdf"].startswith(b"%PDF-")
    assert any(note.startswith("story.en.pdf shows boxes") for note in notes)


def test_no_file_asks_a_network(files: dict[str, bytes]) -> None:
    """Nothing is fetched, linked or included from elsewhere; names of vocabularies are no addresses."""
    asks = re.compile(rb"""(?:src|href|action|data)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""")
    for name, content in files.items():
        if not name.endswith((".mp3", ".png", ".epub")):
            assert not asks.search(content), name


@pytest.mark.skipif(not HTML_VALIDATE.exists(), reason="html-validate is not here: make setup brings it")
def test_pages_are_valid_html(files: dict[str, bytes], tmp_path: Path) -> None:
    """By the HTML standard's rules on elements, attributes and what may be in what."""
    rules = {"extends": ["html-validate:standard"], "rules": {"long-title": "off", "no-inline-style": "off"}}
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps({"root": True, **rules}))
    for name, content in files.items():
        if name.endswith(".html"):
            (tmp_path / Path(name).name).write_bytes(content)
    done = subprocess.run([HTML_VALIDATE, "*.html"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
