"""What stands behind the cast in each kind of place, as SVG elements on a canvas of 1280 by 720."""

import random
from collections.abc import Callable
from itertools import pairwise

WIDTH, HEIGHT = 1280, 720
ROOF = "#2b2430"
WALL = "#f3eee6"
BRICK = "#b5443c"

Colours = dict[str, str]
Land = Callable[[Colours, random.Random], list[str]]


def draw(place: str, colours: Colours, chance: random.Random) -> str:
    """The land of a place, far to near; a village for a kind that is not known."""
    layers = LANDS.get(place, _farm)(colours, chance)
    return "\n".join([*layers, ridge(640, 26, 320, colours["near"], chance)])


def ridge(base: int, height: int, step: int, colour: str, chance: random.Random, *, sharp: bool = False) -> str:
    """A line of hills, or of peaks, filled down to the bottom."""
    points = [(x, base - chance.randint(0, height)) for x in range(-step, WIDTH + 2 * step, step)]
    if sharp:
        path = " ".join(f"L{x} {y}" for x, y in points)
    else:
        path = " ".join(
            f"Q{x} {y} {(x + next_x) // 2} {(y + next_y) // 2}" for (x, y), (next_x, next_y) in pairwise(points)
        )
    return f'<path d="M{-step} {HEIGHT} {path} L{WIDTH + step} {HEIGHT} Z" fill="{colour}"/>'


def _waves(top: int, bottom: int, colours: Colours, chance: random.Random) -> str:
    return "".join(
        f'<path d="M{chance.randint(0, 1180)} {y} q18 -9 36 0 t36 0 t36 0" fill="none"'
        f' stroke="{colours["sky_bottom"]}" stroke-width="3" opacity=".45"/>'
        for y in range(top, bottom, 16)
    )


def _house(x: int, y: int, colours: Colours, wall: str = "") -> str:
    return (
        f'<rect x="{x}" y="{y}" width="130" height="120" fill="{wall or colours["far"]}"/>'
        f'<path d="M{x - 18} {y} h166 l-83 -70 Z" fill="{colours["near"]}"/>'
        f'<rect x="{x + 50}" y="{y + 40}" width="32" height="36" fill="{colours["light"]}"/>'
    )


def _firs(base: int, step: int, colours: Colours, chance: random.Random) -> str:
    places = ((x + chance.randint(-25, 25), base + chance.randint(-30, 60)) for x in range(40, WIDTH, step))
    return "".join(
        f'<path d="M{x} {y} l-44 150 h88 Z M{x} {y - 56} l-32 110 h64 Z" fill="{colours["middle"]}"/>'
        for x, y in places
    )


def _round_tree(x: int, y: int, colours: Colours, fruit: str = "") -> str:
    places = ((-26, -8), (4, 14), (26, -18), (-4, -34)) if fruit else ()
    dots = "".join(f'<circle cx="{x + dx}" cy="{y + dy}" r="7" fill="{fruit}"/>' for dx, dy in places)
    trunk = f'<rect x="{x - 9}" y="{y + 30}" width="18" height="90" fill="{ROOF}" opacity=".7"/>'
    return f'{trunk}<circle cx="{x}" cy="{y}" r="62" fill="{colours["middle"]}"/>{dots}'


def _sea(colours: Colours, chance: random.Random) -> list[str]:
    lighthouse = (
        f'<path d="M1010 600 l18 -290 h44 l18 290 Z" fill="{WALL}"/>'
        f'<path d="M1018 470 h64 l4 56 h-72 Z M1025 360 h50 l3 52 h-56 Z" fill="{BRICK}"/>'
        f'<rect x="1022" y="270" width="56" height="42" fill="{colours["light"]}"/>'
        f'<path d="M1014 272 h72 l-36 -40 Z" fill="{ROOF}"/>'
    )
    boat = (
        f'<path d="M150 470 h130 q-16 40 -50 40 h-40 q-30 0 -40 -40 Z" fill="{BRICK}"/>'
        f'<path d="M210 464 v-120 l70 106 Z" fill="{WALL}"/>'
    )
    water = f'<rect y="430" width="{WIDTH}" height="300" fill="{colours["sea"]}"/>'
    return [ridge(430, 90, 150, colours["far"], chance), water, _waves(455, 630, colours, chance), boat, lighthouse]


def _river(colours: Colours, chance: random.Random) -> list[str]:
    bank = f'<path d="M0 470 q320 -50 640 0 t640 -20 v270 h-1280 Z" fill="{colours["middle"]}"/>'
    water = f'<path d="M0 560 q320 -50 640 0 t640 -10 v110 h-1280 Z" fill="{colours["sea"]}"/>'
    bridge = f'<path d="M760 560 q140 -150 280 0 h-34 q-106 -100 -212 0 Z" fill="{WALL}" opacity=".85"/>'
    hills = ridge(450, 110, 160, colours["far"], chance)
    house = _house(150, 420, colours, WALL)
    return [hills, bank, _round_tree(1130, 440, colours), house, water, _waves(575, 640, colours, chance), bridge]


