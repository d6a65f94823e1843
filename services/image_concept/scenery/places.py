"""What stands behind the cast in each kind of place, in two or three views each."""

import random
from collections.abc import Callable

from services.image_concept.scenery import fields, heavens, towns, waters, woods
from services.image_concept.scenery.canvas import Colours

View = Callable[[Colours, random.Random], list[str]]

VIEWS: dict[str, tuple[View, ...]] = {
    "sea": (waters.harbour, waters.beach, waters.cliffs),
    "river": (waters.river, waters.lake),
    "ice": (waters.igloo, waters.icebergs),
    "forest": (woods.firwood, woods.deepwood, woods.glade),
    "mountain": (woods.peaks, woods.valley),
    "city": (towns.street, towns.square, towns.park),
    "school": (towns.school, towns.playground),
    "castle": (towns.castle, towns.courtyard),
    "desert": (woods.oasis, woods.dunes),
    "farm": (fields.farm, fields.meadow),
    "garden": (fields.garden, fields.kitchen_garden),
    "space": (heavens.base, heavens.moonland),
    "sky": (heavens.clouds,),
}
"""By kind of place, as in Story.place, each seen from several sides."""


def draw(kind: str, view: int, colours: Colours, chance: random.Random) -> str:
    """The land of a place, far to near, in one of its views; a farm's for a kind that is not known."""
    views = VIEWS.get(kind, VIEWS["farm"])
    return "\n".join(views[view % len(views)](colours, chance))
