"""Spanish and French requests as people type them: what asks for a story goes, what is short or bare is spelt out."""

import pytest

from services.shared.tale.reading.foreign.asking import plainly
from services.shared.tale.reading.foreign.written import spelt
from services.shared.tale.reading.read import read
from services.shared.tale.telling.prompt import language_of

REQUESTS = [
    ("es", "hazme un cuento de un dragón que pierde su fuego"),
    ("es", "haceme un cuento infantil de un dragón q pierde su fuego porfa"),
    ("es", "podrias escribir un cuento corto sobre un dragon que pierde su fuego, con final feliz?"),
    ("es", "Necesito una historia de un dragón que pierde su fuego para mis alumnos de primaria"),
    ("es", "Había una vez, en un reino lejano, un dragón que pierde su fuego"),
    ("es", "Tema: un dragón que pierde su fuego"),
    ("es", "las aventuras de un dragón que pierde su fuego"),
    ("fr", "bonjour je voudrais une histoire sur un dragon qui perd son feu merci"),
    ("fr", "raconte moi l histoire dun dragon qui perd son feu"),
    ("fr", "tu peux écrire une histoire drôle avec un dragon qui perd son feu stp"),
    ("fr", "histoire du soir sur un dragon qui perd son feu, qui finit bien"),
    ("fr", "cest un dragon qui perd son feu"),
    ("fr", "Il etait une fois, dans un pays lointain, un dragon qui perd son feu"),
    ("fr", "une histoire courte pour les maternelles sur un dragon qui perd son feu"),
]


@pytest.mark.parametrize(("code", "prompt"), REQUESTS)
def test_only_what_the_story_is_about_is_read(code: str, prompt: str) -> None:
    """Whatever the words that ask for it, it is the dragon who loses the fire."""
    wish = read(prompt, code)
    assert (language_of(prompt), wish.act, wish.hero and wish.hero.phrase.noun) == (code, "lose", "dragon")
    assert wish.thing is not None
    assert wish.thing.noun == "fire"


@pytest.mark.parametrize(
    ("code", "typed", "told"),
    [
        ("es", "xq el mar es salado", "por qué el mar es salado"),
        ("es", "habia una vez una nina q tenia un raton", "había una vez una niña que tenía un ratón"),
        ("es", "un pajaro que esta enfermo", "un pájaro que está enfermo"),
        ("es", "Nina busca a su papa", "Nina busca a su papá"),
        ("fr", "l ecureuil cherche des noisettes", "l'écureuil cherche des noisettes"),
        ("fr", "un garcon qui a trouve un chien", "un garçon qui a trouvé un chien"),
        ("fr", "une fille qui apprend a nager", "une fille qui apprend à nager"),
    ],
)
def test_words_are_spelt_out(code: str, typed: str, told: str) -> None:
    """Accents, apostrophes and whole words come back, and names stay as they are."""
    assert spelt(typed, code) == told


@pytest.mark.parametrize(
    ("code", "prompt", "left"),
    [
        ("es", "Mi hijo Mateo ama los dinosaurios, inventa una historia para él", "Mi hijo Mateo ama los dinosaurios"),
        ("fr", "mon fils a peur du noir, invente une histoire pour lui", "mon fils a peur du noir"),
        (
            "fr",
            "une histoire pour ma fille de 5 ans qui adore les licornes et qui s'appelle Jade",
            "histoire pour ma fille Jade de 5 ans qui adore les licornes",
        ),
    ],
)
def test_a_child_is_named_where_they_are_spoken_of(code: str, prompt: str, left: str) -> None:
    """A request after the sentence goes, and a name that is said last stands beside who has it."""
    assert plainly(prompt, code) == left


@pytest.mark.parametrize(
    ("code", "prompt", "friend"),
    [
        ("es", "Una abuela prepara tamales con su nieto", "grandson"),
        ("fr", "Samuel joue au hockey avec son père et brise la fenêtre de la voisine", "father"),
        ("fr", "Léa a peur de l'eau mais son papi veut lui apprendre à nager", "grandpa"),
    ],
)
def test_who_is_with_the_hero_is_their_friend(code: str, prompt: str, friend: str) -> None:
    """Also where they stand at the end of the clause, or are only the hero's own."""
    wish = read(prompt, code)
    assert wish.friend is not None
    assert wish.friend.phrase.noun == friend


def test_siblings_have_the_genders_of_their_names() -> None:
    """One Spanish word is for brothers and for brother and sister."""
    wish = read("Dos hermanos, Lucía y Tomás, buscan un tesoro", "es")
    assert [(being.name, being.gender) for being in (wish.hero, wish.friend) if being] == [
        ("Lucía", "f"),
        ("Tomás", "m"),
    ]
