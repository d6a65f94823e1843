"""Space and sky, each view as its layers from far to near."""

import random

from services.image_concept.scenery.canvas import (
    Colours,
    ground,
    mix,
    place,
    ridge,
)


def base(colours: Colours, chance: random.Random) -> list[str]:
    """A rocket and a dome on another planet."""
    ring = (
        f'<circle cx="230" cy="250" r="110" fill="{colours["middle"]}"/><ellipse cx="230" cy="250"'
        ' rx="180" ry="30" fill="none"'
        f' stroke="{colours["light"]}" stroke-width="9" opacity=".7" transform="rotate(-14 230 250)"/>'
    )
    dome = f'<path d="M860 640 a160 160 0 0 1 320 0 Z" fill="{colours["light"]}" opacity=".35"/>'
    return [
        ring,
        ridge(560, 60, 240, colours["far"], chance),
        place([("rocket", 640, 620, 260)]),
        dome,
        place([("plant", 960, 640, 80), ("plant", 1060, 640, 90)]),
        ground(colours, chance, 650),
        _craters(colours, chance),
    ]


def _craters(colours: Colours, chance: random.Random) -> str:
    return "".join(
        f'<ellipse cx="{chance.randint(40, 1240)}" cy="{chance.randint(650, 700)}"'
        f' rx="{chance.randint(24, 60)}" ry="10"'
        f' fill="{mix(colours["near"], "#000000", 0.3)}"/>'
        for _ in range(7)
    )


def moonland(colours: Colours, chance: random.Random) -> list[str]:
    """The moon, with the earth in its sky."""
    earth = (
        '<circle cx="980" cy="200" r="120" fill="#4f9ad4"/><path d="M900 160 q40 -60 100 -50 q10 40 -30'
        " 60 q-20 40 -60 20 Z M960"
        ' 240 q60 -20 90 10 q-20 60 -60 50 q-40 -20 -30 -60 Z" fill="#6fae6a"/><circle cx="980" cy="200"'
        ' r="120" fill="none"'
        ' stroke="#cfe8fa" stroke-width="6" opacity=".5"/>'
    )
    soil = mix("#b9b4c4", colours["near"], 0.4)
    return [
        earth,
        ridge(500, 120, 260, mix(soil, "#000000", 0.25), chance, sharp=True),
        ridge(600, 50, 320, soil, chance),
        _craters(colours | {"near": soil}, chance),
    ]


def clouds(colours: Colours, chance: random.Random) -> list[str]:
    """Above the clouds."""
    banks = []
    for y, colour in (
        (520, colours["sky_bottom"]),
        (590, mix("#ffffff", colours["sky_bottom"], 0.35)),
        (660, "#ffffff"),
    ):
        puffs = "".join(
            f'<circle cx="{x}" cy="{y + chance.randint(-14, 14)}" r="{chance.randint(60, 100)}"/>'
            for x in range(-20, 1320, 90)
        )
        banks.append(f'<g fill="{colour}">{puffs}<rect x="-20" y="{y}" width="1320" height="260"/></g>')
    return [place([("rainbow", 900, 560, 360)]) if chance.random() < 0.4 else "", *banks]
