"""What somebody discovers is told as that, and said in every language."""

import pytest

from services.shared.tale.grammar.french import French
from services.shared.tale.grammar.language import Language
from services.shared.tale.grammar.spanish import Spanish
from services.shared.tale.reading.read import read


def goals(prompt: str, language: str = "en") -> dict[str, str]:
    """The goal as each language says it, of a hero who is a man."""
    goal = read(prompt, language).goal
    assert goal
    grammars = {"en": Language("m"), "es": Spanish("m"), "fr": French("m")}
    return {code: spoken.sentence(spoken.verb_phrase(goal)).rstrip(".") for code, spoken in grammars.items()}


@pytest.mark.parametrize(
    ("prompt", "goal"),
    [
        ("A girl finds out that her uncle is a spy", "Prove that her uncle was a spy"),
        ("A cat discovers that it can talk", "Prove that he could talk"),
        ("A prince realizes that his horse is afraid of him", "Prove that his horse was afraid of him"),
        ("Two mice learn that the cheese is a trap", "Prove that the cheese was a trap"),
        ("A boy learns that sharing makes friends", "Understand that sharing makes friends"),
        ("Teach my class that mistakes help us grow", "Understand that mistakes help us grow"),
        ("A girl discovers that her bicycle is gone", "Find out why her bicycle was gone"),
        ("A farmer discovers that his well is broken", "Find out why his well was broken"),
    ],
)
def test_what_is_discovered_is_no_question(prompt: str, goal: str) -> None:
    """It is proved where it is so of somebody, and understood where it is so of all; what is wrong has a reason."""
    assert goals(prompt)["en"] == goal


@pytest.mark.parametrize(
    ("prompt", "language", "told"),
    [
        ("A girl finds out that her uncle is a pirate", "es", "Demostrar que su tío era pirata"),
        ("A girl finds out that her uncle is a pirate", "fr", "Prouver que son oncle était pirate"),
        ("A dog discovers that he can sing", "es", "Demostrar que podía cantar"),
        ("A dog discovers that he can sing", "fr", "Prouver qu'il pouvait chanter"),
        ("A boy finds out why his owl sleeps all day", "es", "Descubrir por qué su búho dormía todo el día"),
        ("A boy finds out why his owl sleeps all day", "fr", "Découvrir pourquoi son hibou dormait toute la journée"),
    ],
)
def test_the_clause_is_said_in_every_language(prompt: str, language: str, told: str) -> None:
    assert goals(prompt)[language] == told


@pytest.mark.parametrize(
    ("prompt", "language", "told"),
    [
        ("Un niño descubre que su vecina es una bruja", "es", "Demostrar que su vecina era una bruja"),
        ("Una niña descubre que su gato toca el piano", "es", "Demostrar que su gato tocaba el piano"),
        ("Une fille découvre que son hamster sait lire", "fr", "Prouver que son hamster savait lire"),
        ("Un ours découvre que ses voisins sont des pirates", "fr", "Prouver que ses voisins étaient des pirates"),
    ],
)
def test_a_prompt_s_own_language_has_its_own_words(prompt: str, language: str, told: str) -> None:
    assert goals(prompt, language)[language] == told


@pytest.mark.parametrize(
    ("prompt", "act", "friend"),
    [
        ("Two sisters have a huge argument about a dress", "fight", "sister"),
        ("A fox gets into a fight with a badger", "fight", "badger"),
        ("Lena falls out with Amir", "fight", "Amir"),
        ("The twins had a quarrel", "fight", "twin"),
    ],
)
def test_a_quarrel_is_no_feast(prompt: str, act: str, friend: str) -> None:
    """With whom one quarrels is the companion."""
    wish = read(prompt)
    assert wish.act == act
    assert wish.friend
    assert friend in (wish.friend.name, wish.friend.phrase.noun)


@pytest.mark.parametrize(
    ("prompt", "act"),
    [
        ("A frog enters a jumping competition", "win"),
        ("Nina signs up for the spelling bee", "win"),
        ("Three hens join a relay race", "win"),
        ("A ghost enters a castle", "travel"),
        ("A boy joins the circus", "perform"),
    ],
)
def test_a_contest_is_no_place(prompt: str, act: str) -> None:
    assert read(prompt).act == act


@pytest.mark.parametrize(
    ("prompt", "missed"),
    [
        ("A fox finds a map", ()),
        ("Leo's first day at school, and his sister Nora holds his hand", ("his sister Nora holds his hand",)),
    ],
)
def test_a_clause_that_is_not_told_is_named(prompt: str, missed: tuple[str, ...]) -> None:
    assert read(prompt).missed == missed