def _ice(colours: Colours, chance: random.Random) -> list[str]:
    floe = f'<path d="M90 590 l60 -130 l70 60 l50 -90 l90 160 Z" fill="{colours["middle"]}"/>'
    dome = (
        f'<path d="M900 610 a120 120 0 0 1 240 0 Z" fill="{WALL}"/>'
        f'<path d="M1000 610 v-34 a28 28 0 0 1 56 0 v34 Z" fill="{colours["sky_top"]}"/>'
        f'<path d="M914 566 h212 M940 528 h160" stroke="{colours["far"]}" stroke-width="3" opacity=".6"/>'
    )
    water = f'<rect y="520" width="{WIDTH}" height="200" fill="{colours["sea"]}"/>'
    return [ridge(500, 160, 170, colours["far"], chance, sharp=True), water, floe, dome]


def _forest(colours: Colours, chance: random.Random) -> list[str]:
    return [
        ridge(470, 90, 150, colours["far"], chance),
        _firs(440, 95, colours, chance),
        _house(180, 500, colours, WALL),
        _firs(540, 310, colours, chance),
    ]


def _mountain(colours: Colours, chance: random.Random) -> list[str]:
    snow = f'<path d="M250 250 l-60 86 l34 -14 l26 20 l28 -20 l36 16 Z" fill="{WALL}" opacity=".9"/>'
    peak = f'<path d="M250 250 L20 640 H520 Z" fill="{colours["sea"]}"/>'
    return [
        ridge(480, 230, 190, colours["far"], chance, sharp=True),
        peak,
        snow,
        ridge(570, 110, 210, colours["middle"], chance),
        _house(1000, 530, colours, WALL),
    ]


