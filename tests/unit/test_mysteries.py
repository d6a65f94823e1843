"""Some prompts ask who did it: whoever solves it finds a culprit, who says why."""

import pytest

from services.shared.tale.reading.read import read
from tests.unit.tales import sentences


@pytest.mark.parametrize(
    ("text", "sort", "noun"),
    [
        ("A young detective finds out who stole the cake", "taken", "cake"),
        ("Detective Penguin solves the mystery of the missing fish", "taken", "fish"),
        ("Who ate the birthday cake? Two cousins investigate", "eaten", "birthday cake"),
        ("Somebody keeps taking the cookies from the cafeteria and Maya wants to find out who", "taken", "cookie"),
        ("Someone is eating the carrots, so a rabbit sets a trap", "eaten", "carrot"),
        ("Every morning one sock is missing, and Tom wants to know who takes them", "taken", "sock"),
        ("Socks keep disappearing from the laundry and Mia wants to solve the mystery", "taken", "sock"),
        ("The case of the vanishing socks", "taken", "sock"),
        ("Two mice investigate who broke the vase", "broken", "vase"),
        ("A raccoon detective investigates strange noises in the attic", "strange", "noise"),
        ("Nora and Sam try to find out who keeps leaving footprints in the snow", "strange", "footprint"),
    ],
)
def test_who_did_it_is_a_mystery(text: str, sort: str, noun: str) -> None:
    """It is known what was done, and to what."""
    wish = read(text)
    assert wish.premise is not None
    assert wish.thing is not None
    assert (wish.topic, wish.premise.sort, wish.thing.noun) == ("mystery", sort, noun)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Somebody keeps stealing the cookies and Maya wants to find out who", "Maya"),
        ("Nora and Sam try to find out who keeps leaving footprints in the snow", "Nora"),
        ("Who ate the pie? Tim investigates", "Tim"),
    ],
)
def test_who_solves_it_is_the_hero(text: str, name: str) -> None:
    """Wherever the sentence names them."""
    hero = read(text).hero
    assert hero is not None
    assert hero.name == name


@pytest.mark.parametrize(
    "text",
    [
        "A fox steals the farmer's eggs",
        "Somebody has stolen the bell",
        "A boy finds out what his grandfather did in the war",
        "A girl discovers a noisy bird",
        "A raccoon takes the cookies and feels sorry",
        "A boy leaves footprints on the moon",
    ],
)
def test_a_known_thief_or_a_search_is_no_mystery(text: str) -> None:
    """Whoever is named has done it, and what is only gone is looked for."""
    assert read(text).topic != "mystery"


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize(("code", "confession"), [("en", ("It was",)), ("es", ("Fui", "Fuimos")), ("fr", ("C'était",))])
def test_somebody_says_that_it_was_them(code: str, confession: tuple[str, ...], seed: int) -> None:
    """Only who walks in their sleep must be told: the culprit is the detective."""
    said = sentences("A duck wants to know who took the cookies", code, seed)
    caught = {"en": "we have the culprit", "es": "tenemos al culpable", "fr": "tenons le coupable"}[code]
    assert any(word in sentence for sentence in said for word in (*confession, caught)), said
