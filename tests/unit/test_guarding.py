"""Whoever guards something from somebody is seen to do it, and those who want it come again and again."""

import pytest

from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


def scenes(text: str, seed: int) -> dict[str, str]:
    """What is told in each beat of a prompt's story."""
    plan = make(text, seed=seed, length=300, theme="", grade=4)
    told: dict[str, str] = {}
    for scene, paragraphs in zip(plan.scenes, tell(plan, "en").scenes, strict=True):
        said = " ".join(sentence.text for paragraph in paragraphs for sentence in paragraph)
        told[scene.beat] = f"{told.get(scene.beat, '')} {said}"
    return told


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize(
    ("text", "foe"),
    [
        ("A hedgehog guards his apples from the magpies", "magpies"),
        ("A dog guards the sheep from a wolf", "wolf"),
        ("A girl protects her sandcastle from the waves", "waves"),
    ],
)
def test_those_who_want_it_are_in_the_attempts_and_in_the_climax(text: str, foe: str, seed: int) -> None:
    """In each plot that such a prompt can have."""
    told = scenes(text, seed)
    assert foe in told["attempt"]
    assert foe in told["climax"]


def test_a_fire_breathing_dragon_melts_nobody() -> None:
    """A snowman who guards a village from one meets it, and does not go to see the fire."""
    assert "dragon" in scenes("A snowman protects the village from a fire-breathing dragon", 1)["climax"]
