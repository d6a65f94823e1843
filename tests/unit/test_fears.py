"""What somebody is afraid of is met in the scenes, and not only named."""

import pytest

from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


def paragraphs(text: str, code: str = "en") -> list[str]:
    """What is told of a prompt, a paragraph each."""
    scenes = tell(make(text, seed=1, length=300, theme="", grade=4), code).scenes
    return [" ".join(sentence.text for sentence in paragraph) for scene in scenes for paragraph in scene]


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("A boy who is afraid of spiders", "en", "spider"),
        ("A boy who is afraid of spiders", "es", "araña"),
        ("A boy who is afraid of spiders", "fr", "araignée"),
        ("An elephant who is scared of mice", "en", "mouse"),
        ("My daughter Emma is scared of dogs", "en", "dog"),
        ("A knight who is afraid of ghosts", "en", "ghost"),
        ("A lion who is afraid of the water", "en", "water"),
    ],
)
def test_what_is_feared_is_met_again_and_again(text: str, code: str, word: str) -> None:
    """In at least five paragraphs."""
    told = paragraphs(text, code)
    assert sum(word in paragraph for paragraph in told) >= 5, told


def test_who_is_afraid_of_heights_climbs() -> None:
    """Higher from attempt to attempt."""
    told = " ".join(paragraphs("A girl overcomes her fear of heights"))
    assert told.index("three rungs") < told.index("ninth rung") < told.index("to the last one"), told
