"""The package's page: it opens from the disk, needs no network, and switches between languages without a script.

With a narration, its script shows the sentence that is being spoken, and reads on from any other one by click or
keyboard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.shared import templates
from services.shared.text import Text
from services.shared.wording import wording

NAMES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ca": "Català",
    "gl": "Galego",
    "pt": "Português",
}
"""What each language calls itself."""


@dataclass(frozen=True)
class Page:
    """The story in one language, and what the page says of it."""

    text: Text
    byline: str
    cues: Mapping[str, tuple[int, int]]
    """Start and end of title, byline and each sentence by its id, in milliseconds; empty without sound."""
    alts: Sequence[str]
    """What each picture shows."""
    facts: str


@dataclass(frozen=True)
class Picture:
    """One scene: its picture, and the paragraphs that it shows."""

    path: str
    paragraphs: tuple[int, ...]


def render(pages: Sequence[Page], pictures: Sequence[Picture], notes: Sequence[str], links: list[str]) -> str:
    """The whole page. `pages` begins with the story's own language; `notes` are plain text in English."""
    texts = [page.text for page in pages]
    return templates.render(
        __file__,
        "index.html.j2",
        source=texts[0],
        phrases=wording(texts[0].language),
        phrases_of={text.language: wording(text.language) for text in texts},
        texts=texts,
        names={text.language: NAMES.get(text.language, text.language) for text in texts},
        pages=pages,
        pictures=pictures,
        notes=notes,
        links=links,
    )
