"""Whole plots: one is made for what is lost, for who is lost, and for who does not want to."""

import pytest

from services.shared.tale.plot import leaning
from services.shared.tale.plot.plan import Plan
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


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


def test_who_looks_for_what_is_theirs_keeps_it() -> None:
    """No plot that asks for its owner, or that leads to somebody else's treasure, is told of it."""
    for seed in range(1, 6):
        found = plan("Grandma looks for her lost glasses", seed).known.kinds["arc"]
        assert found not in ("owner", "marble", "mint", "turn", "barrow")


def test_what_lies_where_the_prompt_says_is_not_found_elsewhere() -> None:
    """A map in a book is in no old chest, and in no tin box."""
    for seed in range(1, 6):
        found = plan("A squirrel finds a map in a library book", seed).known.kinds["arc"]
        assert found not in ("mint", "marble")


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_an_end_speaks_only_of_what_was_told(seed: int) -> None:
    """Neither climax nor result needs what an attempt in plain words has left out."""
    made = plan("A child writes a book about a flying fish", seed)
    full, said = frozenset[str](), frozenset[str]()
    for paragraph in [paragraph for scene in made.scenes for paragraph in scene.paragraphs]:
        if paragraph.moment.kind in ("climax", "result"):
            for clause in paragraph.moment.needed:
                assert not leaning.missed(clause.text["en"], full - leaning.COMMON, said)
        whole = paragraph.whole or paragraph.moment
        full |= leaning.told(clause.text["en"] for clause in whole.clauses)
        said |= leaning.told(clause.text["en"] for clause in paragraph.chosen)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_one_so_in_a_paragraph_is_enough(seed: int) -> None:
    """An attempt that goes on with "so" says it once."""
    for scene in tell(plan("A penguin learns to dance", seed), "en").scenes:
        for paragraph in scene:
            assert sum(sentence.text.startswith("So ") for sentence in paragraph) <= 1
