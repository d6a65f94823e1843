"""People's hair and beards."""

from services.image_concept.figures.face import mouth
from services.image_concept.figures.pose import Pose
from services.image_concept.looks import Look

_CAP = "M-39 12 a39 41 0 0 1 78 0 q-12 -24 -39 -24 q-27 0 -39 24 Z"
_FRINGE = "M-39 14 a39 42 0 0 1 78 0 l-8 -6 q-10 -18 -26 -16 q-8 10 -24 8 q-12 2 -20 14 Z"
_SPIKES = (
    "M-40 8 l-2 -22 l12 6 l4 -20 l14 12 l12 -18 l10 18 l14 -12 l4 20 l12 -6 l-2 22 q-14 -16 -39 -16 q-25 0 -39 16 Z"
)


def braids(look: Look) -> str:
    """Braids, which hang over the shoulders."""
    if look.style != "braids" or not look.hair:
        return ""
    return (
        f'<path d="M-36 14 q-22 16 -18 58 M36 14 q22 16 18 58" fill="none" stroke-width="15" stroke-linecap="round"'
        f' stroke="{look.hair}"/>'
    )


def behind(look: Look) -> str:
    """What falls behind the head and the back."""
    shapes = {
        "long": '<path d="M-41 6 q-6 46 -16 66 q57 22 114 0 q-10 -20 -16 -66 Z"/>',
        "bob": '<path d="M-41 4 q-6 28 -4 40 q45 14 90 0 q2 -12 -4 -40 Z"/>',
        "bun": '<circle cy="-40" r="17"/>',
        "curly": "".join(
            f'<circle cx="{x}" cy="{y}" r="16"/>'
            for x, y in ((-36, 14), (-38, -6), (-24, -26), (0, -34), (24, -26), (38, -6), (36, 14))
        ),
    }
    shape = shapes.get(look.style, "")
    return f'<g fill="{look.hair}">{shape}</g>' if look.hair and shape else ""


def front(look: Look) -> str:
    """What lies on the head."""
    if not look.hair or look.face != "person":
        return ""
    if not look.style:
        return f'<path d="M-4 -30 q4 -14 14 -10 q-8 2 -6 10" fill="none" stroke="{look.hair}" stroke-width="4"/>'
    path = {"spiky": _SPIKES, "short": _FRINGE, "bob": _FRINGE, "braids": _FRINGE}.get(look.style, _CAP)
    ties = (
        '<g fill="#e0526a"><circle cx="-55" cy="62" r="6"/><circle cx="55" cy="62" r="6"/></g>'
        if look.style == "braids"
        else ""
    )
    return f'<path d="{path}" fill="{look.hair}"/>{ties}'


def beard(look: Look, pose: Pose) -> str:
    """A beard and the mouth in it."""
    if "beard" not in look.extras:
        return ""
    shape = "M-36 16 q2 18 12 8 q12 -10 24 -4 q12 -6 24 4 q10 10 12 -8 q2 40 -36 52 q-38 -12 -36 -52 Z"
    return f'<path d="{shape}" fill="{look.hair}"/>{mouth(pose, 28, 14)}'
