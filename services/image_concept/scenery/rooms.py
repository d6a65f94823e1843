"""Rooms: a wall, a floor, a window on the weather, and what stands in each kind of room."""

import random

from services.image_concept.scenery import furniture
from services.image_concept.scenery.canvas import HEIGHT, WIDTH, Colours, mix, place

WALLS = ("#f2d9b8", "#d3e3cf", "#cfdcea", "#f0cfc6", "#e3d6ea", "#efe0a8")
_FLOOR = "#b98a5a"
FLOOR_Y = 560


def draw(kind: str, colours: Colours, hour: str, light: str, chance: random.Random) -> str:
    """A whole room in a light; `chance` is the book's, so that it is the same room in each scene."""
    if kind == "cave":
        return _cave(colours, light, chance)
    wall = chance.choice(WALLS)
    if kind in ("hall", "cellar"):
        wall = "#b9b4c0"
    elif kind in ("cabin", "workshop", "barn"):
        wall = "#c9a06c"
    # Daylight falls into a room, so its colour changes with the hour.
    wall = mix(mix(wall, colours["sky_top"], 0.26 if hour == "night" else 0.16), light, 0.18)
    floor = mix("#a39c94" if kind in ("hall", "cellar") else _FLOOR, colours["near"], 0.22)
    floor = mix(floor, light, 0.14)
    pattern = _pattern(wall, chance, boards=kind in ("cabin", "workshop", "barn"), stones=kind in ("hall", "cellar"))
    boards = "".join(f"M-40 {y} H1320 " for y in (600, 646, 698)) + "".join(
        f"M{x} {y} v46 " for y in (560, 600, 646) for x in range(chance.randint(0, 180), WIDTH, 240)
    )
    behind, items = furniture.ROOMS.get(kind, furniture.parlour)(colours, chance)
    window_x = chance.choice((400, 500, 580))
    window = "" if kind in ("cellar", "stage") else _window(window_x, colours, hour, round_one=kind == "cabin")
    glow = f'<circle cx="{window_x + 90}" cy="330" r="330" fill="{colours["light"]}" opacity=".10"/>'
    return (
        f'<rect x="-40" y="-40" width="{WIDTH + 80}" height="{FLOOR_Y + 40}" fill="{wall}"/>{pattern}'
        f'<rect x="-40" y="{FLOOR_Y - 18}" width="{WIDTH + 80}" height="18" fill="{mix(wall, "#ffffff", 0.5)}"/>'
        f'<rect x="-40" y="{FLOOR_Y}" width="{WIDTH + 80}" height="{HEIGHT - FLOOR_Y + 40}" fill="{floor}"/>'
        f'<path d="{boards}" stroke="#000" stroke-opacity=".13" stroke-width="4"/>'
        f"{window}{behind}{place(items)}{glow}"
    )


def _pattern(wall: str, chance: random.Random, *, boards: bool, stones: bool) -> str:
    ink = mix(wall, "#000000", 0.07)
    if boards:
        lines = "".join(f"M{x} -40 V{FLOOR_Y} " for x in range(0, WIDTH + 40, 84))
        return f'<path d="{lines}" stroke="{ink}" stroke-width="5"/>'
    if stones:
        bricks = "".join(
            f"M{x} {y} h70 v34 h-70 Z "
            for y in range(20, FLOOR_Y - 60, 92)
            for x in range(chance.randint(0, 120), WIDTH, 190)
        )
        return f'<path d="{bricks}" fill="{ink}"/>'
    if chance.random() < 0.5:
        stripes = "".join(f"M{x} -40 V{FLOOR_Y - 18} " for x in range(20, WIDTH + 40, 70))
        return f'<path d="{stripes}" stroke="{mix(wall, "#ffffff", 0.25)}" stroke-width="26"/>'
    dots = "".join(
        f'<circle cx="{x + (y // 70 % 2) * 40}" cy="{y}" r="7"/>'
        for y in range(20, FLOOR_Y - 40, 70)
        for x in range(0, WIDTH, 80)
    )
    return f'<g fill="{mix(wall, "#ffffff", 0.4)}">{dots}</g>'


def _window(x: int, colours: Colours, hour: str, *, round_one: bool) -> str:
    sky = f'fill="{mix(colours["sky_top"], colours["sky_bottom"], 0.5)}"'
    light = (
        f'<circle cx="{x + 120}" cy="220" r="24" fill="{colours["light"]}"/><g fill="{colours["light"]}">'
        f'<circle cx="{x + 40}"'
        f' cy="200" r="3"/><circle cx="{x + 66}" cy="270" r="3"/><circle cx="{x + 30}" cy="310" r="3"/></g>'
        if hour == "night"
        else f'<circle cx="{x + 130}" cy="216" r="26" fill="{colours["light"]}"/>'
    )
    hill = f'<path d="M{x} 340 q60 -60 110 -20 t70 -10 v70 h-180 Z" fill="{colours["middle"]}"/>'
    if round_one:
        return (
            f'<circle cx="{x + 90}" cy="260" r="84" {sky}/>{light}<path d="M{x + 16} 300 h148 a84 84 0 0 1'
            f' -148 0 Z" fill="{colours["sea"]}"/>'
            f'<circle cx="{x + 90}" cy="260" r="84" fill="none" stroke="#8a6a2c" stroke-width="16"/>'
        )
    return (
        f'<rect x="{x}" y="160" width="180" height="220" {sky}/>{light}{hill}'
        f'<path d="M{x} 160 h180 v220 h-180 Z M{x + 90} 160 v220 M{x} 270 h180" fill="none"'
        ' stroke="#fdf8ee" stroke-width="12"/>'
        f'<path d="M{x - 20} 150 h220 v14 h-220 Z M{x - 16} 380 h212 v16 h-212 Z" fill="#8a5a34"/>'
        f'<path d="M{x - 22} 158 h54 q8 110 -42 226 h-20 Z M{x + 202} 158 h-54 q-8 110 42 226 h20 Z"'
        ' fill="#d9656b" opacity=".9"/>'
    )


def _cave(colours: Colours, light: str, chance: random.Random) -> str:
    rock = mix(mix("#5a5364", colours["near"], 0.25), light, 0.26)
    teeth = "".join(f"M{x} -40 h110 l-50 {chance.randint(120, 260)} Z " for x in range(-20, WIDTH, 150))
    stones = [("jewel", 170, 620, 70), ("jewel", 250, 640, 46), ("stone", 1100, 640, 130), ("stone", 980, 650, 70)]
    return (
        f'<rect x="-40" y="-40" width="1360" height="820" fill="{mix(rock, "#000000", 0.2)}"/>'
        '<path d="M420 600 Q440 200 640 190 Q860 200 880 600 Z"'
        f' fill="{mix(colours["sky_top"], colours["sky_bottom"], 0.6)}"/>'
        f'<path d="M420 600 q110 -70 220 -30 t240 20 v60 h-460 Z" fill="{colours["middle"]}"/>'
        f'<path d="{teeth}" fill="{rock}"/><path d="M-40 590 q330 -50 680 0 t680 -10 v200 h-1360 Z"'
        f' fill="{mix(rock, "#d9c9b8", 0.18)}"/>'
        f"{place(stones)}"
    )


KINDS = (*furniture.ROOMS, "cave")
"""Kinds of rooms that are drawn."""
