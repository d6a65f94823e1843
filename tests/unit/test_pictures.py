"""The built-in pictures: who is in them, doing what, where, and how they differ from scene to scene."""

import io
import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from pipeline.v1 import draft_pb2
from services.aggregator import press
from services.catalog import STAGES
from services.contract import request
from services.image_concept import looks, palette, picture, staging
from services.image_concept.cast import Person, people, role_in
from services.image_concept.depicted import depiction
from services.image_concept.figures import figure
from services.image_concept.figures.pose import POSES
from services.image_concept.frame import Frame, Member
from services.image_concept.reading import moment
from services.image_concept.reading.moment import Moment, Who
from services.image_concept.reading.nouns import Named
from services.image_concept.scenery import places, rooms
from services.image_concept.things import catalogue
from services.runtime.stage.build import build
from services.shared import depiction as said
from services.shared.tale.words import lexicon

IDA, MAX = Who("Ida", ("girl",), "she"), Who("Max", ("dog",), "he")
MOST_SHARED = 0.6
"""Of the pixels of two scenes of one book."""
TOLERANCE = 4
"""Of 255, in each channel: pixels that no eye can tell apart are equal."""
NIGHTS = "\n\n* * *\n\n".join(
    f"That night Ida {verb} in the bedroom. Max {other}."
    for verb, other in (
        ("slept", "slept too"), ("read a book", "sat down"), ("looked up", "listened"), ("danced", "jumped"),
        ("cried", "walked to her"), ("held the lamp", "slept"),
    )
)  # fmt: skip


def drawn(prompt: str, story: str = "", length: int = 300) -> draft_pb2.Draft:
    """A draft with its storyboard."""
    asked = request.prompt(prompt, story=story) if story else request.prompt(prompt, length=length)
    draft = draft_pb2.Draft(run_id="r", prompt=asked)
    for stage in STAGES[:3]:
        getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    return draft


def shared(first: Image.Image, second: Image.Image) -> float:
    """The share of pixels that are equal in two pictures of one size, 0 to 1."""
    red, green, blue = ImageChops.difference(first, second).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    return sum(most[: TOLERANCE + 1]) / sum(most)


@pytest.mark.parametrize(
    ("prompt", "story"),
    [
        ("A shy dragon opens a bakery by the sea", ""),
        ("A princess saves her kingdom from a dragon", ""),
        ("A robot on the moon finds a flower", ""),
        ("Write a calm bedtime story about a bear", ""),
        ("", f"# Six Nights\n\n{NIGHTS}"),
        ("", f"# Six Nights\n\n{NIGHTS.replace('bedroom', 'cave')}"),
    ],
)
def test_two_scenes_of_a_book_share_less_than_sixty_percent_of_their_pixels(prompt: str, story: str) -> None:
    """Each pair of them, printed as the package's PNG are."""
    scenes = drawn(prompt, story).image_concept.scenes
    printed = [Image.open(io.BytesIO(png)).convert("RGB") for png in press.png([scene.svg for scene in scenes])]
    assert len(printed) >= 5
    shares = {(i, j): shared(printed[i], printed[j]) for i, j in combinations(range(len(printed)), 2)}
    assert max(shares.values()) < MOST_SHARED, shares


@pytest.mark.parametrize(
    ("text", "doing", "thing"),
    [
        ("Ida ran down the hill.", "run", ""),
        ("Then Ida fell asleep.", "sleep", ""),
        ("Ida read a book.", "read", "book"),
        ("Ida gave Max an apple.", "give", "apple"),
        ("She was tired. Ida sat down.", "sit", ""),
        ("Ida flew over the town.", "fly", ""),
        ("Ida looked at the sky and cried.", "weep", ""),
        ("“I will fly,” said Ida.", "talk", ""),
        ("Ida did not fly. She walked.", "walk", ""),
        ("Ida wanted to fly, so she climbed the tree.", "climb", "tree"),
        ("The kite flew away and Ida waved.", "wave", ""),
        ("Ida sailed across the bay in a boat.", "ride", "boat"),
        ("Ida carried the lantern.", "hold", "lantern"),
        ("Ida climbed the mountain.", "climb", "mountain"),
        ("Ida drank milk.", "drink", "milk"),
    ],
)
def test_a_verb_makes_a_pose(text: str, doing: str, thing: str) -> None:
    """What somebody does in the text, not what they say, deny or wish, nor what a thing does."""
    deed = moment.read(text, [IDA, MAX]).deeds["Ida"][0]
    assert (deed.doing, deed.thing.name if deed.thing else "") == (doing, thing)


