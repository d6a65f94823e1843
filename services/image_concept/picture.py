"""Draw a frame as SVG: sky, land or a room, things, the cast in its poses, weather."""

import random
from xml.sax.saxutils import escape

from services.image_concept import layout, palette, riding
from services.image_concept.figures import figure
from services.image_concept.frame import Actor, Frame
from services.image_concept.scenery import foreground, places, rooms, sky, weather
from services.image_concept.scenery.canvas import HEIGHT, WIDTH, mix

_ZOOM = {"wide": 1.0, "middle": 1.28, "near": 1.7}
_BEDS = frozenset(("bedroom", "parlour", "kitchen", "hall", "cabin"))
"""Rooms in which one sleeps in a bed."""
_AIRLESS = ("space",)


def draw(frame: Frame, colours: dict[str, str], alt: str, seed: str) -> str:
    """One self-contained SVG document, 1280 by 720, with its title for screen readers.

    `seed` names the book, so that each of its places looks the same in every scene; the frame says what differs.
    """
    chance = random.Random(f"{seed} {frame.view} {frame.pan}")  # noqa: S311 - scenery, not a secret
    falls = "" if frame.room or frame.place in _AIRLESS else frame.weather
    if falls == "snow":
        colours = colours | {role: mix(colours[role], "#ffffff", 0.6) for role in ("far", "middle", "near")}
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t">',
        f'<title id="t">{escape(alt)}</title>',
        sky.gradient(colours),
        *_behind(frame, colours, seed, chance),
        *(_figure(actor, frame) for actor in frame.others),
        *(
            prop.named.thing.draw(prop.x, prop.y, prop.height)
            for prop in frame.props
            if prop.named.thing and not prop.behind
        ),
        *_cast(frame, colours),
        "" if frame.room or frame.wet else foreground.draw("ice" if falls == "snow" else frame.place, colours, chance),
        weather.draw(falls, chance),
        weather.dim("room" if frame.room else frame.hour, falls),
        "</svg>",
    ]
    return "\n".join(part for part in body if part) + "\n"


def _behind(frame: Frame, colours: dict[str, str], seed: str, chance: random.Random) -> list[str]:
    """All that is behind the cast, as the camera sees it."""
    zoom = _ZOOM[frame.shot] + chance.randint(0, 12) / 100
    ground, wanted = (rooms.FLOOR_Y, 540) if frame.room else (640, 612)
    left = -WIDTH * (zoom - 1) * frame.pan
    top = max(-HEIGHT * (zoom - 1), min(0.0, wanted - ground * zoom))
    mirror = f" translate({WIDTH} 0) scale(-1 1)" if frame.mirrored else ""
    camera = f'<g transform="translate({left:.1f} {top:.1f}) scale({zoom:.2f}){mirror}">'
    far = [
        prop.named.thing.draw(prop.x, prop.y, prop.height) for prop in frame.props if prop.named.thing and prop.behind
    ]
    if frame.room:
        world = random.Random(f"{seed} {frame.room}")  # noqa: S311
        return [camera, rooms.draw(frame.room, colours, frame.hour, palette.light(frame.view), world), "</g>", *far]
    world = random.Random(f"{seed} {frame.place} {frame.view % len(places.VIEWS.get(frame.place, '123'))}")  # noqa: S311
    hour = "space" if frame.place in _AIRLESS else frame.hour
    return [
        sky.draw(colours, hour, "" if hour == "space" else frame.weather, chance),
        camera,
        places.draw(frame.place, frame.view, colours, world),
        "</g>",
        f'<rect y="596" width="{WIDTH}" height="{HEIGHT - 596}" fill="{colours["sea"]}"/>' if frame.wet else "",
        *far,
    ]


def _figure(actor: Actor, frame: Frame) -> str:
    thing = actor.thing.thing if actor.thing and layout.in_hand(actor) else None
    return figure.draw(
        actor.name, actor.look, actor.coat, actor.x, actor.y, actor.scale, doing=actor.doing, facing=actor.facing,
        thing=thing, legs=not actor.aboard, bed=frame.room in _BEDS,
    )  # fmt: skip


def _cast(frame: Frame, colours: dict[str, str]) -> list[str]:
    """The cast from behind to before; those who ride together share what they ride, which is before them."""
    drawn = []
    for actor in sorted(frame.actors, key=lambda actor: actor.y):
        drawn.append(_figure(actor, frame))
        if actor.doing == "swim" or (frame.wet and actor.look.body == "fish"):
            drawn.append(_wave(actor.y - 50 * actor.scale, colours))
    drawn.extend(_figure(mount, frame) for mount in frame.mounts)
    for vehicle in frame.vehicles:
        thing = vehicle.named.thing
        if thing:
            drawn.append(thing.draw(vehicle.x, vehicle.y, vehicle.height, flip=vehicle.flip))
            if thing.name in riding.SHIPS and frame.wet:
                drawn.append(_wave(vehicle.y - vehicle.height * 0.06, colours))
    return drawn


def _wave(y: float, colours: dict[str, str]) -> str:
    """Water over the lower part of the picture."""
    crest = "".join("q20 -16 40 0 t40 0 " for _ in range(17))
    return (
        f'<path d="M-40 {y:.0f} {crest}V{HEIGHT + 20} H-40 Z" fill="{colours["sea"]}" opacity=".93"/>'
        f'<path d="M-40 {y + 26:.0f} {crest}" fill="none" stroke="{colours["sky_bottom"]}"'
        ' stroke-width="4" opacity=".5"/>'
    )
