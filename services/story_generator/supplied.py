"""Divide a story that a person supplies: title, scenes, paragraphs, sentences."""

import re
from dataclasses import dataclass

MAX_SCENES = 8
MAX_TITLE = 80
"""Characters of a first line that can be a title."""
_BREAK = re.compile(r"\s*(?:[*#_~-]\s*){3,}\s*")
"""A line that only parts two scenes, such as "* * *"."""
_SENTENCE = re.compile(r"(?<=[.!?…])([\"”’)»]*)\s+(?=[\"“‘(«¿¡]*[^\W\d_a-zß-öø-ÿ]|[\"“‘(«]*\d)")
_ABBREVIATED = re.compile(r"(?:^|\W)(?:Mr|Mrs|Ms|Dr|St|Prof|Capt|Sr|Jr|vs|etc|e\.g|i\.e|[A-Z])\.$")


@dataclass(frozen=True)
class Divided:
    """A text as a story's parts."""

    title: str
    paragraphs: tuple[tuple[str, tuple[str, ...]], ...]
    """Scene id and sentences of each."""


def divide(text: str) -> Divided:
    """Divide plain text with paragraphs between empty lines. It must have a letter or a digit."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    title, blocks = _title(blocks)
    scenes: list[list[str]] = [[]]
    for block in blocks:
        if _BREAK.fullmatch(block):
            scenes.append([])
        else:
            scenes[-1].append(" ".join(block.split()))
    # A heading and nothing below it is a text too.
    scenes = [scene for scene in scenes if scene] or [[title]]
    if len(scenes) == 1:
        scenes = _even(scenes[0])
    return Divided(
        title,
        tuple(
            (f"scene-{number:02}", tuple(sentences(block)))
            for number, scene in enumerate(scenes, start=1)
            for block in scene
        ),
    )


def _title(blocks: list[str]) -> tuple[str, list[str]]:
    """A heading, or a short first line that is no sentence; else the first words."""
    first = blocks[0]
    heading = first.lstrip("# ").strip()
    is_title = len(heading) <= MAX_TITLE and "\n" not in first and heading[-1:] not in (".", "!", "?", "…", "”")
    if heading and len(blocks) > 1 and (first.startswith("#") or is_title):
        return heading[:MAX_TITLE], blocks[1:]
    words = first.split()
    return " ".join(words[:6])[:MAX_TITLE].rstrip(",;:.") + ("…" if len(words) > 6 else ""), blocks


def _even(blocks: list[str]) -> list[list[str]]:
    """At most MAX_SCENES groups of neighbours."""
    count = min(MAX_SCENES, len(blocks))
    return [blocks[number * len(blocks) // count : (number + 1) * len(blocks) // count] for number in range(count)]


def sentences(block: str) -> list[str]:
    """The sentences of a paragraph, each with its final punctuation and what closes it."""
    found: list[str] = []
    start = 0
    for match in _SENTENCE.finditer(block):
        piece = block[start : match.end(1)].strip()
        if _ABBREVIATED.search(piece):
            continue
        found.append(piece)
        start = match.end()
    return [*found, block[start:].strip()] if block[start:].strip() else found
