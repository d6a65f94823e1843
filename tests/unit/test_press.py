"""The pages of the picture book in PDF."""

import io
import random
import re
from itertools import pairwise

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageOps

from services.aggregator import press
from services.aggregator.book import Book, Chapter

WORDS = (
    "the little dragon went to the harbour and saw a storm coming over the grey water while her friend slept".split()
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720"><rect width="1280" height="720" fill="#357"/></svg>'
)
MARGIN = 13 / 148
"""Less than the margin beside the text, as a share of the page's width."""
INK = 200
"""A pixel is printed when its grey is darker."""
BLANK = 0.4
"""The tallest empty band that a page may have, as a share of its height."""
LENGTHS = {
    "a few words each": [5] * 8,
    "a short story": [20, 45, 33, 60, 25, 40],
    "a long story": [160] * 12,
    "long and short": [420, 10, 300, 350, 80, 30],
    "one scene": [900],
}
"""Words of the scenes of a book."""


def book(*texts: list[str], title: str = "The Shy Dragon") -> Book:
    """A book with a scene for each list of paragraphs."""
    chapters = [
        Chapter(
            f"Scene {number}", "drawing", "A drawing.", [[(f"s{number}-{n}", text)] for n, text in enumerate(scene)]
        )
        for number, scene in enumerate(texts)
    ]
    return Book("en", title, "Storyloom", "Told by Storyloom", chapters, {"drawing": DRAWING}, None)


def scene(words: int, chance: random.Random) -> list[str]:
    """Paragraphs of so many words in all, of different lengths."""
    paragraphs = []
    while words > 0:
        length = min(words, chance.randint(10, 60))
        paragraphs.append(" ".join(chance.choices(WORDS, k=length)).capitalize() + ".")
        words -= length
    return paragraphs


@pytest.fixture(scope="module", params=list(LENGTHS.values()), ids=list(LENGTHS))
def made(request: pytest.FixtureRequest) -> tuple[bytes, list[str]]:
    """A book's PDF, and its paragraphs."""
    chance = random.Random(7)  # noqa: S311 - filler, not a secret
    scenes = [scene(words, chance) for words in request.param]
    content, legible = press.pdf(book(*scenes))
    assert legible
    return content, [paragraph for paragraphs in scenes for paragraph in paragraphs]


def lines(content: bytes) -> list[list[str]]:
    """Of each page but the cover, its lines without spaces, and without the page's number."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages[1:]
    return [
        [re.sub(r"\W", "", line) for line in page.extract_text().splitlines() if line.strip()][:-1] for page in pages
    ]


def rendered(content: bytes) -> list[Image.Image]:
    """The pages in grey, a pixel a millimetre and a half."""
    document = pypdfium2.PdfDocument(content)
    return [ImageOps.grayscale(page.render(scale=2).to_pil()) for page in document]


def empty_band(page: Image.Image) -> float:
    """The tallest empty band of a page, as a share of its height."""
    rows = (page.crop((0, y, page.width, y + 1)).tobytes() for y in range(page.height))
    inked = [0, *(y for y, row in enumerate(rows) if min(row) < INK)]
    return max(below - above for above, below in pairwise([*inked, page.height])) / page.height


def test_no_page_is_half_blank(made: tuple[bytes, list[str]]) -> None:
    """But the last one, on which the story ends where it ends."""
    bands = [empty_band(page) for page in rendered(made[0])]
    assert [(number, round(band, 2)) for number, band in enumerate(bands[:-1]) if band > BLANK] == []


def test_no_line_of_a_paragraph_stands_alone(made: tuple[bytes, list[str]]) -> None:
    """Neither its first line at the foot of a page, nor its last one at the head of the next."""
    content, paragraphs = made
    whole = {re.sub(r"\W", "", paragraph) for paragraph in paragraphs}
    for page in lines(content):
        if page:
            head, foot = page[0], page[-1]
            assert not any(text.endswith(head) and text != head for text in whole)
            assert not any(text.startswith(foot) and text != foot for text in whole)


def test_no_page_has_a_few_lines_only(made: tuple[bytes, list[str]]) -> None:
    """A page has five lines at least, unless pictures fill it."""
    for page, text in zip(rendered(made[0])[1:], lines(made[0]), strict=True):
        assert len(text) >= 5 or empty_band(page) < BLANK


def test_all_of_the_text_is_there_in_order(made: tuple[bytes, list[str]]) -> None:
    """Whatever shares a page."""
    content, paragraphs = made
    assert "".join(line for page in lines(content) for line in page) == re.sub(r"\W", "", "".join(paragraphs))


@pytest.mark.parametrize(
    "word", ["Donaudampfschifffahrt" * 4, "x" * 300, "supercalifragilisticexpialidocious", "W" * 79]
)
def test_a_very_long_word_stays_on_its_page(word: str) -> None:
    """In the title and in the text: nothing is printed in the margins."""
    content, _ = press.pdf(book([f"The {word} came.", "It went."], title=f"The {word}"))
    for number, page in enumerate(rendered(content)):
        # The picture goes over the edge; the text stands below it.
        top = page.height // 2
        right = page.crop((round(page.width * (1 - MARGIN)), top, page.width, page.height))
        paper = right.getpixel((right.width - 1, right.height - 1))
        assert right.getextrema() == (paper, paper), number
    assert word in "".join(line for page in lines(content) for line in page)


def test_a_pdf_is_the_same_each_time() -> None:
    """Byte for byte."""
    pages = book(["A fox."], ["It sailed away. It sang."])
    assert press.pdf(pages) == press.pdf(pages)
