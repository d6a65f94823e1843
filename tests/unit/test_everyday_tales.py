"""Prompts of school, work and feasts: whose story they are, when they happen, and which plot was made for them."""

import pytest

from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell
from services.shared.tale.wish.wish import SETTING, Being, Wish


def who(being: Being | None) -> str:
    """Name or noun of somebody."""
    return (being.name or being.phrase.noun) if being else ""


def found(wish: Wish) -> tuple[str, str, str]:
    """Hero, class of action, and what it is about."""
    return who(wish.hero), wish.act, (wish.thing.name or wish.thing.noun) if wish.thing else ""


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        ("Mom takes Zoe to the zoo and the penguins escape", "Zoe", "travel", "zoo"),
        ("Dad takes Mia and Ben camping in the woods", "Mia", "visit", "woods"),
        ("The wind steals the mayor's hat and a postman has to get it back", "postman", "find", "hat"),
        ("Thunder frightens the little dog", "dog", "face", "thunder"),
        ("The vacuum cleaner scares the cat", "cat", "face", "vacuum cleaner"),
        ("Leo's bike is broken", "Leo", "repair", "bike"),
        ("The school bell is broken", "child", "repair", "bell"),
        ("It is Nora's first day as a bus driver", "Nora", "become", "bus driver"),
        ("Lily's first day as a teacher", "Lily", "become", "teacher"),
        ("Can you tell a story about a dog who gets a job at the post office?", "dog", "become", "mail carrier"),
        ("A robot gets a job as a waiter", "robot", "become", "waiter"),
        ("Tom wants to be a pilot when he grows up", "Tom", "become", "pilot"),
    ],
)
def test_the_story_is_that_of_who_has_something_to_do(text: str, hero: str, act: str, thing: str) -> None:
    """And not that of the weather, a thing, or the grown-ups who take somebody along."""
    assert found(read(text)) == (hero, act, thing)


def test_who_is_helped_at_work_goes_along() -> None:
    """They are the hero's companion."""
    wish = read("A story about a boy named Theo who helps his grandmother in her bakery before school")
    assert (who(wish.hero), who(wish.friend), found(wish)[2]) == ("Theo", "grandmother", "baker")


@pytest.mark.parametrize(
    ("text", "hero", "when"),
    [
        ("The night before Christmas a reindeer loses its bell", "reindeer", "it was the night before Christmas"),
        ("Christmas morning and Lily finds a strange present", "Lily", "it was Christmas morning"),
        ("Sports day at school and Amir comes last in every race", "Amir", "it was sports day at school"),
        ("Tomorrow is sports day and Ben can't run fast", "Ben", "it was sports day"),
        ("On Halloween a ghost can't find a costume", "ghost", "it was Halloween"),
        ("The first snow falls and a hedgehog builds a house", "hedgehog", "it was the day of the first snow"),
    ],
)
def test_a_time_in_front_is_when_it_happens(text: str, hero: str, when: str) -> None:
    """It needs no comma."""
    wish = read(text)
    assert who(wish.hero) == hero
    assert [remark.said for remark in wish.remarks if remark.kind == SETTING] == [when]


def test_a_time_can_be_a_name() -> None:
    """Of a cat, for example."""
    assert not [remark for remark in read("Midnight the cat loses his collar").remarks if remark.kind == SETTING]


@pytest.mark.parametrize(
    ("text", "arc"),
    [
        ("Write a story for 2nd graders about the water cycle", "drop"),
        ("A story that explains the water cycle", "drop"),
        ("Teach my first graders about photosynthesis", "bean"),
        ("A story about how plants grow for kindergarten", "bean"),
        ("I need a story to help my students learn about the seasons", "tree"),
        ("A story about the planets for 3rd graders", "string"),
        ("Teach kids why we should wash our hands", "soap"),
        ("Story for my class about bees and flowers", "brush"),
        ("Story for my kindergarten class about how a caterpillar becomes a butterfly", "leaf"),
        ("Write a story for my first grade class about the life cycle of a frog", "pond"),
        ("Mia gets to be a train driver for one day", "cup"),
        ("A cat becomes a firefighter", "helmet"),
        ("Sara helps in her uncle's bakery for a day", "rolls"),
        ("Mateo works as a mailman for a day", "stamp"),
        ("A baker whose bread never rises", "draught"),
        ("Our class trip to the zoo", "count"),
        ("It's raining on picnic day and the twins are bored", "ship"),
        ("Three friends go trick-or-treating on Halloween", "tea"),
    ],
)
def test_the_first_seed_tells_the_plot_of_it(text: str, arc: str) -> None:
    """Which is about just that."""
    assert make(text, seed=1, length=300, theme="", grade=4).known.kinds["arc"] == arc


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("At midnight all the toys in the shop wake up and have a party", "toys"),
        ("My toys come alive every night", "toys"),
        ("Grandpa takes Leo camping and it rains the whole weekend", "camping"),
        ("Sports day at school and Amir comes last in every race", "sportsday"),
    ],
)
def test_two_seeds_tell_two_plots_of_a_topic(text: str, topic: str) -> None:
    """Where it has two."""
    plans = [make(text, seed=seed, length=300, theme="", grade=4) for seed in range(1, 5)]
    assert {plan.wish.topic for plan in plans} == {topic}
    assert len({plan.known.kinds["arc"] for plan in plans}) == 2


@pytest.mark.parametrize("text", ["A story about a frog", "A bee learns to dance", "How do plants grow?"])
def test_who_is_told_of_is_no_subject_of_a_lesson(text: str) -> None:
    """Nor is a question, which facts answer."""
    assert not read(text).topic


def test_the_toys_are_all_there_and_two_of_them_act() -> None:
    """Those whom the prompt names, where it names some."""
    wish = read("The dolls and bears in the toy shop wake up at night")
    assert (who(wish.hero), who(wish.friend)) == ("doll", "bear")
    plan = make("When everybody sleeps the toys in Ella's room come to life", seed=1, length=300, theme="", grade=4)
    told = " ".join(s.text for scene in tell(plan, "en").scenes for paragraph in scene for s in paragraph)
    assert "the toys in Ella's room" in told


def test_what_comes_after_the_prompt_s_own_deed_is_told_after_it() -> None:
    """The piglet follows at the end of the trip, and not before it."""
    text = "Ms. Lopez's class goes on a field trip to the farm and a piglet follows them back"
    plan = make(text, seed=1, length=300, theme="", grade=4)
    told = [s.text for scene in tell(plan, "en").scenes for paragraph in scene for s in paragraph]
    at = next(index for index, said in enumerate(told) if "piglet followed" in said)
    assert at > len(told) // 2
