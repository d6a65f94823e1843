"""Some prompts say who competes, who always loses, or what moral a story is to have."""

import pytest

from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell
from services.shared.tale.wish.wish import Wish
from tests.unit.tales import told


def hero(wish: Wish) -> str:
    """What the hero is."""
    return " ".join((*wish.hero.phrase.adjectives, wish.hero.phrase.noun)) if wish.hero else ""


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Write a story with a happy ending about a lost kitten", "lost kitten"),
        ("A fairy tale with a twist about a wolf who is afraid of sheep", "wolf"),
        ("A short story with a surprise ending about a boy who finds a key", "boy"),
        ("Create a fable with a moral about a greedy fox", "greedy fox"),
        ("A story in which the main character is a frog", "frog"),
        ("A story where the main character is a frog who wants to be a chef", "frog"),
        ("Write a story where the main characters are two sisters who open a bakery", "sister"),
        ("The setting is a farm and the main character is a lazy rooster who oversleeps", "lazy rooster"),
        ("A story in three chapters about a penguin who wants to fly", "penguin"),
        ("A chapter book about a girl who can talk to dogs", "girl"),
        ("A story with the theme of friendship between a cat and a mouse", "cat"),
        ("A story about a clumsy bear. The moral should be that practice makes perfect", "clumsy bear"),
        ("A girl writes a story with a happy ending for her sick grandfather", "girl"),
        ("A character from a book escapes into the library", "character"),
    ],
)
def test_words_about_the_story_are_not_its_hero(text: str, who: str) -> None:
    """Endings, twists, morals, chapters and settings are taken off; who acts stays."""
    assert hero(read(text)) == who


def test_a_main_character_keeps_their_name() -> None:
    """A main character who is named is a child of that name."""
    wish = read("A story with a main character named Zoe who finds a dragon egg")
    assert wish.hero is not None
    assert (wish.hero.name, wish.act) == ("Zoe", "find")


@pytest.mark.parametrize(
    ("moral", "act", "word"),
    [
        ("with the moral that telling the truth is better than hiding a mistake", "persuade", "truth"),
        ("whose moral is that honesty is the best policy", "persuade", "truth"),
        ("with the message that everyone makes mistakes", "persuade", "truth"),
        ("with the lesson that slow and steady wins the race", "win", "race"),
        ("with the lesson not to judge a book by its cover", "befriend", "friends"),
        ("that teaches that sharing is caring", "learn", "learn"),
        ("whose moral is that being kind is better than being popular", "help", "help"),
        ("with the moral that it's never too late to say sorry", "fight", "fight"),
    ],
)
def test_a_moral_is_shown_by_a_deed(moral: str, act: str, word: str) -> None:
    """A story that is asked for with nothing but its moral is told of a child whose deed shows it."""
    wish = read(f"Write a story {moral}")
    assert wish.goal is not None
    assert (hero(wish), wish.act, word in wish.goal.verb) == ("child", act, True)


def test_a_moral_is_shown_by_whom_the_story_is_about() -> None:
    """Of two rabbits and a moral the rabbits learn it."""
    wish = read("Write a story about two rabbits with the moral that we should always share")
    assert (hero(wish), wish.act) == ("rabbit", "learn")


def test_a_moral_changes_nothing_that_is_told() -> None:
    """Who does something already does nothing else for the moral's sake."""
    wish = read("A story about a girl who finds a key with the moral that sharing is good")
    assert (hero(wish), wish.act) == ("girl", "find")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("A teacher learns a lesson from her pupils", "learn"),
        ("An author who cannot find an ending for his book", "find"),
    ],
)
def test_an_ending_or_a_lesson_in_a_story_stays(text: str, act: str) -> None:
    """What is done with an ending or a lesson is told."""
    assert read(text).act == act


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("Two bakers on the same street compete to make the best birthday cake for the queen", "baker"),
        ("Two painters compete to paint the king's portrait", "painter"),
        ("Three brothers compete to build the fastest boat", "brother"),
        ("A witch and a wizard compete to make the most beautiful garden", "wizard"),
        ("Two tailors who both want to sew the finest coat for the king", "tailor"),
        ("A baker competes against her rival to make the best pie in town", "rival"),
        ("Two mice have a baking competition to see who can bake the best cheese pie", "mouse"),
        ("Two gardeners who live on the same street both try to grow the prettiest roses", "gardener"),
    ],
)
def test_who_competes_has_a_rival(text: str, rival: str) -> None:
    """Of two who make the same thing the other one is the rival, not the helper."""
    wish = read(text)
    assert wish.foe is not None
    assert (wish.topic, wish.foe.noun, wish.friend) == ("rivals", rival, None)


