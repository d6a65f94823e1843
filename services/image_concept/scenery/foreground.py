"""What lies before the feet of the cast: grass, stones, snow, by the kind of place."""

import random

from services.image_concept.scenery.canvas import WIDTH, Colours, mix

_PETALS = ("#e2725b", "#f0c33a", "#d98bb5", "#fbfaf6")


def draw(place: str, colours: Colours, chance: random.Random) -> str:
    """A few small things along the lower edge; none where the ground is paved."""
    if place in ("forest", "garden", "farm", "mountain", "river", "school", "castle"):
        return _grass(colours, chance)
    if place in ("ice",):
        heaps = "".join(
            (
                f'<ellipse cx="{chance.randint(0, WIDTH)}" cy="{chance.randint(705, 735)}"'
                f' rx="{chance.randint(70, 160)}" ry="26"/>'
            )
            for _ in range(6)
        )
        return f'<g fill="#fff" opacity=".85">{heaps}</g>'
    if place in ("sea", "desert", "space"):
        tone = mix(colours["near"], "#ffffff", 0.35)
        pebbles = "".join(
            (
                f'<ellipse cx="{chance.randint(0, WIDTH)}" cy="{chance.randint(690, 716)}"'
                f' rx="{chance.randint(8, 22)}" ry="7"/>'
            )
            for _ in range(12)
        )
        return f'<g fill="{tone}" opacity=".7">{pebbles}</g>'
    return ""


def _grass(colours: Colours, chance: random.Random) -> str:
    tufts = "".join(
        f"M{x} 724 q-4 -{h // 2} -14 -{h} q12 {h // 3} 16 {h - 8} q2 -{h // 2} 14 -{h - 6} q-8 {h // 2} -10 {h} Z "
        for x, h in ((chance.randint(0, WIDTH), chance.randint(26, 60)) for _ in range(26))
    )
    blooms = "".join(
        (
            f'<circle cx="{chance.randint(0, WIDTH)}" cy="{chance.randint(690, 714)}" r="7"'
            f' fill="{chance.choice(_PETALS)}"/>'
        )
        for _ in range(chance.randint(3, 12))
    )
    return f'<path d="{tufts}" fill="{mix(colours["near"], "#000000", 0.14)}"/>{blooms}'
