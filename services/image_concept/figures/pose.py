"""How a body stands in each pose: where its limbs end, how it leans, where it looks.

Numbers are in a figure's own units: its ground is y = 206, an adult's head is centred on (0, 8), and it faces right.
"""

from dataclasses import dataclass

Bend = tuple[int, int, int, int]
"""The control point of a limb's curve (elbow or knee), and its end (hand or foot)."""


@dataclass(frozen=True)
class Pose:
    """One pose. Arms and legs: the one behind first."""

    arms: tuple[Bend, Bend]
    legs: tuple[Bend, Bend] = ((-15, 172, -17, 198), (15, 172, 18, 198))
    lean: int = 0
    """Degrees by which all above the hips turns forward."""
    tilt: int = 0
    """Degrees by which the head turns; less than 0 looks up."""
    gaze: tuple[int, int] = (2, 0)
    """Where the eyes look: to the right and down."""
    drop: int = 0
    """How much lower the hips are than in standing; less than 0 is a jump."""
    grip: tuple[int, int] | None = None
    """The centre of what is held."""
    mouth: str = "smile"
    """smile, open, sad or round."""
    asleep: bool = False
    aloft: bool = False
    """Above the ground."""
    near: bool = False
    """Close to what is acted on, which then stands before the figure."""
    strength: int = 2
    """How much it tells: of two verbs in a scene the stronger one is drawn."""


_DOWN: Bend = (-42, 92, -46, 124)
_DOWN_NEAR: Bend = (42, 92, 48, 124)

POSES: dict[str, Pose] = {
    "stand": Pose((_DOWN, _DOWN_NEAR), strength=0),
    "walk": Pose(
        ((-44, 88, -60, 112), (40, 96, 62, 112)), ((-16, 172, -42, 194), (22, 168, 38, 198)), 3, gaze=(5, 1)
    ),
    "run": Pose(
        ((-62, 78, -48, 108), (52, 100, 70, 72)), ((-20, 160, -66, 164), (40, 156, 44, 192)), 14, gaze=(6, 0),
        drop=-14, mouth="open", strength=4,
    ),
    "reach": Pose((_DOWN, (66, 70, 84, 30)), lean=5, tilt=-8, gaze=(6, -4), grip=(98, 6), strength=3),
    "wave": Pose((_DOWN, (74, 66, 66, 8)), gaze=(5, 0), mouth="open"),
    "point": Pose((_DOWN, (56, 74, 96, 54)), gaze=(6, -1), mouth="open"),
    "hold": Pose(((-50, 106, -16, 116), (50, 106, 18, 118)), gaze=(1, 4), tilt=4, grip=(2, 104), strength=2),
    "give": Pose((_DOWN, (50, 108, 80, 96)), lean=3, gaze=(6, 2), grip=(96, 74), strength=3),
    "read": Pose(((-52, 104, -18, 104), (52, 104, 20, 106)), gaze=(0, 5), tilt=7, grip=(2, 92), strength=3),
    "sit": Pose(
        ((-46, 100, -34, 138), (44, 100, 46, 132)), ((24, 148, 58, 164), (36, 140, 80, 160)), gaze=(4, 1), drop=40,
        strength=3,
    ),
    "look up": Pose((_DOWN, (46, 92, 22, 92)), tilt=-16, gaze=(4, -6), mouth="round", strength=2),
    "look": Pose((_DOWN, (76, 58, 52, -2)), lean=5, gaze=(6, 0), strength=2),
    "sleep": Pose((_DOWN, _DOWN_NEAR), gaze=(0, 0), asleep=True, strength=5),
    "fly": Pose(
        ((40, 40, 74, 22), (56, 60, 96, 40)), ((-14, 176, -30, 204), (12, 176, 2, 208)), 16, gaze=(6, -2),
        mouth="open", aloft=True, strength=5,
    ),
    "cheer": Pose(
        ((-76, 62, -62, 4), (76, 62, 64, 2)), ((-24, 168, -32, 190), (24, 168, 34, 190)), gaze=(0, -2), drop=-14,
        mouth="open", strength=3,
    ),
    "dance": Pose(
        ((-78, 76, -84, 36), (64, 104, 88, 90)), ((-18, 170, -22, 200), (44, 160, 34, 184)), -6, 8, gaze=(2, 0),
        mouth="open", strength=4,
    ),
    "jump": Pose(
        ((-70, 76, -78, 30), (74, 76, 82, 34)), ((-42, 160, -44, 178), (42, 160, 46, 176)), gaze=(3, -2), drop=-46,
        mouth="open", strength=4,
    ),
    "weep": Pose(((-58, 84, -26, 34), (58, 84, 28, 36)), tilt=10, gaze=(0, 5), mouth="sad", strength=3),
    "hug": Pose(((30, 96, 72, 96), (50, 84, 82, 78)), lean=8, gaze=(5, 1), near=True, strength=4),
    "think": Pose(((-46, 104, -4, 112), (54, 104, 22, 52)), tilt=-6, gaze=(5, -5), mouth="round", strength=1),
    "listen": Pose((_DOWN, (78, 62, 52, 10)), lean=6, tilt=8, gaze=(6, 0), strength=2),
    "talk": Pose((_DOWN, (48, 112, 70, 86)), gaze=(6, 0), mouth="open", strength=1),
    "work": Pose(((40, 104, 66, 112), (74, 74, 72, 34)), lean=8, gaze=(6, 4), grip=(82, 14), near=True, strength=3),
    "cook": Pose(((34, 110, 62, 116), (60, 100, 78, 94)), lean=6, gaze=(6, 4), grip=(86, 66), near=True, strength=3),
    "bend": Pose(
        ((20, 100, 34, 142), (52, 100, 60, 140)), ((-24, 176, -14, 198), (36, 168, 18, 198)), 26, gaze=(6, 6),
        drop=8, grip=(84, 160), near=True, strength=3,
    ),
    "push": Pose(
        ((44, 90, 80, 84), (52, 100, 86, 106)), ((-22, 174, -50, 196), (26, 168, 16, 198)), 16, gaze=(6, 1),
        near=True, strength=3,
    ),
    "climb": Pose(
        ((-36, 60, -24, 6), (66, 60, 54, 22)), ((-16, 172, -22, 198), (46, 152, 34, 168)), 4, -8, gaze=(3, -6),
        drop=-40, near=True, strength=4,
    ),
    "swim": Pose(((-66, 60, -84, 44), (62, 66, 92, 62)), gaze=(5, -1), mouth="open", drop=70, strength=4),
    "ride": Pose(((30, 100, 52, 100), (52, 98, 66, 92)), lean=3, gaze=(6, 0), mouth="open", strength=4),
    "hide": Pose(
        ((-46, 110, -10, 62), (46, 112, 12, 60)), ((-40, 160, -20, 186), (42, 160, 22, 186)), 6, 4, gaze=(6, -2),
        drop=14, mouth="round", strength=3,
    ),
    "play": Pose(((-50, 96, -8, 96), (58, 110, 24, 118)), tilt=6, gaze=(2, 3), mouth="open", grip=(6, 100), strength=3),
    "eat": Pose(((-46, 106, 0, 102), (58, 96, 22, 50)), gaze=(2, 3), mouth="open", grip=(28, 42), strength=3),
}  # fmt: skip
POSES["drink"] = POSES["eat"]


def pose(name: str) -> Pose:
    """The pose of that name; standing for one that is not known."""
    return POSES.get(name, POSES["stand"])
