"""Draw one of the cast in a pose: a body by its look, in a coat or a scarf of its own colour."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from services.image_concept.figures import beings, creatures, four, head, upright
from services.image_concept.figures.limbs import Held, shadow
from services.image_concept.figures.pose import POSES, Pose, pose
from services.image_concept.looks import Look
from services.image_concept.things.catalogue import Thing

Body = Callable[[Look, str, Pose, Held], str]
UNITS = 236
"""Height of a figure, of its own units, from the top of its head to the ground."""
GROUND = 206

BODIES: dict[str, Body] = {
    "person": upright.person,
    "beast": upright.beast,
    "mermaid": upright.mermaid,
    "dragon": upright.dragon,
    "four": four.four,
    "bird": creatures.bird,
    "fish": creatures.fish,
    "bug": creatures.bug,
    "worm": creatures.worm,
    "snail": creatures.snail,
    "octopus": creatures.octopus,
    "crab": creatures.crab,
    "robot": beings.robot,
    "ghost": beings.ghost,
    "snowman": beings.snowman,
    "tree": beings.tree,
    "cloud": beings.cloud,
    "orb": beings.orb,
    "thing": beings.thing,
}
LYING = frozenset(("person", "beast", "mermaid", "dragon", "robot"))
"""Bodies that lie down to sleep."""
FLOATING = frozenset(("ghost", "cloud", "orb"))
"""Bodies that throw no shadow on the ground."""


def width(look: Look, name: str) -> int:
    """How much room it takes to the left and right of its middle, in its own units."""
    if name == "sleep" and look.body in LYING:
        return 165
    if look.body in ("four", "fish", "worm", "bug"):
        return 120
    if look.body in ("dragon", "cloud", "orb", "crab", "snail"):
        return 110
    return 96 if look.back else 80


def draw(
    name: str, look: Look, coat: str, x: float, y: float, scale: float, *, doing: str = "stand", facing: int = 1,
    thing: Thing | None = None, legs: bool = True, bed: bool = False,
) -> str:  # fmt: skip
    """A group of SVG elements whose feet stand on (x, y), named by a title unless the name is empty.

    `doing` is a pose of `figures.pose.POSES`, `facing` 1 to the right or -1 to the left, `thing` what is held; without
    `legs` the ground's shadow is left out too, because something stands before them. Who sleeps in a room has a bed.
    """
    form = POSES["stand"] if doing == "sleep" and look.body not in LYING else pose(doing)
    if doing == "sleep":
        form = POSES["sleep"]
    size = min(max((thing.height if thing else 0) * 90 / look.height, 50), 104)

    def held(cx: float, cy: float) -> str:
        return thing.draw(cx, cy + size / 2, size, flip=facing < 0) if thing else ""

    if doing == "sleep" and look.body in LYING:
        body = _asleep(look, coat, form, bed=bed)
    else:
        body = BODIES[look.body](look, coat, form, held)
    grounded = legs and look.body not in FLOATING and not form.aloft and doing != "swim"
    under = shadow(60 if look.body in ("four", "fish", "worm", "bug", "dragon") else 46) if grounded else ""
    title = f"<title>{escape(name)}</title>" if name else ""
    rest = _snores() if form.asleep else ""
    return (
        f'<g transform="translate({x:.1f} {y - GROUND * scale:.1f}) scale({facing * scale:.3g} {scale:.3g})">'
        f"{title}{under}{body}{rest}</g>"
    )


def _asleep(look: Look, coat: str, form: Pose, *, bed: bool) -> str:
    """Under a blanket of somebody's own colour, the head on a pillow."""
    top = head.behind(look) + head.draw(look, form)
    frame = (
        (
            '<path d="M-160 96 q8 -10 16 0 V234 h-16 Z M140 150 q8 -10 16 0 V234 h-16 Z M-150 196 H150 V216'
            ' H-150 Z" fill="#8a5a34"/>'
        )
        if bed
        else ""
    )
    return (
        f"{frame}"
        '<path d="M-128 196 q-8 -34 24 -36 q44 -8 62 6 q14 20 -2 36 Z" fill="#f7f4ec"/>'
        f'<g transform="translate(-78 156) rotate(-24)">{top}</g>'
        f'<path d="M-46 206 Q-58 150 -20 140 Q50 116 104 150 Q134 168 132 206 Z" fill="{coat}"/>'
        '<path d="M-46 206 Q-58 150 -20 140 Q-2 134 10 132 Q-24 160 -14 206 Z" fill="#fff" opacity=".35"/>'
        '<path d="M30 160 l8 8 l-8 8 l-8 -8 Z M76 158 l8 8 l-8 8 l-8 -8 Z M54 184 l8 8 l-8 8 l-8 -8 Z'
        " M100 182 l8 8 l-8 8"
        ' l-8 -8 Z" fill="#fff" opacity=".4"/>'
    )


def _snores() -> str:
    return (
        '<path d="M-20 70 h18 l-18 22 h18 M8 38 h24 l-24 28 h24 M44 -2 h30 l-30 34 h30" fill="none" stroke="#fff"'
        ' stroke-width="6" stroke-linecap="round" stroke-linejoin="round" opacity=".85"/>'
    )
