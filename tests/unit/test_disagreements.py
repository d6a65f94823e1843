"""Two who do something together and cannot agree on it come to an agreement."""

import pytest

from services.shared.tale.reading.read import read
from tests.unit.tales import told


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Twins Ava and Leo build a treehouse, but they can't agree on the color", "color"),
        ("Two brothers want to name their new puppy but can't agree on a name", "name"),
        ("A bear and a fox share a cave but argue about who gets the warm spot", ""),
        ("Three mice bake a cake but they fight over the recipe", "recipe"),
    ],
)
def test_two_who_disagree_are_read(text: str, matter: str) -> None:
    """With what they do not agree on, where it has a noun."""
    goal = read(text).goal
    assert (read(text).topic, goal and goal.thing.noun if goal and goal.thing else "") == ("disagree", matter)


@pytest.mark.parametrize(
    "text",
    [
        "A boy builds a treehouse but can't agree on the color with himself",
        "Two sisters build a raft and sail to an island",
        "Two dragons fight over a mountain",
    ],
)
def test_who_does_not_disagree_has_another_tale(text: str) -> None:
    """One alone has nobody to disagree with, and who only fights does nothing together."""
    assert read(text).topic != "disagree"


@pytest.mark.parametrize(
    ("code", "deed", "end"),
    [
        ("en", "built a treehouse", "agreed on the color"),
        ("es", "construyó una casa", "se puso de acuerdo en el color"),
        ("fr", "construisit une cabane", "se mit d'accord sur la couleur"),
    ],
)
def test_what_they_do_and_what_they_agree_on_are_told(code: str, deed: str, end: str) -> None:
    """The deed in the beginning, the agreement in the end."""
    story = told("Twins Ava and Leo build a treehouse, but they can't agree on the color", code)
    assert 0 <= story.find(deed) < story.find(end), story


def test_no_grandfather_is_his_wifes() -> None:
    """Grandma's husband is not her grandfather."""
    assert "her grandfather" not in told("Grandma and Grandpa plan a trip but they disagree about where to go")
