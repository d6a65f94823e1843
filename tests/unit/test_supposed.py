"""A prompt that supposes something, or in which somebody wakes up and all is different, is a story about that."""

import pytest

from services.shared.tale.reading.frames.frames import plain
from services.shared.tale.reading.frames.wrapping import unwrap
from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


def said(prompt: str) -> str:
    """The prompt's matter as a plain statement."""
    return plain(unwrap(prompt).text).text


def told(prompt: str, language: str = "en") -> str:
    """A short tale."""
    plan = make(prompt, seed=1, length=300, theme="", grade=4, language=language)
    return " ".join(item.text for scene in tell(plan, language).scenes for part in scene for item in part)


@pytest.mark.parametrize(
    ("prompt", "statement"),
    [
        ("What if dragons came to our town?", "A child finds out why dragons came to our town"),
        ("What would happen if penguins ruled the world?", "A child finds out why penguins ruled the world"),
        ("Imagine that nobody could read", "A child finds out why nobody could read"),
        ("What if the clocks stopped on Sunday?", "A child finds out why the clocks stopped on Sunday"),
        ("What if trees could dance?", "A child proves that trees could dance"),
        ("A town where nobody is allowed to sing", "In a town, a child finds out why nobody is allowed to sing"),
        ("A planet in which all trees are blue", "In a planet, a child finds out why all trees are blue"),
        (
            "The silent village where clocks have no hands",
            "In the silent village, a child finds out why clocks have no hands",
        ),
        ("The school play goes wrong when the curtain falls", "A child finds out why the curtain falls"),
        ("Our picnic went wrong because it snowed jam", "A child finds out why it snowed jam"),
        ("The day when all the toys were alive", "A child proves that all the toys were alive"),
        ("What if all kettles were shy?", "A child finds out why all kettles were shy"),
        ("What if the ocean was made of jelly?", "A child proves that the ocean was made of jelly"),
    ],
)
def test_what_is_supposed_of_all_is_proved_or_found_out(prompt: str, statement: str) -> None:
    """How things are is proved, and of what happened a child finds out why."""
    assert said(prompt) == statement


@pytest.mark.parametrize(
    ("prompt", "statement"),
    [
        ("What if you could breathe under water?", "You want to breathe under water"),
        ("If I were a giant", "You want to become a giant"),
        ("What if you had a robot?", "You want to befriend a robot"),
        ("What if a snail could run?", "A snail wants to run"),
        ("What if our cat was the mayor?", "Our cat wants to become the mayor"),
    ],
)
def test_what_somebody_might_be_or_do_is_what_they_want(prompt: str, statement: str) -> None:
    assert said(prompt) == statement


@pytest.mark.parametrize(
    "prompt",
    [
        "What if a bear could not sleep?",
        "What if a shark was afraid of water?",
        "What if a robot moved in next door?",
        "What if a ferry was afraid of waves",
        "What if a kettle fell in love",
    ],
)
def test_what_is_supposed_of_somebody_is_their_own_story(prompt: str) -> None:
    """And a thing that feels something is somebody."""
    assert said(prompt) == prompt.removeprefix("What if a ").rstrip("?").join(["A ", ""])


@pytest.mark.parametrize(
    ("prompt", "statement"),
    [
        ("A cat wakes up as big as a barn", "A cat wants to change back because he is as big as a barn"),
        ("Noah wakes up as a hamster", "Noah wants to change back because he is a hamster"),
        ("Lily wakes up and she has become a mermaid", "Lily wants to change back because she is a mermaid"),
        (
            "A king wakes up to find he has shrunk to the size of a pea",
            "A king wants to change back because he is the size of a pea",
        ),
        ("You wake up with wings", "I find out why I have wings"),
        ("An owl wakes up and everything is upside down", "An owl finds out why everything is upside down"),
        ("A girl wakes up one morning and discovers that she can fly", "A girl discovers that she can fly"),
        (
            "My teacher woke up as a baby and I have to help her",
            "I have to help my teacher because my teacher became a baby",
        ),
    ],
)
def test_who_wakes_up_changed_wants_to_change_back_or_to_know_why(prompt: str, statement: str) -> None:
    assert said(prompt) == statement


@pytest.mark.parametrize(
    ("prompt", "language", "deed"),
    [
        ("What if cows could sing?", "en", "everywhere the cows sang"),
        ("What if everyone forgot how to dance", "en", "nobody could dance any more"),
        ("¿Y si los perros pudieran cantar?", "es", "demostrar que los perros podían cantar"),
        ("Et si les vaches pouvaient voler ?", "fr", "prouver que les vaches pouvaient voler"),
        ("Un pueblo donde nadie se ríe", "es", "reír"),
        ("Un mundo donde todo está al revés", "es", "descubrir por qué todo estaba al revés"),
        ("Une école où les robots enseignent", "fr", "découvrir pourquoi les robots enseignaient"),
        ("Une nuit, je me suis réveillée et j'étais géante", "fr", "retrouver sa taille"),
        ("Una noche me desperté y era diminuto", "es", "recuperar su tamaño"),
    ],
)
def test_it_is_told_in_the_prompt_s_language(prompt: str, language: str, deed: str) -> None:
    assert deed in told(prompt, language)


