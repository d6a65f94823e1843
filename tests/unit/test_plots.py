"""Whole plots: one is made for what is lost, for who is lost, and for who does not want to."""

import pytest

from services.shared.tale.plot.plan import Plan
from services.shared.tale.telling.measure import make


def plan(text: str, seed: int = 1) -> Plan:
    """A tale's plan, of 300 words and the fourth grade."""
    return make(text, seed=seed, length=300, theme="", grade=4)


@pytest.mark.parametrize(
    "text",
    [
        "The lion who lost his roar",
        "The zebra who lost his stripes",
        "A family gets lost at sea",
        "A girl gets lost in the supermarket",
        "Ngozi looks for a lost lullaby",
        "A boy builds a boat",
    ],
)
def test_a_tale_is_one_plot(text: str) -> None:
    """And not moments that have nothing to do with each other."""
    assert "arc" in plan(text).known.kinds


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("A bear cub who doesn't want to hibernate", "unwilling"),
        ("The hippo who never wants to bathe", "unwilling"),
        ("A bear cub who wants to hibernate", ""),
        ("A snowman who wants to see the summer", "melting"),
        ("A boy who wants to see the summer", ""),
        ("A new girl at school who only speaks Spanish", "tongue"),
    ],
)
def test_what_stands_against_a_wish_has_a_plot_of_its_own(text: str, topic: str) -> None:
    """No will to do it, a body that melts, or another language."""
    assert plan(text).wish.topic == topic


def test_who_is_lost_finds_the_way_home_from_there() -> None:
    """Not the way home in the supermarket."""
    assert not plan("A girl gets lost in the supermarket").goal.complements


def test_what_a_verb_says_is_lost_is_the_heros() -> None:
    """It is "his smile", and not "smile"."""
    thing = plan("The clown who lost his smile").wish.thing
    assert thing is not None
    assert thing.determiner == "their"
