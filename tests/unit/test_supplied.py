"""A story that a person supplies."""

import io
import zipfile

import pypdf
import pytest

from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES
from services.contract import request
from services.contract.errors import InvalidRequest, UnreadLanguage
from services.runtime.stage.build import build
from services.story_generator import supplied
from tests.conftest import part_of

STORY = """# The Kite of Samira
by Ada, age 9

Samira lived above a shop. Every morning she watched the gulls. “One day,” she said, “I will fly too.” Tomás laughed.

On Friday Mr. Ortega gave Samira an old sheet. "Run!" he said. They ran... and the kite rose 3.5 metres.

* * *

The kite rose over the shop and over Mr. Ortega's hat. Samira and Tomás did not fly, but something in Samira did.
"""
CUENTO = """El zorro y la garza

Capítulo 1. La cena

Había una vez un zorro que vivía junto al río. Un día el zorro invitó a la garza a cenar.

—¿Quiere sopa? —preguntó el zorro.

Capítulo 2. La visita

La tía Juana lo vio todo desde su ventana. «No», dijo la tía Juana.
"""


def package(story: str, **asked: object) -> draft_pb2.Draft:
    draft = draft_pb2.Draft(run_id="r", prompt=request.prompt("", story=story, **asked))  # type: ignore[arg-type]
    for stage in STAGES:
        getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    return draft


def files(draft: draft_pb2.Draft) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(draft.package.archive)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def story_of(text: str, **asked: object) -> parts_pb2.Story:
    story: parts_pb2.Story = part_of("story_generator", draft_pb2.Draft(prompt=request.prompt("", story=text, **asked)))  # type: ignore[arg-type]
    return story


@pytest.fixture(scope="module")
def cuento() -> draft_pb2.Draft:
    return package(CUENTO, author="Ana <Gómez>", languages=("en", "es"))


def test_a_text_is_divided() -> None:
    """Heading, author, scenes, paragraphs, and sentences that an abbreviation or a number does not end."""
    found = supplied.divide(STORY, "en")
    assert (found.title, found.author) == ("The Kite of Samira", "Ada, age 9")
    assert [paragraph.scene_id for paragraph in found.paragraphs] == ["scene-01", "scene-01", "scene-02"]
    assert found.paragraphs[1].sentences == (
        "On Friday Mr. Ortega gave Samira an old sheet.",
        '"Run!" he said.',
        "They ran... and the kite rose 3.5 metres.",
    )
    assert found.paragraphs[0].sentences[2] == "“One day,” she said, “I will fly too.”"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Home\n\nA dog ran home.", "Home"),
        ("A dog ran home. It slept.", "A dog ran home. It slept"),
        ("One two three four five six seven eight.", "One two three four five six…"),
        ("#\n\nA dog.", "#"),
        ("THE FOX AND THE HEN\n\nA fox ran.", "The Fox and the Hen"),
        ("Chapter 1\n\nA dog ran home.", "A dog ran home"),
        ("The Hen\nby Ada\n\nA hen ran.", "The Hen"),
    ],
)
def test_a_title_is_found(text: str, title: str) -> None:
    """A heading that does not only count, a short first line, or the first words."""
    assert supplied.divide(text, "en").title == title


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("T\n\n## One\nA dog ran.\n\n## Two\n\nIt slept.", ["One", "Two"]),
        ("T\n\nChapter 1\n\nA dog ran.\n\nChapter Two: The End\n\nIt slept.", ["Chapter 1", "Chapter Two: The End"]),
        ("T\n\nChapitre premier\n\nUn.\n\nÉpilogue\n\nDeux.", ["Chapitre premier", "Épilogue"]),
        ("T\n\n**Night**\n\nA dog ran.\n\nTHE DAY\n\nIt slept.", ["Night", "THE DAY"]),
        ("T\n\nNight\n=====\n\nA dog ran.", ["Night"]),
        ("T\n\nPart of it was lost. Chapter and verse.\n\nBANG!\n\nThe End", []),
    ],
)
def test_headings_are_found(text: str, headings: list[str]) -> None:
    """Markdown's, those that count, and lines in capitals or in bold that stand alone; each begins a scene."""
    found = [paragraph for paragraph in supplied.divide(text, "en").paragraphs if paragraph.heading]
    assert [paragraph.sentences for paragraph in found] == [(heading,) for heading in headings]
    assert len({paragraph.scene_id for paragraph in found}) == len(headings)


