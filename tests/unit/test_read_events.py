"""An event for somebody is theirs, a pet is no child, a time in front is where the tale begins, Santa is himself."""

import pytest

from services.shared.tale.plot import topics
from services.shared.tale.reading.read import read
from services.shared.tale.wish.wish import SETTING, Being, Wish


def who(being: Being | None) -> str:
    """Name and noun of somebody."""
    return f"{being.name} {being.phrase.noun}".strip() if being else ""


def setting(wish: Wish) -> str:
    """When it happens, as it is told."""
    return next((remark.said for remark in wish.remarks if remark.kind == SETTING), "")


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        (
            "Write a short story about the first day of school for a shy boy called Sam",
            "Sam boy",
            "celebrate",
            "first day of school",
        ),
        ("A birthday party for a lonely dragon", "dragon", "celebrate", "birthday"),
        ("A wedding for two mice", "mouse", "celebrate", "wedding"),
        ("A big day for a little train", "train", "discover", "sea"),
        ("Write a story about a picnic for the three bears", "bear", "celebrate", "picnic"),
        ("Tell a story about moving day for a girl called Nora", "Nora girl", "travel", "house"),
        ("A new home for an old donkey", "donkey", "find", "home"),
        ("bath time for a muddy pig", "pig", "clean", "bath"),
        ("A story about the first snow for a puppy named Biscuit", "Biscuit puppy", "discover", "snow"),
        ("A trip to the jungle for a boy called Tim", "Tim boy", "travel", "jungle"),
        ("A surprise party for Grandma Rose", "child", "celebrate", "surprise party"),
    ],
)
def test_what_is_for_somebody_is_what_they_do(text: str, hero: str, act: str, thing: str) -> None:
    """They are the hero, and the event is what happens."""
    wish = read(text)
    assert (who(wish.hero), wish.act, wish.thing.noun if wish.thing else "") == (hero, act, thing)


@pytest.mark.parametrize(
    ("text", "hero", "skill"),
    [
        ("The first swimming lesson for a nervous penguin called Pip", "Pip penguin", "swim"),
        ("A piano lesson for a clumsy bear", "bear", "play the %"),
    ],
)
def test_a_lesson_that_somebody_takes_is_learnt(text: str, hero: str, skill: str) -> None:
    """It is no request for a lesson to tell."""
    wish = read(text)
    assert (who(wish.hero), wish.skill.verb if wish.skill else "") == (hero, skill)


@pytest.mark.parametrize("text", ["A birthday cake for the queen", "A song for the moon", "A gift for Mom"])
def test_a_thing_that_somebody_is_given_is_no_event(text: str) -> None:
    """Somebody else has to make it."""
    assert read(text).hero is None


def test_the_first_day_of_school_for_somebody_is_told_by_its_topic() -> None:
    """In its own plots."""
    assert topics.shaped(read("The first day of kindergarten for a shy boy called Sam")).topic == "firstday"


@pytest.mark.parametrize(
    ("text", "hero", "friend"),
    [
        (
            "bedtime story for my 4 year old daughter Ellie and her cat Pickles about going to the moon",
            "Ellie girl",
            "Pickles cat",
        ),
        ("a story for my son Ben and his dog Rex about finding treasure", "Ben boy", "Rex dog"),
        (
            "story for Anna, 5, and her teddy bear Mister Brown about flying to the stars",
            "Anna girl",
            "Mister Brown teddy bear",
        ),
        ("Write a story for my grandson Jack and his pet snail Gary about exploring a cave", "Jack boy", "Gary snail"),
        ("Tell a story for my twin boys Leo and Max, who are six, about a trip to the jungle", "Leo twin", "Max twin"),
        ("my daughter Mia and her best friend Zoe want a story about visiting a castle", "Mia girl", "Zoe best friend"),
        ("A story for my granddaughters Ruth and Naomi and their pony Star", "Ruth girl", "Naomi girl"),
        ("a bedtime story for a sleepy dragon", "dragon", ""),
        ("A bedtime story for my son about a dragon who cannot fly", "dragon", ""),
    ],
)
def test_who_hears_the_story_is_in_it_with_whoever_is_theirs(text: str, hero: str, friend: str) -> None:
    """A child as a child, and a pet as the animal that it is."""
    wish = read(text)
    assert (who(wish.hero), who(wish.friend)) == (hero, friend)


def test_a_third_one_of_whom_a_request_tells_comes_along() -> None:
    """Hero and companion are only two."""
    wish = read("A bedtime story for our daughter Zoe, her brother Max and their dog Bello about a picnic")
    assert [phrase.name for phrase in wish.extras] == ["Bello"]


def test_called_is_followed_by_a_name_and_is_nothing_that_anybody_does() -> None:
    """Wherever it stands."""
    assert [phrase.name for phrase in read("Letters for a bear called Bruno").extras] == ["Bruno"]


@pytest.mark.parametrize(
    ("text", "hero", "told"),
    [
        (
            "It is Christmas Eve and Santa's smallest reindeer has a cold. What happens next?",
            "reindeer",
            "Christmas Eve",
        ),
        (
            "On the night before Halloween, a little ghost loses her sheet. Include a dog.",
            "ghost",
            "the night before Halloween",
        ),
        ("It was the last day of school and the class hamster had escaped.", "hamster", "the last day of school"),
        (
            "One stormy night, a lighthouse keeper hears a knock. How does it end?",
            "lighthouse keeper",
            "a stormy night",
        ),
        ("In winter, a hungry fox looks for a friend", "fox", "winter"),
        ("A rainy day for a girl called Ivy", "Ivy girl", "a rainy day"),
        ("One day a fox finds a bell", "fox", ""),
        ("In the morning, a fox finds a bell", "fox", ""),
        ("On the night train to Vienna, a thief steals a briefcase", "thief", ""),
    ],
)
def test_the_time_in_front_is_when_the_tale_begins(text: str, hero: str, told: str) -> None:
    """It is nobody, and nothing that is needed for something."""
    wish = read(text)
    assert (who(wish.hero), setting(wish)) == (hero, f"it was {told}" if told else "")
    assert not [phrase for phrase in wish.extras if phrase.noun in ("Christmas Eve", "Halloween", "last day of school")]


def test_the_last_day_of_school_is_at_school() -> None:
    """A time may say where it happens, where nothing else does."""
    assert read("It was the last day of school and the class hamster had escaped").home == "school"


@pytest.mark.parametrize(
    ("text", "hero"),
    [
        ("The tooth fairy who is afraid of teeth", "the Tooth Fairy fairy"),
        ("The sandman cannot sleep", "the Sandman old man"),
        ("The Easter bunny and a little hen look for a lost egg", "the Easter Bunny rabbit"),
        ("Mother Nature is tired and wants a holiday", "Mother Nature spirit"),
        ("A tooth fairy looks for a coin", "tooth fairy"),
    ],
)
def test_whom_everybody_knows_is_called_so(text: str, hero: str) -> None:
    """And by no other name; one of many is one of a kind."""
    assert who(read(text).hero) == hero


def test_who_owns_a_reindeer_is_an_old_man() -> None:
    """Santa is no animal, though his reindeer is."""
    assert who(read("Santa's smallest reindeer has a cold").friend) == "Santa old man"
