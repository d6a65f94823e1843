"""Heroes of tales that everybody knows keep their names, in every language."""

import pytest

from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


@pytest.mark.parametrize(
    ("prompt", "name", "noun"),
    [
        ("Sleeping Beauty builds a treehouse", "Sleeping Beauty", "princess"),
        ("The ugly duckling learns to dance", "the Ugly Duckling", "duckling"),
        ("robin hood loses his bow", "Robin Hood", "archer"),
        ("The Frog Prince And The Lost Crown", "the Frog Prince", "frog"),
        ("Tell me a story about the big bad wolf who bakes bread", "the Big Bad Wolf", "wolf"),
    ],
)
def test_a_known_hero_is_read_by_name(prompt: str, name: str, noun: str) -> None:
    """And is what the tale says that they are."""
    hero = read(prompt).hero
    assert hero
    assert (hero.name, hero.phrase.noun) == (name, noun)


@pytest.mark.parametrize(
    ("prompt", "language", "names"),
    [
        ("La Bella Durmiente planta un rosal", "es", ("Sleeping Beauty", "la Bella Durmiente", "la Belle au bois")),
        ("El Patito Feo busca un amigo", "es", ("the Ugly Duckling", "el Patito Feo", "le Vilain Petit Canard")),
        ("Le Petit Poucet perd son chapeau", "fr", ("Tom Thumb", "Pulgarcito", "le Petit Poucet")),
        ("Peter Rabbit opens a bakery", "en", ("Peter Rabbit", "Perico el Conejo", "Pierre Lapin")),
    ],
)
def test_each_language_has_its_own_name_for_them(prompt: str, language: str, names: tuple[str, ...]) -> None:
    plan = make(prompt, seed=1, length=300, theme="", grade=4, language=language)
    for code, name in zip(("en", "es", "fr"), names, strict=True):
        text = " ".join(item.text for scene in tell(plan, code).scenes for part in scene for item in part)
        assert name.lower() in text.lower()


@pytest.mark.parametrize(
    "prompt", ["A snow white rabbit finds a key", "A jack frost pattern grows", "The big bad dragon sneezes"]
)
def test_words_that_only_look_like_such_a_name_are_none(prompt: str) -> None:
    wish = read(prompt)
    assert not (wish.hero and wish.hero.name)