def test_a_long_text_has_some_scenes() -> None:
    """Neither a picture for each line nor one for all."""
    short, long = ("\n\n".join(["A dog ran home. It slept."] * count) for count in (4, 400))
    assert {item.scene_id for item in supplied.divide(short, "en").paragraphs} == {"scene-01"}
    assert len({item.scene_id for item in supplied.divide(long, "en").paragraphs}) in range(8, supplied.MAX_SCENES + 1)


def test_a_supplied_story_becomes_a_package() -> None:
    """Its own words and characters."""
    draft = package(STORY, text_only=True)
    assert draft.story.paragraphs[0].sentences[0].text == "Samira lived above a shop."
    assert [mention.name for mention in draft.analysis.characters] == ["Samira", "Tomás", "Mr. Ortega"]
    assert "Samira" in draft.image_concept.scenes[0].alt_text
    assert draft.story.author == "Ada, age 9"


def test_a_story_in_spanish_is_told_in_spanish(cuento: draft_pb2.Draft) -> None:
    """Found without being asked, and said; read aloud; not translated into its own language."""
    assert (cuento.story.language_code, cuento.story.place, cuento.story.setting) == ("es", "river", "junto al agua")
    assert "Spanish" in cuento.story.note
    assert [item.language_code for item in cuento.audio_script.narrations] == ["es"]
    assert cuento.audio_script.narrations[0].audio
    assert [item.language_code for item in cuento.translations.translations] == ["en"]


def test_those_who_speak_have_voices_of_their_own(cuento: draft_pb2.Draft) -> None:
    """By gender where it is known."""
    script = cuento.audio_script.narrations[0].ssml
    assert '—<voice gender="male" variant="2">¿Quiere sopa? </voice>—preguntó el zorro.' in script
    assert '«<voice gender="female" variant="1">No</voice>», dijo la tía Juana.' in script


def test_chapters_and_author_are_in_every_form(cuento: draft_pb2.Draft) -> None:
    """Page, texts, EPUB with its contents, PDF with its outline, and the metadata."""
    made = files(cuento)
    page = made["data/index.html"].decode()
    assert '<html lang="es">' in page
    assert page.count("Capítulo 2. La visita</span></h2>") == 1
    assert "Ana &lt;Gómez&gt;" in page
    assert "## Capítulo 2. La visita" in made["data/text/story.es.md"].decode()
    assert "Capítulo 2. La visita</span></h2>" in made["data/text/story.es.html"].decode()
    with zipfile.ZipFile(io.BytesIO(made["data/book/story.es.epub"])) as book:
        assert '<li><a href="scene-02.xhtml">Capítulo 2. La visita</a></li>' in book.read("EPUB/nav.xhtml").decode()
        assert ">Ana &lt;Gómez&gt;</dc:creator>" in book.read("EPUB/package.opf").decode()
    pdf = pypdf.PdfReader(io.BytesIO(made["data/book/story.es.pdf"]))
    assert [item.title for item in pdf.outline] == ["Capítulo 1. La cena", "Capítulo 2. La visita"]  # type: ignore[union-attr]
    assert pdf.metadata is not None
    assert pdf.metadata.author == "Ana <Gómez>"
    assert '"name": "Ana <Gómez>"' in made["data/ro-crate-metadata.json"].decode()


def test_the_language_can_be_said() -> None:
    """Then it is not guessed."""
    story = story_of("Ana. Leo.", story_language="fr")
    assert (story.language_code, story.note) == ("fr", "")


def test_a_guess_is_said() -> None:
    """A text that is too short to tell."""
    assert "taken to be in English, for it is too short" in story_of("Run, Max, run!").note


def test_a_story_in_another_language_is_refused() -> None:
    """The error names the language that was found and those that are read."""
    with pytest.raises(UnreadLanguage, match=r"is in German; stories are read in English \(en\), Spanish \(es\)"):
        story_of("Es war einmal ein kleiner Fuchs. Er hatte einen roten Hut.")


@pytest.mark.parametrize(
    ("text", "story", "says"),
    [
        ("A fox", "A story.", "not both"),
        ("", "x" * 20_001, "20,001 characters"),
        ("", "...", "prompt.story: is empty"),
        ("", "a\x00b", "control characters"),
    ],
)
def test_a_wrong_story_is_refused(text: str, story: str, says: str) -> None:
    """Each mistake is named."""
    with pytest.raises(InvalidRequest, match=says):
        request.prompt(text, story=story)
