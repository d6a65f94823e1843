"""The language of a text."""

import pytest

from services.shared import language

READ = ("en", "es", "fr")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The cat sat on the mat."),
        ("en", "I am a robot. Beep boop."),
        ("en", "My dog ate a bug. Yuck!"),
        ("en", "Mira and Amina planted a mango tree in Lagos."),
        ("es", "Un zorro aprende a navegar."),
        ("es", "El sol calienta. El pato nada."),
        ("es", "—¿Quién se comió el pastel? —preguntó la abuela."),
        ("fr", "Le chat dort."),
        ("fr", "Un renard apprend à naviguer."),
        ("fr", "« Qui l'a mangé ? » demanda grand-mère."),
        ("de", "Ein Fuchs lernt segeln."),
        ("pt", "Era uma vez uma raposa pequena. Ela tinha um chapéu vermelho."),
        ("it", "Il gatto dorme sul letto."),
        ("gl", "Había unha vez un raposo pequeno. Tiña un sombreiro vermello."),
        ("zh", "从前有一只小狐狸。它有一顶红帽子。"),
        ("ar", "كان يا ما كان ثعلب صغير."),
    ],
)
def test_short_texts_are_recognised(code: str, text: str) -> None:
    """A sentence or two of a story for children are enough."""
    assert language.detect(text, READ).code == code


@pytest.mark.parametrize("text", ["Run, Max, run!", "Zzz… 123", "龍"])
def test_a_text_that_tells_nothing_is_taken_for_the_first_one(text: str) -> None:
    """And it is said that this is no more than a guess; signs of another script are no guess."""
    found = language.detect(text, READ)
    assert (found.code, found.sure) in [("en", False), ("zh", True), ("ja", True)]
