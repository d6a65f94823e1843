"""Find the drawing of a thing by its name, or one that stands for its kind.

The drawings are the symbols in the SVG files of this folder, each in a box of 100 by 100 that stands on y = 100.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

_SYMBOL = re.compile(r'<symbol id="([^"]+)" data-height="(\d+)"(?: data-also="([^"]+)")?>(.*?)</symbol>', re.DOTALL)
BY_KIND = {
    "food": "dish",
    "drink": "drink",
    "plant": "plant",
    "clothing": "shirt",
    "vehicle": "wagon",
    "tool": "toolbox",
    "instrument": "trumpet",
    "container": "box",
    "furniture": "chair",
    "toy": "blocks",
    "machine": "machine",
    "light": "lantern",
    "writing": "paper",
    "treasure": "chest",
    "building": "house",
    "force": "wind",
    "event": "bunting",
    "sport": "ball",
    "thing": "gift",
}
"""What stands for a thing of a kind that has no drawing of its own. Kinds that are not here cannot be seen."""


@dataclass(frozen=True)
class Thing:
    """A drawing: SVG elements in a box of 100 by 100, and its natural height in a figure's units (a person is 236)."""

    name: str
    height: int
    svg: str
    group: str = ""
    """The file that it is in, such as "food"."""
    own: bool = True
    """It shows this very thing, not only one of its kind."""

    def draw(self, x: float, y: float, height: float, *, flip: bool = False, turn: int = 0) -> str:
        """A group that stands on (x, y), so high."""
        scale = height / 100
        spin = f" rotate({turn} 50 50)" if turn else ""
        side = -scale if flip else scale
        left = x + (50 if flip else -50) * scale
        return (
            f'<g transform="translate({left:.1f} {y - height:.1f}) scale({side:.3g} {scale:.3g}){spin}">{self.svg}</g>'
        )


@cache
def _all() -> dict[str, Thing]:
    """By name and by each other name."""
    found: dict[str, Thing] = {}
    others: dict[str, Thing] = {}
    for path in sorted(Path(__file__).parent.glob("*.svg")):
        for name, height, also, svg in _SYMBOL.findall(path.read_text("utf-8")):
            found[name] = Thing(name, int(height), svg, path.stem)
            others |= dict.fromkeys(also.split(), found[name])
    return others | found


def known(name: str) -> bool:
    """Whether a thing of this very name has a drawing."""
    return name in _all()


@cache
def find(name: str, kind: str = "") -> Thing | None:
    """The drawing of a thing, by its English name or by its kind in the lexicon; None where nothing can be drawn."""
    known = _all()
    for word in (name, *reversed(name.split())):
        if word in known:
            return known[word]
    stand_in = known.get(BY_KIND.get(kind, ""))
    return replace(stand_in, own=False) if stand_in else None
