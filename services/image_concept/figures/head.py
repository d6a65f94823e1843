"""Heads: ears, fur, hair, hats and features by a being's look. The head's centre is (0, 8) and its radius 38."""

from collections.abc import Callable

from services.image_concept.figures import hair, hats
from services.image_concept.figures.face import DARK, eyes, is_dark, mouth, tears
from services.image_concept.figures.pose import Pose
from services.image_concept.looks import Look

Part = Callable[[Look], str]
Features = Callable[[Look, Pose], str]


def draw(look: Look, pose: Pose) -> str:
    """A whole head: what is always the same in a group of its own, and above it what a face does."""
    skull = "" if look.face == "carrot" else _skull(look)
    own = [
        hats.BEHIND.get(look.top, _nothing)(look),
        hair.braids(look),
        _EARS.get(look.ears, _nothing)(look),
        skull or '<circle cy="8" r="36" fill="#fbfcfd"/>',
        _marks(look),
        _MASKS.get(look.face, _nothing)(look),
        hair.front(look),
    ]
    above = [hats.TOPS.get(look.top, _nothing)(look), _glasses(look)]
    face = _FACES.get(look.face, _plain)(look, pose)
    return f'<g class="head">{"".join(own)}</g>{face}{tears(pose)}<g class="head">{"".join(above)}</g>'


def behind(look: Look) -> str:
    """What hangs behind head and back, to be drawn before the body."""
    return f'<g class="head">{hair.behind(look)}</g>' if look.face == "person" and look.hair else ""


def _nothing(_: Look) -> str:
    return ""


def _skull(look: Look) -> str:
    if look.face == "screen":
        return f'<rect x="-38" y="-28" width="76" height="70" rx="14" fill="{look.fur}"/>'
    return f'<circle cy="8" r="38" fill="{look.fur}"/>'


def pair(shape: str) -> str:
    """A shape and its mirror image."""
    return f'{shape}<g transform="scale(-1 1)">{shape}</g>'


def _marks(look: Look) -> str:
    if "stripes" in look.extras:
        ink = look.inner if is_dark(look.inner) else "#3a2f2a"
        return f'<path d="M-5 -29 h10 l-5 16 Z M-20 -24 h8 l2 12 Z M12 -24 h8 l-10 12 Z" fill="{ink}"/>'
    if "mask" in look.extras:
        return pair(
            f'<ellipse cx="15" cy="2" rx="12" ry="14" fill="{DARK}" opacity=".85" transform="rotate(20 15 2)"/>'
        )
    if "spots" in look.extras:
        return f'<g fill="{DARK}" opacity=".35"><circle cx="-20" cy="-14" r="7"/><circle cx="18" cy="-18" r="5"/></g>'
    return ""


def _glasses(look: Look) -> str:
    if "glasses" not in look.extras:
        return ""
    rims = pair('<circle cx="14" cy="8" r="11" fill="#fff" fill-opacity=".25" stroke="#4a4038" stroke-width="3"/>')
    return f'{rims}<path d="M-3 7 q3 -3 6 0" stroke="#4a4038" stroke-width="3" fill="none"/>'


# ---- What is always in the face


def _muzzle_mask(look: Look) -> str:
    nose = f'<path d="M-6 14 h12 q-2 8 -6 8 q-4 0 -6 -8 Z" fill="{DARK}"/>'
    fur = "#ffffff" if "mask" in look.extras else look.inner
    return f'<ellipse cy="24" rx="20" ry="14" fill="{fur}"/>{nose}'


def _snout_mask(look: Look) -> str:
    holes = f'<g fill="{DARK}"><circle cx="-8" cy="22" r="3"/><circle cx="8" cy="22" r="3"/></g>'
    return f'<ellipse cy="26" rx="26" ry="18" fill="{look.inner}"/>{holes}'


def _beak_mask(look: Look) -> str:
    disc = f'<g fill="{look.inner}"><circle cx="-14" cy="4" r="15"/><circle cx="14" cy="4" r="15"/></g>'
    return f'{disc}<path d="M-10 15 q10 -5 20 0 l-10 20 Z" fill="#e59a2f"/>'


def _bill_mask(_: Look) -> str:
    return '<path d="M-24 20 q24 -14 48 0 q-8 15 -24 15 q-16 0 -24 -15 Z" fill="#e59a2f"/>'


def _trunk_mask(look: Look) -> str:
    trunk = f'<path d="M-11 14 h22 q2 34 16 40 q-4 10 -16 8 q-20 -6 -22 -48 Z" fill="{look.fur}" stroke="{DARK}"'
    return f'{trunk} stroke-opacity=".25" stroke-width="2"/>'


def _wide_mask(look: Look) -> str:
    return f'<g fill="{look.inner}"><circle cx="-17" cy="-14" r="15"/><circle cx="17" cy="-14" r="15"/></g>'


def _screen_mask(look: Look) -> str:
    return f'<rect x="-29" y="-14" width="58" height="44" rx="8" fill="{look.inner}"/>'


def _person_mask(look: Look) -> str:
    nose = f'<path d="M-1 13 q7 4 0 7" fill="none" stroke="{DARK}" stroke-opacity=".35" stroke-width="2.5"/>'
    cheeks = '<g fill="#e2725b" opacity=".32"><circle cx="-23" cy="20" r="7"/><circle cx="23" cy="20" r="7"/></g>'
    return cheeks + nose


