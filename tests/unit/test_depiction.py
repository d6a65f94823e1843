"""What a picture shows, said in each language that tales are told in."""

import pytest

from pipeline.v1 import parts_pb2
from services.image_concept.figures.pose import POSES
from services.image_concept.reading import words
from services.image_concept.scenery import places, rooms
from services.shared import depiction as said


def actor(doing: str, thing: str = "") -> parts_pb2.Actor:
    return parts_pb2.Actor(name="Lola", role="old baker", pronoun="she", pose=doing, thing=thing)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lola, the old baker, holds a key, in the kitchen, at night. Also there: an apple and some bread."),
        ("es", "Lola, la panadera, sostiene una llave, en la cocina, de noche. También se ve: una manzana y pan."),
        (
            "fr",
            "Lola, la boulangère, tient une clé, dans la cuisine, la nuit. On voit aussi\u00a0: une pomme et du pain.",
        ),
    ],
)
def test_a_picture_is_said_in_three_languages(language: str, text: str) -> None:
    """Who does what with which thing, what else is there, where and when."""
    shown = parts_pb2.Depiction(actors=[actor("hold", "key")], things=["apple", "bread"], room="kitchen", hour="night")
    assert said.say(shown, language) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "The fox sleeps."), ("es", "El zorro duerme."), ("fr", "Le renard dort.")]
)
def test_somebody_without_a_name_is_said_by_the_noun(language: str, text: str) -> None:
    """With an article, where the lexicon has it."""
    shown = parts_pb2.Depiction(actors=[parts_pb2.Actor(name="fox", role="fox", pose="sleep")])
    assert said.say(shown, language) == text


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_pose_and_place_can_be_said(language: str) -> None:
    """Each pose has words of its own, and each kind of place, room, hour and weather."""
    spoken = {said.say(parts_pb2.Depiction(actors=[actor(pose)]), language) for pose in POSES}
    assert len(spoken) == len(POSES)
    weathers = set(words.signs("weather", language).values())
    for name in (*places.VIEWS, *rooms.KINDS):
        assert said.say(parts_pb2.Depiction(actors=[actor("sit")], place=name), language).count(",") == 3
    for name in weathers:
        assert said.say(parts_pb2.Depiction(actors=[actor("sit")], weather=name), language).count(",") == 3
