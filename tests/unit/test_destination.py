"""The place that a journey leads to, which the plots of journeys name."""

import pytest

from services.shared.tale.plot.suited import destination
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A tired train wants to see the sea", "sea"),
        ("Lucas and his grandfather take a trip to the desert", "desert"),
        ("A fallen star looks for the way back to the sky", "sky"),
        ("A snail travels to the top of the mountain", "mountain"),
    ],
)
def test_a_journey_leads_to_a_place(text: str, place: str) -> None:
    """Whether it is the verb's own object, its second one, or what the object is a part of."""
    found = destination(make(text, seed=1, length=300, theme="", grade=4).wish)
    assert found is not None
    assert found.noun == place


def test_who_goes_nowhere_has_no_destination() -> None:
    """A question is no journey."""
    assert destination(make("Why do cats purr?", seed=1, length=300, theme="", grade=4).wish) is None


@pytest.mark.parametrize(("text", "least"), [("A tired train wants to see the sea", 6), ("Why do cats purr?", 4)])
def test_six_seeds_tell_nearly_six_plots(text: str, least: int) -> None:
    """So that whoever asks again hears another story."""
    plots = {make(text, seed=seed, length=300, theme="", grade=4).known.kinds.get("arc") for seed in range(1, 7)}
    assert len(plots) >= least


def test_the_sea_is_felt_before_it_is_reached() -> None:
    """Its roar is heard in a scene before the last."""
    plan = make("A tired train wants to see the sea", seed=1, length=300, theme="", grade=4)
    *before, _ = (" ".join(one.text for part in scene for one in part) for scene in tell(plan, "en").scenes)
    assert plan.known.kinds["arc"] == "brook"
    assert "roar" in " ".join(before)


def test_a_fallen_star_is_not_among_the_stars() -> None:
    """Who has fallen is where one falls to."""
    plan = make("A fallen star looks for the way back to the sky", seed=1, length=300, theme="", grade=4)
    assert plan.place.name != "space"
