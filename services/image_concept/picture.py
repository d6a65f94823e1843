"""Draw a scene as SVG: a landscape for the setting, and the same figure for the same character every time."""

import random
from dataclasses import dataclass
from xml.sax.saxutils import escape

from services.image_concept import figure, landscape
from services.image_concept.landscape import HEIGHT, WIDTH
from services.image_concept.looks import Look

MAX_FIGURES = 3


@dataclass(frozen=True)
class Figure:
    """One character in the picture."""

    name: str
    look: Look
    coat: str


def draw(place: str, colours: dict[str, str], figures: list[Figure], alt: str, seed: str) -> str:
    """One self-contained SVG document, 1280 by 720, with its title for screen readers.

    `place` is a kind of place as in Story.place; `seed` names the scene, so that its hills and stars stay in place.
    """
    chance = random.Random(seed)  # noqa: S311 - scenery, not a secret
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t">',
        f'<title id="t">{escape(alt)}</title>',
        '<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">',
        f'<stop offset="0" stop-color="{colours["sky_top"]}"/>',
        f'<stop offset="1" stop-color="{colours["sky_bottom"]}"/></linearGradient></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>',
        _sky(colours, chance),
        landscape.draw(place, colours, chance),
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
