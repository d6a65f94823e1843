"""Animals on four legs, facing right, with a scarf around the neck."""

from services.image_concept.figures import backs, head
from services.image_concept.figures.face import DARK, is_dark
from services.image_concept.figures.limbs import Held, scarf, shifted
from services.image_concept.figures.pose import Pose
from services.image_concept.looks import Look

_GAITS = {
    "stand": ((-52, 198), (-30, 200), (24, 198), (44, 200)),
    "walk": ((-66, 198), (-24, 200), (14, 200), (58, 198)),
    "run": ((-92, 178), (-70, 186), (58, 186), (80, 176)),
}
"""Where the feet are: of the hind legs the far and the near one, then of the forelegs."""
_LONG_NECKS = frozenset(("giraffe", "camel", "llama", "alpaca"))
_ARMOUR = frozenset(("shell", "spikes"))
"""What covers a body from above."""


def four(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """On four legs, or sitting, or curled up."""
    sits = pose.drop > 20 and not pose.asleep and look.back not in _ARMOUR
    gait = "run" if pose.aloft or pose.drop < -10 else "walk" if pose.legs[0][2] < -30 else "stand"
    rise = -64 if look.kind in _LONG_NECKS else 0
    low = 70 if pose.asleep else 0
    if sits:
        under, body = "", _seat(look)
    else:
        under, body = ("", "") if pose.asleep else _legs(look, gait)
        body = f"{_trunk(look)}{_coat_of(look)}{body}"
    back = _back(look, pose)
    parts = under + (body + back if look.back in _ARMOUR else back + body)
    collar = shifted(scarf(coat, 0, 27), 54, 92 + rise + low // 2)
    top = shifted(head.draw(look, pose), 66, 44 + rise + low, turn=pose.tilt + pose.lean // 2)
    item = held(104, 96 + rise) if pose.grip else ""
    inside = parts + ("" if pose.asleep else _neck(look)) + collar + top + item
    lift = 46 if pose.asleep else -20 if gait == "run" else 0
    return shifted(inside, 0, lift, turn=-14 if pose.drop < -30 else 0, at=(0, 180))


def _legs(look: Look, gait: str) -> tuple[str, str]:
    """The far legs, a little darker, and the near ones."""
    feet = _GAITS[gait]
    far, near = (
        "".join(
            f'<path d="M{x} 146 Q{(x + fx) // 2} 170 {fx} {fy}" fill="none" stroke="{look.fur}" stroke-width="22"'
            ' stroke-linecap="round"/>'
            for x, (fx, fy) in zip(starts, ends, strict=True)
        )
        for starts, ends in (((-44, 34), (feet[0], feet[2])), ((-34, 30), (feet[1], feet[3])))
    )
    return f'<g opacity=".8">{far}</g>', near


def _trunk(look: Look) -> str:
    if look.back == "shell":
        return f'<ellipse cx="-8" cy="146" rx="70" ry="26" fill="{look.fur}"/>'
    belly = "" if is_dark(look.inner) else (
        f'<ellipse cx="-4" cy="150" rx="46" ry="18" fill="{look.inner}" opacity=".6"/>'
    )  # fmt: skip
    return f'<ellipse cx="-8" cy="132" rx="66" ry="38" fill="{look.fur}"/>{belly}'


def _seat(look: Look) -> str:
    return (
        f'<ellipse cx="-16" cy="150" rx="52" ry="50" fill="{look.fur}"/>{_coat_of(look)}'
        f'<path d="M22 110 L30 198" stroke="{look.fur}" stroke-width="22" stroke-linecap="round"/>'
        f'<ellipse cx="-10" cy="192" rx="34" ry="13" fill="{look.fur}"/>'
    )


def _neck(look: Look) -> str:
    path, width = ("M34 122 Q56 70 58 10", 34) if look.kind in _LONG_NECKS else ("M34 118 Q52 100 56 76", 44)
    return f'<path d="{path}" stroke="{look.fur}" stroke-width="{width}" stroke-linecap="round" fill="none"/>'


def _coat_of(look: Look) -> str:
    """Spots, stripes or wool on the flank."""
    if "spots" in look.extras:
        return (
            f'<g fill="{DARK}" opacity=".3"><circle cx="-44" cy="120" r="12"/><circle cx="-10" cy="112" r="10"/>'
            '<circle cx="-26" cy="144" r="9"/></g>'
        )
    if "stripes" in look.extras:
        ink = look.inner if is_dark(look.inner) else "#3a2f2a"
        return (
            f'<path d="M-50 104 q-4 24 2 46 M-26 97 q-4 24 0 50 M-2 95 q-4 24 0 48" stroke="{ink}" stroke-width="8"'
            ' fill="none" stroke-linecap="round"/>'
        )
    if look.top == "wool":
        puffs = "".join(
            f'<circle cx="{x}" cy="{y}" r="24"/>'
            for x, y in ((-60, 126), (-40, 108), (-10, 100), (20, 110), (38, 130), (-48, 146), (-16, 150), (14, 148))
        )
        return f'<g fill="{look.inner}">{puffs}</g>'
    return ""


def _back(look: Look, pose: Pose) -> str:
    """A tail, a shell, spikes or wings."""
    if look.back == "spikes":
        return (
            '<path d="M-86 150 l-14 -14 l16 -6 l-10 -18 l20 0 l0 -20 l18 10 l8 -18 l14 14 l14 -14 l6 18 l20'
            ' -6 l-4 20 l14 8 L40 170 H-70 Z" fill="#6a5545"/>'
        )
    if look.back == "shell":
        return (
            f'<path d="M-86 140 Q-80 66 -10 66 Q58 66 62 140 Z" fill="{look.inner}" stroke="{look.fur}"'
            ' stroke-width="8"/>'
            f'<path d="M-48 86 L-36 138 M-10 70 V138 M30 86 L20 138" stroke="{look.fur}" stroke-width="5"/>'
        )
    if look.back in ("wings", "bat-wings"):
        return shifted(backs.draw(look, pose), -14, 20)
    return shifted(backs.draw(look, pose), -20, 0) if look.back in ("bushy", "thin", "tail") else ""
