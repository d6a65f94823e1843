"""What is said aloud in a sentence."""

import pytest

from services.shared.speech import curly, spans


@pytest.mark.parametrize(
    ("straight", "expected"),
    [
        ('"Who ate it?" asked Grandma.', "“Who ate it?” asked Grandma."),
        ("'Who ate it?' asked Grandma.", "“Who ate it?” asked Grandma."),
        ("‘It’s mine,’ said Max.", "“It’s mine,” said Max."),
        ("Joan's dog didn't bark.", "Joan’s dog didn’t bark."),
        ("'Tis late.", "’Tis late."),
        ('He said, "She\'s here."', "He said, “She’s here.”"),
        ("“Curly” stays.", "“Curly” stays."),
    ],
)
def test_quotation_marks_become_curly(straight: str, expected: str) -> None:
    """Straight ones and single ones around what is said; apostrophes stay apostrophes."""
    assert curly(straight) == expected


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", '"Run!" he said.', ["Run!"]),
        ("en", "“One day,” she said, “I will fly.”", ["One day,", "I will fly."]),
        ("en", "'Not me,' said Max.", ["Not me,"]),
        ("en", "“I saw it all.", ["I saw it all."]),
        ("en", "It was the dog,” said Max.", ["It was the dog,"]),
        ("en", "Nobody spoke.", []),
        ("es", "—Sí, gracias —dijo Ana—. Tengo hambre.", ["Sí, gracias ", ". Tengo hambre."]),
        ("es", "—Sí —dijo la garza—.", ["Sí "]),
        ("es", "«¿Quién?», preguntó Ana.", ["¿Quién?"]),
        ("fr", "— Oui, dit Léa, j'ai faim.", [" Oui,", " j'ai faim."]),
        ("fr", "— Mange donc ! s'écria-t-il.", [" Mange donc !"]),
        ("fr", "« Qui ? » demanda Léa.", [" Qui ? "]),
    ],
)
def test_what_is_said_is_found(language: str, text: str, said: list[str]) -> None:
    """Between quotation marks, or after dashes but for what the narrator says."""
    assert [text[start:end] for start, end in spans(text, language)] == said
