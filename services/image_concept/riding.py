"""Those who ride: in one boat or car together, or each on an animal."""

from collections.abc import Sequence
from dataclasses import replace

from services.image_concept.figures import figure
from services.image_concept.frame import Actor, Prop
from services.image_concept.looks import Look, animal
from services.image_concept.scenery.canvas import WIDTH

SHIPS = frozenset(("boat", "ship", "raft", "submarine"))
_LEAST_MOUNT = 80
"""Height of the smallest animal that carries somebody."""


def aboard(actors: Sequence[Actor], *, wet: bool) -> tuple[list[Actor], tuple[Prop, ...]]:
    """Those who ride the same thing sit in one, side by side and looking ahead; and that thing."""
    by_thing: dict[str, list[int]] = {}
    for index, actor in enumerate(actors):
        if actor.aboard and actor.thing and actor.thing.thing:
            by_thing.setdefault(actor.thing.thing.name, []).append(index)
    found = list(actors)
    vehicles = []
    for indexes in by_thing.values():
        first = actors[indexes[0]]
        if not first.thing or not first.thing.thing:
            continue
        most = max(actors[index].scale for index in indexes)
        height = min(460.0, max(first.thing.thing.height, 150) * most * (1.35 if len(indexes) == 1 else 1.75))
        middle = sum(actors[index].x for index in indexes) / len(indexes)
        middle = min(max(middle, height / 2 + 16), WIDTH - 16 - height / 2)
        # A boat beside people on the shore is in the water behind them.
        foot = max(actors[index].y for index in indexes) + (6 if wet or first.thing.thing.name not in SHIPS else -100)
        for place, index in enumerate(indexes):
            aside = (place - (len(indexes) - 1) / 2) * height * 0.6
            # A small one stands higher, so that its head is above the rail.
            tall = figure.UNITS * actors[index].scale
            y = foot - max(height * 0.3, height * 0.78 - tall)
            found[index] = replace(actors[index], x=middle + aside, y=y, facing=first.facing)
        vehicles.append(Prop(first.thing, middle, foot, height, flip=first.facing < 0))
    return found, tuple(vehicles)


def mount(name: str) -> Look | None:
    """The look of an animal on its four legs, for riding; None where nobody can ride it."""
    look = animal(name)
    return replace(look, body="four") if look and look.body == "beast" and look.height >= _LEAST_MOUNT else None


def mounted(actors: Sequence[Actor]) -> tuple[list[Actor], tuple[Actor, ...]]:
    """Those who ride on an animal, on its back; and the animals."""
    found, mounts = [], []
    for actor in actors:
        look = mount(actor.thing.name) if actor.aboard and actor.thing and not actor.thing.thing else None
        if look is None:
            found.append(actor)
            continue
        scale = max(actor.scale * 1.1, actor.scale * look.height / actor.look.height)
        scale = min(scale, 2.2)
        # Its back is 106 units over the ground, the rider's hips are 60.
        found.append(replace(actor, x=actor.x - 14 * scale * actor.facing, y=actor.y - 106 * scale + 60 * actor.scale))
        mounts.append(replace(actor, name="", look=look, coat="#8a6a45", doing="walk", thing=None, scale=scale))
    return found, tuple(mounts)