@pytest.mark.parametrize(
    ("text", "language", "doing"),
    [("Ida corrió hasta la casa.", "es", "run"), ("Ida dormía.", "es", "sleep"), ("Ida courait.", "fr", "run"),
     ("Ida pleurait.", "fr", "weep")],
)  # fmt: skip
def test_a_verb_makes_a_pose_in_each_language(text: str, language: str, doing: str) -> None:
    """The tables have the verbs of every language that tales are told in."""
    assert moment.read(text, [IDA], language).deeds["Ida"][0].doing == doing


def test_a_pronoun_means_who_was_named() -> None:
    """After Ida and Max, "he" is Max."""
    found = moment.read("Ida saw Max. He danced.", [IDA, MAX])
    assert found.deeds["Max"][0].doing == "dance"


def test_others_do_what_the_text_says() -> None:
    """An animal or a person beside the cast, by the verb after its noun."""
    found = moment.read("Ida waited. An old owl flew over the wall, and the children laughed.", [IDA])
    assert {name: deed.doing for name, deed in found.busy.items()} == {"owl": "fly", "child": "cheer"}


def test_only_what_is_there_is_seen() -> None:
    """Neither what something is like, nor what is dreamed of, nor a verb that looks like a noun."""
    text = "Ida does well. Her heart beat like a drum, and she dreamed of a bear. She saw a music box."
    found = moment.read(text, [IDA])
    assert {named.name.split()[-1] for named in (*found.things, *found.others)} == {"heart", "box"}


def test_a_role_means_who_has_it() -> None:
    """Max is the dog."""
    assert moment.read("The old dog slept.", [IDA, MAX]).deeds["Max"][0].doing == "sleep"


@pytest.mark.parametrize(
    ("text", "room", "place", "hour", "weather"),
    [
        ("Ida baked bread in the kitchen.", "kitchen", "", "", ""),
        ("At midnight it rained on Ida.", "", "", "night", "rain"),
        ("In the morning Ida walked through the forest.", "", "forest", "morning", ""),
        ("Ida lit the fire in the cave while it snowed.", "cave", "", "", "snow"),
        ("Ida laughed.", "", "", "", ""),
    ],
)
def test_the_text_says_where_and_when(text: str, room: str, place: str, hour: str, weather: str) -> None:
    """Inside or outside, day or night, rain or snow."""
    found = moment.read(text, [IDA])
    assert (found.room, found.place, found.hour, found.weather) == (room, place, hour, weather)


@pytest.mark.parametrize(
    ("smaller", "bigger"), [("mouse", "bear"), ("boy", "teacher"), ("baby", "girl"), ("king", "giant")]
)
def test_sizes_follow_from_kind_and_age(smaller: str, bigger: str) -> None:
    """A mouse is smaller than a bear, a child than an adult; a giant is big. So it is in the picture too."""
    cast = [Member(role, looks.look_of(role, role), "#aa0000") for role in (smaller, bigger)]
    assert cast[0].look.height < cast[1].look.height
    (frame,) = staging.stage([Moment({smaller: (), bigger: ()}, (), ())], cast, "farm", "x")
    small, big = frame.actors
    assert small.scale < big.scale


def test_only_the_old_are_grey() -> None:
    """A grandmother has grey hair and glasses; a six-year-old and a girl of an old town have not."""
    grandmother = looks.look_of("Rosa", "grandmother")
    assert grandmother.hair == looks.GREY
    assert "glasses" in grandmother.extras
    for role in ("six-year-old girl", "6-year-old", "six-year-old wizard", "girl of an old town"):
        child = looks.look_of("Rosa", role, "she")
        assert (child.hair != looks.GREY, child.age) == (True, "child")


