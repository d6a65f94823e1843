"""What a package says beside the story is in the language of the story."""

import html
import io
import json
import re
import string

import pypdf
import pytest

from services.aggregator import bag
from services.aggregator.softening import softened
from services.contract import request
from services.shared.wording import LANGUAGES, wording
from tests.unit.packages import package, unzipped

ENGLISH = re.compile(r"\b(?:the|scene|chapter|cover|contents|words|told|by|light|read|machine|translation)\b", re.I)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return package(request.prompt("A shy dragon opens a bakery by the sea", seed=7))


def test_every_language_of_a_prompt_has_its_phrases() -> None:
    """All of them, with the same places to fill in as in English."""
    english = wording("en")
    assert set(LANGUAGES) == {"en", *request.LANGUAGES}
    for code in LANGUAGES:
        phrases = wording(code)
        assert phrases.themes.keys() == set(request.THEMES)
        assert phrases.hours.keys() == {"morning", "day", "afternoon", "evening", "night"}
        for name, text in vars(phrases).items():
            if isinstance(text, str):
                assert places(text) == places(getattr(english, name)), (code, name)


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


def test_an_unknown_language_is_told_in_english() -> None:
    """A region does not matter, and what nobody has translated is better than nothing."""
    assert wording("es-MX") is not wording("en")
    assert wording("es-MX").contents == "Índice"
    assert wording("ja").contents == "Contents"


def test_spanish_says_e_before_i() -> None:
    """Ana e Inés, Ana y Hielo."""
    assert wording("es").listed(["Ana", "Inés"]) == "Ana e Inés"
    assert wording("es").listed(["Ana", "Hielo"]) == "Ana y Hielo"
    assert wording("en").listed(["Ana", "Inés", "Hugo"]) == "Ana, Inés and Hugo"


@pytest.mark.parametrize("code", ["es", "fr"])
def test_descriptions_of_pictures_are_in_the_language_of_the_book(files: dict[str, bytes], code: str) -> None:
    """In the page, in the EPUB, and in the PDF, where assistive technology finds them."""
    page = files["data/index.html"].decode()
    alts = [html.unescape(alt) for alt in re.findall(rf'<img class="t" lang="{code}"[^>]* alt="([^"]*)"', page)]
    assert len(alts) == sum(name.endswith(".svg") for name in files)
    assert [alt for alt in alts if ENGLISH.search(alt)] == []
    hero = {"es": r"\w+, (el dragón|la dragona)", "fr": r"\w+, (le dragon|la dragonne)"}[code]
    assert all(re.search(hero, alt) for alt in alts)
    reader = pypdf.PdfReader(io.BytesIO(files[f"data/book/story.{code}.pdf"]))
    # The PDF library reads spaces that do not break as others.
    assert [" ".join(alt.split()) for alt in alternatives(reader)[1:]] == [" ".join(alt.split()) for alt in alts]


def test_a_picture_in_a_book_says_what_it_shows_in_the_language_of_the_book(files: dict[str, bytes]) -> None:
    """In its own title too, for who opens it alone."""
    book = unzipped(files["data/book/story.fr.epub"])
    titles = [content.decode() for name, content in book.items() if name.endswith(".svg")]
    assert titles
    said = [found[1] for title in titles if (found := re.search(r'<title id="t">([^<]*)', title))]
    assert [title for title in said if not re.search(r"\w+, (le dragon|la dragonne)", title)] == []


def alternatives(reader: pypdf.PdfReader) -> list[str]:
    """The alternative texts of a tagged PDF, in reading order."""
    found: list[str] = []

    def walk(node: object) -> None:
        item = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(item, list):
            for child in item:
                walk(child)
        elif isinstance(item, dict):
            if "/Alt" in item:
                found.append(str(item["/Alt"]))
            walk(item.get("/K"))

    walk(reader.root_object["/StructTreeRoot"])
    return found


@pytest.mark.parametrize("code", ["es", "fr"])
def test_what_stands_around_a_text_is_in_its_language(files: dict[str, bytes], code: str) -> None:
    """Byline and facts on the page, and the byline on the cover."""
    page = files["data/index.html"].decode()
    around = re.findall(rf'<p class="t(?: byline)?" lang="{code}">(?:<span[^>]*>)?([^<]*)', page)
    assert around[0] == wording(code).told
    assert wording(code).themes["courage"] in around[-1]
    cover = pypdf.PdfReader(io.BytesIO(files[f"data/book/story.{code}.pdf"])).pages[0].extract_text()
    assert wording(code).told in cover


def test_a_remark_on_a_translation_is_in_its_language() -> None:
    """Who reads the Spanish text is told in Spanish what is not; who asked for it reads the note."""
    made = package(request.prompt("A zorgle finds a map", length=100, languages=("es",), text_only=True))
    assert made["data/text/story.es.txt"].decode().endswith("Palabras que quedaron sin traducir: 1.\n")
    assert any("zorgle" in note for note in json.loads(made["data/statistics.json"])["notes"])


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Zoë Sails", "zoe-sails"),
        ("Олег и лодка", "oleg-i-lodka"),
        ("Emma's Boat", "emmas-boat"),
        ("L’été de Noël", "lete-de-noel"),
        ("!?", "story"),
        ("x" * 300, "x" * 60),
        ("The Fox " + "and the Owl " * 9, "the-fox-and-the-owl-and-the-owl-and-the-owl-and-the-owl-and"),
    ],
)
def test_a_package_is_named_after_its_title(title: str, slug: str) -> None:
    """In letters that every file system and every address takes; only a word longer than the name is cut."""
    assert bag.seal(title, []).name.rpartition("-")[0] == slug


def test_only_very_long_words_have_soft_hyphens() -> None:
    """Between syllables where there are some; nothing else of the text changes."""
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    made = softened(f"The {long} met an internationalisation.")
    assert made.replace("\u00ad", "") == f"The {long} met an internationalisation."
    word = made.split()[1]
    assert max(map(len, word.split("\u00ad"))) <= 20
    assert made.endswith("internationalisation.")
    assert max(map(len, softened("x" * 300).split("\u00ad"))) <= 11
