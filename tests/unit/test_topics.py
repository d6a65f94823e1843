"""Prompts of real life, "a visit to the dentist", have tales of their own, without magic and without a quest."""

import pytest

from services.shared.tale.plot import arcs, bank
from services.shared.tale.plot.plan import Plan
from services.shared.tale.plot.topics import topics
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell

NAMES = sorted({topic.name for topic in topics()})


def plan(text: str, language: str = "en", seed: int = 1) -> Plan:
    """The plan of a short tale."""
    return make(text, seed=seed, length=300, theme="", grade=4, language=language)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("A little girl gets a new baby brother and feels left out", "sibling"),
        ("My son is starting kindergarten and is scared of being away from mom", "firstday"),
        ("Leo's first day at a new school", "firstday"),
        ("A girl who has to move away from her best friend", "moving"),
        ("A crocodile is afraid of the dentist", "dentist"),
        ("A boy named Leo has to say goodbye to his old dog", "petloss"),
        ("A story about divorce for a 6 year old", "divorce"),
        ("A rabbit is teased for his big ears", "bully"),
        ("A little owl is scared of the dark", "dark"),
        ("A child who does not want to share his toys", "share"),
        ("A boy who lies about breaking a vase", "lie"),
        ("Emma loses at board games and gets very angry", "losing"),
        ("Lily loses her first tooth", "tooth"),
        ("A girl with a peanut allergy goes to a birthday party", "allergy"),
        ("Sam has to stay in the hospital for an operation", "hospital"),
        ("A boy who stutters wants to read in front of the class", "stutter"),
        ("A giraffe who needs glasses", "glasses"),
        ("A boy gets angry and learns to calm down", "temper"),
        ("Two best friends have a fight and make up", "quarrel"),
        ("What if the moon forgot to rise?", "forgot"),
        ("My grandmother's teapot runs away from home", "runaway"),
        ("A witch turns a prince into a frog", "spell"),
        ("A girl turns her little brother into a mouse", "spell"),
        ("A boy shrinks to the size of an ant", "small"),
        ("A cow becomes as big as a mountain", "giant"),
        ("A boy wakes up as a cat", "changed"),
        ("A shy boy has to give a speech at school", "stage"),
        ("Story for my son Jamal about potty training", "potty"),
        ("A story to teach kids about recycling", "planet"),
        ("Write a story about teamwork for second graders", "team"),
        ("Grandpa can't remember our names", "memory"),
        ("Zoe's grandma forgets who she is", "memory"),
        ("My granny has forgotten where she lives", "memory"),
        ("My cousin moved to Brazil", "faraway"),
        ("A girl misses her grandpa in Ireland", "faraway"),
        ("My dad works far away and I miss him", "faraway"),
        ("My grandpa died last week", "grief"),
        ("Two neighbours have a big quarrel about a tree", "quarrel"),
        ("A crab shares her shells with a shrimp", "share"),
        ("A girl who won't eat her vegetables", "picky"),
        ("A lion who hates soup", "picky"),
        ("A picky eater", "picky"),
        ("A dragon's birthday party", "birthday"),
        ("Nobody came to the hedgehog's birthday", "birthday"),
        ("A bear whose friends forget his birthday", "birthday"),
        ("A boy plays too many video games", "screens"),
        ("A girl who only looks at her tablet", "screens"),
        ("There is a monster under my bed", "monster"),
        ("There's a scary monster in Leo's closet", "monster"),
        ("A girl who broke her mother's vase and lied about it", "lie"),
        ("A girl has to stay in hospital", "hospital"),
        ("A girl's goldfish dies", "petloss"),
    ],
)
def test_a_topic_is_known_by_what_is_said_of_it(text: str, topic: str) -> None:
    """In all its words, and its moments are told."""
    told = plan(text)
    assert told.wish.topic == topic
    climax = next(scene for scene in told.scenes if scene.beat == "climax")
    assert climax.paragraphs[-1].moment.about == topic


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("Un niño tiene miedo a la oscuridad", "es", "dark"),
        ("Una niña va a tener un hermanito", "es", "sibling"),
        ("Une petite fille a peur du dentiste", "fr", "dentist"),
        ("Mi abuelo ya no recuerda mi nombre", "es", "memory"),
        ("Ma grand-mère a oublié mon prénom", "fr", "memory"),
        ("Una niña echa de menos a su prima, que vive lejos", "es", "faraway"),
        ("Mon meilleur ami a déménagé", "fr", "faraway"),
    ],
)
def test_a_topic_is_known_in_every_language(text: str, language: str, topic: str) -> None:
    """They are read into the same wish."""
    assert plan(text, language).wish.topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "A dentist builds a boat",
        "A girl turns an old barn into a theatre",
        "A dog runs away from a circus",
        "Zoe says goodbye to her teacher",
        "A boy loses his video game",
        "A tooth fairy looks for a coin",
        "Why do I have to go to the dentist?",
        "Two brothers build a raft",
        "A knight and his friend fight a dragon",
        "Mia misses her cat",
        "A boy and his grandpa watch TV",
        "A girl bakes a cake for her brother's birthday",
    ],
)
def test_what_only_has_such_a_word_is_no_topic(text: str) -> None:
    """A trade, a thing of another name, a question."""
    assert not plan(text).wish.topic