def _city(colours: Colours, chance: random.Random) -> list[str]:
    houses = [ridge(500, 60, 150, colours["far"], chance)]
    for number, x in enumerate(range(0, WIDTH, 128)):
        height = chance.randint(180, 380)
        top = 650 - height
        windows = "".join(
            f'<rect x="{x + 22 + column * 48}" y="{top + 30 + row * 62}" width="26" height="34" rx="3"'
            f' fill="{colours["light"]}" opacity="{chance.choice((".25", ".9"))}"/>'
            for row in range(height // 75)
            for column in range(2)
        )
        tone = (colours["middle"], colours["sea"], BRICK, colours["far"])[number % 4]
        houses.append(f'<rect x="{x}" y="{top}" width="124" height="{height}" rx="4" fill="{tone}"/>{windows}')
    return houses


def _school(colours: Colours, chance: random.Random) -> list[str]:
    windows = "".join(
        f'<rect x="{x}" y="{y}" width="40" height="52" rx="4" fill="{colours["light"]}"/>'
        for x in (660, 740, 820, 1000, 1080)
        for y in (460, 545)
    )
    hands = f'<path d="M930 282 v18 l12 8" fill="none" stroke="{ROOF}" stroke-width="4"/>'
    clock = f'<circle cx="930" cy="300" r="26" fill="{WALL}"/>{hands}'
    return [
        ridge(500, 80, 180, colours["far"], chance),
        f'<rect x="630" y="430" width="540" height="220" fill="{BRICK}"/>',
        f'<path d="M610 430 h580 l-50 -60 h-480 Z" fill="{ROOF}"/>',
        f'<rect x="890" y="250" width="80" height="400" fill="{BRICK}"/>',
        f'<path d="M880 250 h100 l-50 -90 Z" fill="{ROOF}"/>',
        clock,
        windows,
        _round_tree(180, 500, colours),
    ]


def _castle(colours: Colours, chance: random.Random) -> list[str]:
    stone = colours["far"]
    battlements = "".join(
        f'<rect x="{x}" y="330" width="26" height="26" fill="{stone}"/>' for x in range(860, 1120, 48)
    )
    towers = "".join(
        f'<rect x="{x}" y="{y}" width="76" height="{650 - y}" fill="{stone}"/>'
        f'<path d="M{x - 12} {y} h100 l-50 -88 Z" fill="{BRICK}"/>'
        f'<rect x="{x + 28}" y="{y + 50}" width="20" height="34" rx="10" fill="{colours["light"]}"/>'
        for x, y in ((790, 300), (1110, 260), (950, 220))
    )
    gate = f'<path d="M950 650 v-90 a38 38 0 0 1 76 0 v90 Z" fill="{ROOF}"/>'
    wall = f'<rect x="840" y="356" width="300" height="294" fill="{stone}"/>'
    hills = ridge(520, 120, 190, colours["middle"], chance)
    return [hills, towers, wall, battlements, gate]


def _desert(colours: Colours, chance: random.Random) -> list[str]:
    houses = "".join(
        f'<rect x="{x}" y="{y}" width="{width}" height="{650 - y}" fill="{WALL}"/>'
        f'<path d="M{x + width // 2 - 34} {y} a34 34 0 0 1 68 0 Z" fill="{colours["sea"]}"/>'
        f'<rect x="{x + 24}" y="{y + 50}" width="26" height="46" rx="13" fill="{colours["sky_top"]}"/>'
        for x, y, width in ((820, 480, 130), (940, 430, 120), (1070, 500, 140))
    )
    palm = (
        f'<path d="M170 640 q-10 -130 26 -210" fill="none" stroke="{ROOF}" stroke-width="14" opacity=".8"/>'
        '<g fill="none" stroke="#4f8a55" stroke-width="13" stroke-linecap="round">'
        '<path d="M196 430 q50 -40 100 0 M196 430 q-50 -40 -100 0"/>'
        '<path d="M196 430 q60 -10 80 60 M196 430 q-60 -10 -80 60"/></g>'
    )
    dunes = [ridge(480, 90, 260, colours["far"], chance), ridge(570, 80, 320, colours["middle"], chance)]
    return [*dunes, houses, palm]


def _farm(colours: Colours, chance: random.Random) -> list[str]:
    rows = "".join(
        f'<path d="M{x} 650 q{60 - x // 12} -70 {120 - x // 6} -120" fill="none" stroke="{colours["light"]}"'
        ' stroke-width="5" opacity=".35"/>'
        for x in range(40, 700, 60)
    )
    barn = (
        f'<path d="M880 520 l110 -80 l110 80 v130 h-220 Z" fill="{BRICK}"/>'
        f'<path d="M950 650 v-80 h80 v80 M950 570 l80 80 M1030 570 l-80 80" fill="none" stroke="{WALL}"'
        ' stroke-width="6"/>'
    )
    mill = (
        f'<path d="M170 650 l20 -180 h60 l20 180 Z" fill="{WALL}"/><path d="M184 474 h72 l-36 -46 Z" fill="{ROOF}"/>'
        f'<g stroke="{WALL}" stroke-width="12" transform="rotate({chance.randint(0, 80)} 220 466)">'
        '<path d="M220 466 v-110 M220 466 v110 M220 466 h-110 M220 466 h110"/></g>'
    )
    hills = [ridge(480, 100, 190, colours["far"], chance), ridge(560, 70, 240, colours["middle"], chance)]
    return [*hills, rows, mill, barn]


def _garden(colours: Colours, chance: random.Random) -> list[str]:
    wall = f'<rect y="470" width="{WIDTH}" height="90" fill="{BRICK}" opacity=".75"/>'
    petals = ("#e2725b", "#f0c33a", "#d98bb5", "#fbfaf6")
    flowers = "".join(
        f'<path d="M{x} 660 v-{height}" stroke="#4f8a55" stroke-width="5"/>'
        f'<circle cx="{x}" cy="{660 - height}" r="11" fill="{chance.choice(petals)}"/>'
        for x, height in ((x, chance.randint(30, 80)) for x in range(20, WIDTH, 46))
    )
    return [
        ridge(460, 110, 160, colours["far"], chance),
        wall,
        ridge(600, 40, 240, colours["middle"], chance),
        _round_tree(200, 430, colours, "#c9382f"),
        _round_tree(1060, 450, colours, "#e9a23b"),
        flowers,
    ]


def _space(colours: Colours, chance: random.Random) -> list[str]:
    planet = f'<circle cx="230" cy="300" r="120" fill="{colours["middle"]}"/>'
    ring = (
        f'<ellipse cx="230" cy="300" rx="190" ry="32" fill="none" stroke="{colours["light"]}" stroke-width="9"'
        ' opacity=".7" transform="rotate(-14 230 300)"/>'
    )
    dome = f'<path d="M860 630 a160 160 0 0 1 320 0 Z" fill="{colours["light"]}" opacity=".35"/>'
    rocket = (
        f'<path d="M1010 600 q-34 -110 20 -190 q54 80 20 190 Z" fill="{WALL}"/><circle cx="1030" cy="500" r="14"'
        f' fill="{colours["sky_bottom"]}"/><path d="M996 600 l-24 34 h116 l-24 -34 Z" fill="{BRICK}"/>'
    )
    craters = "".join(
        f'<ellipse cx="{chance.randint(40, 1240)}" cy="{chance.randint(600, 625)}" rx="{chance.randint(24, 50)}" ry="8"'
        f' fill="{colours["near"]}" opacity=".5"/>'
        for _ in range(7)
    )
    return [planet, ring, ridge(580, 40, 240, colours["far"], chance), craters, rocket, dome]


LANDS: dict[str, Land] = {
    "sea": _sea,
    "river": _river,
    "ice": _ice,
    "forest": _forest,
    "mountain": _mountain,
    "city": _city,
    "school": _school,
    "castle": _castle,
    "desert": _desert,
    "farm": _farm,
    "garden": _garden,
    "space": _space,
}
"""By kind of place, as in Story.place."""
