"""The sentences of a paragraph, in three languages."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.story_generator.sentences import MAX_SPEECH, sentences

PIECES = st.sampled_from(
    ["Ana", "ran", "a.m.", "Mr.", "—", "“", "”", "«", "»", '"', "'", "...", "!", "?", "Sí.", "M.", "3.", "(No.)", "él"]
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lt. Green met Gen. Brown at 9 a.m. Monday on Mt. Hood."),
        ("en", '"Who ate it?" asked Grandma.'),
        ("en", "“Who ate it?” asked Grandma."),
        ("en", "'Who ate it?' asked Grandma."),
        ("en", "“Then who?” Aunt Joan sighed."),
        ("en", "They ran... and the kite rose 3.5 metres."),
        ("en", "It was J. R. Smith who spoke to Prof. Lee."),
        ("en", "“I like it. I really do,” said Ben."),
        ("es", "—¿Quién se comió el pastel? —preguntó la abuela."),
        ("es", "—¡Señor Pérez! ¿Ha visto a mi perro? —gritó."),
        ("es", "El Sr. Gómez y la Dña. Ana llegaron a las 9 a. m. al colegio."),
        ("es", "«¿Quién?», preguntó Ana."),
        ("fr", "« Qui l'a mangé ? » demanda grand-mère."),
        ("fr", "M. Dupont et Mme. Martin vont au parc."),
        ("fr", "— Qui est là ? demanda Léa."),
    ],
)
def test_one_sentence(language: str, text: str) -> None:
    """An abbreviation, a number, dots or what is said aloud does not end it."""
    assert sentences(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en", ["They met at 9 p.m.", "The moon was up."]),
        ("en", ["Mrs. Fox lived at No. 5 Elm St.", "They were happy."]),
        ("en", ["“Not me!” said Max.", "“Then who?”", "“You!”"]),
        ("en", ["(It was late.)", "He slept."]),
        ("en", ["1. Wake up.", "2. Eat."]),
        ("en", ["i am small.", "you are big!", "we run."]),
        ("es", ["¡Hola!", "¿Cómo estás?", "Muy bien... gracias."]),
        ("es", ["—Sí —dijo la garza—.", "Tengo hambre."]),
        ("fr", ["« Pas moi ! » dit Max.", "Il partit."]),
    ],
)
def test_several_sentences(language: str, found: list[str]) -> None:
    """Where one ends, the next one begins."""
    assert sentences(" ".join(found), language) == found


def test_a_long_speech_is_divided() -> None:
    """Who reads along sees no page that is one sentence."""
    speech = " ".join(["I saw it all from the window of the old tower."] * 8)
    assert max(map(len, sentences(f"“{speech}” said Max.", "en"))) < MAX_SPEECH


@example(language="en", text="!:")
@example(language="fr", text="Stop!It is a.B c.")
@given(language=st.sampled_from(["en", "es", "fr"]), text=st.one_of(st.text(), st.lists(PIECES).map(" ".join)))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_character_is_lost(language: str, text: str) -> None:
    """Joined by spaces, the sentences are the paragraph."""
    block = " ".join(text.split())
    assert " ".join(sentences(block, language)) == block