MIXED = [name for name in NAMES if not all(map(arcs.told, bank.find("want", name)))]
"""Those that are not only told by whole plots, of which test_bank.py looks at each."""


@pytest.mark.parametrize("name", MIXED)
def test_every_topic_has_enough_moments(name: str) -> None:
    """Three obstacles, each with its own help and mend, and two of all else."""
    obstacles = bank.find("obstacle", name)
    assert len(obstacles) >= 3
    for obstacle in obstacles:
        assert bank.find("help", obstacle.limits["lack"][0])
        assert bank.find("mend", name, *obstacle.tags)
    for part in ("title", "want", "climax", "result", "echo"):
        assert len(bank.find(part, name)) >= 2, part


def test_the_child_is_the_hero_where_the_prompt_is_about_grown_ups() -> None:
    """And not those who part, or those who are unkind."""
    assert plan("Mia's parents are getting divorced and she lives in two houses now").hero.name == "Mia"
    assert plan("Some kids are mean to Noah at school").hero.name == "Noah"


def test_who_is_with_a_child_is_somebody_of_its_own() -> None:
    """A friend or a relative, and no blacksmith."""
    for seed in range(4):
        friend = plan("A boy is afraid of the dark", seed=seed).cast[1]
        assert friend.role.determiner == "their"


@pytest.mark.parametrize("code", ["en", "es", "fr"])
def test_the_last_line_is_about_the_topic(code: str) -> None:
    """In every language the tale ends with what it began with."""
    told = plan("A boy is afraid of the dark")
    last = told.scenes[-1].paragraphs[-1]
    assert (last.moment.kind, last.moment.about) == ("echo", "dark")
    assert tell(told, code).scenes[-1][-1]


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("length", [120, 300, 2000])
def test_a_topic_that_has_only_whole_plots_tells_one_of_them(seed: int, length: int) -> None:
    """Whatever the seed and the length."""
    told = make("A boy shrinks to the size of an ant", seed=seed, length=length, theme="", grade=4)
    assert told.known.kinds["arc"] in ("clock", "drop")


def test_what_is_turned_into_something_is_told_of_under_both_names() -> None:
    """The prince and the frog both act, and so do several."""
    for text, before, after in (
        ("A witch turns a prince into a frog", "the prince", "the frog"),
        ("A wizard turns the carrots into talking mice", "the carrots", "the talking mice"),
    ):
        said = [" ".join(s.text for p in scene for s in p).lower() for scene in tell(plan(text), "en").scenes]
        assert sum(before in scene for scene in said) >= 2
        assert sum(after in scene for scene in said) >= 4


@pytest.mark.parametrize(
    ("code", "said"), [("es", "tan pequeña como una hormiga"), ("fr", "aussi petite qu'une fourmi")]
)
def test_how_small_somebody_is_is_said_in_every_language(code: str, said: str) -> None:
    """What they are compared with too."""
    scenes = tell(plan("A girl shrinks to the size of an ant"), code).scenes
    assert said in " ".join(s.text for scene in scenes for p in scene for s in p)


def test_the_owner_of_a_thing_is_nobody_of_its_own() -> None:
    """A teapot has no grandmother, and it does not live among the stars."""
    for seed in range(1, 6):
        told = plan("My grandmother's teapot runs away from home", seed=seed)
        assert told.cast[1].role.determiner == "a"
        assert told.place.name not in ("space", "ice", "desert")


@pytest.mark.parametrize(
    "text", ["What if the moon forgot to rise?", "Teach my class about recycling", "A penguin who learns to share"]
)
def test_four_seeds_of_a_topic_tell_four_plots(text: str) -> None:
    """Its whole plots, and the moments of it that are mixed."""
    assert len({plan(text, seed=seed).known.kinds.get("arc") for seed in range(1, 5)}) == 4
