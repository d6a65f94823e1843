"""Arms, legs, scarves: what many bodies have."""

from collections.abc import Callable

from services.image_concept.figures.pose import Bend, Pose

Held = Callable[[float, float], str]
"""Draws what is held, its centre on a point; empty when nothing is."""


def arm(x: int, y: int, bend: Bend, sleeve: str, hand: str, *, width: int = 21, size: int = 12) -> str:
    """An arm from a shoulder, and its hand."""
    ex, ey, hx, hy = bend
    return (
        f'<path d="M{x} {y} Q{ex} {ey} {hx} {hy}" fill="none" stroke="{sleeve}" stroke-width="{width}"'
        f' stroke-linecap="round"/><circle cx="{hx}" cy="{hy}" r="{size}" fill="{hand}"/>'
    )


def arms(
    pose: Pose, sleeve: str, hand: str, *, x: int = 27, y: int = 64, width: int = 21, size: int = 12
) -> tuple[str, str]:
    """The arm behind and the arm before; `x` and `y` are the shoulders', the poses' are 27 and 64."""
    behind, before = (
        (ex + side * (x - 27), ey + y - 64, hx + side * (x - 27), hy + y - 64)
        for side, (ex, ey, hx, hy) in zip((-1, 1), pose.arms, strict=True)
    )
    return (
        arm(-x, y, behind, sleeve, hand, width=width, size=size),
        arm(x, y, before, sleeve, hand, width=width, size=size),
    )


def legs(pose: Pose, colour: str, shoe: str, *, width: int = 22, x: int = 15, y: int = 146) -> str:
    """Both legs, with shoes or paws."""
    parts = []
    for side, (kx, ky, fx, fy) in zip((-1, 1), pose.legs, strict=True):
        parts.append(
            f'<path d="M{side * x} {y} Q{kx} {ky} {fx} {fy}" fill="none" stroke="{colour}" stroke-width="{width}"'
            f' stroke-linecap="round"/><path d="M{fx - 11} {fy + 8} q-2 -17 10 -17 q18 0 20 17 Z" fill="{shoe}"/>'
        )
    return "".join(parts)


def scarf(coat: str, y: int = 50, half: int = 26) -> str:
    """A scarf around the neck, in somebody's own colour."""
    return (
        f'<path d="M{half - 14} {y + 4} l16 38 l-18 6 l-12 -36 Z" fill="{coat}" stroke="#000" stroke-opacity=".18"'
        f' stroke-width="2"/><path d="M{-half} {y - 8} q{half} 16 {2 * half} 0 q8 10 0 18 q-{half} 16 -{2 * half} 0'
        f' q-8 -8 0 -18 Z" fill="{coat}"/>'
    )


def shadow(half: int = 48, x: int = 0) -> str:
    """What a body throws on the ground."""
    return f'<ellipse cx="{x}" cy="206" rx="{half}" ry="8" fill="#0d1420" opacity=".2"/>'


def shifted(inside: str, dx: float = 0, dy: float = 0, *, turn: int = 0, at: tuple[int, int] = (0, 0)) -> str:
    """The same elements, moved and turned around a point; as they are when there is nothing to do."""
    steps = [f"translate({dx:g} {dy:g})"] if dx or dy else []
    if turn:
        steps.append(f"rotate({turn} {at[0]} {at[1]})")
    return f'<g transform="{" ".join(steps)}">{inside}</g>' if steps else inside
