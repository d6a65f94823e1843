"""What is read out of a prompt: who, with whom, what they do, with what, against whom, where."""

import pytest

from services.shared.tale.reading.frames.wrapping import unwrap
from services.shared.tale.reading.read import read
from services.shared.tale.wish.wish import Being, Wish


def who(being: Being | None) -> str:
    """Name and noun of somebody."""
    return f"{being.name} {being.phrase.noun}".strip() if being else ""


def found(wish: Wish) -> tuple[str, str, str, str]:
    """Hero, companion, class of action, and what it is about."""
    thing = wish.thing and (wish.thing.name or wish.thing.noun)
    return who(wish.hero), who(wish.friend), wish.act, thing or ""


@pytest.mark.parametrize(
    ("text", "hero", "friend", "act", "thing"),
    [
        ("A shy dragon opens a bakery by the sea", "dragon", "", "open", "bakery"),
        ("A princess saves her kingdom from a dragon", "princess", "", "save", "kingdom"),
        ("Emma and her dog Max go to the beach", "Emma", "Max dog", "travel", "beach"),
        ("A baker swapped her oven for a map", "baker", "", "trade", "map"),
        (
            "My daughter's stuffed elephant goes on a moon adventure",
            "stuffed elephant",
            "daughter",
            "travel",
            "moon",
        ),
        ("Zoe meets Tom", "Zoe", "", "befriend", "Tom"),
        (
            "A girl named Amina and her brother Omar plant a mango tree",
            "Amina girl",
            "Omar brother",
            "grow",
            "mango tree",
        ),
        ("Dr. Smith builds a robot", "Dr. Smith", "", "build", "robot"),
        ("St. Nicholas brings gifts", "St. Nicholas", "", "give", "gift"),
        ("Tom & Jerry find a map", "Tom", "Jerry", "find", "map"),
        ("Two brothers, Max and Moritz, build a boat", "Max brother", "Moritz brother", "build", "boat"),
        ("A FOX LEARNS TO SAIL", "fox", "", "learn", ""),
        ("On Mars, a robot finds a flower", "robot", "", "find", "flower"),
        ("The Dragon Who Lost His Fire", "dragon", "", "lose", "fire"),
        ("A nurse named Ngozi heals a lion", "Ngozi nurse", "", "heal", "lion"),
        ("Grandma teaches Leo to knit", "Grandma", "Leo", "teach", ""),
        ("Aunt Joan and Uncle Bob travel to Paris", "Aunt Joan", "Uncle Bob", "travel", "Paris"),
        ("You find a magic key under your bed", "child", "", "find", "magic key"),
        ("Rose plants a tree", "Rose", "", "grow", "tree"),
        ("A rose finds a coin", "rose", "", "find", "coin"),
        ("A teacher wants to be a pirate", "teacher", "", "become", "pirate"),
    ],
)
def test_a_statement(text: str, hero: str, friend: str, act: str, thing: str) -> None:
    """Who does it, with whom, the class of what they do, and what it is about."""
    assert found(read(text)) == (hero, friend, act, thing)


@pytest.mark.parametrize(
    ("text", "foe"),
    [
        ("A princess saves her kingdom from a dragon", "dragon"),
        ("A clumsy knight fights a giant spider", "spider"),
        ("A mouse escapes from a cat", "cat"),
    ],
)
def test_who_it_is_done_against(text: str, foe: str) -> None:
    """The one that stands in the way is nobody's friend and no thing to be had."""
    wish = read(text)
    assert wish.foe
    assert wish.foe.noun == foe


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("A nurse named Ngozi heals a lion", "f"),
        ("Aunt Joan bakes a cake", "f"),
        ("A grandfather builds a boat", "m"),
        ("Omar finds a key", "m"),
        ("A dragon loses her egg", "f"),
    ],
)
def test_gender(text: str, gender: str) -> None:
    """By kin, title, name or pronoun, never by chance where the prompt says it."""
    hero = read(text).hero
    assert hero
    assert hero.gender == gender


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Can you write me a short funny story about a dragon who can't fly?", "a dragon who can't fly?"),
        ("I want a story for my son Leo about pirates", "pirates"),
        ("Write a fairy tale where a frog becomes king", "a frog becomes king"),
        ("A tale of two cities", "two cities"),
        ("The story keeper finds a book", "The story keeper finds a book"),
        ("My niece hates baths, please write a story that helps", "My niece hates baths"),
        ("Once upon a time there was a fox who lost its tail", "a fox who lost its tail"),
    ],
)
def test_a_request_s_wrapping_goes(text: str, matter: str) -> None:
    """What is left is what the story is about."""
    assert unwrap(text).text == matter


