"""Beings that are neither people nor animals: robots, ghosts, snowmen, trees, clouds, moons, and things with a face."""

from services.image_concept.figures import head
from services.image_concept.figures.face import DARK, eyes, mouth, tears
from services.image_concept.figures.limbs import Held, arms, legs, scarf, shifted
from services.image_concept.figures.pose import Pose
from services.image_concept.looks import Look
from services.image_concept.things import catalogue

TWIG = "#6a4326"


def _held(pose: Pose, held: Held, dx: int = 0, dy: int = 0) -> str:
    return held(pose.grip[0] + dx, pose.grip[1] + dy) if pose.grip else ""


def robot(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """Boxes and pipes, with a plate in somebody's own colour."""
    behind, before = arms(pose, "#8d9aa6", "#5b6670", x=40, width=15, size=13)
    body = (
        f'<rect x="-44" y="52" width="88" height="98" rx="12" fill="{look.fur}"/>'
        f'<rect x="-30" y="66" width="60" height="44" rx="8" fill="{coat}"/>'
        '<circle cx="-14" cy="88" r="8" fill="#fff" opacity=".8"/><path d="M2 80 h20 M2 90 h20 M2 100 h12"'
        ' stroke="#fff" stroke-opacity=".7" stroke-width="4"/><path d="M-30 124 h60 M-30 136 h60" stroke="#5b6670"'
        ' stroke-width="4" opacity=".6"/><path d="M-12 38 h24 v16 h-24 Z" fill="#5b6670"/>'
    )
    faced = shifted(head.draw(look, pose), turn=pose.tilt, at=(0, 42))
    lower = legs(pose, "#8d9aa6", "#5b6670", width=17, x=20)
    upper = shifted(behind + body + faced + _held(pose, held) + before, turn=pose.lean, at=(0, 146))
    return shifted(lower + upper, 0, pose.drop)


def ghost(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A sheet in the air."""
    behind, before = arms(pose, look.fur, look.fur, width=24, size=13)
    sheet = (
        f'<path d="M-40 10 Q-40 -34 0 -34 Q40 -34 40 10 L54 168 q-14 20 -27 4 q-14 20 -27 2 q-14 20 -27 0 q-13 16 -27'
        f' -6 Z" fill="{look.fur}" stroke="#8fa0b5" stroke-opacity=".35" stroke-width="3"/>'
    )
    face = head.draw(look, pose)
    return shifted(
        behind + sheet + face + scarf(coat, 56, 36) + _held(pose, held) + before, 0, -16, turn=pose.lean // 2
    )


def snowman(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """Two balls of snow, sticks for arms."""
    behind, before = arms(pose, TWIG, TWIG, x=34, y=76, width=8, size=6)
    balls = (
        f'<circle cy="156" r="52" fill="{look.inner}"/><circle cy="154" r="50" fill="{look.fur}"/>'
        f'<circle cy="84" r="40" fill="{look.fur}"/><g fill="{DARK}"><circle cy="84" r="5"/><circle'
        ' cy="104" r="5"/></g>'
    )
    upper = behind + balls + shifted(head.draw(look, pose), turn=pose.tilt) + scarf(coat, 48, 30)
    return shifted(upper + _held(pose, held) + before, turn=pose.lean // 2, at=(0, 206))


def tree(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A trunk with a face, branches for arms, and a crown."""
    behind, before = arms(pose, look.fur, "#5f9a4a", x=34, y=78, width=15, size=13)
    crown = "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}"/>'
        for x, y, radius, colour in (
            (-58, -8, 44, "#4f8a44"), (58, -8, 44, "#4f8a44"), (0, -58, 58, "#5f9a4f"), (-34, -34, 38, "#5f9a4f"),
            (36, -34, 38, "#5f9a4f"), (-18, -72, 26, "#7ab364"), (26, -60, 20, "#7ab364"),
        )
    )  # fmt: skip
    trunk = (
        f'<path d="M-36 0 Q-26 120 -60 206 Q-24 192 0 206 Q24 192 60 206 Q26 120 36 0 Z" fill="{look.fur}"/>'
        '<path d="M-20 130 q6 30 -4 56 M22 126 q-2 30 8 50" stroke="#4f3822" stroke-width="4" fill="none"'
        ' opacity=".6"/>'
    )
    face = eyes(pose, 36, 14, white=8) + mouth(pose, 56, 20, "#f3e6cf") + shifted(tears(pose), 0, 30)
    inside = behind + crown + trunk + face + scarf(coat, 84, 32) + _held(pose, held) + before
    return shifted(inside, turn=pose.lean // 3, at=(0, 206))


def cloud(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A cloud with a face; one that is dark has rain and lightning."""
    behind, before = arms(pose, look.fur, look.inner, x=62, y=84, width=20, size=13)
    puffs = "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}"/>'
        for x, y, radius in (
            (-78, 84, 40),
            (-40, 44, 50),
            (16, 30, 58),
            (70, 62, 48),
            (0, 96, 52),
            (-50, 104, 34),
            (54, 104, 34),
        )
    )
    fierce = look.kind not in ("cloud", "fog", "mist", "wind", "breeze")
    weather = (
        '<path d="M-8 128 L-42 176 h24 l-14 34 l54 -52 h-24 l18 -30 Z" fill="#f8d045"/><path d="M-74 138 l-14 36'
        ' M-52 142 l-12 32 M50 142 l-14 36 M78 134 l-14 36" stroke="#9cc4e6" stroke-width="6" stroke-linecap="round"/>'
        if fierce
        else '<path d="M-70 150 h90 q20 0 20 14 t-16 14 M-40 172 h50" fill="none" stroke="#fff" stroke-opacity=".8"'
        ' stroke-width="7" stroke-linecap="round"/>'
    )
    shade = (
        f'<path d="M-60 40 q16 -30 44 -24 M30 12 q26 2 32 24" stroke="{look.inner}" stroke-width="8"'
        ' fill="none" stroke-linecap="round"/>'
    )
    face = eyes(pose, 62, 22, radius=7, white=12) + mouth(pose, 88, 28, "#fff") + shifted(tears(pose, 16, 24), 0, 58)
    brows = (
        '<path d="M-36 46 l22 4 M36 46 l-22 4" stroke="#2b2430" stroke-width="5" stroke-linecap="round"/>'
        if fierce and "rain" not in look.kind
        else ""
    )
    body = f'<g fill="{look.fur}">{puffs}</g>{shade}{face}{brows}'
    return shifted(weather + behind + body + scarf(coat, 116, 44) + _held(pose, held, 34, 20) + before, 0, -30)


def orb(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """The moon, the sun, a star, a planet: a disc with a face, in a scarf."""
    behind, before = arms(pose, look.fur, look.inner, x=62, y=82, width=14, size=12)
    marks = {
        "star": (
            '<path d="M0 -50 l30 64 l70 8 l-52 48 l14 70 l-62 -34 l-62 34 l14 -70 l-52 -48 l70 -8 Z"'
            f' fill="{look.fur}"/>'
        ),
        "sun": "".join(
            f'<path d="M-12 -16 L0 -44 L12 -16 Z" fill="#f0a52b" transform="rotate({angle} 0 68) translate(0 -2)"/>'
            for angle in range(0, 360, 30)
        ),
        "planet": (
            f'<ellipse cy="70" rx="124" ry="20" fill="none" stroke="{look.inner}" stroke-width="9"'
            ' transform="rotate(-12 0 70)"/>'
        ),
    }
    glow = f'<circle cy="68" r="100" fill="{look.fur}" opacity=".22"/>'
    disc = "" if look.kind == "star" else f'<circle cy="68" r="76" fill="{look.fur}"/>'
    spots = (
        f'<g fill="{look.inner}"><circle cx="-44" cy="34" r="12"/><circle cx="48" cy="26" r="8"/><circle'
        ' cx="46" cy="104"'
        ' r="13"/><circle cx="-34" cy="118" r="8"/></g>'
        if look.kind not in ("star", "sun")
        else ""
    )
    cheeks = '<g fill="#e2725b" opacity=".35"><circle cx="-38" cy="82" r="9"/><circle cx="38" cy="82" r="9"/></g>'
    face = cheeks + eyes(pose, 62, 20, radius=6) + mouth(pose, 84, 26) + shifted(tears(pose, 12, 22), 0, 60)
    inside = glow + behind + marks.get(look.kind, "") + disc + spots + face + scarf(coat, 140, 36)
    return shifted(inside + _held(pose, held, 34, 20) + before, 0, -34, turn=pose.lean // 2)


def thing(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A thing that lives: its drawing, with a face, arms and boots."""
    found = catalogue.find(look.kind, "thing")
    drawing = found.draw(0, 186, 156) if found else ""
    behind, before = arms(pose, DARK, "#fbf8f0", x=44, y=112, width=8, size=11)
    face = (
        '<g fill="#e2725b" opacity=".4"><circle cx="-26" cy="126" r="8"/><circle cx="26" cy="126" r="8"/></g>'
        + eyes(pose, 108, 16, radius=6, white=11) + mouth(pose, 128, 24) + shifted(tears(pose), 0, 106)
    )  # fmt: skip
    lower = legs(pose, DARK, coat, width=8, x=20, y=180)
    # Arms come out from behind the thing, whatever its shape; only one that holds something is before it.
    far, near = (behind, before) if pose.grip else (behind + before, "")
    inside = far + lower + drawing + face + _held(pose, held, 30, 48) + near
    return shifted(inside, 0, pose.drop if pose.drop < 0 else 0, turn=pose.lean // 2, at=(0, 206))
