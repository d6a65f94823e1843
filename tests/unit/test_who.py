"""Who is who in a prompt: the hero, the companion, what is only had, and what only happens to somebody."""

import pytest

from services.shared.tale.reading.read import read
from services.shared.tale.wish.wish import Being


def said(being: Being | None) -> str:
    """A being by its noun or its name."""
    return (being.phrase.noun or being.name) if being else ""


@pytest.mark.parametrize(
    "text",
    [
        "A crocodile with a toothache wants to see the dentist",
        "A wolf with a headache",
        "A dragon with the flu cannot breathe fire",
        "A singer with a sore throat",
        "A girl with a broken leg joins a football team",
    ],
)
def test_an_ailment_is_had_and_is_nobodys_friend(text: str) -> None:
    """It is told of the hero."""
    wish = read(text)
    assert wish.friend is None
    assert wish.remarks[0].said.startswith("{:he|she} had ")


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("A pirate who gets seasick", "get used to the waves"),
        ("Leo gets seasick on his grandfather's boat", "get used to the waves"),
        ("A traffic light gets bored", "have something to do"),
        ("The frog gets jealous of the swan", "be glad for @"),
        ("A snowman feels cold", "get warm"),
        ("The robot gets rusty", "get rid of the rust"),
        ("The zebra feels different", "find a place to belong"),
        ("The ocean turns pink one morning", "change back"),
        ("A giant gets smaller every day", "change back"),
        ("My brother's nose turns green", "change back"),
        ("A knight gets braver every day", "become brave"),
        ("My big sister is getting married", "get married"),
        ("A singer with a sore throat", "get rid of the sore throat"),
        ("A teddy bear is left behind on a train", "find the way home"),
        ("A prince is raised by wolves", "find a place to belong"),
    ],
)
def test_what_befalls_somebody_is_put_right(text: str, goal: str) -> None:
    """To be seasick is nobody's wish."""
    found = read(text).goal
    assert found is not None
    assert found.goal is not None
    assert found.goal["en"].removesuffix(" @") == goal.removesuffix(" @")


@pytest.mark.parametrize(
    ("text", "hero"),
    [
        ("A dinosaur hatches in the school library", "dinosaur"),
        ("An egg hatches in the classroom", "chick"),
        ("A dragon egg hatches in the kitchen", "baby dragon"),
    ],
)
def test_who_hatches_looks_for_a_family(text: str, hero: str) -> None:
    """It has hatched already, and does not want to."""
    wish = read(text)
    assert (said(wish.hero), wish.act) == (hero, "find")
    assert "hatched" in wish.remarks[0].said


@pytest.mark.parametrize(
    ("text", "hero", "friend"),
    [
        ("Two foxes, a badger and an owl open a restaurant", "fox", "badger"),
        ("Two brothers, Max and Moritz, steal a chicken", "brother", "brother"),
        ("A lonely lighthouse, a stormy night, a brave cat", "cat", ""),
        ("The youngest of seven brothers becomes a shoemaker", "brother", ""),
        ("The hedgehog family moves to the city", "hedgehog", "hedgehog"),
        ("A shepherd boy counts stars instead of sheep", "boy", ""),
        ("An only child gets a puppy", "only child", ""),
        ("The cake was eaten by a ghost", "ghost", ""),
        ("Two friends cannot meet because of a broken bridge", "friend", "friend"),
        ("A volcano afraid of its own noise", "volcano", ""),
    ],
)
def test_hero_and_companion_are_those_of_the_prompt(text: str, hero: str, friend: str) -> None:
    """Whoever else is named does not take their place."""
    wish = read(text)
    assert (said(wish.hero), said(wish.friend)) == (hero, friend)


def test_what_is_not_done_has_no_part() -> None:
    """The prince whom she does not marry is nobody of the tale."""
    wish = read("A princess fights against a dragon instead of marrying a prince")
    assert not wish.extras


def test_a_place_is_saved_from_whoever_threatens_it() -> None:
    """By a child, where the prompt names nobody."""
    wish = read("A village is threatened by a giant")
    assert (wish.act, wish.foe and wish.foe.noun) == ("save", "giant")


def test_a_verb_is_no_thing_of_the_tale() -> None:
    """What a mouse does is not what it looks for: "lives"."""
    assert [phrase.noun for phrase in read("A mouse that lives in a cello").extras] == ["cello"]


def test_only_describes_nobody_whom_it_stands_before() -> None:
    """“That only animals can hear” tells of no only animal."""
    wish = read("A shy girl finds a whistle that only animals can hear")
    assert wish.friend is not None
    assert wish.friend.phrase.adjectives == ()