@pytest.mark.parametrize(
    ("text", "hero", "friend", "act"),
    [
        ("Please write a bedtime story for my daughter Emma who loves unicorns", "Emma daughter", "unicorn", "rest"),
        ("Write a calm 5-minute bedtime story for a 4-year-old who loves bears", "bear", "bear", "rest"),
    ],
)
def test_a_story_for_somebody(text: str, hero: str, friend: str, act: str) -> None:
    """Somebody with a name is its hero; what they like comes in."""
    wish = read(text)
    assert (who(wish.hero), who(wish.friend), wish.act, wish.calm) == (hero, friend, act, True)


@pytest.mark.parametrize(
    ("text", "said", "thing"),
    [
        ("Where does the wind sleep?", "find out where the wind sleeps", "wind"),
        ("Why is the sky blue?", "find out why the sky is blue", "sky"),
        ("How do bees make honey?", "find out how bees make honey", "bee"),
        ("Can a fish fly?", "find out whether a fish can fly", "fish"),
        ("Did Max find his shoe?", "find out whether Max found his shoe", "Max"),
        ("Why can't pigs fly?", "find out why pigs can't fly", "pig"),
    ],
)
def test_a_question_is_a_quest_for_its_answer(text: str, said: str, thing: str) -> None:
    """Somebody sets out to find out what was asked."""
    wish = read(text)
    assert wish.goal
    assert wish.goal.goal
    assert wish.thing
    assert (wish.act, wish.goal.goal["en"], wish.thing.name or wish.thing.noun) == ("answer", said, thing)


def test_a_lesson_is_learnt_by_whom_it_is_told_with() -> None:
    """And what is named beside them is in the story."""
    wish = read("A story that teaches sharing with two badgers and one kite")
    assert (who(wish.hero), who(wish.friend), wish.act) == ("badger", "badger", "learn")
    assert [phrase.noun for phrase in wish.extras] == ["kite", "sharing"]


@pytest.mark.parametrize(
    "text", ["Teach kids to share", "Explain fractions to my class", "Teach my class about recycling"]
)
def test_a_lesson_is_learnt_by_a_child(text: str) -> None:
    """Nobody is called Teach."""
    wish = read(text)
    assert (who(wish.hero), wish.act) == ("child", "learn")


@pytest.mark.parametrize(
    ("text", "hero", "friend", "act", "thing"),
    [
        ("A juggling walrus finds a drum", "walrus", "", "find", "drum"),
        ("A sewing octopus repairs a sail", "octopus", "", "repair", "sail"),
        ("A whistling hippopotamus opens a cafe", "hippopotamus", "", "open", "cafe"),
        ("A robot who writes stories about stars", "robot", "", "create", "story"),
        ("An old clock that tells stories to mice", "old clock", "mouse", "teach", ""),
        ("A baker tells stories to the moon", "baker", "", "teach", "moon"),
        ("A bear takes up painting", "bear", "", "learn", "painting"),
        ("A troll goes back to apologise to a goat", "troll", "", "persuade", "goat"),
        ("A proud rooster learns to be humble", "proud rooster", "", "learn", ""),
        ("Two sisters decide to be brave", "sister", "sister", "face", ""),
        ("A star gets lost and sets out to find the moon", "star", "", "travel", "moon"),
        ("A kite falls down and goes on a trip to find a new string", "kite", "", "find", "new string"),
        ("A crow shares her cherries with a worm", "crow", "worm", "give", "cherry"),
        ("A button's journey across the ocean", "button", "", "travel", "ocean"),
        ("Max's trip to the moon", "Max", "", "travel", "moon"),
        ("A letter's long voyage to Peru", "letter", "", "travel", "Peru"),
        ("My sister keeps borrowing my pens", "child", "", "persuade", "sister"),
        ("Our dog won't stop barking", "child", "", "persuade", "dog"),
        ("My twin is always singing", "child", "", "persuade", "twin"),
        ("A wizard lands in a forest and wants to find his hat", "wizard", "", "find", "hat"),
        ("An alien parks in our street and wants to learn to skate", "alien", "", "learn", ""),
        ("A goat scales the cliff to visit a friend", "goat", "", "visit", "friend"),
        ("The giant lost his ring", "giant", "", "lose", "ring"),
        ("A hen lends her spoon to a snail and wants it back", "hen", "snail", "persuade", "spoon"),
        ("A crow brings a letter to old Mrs. Lee", "crow", "", "give", "letter"),
    ],
)
def test_who_does_what_in_other_words(text: str, hero: str, friend: str, act: str, thing: str) -> None:
    """What somebody is called by what they do, whose journey it is, what goes on and on."""
    wish = read(text)
    being = wish.hero
    said = (
        being.name or " ".join([*(a for a in being.phrase.adjectives if a in text), being.phrase.noun]) if being else ""
    )
    assert said.removeprefix("juggling ").removeprefix("sewing ").removeprefix("whistling ") == hero
    assert found(wish)[1:] == (friend, act, thing if thing != "new string" else "string")
