"""Bodies that stand on two legs and wear a coat: people, animals of a fable, dragons."""

from services.image_concept.figures import backs, head
from services.image_concept.figures.limbs import Held, arms, legs, scarf, shifted
from services.image_concept.figures.pose import Pose
from services.image_concept.looks import Look

SHOES = "#3a2f2c"
HIPS = (0, 146)
_COAT = "M-22 46 Q0 40 22 46 Q42 56 43 96 L47 150 Q0 164 -47 150 L-43 96 Q-42 56 -22 46 Z"
_DRESS = "M-22 46 Q0 40 22 46 Q38 56 36 92 L66 168 Q0 186 -66 168 L-36 92 Q-38 56 -22 46 Z"
_HEAD_SIZES = {"baby": 1.3, "child": 1.1, "": 0.94, "old": 0.96}


def person(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """Somebody in a coat, trousers and shoes."""
    gown = "dress" in look.extras
    lower = legs(pose, look.fur if gown else look.legs, SHOES, width=16 if gown else 22)
    return _dressed(look, coat, pose, held, lower)


def beast(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """An animal in a coat, on its hind legs."""
    return _dressed(look, coat, pose, held, legs(pose, look.fur, look.fur, width=24))


def mermaid(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """Somebody with a fish's tail."""
    tail = (
        f'<path d="M-38 130 Q0 150 38 130 Q50 180 4 196 Q-30 204 -52 190 Q-8 186 -38 130 Z" fill="{look.inner}"/>'
        f'<path d="M-46 184 q-30 -26 -48 -6 q14 6 12 16 q-4 14 6 18 q24 2 36 -16 Z" fill="{look.inner}"/>'
    )
    return _dressed(look, coat, pose, held, tail)


def _dressed(look: Look, coat: str, pose: Pose, held: Held, lower: str) -> str:
    behind, before = arms(pose, coat, look.fur)
    gown = "dress" in look.extras
    shape = _DRESS if gown else _COAT
    torso = f'<path d="{shape}" fill="{coat}"/>{_details(look, gown)}'
    size = _HEAD_SIZES[look.age] if look.face == "person" else 1.0
    faced, back = (
        shifted(
            f'<g transform="translate(0 42) scale({size:g}) translate(0 -42)">{top}</g>' if top else "",
            turn=pose.tilt,
            at=(0, 42),
        )
        for top in (head.draw(look, pose), head.behind(look))
    )
    grip = held(*pose.grip) if pose.grip else ""
    front = pose.grip is not None and pose.grip[0] < 40
    arm_order = behind + torso + faced + (grip + before if not front else "")
    if front:
        # Both hands are before the coat, and what they hold is between it and them.
        arm_order = torso + faced + grip + behind + before
    upper = shifted(backs.draw(look, pose) + back + arm_order, turn=pose.lean, at=HIPS)
    return shifted((upper + lower if "dress" not in look.extras and pose.drop > 30 else lower + upper), 0, pose.drop)


def _details(look: Look, gown: bool) -> str:
    """What is on a coat: an apron, or a collar and buttons."""
    if "apron" in look.extras:
        return (
            '<path d="M-20 66 Q0 72 20 66 L26 96 L38 150 Q0 162 -38 150 L-26 96 Z" fill="#fbf8f0"/>'
            '<path d="M-20 66 L-14 46 M20 66 L14 46 M-26 98 h52" stroke="#e3dccb" stroke-width="4" fill="none"/>'
        )
    collar = '<path d="M-18 45 L0 62 L18 45 Q0 40 -18 45 Z" fill="#fff" opacity=".8"/>'
    if gown:
        return (
            f'{collar}<path d="M-36 94 Q0 102 36 94" stroke="#fff" stroke-opacity=".5" stroke-width="6" fill="none"/>'
        )
    return (
        f'{collar}<path d="M0 62 V158" stroke="#000" stroke-opacity=".16" stroke-width="3"/>'
        '<g fill="#fff" opacity=".7"><circle cx="8" cy="82" r="3.500"/><circle cx="8" cy="104" r="3.500"/>'
        '<circle cx="8" cy="126" r="3.500"/></g>'
    ).replace("3.500", "3.5")


def dragon(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A big beast with a belly, in a scarf."""
    behind, before = arms(pose, look.fur, look.fur, width=25, size=14)
    tail = f'<path d="M-26 164 Q-90 196 -112 130 Q-116 112 -104 104 Q-92 150 -30 120 Z" fill="{look.fur}"/>'
    barb = f'<path d="M-120 120 l8 -34 l20 26 Z" fill="{look.inner}"/>'
    belly = (
        f'<path d="M-24 46 Q-66 110 -50 158 Q0 186 50 158 Q66 110 24 46 Z" fill="{look.fur}"/>'
        f'<path d="M-16 66 Q-40 116 -30 156 Q0 170 30 156 Q40 116 16 66 Z" fill="{look.inner}"/>'
        '<path d="M-24 98 q24 8 48 0 M-31 122 q31 10 62 0 M-32 144 q32 10 64 0" fill="none" stroke="#000"'
        ' stroke-opacity=".12" stroke-width="4"/>'
    )
    faced = shifted(head.draw(look, pose), turn=pose.tilt, at=(0, 42))
    grip = held(*pose.grip) if pose.grip else ""
    ridge = f'<path d="M-30 60 l-24 -4 l12 24 l-22 4 l14 20 l-18 8 l18 14 Z" fill="{look.inner}"/>'
    wing_look = look
    upper = backs.draw(wing_look, pose) + ridge + behind + belly + faced + scarf(coat) + grip + before
    lower = legs(pose, look.fur, look.fur, width=28, x=22, y=150)
    tailed = tail + barb if look.back in ("fin", "bat-wings") else ""
    return shifted(tailed + lower + shifted(upper, turn=pose.lean, at=HIPS), 0, pose.drop)