@pytest.mark.parametrize(
    ("role", "body"),
    [("storm", "cloud"), ("old moon", "orb"), ("apple tree", "tree"), ("robot", "robot"), ("potato", "thing"),
     ("old clock", "thing"), ("whale", "fish"), ("owl", "bird"), ("fox", "beast"), ("dragon tamer", "person"),
     ("fox detective", "beast")],
)  # fmt: skip
def test_beings_look_like_themselves(role: str, body: str) -> None:
    """By the noun of the role, whatever stands beside it."""
    assert looks.look_of("Nim", role).body == body


def test_every_look_has_a_body_that_is_drawn() -> None:
    """In each pose, as well-formed SVG."""
    for name in ("fox", "robot", "ghost", "snowman", "tree", "storm", "moon", "snail", "octopus", "crab", "mermaid",
                 "dragon", "owl", "whale", "bee", "worm", "girl", "potato"):  # fmt: skip
        look = looks.look_of("Nim", name, "she")
        for pose in POSES:
            svg = figure.draw("Nim", look, "#aa3344", 0, 0, 1, doing=pose, thing=catalogue.find("map"))
            assert ElementTree.fromstring(svg).findtext("title") == "Nim"  # noqa: S314 - our own


def test_things_of_stories_are_drawn() -> None:
    """Each as itself: a hundred and more."""
    asked = """storm potato boat oven map key lamp cake tree kite book bridge rocket drum apple bread honey soup tea egg
        pumpkin carrot mushroom cheese cookie pie candle lantern bed chair table clock mirror window door box basket bag
        bottle pot barrel ladder bell umbrella telescope machine camera flag anchor rope net hammer saw compass letter
        paper pencil paintbrush painting ship raft submarine train bus car truck bicycle plane balloon flower rose
        sunflower seed leaf stone feather shell nest star moon sun cloud wind rain snow rainbow fire wave river mountain
        ball doll puzzle trophy violin guitar piano flute trumpet gift statue treasure coin jewel pearl crown ring
        necklace sword shield wand heart tooth hat shirt dress scarf boot sock glove house tower lighthouse castle tent
        well fence"""
    missing = [name for name in asked.split() if not (found := catalogue.find(name)) or not found.own]
    assert missing == []
    assert len(asked.split()) > 100


@pytest.mark.parametrize(
    ("kind", "name"), [("food", "dish"), ("vehicle", "wagon"), ("clothing", "shirt"), ("idea", "")]
)
def test_a_thing_without_a_drawing_has_that_of_its_kind(kind: str, name: str) -> None:
    """Where its kind can be seen."""
    found = Named("gallimaufry", kind).thing
    assert (found.name if found else "") == name


def test_a_kind_that_nobody_knows_is_not_drawn() -> None:
    """And no error."""
    assert Named("gallimaufry", "quiddity").thing is None
    assert all(noun.kind for noun in lexicon.nouns().values())


def test_each_drawing_is_well_formed() -> None:
    """As XML, and every place and room in each of its views."""
    for kind, views in places.VIEWS.items():
        for view in range(len(views)):
            frame = Frame(kind, view, "", "night", "storm", "wide", mirrored=True, pan=0.5)
            ElementTree.fromstring(picture.draw(frame, palette.scene(0, kind, "night"), "alt", "s"))  # noqa: S314
    for room in rooms.KINDS:
        frame = Frame("city", 0, room, "day", "", "near", mirrored=False, pan=0.5)
        ElementTree.fromstring(picture.draw(frame, palette.scene(0), "alt", "s"))  # noqa: S314


