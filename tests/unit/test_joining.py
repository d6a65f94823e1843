"""How the clauses of a sentence are joined."""

from collections.abc import Sequence

import pytest

from services.shared.tale.grammar.french import French
from services.shared.tale.grammar.language import Language
from services.shared.tale.grammar.spanish import Spanish
from services.shared.tale.plot.bank import Clause
from services.shared.tale.telling import joining

PEOPLE = ("hero", "friend", "foe")
ENGLISH, SPANISH, FRENCH = (make("f") for make in (Language, Spanish, French))


@pytest.mark.parametrize(
    ("language", "before", "text", "said"),
    [
        (ENGLISH, ["{hero} opened the gate"], "{hero} went in", "{:he|she} went in"),
        (ENGLISH, ["this time {hero} ran", "it was late"], "{hero} fell", "{:he|she} fell"),
        (ENGLISH, ["{friend} saw it"], "{friend} laughed", "{friend:he|she} laughed"),
        (SPANISH, ["{hero} abrió la puerta"], "{hero} entró", "entró"),
        (FRENCH, ["{hero} ouvrit la porte"], "{hero} entra", "{:il|elle} entra"),
    ],
)
def test_the_same_subject_is_not_named_twice_in_a_sentence(
    language: Language, before: Sequence[str], text: str, said: str
) -> None:
    """English and French say a pronoun, Spanish nothing."""
    assert joining.subject(text, before, PEOPLE, language) == said


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ([], "{hero} went in"),
        (["{hero} called {friend}"], "{hero} went in"),
        (["{hero} ran", "a man shouted"], "{hero} fell"),
        (["the gate opened"], "{hero} went in"),
        (["{hero} opened the gate"], "{hero} and {friend} went in"),
    ],
)
def test_a_name_stays_where_a_pronoun_could_mean_another_one(before: Sequence[str], text: str) -> None:
    """Or nobody yet."""
    assert joining.subject(text, before, PEOPLE, ENGLISH) == text


def test_so_and_but_are_said_once() -> None:
    """In a sentence, and at the beginning of sentences that follow each other."""
    clause = Clause({"en": "{hero} saw it"}, connective="so")
    assert joining.joint(clause, "so", "so it broke", ENGLISH) == "and"
    assert joining.joint(clause, "and", "the stick was short, so it broke", ENGLISH) == "and"
    assert joining.joint(clause, "and", "the stick was short", ENGLISH) == "so"
    assert joining.opener([clause], [clause]) == ""
    assert joining.opener([clause], []) == "so"