@pytest.mark.parametrize(
    ("text", "judge"),
    [
        ("Two bakers compete to make the best birthday cake for the queen", "queen"),
        ("Two painters compete to paint the king's portrait", "king"),
        ("Three princes compete to build the tallest tower to impress the princess", "princess"),
        ("Two mice compete to bake the best cheese pie", "owl"),
        ("Two tailors compete to sew the finest coat", "mayor"),
    ],
)
def test_a_contest_has_a_judge(text: str, judge: str) -> None:
    """Whoever it is made for judges it, and else somebody who is there."""
    wish = read(text)
    assert wish.price is not None
    assert wish.price.noun == judge


@pytest.mark.parametrize(
    ("text", "goal", "rival"),
    [
        ("Two snowmen race down a hill", "race against", "snowman"),
        ("The tortoise and the hare race again", "race against", "hare"),
        ("Two rival chefs who compete for the golden spoon", "win", "chef"),
        ("Two friends compete against each other in the school talent show", "win", "friend"),
        ("Two wizards have a magic contest", "win", "wizard"),
        ("A fox and a crow have a contest to see who can sing the best", "sing", "crow"),
        ("Five frogs compete to see who can jump the highest", "jump", "frog"),
    ],
)
def test_who_races_or_sings_wants_to_win(text: str, goal: str, rival: str) -> None:
    """Where nothing is made, the hero wants to do better than the other one."""
    wish = read(text)
    assert wish.goal is not None
    assert wish.foe is not None
    assert (wish.act, wish.goal.verb, wish.foe.noun) == ("win", goal, rival)


@pytest.mark.parametrize(
    "text",
    [
        "Two friends want to build a treehouse",
        "Two sisters want to open the best lemonade stand in town",
        "Two squirrels fight over an acorn",
        "Haruto and Mei-Ling race their kites over Hokkaido",
        "A race car that wants to win",
    ],
)
def test_who_does_it_together_has_no_rival(text: str) -> None:
    """Two who want one thing together, or quarrel, do not compete."""
    assert read(text).foe is None


def test_the_rival_and_the_judge_act() -> None:
    """In the tale the other baker speaks, and the queen judges."""
    text = told("Two bakers on the same street compete to make the best birthday cake for the queen")
    assert "said the queen" in text
    assert "the other baker" in text


@pytest.mark.parametrize(
    ("text", "newcomer"),
    [
        ("A soccer team that loses every game until a new girl joins", "girl"),
        ("A basketball team that never wins until a tall giraffe joins them", "giraffe"),
        ("A volleyball team that loses all the time until a kangaroo joins the team", "kangaroo"),
        ("A mouse team that always finishes last in the cheese race until an old rat helps them", "rat"),
    ],
)
def test_who_joins_a_losing_team_is_new_there(text: str, newcomer: str) -> None:
    """A team that loses wants to win, and whoever joins comes in during the tale."""
    wish = read(text)
    assert wish.thing is not None
    assert wish.goal is not None
    assert (wish.topic, wish.thing.noun, wish.goal.verb.split()[0]) == ("newplayer", newcomer, "win")


@pytest.mark.parametrize(
    "text",
    [
        "A snail who loses every race",
        "A boy who always loses at chess until his grandmother teaches him",
        "A hockey team of penguins who lose every match until they learn to work together",
        "A girl who loses the spelling bee and tries again next year",
        "The worst baseball team in the league finally wins a game",
        "A clumsy knight who never wins a tournament",
    ],
)
def test_who_loses_wants_to_win(text: str) -> None:
    """A game that is lost is not looked for."""
    assert read(text).act == "win"


@pytest.mark.parametrize(
    "text",
    ["A queen who lost her crown in the woods", "A kid who lost his dog", "A dragon who loses his fire",
     "A boy who lost his board game"],
)  # fmt: skip
def test_what_is_mislaid_is_looked_for(text: str) -> None:
    """A thing that somebody has lost is lost."""
    assert read(text).act == "lose"


@pytest.mark.parametrize(("code", "said"), [("es", "ganó un partido"), ("fr", "gagna un match")])
def test_a_losing_team_is_told_in_every_language(code: str, said: str) -> None:
    """The tale of the team is told in Spanish and French."""
    assert said in told("A soccer team that loses every game until a new girl joins", code)


@pytest.mark.parametrize(
    "text",
    [
        "Two wizards compete to see who is the greatest",
        "Three chefs compete to find out who is the best cook",
        "A crow and a parrot have a contest to decide who is the cleverest",
    ],
)
def test_who_is_the_greatest_is_a_contest(text: str) -> None:
    """And the other one is the rival."""
    wish = read(text)
    assert (wish.act, wish.foe is not None) == ("win", True)


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_rival_competes_in_the_end(seed: int) -> None:
    """The climax tells of them, whichever plot it is."""
    plan = make("A crow and a nightingale have a singing contest", seed=seed, length=300, theme="", grade=4)
    scenes = tell(plan, "en").scenes
    climax = next(index for index, scene in enumerate(plan.scenes) if scene.beat == "climax")
    assert any("nightingale" in sentence.text for paragraph in scenes[climax] for sentence in paragraph)