@pytest.mark.parametrize(
    ("text", "vehicles", "mounts"),
    [
        ("Ida and Max sailed in a boat.", ["boat"], []),
        ("Ida rode a horse.", [], ["horse"]),
        ("Ida rode a mouse.", [], []),
    ],
)
def test_who_rides_is_on_what_carries_them(text: str, vehicles: list[str], mounts: list[str]) -> None:
    """Two in one boat, one on a horse, nobody on a mouse."""
    cast = [Member(name, looks.look_of(name, role), "#aa0000") for name, role in (("Ida", "girl"), ("Max", "boy"))]
    (frame,) = staging.stage([moment.read(text, [IDA, Who("Max", ("boy",), "he")])], cast, "sea", "book")
    assert [prop.named.name for prop in frame.vehicles] == vehicles
    assert [actor.look.kind for actor in frame.mounts] == mounts


def test_everybody_is_inside_the_picture() -> None:
    """Whoever is there, and however many."""
    roles = ("giant", "mouse", "dragon", "girl")
    cast = [Member(role, looks.look_of(role, role), "#aa0000") for role in roles]
    for number in range(20):
        moments = [Moment(dict.fromkeys(roles[: 1 + number % 4], ()), (Named("house", "building"),), ())] * 3
        for frame in staging.stage(moments, cast, "city", f"book {number}"):
            for actor in frame.actors:
                assert 0 < actor.x < 1280
                assert actor.y - figure.UNITS * actor.scale > 0


def test_neighbouring_scenes_differ_in_shot_and_pose() -> None:
    """Also when their texts are the same."""
    cast = [Member("Ida", looks.look_of("Ida", "girl"), "#aa0000")]
    frames = staging.stage([moment.read("Ida sang and walked.", [IDA])] * 6, cast, "farm", "book")
    for first, second in pairwise(frames):
        assert first.shot != second.shot
        assert first.actors[0].doing != second.actors[0].doing


def test_a_book_is_staged_the_same_again() -> None:
    """Frames follow from text, cast, place and seed alone."""
    cast = [Member("Ida", looks.look_of("Ida", "girl"), "#aa0000")]
    moments = [moment.read(text, [IDA]) for text in ("Ida ran with a ball.", "Ida slept.")]
    assert staging.stage(moments, cast, "farm", "book") == staging.stage(moments, cast, "farm", "book")


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [("Her dog Max barked.", "Max", "dog"), ("Max was a small dog.", "Max", "small dog"),
     ("A heron named Lars stood there.", "Lars", "heron"), ("Max, the brown dog, ran.", "Max", "brown dog"),
     ("Max ran.", "Max", "")],
)  # fmt: skip
def test_a_supplied_text_says_what_somebody_is(text: str, name: str, role: str) -> None:
    """By the noun beside the name."""
    assert role_in(text, name) == role


def test_two_names_of_one_person_are_one_figure() -> None:
    """Grandma Rosa is drawn once, grey."""
    draft = drawn(
        "", "# A Day\n\nGrandma Rosa laughed. Then Grandma sat, and later Grandma Rosa slept. It was Rosa who sang."
    )
    text = " ".join(sentence.text for paragraph in draft.story.paragraphs for sentence in paragraph.sentences)
    assert [(person.name, person.role) for person in people(draft, text)] == [("Grandma Rosa", "grandma")]


def named(frames: Sequence[Frame]) -> set[str]:
    return {one.name for frame in frames for one in frame.actors}


def test_who_is_in_the_text_is_in_the_picture_and_in_its_words() -> None:
    """All of them, and nobody else."""
    cast = [Member(name, looks.look_of(name, role), "#aa0000") for name, role in (("Ida", "girl"), ("Max", "dog"))]
    frames = staging.stage(
        [moment.read(text, [IDA, MAX]) for text in ("Max barked.", "Ida hugged Max.")], cast, "farm", "b"
    )
    assert [named([frame]) for frame in frames] == [{"Max"}, {"Ida", "Max"}]
    shown = depiction(frames[1], [Person("Ida", "girl", "she"), Person("Max", "dog", "he")])
    assert re.search("Ida, the girl, hugs Max", said.say(shown, "en"))


def test_a_text_without_anybody_has_its_land() -> None:
    """Nobody is drawn, and the words say where it is."""
    (scene,) = drawn("", "# Rain\n\nIt rained on the sea. The waves were high.").image_concept.scenes
    assert not scene.depiction.actors
    assert scene.alt_text.startswith("By the sea, in the morning, in the rain.")
