"""The story generator's craft."""

import pytest

from services import request
from services.story_generator import plan, reading
from services.text import words


def prose(text: str, seed: int = 1, length: int = 300, theme: str = "friendship") -> list[list[str]]:
    made = plan.make(text, seed, length, theme)
    return [beat.fill(made.slots) for beat in made.beats]


@pytest.mark.parametrize(
    ("text", "role", "thing"),
    [
        ("A lighthouse keeper befriends a storm", "lighthouse keeper", "the storm"),
        ("The dragon who was afraid of fire", "dragon", "the secret of fire"),
        ("An old queen finds the lost crown", "old queen", "the lost crown"),
        ("Two cats build a boat", "cats", "the boat"),
    ],
)
def test_reading_finds_who_and_what(text: str, role: str, thing: str) -> None:
    """The hero's role and the thing come from the sentence."""
    found = reading.read(text)
    assert (found.role, found.thing) == (role, thing)


def test_a_name_at_the_beginning_is_the_hero() -> None:
    """A prompt that begins with a name is about that person."""
    assert plan.make("Maria finds a map", 1, 300, "courage").hero.name == "Maria"


@pytest.mark.parametrize("seed", range(8))
def test_no_paragraph_is_told_twice(seed: int) -> None:
    """Even the longest story repeats no paragraph."""
    told = [" ".join(sentences) for sentences in prose("A fox learns to sail", seed, 1000)]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("length", [150, 300, 600, 1000])
def test_length_is_near_the_wish(length: int) -> None:
    """The story is within one paragraph of the wished length."""
    told = prose("A lighthouse keeper befriends a storm", 3, length)
    count = sum(len(sentence.split()) for sentences in told for sentence in sentences)
    assert abs(count - length) < 60


@pytest.mark.parametrize("theme", request.THEMES)
@pytest.mark.parametrize("text", ["Love", "灯台守", "Robots dream", "3 + 4 = 7", "A" * 2000])
def test_any_prompt_becomes_a_story_without_open_slots(text: str, theme: str) -> None:
    """Whatever the prompt, every slot is filled and the premise is quoted."""
    told = " ".join(sentence for sentences in prose(text, theme=theme) for sentence in sentences)
    assert "{" not in told
    assert text[:100] in told


def test_the_words_of_the_prompt_are_in_the_story() -> None:
    """The prompt's nouns are told."""
    told = {
        word.lower()
        for sentences in prose("A lighthouse keeper befriends a storm")
        for sentence in sentences
        for word in words(sentence)
    }
    assert {"lighthouse", "keeper", "storm"} <= told


def test_another_seed_tells_another_story() -> None:
    """The seed matters, and only it."""
    assert prose("A fox learns to sail", 1) != prose("A fox learns to sail", 2)
    assert prose("A fox learns to sail", 1) == prose("A fox learns to sail", 1)
