"""Arrange a frame: room for each figure and thing on the stage, by size, side by side."""

import random
from collections.abc import Sequence
from dataclasses import replace

from services.image_concept import riding
from services.image_concept.figures import figure
from services.image_concept.figures.pose import pose
from services.image_concept.frame import Actor, Frame, Prop
from services.image_concept.reading.nouns import Named
from services.image_concept.scenery.canvas import WIDTH
from services.image_concept.things.catalogue import Thing

HAND = 120
"""Height, in a figure's units, up to which a thing is held in hands."""
_SIZES = {"wide": 1.05, "middle": 1.42, "near": 1.9}
_FEET = {"wide": 668, "middle": 690, "near": 752}
_TALLEST = 590
_LEAST = 160
"""Pixels of the tallest and the least figure."""
_SKY = frozenset(
    (
        "star",
        "cloud",
        "kite",
        "rainbow",
        "plane",
        "balloon",
        "hot-air balloon",
        "storm",
        "wind",
        "planet",
        "bunting",
        "music",
        "heart",
    )
)
_FLOATS_INSIDE = frozenset(("bunting", "music", "heart", "balloon"))
_USUAL = {
    "castle": frozenset(("castle", "tower", "flag")),
    "sea": frozenset(("lighthouse", "wave")),
    "city": frozenset(("house", "tower")),
    "farm": frozenset(("house", "tree")),
    "garden": frozenset(("tree", "house")),
    "forest": frozenset(("tree", "fir", "house")),
    "mountain": frozenset(("house", "fir")),
    "river": frozenset(("house",)),
    "school": frozenset(("house", "tree")),
}
"""What a place shows already."""
_IN_SKY_ALREADY = frozenset(("sun", "moon", "rain", "snow", "wave", "river", "mountain"))
_WATERS = frozenset(("sea", "river", "ice"))
_HAT = 20
"""Room over a head, in a figure's units."""
_LANDMARKS = 240
"""Natural height from which a thing stands in the background."""
_CLIMBED = {"tree": 1.7, "fir": 1.7, "ladder": 1.6, "mountain": 1.5, "tower": 1.9, "house": 1.5}
"""Height of what is climbed, where the climber's is 1."""
MAX_PROPS = 3


def in_hand(actor: Actor) -> bool:
    """Whether its thing is drawn in its hands."""
    thing = actor.thing.thing if actor.thing else None
    return bool(thing and thing.height <= HAND and pose(actor.doing).grip)


def shows(thing: Thing, frame: Frame) -> bool:
    """Whether the thing adds to the frame: the sky has its own sun, and in a room there is no sky."""
    if thing.name in _IN_SKY_ALREADY:
        return False
    if thing.name in ("storm", "wind") and frame.weather:
        return False
    if frame.room:
        return (
            (thing.name not in _SKY or thing.name in _FLOATS_INSIDE)
            and thing.height < _LANDMARKS
            and thing.name not in ("window", "door", "bridge", "bed")
        )
    return thing.name not in ("window", "door", "bed", "shelf") and thing.name not in _USUAL.get(frame.place, ())


