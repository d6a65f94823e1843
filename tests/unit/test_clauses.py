"""What a prompt says beside its goal is read, and told."""

import pytest

from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


@pytest.mark.parametrize(
    ("prompt", "verb", "thing"),
    [
        ("A boy finds a lost mitten and wants to give it back", "give @ back", "mitten"),
        ("A girl finds a fox cub and needs to keep it secret", "keep @ secret", "fox cub"),
        ("Sara loves gymnastics but she fell off the beam and wants to win the medal", "win", "medal"),
        ("A knight who lives in a shoe finds a map", "find", "map"),
        ("An otter is lonely and builds a boat", "build", "boat"),
        ("A robot has stolen the moon", "steal", "moon"),
    ],
)
def test_the_goal_is_what_somebody_wants_or_does(prompt: str, verb: str, thing: str) -> None:
    goal = read(prompt).goal
    assert goal is not None
    assert (goal.verb, goal.thing and goal.thing.noun) == (verb, thing)


@pytest.mark.parametrize(
    ("prompt", "kind", "said"),
    [
        ("A hedgehog wants to hug everybody but his spikes get in the way", "trouble", "his spikes got in the way"),
        ("An owl who is afraid of the dark befriends a firefly", "trait", "{:he|she} was afraid of the dark"),
        ("Two foxes build a boat and find out that it can fly", "after", "they found out that it could fly"),
        ("A mouse sails to the moon so that he can taste the cheese", "aim", "{:he|she} could taste the cheese"),
        ("A sloth wants to win a race because his friends laugh at him", "reason", "his friends laughed at him"),
        ("A robot learns to cry when its friend moves away", "time", "{:his|her} friend moved away"),
        ("A dragon meets a knight who is afraid of fire", "other", "the knight was afraid of fire"),
        ("A shark is invited to a party and wants to dance", "first", "{:he|she} was invited to a party"),
        ("The keeper builds a robot, but it only knows sad songs", "trouble", "it only knew sad songs"),
        ("A boy plants a bean and it grows into the sky", "after", "it grew into the sky"),
        ("A wolf is hungry, but the sheep shares her hay with him", "after", "the sheep shared her hay with him"),
        ("A king is sad, but a jester helps him", "after", "the jester helped him"),
        ("A seal is lost, but a gull finds her", "after", "the gull found her"),
        ("Ivy and her friend Max, who turns out to be a wizard", "other", "Max was a wizard"),
    ],
)
def test_what_else_is_said_is_kept_in_the_past(prompt: str, kind: str, said: str) -> None:
    assert (kind, said) in [(remark.kind, remark.said) for remark in read(prompt).remarks]


@pytest.mark.parametrize(
    ("prompt", "goal"),
    [
        ("A girl doesn't want to become a pirate", "convince everybody that she need not become a pirate"),
        ("A queen refuses to dance with a prince", "convince everybody that she need not dance"),
        ("Mia won't eat her vegetables", "like her vegetables"),
        ("A cloud who would not rain", "persuade the cloud to rain"),
        ("A dumpling refuses to be eaten", "convince everybody to leave"),
        ("A queen refuses to sleep in her castle", "need not sleep in her castle"),
        ("A queen refuses to sleep in her castle and builds a raft", "build a raft"),
        ("My son won't sleep in his own bed", "sleep in his own bed"),
        ("A fox cannot swim", "swim"),
    ],
)
def test_what_is_denied_is_not_the_goal(prompt: str, goal: str) -> None:
    """But what is done instead; a child does in the end what belongs to a day."""
    plan = make(prompt, seed=1, length=300, theme="", grade=4)
    told = " ".join(sentence.text for scene in tell(plan, "en").scenes for part in scene for sentence in part)
    assert goal in told


@pytest.mark.parametrize("code", ["en", "es", "fr"])
def test_the_trouble_is_told_in_each_language(code: str) -> None:
    plan = make("A hen wants to fly but the farmer locks the door", seed=1, length=300, theme="", grade=4)
    told = " ".join(sentence.text for scene in tell(plan, code).scenes for part in scene for sentence in part)
    said = {
        "en": "the farmer locked the door",
        "es": "el granjero cerró con llave la puerta",
        "fr": "le fermier ferma la porte à clé",
    }
    assert said[code] in told


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("A grumpy troll who guards a bridge learns to dance", "guarded a bridge"),
        ("A boy finds a kite and wants to fly it but he breaks the string", "broke the string"),
    ],
)
def test_a_deed_that_is_no_goal_is_told_whatever_it_says(prompt: str, said: str) -> None:
    plan = make(prompt, seed=1, length=300, theme="", grade=4)
    told = " ".join(sentence.text for scene in tell(plan, "en").scenes for part in scene for sentence in part)
    assert said in told


@pytest.mark.parametrize(
    ("prompt", "kind", "said"),
    [
        ("A wolf and a lamb who cannot swim cross a river", "other", "the lamb could not swim"),
        ("The teapot nobody wanted finds a home", "trait", "nobody wanted {:him|her}"),
        ("A robot that everybody laughs at builds a ship", "trait", "everybody laughed at {:him|her}"),
        ("Ada writes to an uncle she has never seen", "other", "she had never seen the uncle"),
        ("A boy finds the ring that the queen lost and swims home", "other", "the queen lost the ring"),
        ("A boy bakes a pie, and a bear smells it and wants some", "after", "the bear smelled the pie and wanted some"),
        ("A dumpling refuses to be eaten", "first", "{:he|she} refused to be eaten"),
        ("Ben won't lend his sled to his sister", "trait", "{:he|she} wouldn't lend his sled to his sister"),
        ("A king loses his hat in the park and two frogs sleep in it", "trouble", "two frogs slept in the hat"),
        ("A man bakes a bread so big that it fills a street", "after", "the bread was so big that it filled a street"),
        ("Two sisters who argue over who gets to sing and learn to sew", "trait", "they argued over who got to sing"),
        ("Rita is the youngest in her team, but she can jump higher than a horse", "trait",
         "{:he|she} could jump higher than a horse"),
    ],
)  # fmt: skip
def test_a_clause_is_told_of_whom_it_is_about(prompt: str, kind: str, said: str) -> None:
    assert (kind, said) in [(remark.kind, remark.said) for remark in read(prompt).remarks]


@pytest.mark.parametrize(
    ("prompt", "verb"),
    [
        ("A hen hears a duckling in a net and frees it", "free"),
        ("A goat has eaten the mayor's hat and now the goat dances in the rain", "dance"),
        ("A boy who can only hum learns to whistle", "learn"),
    ],
)
def test_what_somebody_sees_can_do_or_has_done_is_not_the_goal(prompt: str, verb: str) -> None:
    goal = read(prompt).goal
    assert goal is not None
    assert goal.verb == verb


@pytest.mark.parametrize("prompt", ["There is a key in the soup,", "A hen lays an egg and", "A boy, a girl,"])
def test_a_prompt_may_end_where_a_clause_would_begin(prompt: str) -> None:
    assert not read(prompt).note
