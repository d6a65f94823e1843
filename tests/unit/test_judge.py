"""The instrument that judges stories, where the right answer is known."""

import io

import pytest
from PIL import Image

from pipeline.v1 import draft_pb2
from services.contract.errors import InvalidRequest
from tests.judge import grammar, kept, romance
from tests.judge.acting import acts
from tests.judge.pixels import shared
from tests.judge.prompts import Asked, Person
from tests.judge.sameness import repeated
from tests.judge.stories import Told
from tests.judge.words import is_noun, is_verb

DRAGON = Asked(
    "statement",
    "A princess saves her kingdom from a dragon",
    people=(Person(kind="princess", gender="f"), Person(kind="dragon")),
    things=("kingdom",),
    action="save",
)
GOOD = (
    ("Rosa was a princess.", "A dragon lived behind her kingdom.", "One day the dragon burned the fields."),
    ("She loved the kingdom.", "Rosa sang to the dragon.", "The dragon slept, and so she saved the land."),
)
BAD = (
    ("Rosa was a blacksmith.", "The moon grew round.", "The sun rose."),
    ("A pedlar sold powder.", "The powder was flour.", "Rain fell."),
)
needs_grammar = pytest.mark.skipif(bool(grammar.missing()), reason=grammar.missing())


def told(*scenes: tuple[str, ...], asked: Asked = DRAGON, role: str = "princess", pronoun: str = "she") -> Told:
    """A story of these scenes, whose hero is Rosa."""
    draft = draft_pb2.Draft()
    draft.story.language_code = "en"
    draft.story.characters.add(name="Rosa", role=role, pronoun=pronoun)
    for number, sentences in enumerate(scenes):
        paragraph = draft.story.paragraphs.add(scene_id=f"scene-{number}")
        for sentence in sentences:
            paragraph.sentences.add(text=sentence)
    return Told(asked, draft)


def unseen(story: Told) -> list[str]:
    return [what for what, seen in kept.checks(story) if not seen]


def test_a_story_that_tells_its_prompt_keeps_all() -> None:
    """Princess, dragon, kingdom and the saving are seen."""
    assert unseen(told(*GOOD)) == []


def test_a_story_that_does_not_keeps_little() -> None:
    """Each thing that is not there is named, and the hero who is somebody else."""
    assert unseen(told(*BAD, role="blacksmith", pronoun="he")) == ["hero", "princess", "dragon", "kingdom", "save"]


def test_a_wrong_gender_is_named() -> None:
    """A princess is she."""
    assert unseen(told(*GOOD, pronoun="he")) == ["princess is f"]


def test_a_prompt_that_must_be_refused_is_kept_by_a_refusal() -> None:
    """With the status 422; a story is wrong."""
    german = Asked("German", "Ein Fuchs lernt segeln", language="de", refused=True)
    assert unseen(told(*GOOD, asked=german)) == ["is refused"]
    assert unseen(Told(german, draft_pb2.Draft(), InvalidRequest((), "English, Spanish and French are read"))) == []


@needs_grammar
def test_who_acts_is_counted() -> None:
    """By name, noun and pronoun; people as subjects, things as objects too, in each of two scenes."""
    story = told(*GOOD)
    found = acts(story, grammar.parse(story.sentences))
    assert (found.sentences, found.acting, found.parts, found.in_scenes, found.idle) == (6, 6, 3, 3, [])
    assert (found.named, found.with_others, found.others) == (5, 6, 4)
    idle = told(*BAD, role="blacksmith")
    found = acts(idle, grammar.parse(idle.sentences))
    assert (found.acting, found.others, found.in_scenes, found.idle) == (0, 0, 0, ["princess", "dragon", "kingdom"])


@needs_grammar
@pytest.mark.parametrize(
    ("sentence", "subjects", "whole"),
    [
        ("The fox learned to sail.", {"fox"}, True),
        ("“I will help you,” said Mara, and she smiled.", {"I", "Mara", "she"}, True),
        ("Mara and Tom walked to the old harbour.", {"Mara", "and", "Tom"}, True),
        ("There was a storm.", set(), True),
        ("She was a teach to clockmaker.", {"she"}, False),
    ],
)
def test_link_grammar_is_understood(sentence: str, subjects: set[str], whole: bool) -> None:
    """Who is a verb's subject, and whether the sentence is whole."""
    (parse,) = grammar.parse([sentence])
    assert ({parse.words[index].text for index in parse.subjects} - {"and"}, parse.whole) == (subjects - {"and"}, whole)


def test_names_and_the_prompt_s_words_do_not_make_two_stories() -> None:
    """A form with other words in its slots is the same sentence; another sentence is not."""
    fox = Asked("statement", "A fox learns to sail")
    one = told(("Rosa, a princess, wanted to save the kingdom.", "It rained."))
    other = told(("Rosa, a fox, wanted to sail the fox.", "The sun shone."), asked=fox, role="fox")
    assert repeated([one, other]) == 0.5
    assert repeated([one]) == 0


def test_words_are_looked_up_not_guessed() -> None:
    """A form that a rule would make is none; a compound of two known nouns is one."""
    assert all(map(is_verb, ("was", "sang", "saves")))
    assert not any(map(is_verb, ("goed", "goe", "storm’s")))
    assert all(map(is_noun, ("geese", "mapmaker", "thinking")))
    assert not any(map(is_noun, ("teach", "gooses")))


def test_shared_pixels_are_those_that_look_the_same() -> None:
    """Half of two pictures is the same; a shade that no eye sees is no difference."""

    def png(left: int, right: int) -> bytes:
        picture = Image.new("RGB", (640, 360), (left, left, left))
        picture.paste((right, right, right), (320, 0, 640, 360))
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        return buffer.getvalue()

    assert shared([png(10, 200), png(10, 100), png(14, 200)]) == [0.5, 1.0, 0.5]


@pytest.mark.skipif(bool(romance.no_grammalecte()), reason=romance.no_grammalecte())
def test_grammalecte_finds_what_does_not_agree() -> None:
    """A wrong participle and a doubled word, but no plain apostrophe."""
    wrong, doubled, right = romance.remarks(
        ["Les filles sont oubliés.", "Le renard et et la poule sont là.", "La nuit s'en va."]
    )
    assert wrong
    assert doubled
    assert not right
