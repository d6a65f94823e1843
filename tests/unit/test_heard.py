"""What is heard is what is read: a narration is in the package only beside the text that it speaks."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator import stage as aggregator
from services.catalog import STAGES
from services.contract import request
from services.contract.digest import text_digest
from services.runtime.stage.build import build

OTHER = "it speaks other sentences than the package's text in that language"


def draft_of(prompt: parts_pb2.Prompt) -> draft_pb2.Draft:
    """All parts but the package, made by the stages."""
    draft = draft_pb2.Draft(run_id="r", prompt=prompt)
    for stage in STAGES[:-1]:
        getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    return draft


def packed(draft: draft_pb2.Draft) -> dict[str, bytes]:
    """The package's files, by path inside its folder."""
    with zipfile.ZipFile(io.BytesIO(aggregator.process(draft).archive)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def statistics(files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["data/statistics.json"])
    return found


def scripts(files: dict[str, bytes]) -> list[str]:
    """The languages of the narrations that are in the package."""
    return sorted(name.split(".")[-2] for name in files if name.endswith(".ssml"))


@pytest.fixture
def draft(whole: draft_pb2.Draft) -> draft_pb2.Draft:
    copy = draft_pb2.Draft()
    copy.CopyFrom(whole)
    return copy


@pytest.fixture(scope="module")
def whole() -> draft_pb2.Draft:
    return draft_of(request.prompt("A shy dragon opens a bakery by the sea", seed=7, length=100, text_only=True))


def test_a_digest_is_what_the_contract_says() -> None:
    """SHA-256 of the canonical JSON of language, title and sentences, as protos/pipeline/v1/parts.proto has it."""
    canonical = '["es","¿Qué?",[["s001","«Sí», dijo \\"Ana\\" & <b>."],["s002","\\t\\\\ 🐉"]]]'
    sentences = [("s001", '«Sí», dijo "Ana" & <b>.'), ("s002", "\t\\ 🐉")]
    assert text_digest("es", "¿Qué?", sentences) == hashlib.sha256(canonical.encode()).hexdigest()


def test_each_narration_says_which_text_it_speaks(whole: draft_pb2.Draft) -> None:
    """The story's, and those that the translation service told from the same plan."""
    own = [(item.id, item.text) for paragraph in whole.story.paragraphs for item in paragraph.sentences]
    wanted = {"en": text_digest("en", whole.story.title, own)}
    for translation in whole.translations.translations:
        sentences = [(item.sentence_id, item.text) for item in translation.sentences]
        wanted[translation.language_code] = text_digest(translation.language_code, translation.title, sentences)
    assert {item.language_code: item.text_digest for item in whole.audio_script.narrations} == wanted


def test_a_whole_package_has_every_narration(draft: draft_pb2.Draft) -> None:
    """Where the translation service told the story from its plan, all three languages are heard."""
    files = packed(draft)
    assert scripts(files) == ["en", "es", "fr"]
    assert statistics(files)["complete"] is True


def test_a_supplied_story_is_narrated() -> None:
    """In its own language, with its own sentences."""
    files = packed(
        draft_of(request.prompt("", story="Mara & Tom\n\nMara said “no”. Tom sang.", languages=(), text_only=True))
    )
    assert scripts(files) == ["en"]
    assert statistics(files)["complete"] is True


def another_word(draft: draft_pb2.Draft) -> None:
    draft.translations.translations[0].sentences[-1].text += " Fin."


def another_title(draft: draft_pb2.Draft) -> None:
    draft.translations.translations[0].title += "!"


def no_digest(draft: draft_pb2.Draft) -> None:
    draft.audio_script.narrations[1].text_digest = ""


def no_text(draft: draft_pb2.Draft) -> None:
    missing = parts_pb2.Translation(language_code="es", quality=parts_pb2.QUALITY_UNAVAILABLE, note="Not translated.")
    draft.translations.translations[0].CopyFrom(missing)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (another_word, OTHER),
        (another_title, OTHER),
        (no_digest, "it does not say which text it speaks (is the audio script service of an older version?)"),
        (no_text, "the package has no text in that language"),
    ],
)
def test_a_narration_of_no_text_of_the_package_is_left_out(
    draft: draft_pb2.Draft, change: Callable[[draft_pb2.Draft], None], why: str
) -> None:
    """The other languages keep theirs, and the package says that it is not complete, and why."""
    change(draft)
    files = packed(draft)
    assert scripts(files) == ["en", "fr"]
    assert statistics(files)["complete"] is False
    assert f"The narration in 'es' is left out: {why}." in statistics(files)["notes"]


def test_the_story_s_own_narration_is_left_out_too(draft: draft_pb2.Draft) -> None:
    """Of a story whose words were changed after it was narrated."""
    draft.story.paragraphs[0].sentences[0].text = "Somebody else wrote this."
    files = packed(draft)
    assert scripts(files) == ["es", "fr"]
    assert f"The narration in 'en' is left out: {OTHER}." in statistics(files)["notes"]


def test_notes_of_a_narration_that_is_left_out_are_too(draft: draft_pb2.Draft) -> None:
    """What spoke does not matter where nothing is heard."""
    draft.audio_script.narrations[1].note = "espeak-ng reads aloud in 'es', because the model failed."
    assert draft.audio_script.narrations[1].note in statistics(packed(draft))["notes"]
    another_word(draft)
    assert draft.audio_script.narrations[1].note not in statistics(packed(draft))["notes"]