_MASKS: dict[str, Part] = {
    "person": _person_mask,
    "muzzle": _muzzle_mask,
    "snout": _snout_mask,
    "beak": _beak_mask,
    "bill": _bill_mask,
    "trunk": _trunk_mask,
    "wide-mouth": _wide_mask,
    "screen": _screen_mask,
}

# ---- What a face does


def _whites(look: Look) -> float:
    return 7.5 if is_dark(look.fur) or "mask" in look.extras else 0


def _person(look: Look, pose: Pose) -> str:
    white = 7.0 if is_dark(look.fur) else 0
    return eyes(pose, 8, white=white) + ("" if "beard" in look.extras else mouth(pose, 26)) + hair.beard(look, pose)


def _muzzle(look: Look, pose: Pose) -> str:
    return eyes(pose, 0, white=_whites(look)) + mouth(pose, 26, 14)


def _snout(look: Look, pose: Pose) -> str:
    return eyes(pose, -4, 16, white=_whites(look)) + mouth(pose, 32, 16)


def _beak(_: Look, pose: Pose) -> str:
    open_beak = '<path d="M-6 30 h12 l-6 14 Z" fill="#b5652a"/>' if pose.mouth == "open" and not pose.asleep else ""
    return eyes(pose, 4) + open_beak


def _bill(look: Look, pose: Pose) -> str:
    return eyes(pose, 0, white=_whites(look))


def _trunk(look: Look, pose: Pose) -> str:
    return eyes(pose, 0, 16, white=_whites(look))


def _wide_mouth(_: Look, pose: Pose) -> str:
    if pose.mouth == "open":
        return eyes(pose, -14, 17, radius=6) + mouth(pose, 18, 34)
    line = "M-22 20 q22 16 44 0" if pose.mouth == "smile" or pose.asleep else "M-16 26 q16 -8 32 0"
    lips = f'<path d="{line}" fill="none" stroke="{DARK}" stroke-width="3.5" stroke-linecap="round"/>'
    return eyes(pose, -14, 17, radius=6) + lips


def _screen(_: Look, pose: Pose) -> str:
    glow = "#7fe0c0"
    if pose.asleep:
        lights = f'<path d="M-20 6 h14 M6 6 h14" stroke="{glow}" stroke-width="4"/>'
    else:
        dx, dy = pose.gaze[0] * 0.8, pose.gaze[1] * 0.8
        lights = "".join(f'<circle cx="{x + dx:g}" cy="{4 + dy:g}" r="6" fill="{glow}"/>' for x in (-13, 13))
    line = {"sad": "M-10 24 q10 -8 20 0", "open": "M-10 18 q10 14 20 0 Z", "round": "M-4 21 h8"}.get(
        pose.mouth, "M-10 19 q10 7 20 0"
    )
    return f'{lights}<path d="{line}" fill="none" stroke="{glow}" stroke-width="4" stroke-linecap="round"/>'


def _carrot(_: Look, pose: Pose) -> str:
    return f'{eyes(pose, 0)}<path d="M-3 10 l34 8 l-34 6 Z" fill="#e5812f"/>{mouth(pose, 28)}'


def _plain(look: Look, pose: Pose) -> str:
    dark = is_dark(look.fur)
    return eyes(pose, 4, white=8 if dark else 0) + mouth(pose, 22, ink="#ffffff" if dark else DARK)


_FACES: dict[str, Features] = {
    "person": _person,
    "muzzle": _muzzle,
    "snout": _snout,
    "beak": _beak,
    "bill": _bill,
    "trunk": _trunk,
    "wide-mouth": _wide_mouth,
    "screen": _screen,
    "carrot": _carrot,
}

# ---- Ears


def _pointed(look: Look) -> str:
    outer = f'<path d="M10 -22 Q30 -50 42 -54 Q46 -26 38 -4 Z" fill="{look.fur}"/>'
    return pair(f'{outer}<path d="M20 -22 L37 -42 L36 -12 Z" fill="{look.inner}"/>')


def _round(look: Look) -> str:
    fur = look.inner if look.fur == "#f2f2ef" else look.fur
    return pair(f'<circle cx="28" cy="-24" r="15" fill="{fur}"/><circle cx="28" cy="-24" r="8" fill="{look.inner}"/>')


def _wide(look: Look) -> str:
    inner = look.inner or look.fur
    if look.face == "person":
        return pair(f'<path d="M34 2 l22 -8 q-2 22 -20 26 Z" fill="{look.fur}"/>')
    return pair(
        f'<ellipse cx="44" cy="4" rx="22" ry="26" fill="{look.fur}"/>'
        f'<ellipse cx="45" cy="4" rx="13" ry="17" fill="{inner}"/>'
    )


def _long(look: Look) -> str:
    return pair(
        f'<ellipse cx="20" cy="-58" rx="12" ry="36" fill="{look.fur}" transform="rotate(10 20 -58)"/>'
        f'<ellipse cx="20" cy="-56" rx="6" ry="26" fill="{look.inner}" transform="rotate(10 20 -56)"/>'
    )


def _flop(look: Look) -> str:
    return pair(
        f'<path d="M24 -26 q26 0 28 30 q-2 18 -14 14 q-8 -24 -22 -34 Z" fill="{look.fur}" stroke="{DARK}"'
        ' stroke-opacity=".3" stroke-width="2.5"/>'
    )


def _tuft(look: Look) -> str:
    return pair(f'<path d="M10 -26 L42 -50 L37 -8 Z" fill="{look.fur}"/>')


_EARS: dict[str, Part] = {
    "pointed": _pointed,
    "round": _round,
    "wide": _wide,
    "long": _long,
    "flop": _flop,
    "tuft": _tuft,
}
