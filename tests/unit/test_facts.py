"""A question gets its answer: a true one where it is known."""

import pytest

from services.shared.tale.plot import bank, facts
from services.shared.tale.plot.plan import Plan
from services.shared.tale.reading.english.questions import question
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


def plan(text: str, language: str = "en") -> Plan:
    """The plan of a short tale."""
    return make(text, seed=1, length=300, theme="", grade=4, language=language)


def climax(told: Plan, code: str = "en") -> str:
    """The text of the scene in which the answer is found."""
    index = next(index for index, scene in enumerate(told.scenes) if scene.beat == "climax")
    return " ".join(sentence.text for paragraph in tell(told, code).scenes[index] for sentence in paragraph)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Why do cats purr?", "throat"),
        ("Why is my kitten purring?", "throat"),
        ("Can a whale fit in a bathtub?", "tail"),
        ("How do birds know where to fly in winter?", "north"),
        ("Why do birds fly south?", "north"),
        ("Where does the sun go at night?", "earth"),
        ("Who turns on the stars at night?", "suns"),
        ("Why do I have to sleep?", "grow"),
        ("What is inside a volcano?", "lava"),
        ("How big is the biggest dinosaur?", "buses"),
        ("Why did the dinosaurs die?", "rock"),
    ],
)
def test_the_answer_is_found_by_the_words_of_the_question(text: str, word: str) -> None:
    """In whatever form they are asked."""
    found = facts.answer(question(text))
    assert found is not None
    assert word in " ".join(clause.text["en"] for clause in found.clauses)


@pytest.mark.parametrize(
    "text", ["Can a dragon bake bread for a mouse?", "Who ate my sandwich?", "Where is grandma's ring?"]
)
def test_what_nobody_knows_has_no_true_answer(text: str) -> None:
    """It gets one that the tale makes up."""
    assert facts.answer(question(text)) is None
    assert "{" not in climax(plan(text))


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("Why is the sky blue?", "en", "scatters the blue part"),
        ("Why is the sky blue?", "es", "la parte azul"),
        ("¿Por qué ronronean los gatos?", "es", "al respirar"),
        ("Pourquoi le ciel est-il bleu ?", "fr", "la partie bleue"),
    ],
)
def test_the_answer_is_told_in_every_language(text: str, code: str, said: str) -> None:
    """Where it is found, and in the same tale in all of them."""
    language = code if text[0] in "¿P" else "en"
    assert said in climax(plan(text, language), code)


def test_whoever_finds_a_true_answer_asks_those_who_can_know_it() -> None:
    """And does not see it through a hole in a barrel."""
    told = plan("Why do bees buzz?")
    last = next(scene for scene in told.scenes if scene.beat == "climax").paragraphs[-1]
    assert last.moment.limits.get("not-answer") != ("known",)


def test_every_fact_is_a_sentence_or_two() -> None:
    """Each with words to be found by, and always told whole."""
    for fact in bank.find("fact"):
        assert {"has", "do", "q"} & fact.limits.keys()
        assert fact.needed == fact.clauses
        assert len(fact.clauses) <= 2


@pytest.mark.parametrize(
    "text", ["Can a whale fit in a bathtub?", "Do fish ever get thirsty?", "Can dogs see colours?"]
)
def test_an_animal_that_is_asked_about_comes_and_shows_it(text: str) -> None:
    """It acts in most scenes of the first seed's tale."""
    told = plan(text)
    named = plan(text).wish.thing
    assert named is not None
    said = [" ".join(s.text for p in scene for s in p) for scene in tell(told, "en").scenes]
    assert sum(named.noun in scene for scene in said) >= 4
