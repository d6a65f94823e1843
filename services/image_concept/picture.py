"""Draw a scene as SVG: a landscape for the setting, and the same figure for the same character every time."""

import random
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from services.image_concept import figure
from services.image_concept.looks import Look

WIDTH, HEIGHT = 1280, 720
ROOF = "#2b2430"
MAX_FIGURES = 3
HORIZON = {"harbour": 430, "village": 470, "mountains": 480, "street": 500, "station": 520}


@dataclass(frozen=True)
class Figure:
    """One character in the picture."""

    name: str
    look: Look
    coat: str


def draw(kind: str, colours: dict[str, str], figures: list[Figure], alt: str, seed: str) -> str:
    """One self-contained SVG document, 1280 by 720, with its title for screen readers.

    `kind` is a key of HORIZON; `seed` names the scene, so that its hills and stars stay where they are.
    """
    chance = random.Random(seed)  # noqa: S311 - scenery, not a secret
    horizon = HORIZON[kind]
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t">',
        f'<title id="t">{escape(alt)}</title>',
        '<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">',
        f'<stop offset="0" stop-color="{colours["sky_top"]}"/>',
        f'<stop offset="1" stop-color="{colours["sky_bottom"]}"/></linearGradient></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>',
        _sky(colours, chance),
        _land(kind, horizon, colours, chance),
        *_cast(figures),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _sky(colours: dict[str, str], chance: random.Random) -> str:
    x, y = chance.randint(160, 1120), chance.randint(90, 180)
    stars = "".join(
        f'<circle cx="{chance.randint(10, 1270)}" cy="{chance.randint(10, 330)}" r="{chance.choice((1, 1.5, 2))}"/>'
        for _ in range(36)
    )
    return (
        f'<g fill="{colours["light"]}"><g opacity=".35">{stars}</g>'
        f'<circle cx="{x}" cy="{y}" r="86" opacity=".2"/><circle cx="{x}" cy="{y}" r="58"/></g>'
    )


def _ridge(base: int, height: int, step: int, colour: str, chance: random.Random, *, sharp: bool = False) -> str:
    points = [(x, base - chance.randint(0, height)) for x in range(-step, WIDTH + 2 * step, step)]
    if sharp:
        path = " ".join(f"L{x} {y}" for x, y in points)
    else:
        path = " ".join(
            f"Q{x} {y} {(x + next_x) // 2} {(y + next_y) // 2}" for (x, y), (next_x, next_y) in pairwise(points)
        )
    return f'<path d="M{-step} {HEIGHT} {path} L{WIDTH + step} {HEIGHT} Z" fill="{colour}"/>'


def _land(kind: str, horizon: int, colours: dict[str, str], chance: random.Random) -> str:
    sharp = kind == "mountains"
    layers = [_ridge(horizon, 260 if sharp else 90, 150, colours["far"], chance, sharp=sharp)]
    layers += _DETAILS[kind](horizon, colours, chance)
    layers.append(_ridge(640, 26, 320, colours["near"], chance))
    return "\n".join(layers)


def _harbour(horizon: int, colours: dict[str, str], chance: random.Random) -> list[str]:
    waves = "".join(
        f'<path d="M{chance.randint(0, 1180)} {y} q18 -9 36 0 t36 0 t36 0" fill="none"'
        f' stroke="{colours["sky_bottom"]}" stroke-width="3" opacity=".45"/>'
        for y in range(horizon + 25, 630, 16)
    )
    lighthouse = (
        f'<path d="M1010 600 l18 -290 h44 l18 290 Z" fill="#f3eee6"/>'
        f'<path d="M1018 470 h64 l4 56 h-72 Z M1025 360 h50 l3 52 h-56 Z" fill="#b5443c"/>'
        f'<rect x="1022" y="270" width="56" height="42" fill="{colours["light"]}"/>'
        f'<path d="M1014 272 h72 l-36 -40 Z" fill="{ROOF}"/>'
    )
    return [f'<rect y="{horizon}" width="{WIDTH}" height="300" fill="{colours["sea"]}"/>', waves, lighthouse]


def _village(horizon: int, colours: dict[str, str], chance: random.Random) -> list[str]:
    trees = "".join(
        f'<path d="M{x} {y} l-44 150 h88 Z M{x} {y - 56} l-32 110 h64 Z" fill="{colours["middle"]}"/>'
        for x, y in ((x + chance.randint(-25, 25), horizon + chance.randint(-30, 60)) for x in range(40, 1280, 95))
    )
    return [trees, _house(180, 500, colours), _house(980, 520, colours)]


def _mountains(horizon: int, colours: dict[str, str], chance: random.Random) -> list[str]:
    ridge = _ridge(horizon + 90, 130, 210, colours["middle"], chance, sharp=True)
    return [ridge, _house(1000, 530, colours)]


def _street(horizon: int, colours: dict[str, str], chance: random.Random) -> list[str]:
    houses = []
    for x in range(0, WIDTH, 128):
        height = chance.randint(180, 380)
        top = 650 - height
        windows = "".join(
            f'<rect x="{x + 22 + column * 48}" y="{top + 30 + row * 62}" width="26" height="34"'
            f' fill="{colours["light"]}" opacity="{chance.choice((".25", ".9"))}"/>'
            for row in range(height // 75)
            for column in range(2)
        )
        tone = colours["middle" if (x // 128) % 2 else "far"]
        houses.append(f'<rect x="{x}" y="{top}" width="124" height="{height}" fill="{tone}"/>{windows}')
    return houses


def _station(horizon: int, colours: dict[str, str], chance: random.Random) -> list[str]:
    planet = f'<circle cx="250" cy="{horizon - 60}" r="150" fill="{colours["middle"]}"/>'
    ring = (
        f'<ellipse cx="250" cy="{horizon - 60}" rx="230" ry="38" fill="none" stroke="{colours["light"]}"'
        ' stroke-width="9" opacity=".7" transform="rotate(-14 250 460)"/>'
    )
    dome = f'<path d="M850 620 a170 170 0 0 1 340 0 Z" fill="{colours["light"]}" opacity=".35"/>'
    return [planet, ring, dome]


def _house(x: int, y: int, colours: dict[str, str]) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="130" height="120" fill="{colours["far"]}"/>'
        f'<path d="M{x - 18} {y} h166 l-83 -70 Z" fill="{colours["near"]}"/>'
        f'<rect x="{x + 50}" y="{y + 40}" width="32" height="36" fill="{colours["light"]}"/>'
    )


_DETAILS = {
    "harbour": _harbour,
    "village": _village,
    "mountains": _mountains,
    "street": _street,
    "station": _station,
}


def _cast(figures: list[Figure]) -> list[str]:
    """Side by side, the last one looking back."""
    shown = figures[:MAX_FIGURES]
    left = 520 - 110 * (len(shown) - 1)
    drawn = []
    for index, item in enumerate(shown):
        facing = -1 if index and index == len(shown) - 1 else 1
        x = left + index * 230
        drawn.append(figure.draw(item.name, item.look, item.coat, x, facing=facing, scale=1.3))
    return drawn