@pytest.mark.parametrize(
    ("prompt", "matter"),
    [
        ("A boy finds a flute in the attic. What does he do with it?", "A boy finds a flute in the attic."),
        ("Two rabbits get lost. Will they find their way home?", "Two rabbits get lost."),
        ("A fox learns to juggle. What happens then?", "A fox learns to juggle."),
        ("Write a story about a witch whose broom is broken and what she does", "a witch whose broom is broken"),
        ("A girl rides a whale. Describe your adventure.", "A girl rides a whale."),
    ],
)
def test_what_only_asks_how_it_goes_on_is_left_out(prompt: str, matter: str) -> None:
    assert unwrap(prompt).text == matter


@pytest.mark.parametrize(
    ("prompt", "hero", "goal"),
    [
        ("my daughter loves dolphins can you write a story where one helps her find her ring", "daughter", "find"),
        ("My nephew likes robots, would you tell a story where one helps him build a kite?", "nephew", "build"),
        ("Ella adores owls so could you make a story where one of them helps her learn to whistle", "Ella", "learn"),
    ],
)
def test_two_sentences_may_lack_their_full_stop(prompt: str, hero: str, goal: str) -> None:
    """And "one" is one of those whom the child likes."""
    wish = read(prompt)
    assert wish.hero
    assert (wish.hero.name or wish.hero.phrase.noun) == hero
    assert wish.goal
    assert wish.goal.verb.split()[0] == goal


@pytest.mark.parametrize(
    ("prompt", "statement"),
    [
        (
            "A flood traps Ben and his cat on a roof",
            "Ben and his cat want to get out of a roof because they were trapped there by a flood",
        ),
        ("A gust carries a mouse away", "A mouse wants to find the way home because he was carried away by a gust"),
        ("A bus takes two children to school", ""),
        ("A crane lifts a beam up", ""),
    ],
)
def test_who_is_held_or_carried_off_is_the_hero(prompt: str, statement: str) -> None:
    """But not a thing, and not who wanted to go there."""
    assert said(prompt) == (statement or prompt)


@pytest.mark.parametrize(
    ("prompt", "statement"),
    [
        (
            "By mistake a witch turns her brother into a newt",
            "a witch wants to save her brother because she accidentally turns her brother into a newt",
        ),
        ("Tom accidentally shrinks his aunt", "Tom wants to save his aunt because he accidentally shrinks his aunt"),
        ("Tom accidentally finds a coin", ""),
        ("Tom accidentally drops a plate", ""),
    ],
)
def test_who_changed_somebody_by_accident_saves_them(prompt: str, statement: str) -> None:
    """What happens to a thing, or well, is told as it is."""
    assert said(prompt) == (statement or prompt)


def test_what_is_hoped_is_wished() -> None:
    """And whoever will not do their part is won over."""
    assert said("A boy hopes that it will rain") == "A boy wants to make it rain"
    assert read("A cloud did not want to rain").topic == "refusal"


@pytest.mark.parametrize(
    ("prompt", "statement"),
    [
        ("A rocket crashes in Pia's orchard", "Pia discovers a rocket in her orchard"),
        ("A small yeti moves into Grandpa's shed", "Grandpa befriends a small yeti in his shed"),
        ("A frog lands on a leaf", ""),
        ("Nina's hat blew away", "Nina looks for her hat, because her hat has disappeared"),
        ("Nina's hat ran away", ""),
        ("Nina's dog ran away", "Nina looks for her dog, because her dog has disappeared"),
        ("A magic bell makes everyone dance", "A child finds out why a magic bell makes everyone dance"),
    ],
)
def test_whose_it_is_or_who_finds_out_is_the_hero(prompt: str, statement: str) -> None:
    """Of what turns up at somebody's home, of what is blown away, and of a thing that does something to all.

    What runs away as only somebody can is the hero itself, but for an animal that is lost.
    """
    assert said(prompt) == (statement or prompt)


@pytest.mark.parametrize(
    ("prompt", "statement"),
    [
        ("A prince is turned into a frog", "A prince wants to change back because he is a frog"),
        ("A cook is turned into a cat by a witch", "A cook wants to change back because a witch turned him into a cat"),
        ("A wizard turns himself into a bird", "A wizard wants to change back because he is a bird"),
        ("Two girls are turned into swans", "Two girls want to change back because they are swans"),
        ("My brother turned into a mouse", "My brother wants to change back because he is a mouse"),
        ("A king is turned into a teapot", "A king wants to change back because he is a teapot"),
        ("A boy shrinks to the size of an ant", "A boy wants to change back because he is as small as an ant"),
        ("A girl grew as tall as a house", "A girl wants to change back because she is as tall as a house"),
        ("A caterpillar turns into a butterfly", ""),
        ("A shy boy turns into a superhero", ""),
        ("A pumpkin grows as big as a house", ""),
        ("A cat wants to turn into a lion", ""),
    ],
)
def test_who_has_become_something_else_wants_to_change_back(prompt: str, statement: str) -> None:
    """But not what is so by nature, what somebody would be, and what is no being."""
    assert said(prompt) == (statement or prompt)
