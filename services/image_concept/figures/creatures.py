"""Animals in their own shape: with wings, with fins, small ones that creep."""

from services.image_concept.figures import backs, head
from services.image_concept.figures.face import eyes, mouth, tears
from services.image_concept.figures.limbs import Held, arms, scarf, shifted
from services.image_concept.figures.pose import Pose
from services.image_concept.looks import Look


def bird(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """An egg-shaped body, wings, two thin legs."""
    up = min(pose.arms[1][3], 124) < 70 or pose.aloft
    wing_near = (
        f'<path d="M30 84 Q92 30 116 -4 Q124 70 84 112 Q54 128 30 118 Z" fill="{look.fur}"/>'
        if up
        else f'<path d="M26 78 Q74 96 62 156 Q28 150 22 116 Z" fill="{look.fur}"/>'
    )
    outline = (
        f'<g stroke="#2b2430" stroke-opacity=".22" stroke-width="2.5">{wing_near}<g transform="scale(-1'
        f' 1)">{wing_near}</g></g>'
    )
    fan = shifted(backs.draw(look, pose), 0, 10) if look.back == "fan" else ""
    tail = f'<path d="M-30 150 L-76 172 L-64 184 L-20 172 Z" fill="{look.fur}"/>'
    step = 14 if pose.legs[0][2] < -30 else 0
    feet = "" if pose.aloft else (
        f'<path d="M-16 170 L{-18 - step} 202 m-12 0 h24 M16 170 L{18 + step} 202 m-12 0 h24"'
' stroke="#e59a2f" stroke-width="6"'
        ' stroke-linecap="round" fill="none"/>'
    )  # fmt: skip
    body = (
        f'<ellipse cy="114" rx="50" ry="62" fill="{look.fur}"/><ellipse cx="4" cy="128" rx="34" ry="44"'
        f' fill="{look.inner}"/>'
    )
    top = shifted(head.draw(look, pose), 4, 26, turn=pose.tilt)
    item = held(min(pose.grip[0] + 6, 96), max(pose.grip[1], 96)) if pose.grip else ""
    sunk = 22 if pose.drop > 20 or pose.asleep else min(pose.drop, 0)
    inside = fan + tail + ("" if sunk > 0 else feet) + body + outline + top + scarf(coat, 68, 30) + item
    return shifted(inside, 0, sunk, turn=pose.lean, at=(0, 170))


def fish(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A body with fins, a band in somebody's own colour; it leaps when it moves."""
    big = look.kind in ("whale", "orca", "narwhal", "manatee", "shark", "dolphin")
    tail = f'<path d="M-70 112 Q-110 60 -132 62 Q-122 112 -134 158 Q-108 160 -70 122 Z" fill="{look.fur}"/>'
    fins = (
        f'<path d="M-20 68 Q-6 28 34 26 Q24 50 30 70 Z" fill="{look.fur}"/>'
        f'<path d="M0 140 Q-6 176 -40 184 Q-34 156 -26 136 Z" fill="{look.fur}"/>'
    )
    body = (
        f'<path d="M-86 116 Q-20 44 60 72 Q104 92 100 120 Q84 160 20 164 Q-50 162 -86 116 Z" fill="{look.fur}"/>'
        f'<path d="M-60 132 Q20 146 98 128 Q80 160 20 164 Q-34 162 -60 132 Z" fill="{look.inner}"/>'
        f'<path d="M-8 66 Q10 112 -6 163 L-30 158 Q-14 112 -30 74 Z" fill="{coat}"/>'
    )
    face = shifted(eyes(pose, 0, 0, radius=6, white=10) + mouth(pose, 20, 22), 62, 98) + shifted(tears(pose), 62, 98)
    spout = (
        '<path d="M20 60 q-4 -40 -26 -46 M20 60 q4 -44 28 -46 M20 60 V10" stroke="#cfe8f6" stroke-width="7"'
        ' stroke-linecap="round" fill="none"/>'
        if look.kind in ("whale", "orca")
        else ""
    )
    item = held(118, 112) if pose.grip else ""
    leaps = pose.aloft or pose.drop < -10 or pose.lean > 10
    turn = -24 if leaps else -8 if pose.tilt < -4 else 0
    inside = tail + (spout if big else "") + fins + body + face + item
    return shifted(inside, 0, -34 if leaps else 24, turn=turn, at=(0, 116))


def bug(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A small one with six legs, and wings where it has some."""
    flies = look.back == "wings"
    spider = look.kind == "spider"
    fancy = look.kind in ("butterfly", "moth")
    wing_colour = look.inner if fancy else "#e6f2f8"
    wings = (
        '<path d="M-20 96 Q-96 10 -118 62 Q-120 104 -24 112 Z M-18 112 Q-110 112 -92 160 Q-60 176 -14 124'
        f' Z" fill="{wing_colour}"'
        f' stroke="{look.fur}" stroke-width="4" opacity=".92"/><path d="M-2 92 Q30 0 84 16 Q96 70 10 108'
        f' Z" fill="{wing_colour}"'
        f' stroke="{look.fur}" stroke-width="4" opacity=".92"/>'
        if flies
        else ""
    )
    shape = f'<ellipse cx="-30" cy="134" rx="52" ry="40" fill="{look.inner if look.back == "shell" else look.fur}"/>'
    if look.back == "shell":
        shape += (
            f'<path d="M-30 94 V174" stroke="{look.fur}" stroke-width="5"/><g fill="{look.fur}"><circle'
            ' cx="-52" cy="122" r="9"/><circle cx="-8" cy="120" r="9"/><circle cx="-46" cy="152" r="8"/>'
            '<circle cx="-12" cy="150" r="8"/></g>'
        )
    elif "stripes" in look.extras:
        shape += (
            f'<path d="M-56 102 q-8 32 0 64 M-34 95 q-6 38 0 78 M-12 98 q-4 36 0 72" stroke="{look.inner}"'
            ' stroke-width="12" fill="none"/>'
        )
    elif look.kind == "firefly":
        shape += (
            '<circle cx="-62" cy="140" r="44" fill="#fbeb8a" opacity=".45"/><ellipse cx="-56" cy="138"'
            ' rx="26" ry="30" fill="#f8e35a"/>'
        )
    spread = "".join(
        f"M{x} 158 q{bend} 10 {bend} 42 "
        for x, bend in ((-62, -22), (-38, -8), (-16, 8), (6, 22), *(((-74, -40), (14, 40)) if spider else ()))
    )
    under = f'<path d="{spread}" stroke="{look.fur}" stroke-width="8" fill="none" stroke-linecap="round"/>'
    top = shifted(f'<g transform="scale(.92)">{head.draw(look, pose)}</g>', 34, 92, turn=pose.tilt)
    item = held(92, 140) if pose.grip else ""
    inside = wings + under + shape + top + shifted(scarf(coat, 0, 24), 32, 136) + item
    return shifted(inside, 0, -46 if flies and not pose.asleep else 0, turn=pose.lean // 2, at=(0, 140))


def worm(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A snake, a worm or a caterpillar: a winding body and a raised head."""
    if look.kind == "caterpillar":
        body = "".join(
            f'<circle cx="{x}" cy="{y}" r="30" fill="{look.fur if at % 2 else look.inner}"/>'
            for at, (x, y) in enumerate(((-112, 174), (-78, 160), (-42, 172), (-6, 164), (24, 136)))
        )
    else:
        body = (
            f'<path d="M-124 150 Q-110 206 -66 186 Q-20 156 14 184 Q66 206 62 150 Q56 96 34 84" fill="none"'
            f' stroke="{look.fur}" stroke-width="34" stroke-linecap="round"/><path d="M-112 176 Q-90 200 -62'
            ' 182 M-20 172 Q0 170 18 184"'
            f' fill="none" stroke="{look.inner}" stroke-width="8" stroke-linecap="round" stroke-dasharray="10 12"/>'
        )
    top = shifted(head.draw(look, pose), 36, 50, turn=pose.tilt)
    item = held(92, 110) if pose.grip else ""
    return shifted(body + top + shifted(scarf(coat, 0, 24), 36, 96) + item, 0, min(pose.drop, 0))


def snail(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A house on its back."""
    foot = f'<path d="M-104 202 Q-70 160 0 172 Q44 168 40 100 L74 96 Q86 200 40 206 Z" fill="{look.fur}"/>'
    house = (
        f'<circle cx="-32" cy="124" r="62" fill="{look.inner}"/><path d="M-32 124 q10 -14 20 2 q4 26 -26 26 q-34 -6 -28'
        f' -40 q12 -38 56 -24 q40 22 20 64" fill="none" stroke="#a8784a" stroke-width="9" stroke-linecap="round"/>'
    )
    top = shifted(head.draw(look, pose), 56, 62, turn=pose.tilt)
    item = held(108, 130) if pose.grip else ""
    return foot + house + top + shifted(scarf(coat, 0, 24), 56, 110) + item


def octopus(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A big head on arms that curl."""
    curls = "".join(
        f'<path d="M{x} 116 Q{x + bend} 160 {x + bend * 2} 190 q{bend} 10 {bend} -14" fill="none" stroke="{look.fur}"'
        ' stroke-width="20" stroke-linecap="round"/>'
        for x, bend in ((-40, -26), (-20, -12), (20, 12), (40, 26))
    )
    behind, before = arms(pose, look.fur, look.inner, x=46, y=100, width=20, size=11)
    dome = f'<path d="M-66 60 Q-66 -34 0 -34 Q66 -34 66 60 Q66 134 0 138 Q-66 134 -66 60 Z" fill="{look.fur}"/>'
    face = shifted(eyes(pose, 40, 22, radius=7, white=12) + mouth(pose, 66, 24) + shifted(tears(pose, 14, 24), 0, 36))
    item = held(pose.grip[0] + 18, pose.grip[1] + 30) if pose.grip else ""
    return shifted(curls + behind + dome + face + scarf(coat, 112, 42) + item + before, 0, -8, turn=pose.lean // 2)


def crab(look: Look, coat: str, pose: Pose, held: Held) -> str:
    """A broad shell, claws that lift."""
    feet = "".join(f"M{side * x} 150 q{side * 26} 10 {side * 30} 50 " for side in (-1, 1) for x in (44, 62))
    under = f'<path d="{feet}" stroke="{look.fur}" stroke-width="11" fill="none" stroke-linecap="round"/>'
    claw = (
        f'<path d="M58 120 Q96 104 94 66" stroke="{look.fur}" stroke-width="14" fill="none"/><path d="M94'
        f' 70 q-26 -20 -10 -48 l12 22 l16 -20 q14 32 -18 46 Z" fill="{look.fur}"/>'
    )
    shell = (
        f'<ellipse cy="134" rx="78" ry="46" fill="{look.fur}"/><ellipse cy="150" rx="52" ry="22" fill="{look.inner}"/>'
    )
    stalks = f'<path d="M-20 96 V70 M20 96 V70" stroke="{look.fur}" stroke-width="8"/>'
    face = eyes(pose, 66, 20, radius=6, white=11) + mouth(pose, 118, 28) + shifted(tears(pose, 14, 22), 0, 64)
    item = held(104, 30) if pose.grip else ""
    return under + claw + f'<g transform="scale(-1 1)">{claw}</g>' + stalks + shell + face + scarf(coat, 160, 30) + item
