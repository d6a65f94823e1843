"""What a prompt's find leads to, and a thing that nobody uses: who it is about, and which plots tell it."""

import pytest

from services.shared.tale.plot.plan import Plan
from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.wish.wish import Wish


def plan(text: str) -> Plan:
    """A tale's plan, of 300 words and the fourth grade."""
    return make(text, seed=1, length=300, theme="", grade=4)


def sort(wish: Wish) -> str:
    """Which of its topic's plots suit."""
    return wish.premise.sort if wish.premise else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A girl named Maya and her little brother Theo who find a lost puppy in the rain", "pet"),
        ("Sam and his grandfather find a stray dog at the bus stop", "pet"),
        ("Two sisters find a hurt bird in the garden", "wild"),
        ("A boy finds an abandoned kitten behind the school", "kept"),
        ("A family finds a lost dog and keeps it", "kept"),
        ("A bear cub who finds a lost penguin in the forest", "wild"),
        ("A boy who finds a baby bird that fell out of the tree", "wild"),
    ],
)
def test_a_stray_that_is_found_is_the_beginning(text: str, expected: str) -> None:
    """Nobody has lost it before: its home is looked for, or it is cared for."""
    wish = read(text)
    assert (wish.topic, sort(wish)) == ("stray", expected)


@pytest.mark.parametrize(
    "text",
    [
        "A girl who wants to find her lost puppy",
        "A boy who must find a lost dog before the night",
        "A knight who finds a sleeping dragon",
        "A boy finds a magic ring",
    ],
)
def test_what_is_looked_for_is_no_stray(text: str) -> None:
    """Nor is a find that needs nobody."""
    assert read(text).topic != "stray"


@pytest.mark.parametrize(
    "text", ["A little fox finds a wallet on the road", "Lily finds a lost teddy bear on the train"]
)
def test_what_somebody_has_lost_is_given_back(text: str) -> None:
    """It is no treasure."""
    assert read(text).act == "give"


def test_where_a_lost_thing_lay_is_told() -> None:
    """It is where the tale begins."""
    remark = read("Lily finds a lost teddy bear on the train").remarks[0]
    assert (remark.kind, remark.said) == ("first", "{:he|she} found a lost teddy bear on the train")


@pytest.mark.parametrize(
    "text",
    [
        "A young turtle goes on a long journey to find the sea",
        "A mouse sets out to find the moon",
        "Two friends travel to find the end of the rainbow",
        "A penguin who goes on an adventure to find the North Pole",
        "A snail goes on a journey to find the tallest mountain in the world",
        "A little cloud who travels far to find the desert",
    ],
)
def test_a_place_is_found_by_a_journey(text: str) -> None:
    """It lies behind no ditch in the garden."""
    assert read(text).act == "travel"


@pytest.mark.parametrize("text", ["A boy wants to find the hidden cave", "A girl finds a garden behind a wall"])
def test_a_place_that_nobody_knows_is_searched_for(text: str) -> None:
    """And not set out for."""
    assert read(text).act == "find"


def test_who_looks_for_the_sea_lives_elsewhere() -> None:
    """Else there would be no way to go."""
    assert plan("A young turtle goes on a long journey to find the sea").place.name != "sea"


def test_a_journey_does_nothing_by_itself() -> None:
    """It is what all of the tale tells."""
    assert not read("A young turtle goes on a long journey to find the sea").extras


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("A rusty old tractor who is left in the barn until the big storm comes", "tractor", "drives"),
        ("An old red sled that nobody wants until the first big snow", "sled", "drives"),
        ("A little boat who is abandoned on the beach until the flood comes", "boat", "drives"),
        ("The old fire truck that was left behind", "fire truck", "drives"),
        ("An old lighthouse that is not used any more until one foggy night", "lighthouse", "stands"),
        ("A teddy bear who is forgotten in the attic until Christmas", "teddy bear", "lies"),
        ("A broken umbrella who is thrown away", "umbrella", "lies"),
        ("A dusty piano who is forgotten in the basement until a girl moves in", "piano", "lies"),
    ],
)
def test_a_thing_that_nobody_uses_is_the_hero(text: str, noun: str, expected: str) -> None:
    """Nobody is invented who looks for it."""
    wish = read(text)
    assert (wish.hero and wish.hero.phrase.noun, wish.topic, sort(wish)) == (noun, "unused", expected)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A rusty old tractor who is left in the barn until the big storm comes", "the big storm came"),
        ("A teddy bear who is forgotten in the attic until Christmas", "Christmas came"),
        ("An old red sled that nobody wants until the first big snow", "the first big snow came"),
    ],
)
def test_what_ends_it_is_told(text: str, said: str) -> None:
    """A time is told as something that comes."""
    assert [remark.said for remark in read(text).remarks if remark.kind == "until"] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "A robot who is left alone at home",
        "A girl who is forgotten at school",
        "A toy train that is forgotten and wants to see the sea",
    ],
)
def test_somebody_or_more_than_that_is_another_tale(text: str) -> None:
    """People are not used, and a deed is told as it is."""
    assert read(text).topic != "unused"


@pytest.mark.parametrize(
    "text",
    [
        "A monster under the bed who wants to be friends with a boy named Oliver",
        "A ghost who wants to make friends with a girl called Nora",
        "A shy giant who wants to be friends with a mouse called Pip",
    ],
)
def test_who_is_befriended_and_named_is_no_newcomer(text: str) -> None:
    """No plot is told in which somebody unnamed becomes the friend."""
    assert plan(text).known.kinds["arc"] not in ("seesaw", "voice", "notice")


def test_what_somebody_named_is_is_told_with_where_they_live() -> None:
    """And is not what everybody knows."""
    remarks = read("A monster under the bed who wants to be friends with a boy named Oliver").remarks
    assert [(remark.kind, remark.said) for remark in remarks] == [("near", "Oliver was a boy")]


def test_what_comes_at_last_does_not_act_before() -> None:
    """The storm is not greeted every morning."""
    found = plan("A boy looks for a key in the castle until the big storm comes")
    extras = [part.extra.noun for scene in found.scenes for part in scene.paragraphs if part.extra]
    assert "storm" not in extras
