"""A model on a server does a stage's work, and our own code when it fails: the real command over real HTTP."""

import html
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import webvtt
from PIL import Image

from services.shared.model.models import ModelFailed, WritingModel
from services.shared.model.settings import ModelSettings
from tests.component.conftest import Command, ModelServer

ASKED = ("--length", "200", "--language", "es")


@pytest.fixture
def run(storyloom: Command, server: ModelServer, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Run with a stage's backend on the server: the package's JSON files by name, and what it said of itself."""

    def made(stage: str, model: str, budget: str = "10", *, aloud: bool = False) -> dict[str, Any]:
        environment = server.settings(stage, model, budget)
        spoken = () if aloud or stage in ("AUDIO_SCRIPT", "IMAGE_CONCEPT") else ("--text-only",)
        done = storyloom("run", *ASKED, *spoken, "A fox learns to sail", **environment)
        assert done.returncode == 0, done.stderr
        assert "sesame" not in done.stdout + done.stderr
        (package,) = (tmp_path / "output").glob("*.zip")
        with zipfile.ZipFile(package) as archive:
            found = {Path(name).name: archive.read(name) for name in archive.namelist()}
        parsed = {Path(name).stem: json.loads(content) for name, content in found.items() if name.endswith(".json")}
        return found | parsed

    return made


def test_a_model_tells_the_story(run: Callable[..., dict[str, Any]]) -> None:
    """Its text is divided like a person's: title, sentences, characters that the analyzer finds."""
    found = run("STORY_GENERATOR", "good")
    assert found["story"]["title"] == "Mara's Long Year"
    assert (found["story"]["quality"], found["story"]["backend"]) == ("QUALITY_FULL", "openai good")
    assert {"Mara", "Tom"} <= {mention["name"] for mention in found["analysis"]["characters"]}
    rows = {row["path"]: row for row in found["contents"]}
    assert rows["data/story.json"]["backend"] == "openai good"


def test_a_model_translates_every_sentence(run: Callable[..., dict[str, Any]]) -> None:
    """Into its place."""
    found = run("TRANSLATION", "good")
    (translation,) = found["translations"]["translations"]
    sentences = [item for paragraph in found["story"]["paragraphs"] for item in paragraph["sentences"]]
    assert [(item["sentence_id"], item["text"]) for item in translation["sentences"]] == [
        (item["id"], f"«{item['text'][::-1]}»") for item in sentences
    ]
    assert (translation["quality"], translation["backend"]) == ("QUALITY_DRAFT", "openai good")


def epub(content: bytes) -> set[str]:
    """What files a book has."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {Path(name).suffix for name in archive.namelist()}


def test_what_is_heard_is_what_is_read(run: Callable[..., dict[str, Any]]) -> None:
    """A model's Spanish is not the Spanish that is narrated: the package has no Spanish sound, and says so."""
    found = run("TRANSLATION", "good", aloud=True)
    assert {name for name in found if name.startswith("story.") and Path(name).suffix in (".mp3", ".vtt", ".ssml")} == {
        f"story.en.{ending}" for ending in ("mp3", "vtt", "ssml")
    }
    assert {".smil", ".mp3"} <= epub(found["story.en.epub"])
    assert not {".smil", ".mp3"} & epub(found["story.es.epub"])
    page = found["index.html"].decode()
    assert page.count("<audio") == page.count('src="audio/story.en.mp3"') == 1
    assert found["statistics"]["complete"] is False
    assert list(found["statistics"]["narration_seconds"]) == ["en"]
    assert (
        "The narration in 'es' is left out: it speaks other sentences than the package's text in that language."
        in found["statistics"]["notes"]
    )


def test_a_stand_in_for_a_model_is_read_aloud(run: Callable[..., dict[str, Any]]) -> None:
    """Where the built-in translator stands in for the model, its Spanish is the Spanish that is narrated."""
    found = run("TRANSLATION", "rubbish", aloud=True)
    assert {"story.es.mp3", "story.es.vtt", "story.es.ssml"} <= found.keys()
    assert {".smil", ".mp3"} <= epub(found["story.es.epub"])
    assert found["statistics"]["complete"] is True


def test_a_model_s_story_is_read_aloud(run: Callable[..., dict[str, Any]]) -> None:
    """The narration in the story's own language speaks the model's sentences."""
    found = run("STORY_GENERATOR", "good", aloud=True)
    assert list(found["statistics"]["narration_seconds"]) == ["en"]
    assert "Mara" in found["story.en.vtt"].decode()


def test_a_model_reads_aloud(run: Callable[..., dict[str, Any]]) -> None:
    """Each sentence for as long as its sound is, which is 50 ms a character in this server."""
    found = run("AUDIO_SCRIPT", "good")
    rows = {Path(row["path"]).name: row for row in found["contents"]}
    for code in ("en", "es"):
        assert (rows[f"story.{code}.mp3"]["backend"], rows[f"story.{code}.mp3"]["quality"]) == ("openai good", "full")
        captions = webvtt.from_buffer(io.BytesIO(found[f"story.{code}.vtt"])).captions
        for caption in captions[:-1]:
            lasts = caption.end_in_seconds - caption.start_in_seconds
            assert lasts == pytest.approx(0.05 * len(html.unescape(caption.text)), abs=1.0)


def test_the_built_in_voice_stands_in(run: Callable[..., dict[str, Any]]) -> None:
    """Where the model answers with what is no sound; the package says so."""
    found = run("AUDIO_SCRIPT", "rubbish")
    rows = {Path(row["path"]).name: row for row in found["contents"]}
    assert (rows["story.en.mp3"]["backend"], rows["story.en.mp3"]["quality"]) == ("espeak-ng", "fallback")
    why = "espeak-ng reads aloud in 'en', because the model did not answer with a WAV file."
    assert why in found["statistics"]["notes"]


def test_a_model_makes_the_pictures(run: Callable[..., dict[str, Any]]) -> None:
    """They are in the storyboard, and so on the page, in the books and as PNG: red, as this server makes them."""
    found = run("IMAGE_CONCEPT", "good")
    rows = {Path(row["path"]).name: row for row in found["contents"]}
    assert (rows["scene-01.svg"]["backend"], rows["scene-01.svg"]["quality"]) == ("openai good", "full")
    with Image.open(io.BytesIO(found["scene-01.png"])) as drawn:
        colour = tuple(drawn.convert("RGB").resize((1, 1)).tobytes())
    assert drawn.size == (1280, 720)
    assert colour == pytest.approx((0xC0, 0x20, 0x10), abs=6)


def test_drawings_stand_in(run: Callable[..., dict[str, Any]]) -> None:
    """Where the server's file is no picture; the package says so."""
    found = run("IMAGE_CONCEPT", "rubbish")
    rows = {Path(row["path"]).name: row for row in found["contents"]}
    assert (rows["scene-01.svg"]["backend"], rows["scene-01.svg"]["quality"]) == ("builtin", "fallback")
    assert any(
        note.endswith("are drawn, because the model's picture cannot be read.") for note in found["statistics"]["notes"]
    )


def test_a_failure_that_passes_is_tried_again(run: Callable[..., dict[str, Any]], server: ModelServer) -> None:
    """The third answer counts."""
    assert run("STORY_GENERATOR", "flaky")["story"]["backend"] == "openai flaky"
    assert server.asked() == ["flaky"] * 3


@pytest.mark.parametrize(
    ("model", "budget", "why"),
    [
        ("hangs", "1", "the model's server did not answer in time"),
        ("fails", "10", "the model's server answered 500"),
        ("rubbish", "10", "the server's answer is not OpenAI's protocol"),
        ("short", "10", "the model's story has 1 of 200 words"),
        ("endless", "10", "the model said more than 20,000 characters"),
        ("breaks", "10", "the model's answer broke off"),
        ("unbroken", "10", "the server's answer is too large: a line of the event stream is over 1,048,576 bytes"),
        ("moved", "10", "the model's server answered 307"),
    ],
)
def test_the_built_in_teller_stands_in(
    run: Callable[..., dict[str, Any]], server: ModelServer, model: str, budget: str, why: str
) -> None:
    """The package is whole, and says who told the story and why."""
    found = run("STORY_GENERATOR", model, budget)
    assert (found["story"]["quality"], found["story"]["backend"]) == ("QUALITY_FALLBACK", "builtin")
    assert found["statistics"]["notes"][0].startswith(f"The built-in teller told the story, because {why}.")
    assert 1 <= len(server.asked()) <= 3
    rows = {row["path"]: row for row in found["contents"]}
    assert rows["data/story.json"]["quality"] == "fallback"


@pytest.mark.parametrize(
    ("model", "budget", "why"),
    [
        ("drips", 1, "did not answer in time"),
        ("comments", 1, "the model took over 1 s"),
        ("header", 10, "cannot be asked"),
        ("zipped", 10, "is compressed"),
        ("deep", 10, "is not OpenAI's protocol"),
    ],
)
def test_a_server_that_means_harm_is_left(server: ModelServer, model: str, budget: float, why: str) -> None:
    """Its answer takes no more time or memory than one may: it counts as a failure, for which something stands in."""
    settings = ModelSettings(
        backend="openai",
        base_url=f"http://127.0.0.1:{server.port}/v1",
        model=model,
        key_file=server.key,
        budget_seconds=budget,
    )
    with pytest.raises(ModelFailed, match=why):
        WritingModel(settings).chat("tell", "a story of about 100 words", 20_000)


def test_the_built_in_translator_stands_in(run: Callable[..., dict[str, Any]]) -> None:
    """For that part only: the story is as good as ever."""
    found = run("TRANSLATION", "rubbish")
    (translation,) = found["translations"]["translations"]
    assert (translation["quality"], translation["backend"]) == ("QUALITY_FALLBACK", "builtin")
    assert found["story"]["quality"] == "QUALITY_FULL"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"BACKEND": "magic"}, "STORY_GENERATOR_BACKEND: "),
        ({"BACKEND": "openai", "MODEL": "m"}, "STORY_GENERATOR_BASE_URL is ''"),
        ({"BACKEND": "openai", "BASE_URL": "http://127.0.0.1:9/v1"}, "STORY_GENERATOR_MODEL is empty"),
        (
            {"BACKEND": "openai", "BASE_URL": "http://127.0.0.1:9/v1", "MODEL": "m", "KEY_FILE": "/nowhere"},
            "STORY_GENERATOR_KEY_FILE: there is no file /nowhere",
        ),
    ],
)
def test_a_wrong_setting_is_named(storyloom: Command, settings: dict[str, str], says: str) -> None:
    """Before anything runs, with the exit status of a mistake in the configuration."""
    done = storyloom(
        "run", "A fox learns to sail", **{f"STORY_GENERATOR_{key}": value for key, value in settings.items()}
    )
    assert done.returncode == 2
    assert says in done.stderr
