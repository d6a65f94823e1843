"""A deed that only its own story is about: any plot must do that lies around it."""

import pytest

from services.shared.tale.plot.plan import Plan
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell

KITES = "Odile and Marcus untangle the mayor's kite strings before the parade"


def planned(text: str, seed: int = 1, grade: int = 4) -> Plan:
    """How 300 words tell it."""
    return make(text, seed=seed, length=300, theme="", grade=grade)


@pytest.mark.parametrize(
    "text",
    [
        KITES,
        "Hamza haggles with a cloud for a cup of thunder",
        "A penguin hitchhikes with a friend",
        "The moon gets a haircut",
        "The postwoman delivers a letter to a whale",
        "A mole knits a tunnel for a train",
        "Grandpa yodels in the lift",
        "Zara unscrews the moon",
        "A girl serenades a cactus",
    ],
)
def test_a_deed_of_no_class_is_told_in_a_whole_plot(text: str) -> None:
    """Also where the lexicon has not even its verb."""
    plan = planned(text)
    assert plan.wish.act == "deed"
    assert "arc" in plan.known.kinds


@pytest.mark.parametrize("seed", range(1, 8))
def test_every_scene_but_the_end_is_about_the_deed(seed: int) -> None:
    """What is wanted and what is done say when; the attempts say the deed alone."""
    plan = planned(KITES, seed)
    scenes = tell(plan, "en").scenes
    said = [" ".join(sentence.text for paragraph in scene for sentence in paragraph) for scene in scenes]
    wanted, *attempts, done = [text for text in said if "kite strings" in text]
    assert "untangle the mayor's kite strings before the parade" in wanted
    assert all("untangle the mayor's kite strings" in text and "parade" not in text for text in attempts)
    assert len(attempts) == len([scene for scene in plan.scenes if scene.beat == "attempt"])
    assert "untangled the mayor's kite strings before the parade" in done
