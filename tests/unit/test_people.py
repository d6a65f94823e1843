"""Who is in a text that a person supplies, and who speaks in it."""

import pytest

from services.story_generator.people import find
from services.story_generator.sentences import sentences
from services.story_generator.speakers import Speakers


def names(text: str, language: str = "en") -> list[str]:
    return [person.name for person in find(sentences(text, language), language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aunt Joan baked a pie. Joan sang, and Aunt Joan danced.", ["Aunt Joan"]),
        ("Zoe meets Tom. They play ball.", ["Zoe", "Tom"]),
        ("You see, I like it. You and I ran. It was You.", []),
        ("Lt. Green met Gen. Brown at 9 a.m. Monday on Mt. Hood.", ["Lt. Green", "Gen. Brown"]),
        ("Mr. Fox met Mrs. Fox. Mr. Fox bowed.", ["Mr. Fox", "Mrs. Fox"]),
        ("On Friday they sailed to Paris. It rained in Paris, and Max slept.", ["Max"]),
        ("Suddenly it rained. Everybody ran. Once more, Ben laughed.", ["Ben"]),
        ("Then Rose came in. The sun rose over London.", ["Rose"]),
        ("“Tell Jack to come,” said Ben. Ben waited.", ["Ben", "Jack"]),
        ("Grandma slept. My grandma snores, and Grandma knows it.", ["Grandma"]),
        ("Grandma Rose slept. Then Grandma woke.", ["Grandma Rose"]),
        ("A Hare laughed. “Run,” said the Hare. The Moon shone on the Hare.", ["Hare"]),
        ("The fox ran. It was cold. The fox slept under a tree.", ["fox"]),
        ("“Whooo,” said the quibble.", ["quibble"]),
        ("STOP! The bus came.", []),
    ],
)
def test_people_are_found(text: str, expected: list[str]) -> None:
    """By titles, by what they do and by what stands around them, not by capitals alone."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "La tía Juana lo vio. Mateo se rio. Doña Clara llamó a la tía Juana.",
            ["tía Juana", "Mateo", "doña Clara"],
        ),
        ("es", "Un lunes el zorro vio a Ana en Madrid. El zorro corrió.", ["zorro", "Ana"]),
        ("fr", "M. Dupont regarda Mme Martin. L'ami d'Alice riait avec Alice.", ["Alice", "M. Dupont", "Mme Martin"]),
        ("fr", "Un lundi, le renard alla à Paris avec Léa. Le renard rit.", ["renard", "Léa"]),
    ],
)
def test_people_are_found_in_other_languages(language: str, text: str, expected: list[str]) -> None:
    """With their titles, small letters and elisions."""
    assert names(text, language) == expected


@pytest.mark.parametrize(
    ("text", "role", "pronoun"),
    [
        ("Luna the unicorn slept, and she dreamed.", "unicorn", "she"),
        ("A fox named Rufus ran. Rufus hid.", "fox", "they"),
        ("Mr. Whiskers was a cat.", "cat", "he"),
        ("Uncle Bo sang.", "uncle", "he"),
        ("Papa Bear sang.", "bear", "he"),
        ("It was Kim who came. Kim took her hat.", "", "she"),
    ],
)
def test_what_the_text_says_of_somebody(text: str, role: str, pronoun: str) -> None:
    """What kind of being it is, and which pronoun."""
    person = find(sentences(text, "en"), "en")[0]
    assert (person.role, person.pronoun) == (role, pronoun)


@pytest.mark.parametrize(
    ("language", "paragraphs", "expected"),
    [
        ("en", ["Zoe saw Max. “Hi,” said Max. “Oh!” Zoe cried."], ["", "Max", "Zoe"]),
        ("en", ["Zoe took her hat.", "“Come,” she said.", "Max sang, and he ran."], ["", "Zoe", ""]),
        ("en", ["“Is it late?” asked Zoe.", "“Yes,” said Max.", "“Oh.”", "“Run!”"], ["Zoe", "Max", "Zoe", "Max"]),
        ("en", ["Max met Zoe. Max laughed. “I won.”"], ["", "", "Max"]),
        ("en", ["Max and Zoe slept. “Thank you,” it whispered."], ["", "other"]),
        ("en", ["“Ask the owl. He knows,” said Max. “Whooo,” said the owl."], ["Max", "owl"]),
        (
            "es",
            ["Ana llamó a Leo.", "—¿Vienes? —preguntó Ana.", "—Sí —dijo Leo—. Ya voy.", "—¡Leo! —gritó."],
            ["", "Ana", "Leo", "Leo", "Ana"],
        ),
        ("fr", ["Léa vit Hugo.", "— Viens, dit Léa.", "« Oui », répondit Hugo."], ["", "Léa", "Hugo"]),
        ("fr", ["Le renard invita Léa. Le renard rit.", "— Mange ! s'écria-t-il."], ["", "", "renard"]),
    ],
)
def test_who_speaks_is_found(language: str, paragraphs: list[str], expected: list[str]) -> None:
    """By verbs such as "said", by pronouns, by who acts beside it, or by turns."""
    divided = [sentences(paragraph, language) for paragraph in paragraphs]
    speakers = Speakers(find([sentence for part in divided for sentence in part], language), language)
    assert [speaker for part in divided for speaker in speakers.of(part)] == expected
