"""The crafts of B to D on a real story."""

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator import bag, check, contents
from services.catalog import STAGES
from services.contract import request
from services.image_concept import looks, palette, storyboard
from services.runtime.stage.build import build
from services.shared import documents
from services.shared.readability import syllables
from services.shared.text import Text
from services.story_analyzer import analysis
from services.translation import apertium
from tests.conftest import PROMPT, part_of


def sentence_ids(draft: draft_pb2.Draft) -> list[str]:
    return [item.id for paragraph in draft.story.paragraphs for item in paragraph.sentences]


def test_sentiment_tells_joy_from_grief() -> None:
    """The score's sign is the mood's."""
    assert analysis.sentiment("A happy, wonderful day.") > 0.5 > -0.5 > analysis.sentiment("A terrible, sad loss.")


def test_keywords_leave_stop_words_and_names_out() -> None:
    """Only content words count, and their weights are shares of them."""
    found = analysis.keywords("The storm and the storm and Laura saw a boat.", ["Laura"], "en")
    assert [(item.text, item.count) for item in found] == [("storm", 2), ("boat", 1)]
    assert found[0].weight == pytest.approx(2 / 3, abs=1e-4)


def test_statistics_are_the_published_formulas() -> None:
    """Flesch and Kincaid for one sentence of six one-syllable words."""
    found = analysis.statistics([["The cat sat on the mat."]])
    assert (found.words, found.sentences, found.syllables) == (6, 1, 6)
    assert found.reading_ease == pytest.approx(206.835 - 1.015 * 6 - 84.6, abs=0.01)
    assert found.grade == pytest.approx(0.39 * 6 + 11.8 - 15.59, abs=0.01)


@pytest.mark.parametrize(("word", "count"), [("cat", 1), ("lighthouse", 2), ("table", 2), ("tree", 1), ("the", 1)])
def test_syllables(word: str, count: int) -> None:
    """Vowel groups, without a silent final e."""
    assert syllables(word) == count


def test_the_cast_is_found_in_the_text(made: draft_pb2.Draft) -> None:
    """B finds A's characters by reading."""
    cast = {character.name for character in made.story.characters}
    assert cast <= {mention.name for mention in made.analysis.characters}


def test_the_arc_has_every_scene(made: draft_pb2.Draft) -> None:
    """One mean a scene, in the story's order, between -1 and 1."""
    ids = list(dict.fromkeys(paragraph.scene_id for paragraph in made.story.paragraphs))
    assert [scene.scene_id for scene in made.analysis.arc] == ids
    assert all(-1 <= scene.compound <= 1 for scene in made.analysis.arc)
    assert analysis.arc(["a", "a", "b"], [0.5, -0.1, 1.0]) == [("a", 0.2), ("b", 1.0)]


def test_characters_have_the_roles_of_the_cast(made: draft_pb2.Draft) -> None:
    """Who is in the cast has the role there; who is only in the text has none."""
    roles = {character.name: character.role for character in made.story.characters}
    assert {mention.name: mention.role for mention in made.analysis.characters if mention.name in roles} == roles
    assert not made.analysis.silent_characters


def test_each_paragraph_is_in_one_scene(made: draft_pb2.Draft) -> None:
    """The storyboard covers the story, in order, in a bounded number of scenes."""
    shown = [index for scene in made.image_concept.scenes for index in scene.paragraphs]
    assert shown == list(range(len(made.story.paragraphs)))
    assert len(made.image_concept.scenes) <= storyboard.MAX_SCENES


def test_pictures_are_svg_with_a_title(made: draft_pb2.Draft) -> None:
    """Each picture is well-formed, names no other file, and says what it shows."""
    for scene in made.image_concept.scenes:
        root = ElementTree.fromstring(scene.svg)  # noqa: S314 - our own
        assert root.findtext("{http://www.w3.org/2000/svg}title") == scene.alt_text
        assert "href" not in scene.svg


def test_a_character_wears_one_coat(made: draft_pb2.Draft) -> None:
    """The hero's figure has the same colour in every scene where the hero is."""
    hero = made.story.characters[0].name
    scenes = [scene for scene in made.image_concept.scenes if f"<title>{hero}</title>" in scene.svg]
    assert len(scenes) > 1
    assert all(palette.coat(0) in scene.svg for scene in scenes)


def test_the_mood_is_in_the_light() -> None:
    """A happy scene has a lighter sky than a sad one."""
    assert int(palette.scene(0.9)["sky_top"][1:3], 16) > int(palette.scene(-0.9)["sky_top"][1:3], 16)


