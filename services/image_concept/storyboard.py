"""Divide a story into scenes and describe each one."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

MAX_SCENES = 12
MOODS = ((-0.5, "dark and tense"), (0.0, "quiet and uncertain"), (0.5, "hopeful"), (1.1, "bright and warm"))


@dataclass(frozen=True)
class Scene:
    """What one picture shows."""

    number: int
    paragraphs: tuple[int, ...]
    mood: float
    words: str


def mood_word(mood: float) -> str:
    """A mood from -1 to 1 in words."""
    return next(word for bound, word in MOODS if mood < bound)


def divide(paragraphs: list[str], scene_ids: list[str], moods: list[float]) -> list[Scene]:
    """A picture for each of the story's scenes; neighbours share one, evenly, where there are over MAX_SCENES.

    `paragraphs`, `scene_ids` and `moods` have one entry a paragraph.
    """
    parts = [[index for index, _ in group] for _, group in groupby(enumerate(scene_ids), key=itemgetter(1))]
    count = min(MAX_SCENES, len(parts))
    scenes = []
    for number in range(count):
        first, end = number * len(parts) // count, (number + 1) * len(parts) // count
        members = tuple(index for part in parts[first:end] for index in part)
        text = " ".join(paragraphs[index] for index in members)
        mood = sum(moods[index] for index in members) / len(members)
        scenes.append(Scene(number + 1, members, round(mood, 4), text))
    return scenes
