"""Rescues and friendships: each seed another whole plot, and the second of two friends is in it."""

import pytest

from services.shared.tale.plot.plan import Plan
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


def planned(text: str, seed: int = 1) -> Plan:
    """The plan of 300 words of a prompt."""
    return make(text, seed=seed, length=300, theme="", grade=4)


def told(plan: Plan) -> str:
    """All of its English tale."""
    return " ".join(sentence.text for scene in tell(plan, "en").scenes for paragraph in scene for sentence in paragraph)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A princess saves her kingdom from a dragon", 4),
        ("A mouse saves the circus from closing", 3),
        ("A grumpy old man and a stray dog become friends during a snowstorm", 5),
        ("A forgetful lighthouse that misses its ships", 5),
        ("A lonely giant makes a friend", 3),
    ],
)
def test_seeds_tell_different_plots(text: str, count: int) -> None:
    """So many of them at least in six seeds."""
    assert len({planned(text, seed).known.kinds.get("arc") for seed in range(1, 7)}) >= count


@pytest.mark.parametrize(
    ("text", "other"),
    [("A shark and a clownfish become friends", "clownfish"), ("Max and Mia become best friends", "Mia")],
)
def test_of_two_who_become_friends_the_second_is_befriended(text: str, other: str) -> None:
    """And is not the helper."""
    plan = planned(text)
    assert plan.goal.verb == "befriend"
    assert plan.goal.thing is not None
    assert other in (plan.goal.thing.noun, plan.goal.thing.name)


def test_two_sisters_who_become_friends_stay_sisters() -> None:
    """Neither is a stranger to the other."""
    assert planned("Two sisters become friends").goal.verb == "become friends"


def test_what_nobody_does_stands_in_nobodys_way() -> None:
    """A circus is saved from closing by plots without a foe."""
    assert "closing stood" not in told(planned("A mouse saves the circus from closing"))


@pytest.mark.parametrize("seed", [1, 2])
def test_who_misses_something_has_plots_of_their_own(seed: int) -> None:
    """They come before those of any friendship."""
    plan = planned("A forgetful lighthouse that misses its ships", seed)
    assert plan.known.kinds["arc"] in ("jar", "swallow")
