"""A prompt that only says what befell somebody is read as what they want about it."""

import pytest

from services.shared.tale.plot import bank
from services.shared.tale.plot.wishes import complete, homes
from services.shared.tale.reading.read import read
from services.shared.tale.wish.wish import Being, Wish


def who(being: Being | None) -> str:
    """Name and noun of somebody."""
    return f"{being.name} {being.phrase.noun}".strip() if being else ""


def found(wish: Wish) -> tuple[str, str, str]:
    """Hero, class of action, and what it is about."""
    return who(wish.hero), wish.act, (wish.thing.name or wish.thing.noun) if wish.thing else ""


@pytest.mark.parametrize(
    ("text", "hero", "thing"),
    [
        ("Somebody has stolen the village bell and only the miller's goose saw who did it", "goose", "village bell"),
        ("The night all the lanterns vanished", "child", "lantern"),
        ("Our parrot is missing", "child", "parrot"),
        ("Grandma's slippers have disappeared again", "Grandma", "slipper"),
        ("My sister's violin has been stolen", "sister", "violin"),
        ("The rainbow is gone and a snail must find it", "snail", "rainbow"),
    ],
)
def test_what_is_gone_is_looked_for(text: str, hero: str, thing: str) -> None:
    wish = read(text)
    assert who(wish.hero) == hero
    assert wish.thing is not None
    assert wish.act in ("find", "give")
    assert f"{' '.join(wish.thing.adjectives)} {wish.thing.noun}".strip().endswith(thing)


def test_who_gets_away_themselves_is_no_search() -> None:
    assert who(read("The magician vanishes into her own mirror").hero) == "magician"


@pytest.mark.parametrize(
    ("text", "hero", "friend", "act"),
    [
        ("A bully hides Ravi's shoes every morning until a new girl helps him", "Ravi", "girl", "face"),
        ("Two mean boys laugh at my daughter", "daughter", "", "face"),
        ("My neighbor is moving to Canada", "child", "", "part"),
        ("Our babysitter leaves for college", "child", "", "part"),
        ("Grandma forgets my birthday", "child", "", "face"),
        ("Dad teaches me to swim", "Dad", "child", "teach"),
        ("My parents are expecting another baby", "child", "", "become"),
    ],
)
def test_who_is_meant_is_in_the_story(text: str, hero: str, friend: str, act: str) -> None:
    wish = read(text)
    assert (who(wish.hero), who(wish.friend), wish.act) == (hero, friend, act)


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        ("A goat and a sheep have a race", "goat", "win", "race"),
        ("The bakers and the butchers have a cooking contest", "baker", "win", "contest"),
        ("A fairy with a torn wing", "fairy", "repair", "wing"),
        ("The doll that nobody played with", "doll", "face", ""),
        ("A star who is tired of being alone", "star", "befriend", ""),
        ("A cat who sits on the roof every evening and waits for the moon", "cat", "visit", "moon"),
        ("Every time Nina laughs, something in the garden grows", "Nina", "celebrate", ""),
        ("A boy whose kite flew away", "boy", "find", "kite"),
        ("A frog who thinks he is a prince", "frog", "become", "prince"),
        ("Lars can swim faster than anyone in the village", "Lars", "win", "race"),
        ("A letter arrives at the castle", "", "find", "letter"),
        ("The postman is ill and a goose has to bring the letters", "goose", "give", "letter"),
        ("Princess Ida doesn't want to dance; she wants to build ships", "Princess Ida", "build", "ship"),
        ("A girl named Mona with ADHD who can't sit still saves a kitten", "Mona girl", "save", "kitten"),
        ("Rex the dog can't swim, and all the others laugh at him", "Rex dog", "travel", ""),
        ("The old oak is dying and a beetle knows why", "beetle", "save", "oak"),
        ("Stuck in the elevator with grandma", "child", "escape", "elevator"),
        ("It is the night before Easter and Noah can't find his basket", "Noah", "find", "basket"),
        ("My uncle is a sailor and I want to be one too", "child", "become", "sailor"),
        ("Fox wants to sing but the birds laugh at him", "fox", "perform", ""),
    ],
)
def test_what_is_not_said_follows(text: str, hero: str, act: str, thing: str) -> None:
    assert found(read(text)) == (hero, act, thing)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A captain with a wooden leg finds a map", "{:he|she} had a wooden leg"),
        ("A turtle without a shell finds a friend", "{:he|she} had no shell"),
        ("A giant with a heart of stone learns to cry", "{:he|she} had a heart of stone"),
        ("Every time Nina sneezes, something in the garden grows", "something in the garden grew"),
        ("A baker in a town where nobody is allowed to sing", "nobody was allowed to sing there"),
        ("A man bakes a bread so big that it fills the street", "the bread was so big that it filled the street"),
        ("Nobody came to Ada's concert", "nobody came to Ada's concert"),
        ("A duck and a cow. The duck is rude. They build a raft", "the duck was rude"),
        ("A girl builds a ladder to reach the cherries", "{:he|she} reached"),
    ],
)
def test_what_somebody_has_is_told(text: str, said: str) -> None:
    assert said in [remark.said for remark in read(text).remarks]


