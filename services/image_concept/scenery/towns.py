"""Towns, schools and castles, each view as its layers from far to near."""

import random

from services.image_concept.scenery.canvas import (
    BRICK,
    ROOF,
    WALL,
    WIDTH,
    Colours,
    darker,
    gap,
    ground,
    mix,
    place,
    ridge,
    round_tree,
)


def street(colours: Colours, chance: random.Random) -> list[str]:
    """A row of houses and a lamp."""
    houses = [ridge(500, 60, 150, colours["far"], chance)]
    tones = ("#c9705a", "#d9a45f", "#6f9a9a", "#a3718a", "#7f8fb5", "#b5a06a")
    for x in range(-10, WIDTH, 130):
        height = chance.randint(200, 400)
        top = 640 - height
        tone = mix(chance.choice(tones), colours["far"], 0.35)
        windows = "".join(
            f'<rect x="{x + 22 + column * 48}" y="{top + 34 + row * 66}" width="28" height="38" rx="4"'
            f' fill="{colours["light"]}" opacity="{chance.choice((".35", ".95"))}"/>'
            for row in range((height - 90) // 66)
            for column in range(2)
        )
        roof = f'<path d="M{x - 6} {top} h138 l-22 -52 h-94 Z" fill="{mix("#7a3f38", colours["far"], 0.25)}"/>'
        door = f'<path d="M{x + 46} 640 v-64 a18 18 0 0 1 36 0 v64 Z" fill="#5a3a2c"/>'
        houses.append(f'<rect x="{x}" y="{top}" width="126" height="{height}" fill="{tone}"/>{roof}{windows}{door}')
    stones = mix("#a8a29a", colours["near"], 0.3)
    paving = "".join(f"M{x} {y} h44 " for y in (672, 698) for x in range(chance.randint(0, 60), WIDTH, 90))
    return [
        *houses,
        f'<rect x="-20" y="636" width="{WIDTH + 40}" height="110" fill="{stones}"/>',
        f'<path d="{paving}" stroke="#000" stroke-opacity=".14" stroke-width="5" stroke-linecap="round"/>',
        _lamp_post(chance.choice((150, 620, 1080)), 650, colours),
    ]


def _lamp_post(x: int, y: int, colours: Colours) -> str:
    return (
        f'<circle cx="{x}" cy="{y - 236}" r="60" fill="{colours["light"]}" opacity=".25"/><path'
        f' d="M{x - 5} {y} v-210 h10 v210 Z"'
        f' fill="{ROOF}"/><path d="M{x - 20} {y - 212} l-8 -44 h56 l-8 44 Z" fill="{colours["light"]}"/>'
        f'<path d="M{x - 32} {y - 256}'
        f' h64 l-32 -26 Z" fill="{ROOF}"/>'
    )


def square(colours: Colours, chance: random.Random) -> list[str]:
    """A market round a well."""
    stalls = "".join(
        f'<path d="M{x} 480 h200 v150 h-200 Z" fill="#9a6e40"/><path d="M{x} 560 h200 v70 h-200 Z" fill="#c9955a"/>'
        f'<path d="M{x - 20} 480 l30 -70 h180 l30 70 Z" fill="#fbf6ea"/>'
        + "".join(
            f'<path d="M{x - 20 + at * 48} 480 l{30 - at * 13} -70 h{37} l{-6 + at * 3} 70 Z" fill="{tone}"/>'
            for at in (0, 2, 4)
        )
        for x, tone in ((60, "#d9483b"), (1010, "#4f8ac4"))
    )
    goods = [
        (name, x, 562, 34)
        for name, x in (
            ("apple", 100),
            ("orange", 146),
            ("cabbage", 196),
            ("bread", 1060),
            ("cheese", 1116),
            ("pear", 1170),
        )
    ]
    row = [("house", x, 560, chance.randint(200, 270)) for x in (90, 320, 540, 740, 960, 1190)]
    return [
        ridge(470, 60, 150, colours["far"], chance),
        place(row),
        f'<rect x="-20" y="556" width="{WIDTH + 40}" height="190" fill="{mix("#c2b8a8", colours["near"], 0.25)}"/>',
        place([("well", 640, 600, 150)]),
        stalls,
        place(goods),
        f'<path d="M-20 640 q640 -30 1320 0 v100 h-1320 Z" fill="{mix("#b3a898", colours["near"], 0.3)}"/>',
    ]


def park(colours: Colours, chance: random.Random) -> list[str]:
    """A bench under trees, towers behind."""
    towers = "".join(
        (
            f'<rect x="{x}" y="{470 - height}" width="84" height="{height + 80}"'
            f' fill="{mix(colours["far"], "#8a7f9a", 0.3)}"/>'
        )
        for x, height in ((x, chance.randint(120, 320)) for x in range(-10, WIDTH, 96))
    )
    bench = (
        '<path d="M820 560 h180 v12 h-180 Z M820 534 h180 v12 h-180 Z M834 572 v44 h10 v-44 M976 572 v44'
        ' h10 v-44" fill="#8a5a34"/>'
    )
    return [
        towers,
        ridge(540, 40, 220, colours["middle"], chance),
        round_tree(170, 600, darker(colours), size=1.7),
        round_tree(1150, 580, darker(colours), size=1.3),
        bench,
        f'<path d="M300 740 Q520 640 460 570 Q620 620 700 740 Z" fill="{mix("#e3cfa4", colours["near"], 0.25)}"/>',
        ground(colours, chance, 650),
    ]


def school(colours: Colours, chance: random.Random) -> list[str]:
    """A school house with a clock."""
    windows = "".join(
        f'<rect x="{x}" y="{y}" width="44" height="56" rx="4" fill="{colours["light"]}"/>'
        for x in (650, 730, 810, 1000, 1080)
        for y in (450, 545)
    )
    hands = f'<path d="M930 282 v18 l12 8" fill="none" stroke="{ROOF}" stroke-width="4"/>'
    return [
        ridge(500, 80, 180, colours["far"], chance),
        f'<rect x="630" y="430" width="540" height="220" fill="{BRICK}"/>',
        f'<path d="M610 430 h580 l-50 -60 h-480 Z" fill="{ROOF}"/>',
        '<rect x="880" y="250" width="100" height="400" fill="#c25148"/>',
        f'<path d="M866 250 h128 l-64 -96 Z" fill="{ROOF}"/>',
        f'<circle cx="930" cy="300" r="28" fill="{WALL}"/>{hands}',
        windows,
        gap(902, 650, 56, 90),
        round_tree(200, 620, darker(colours), size=1.5),
        ground(colours, chance),
    ]


def playground(colours: Colours, chance: random.Random) -> list[str]:
    """A swing and a slide."""
    swing = (
        '<path d="M140 620 L200 360 L260 620 M480 620 L420 360 L360 620 M196 366 H424" stroke="#c9483b"'
        ' stroke-width="12"'
        ' stroke-linecap="round" fill="none"/><path d="M270 366 L262 540 M330 366 L338 540"'
        ' stroke="#5b6670" stroke-width="4"/>'
        '<path d="M254 538 h92 v12 h-92 Z" fill="#f0b92f"/>'
    )
    slide = (
        '<path d="M960 620 V420 h70 V620" stroke="#4f8ac4" stroke-width="12" fill="none"/><path d="M1030'
        " 424 Q1090 430 1130 540"
        ' T1230 622 L1210 632 Q1120 610 1090 530 T1028 446 Z" fill="#f0b92f"/><path d="M966 470 h60 M966'
        ' 520 h60 M966 570 h60"'
        ' stroke="#4f8ac4" stroke-width="8"/>'
    )
    return [
        ridge(470, 80, 180, colours["far"], chance),
        ridge(560, 40, 220, colours["middle"], chance),
        round_tree(640, 580, darker(colours), size=1.2),
        place([("fence", x, 600, 74) for x in range(40, 1300, 74)]),
        swing,
        slide,
        ground(colours, chance),
    ]


def castle(colours: Colours, chance: random.Random) -> list[str]:
    """A castle on its hill."""
    return [
        ridge(470, 120, 190, colours["far"], chance),
        ridge(540, 60, 190, colours["middle"], chance),
        place([("castle", 960, 620, 440)]),
        f'<path d="M940 620 Q860 660 700 740 H900 Q960 680 990 620 Z" fill="{mix("#e0c496", colours["near"], 0.3)}"/>',
        round_tree(150, 620, darker(colours), size=1.3),
        ground(colours, chance, 660),
    ]


def courtyard(colours: Colours, chance: random.Random) -> list[str]:
    """Inside the walls."""
    stone = mix("#b3aebb", colours["far"], 0.35)
    teeth = "".join(f"M{x} 330 h44 v-40 h-44 Z " for x in range(-20, WIDTH, 84))
    blocks = "".join(f"M{chance.randint(0, 1240)} {y} h50 v22 h-50 Z " for y in range(360, 600, 40) for _ in "123")
    towers = "".join(
        f'<rect x="{x}" y="190" width="140" height="450" fill="{mix(stone, "#000000", 0.08)}"/>'
        f'<path d="M{x - 16} 190 h172 l-86 -120 Z" fill="{BRICK}"/><rect x="{x + 52}" y="260" width="36"'
        ' height="64" rx="18"'
        f' fill="{colours["light"]}"/>'
        for x in (60, 1060)
    )
    return [
        ridge(300, 80, 190, colours["far"], chance),
        f'<rect x="-20" y="330" width="{WIDTH + 40}" height="320" fill="{stone}"/><path d="{teeth}" fill="{stone}"/>',
        f'<path d="{blocks}" fill="#000" opacity=".07"/>',
        gap(560, 640, 170, 230),
        towers,
        place([("flag", 500, 640, 190), ("flag", 790, 640, 190)]),
        f'<rect x="-20" y="630" width="{WIDTH + 40}" height="110" fill="{mix("#b0a58f", colours["near"], 0.3)}"/>',
    ]