def test_documents_escape_markup() -> None:
    """Neither HTML nor Markdown takes a prompt's characters for its own."""
    text = Text("en", "<script>", [[("s001", "<script> *bold*")]])
    assert "<script>" not in documents.html(text, ["<script>"])
    assert "\\*bold\\*" in documents.markdown(text, [])
    assert documents.plain(text, ["a"]) == "<script>\n\n<script> *bold*\n\na\n"


@pytest.mark.parametrize(
    "said",
    ["~~~ and on", "``` and on", "- one", "+ one", "1. one", "12) one", "--- two", "***", "# one", "> said", "a | b",
     "&amp; so", "[a](http://b)", "![a](b)", "<b>a</b>", "~~a~~", "a__b__", "\\n", "    a", "-", "=== a", "2 - 1. No."],
)  # fmt: skip
def test_a_paragraph_is_text_to_markdown(said: str) -> None:
    """As title, paragraph, heading and remark: whatever it begins with, what follows it is text too."""
    text = Text("en", said, [[("s001", said)], [("s002", said)], [("s003", "after it")]], frozenset({"s002"}))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(documents.markdown(text, [said]))
    shown = " ".join(said.split())
    kinds = [token.type for token in tokens if token.nesting == 1]
    assert kinds == ["heading_open", "paragraph_open", "heading_open", "paragraph_open", "paragraph_open"]
    inline = [token for token in tokens if token.type == "inline"]
    texts = ["".join(child.content for child in token.children or ()) for token in inline]
    assert texts == [shown, shown, shown, "after it", shown]


def test_html_has_a_span_a_sentence(made: draft_pb2.Draft) -> None:
    """Read-aloud needs each sentence's id in the page."""
    page = next(item.content for item in made.documents.documents if item.media_type == "text/html")
    assert all(f'<span id="{sentence_id}">' in page for sentence_id in sentence_ids(made))


def test_a_draft_with_a_lost_cue_is_not_whole(made: draft_pb2.Draft) -> None:
    """D says which part does not fit."""
    broken = draft_pb2.Draft()
    broken.CopyFrom(made)
    del broken.audio_script.narrations[0].cues[3]
    assert check.problems(made) == []
    assert check.problems(broken) == ["the narration's cues in en are not the story's sentences"]


def test_sealing_twice_gives_the_same_bytes(made: draft_pb2.Draft) -> None:
    """Nothing of the archive depends on when it was made."""
    files = contents.files(made)
    assert bag.seal("T", files).archive == bag.seal("T", files).archive


def test_the_trace_is_not_content(made: draft_pb2.Draft) -> None:
    """Another trace: another archive, the same content digest."""
    traced = draft_pb2.Draft()
    traced.CopyFrom(made)
    traced.timings.add(stage="story_generator", node="elsewhere")
    plain, other = bag.seal("T", contents.files(made)), bag.seal("T", contents.files(traced))
    assert plain.archive != other.archive
    assert plain.content_digest == other.content_digest


def translated(made: draft_pb2.Draft, *codes: str, text: str = "") -> list[parts_pb2.Translation]:
    """C3's work on A's own story, or on one whose first sentence somebody else wrote."""
    draft = draft_pb2.Draft(prompt=made.prompt, story=made.story)
    draft.prompt.languages[:] = codes
    if text:
        draft.story.paragraphs[0].sentences[0].text = text
    return list(part_of("translation", draft).translations)


