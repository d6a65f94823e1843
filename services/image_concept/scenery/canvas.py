"""The canvas that all scenery is drawn on, and the shapes that many places share."""

import random
from collections.abc import Iterable
from itertools import pairwise

from services.image_concept.things import catalogue

WIDTH, HEIGHT = 1280, 720
WALL, BRICK, ROOF = "#f3eee6", "#b5443c", "#2b2430"

Colours = dict[str, str]


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


def water(top: int, bottom: int, colours: Colours, chance: random.Random) -> str:
    """A sheet of water with waves."""
    waves = "".join(
        f"M{chance.randint(-20, 1180)} {y} q18 -9 36 0 t36 0 t36 0 "
        for y in range(top + 22, bottom - 8, 15)
        for _ in "12"
    )
    return (
        f'<rect x="-20" y="{top}" width="{WIDTH + 40}" height="{bottom - top}" fill="{colours["sea"]}"/>'
        f'<path d="{waves}" fill="none" stroke="{colours["sky_bottom"]}" stroke-width="3" opacity=".45"/>'
    )


def place(items: Iterable[tuple[str, int, int, int]]) -> str:
    """Things of the catalogue, each as (name, x, y of its foot, height)."""
    drawn = []
    for name, x, y, height in items:
        found = catalogue.find(name)
        if found:
            drawn.append(found.draw(x, y, height))
    return "".join(drawn)


def firs(base: int, step: int, colours: Colours, chance: random.Random, *, height: int = 200) -> str:
    """A row of firs."""
    half = height * 2 // 9
    spots = ((x + chance.randint(-25, 25), base + chance.randint(-30, 40)) for x in range(20, WIDTH, step))
    shapes = "".join(
        f"M{x} {y - height // 4} l{-half} {height * 3 // 4} h{2 * half} Z M{x} {y - height // 2} l{-half * 3 // 4}"
        f" {height // 2} h{half * 3 // 2} Z "
        for x, y in spots
    )
    return f'<path d="{shapes}" fill="{colours["middle"]}"/>'


def round_tree(x: int, y: int, colours: Colours, *, fruit: str = "", size: float = 1) -> str:
    """A tree whose trunk ends on y."""
    places = ((-26, -8), (4, 14), (26, -18), (-4, -34)) if fruit else ()
    dots = "".join(f'<circle cx="{dx}" cy="{dy}" r="7" fill="{fruit}"/>' for dx, dy in places)
    return (
        f'<g transform="translate({x} {y - 120 * size:g}) scale({size:g})"><path d="M-9 20 h18 q2 70 12'
        " 100 h-42 q10 -30 12"
        f' -100 Z" fill="#6b4a32"/><circle cx="-34" cy="8" r="42" fill="{colours["middle"]}"/><circle'
        ' cx="36" cy="6" r="44"'
        f' fill="{colours["middle"]}"/><circle cy="-22" r="54" fill="{colours["middle"]}"/><circle'
        ' cx="-14" cy="-34" r="26"'
        f' fill="#fff" opacity=".12"/>{dots}</g>'
    )


def mix(first: str, second: str, share: float) -> str:
    """Between two colours, in RGB: a way through the hues would make a green sky of a blue and a yellow one."""
    pairs = [(int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def ground(colours: Colours, chance: random.Random, top: int = 640, colour: str = "") -> str:
    """The ground on which the cast stands."""
    return ridge(top, 26, 320, colour or colours["near"], chance)


def gap(x: int, y: int, width: int, height: int) -> str:
    """A gate or an arch, dark inside; (x, y) is its left foot."""
    return (
        f'<path d="M{x} {y} v{-height + width // 2} a{width // 2} {width // 2} 0 0 1 {width} 0'
        f' v{height - width // 2} Z" fill="{ROOF}"/>'
    )


def darker(colours: Colours) -> Colours:
    """The same colours with darker trees, so that they stand out from the hill behind them."""
    return colours | {"middle": mix(colours["middle"], colours["near"], 0.55)}
