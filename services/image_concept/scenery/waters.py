"""Seas, rivers and ice, each view as its layers from far to near."""

import random

from services.image_concept.scenery.canvas import (
    WALL,
    WIDTH,
    Colours,
    darker,
    firs,
    gap,
    ground,
    mix,
    place,
    ridge,
    round_tree,
    water,
)


def harbour(colours: Colours, chance: random.Random) -> list[str]:
    """A pier, ships and a lighthouse."""
    pier = (
        f'<path d="M-20 600 H{WIDTH + 20} V740 H-20 Z" fill="#a8835c"/><path d="M0 628 H1280 M0 660 H1280'
        " M0 694 H1280 M90"
        ' 600 V628 M330 600 V628 M620 600 V628 M940 600 V628 M200 628 V660 M480 628 V660 M800 628 V660 M1100 628 V660"'
        ' stroke="#7d5d3d" stroke-width="4"/><path d="M120 540 h26 v66 h-26 Z M1040 540 h26 v66 h-26 Z"'
        ' fill="#6a4a30"/>'
    )
    return [
        ridge(430, 90, 150, colours["far"], chance),
        water(420, 620, colours, chance),
        place([("lighthouse", 1060, 470, 350), ("ship", 250, 520, 180), ("boat", 620, 500, 90)]),
        pier,
    ]


def beach(colours: Colours, chance: random.Random) -> list[str]:
    """Sand, shells and a sail."""
    sand = mix("#f0d9a8", colours["near"], 0.22)
    return [
        ridge(400, 40, 190, colours["far"], chance),
        water(380, 600, colours, chance),
        place([("boat", 960, 470, 110)]),
        '<path d="M-20 560 q320 -60 640 -10 t680 -30 V740 H-20 Z" fill="#fff" opacity=".5"/>',
        f'<path d="M-20 574 q320 -60 640 -10 t680 -30 V740 H-20 Z" fill="{sand}"/>',
        place([("umbrella", 1120, 620, 190), ("shell", 300, 690, 34), ("stone", 90, 640, 90), ("stone", 170, 650, 50)]),
    ]


def cliffs(colours: Colours, chance: random.Random) -> list[str]:
    """A cliff over the open sea, an island."""
    cliff = (
        f'<path d="M-20 250 Q180 230 300 270 L340 420 L390 480 L430 660 H-20 Z" fill="{colours["far"]}"/>'
        f'<path d="M-20 230 Q170 210 320 268 Q160 280 -20 276 Z" fill="{colours["middle"]}"/>'
        '<path d="M120 300 l30 110 l-20 90 M250 320 l20 90 l40 70" stroke="#000" stroke-opacity=".12"'
        ' stroke-width="6" fill="none"/>'
    )
    gulls = "".join(
        f"M{x} {y} q14 -16 28 0 q14 -16 28 0 "
        for x, y in ((chance.randint(500, 1150), chance.randint(150, 320)) for _ in range(5))
    )
    island = f'<path d="M860 470 q90 -70 210 0 Z" fill="{colours["middle"]}"/>'
    return [
        water(440, 740, colours, chance),
        island,
        place([("tree", 960, 440, 110), ("ship", 650, 540, 130)]),
        cliff,
        f'<path d="{gulls}" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"/>',
        ground(colours, chance, 650),
    ]


def river(colours: Colours, chance: random.Random) -> list[str]:
    """A stream with a house and a bridge."""
    bank = f'<path d="M-20 470 q320 -50 660 0 t660 -20 v290 h-1320 Z" fill="{colours["middle"]}"/>'
    stream = f'<path d="M-20 560 q320 -50 660 0 t660 -10 v110 h-1320 Z" fill="{colours["sea"]}"/>'
    return [
        ridge(450, 110, 160, colours["far"], chance),
        bank,
        round_tree(1140, 540, darker(colours), size=1.2),
        place([("house", 190, 530, 210)]),
        stream,
        place([("bridge", 860, 610, 170)]),
        ground(colours, chance),
    ]


def lake(colours: Colours, chance: random.Random) -> list[str]:
    """A lake below peaks, reeds before it."""
    lake = f'<ellipse cx="700" cy="560" rx="620" ry="92" fill="{colours["sea"]}"/>'
    reeds = "".join(
        f"M{x} 650 q-6 -60 {chance.randint(-10, 14)} {-chance.randint(80, 130)} " for x in range(40, 320, 26)
    )
    return [
        ridge(450, 200, 230, colours["far"], chance, sharp=True),
        ridge(500, 40, 200, colours["middle"], chance),
        firs(420, 110, darker(colours), chance, height=150),
        lake,
        place([("boat", 820, 580, 120)]),
        ground(colours, chance, 660),
        f'<path d="{reeds}" stroke="#5f8a3f" stroke-width="7" fill="none" stroke-linecap="round"/>',
    ]


def igloo(colours: Colours, chance: random.Random) -> list[str]:
    """A dome of snow on the ice."""
    dome = (
        f'<path d="M880 630 a150 150 0 0 1 300 0 Z" fill="{WALL}"/>{gap(1000, 630, 64, 80)}'
        '<path d="M896 580 h268 M930 530 h200 M960 490 h140 M960 580 v50 M1100 530 v50 M1030 490 v40"'
        f' stroke="{colours["far"]}"'
        ' stroke-width="4" opacity=".6"/>'
    )
    return [
        ridge(500, 160, 170, colours["far"], chance, sharp=True),
        water(520, 620, colours, chance),
        f'<path d="M90 590 l60 -130 l70 60 l50 -90 l90 160 Z" fill="{colours["middle"]}"/>',
        ground(colours, chance, 630),
        dome,
    ]


def icebergs(colours: Colours, chance: random.Random) -> list[str]:
    """Icebergs under northern lights."""
    aurora = (
        '<path d="M-20 220 Q260 60 560 190 T1300 120 V200 Q900 300 560 270 T-20 320 Z" fill="#7ff0c0" opacity=".28"/>'
        '<path d="M-20 140 Q300 20 640 120 T1300 60 V110 Q900 210 560 180 T-20 210 Z" fill="#b58ff0" opacity=".25"/>'
    )
    bergs = "".join(
        f'<path d="M{x} {y} l{w // 4} {-h} l{w // 4} {h // 3} l{w // 4} {-h // 2} l{w // 4} {h * 7 // 6}'
        f' Z" fill="{colours["middle"]}"/>'
        f'<path d="M{x} {y} l{w // 4} {-h} l{w // 8} {h} Z" fill="#fff" opacity=".4"/>'
        for x, y, w, h in ((60, 520, 300, 220), (560, 480, 200, 120), (900, 530, 320, 260))
    )
    return [aurora, water(460, 740, colours, chance), bergs, ground(colours, chance, 640)]
