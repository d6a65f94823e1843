"""Titles without a verb, quarrels over one thing, things that do something odd: what is told of them."""

import pytest

from services.shared.tale.plot.plan import Plan
from services.shared.tale.reading.frames.noun_titles import statement
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


def plan(text: str, seed: int = 1) -> Plan:
    """The plan of a short tale."""
    return make(text, seed=seed, length=300, theme="", grade=4)


def scenes(text: str, seed: int = 1, code: str = "en") -> list[str]:
    """What each scene tells."""
    told = tell(plan(text, seed), code).scenes
    return [" ".join(sentence.text for part in scene for sentence in part) for scene in told]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Lily's first swimming lesson", "Lily learns to swim"),
        ("The first flight of a baby owl", "A baby owl learns to fly"),
        ("My daughter's big piano recital", "My daughter is nervous about her big piano recital"),
        ("Leo's first race", "Leo wants to win his first race"),
        ("The big game", "A child wants to win the big game"),
        ("My first pet", "I adopt a pet"),
        ("Max's lost mitten", "Max loses his mitten"),
        ("Ben's broken bicycle", "Ben repairs his broken bicycle"),
        ("Grandpa's old fishing boat", "Grandpa repairs his old fishing boat"),
        ("Grandma's secret recipe", "Grandma bakes a cake from a secret recipe"),
        ("Ella's secret hiding place", "Ella builds a secret hiding place"),
        ("A letter to the moon", "A child writes a letter to the moon"),
        ("Friendship between a cat and a goldfish", "A cat makes friends with a goldfish"),
        ("Snow day!", "On a snow day, a child builds a snowman"),
        ("Moving day", "A child moves to a new house"),
        ("Breakfast with a dragon", "A child invites a dragon to breakfast"),
        ("The two crows and the shiny button", "Two crows both want the shiny button"),
        ("The dinosaur in the bathtub", "A dinosaur appears in the bathtub"),
    ],
)
def test_a_title_without_a_verb_is_said_as_a_deed(text: str, said: str) -> None:
    """What is named is done: a lesson is learnt, a race is to be won, and a letter written."""
    assert statement(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "My dog wins the race",
        "My cat walks in the forest",
        "Sam's birthday party",
        "The wizard's hat",
        "The two sisters and the dragon",
        "The mouse in the kitchen",
        "My daughter's stuffed elephant goes on a moon adventure",
        "A picnic for three bears",
    ],
)
def test_what_has_a_verb_or_says_no_deed_is_no_such_title(text: str) -> None:
    """It is read as before."""
    assert statement(text) == ""


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Two sisters argue over who gets the window seat on the train", "dispute"),
        ("Twins who both want the top bunk", "dispute"),
        ("Two foxes quarrel about whose den it is", "dispute"),
        ("Mia and her brother fight about who gets to sit in the front seat", "dispute"),
        ("Three friends quarrel over who goes first on the slide", "dispute"),
        ("A clock that runs backwards in a small village", "quirk"),
        ("The teapot that sings at midnight", "quirk"),
        ("The talking teapot", "quirk"),
        ("The piano that plays by itself", "quirk"),
        ("Tom's first haircut", "firsttime"),
        ("Mia is nervous about her first sleepover", "firsttime"),
        ("The first haircut of a little lion", "firsttime"),
        ("The night before the big game", "eve"),
        ("Mia cannot sleep the night before her birthday", "eve"),
    ],
)
def test_such_a_premise_has_its_own_plots(text: str, topic: str) -> None:
    """And the climax is one of them."""
    told = plan(text)
    climax = next(scene for scene in told.scenes if scene.beat == "climax")
    assert (told.wish.topic, climax.paragraphs[-1].moment.about) == (topic, topic)


@pytest.mark.parametrize(
    "text",
    [
        "Two brothers fight over the last slice of pizza",
        "Three kids who can't agree on a name for their puppy",
        "A robot that sings",
        "An old clock that tells stories to mice",
        "A lamp that wants to see the sea",
        "Lily's first day of school",
    ],
)
def test_what_only_looks_like_one_has_others(text: str) -> None:
    """What is cut in two is shared, and who sings as a robot is somebody."""
    assert plan(text).wish.topic not in ("dispute", "quirk", "firsttime", "eve")


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("code", ["en", "es", "fr"])
def test_what_two_quarrel_about_is_there_from_want_to_end(seed: int, code: str) -> None:
    """Both are, too, and in the end both have it."""
    told = scenes("Two sisters argue over the sofa", seed, code)
    sofa = {"en": "sofa", "es": "sofá", "fr": "canapé"}[code]
    hero, friend = (person.name for person in plan("Two sisters argue over the sofa", seed).cast[:2])
    assert all(word in told[1] and word in told[-2] for word in (sofa, hero, friend)), told


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_a_thing_does_it_does_from_want_to_climax(seed: int) -> None:
    """And once more at the climax, before everybody's eyes."""
    told = scenes("A clock that runs backwards", seed)
    assert "ran backwards" in told[1]
    assert "ran backwards" in told[-2]


def test_what_is_feared_as_the_first_time_is_done_at_the_climax() -> None:
    """A haircut is got, not celebrated."""
    told = scenes("Tom's first haircut")
    assert "got a haircut" in told[-2]
    assert not any("celebrate" in scene for scene in told)
