"""Divide a story into scenes and describe each one."""

from dataclasses import dataclass

MAX_SCENES = 6
LANDSCAPES = {
    "sea": "harbour",
    "river": "harbour",
    "ice": "harbour",
    "mountain": "mountains",
    "desert": "mountains",
    "castle": "mountains",
    "city": "street",
    "school": "street",
    "space": "station",
}
"""Which landscape is drawn for a kind of place; a village for those that are not here."""
MOODS = ((-0.5, "dark and tense"), (0.0, "quiet and uncertain"), (0.5, "hopeful"), (1.1, "bright and warm"))


@dataclass(frozen=True)
class Scene:
    """What one picture shows."""

    number: int
    paragraphs: tuple[int, ...]
    present: tuple[str, ...]
    mood: float
    words: str


def mood_word(mood: float) -> str:
    """A mood from -1 to 1 in words."""
    return next(word for bound, word in MOODS if mood < bound)


def divide(paragraphs: list[str], moods: list[float], cast: list[str]) -> list[Scene]:
    """Neighbouring paragraphs share a scene, so that there are at most MAX_SCENES of even size."""
    count = min(MAX_SCENES, len(paragraphs))
    scenes = []
    for number in range(count):
        first, end = number * len(paragraphs) // count, (number + 1) * len(paragraphs) // count
        members = tuple(range(first, end))
        text = " ".join(paragraphs[index] for index in members)
        present = tuple(name for name in cast if name in text) or tuple(cast[:1])
        mood = sum(moods[index] for index in members) / len(members)
        scenes.append(Scene(number + 1, members, present, round(mood, 4), text))
    return scenes
