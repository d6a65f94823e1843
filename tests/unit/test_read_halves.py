"""Sentences of two halves: how somebody is at first, what they do then, and the way in which they do it."""

import pytest

from services.shared.tale.plot.topics import shaped
from services.shared.tale.plot.wishes import complete
from services.shared.tale.reading.read import read
from services.shared.tale.wish.wish import Wish


def goal(wish: Wish) -> tuple[str, str]:
    """What the hero does, and with what."""
    found = wish.goal
    thing = (found and found.thing) or wish.thing
    return (found.verb if found else "", thing.noun if thing else "")


def said(wish: Wish, kind: str) -> list[str]:
    """What is told of this kind."""
    return [remark.said for remark in wish.remarks if remark.kind == kind]


@pytest.mark.parametrize(
    ("text", "deed", "before"),
    [
        (
            "A farmer's old horse thinks he is no longer useful, but one stormy night he saves the lambs.",
            ("save", "lamb"),
            "{:he|she} thought he was no longer useful",
        ),
        (
            "A clumsy penguin is laughed at by everyone until one day he rescues a baby seal.",
            ("rescue", "baby seal"),
            "{:he|she} was laughed at by everyone",
        ),
        (
            "The smallest elephant in the herd feels useless until she finds a hidden spring.",
            ("find", "spring"),
            "{:he|she} felt useless",
        ),
        (
            "An old lighthouse keeper believes nobody needs him, until one foggy night he guides a ship.",
            ("guide", "ship"),
            "{:he|she} believed nobody needed him",
        ),
        (
            "Everyone thinks Pip the mouse is too small to help, but one night she frees a lion.",
            ("free", "lion"),
            "everyone thought Pip the mouse was too small to help",
        ),
        (
            "A knight who is scared of everything, but when a dragon attacks the village he protects the children.",
            ("protect", "child"),
            "{:he|she} was scared of everything",
        ),
    ],
)
def test_the_event_is_the_deed(text: str, deed: tuple[str, str], before: str) -> None:
    """The second half is what the tale is about, and the first how the hero is before it."""
    wish = read(text)
    assert (goal(wish), said(wish, "before")) == (deed, [before])


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("A boy is afraid of dogs until he meets a puppy", "be afraid of"),
        ("A cat is stuck in a tree, but one day she sees a ladder", "be stuck in"),
        ("A fox wants to fly but he has no wings", "fly"),
    ],
)
def test_a_trouble_stays_what_the_tale_is_about(text: str, verb: str) -> None:
    """Not every first half is only how somebody is before."""
    wish = read(text)
    assert (goal(wish)[0], said(wish, "before")) == (verb, [])


@pytest.mark.parametrize(
    ("text", "verb", "way"),
    [
        ("Amira doesn't know anybody, but she makes a friend by sharing her dumplings", "make a friend", "shared her"),
        ("Ben has no friends, but he makes one by fixing a girl's bike", "make a friend", "fixed a girl's bike"),
        ("A lonely bear makes friends with the squirrels by sharing his honey", "make friends with", "shared his"),
        ("Lily saves the garden by singing to the flowers", "save", "sang to the flowers"),
    ],
)
def test_the_way_is_told_at_the_end(text: str, verb: str, way: str) -> None:
    """What is done by doing something else is the deed, and that is how it comes about."""
    wish = read(text)
    (told,) = said(wish, "way")
    assert (goal(wish)[0], way in told) == (verb, True)


def test_the_way_is_not_what_the_tale_is_about() -> None:
    """A friend who is won by sharing is no tale of somebody who does not want to share."""
    assert shaped(read("A lonely bear makes friends with the squirrels by sharing his honey")).topic == ""


@pytest.mark.parametrize(
    ("text", "hero", "verb", "why"),
    [
        (
            "What if all the toys in the shop woke up at midnight and the smallest teddy bear got lost?",
            "teddy bear",
            "get lost",
            "all the toys woke up at midnight",
        ),
        (
            "A painting in the museum comes to life and a girl has to help her get home.",
            "girl",
            "help",
            "a painting came alive",
        ),
        (
            "All the dinosaurs in the museum come alive at night and the guard has to feed them",
            "guard",
            "feed",
            "all the dinosaurs came alive at night",
        ),
    ],
)
def test_when_things_come_alive_it_is_the_story_of_one(text: str, hero: str, verb: str, why: str) -> None:
    """Who does something then, or whom something befalls, is the hero."""
    wish = read(text)
    assert wish.hero is not None
    assert (wish.hero.phrase.noun, goal(wish)[0], said(wish, "reason")) == (hero, verb, [why])


def test_who_comes_alive_wants_what_follows() -> None:
    """A snowman who comes alive in somebody's garden has a goal of his own, and the garden is where he is."""
    wish = read("The snowman in Mr. Patel's garden comes alive and wants to see the summer.")
    assert (goal(wish), wish.where and wish.where.phrase.noun) == (("see", "summer"), "garden")


@pytest.mark.parametrize(
    "text",
    [
        "A boy named Theo loses his first tooth at school and can't find it anywhere.",
        "Tom's tooth falls out and he drops it down the drain.",
        "My tooth fell out and I lost it on the way home",
    ],
)
def test_a_lost_tooth_is_looked_for(text: str) -> None:
    """A tooth that cannot be found is no tooth that has to come out."""
    wish = complete(shaped(read(text)), "patience")
    assert (wish.topic, wish.act, wish.goal and wish.goal.goal and wish.goal.goal["en"]) == ("", "lose", "find @ again")


@pytest.mark.parametrize(
    ("text", "felt"),
    [
        ("A hedgehog who is jealous of his new baby brother", "{:he|she} was jealous of his new baby brother"),
        ("A princess is angry at the king because he sold her horse", "{:he|she} was angry at the king"),
        ("A girl who is proud of her messy hair", "{:he|she} was proud of her messy hair"),
    ],
)
def test_a_feeling_about_somebody_is_told(text: str, felt: str) -> None:
    """What somebody feels stands in the tale, whatever its goal is."""
    assert felt in said(read(text), "trait")


def test_whom_a_pronoun_means_is_no_hero_of_another_gender() -> None:
    """It was the king who sold the horse of the princess."""
    wish = read("A princess is angry at the king because he sold her horse")
    assert said(wish, "reason") == ["he sold her horse"]


@pytest.mark.parametrize(
    "text", ["A boy who is tired of his noisy sisters", "A cat is fed up with the noisy neighbors"]
)
def test_who_is_tired_of_others_wants_peace(text: str) -> None:
    """Those of whom somebody is tired do not go along."""
    wish = read(text)
    assert (goal(wish)[1], wish.friend) == ("peace", None)