def test_who_looks_at_the_stars_lives_on_the_ground() -> None:
    assert read("A girl counts the stars").home != "space"


@pytest.mark.parametrize(
    ("text", "home", "away"),
    [
        ("A glacier wants to see the ocean", "ice", "sea"),
        ("A camel travels to the sea", "desert", "sea"),
        ("A boy wants to see the sea", "", "sea"),
        ("A boy travels to the desert", "desert", ""),
        ("An ant climbs a mountain", "mountain", ""),
    ],
)
def test_nobody_lives_where_they_still_have_to_go(text: str, home: str, away: str) -> None:
    """But people set out from close by, and a mountain is climbed from its foot."""
    wish = read(text)
    assert (wish.home, wish.away) == (home, away)


def test_wind_lives_over_a_town_and_who_wants_to_see_the_sea_not_by_it() -> None:
    kinds = bank.places()
    assert not {"space", "castle", "school"} & set(homes(read("The north wind catches a cold"), kinds))
    assert "sea" not in homes(read("A boy wants to see the sea"), kinds)


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        ("suitcase train uncle lost", "uncle", "lose", "suitcase"),
        ("wizard maths help", "wizard", "help", "child"),
        ("shy turtle big pond", "shy turtle", "visit", "pond"),
        ("rabbit honey bee friends", "rabbit", "befriend", "bee"),
        ("robot broken wheel", "robot", "repair", "wheel"),
        ("pirate birthday cake", "pirate", "cook", "birthday cake"),
    ],
)
def test_nouns_in_a_row_are_a_telegram(text: str, hero: str, act: str, thing: str) -> None:
    wish = complete(read(text), "courage")
    noun = " ".join([*wish.hero.phrase.adjectives, wish.hero.phrase.noun]) if wish.hero else ""
    assert (noun, wish.act, wish.thing and wish.thing.noun) == (hero, act, thing)


@pytest.mark.parametrize(
    ("text", "hero", "goal"),
    [
        ("I want my daughter to learn that it is okay to lose", "daughter", "understand that it is okay to lose"),
        ("Mom says we have to sell the boat", "child", "sell @"),
        ("Eid: Karim's lamp breaks and the guests are coming", "Karim", "celebrate @"),
        ("A Christmas story about a shy robin", "robin", "celebrate @"),
        ("the life of bees for 3rd graders with a bee named Zita", "Zita bee", "understand @"),
        ("A story for Ada and Ben where they find a cave", "Ada girl", "find @"),
    ],
)
def test_what_an_asker_wants_to_be_told(text: str, hero: str, goal: str) -> None:
    wish = complete(read(text), "courage")
    assert wish.goal is not None
    assert wish.goal.goal is not None
    assert (who(wish.hero), wish.goal.goal["en"]) == (hero, goal)


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        ("space pirates", "space pirate", "find", "treasure"),
        ("pizza monster", "monster", "cook", "pizza"),
        ("The Last Dragon", "dragon", "find", "family"),
        ("Captain Broccoli", "Captain Broccoli", "find", "treasure"),
        ("Princess Pickle", "Princess Pickle", "find", "crown"),
        ("lonely lighthouse", "lighthouse", "befriend", "friend"),
        ("my grandmother's garden", "child", "discover", "garden"),
        ("ghost in the fridge", "ghost", "befriend", "child"),
        ("Benny the brave bumblebee", "Benny bumblebee", "save", "village"),
    ],
)
def test_a_fragment_is_about_whom_it_names(text: str, hero: str, act: str, thing: str) -> None:
    """They want something of their own, and nobody looks for them."""
    assert found(read(text)) == (hero, act, thing)


@pytest.mark.parametrize("text", ["magic brush", "red bicycle", "football", "haunted library"])
def test_a_thing_in_no_mood_is_wanted_by_somebody(text: str) -> None:
    """It is not the hero."""
    assert read(text).hero is None


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        ("A cat is king for a week", "cat", "become", "king"),
        ("I built a robot and my little brother broke it", "child", "repair", "robot"),
        ("Two brothers do not want to admit that they broke the vase", "brother", "persuade", "lie"),
    ],
)
def test_what_is_said_of_a_while_or_of_a_mischief_is_told(text: str, hero: str, act: str, thing: str) -> None:
    """Who is king for a week becomes it, what a brother broke is mended, what is not admitted is a lie."""
    assert found(read(text)) == (hero, act, thing)


def test_the_longest_in_the_world_is_in_no_world() -> None:
    """It says how long it is, and not where it is."""
    assert read("Two kids ride the longest train in the world").where is None
