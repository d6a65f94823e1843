"""Farms and gardens, each view as its layers from far to near."""

import random

from services.image_concept.scenery.canvas import (
    BRICK,
    ROOF,
    WALL,
    WIDTH,
    Colours,
    darker,
    ground,
    place,
    ridge,
    round_tree,
)


def farm(colours: Colours, chance: random.Random) -> list[str]:
    """A barn and a mill."""
    rows = "".join(f"M{x} 650 q{60 - x // 12} -70 {120 - x // 6} -120 " for x in range(40, 700, 60))
    barn = (
        f'<path d="M860 500 l130 -96 l130 96 v150 h-260 Z" fill="{BRICK}"/><path d="M846 508 l144 -110'
        ' l144 110" fill="none"'
        f' stroke="{ROOF}" stroke-width="14"/><path d="M940 650 v-96 h100 v96 M940 554 l100 96 M1040 554'
        ' l-100 96" fill="none"'
        f' stroke="{WALL}" stroke-width="7"/>'
    )
    mill = (
        f'<path d="M160 650 l24 -210 h72 l24 210 Z" fill="{WALL}"/><path d="M174 444 h92 l-46 -56 Z" fill="{BRICK}"/>'
        f'<g stroke="#8a6a45" stroke-width="12" transform="rotate({chance.randint(0, 80)} 220 436)">'
        '<path d="M220 436 v-130 M220 436 v130 M220 436 h-130 M220 436 h130"/></g>'
    )
    hills = [ridge(480, 100, 190, colours["far"], chance), ridge(560, 70, 240, colours["middle"], chance)]
    field = f'<path d="{rows}" fill="none" stroke="{colours["light"]}" stroke-width="5" opacity=".35"/>'
    return [*hills, field, mill, barn, ground(colours, chance)]


def meadow(colours: Colours, chance: random.Random) -> list[str]:
    """Hay, a house, a fence."""
    hay = "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="52" ry="42" fill="#e0bb62"/><path d="M{x} {y} m-30 0 a30 26 0 1 1'
        ' 30 26" fill="none"'
        ' stroke="#b58f3a" stroke-width="5"/>'
        for x, y in ((880, 590), (980, 602), (1160, 580))
    )
    return [
        ridge(440, 120, 240, colours["far"], chance),
        ridge(520, 80, 320, colours["middle"], chance),
        place([("house", 260, 560, 190)]),
        round_tree(430, 580, darker(colours), size=1.2),
        hay,
        place([("fence", x, 640, 78) for x in range(0, 560, 78)]),
        ground(colours, chance, 660),
    ]


def garden(colours: Colours, chance: random.Random) -> list[str]:
    """A wall, fruit trees, flowers."""
    wall = f'<rect x="-20" y="470" width="{WIDTH + 40}" height="100" fill="{BRICK}" opacity=".75"/>'
    petals = ("#e2725b", "#f0c33a", "#d98bb5", "#fbfaf6")
    flowers = "".join(
        f'<path d="M{x} 660 v-{height}" stroke="#4f8a55" stroke-width="5"/>'
        f'<circle cx="{x}" cy="{660 - height}" r="12" fill="{chance.choice(petals)}"/><circle cx="{x}"'
        f' cy="{660 - height}"'
        ' r="5" fill="#f6c945"/>'
        for x, height in ((x, chance.randint(30, 80)) for x in range(10, WIDTH, 46))
    )
    return [
        ridge(460, 110, 160, colours["far"], chance),
        wall,
        ridge(600, 40, 240, colours["middle"], chance),
        round_tree(200, 590, darker(colours), fruit="#c9382f", size=1.5),
        round_tree(1080, 600, darker(colours), fruit="#e9a23b", size=1.3),
        flowers,
        ground(colours, chance, 670),
    ]


def kitchen_garden(colours: Colours, chance: random.Random) -> list[str]:
    """Beds, sunflowers, a house of glass."""
    glass = (
        '<path d="M820 600 V450 l130 -80 l130 80 V600 Z" fill="#dff2f7" opacity=".8"/><path d="M820 600'
        " V450 l130 -80 l130 80 V600"
        ' Z M820 450 h260 M950 370 V600 M885 410 V600 M1015 410 V600 M820 520 h260" fill="none"'
        ' stroke="#fff" stroke-width="6"/>'
    )
    beds = "".join(f'<path d="M{x} 640 q70 -34 140 0 Z" fill="#6a4a32"/>' for x in (40, 200, 360))
    plants = [
        (chance.choice(("cabbage", "carrot", "pumpkin", "flower")), x, 634, 50) for x in (80, 140, 240, 300, 400, 460)
    ]
    return [
        ridge(470, 80, 180, colours["far"], chance),
        ridge(560, 30, 240, colours["middle"], chance),
        place([("house", 300, 560, 210), ("sunflower", 600, 600, 190), ("sunflower", 660, 610, 160)]),
        glass,
        ground(colours, chance, 630),
        beds,
        place(plants),
    ]
