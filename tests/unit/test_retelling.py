"""What Spanish and French prompts say beside their goal, told in their own words."""

import pytest

from services.shared.tale.grammar.narrated import imperfect, simple_past
from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


@pytest.mark.parametrize(
    ("code", "text", "kind", "own"),
    [
        ("es", "Una niña quiere cantar pero su hermano ronca toda la noche", "trouble",
         "su hermano roncaba toda la noche"),
        ("es", "Un oso encuentra una abeja que no sabe volar", "other", "la abeja no sabía volar"),
        ("es", "Un pingüino busca su gorro porque tiene frío en las orejas", "reason",
         "{:él|ella} tenía frío en las orejas"),
        ("es", "Un niño construye una casa para que su perro pueda dormir", "aim", "su perro pudiera dormir"),
        ("es", "Mi hermana perdió su muñeca y lloró hasta que un vecino la encontró", "until", "el vecino la encontró"),
        ("es", "Un pirata que perdió su loro quiere dormir", "trait", "{:él|ella} había perdido su loro"),
        ("es", "Una osa quiere pescar pero su hijo ya no tiene paciencia", "trouble", "su hijo ya no tenía paciencia"),
        ("es", "Un niño va al bosque cuando sale la luna", "time", "salía la luna"),
        ("es", "El semáforo que se cansó de estar en rojo", "trait", "{:él|ella} se había cansado de estar en rojo"),
        ("fr", "Un castor construit un barrage alors que tous les autres dorment", "time", "tous les autres dormaient"),
        ("fr", "Une fée qui déteste les robes et qui veut danser", "trait", "{:il|elle} détestait les robes"),
        ("fr", "Un garçon qui a jamais compté de but veut jouer", "trait", "{:il|elle} n'avait jamais compté de but"),
        ("fr", "Un garçon veut dormir mais le chat chante toute la nuit", "trouble", "le chat chantait toute la nuit"),
        ("fr", "Une fille trouve un dragon qui ne sait pas voler", "other", "le dragon ne savait pas voler"),
        ("fr", "Un ours cherche son chapeau parce qu'il a froid", "reason", "il avait froid"),
        ("fr", "Un lapin cache un œuf jusqu'à ce que le renard s'endorme", "until", "le renard s'endormit"),
        ("fr", "Ma sœur a perdu son anneau et un voisin l'a trouvé", "after", "le voisin le trouva"),
    ],
)  # fmt: skip
def test_a_clause_in_its_own_words(code: str, text: str, kind: str, own: str) -> None:
    """Its verb is in the tense of a tale, its subject known, and what is mine is the hero's."""
    assert {remark.kind: remark.own.get(code) for remark in read(text, code).remarks}[kind] == own


@pytest.mark.parametrize(
    ("code", "infinitive", "was", "did"),
    [
        ("es", "dormir", "dormía dormían", "durmió durmieron"),
        ("es", "ir", "iba iban", "fue fueron"),
        ("es", "caer", "caía caían", "cayó cayeron"),
        ("fr", "partir", "partait partaient", "partit partirent"),
        ("fr", "finir", "finissait finissaient", "finit finirent"),
        ("fr", "manger", "mangeait mangeaient", "mangea mangèrent"),
        ("fr", "revenir", "revenait revenaient", "revint revinrent"),
    ],
)
def test_tenses_of_a_tale(code: str, infinitive: str, was: str, did: str) -> None:
    """How things were, and what happened, with one and with several."""
    assert " ".join(imperfect(infinitive, code, plural=plural) for plural in (False, True)) == was
    assert " ".join(simple_past(infinitive, code, plural=plural) for plural in (False, True)) == did


@pytest.mark.parametrize(
    ("text", "spanish", "french"),
    [
        ("A girl hides a cub but her brother is too curious", "su hermano era demasiado curioso",
         "son frère était trop curieux"),
        ("A boy builds a kite because his grandmother is sick", "Laura estaba enferma", "Laura était malade"),
        ("A bear wants to sleep but the birds sing loudly", "los pájaros cantaron muy fuerte",
         "les oiseaux chantèrent très fort"),
        ("A cat builds a boat but the wind does not blow", "el viento no soplaba", "le vent ne soufflait pas"),
        ("An owl learns to sing while everybody sleeps", "todos dormían", "tout le monde dormait"),
        ("A fox who is afraid of the dark finds a lamp", "tenía miedo de la oscuridad", "avait peur du noir"),
        ("A girl paints a wall but a goat eats the brush", "una cabra comió el cepillo", "une chèvre mangea la brosse"),
    ],
)  # fmt: skip
def test_a_statement_in_other_languages(text: str, spanish: str, french: str) -> None:
    """Who did what, or how somebody was, is told from its parts, with all that agrees."""
    plan = make(text, seed=4, length=300, theme="", grade=4, language="en")
    for code, said in (("es", spanish), ("fr", french)):
        tale = tell(plan, code)
        told = " ".join(one.text for scene in tale.scenes for paragraph in scene for one in paragraph)
        assert said in told
