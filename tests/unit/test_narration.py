"""The story read aloud."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import miniaudio
import pytest

from pipeline.v1 import draft_pb2, parts_pb2
from services.audio_script import narration, ssml, voice
from services.audio_script.ssml import Line, Voice
from services.catalog import STAGES
from services.contract import request
from services.runtime.stage.build import build
from tests.conftest import part_of

NAMESPACE = "{http://www.w3.org/2001/10/synthesis}"
PAGE = [[Line("s001", "“I will try,” said Milo.", "Milo"), Line("s002", "…", "")], [Line("s003", "She slept.", "")]]


def spoken(prompt: str = "A shy dragon opens a bakery by the sea", **asked: object) -> draft_pb2.Draft:
    draft = draft_pb2.Draft(run_id="r", prompt=request.prompt(prompt, seed=7, length=100, **asked))  # type: ignore[arg-type]
    for part in STAGES[:2]:
        getattr(draft, part.writes).CopyFrom(build(part)(draft))
    draft.audio_script.CopyFrom(part_of("audio_script", draft))
    return draft


@pytest.fixture(scope="module")
def made() -> draft_pb2.Draft:
    return spoken()


def decoded(item: parts_pb2.Narration) -> list[int]:
    """The samples that a player hears."""
    return list(miniaudio.decode(item.audio, nchannels=1, sample_rate=22050).samples)


def test_every_language_is_read_aloud(made: draft_pb2.Draft) -> None:
    """English, Spanish and French, each with sound."""
    assert [item.language_code for item in made.audio_script.narrations] == ["en", "es", "fr"]
    assert all(item.audio and item.quality == parts_pb2.QUALITY_FULL for item in made.audio_script.narrations)


def test_cues_follow_each_other_and_end_with_the_audio(made: draft_pb2.Draft) -> None:
    """One cue a sentence, in order, none empty, none overlapping, the last one ending when the sound does."""
    ids = [sentence.id for paragraph in made.story.paragraphs for sentence in paragraph.sentences]
    for item in made.audio_script.narrations:
        times = [(cue.start.ToMilliseconds(), cue.end.ToMilliseconds()) for cue in item.cues]
        assert [cue.sentence_id for cue in item.cues] == ids
        assert all(start < end for start, end in times)
        assert all(end < start for (_, end), (start, _) in pairwise(times))
        assert times[-1][1] == item.duration.ToMilliseconds()
        assert times[-1][1] == pytest.approx(len(decoded(item)) / 22.05, abs=30)


def test_cues_are_when_a_player_is_heard() -> None:
    """Each sentence begins to sound within 20 ms of its cue, in the decoded MP3."""
    # A vowel begins loudly, so that the moment at which it is heard can be found in the samples.
    lines = [Line(f"s{number:03}", "Anna and Otto ate apples.", "") for number in range(1, 7)]
    told = narration.narrate("T", "en", [lines], {}, pace=175, silent=False)
    assert told.recording is not None
    samples = miniaudio.decode(told.recording.audio, nchannels=1, sample_rate=22050).samples
    for cue in told.cues:
        before = round((cue.start_ms - 100) * 22.05)
        first = next(index for index in range(before, len(samples)) if abs(samples[index]) > 300)
        assert first / 22.05 == pytest.approx(cue.start_ms, abs=20)


def test_the_same_story_sounds_the_same(made: draft_pb2.Draft) -> None:
    """Byte for byte: espeak-ng seeds its noise with the time of day unless it is told not to."""
    assert part_of("audio_script", made) == made.audio_script


def test_pace_is_heard(made: draft_pb2.Draft) -> None:
    """Twice the words a minute: about half the time."""
    slow, quick = (spoken(pace=pace, languages=()).audio_script.narrations[0].duration for pace in (100, 200))
    assert slow.ToMilliseconds() / quick.ToMilliseconds() == pytest.approx(2, rel=0.15)


def test_text_only_has_a_script_and_no_sound() -> None:
    """And nothing is missing: it was not asked for."""
    (item,) = spoken(text_only=True, languages=()).audio_script.narrations
    assert item.ssml
    assert not item.audio
    assert not item.cues
    assert item.quality == parts_pb2.QUALITY_FULL


def test_a_script_is_well_formed_and_marks_each_sentence() -> None:
    """A mark before and after each, quoted speech in its speaker's voice, and text that looks like markup is text."""
    page = [*PAGE, [Line("s004", "<break/> & “done”", "Nobody")]]
    script = ssml.document("A & B", "en", page, {"Milo": Voice("male", 2)}, 1)
    root = ElementTree.fromstring(script)  # noqa: S314 - our own
    marks = [mark.get("name") for mark in root.iter(f"{NAMESPACE}mark")]
    assert marks == [name for key in ("s001", "s002", "s003", "s004") for name in (key, f"{key}-end")]
    (speech,) = root.iter(f"{NAMESPACE}voice")
    assert (speech.text, speech.get("gender"), speech.get("variant")) == ("I will try,", "male", "2")
    assert "&lt;break/&gt; &amp; “done”" in script


def test_no_two_characters_have_one_voice() -> None:
    """Nor the narrator's, which is the first male one."""
    voices = ssml.cast_voices({"Ada": "she", "Milo": "he", "Zora": "she", "The twins": "they", "Sam": "they"})
    assert len({*voices.values(), Voice("male", 1)}) == 6
    assert voices["Ada"].gender == "female"
    assert voices["Milo"].gender == "male"


def test_a_sentence_without_words_has_a_cue() -> None:
    """Three dots are heard for a moment, as captions need."""
    told = narration.narrate("T", "en", PAGE, {}, pace=150, silent=False)
    assert [cue.sentence_id for cue in told.cues] == ["s001", "s002", "s003"]
    assert all(cue.end_ms - cue.start_ms >= narration.MIN_CUE_MS for cue in told.cues)


def test_an_engine_that_dies_leaves_a_script_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The other parts of the package are made all the same."""
    dying = tmp_path / "speak.py"
    dying.write_text("import sys; sys.stdin.read(); sys.stdout.write('R\\0\\0\\0\\x0522050'); sys.exit(3)\n")
    monkeypatch.setattr(voice, "PROGRAM", dying)
    item = spoken(languages=()).audio_script.narrations[0]
    assert item.quality == parts_pb2.QUALITY_UNAVAILABLE
    assert item.note == "Not read aloud in 'en': espeak-ng ended with status 3."
    assert item.ssml
    assert not item.audio


def test_an_engine_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """After its time."""
    hanging = tmp_path / "speak.py"
    hanging.write_text("import time; time.sleep(60)\n")
    monkeypatch.setattr(voice, "PROGRAM", hanging)
    monkeypatch.setattr(voice, "MAX_SECONDS", 0.2)
    with pytest.raises(voice.CannotSpeak, match="status -9"):
        voice.speak("<speak/>", "en", 0)


def test_the_speaker_says_what_is_wrong() -> None:
    """As a program of its own, for who runs it by hand."""
    import espeakng_loader  # noqa: PLC0415

    done = subprocess.run(
        [
            sys.executable,
            voice.PROGRAM,
            espeakng_loader.get_library_path(),
            espeakng_loader.get_data_path(),
            "xx-nobody",
        ],
        input=b"<speak/>",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode().splitlines()[-1]) == (1, "espeak-ng has no voice xx-nobody")
