"""The story as Markdown, HTML and plain text, in any language, from paragraphs of (sentence id, text)."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from services.shared.templates import render
from services.shared.text import Text

MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>#~&|"})
"""For str.translate: what Markdown would read as markup anywhere, CommonMark's or that of GitHub."""
_BEGINS = re.compile(r"(\d{0,9})([-+.)])")
"""At the beginning of a block: a list's bullet or number, or a line."""
COLUMNS = 72
"""Width of the plain text."""


@dataclass(frozen=True)
class Document:
    """One readable form."""

    name: str
    media_type: str
    content: str


def documents(text: Text, remarks: Sequence[str]) -> list[Document]:
    """The story in every form, ordered by file name; `remarks` are plain sentences about it and come at the end."""
    name = f"story.{text.language}"
    return [
        Document(f"{name}.html", "text/html", html(text, remarks)),
        Document(f"{name}.md", "text/markdown", markdown(text, remarks)),
        Document(f"{name}.txt", "text/plain", plain(text, remarks)),
    ]


def markdown(text: Text, remarks: Sequence[str]) -> str:
    """CommonMark: the title, one block a paragraph or heading, the remarks in italics."""
    blocks = [f"# {_escaped(text.title)}"]
    for index, paragraph in enumerate(text.paragraphs):
        said = _escaped(" ".join(sentence for _, sentence in paragraph))
        blocks.append(f"## {said}" if text.is_heading(index) else said)
    blocks += [f"*{_escaped(remark)}*" for remark in remarks]
    return "\n\n".join(blocks) + "\n"


def _escaped(said: str) -> str:
    """A block of text in one line, as Markdown that shows it."""
    line = " ".join(said.split()).translate(MARKDOWN)
    begins = _BEGINS.match(line)
    return f"{begins[1]}\\{line[len(begins[1]) :]}" if begins else line


def html(text: Text, remarks: Sequence[str]) -> str:
    """One self-contained HTML page, readable light and dark; each sentence is a span with its id."""
    return render(__file__, "document.html.j2", text=text, remarks=remarks)


def plain(text: Text, remarks: Sequence[str]) -> str:
    """Lines of at most COLUMNS characters, an empty line between paragraphs."""
    blocks = [" ".join(said for _, said in paragraph) for paragraph in text.paragraphs]
    filled = [textwrap.fill(block, COLUMNS, break_long_words=False) for block in (text.title, *blocks, *remarks)]
    return "\n\n".join(filled) + "\n"
