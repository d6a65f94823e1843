"""Eyes and mouths: what changes in a face from scene to scene."""

from services.image_concept.figures.pose import Pose

DARK = "#2b2430"


def is_dark(colour: str) -> bool:
    """Whether dark eyes would not be seen on it (relative luminance by ITU-R BT.601)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 110


def eyes(pose: Pose, y: int = 4, gap: int = 14, *, radius: float = 4.5, white: float = 0, ink: str = DARK) -> str:
    """Two eyes; `white` is the radius of the white around each, 0 for none."""
    if pose.asleep:
        arcs = "".join(f"M{x - 7} {y} q7 7 14 0" for x in (-gap, gap))
        return f'<path d="{arcs}" fill="none" stroke="{ink}" stroke-width="3" stroke-linecap="round"/>'
    step = 0.6 if white else 0.75
    dx, dy = pose.gaze[0] * step, pose.gaze[1] * step
    parts = []
    for x in (-gap, gap):
        if white:
            parts.append(f'<circle cx="{x}" cy="{y}" r="{white:g}" fill="#fff"/>')
        parts.append(
            f'<circle cx="{x + dx:g}" cy="{y + dy:g}" r="{radius:g}" fill="{DARK if white else ink}"/>'
            f'<circle cx="{x + dx + 1.5:g}" cy="{y + dy - 1.5:g}" r="1.4" fill="#fff"/>'
        )
    return "".join(parts)


def mouth(pose: Pose, y: int = 22, width: int = 18, ink: str = DARK) -> str:
    """A mouth whose upper middle is at (0, y)."""
    half = width // 2
    if pose.asleep or pose.mouth == "smile":
        shape = f'<path d="M{-half} {y} q{half} 9 {width} 0" fill="none"'
    elif pose.mouth == "sad":
        shape = f'<path d="M{-half} {y + 6} q{half} -9 {width} 0" fill="none"'
    elif pose.mouth == "round":
        return f'<ellipse cx="1" cy="{y + 4}" rx="4" ry="5" fill="#7a2f35"/>'
    else:
        return (
            f'<path d="M{-half} {y} h{width} q-2 12 -{half} 12 q-{half - 2} 0 -{half} -12 Z" fill="#7a2f35"/>'
            f'<path d="M{-half + 4} {y + 9} q{half - 4} -5 {width - 8} 0 q-3 3 -{half - 4} 3 q-5 0 -{half - 4} -3 Z"'
            ' fill="#e58a86"/>'
        )
    return f'{shape} stroke="{ink}" stroke-width="3" stroke-linecap="round"/>'


def tears(pose: Pose, y: int = 14, gap: int = 17) -> str:
    """A tear below each eye of who weeps."""
    if pose.mouth != "sad":
        return ""
    drop = "q6 8 0 12 q-6 -4 0 -12 Z"
    return f'<path d="M{-gap} {y} {drop} M{gap} {y} {drop}" fill="#6fb8e6"/>'
