"""Forests, mountains and deserts, each view as its layers from far to near."""

import random

from services.image_concept.scenery.canvas import (
    WALL,
    Colours,
    darker,
    firs,
    ground,
    mix,
    place,
    ridge,
    round_tree,
)


def firwood(colours: Colours, chance: random.Random) -> list[str]:
    """A house among firs."""
    return [
        ridge(470, 90, 150, colours["far"], chance),
        firs(440, 95, colours, chance),
        place([("house", 220, 620, 220)]),
        firs(560, 290, darker(colours), chance, height=260),
        ground(colours, chance),
    ]


def deepwood(colours: Colours, chance: random.Random) -> list[str]:
    """Between old trunks."""
    bark = mix("#6b4a32", colours["near"], 0.35)
    trunks = "".join(
        f'<path d="M{x} -20 h{w} q-4 500 26 680 h{-w - 56} q34 -180 30 -680 Z" fill="{bark}"/>'
        for x, w in (
            (chance.randint(20, 120), 84),
            (chance.randint(330, 430), 54),
            (chance.randint(860, 960), 64),
            (1130, 96),
        )
    )
    leaves = "".join(
        f'<circle cx="{x}" cy="{chance.randint(-30, 60)}" r="{chance.randint(80, 130)}"/>' for x in range(0, 1300, 110)
    )
    dark = mix(colours["middle"], colours["near"], 0.5)
    return [
        ridge(520, 60, 150, colours["far"], chance),
        firs(470, 80, colours, chance, height=260),
        f'<path d="M480 740 Q560 620 640 560 Q700 600 860 740 Z" fill="{mix("#d9b98a", colours["near"], 0.35)}"/>',
        ground(colours, chance, 620),
        trunks,
        f'<g fill="{dark}">{leaves}</g>',
        place([("mushroom", 520, 660, 54), ("mushroom", 560, 672, 38), ("plant", 1040, 670, 60)]),
    ]


def glade(colours: Colours, chance: random.Random) -> list[str]:
    """A clearing with a stump."""
    stump = (
        '<path d="M960 560 q60 -22 120 0 l14 84 q-74 24 -148 0 Z" fill="#7a5230"/><ellipse cx="1020"'
        ' cy="560" rx="60" ry="18" fill="#d9b07a"/><ellipse cx="1020" cy="560" rx="34" ry="10"'
        ' fill="none" stroke="#a87a48" stroke-width="4"/>'
    )
    trees = [round_tree(x, 560 + chance.randint(-20, 20), darker(colours), size=1.6) for x in (60, 260, 1010, 1220)]
    return [
        ridge(480, 60, 150, colours["far"], chance),
        *trees,
        ridge(580, 30, 260, colours["middle"], chance),
        stump,
        ground(colours, chance, 660),
        place(
            [("flower", 150, 670, 60), ("flower", 220, 690, 50), ("mushroom", 1160, 680, 56), ("stone", 420, 620, 50)]
        ),
    ]


def peaks(colours: Colours, chance: random.Random) -> list[str]:
    """A white peak and a hut."""
    snow = f'<path d="M270 190 l-66 100 l36 -14 l30 20 l30 -20 l38 16 Z" fill="{WALL}" opacity=".95"/>'
    peak = f'<path d="M270 190 L-20 640 H580 Z" fill="{mix(colours["sea"], "#7d7f92", 0.5)}"/>'
    return [
        ridge(480, 230, 190, colours["far"], chance, sharp=True),
        peak,
        snow,
        ridge(570, 110, 210, colours["middle"], chance),
        place([("house", 1020, 620, 150), ("fir", 890, 640, 170), ("fir", 1150, 650, 200)]),
        ground(colours, chance),
    ]


def valley(colours: Colours, chance: random.Random) -> list[str]:
    """Between two slopes."""
    return [
        ridge(360, 220, 260, colours["far"], chance, sharp=True),
        f'<path d="M-20 330 Q320 420 520 640 H-20 Z" fill="{colours["middle"]}"/>',
        f'<path d="M1300 280 Q960 400 720 640 H1300 Z" fill="{mix(colours["middle"], colours["far"], 0.4)}"/>',
        (
            '<path d="M600 560 q60 -30 80 0 q90 60 -60 180 H760 Q700 600 650 540 Z"'
            f' fill="{mix("#e0c496", colours["near"], 0.3)}"/>'
        ),
        place([("fir", 120, 560, 190), ("fir", 230, 600, 150), ("fir", 1140, 560, 200), ("stone", 930, 640, 90)]),
        ground(colours, chance, 660),
    ]


def oasis(colours: Colours, chance: random.Random) -> list[str]:
    """White houses and palms."""
    houses = "".join(
        f'<rect x="{x}" y="{y}" width="{width}" height="{650 - y}" fill="{WALL}"/>'
        f'<path d="M{x + width // 2 - 44} {y} a44 44 0 0 1 88 0 Z" fill="{colours["sea"]}"/>'
        f'<rect x="{x + 24}" y="{y + 50}" width="30" height="50" rx="15" fill="{colours["sky_top"]}"/>'
        for x, y, width in ((800, 480, 140), (930, 430, 130), (1060, 500, 150))
    )
    dunes = [ridge(480, 90, 260, colours["far"], chance), ridge(570, 80, 320, colours["middle"], chance)]
    return [*dunes, houses, _palm(170, 650), _palm(300, 640), ground(colours, chance)]


def _palm(x: int, y: int) -> str:
    return (
        f'<g transform="translate({x} {y})"><path d="M0 0 q-10 -130 26 -220" fill="none" stroke="#7a5a3a"'
        ' stroke-width="16"/>'
        '<g fill="none" stroke="#4f8a55" stroke-width="14" stroke-linecap="round"><path d="M26 -220 q50'
        " -50 110 -6 M26 -220"
        ' q-50 -50 -110 -6 M26 -220 q60 -10 84 66 M26 -220 q-60 -10 -84 66 M26 -220 q0 -50 20 -70"/></g></g>'
    )


def dunes(colours: Colours, chance: random.Random) -> list[str]:
    """A pyramid, a cactus."""
    pyramid = (
        f'<path d="M860 300 L620 580 H1120 Z" fill="{colours["middle"]}"/><path d="M860 300 L960 580 H1120'
        ' Z" fill="#000" opacity=".12"/>'
    )
    cactus = (
        '<path d="M220 640 V430 M220 560 h-60 v-70 M220 530 h64 v-80" fill="none" stroke="#5f9a5a" stroke-width="34"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )
    return [
        ridge(470, 60, 300, colours["far"], chance),
        pyramid,
        ridge(560, 100, 420, mix(colours["middle"], colours["near"], 0.4), chance),
        cactus,
        ground(colours, chance),
        place([("stone", 1090, 660, 70), ("stone", 1150, 668, 44)]),
    ]
