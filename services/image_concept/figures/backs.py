"""What is behind a body: tails, wings, shells, fins, spikes."""

from collections.abc import Callable

from services.image_concept.figures.pose import Pose
from services.image_concept.looks import Look


def _pair(shape: str) -> str:
    return f'{shape}<g transform="scale(-1 1)">{shape}</g>'


def _bushy(look: Look, _: Pose) -> str:
    return (
        f'<path d="M-30 156 q-74 -8 -68 -80 q6 -34 32 -22 q-18 40 42 76 Z" fill="{look.fur}"/>'
        f'<path d="M-98 76 q6 -32 32 -20 q-10 14 -8 30 q-14 4 -24 -10 Z" fill="{look.inner}"/>'
    )


def _tail(look: Look, _: Pose) -> str:
    return f'<path d="M-30 150 q-60 -12 -72 60 q26 4 40 -20 q20 -10 44 -14 Z" fill="{look.inner}"/>'


def _thin(look: Look, _: Pose) -> str:
    return (
        f'<path d="M-30 152 q-66 8 -58 -46 q2 -20 -12 -26" fill="none" stroke="{look.fur}" stroke-width="10"'
        ' stroke-linecap="round"/>'
    )


def _wings(look: Look, pose: Pose) -> str:
    colour = look.inner if look.face in ("plain", "person") else look.fur
    lift = -34 if pose.aloft else 0
    return _pair(
        f'<path d="M22 76 Q{70} {20 + lift} 112 {34 + lift} Q118 {78 + lift} 92 {104 + lift // 2} Q60 122 22 112 Z"'
        f' fill="{colour}" stroke="#2b2430" stroke-opacity=".2" stroke-width="2"/>'
    )


def _bat_wings(look: Look, pose: Pose) -> str:
    lift = -30 if pose.aloft else 0
    wing = (
        f'<path d="M26 80 L108 {14 + lift} q6 32 22 58 q-22 -4 -28 14 q-18 -8 -28 12 q-20 -8 -44 10 Z"'
        f' fill="{look.inner}"'
    )
    return _pair(f'{wing} stroke="{look.fur}" stroke-width="6" stroke-linejoin="round"/>')


def _fan(look: Look, _: Pose) -> str:
    feathers = "".join(
        f'<g transform="rotate({angle} 0 130)"><path d="M-12 130 Q-22 40 0 2 Q22 40 12 130 Z" fill="{look.fur}"/>'
        f'<circle cy="26" r="9" fill="{look.inner}"/></g>'
        for angle in range(-75, 76, 25)
    )
    return f'<g stroke="#2b2430" stroke-opacity=".2">{feathers}</g>'


def _shell(look: Look, _: Pose) -> str:
    return (
        f'<ellipse cy="106" rx="74" ry="66" fill="{look.inner}" stroke="{look.fur}" stroke-width="9"/>'
        f'<path d="M-60 90 h120 M-40 62 l20 40 l-24 44 M40 62 l-20 40 l24 44" fill="none" stroke="{look.fur}"'
        ' stroke-width="5" opacity=".7"/>'
    )


def _fin(look: Look, _: Pose) -> str:
    return f'<path d="M-30 160 q-66 6 -84 -36 q10 -10 24 -2 q-2 -22 14 -28 q8 40 50 38 Z" fill="{look.fur}"/>'


def _spikes(_: Look, __: Pose) -> str:
    half = ((0, -46), (22, -18), (44, -22), (46, 12), (66, 20), (62, 56), (80, 76), (64, 92), (80, 116), (62, 126),
            (72, 150), (46, 158))  # fmt: skip
    outline = [*half, *((-x, y) for x, y in reversed(half))]
    return f'<path d="M{" L".join(f"{x} {y}" for x, y in outline)} Z" fill="#6a5545"/>'


BACKS: dict[str, Callable[[Look, Pose], str]] = {
    "bushy": _bushy,
    "tail": _tail,
    "thin": _thin,
    "wings": _wings,
    "bat-wings": _bat_wings,
    "fan": _fan,
    "shell": _shell,
    "fin": _fin,
    "spikes": _spikes,
}


def draw(look: Look, pose: Pose) -> str:
    """What is behind this body; empty for none."""
    found = BACKS.get(look.back)
    return found(look, pose) if found else ""
