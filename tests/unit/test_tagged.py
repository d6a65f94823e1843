"""The narration's MP3 says what it is, as a tag reader that is not ours reads it."""

import io
from itertools import pairwise

import miniaudio
import pytest
import webvtt
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from services.aggregator import id3
from services.contract import request
from tests.unit.packages import package

CHAPTERS = [id3.Chapter("Scène 1", 0, 1_500), id3.Chapter("Scène 2", 1_500, 2_000)]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return package(request.prompt("A shy dragon opens a bakery by the sea", seed=7))


def tags(content: bytes) -> ID3:
    return ID3(io.BytesIO(content))


def milliseconds(time: str) -> int:
    """Of a caption's time, such as "00:01:02.500"."""
    hours, minutes, seconds = time.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


@pytest.mark.parametrize(("code", "language"), [("en", "eng"), ("es", "spa"), ("fr", "fra")])
def test_a_player_shows_title_author_language_and_cover(files: dict[str, bytes], code: str, language: str) -> None:
    """Each of the book in that language."""
    found = tags(files[f"data/audio/story.{code}.mp3"])
    title = files[f"data/text/story.{code}.txt"].decode().splitlines()[0]
    assert (str(found["TIT2"]), str(found["TPE1"]), str(found["TLAN"])) == (title, "Storyloom", language)
    (cover,) = found.getall("APIC")
    assert (cover.mime, cover.type) == ("image/png", 3)
    assert cover.data.startswith(b"\x89PNG")


def test_each_scene_is_a_chapter(files: dict[str, bytes]) -> None:
    """In the order of the contents, from the beginning to the end of the sound, beginning with a sentence."""
    found = tags(files["data/audio/story.es.mp3"])
    (contents,) = found.getall("CTOC")
    chapters = [found[f"CHAP:{name}"] for name in contents.child_element_ids]
    assert [str(chapter.sub_frames["TIT2"]) for chapter in chapters] == [
        f"Escena {n + 1}" for n in range(len(chapters))
    ]
    assert len(chapters) == sum(name.endswith(".svg") for name in files)
    assert chapters[0].start_time == 0
    assert all(one.end_time == other.start_time for one, other in pairwise(chapters))
    assert chapters[-1].end_time == int(str(found["TLEN"]))
    captions = webvtt.from_buffer(io.BytesIO(files["data/audio/story.es.vtt"])).captions
    begins = {milliseconds(caption.start) for caption in captions}
    assert {chapter.start_time for chapter in chapters[1:]} <= begins


def test_a_tag_does_not_change_the_sound(files: dict[str, bytes]) -> None:
    """A decoder skips it: as many milliseconds are heard as it says."""
    content = files["data/audio/story.fr.mp3"]
    heard = miniaudio.mp3_get_info(content)
    assert heard.duration * 1000 == pytest.approx(int(str(tags(content)["TLEN"])), abs=60)
    info = MP3(io.BytesIO(content)).info
    assert info is not None
    assert info.length * 1000 == pytest.approx(int(str(tags(content)["TLEN"])), abs=60)


def test_a_tag_is_made_of_what_it_says_only() -> None:
    """The same values make the same bytes, in any script, and without a cover there is none."""
    made = [
        id3.tag(title="Зоя 🐉", author="Ō", language="pt-BR", milliseconds=2_000, chapters=CHAPTERS, cover=b"")
        for _ in range(2)
    ]
    assert made[0] == made[1]
    found = tags(made[0] + bytes(64))
    assert (str(found["TIT2"]), str(found["TPE1"]), str(found["TLAN"])) == ("Зоя 🐉", "Ō", "por")
    assert not found.getall("APIC")