def arrange(frame: Frame, things: Sequence[Named], chance: random.Random) -> Frame:
    """The frame with a place for each of its actors, others and things."""
    size = _size([actor.look.height for actor in frame.actors], frame.shot)
    sky = [named for named in things if named.thing and named.thing.name in _SKY][:1]
    far = [named for named in things if named.thing and named.thing.height >= _LANDMARKS and named not in sky][:1]
    near = [
        named for named in things if named.thing and named.thing.name not in _SKY and named.thing.height < _LANDMARKS
    ]
    near = [] if frame.wet else near[: max(1, MAX_PROPS - len(frame.actors))] if len(frame.actors) < 4 else []
    scales = [max(size * actor.look.height / 100, _LEAST / figure.UNITS) for actor in frame.actors]
    heights = [_prop_height(named.thing, size) for named in near if named.thing]
    widths = [2 * _half(actor, scale) for actor, scale in zip(frame.actors, scales, strict=True)]
    shrink = min(1.0, 1180 / (sum(widths) + sum(heights) * 0.95 + 1))
    scales = [scale * shrink for scale in scales]
    widths = [width * shrink for width in widths] + [height * 0.95 * shrink for height in heights]
    order = _order(len(frame.actors), len(near), chance)
    centres = _centres([widths[index] for index in order], chance)
    where = dict(zip(order, centres, strict=True))
    feet = _FEET[frame.shot] - (24 if frame.room else 0)
    actors, props = [], []
    middle = sum(where[index] for index in range(len(frame.actors))) / max(1, len(frame.actors))
    way = chance.choice((1, -1))
    for index, actor in enumerate(frame.actors):
        look_at = where[len(frame.actors)] if near and (len(frame.actors) == 1 or pose(actor.doing).near) else middle
        x = where[index]
        facing = way if actor.doing in ("walk", "run", "ride", "fly", "swim") else 1 if look_at > x + 1 else -1
        if actor.doing == "sleep" or (len(frame.actors) == 1 and not near):
            facing = 1 if x < WIDTH / 2 else -1
        y = float(feet - chance.randint(0, 18) + (12 if index % 2 else 0))
        ashore = not frame.wet and frame.place in _WATERS
        y = _lift(actor, y, scales[index], in_room=bool(frame.room), ashore=ashore)
        # Who jumps or flies keeps the head inside the picture.
        y = max(y, (figure.UNITS + _HAT - min(0, pose(actor.doing).drop)) * scales[index])
        actors.append(replace(actor, x=x, y=y, scale=scales[index], facing=facing))
    for index, named in enumerate(near):
        height = heights[index] * shrink
        props.append(Prop(named, where[len(frame.actors) + index], min(feet - chance.randint(-6, 14), 708), height))
    for named in sky:
        hangs = named.thing is not None and named.thing.name == "bunting"
        y, height = (260, 250) if hangs else (chance.randint(230, 290), chance.randint(120, 170))
        props.append(Prop(named, chance.choice((210, 640, 1060)), y, height, behind=True))
    for named in far:
        height = min(430, (named.thing.height if named.thing else 200) * 0.95)
        props.append(Prop(named, chance.choice((150, 1110)), 610, height, behind=True))
    # Who climbs has something to climb before them.
    climbed = [
        Prop(
            actor.thing,
            actor.x + 40 * actor.facing,
            feet + 10,
            _CLIMBED.get(actor.thing.thing.name, 0.8) * 236 * actor.scale,
        )
        for actor in actors
        if actor.doing == "climb" and actor.thing and actor.thing.thing
    ]
    told = (*near, *sky, *far)
    # What is neither held nor drawn beside them is not told of either.
    actors = [
        actor
        if actor.aboard or in_hand(actor) or actor.thing in told or actor.doing == "climb"
        else replace(actor, thing=None)
        for actor in actors
    ]
    actors, vehicles = riding.aboard(actors, wet=frame.wet)
    actors, mounts = riding.mounted(actors)
    return replace(
        frame,
        vehicles=vehicles,
        mounts=mounts,
        actors=tuple(actors),
        props=(*climbed, *props),
        others=_apart(frame, size, centres, chance),
        told=told,
    )


def _size(heights: Sequence[int], shot: str) -> float:
    """Pixels for a unit of somebody whose height is 100, so that the tallest fits and small ones are seen."""
    tallest = max(heights, default=100)
    size = _SIZES[shot] * min(1.5, max(1.0, 84 / tallest))
    return min(size, _TALLEST / (figure.UNITS * tallest / 100))


def _half(actor: Actor, scale: float) -> float:
    return figure.width(actor.look, actor.doing) * scale * (1.5 if actor.aboard else 1)


def _lift(actor: Actor, y: float, scale: float, *, in_room: bool = False, ashore: bool = False) -> float:
    if actor.doing == "sleep" and in_room:
        return y - 26 * scale
    if ashore and actor.look.body == "fish":
        # The others stand on the shore, and it is in the water behind them.
        return y - 130
    if actor.doing == "fly":
        return y - 150
    if actor.look.body in figure.FLOATING or (actor.look.body == "bug" and actor.look.back == "wings"):
        return y - 60
    return y


def _prop_height(thing: Thing | None, size: float) -> float:
    natural = thing.height if thing else 60
    return max(natural * size, 96)


def _order(actors: int, props: int, chance: random.Random) -> list[int]:
    """Indexes from left to right: actors as they are told or turned around, things between or beside them."""
    order = list(range(actors))
    if chance.random() < 0.5:
        order.reverse()
    for index in range(actors, actors + props):
        order.insert(chance.randint(0, len(order)), index)
    return order


def _centres(widths: Sequence[float], chance: random.Random) -> list[float]:
    """The middle of each, from left to right: together on one side or in the middle, or spread."""
    free = max(0.0, 1216 - sum(widths))
    if len(widths) == 1:
        return [32 + widths[0] / 2 + free * chance.choice((0.12, 0.34, 0.62, 0.86))]
    gap = free / (len(widths) + 1) * chance.choice((0.25, 0.55, 0.95))
    start = 32 + (free - gap * (len(widths) - 1)) * chance.choice((0.15, 0.5, 0.85))
    centres = []
    for width in widths:
        centres.append(start + width / 2)
        start += width + gap
    return centres


def _apart(frame: Frame, size: float, centres: Sequence[float], chance: random.Random) -> tuple[Actor, ...]:
    """Places for those beside the cast: where nobody stands before them, and farther away."""
    spots = sorted(range(160, 1130, 30), key=lambda x: -min((abs(x - centre) for centre in centres), default=0))
    placed: list[Actor] = []
    for actor in frame.others:
        free = [x for x in spots if all(abs(x - other.x) > 120 for other in placed)]
        x = free[0] if free else 640
        scale = max(size * 0.72 * actor.look.height / 100, 0.42)
        facing = 1 if x < sum(centres) / max(1, len(centres)) else -1
        y = _lift(actor, 654 - chance.randint(0, 12), scale)
        placed.append(replace(actor, x=x, y=y, scale=scale, facing=facing))
    return tuple(placed)
