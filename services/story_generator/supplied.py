"""Divide a story that a person supplies: title, chapters, scenes, paragraphs, sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.shared.stopwords import STOP_WORDS
from services.story_generator.headings import MAX_HEADING, heading_of, is_label, is_title
from services.story_generator.sentences import sentences

MAX_SCENES = 12
"""Scenes that a chapter or a text without headings is divided into, for all of them together."""
SCENE_WORDS = 60
"""Words of one scene, while there are fewer than MAX_SCENES."""
_BREAK = re.compile(r"\s*(?:[*#_~-]\s*){3,}\s*")
"""A line that only parts two scenes, such as "* * *"."""
_BYLINE = re.compile(
    r"(?:(?:(?:written|told|a story) )?by|(?:(?:escrito|un cuento) )?(?:por|de)|(?:(?:écrit|un conte) )?(?:par|de))"
    r"\s+([A-ZÀ-ÖØ-Þ][^.!?“\"«:;]{0,60})"
)
"""Under a title: who wrote it."""
_UNDERLINE = re.compile(r"={3,}")
"""Under a line it makes that a heading."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a heading, which is one sentence."""

    scene_id: str
    sentences: tuple[str, ...]
    heading: bool = False


@dataclass(frozen=True)
class Divided:
    """A text as a story's parts."""

    title: str
    author: str
    """As it says under the title; empty where it says nothing."""
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class _Block:
    """A run of lines: "text", "heading" or "break"."""

    kind: str
    text: str
    lines: int = 1


def divide(text: str, language: str) -> Divided:
    """Divide plain text with paragraphs between empty lines. It must have a letter or a digit."""
    blocks = list(_blocks(text))
    title, blocks = _title(blocks)
    author, blocks = _byline(blocks)
    scenes = _scenes(blocks) or [[_Block("text", title)]]
    return Divided(
        _cased(title, language),
        author,
        tuple(
            Paragraph(f"scene-{number:02}", (block.text,), heading=True)
            if block.kind == "heading"
            else Paragraph(f"scene-{number:02}", tuple(sentences(block.text, language)))
            for number, scene in enumerate(scenes, start=1)
            for block in scene
        ),
    )


def _blocks(text: str) -> Iterator[_Block]:
    """The text's blocks, each in one line."""
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines = [" ".join(line.split()) for line in chunk.splitlines() if line.strip()]
        waiting: list[str] = []
        for number, line in enumerate(lines):
            heading = heading_of(line, alone=len(lines) == 1)
            if number == 1 and waiting and is_title(waiting[0]) and _BYLINE.fullmatch(line):
                yield _Block("text", waiting.pop())
            underlined = _UNDERLINE.fullmatch(line) and number == 1
            if _BREAK.fullmatch(line) or heading or underlined:
                if waiting:
                    yield _Block("heading" if underlined else "text", " ".join(waiting), len(waiting))
                waiting = []
                if not underlined:
                    yield _Block("heading", heading) if heading else _Block("break", "")
            else:
                waiting.append(line)
        if waiting:
            yield _Block("text", " ".join(waiting), len(waiting))


def _title(blocks: list[_Block]) -> tuple[str, list[_Block]]:
    """A heading that is no mere "Chapter 1", or a short first line that is no sentence; else the first words."""
    told = [block for block in blocks if block.kind != "break"]
    first = told[0] if told else _Block("text", "…")
    titled = first.kind == "heading" and not is_label(first.text)
    short = first.kind == "text" and first.lines == 1 and is_title(first.text)
    if (titled or short) and len(told) > 1:
        return first.text, blocks[blocks.index(first) + 1 :]
    words = next((block.text for block in told if block.kind == "text"), first.text).split()
    return " ".join(words[:6])[:MAX_HEADING].rstrip(",;:.") + ("…" if len(words) > 6 else ""), blocks


def _byline(blocks: list[_Block]) -> tuple[str, list[_Block]]:
    """The author's name in a line such as "by Priya, age 9" under the title."""
    if len(blocks) > 1 and blocks[0].kind == "text" and (match := _BYLINE.fullmatch(blocks[0].text)):
        return match[1], blocks[1:]
    return "", blocks


def _cased(title: str, language: str) -> str:
    """A title in capitals as one is written in the language."""
    if not title.isupper() or len(title.split()) < 2:
        return title
    words = title.lower().split()
    if language != "en":
        return " ".join(words).capitalize()
    small = STOP_WORDS["en"] - {"i"}
    return " ".join(
        word if number and word in small and len(word) < 4 else word[:1].upper() + word[1:]
        for number, word in enumerate(words)
    )


def _scenes(blocks: list[_Block]) -> list[list[_Block]]:
    """Scenes: a heading or a break begins one, and long ones are divided."""
    parts: list[list[_Block]] = [[]]
    for block in blocks:
        begins = block.kind == "break" or (block.kind == "heading" and parts[-1] and parts[-1][-1].kind != "heading")
        if begins:
            parts.append([])
        if block.kind != "break":
            parts[-1].append(block)
    parts = [part for part in parts if part]
    size = SCENE_WORDS
    while sum(_count(part, size) for part in parts) > MAX_SCENES and size < sum(map(_words, parts)):
        size += SCENE_WORDS // 2
    return [scene for part in parts for scene in _even(part, _count(part, size))]


def _words(part: list[_Block]) -> int:
    return sum(len(block.text.split()) for block in part)


def _count(part: list[_Block], size: int) -> int:
    """In how many scenes of about `size` words a part is told."""
    return max(1, min(len(part), round(_words(part) / size)))


def _even(part: list[_Block], count: int) -> list[list[_Block]]:
    """At most so many groups of neighbours, of about as many words each; a heading stays with what follows it."""
    whole, told, found = _words(part), 0, list[list[_Block]]()
    for block in part:
        group = told * count // whole
        alone = found and all(item.kind == "heading" for item in found[-1])
        if not found or (group >= len(found) and not alone):
            found.append([])
        found[-1].append(block)
        told += len(block.text.split())
    return found
