"""What has already happened is no wish: a prompt is read as what somebody wants about it."""

import pytest

from services.shared.tale.reading.read import read


def found(prompt: str) -> tuple[str, str, str]:
    """Hero, class of action and what they want."""
    wish = read(prompt)
    assert wish.hero
    assert wish.goal
    thing = wish.goal.thing
    about = f" {thing.name or thing.noun}" if thing and (thing.name or thing.noun not in wish.goal.verb) else ""
    return wish.hero.name or wish.hero.phrase.noun, wish.act, f"{wish.goal.verb}{about}"


@pytest.mark.parametrize(
    ("prompt", "deed"),
    [
        ("A kettle that broke a cup and feels guilty", ("kettle", "persuade", "say sorry")),
        ("Ben hid his sister's flute and now is sorry", ("Ben", "persuade", "say sorry")),
        ("I swapped my coat for a kite and now dad is furious", ("child", "persuade", "make peace with Dad")),
        ("We dyed the sheep blue and the farmer won't speak to us", ("child", "persuade", "make peace with farmer")),
    ],
)
def test_who_is_sorry_or_has_made_somebody_angry_makes_it_good(prompt: str, deed: tuple[str, str, str]) -> None:
    assert found(prompt) == deed


@pytest.mark.parametrize(
    ("prompt", "deed"),
    [
        ("Lena swallows a coin", ("Lena", "heal", "get well")),
        ("A sheep chews up the teacher's map", ("sheep", "persuade", "say sorry to teacher")),
        (
            "Lena swallows a coin and my uncle, who is a baker, has to calm everybody down",
            ("uncle", "heal", "calm"),
        ),
        ("A mouse eats the cook's cheese", ("mouse", "cook", "eat cheese")),
        ("A pike swallows a frog", ("pike", "cook", "swallow frog")),
    ],
)
def test_what_nobody_eats_does_no_good(prompt: str, deed: tuple[str, str, str]) -> None:
    """But a meal is one."""
    assert found(prompt) == deed


@pytest.mark.parametrize(
    ("prompt", "deed"),
    [
        ("My uncle glued himself to a ladder", ("uncle", "escape", "get loose from ladder")),
        ("Two hamsters got stuck in a boot overnight", ("hamster", "escape", "get out of boot")),
        ("Me and my sister got locked in a museum", ("child", "escape", "get out of museum")),
        ("A queen is locked out of her castle", ("queen", "open", "get back into castle")),
    ],
)
def test_who_is_held_fast_gets_loose(prompt: str, deed: tuple[str, str, str]) -> None:
    assert found(prompt) == deed


@pytest.mark.parametrize("prompt", ["My uncle glued himself to a ladder", "Lena swallows a coin"])
def test_what_happened_is_told_before(prompt: str) -> None:
    assert [remark.kind for remark in read(prompt).remarks] == ["first"]