def test_an_own_story_is_told_again_without_any_engine(made: draft_pb2.Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    """The generator's own stories are whole in each language, and nothing has to be installed."""
    monkeypatch.setattr(apertium, "program", lambda: None)
    spanish, french = translated(made, "es", "fr")
    for translation in (spanish, french):
        assert (translation.quality, translation.backend) == (parts_pb2.QUALITY_FULL, "builtin")
        assert [item.sentence_id for item in translation.sentences] == sentence_ids(made)
        assert not translation.note
    assert "tormenta" in " ".join(item.text for item in spanish.sentences)
    assert "tempête" in " ".join(item.text for item in french.sentences)


def test_words_that_are_in_no_lexicon_make_a_draft() -> None:
    """They stay as they were, in quotation marks, and the part says which they are."""
    draft = draft_pb2.Draft(prompt=request.prompt("A zorgle finds a map"))
    draft.story.CopyFrom(part_of("story_generator", draft))
    translation = part_of("translation", draft).translations[0]
    assert (translation.quality, translation.unknown_words) == (parts_pb2.QUALITY_DRAFT, 1)
    assert "zorgle" in translation.note
    assert "«zorgle»" in " ".join(item.text for item in translation.sentences)


def test_without_apertium_a_text_of_others_says_what_to_install(
    made: draft_pb2.Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No engine is no failure: the part says so, and what to install."""
    monkeypatch.setattr(apertium, "program", lambda: None)
    monkeypatch.setattr(apertium, "MODES", Path("/nowhere"))
    spanish, french = translated(made, "es", "fr", text="Somebody else wrote this.")
    assert spanish.quality == french.quality == parts_pb2.QUALITY_UNAVAILABLE
    assert "apertium-eng-spa" in spanish.note
    assert "apertium-fra-cat" in french.note


def test_some_languages_have_an_engine_only(made: draft_pb2.Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalan, Galician and Portuguese are machine work for own stories too; the others stay as good as they are."""
    monkeypatch.setattr(apertium, "program", lambda: None)
    monkeypatch.setattr(apertium, "MODES", Path("/nowhere"))
    found = {item.language_code: item for item in translated(made, "ca", "gl", "pt", "es")}
    assert found["es"].quality == parts_pb2.QUALITY_FULL
    for code, package in (("ca", "apertium-eng-cat"), ("gl", "apertium-es-gl"), ("pt", "apertium-por-cat")):
        assert found[code].quality == parts_pb2.QUALITY_UNAVAILABLE
        assert package in found[code].note


@pytest.mark.skipif(bool(apertium.missing("en", "gl")), reason=f"Apertium is not here: {apertium.missing('en', 'gl')}")
def test_a_language_that_is_not_read_aloud_is_said() -> None:
    """Narration comes from the plan, which is told in three languages."""
    draft = draft_pb2.Draft(run_id="r", prompt=request.prompt(PROMPT, length=100, languages=("gl",)))
    for part in STAGES:
        getattr(draft, part.writes).CopyFrom(build(part)(draft))
    with zipfile.ZipFile(io.BytesIO(draft.package.archive)) as archive:
        said = next(archive.read(name) for name in archive.namelist() if name.endswith("statistics.json"))
    assert "Not read aloud in gl: only a language that needs no translation engine is." in json.loads(said)["notes"]


def test_a_character_looks_the_same_in_every_scene(made: draft_pb2.Draft) -> None:
    """Place, pose and what the face does change; the head and the coat do not."""
    heads: dict[str, set[bytes]] = {}
    coats: dict[str, list[bool]] = {}
    colours = {character.name: palette.coat(index) for index, character in enumerate(made.story.characters)}
    for scene in made.image_concept.scenes:
        for group in ElementTree.fromstring(scene.svg).iter("{http://www.w3.org/2000/svg}g"):  # noqa: S314 - our own
            name = group.findtext("{http://www.w3.org/2000/svg}title")
            if name:
                head = [part for part in group.iter() if part.get("class") == "head"]
                heads.setdefault(name, set()).add(b"".join(ElementTree.tostring(part) for part in head))
                coats.setdefault(name, []).append(colours[name] in ElementTree.tostring(group, "unicode"))
    assert set(heads) == {character.name for character in made.story.characters}
    assert all(len(shapes) == 1 for shapes in heads.values())
    assert all(all(worn) for worn in coats.values())


@pytest.mark.parametrize(("role", "other"), [("shy dragon", "fox"), ("old queen", "old beekeeper"), ("robot", "ghost")])
def test_a_look_follows_from_the_role(role: str, other: str) -> None:
    """The same name with another role is drawn otherwise; the words beside it do not matter."""
    assert looks.look_of("Mara", role) == looks.look_of("Mara", f"very {role}")
    assert looks.look_of("Mara", role) != looks.look_of("Mara", other)


def index_of(prompt: str) -> str:
    """The page of one prompt's package, with all languages."""
    draft = draft_pb2.Draft(run_id="r", prompt=request.prompt(prompt, seed=7))
    for one in STAGES:
        getattr(draft, one.writes).CopyFrom(build(one)(draft))
    with zipfile.ZipFile(io.BytesIO(draft.package.archive)) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/index.html"))
        return archive.read(name).decode()


def test_the_page_has_every_language_and_asks_no_network() -> None:
    """Each sentence in each language, a choice of them, and no address but paths beside it."""
    page = index_of("A shy dragon opens a bakery by the sea")
    assert [page.count(f'id="show-{code}"') for code in ("en", "es", "fr", "all")] == [1, 1, 1, 1]
    assert page.count('id="s001"') == 1
    assert page.count('data-sentence="s001"') == 2
    assert not re.findall(r"(?:src|href)=\"(?!images/|text/|audio/|book/)", page)
    assert "http" not in page
    assert page.count("<script") == 1


def test_markup_in_a_prompt_is_text_on_the_page() -> None:
    """What a person types is never an element."""
    page = index_of("3 <img src=x onerror=alert(1)> & 'quotes' \"too\"")
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page
