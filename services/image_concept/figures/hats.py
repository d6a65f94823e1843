"""What grows on heads, and what people wear on them."""

from collections.abc import Callable

from services.image_concept.figures.face import DARK
from services.image_concept.looks import Look

Part = Callable[[Look], str]


def _pair(shape: str) -> str:
    return f'{shape}<g transform="scale(-1 1)">{shape}</g>'


def _horns(_: Look) -> str:
    return _pair('<path d="M12 -24 q2 -24 20 -32 q-2 20 -6 36 Z" fill="#efe4c4"/>')


def _antlers(_: Look) -> str:
    branch = '<path d="M12 -24 q2 -26 16 -40 m-8 22 l18 -6 m-24 16 l-10 -14" fill="none" stroke="#8a6a45"'
    return _pair(f'{branch} stroke-width="6" stroke-linecap="round"/>')


def _knobs(_: Look) -> str:
    stalk = '<path d="M12 -24 Q14 -40 18 -48" fill="none" stroke="#c9963f" stroke-width="8" stroke-linecap="round"/>'
    return _pair(f'{stalk}<circle cx="19" cy="-52" r="7" fill="#7a4f2c"/>')


def _horn(_: Look) -> str:
    return '<path d="M-8 -28 L0 -76 L8 -28 Z" fill="#f0cf6a"/><path d="M-6 -40 l12 -4 m-10 -8 l8 -4" stroke="#b98f2f"/>'


def _comb(_: Look) -> str:
    return '<path d="M-16 -26 q2 -18 10 -10 q4 -18 12 -4 q10 -8 10 14 Z" fill="#d23a2f"/>'


def _mane(look: Look) -> str:
    rays = "".join(
        f'<ellipse cy="-42" rx="13" ry="18" transform="translate(0 8) rotate({angle})"/>' for angle in range(0, 360, 30)
    )
    return f'<g fill="{"#a8602a" if look.face == "muzzle" else "#f0a52b"}">{rays}</g>'


def _wool(look: Look) -> str:
    places = ((-30, -14), (-14, -28), (6, -32), (24, -22), (34, -8))
    puffs = "".join(f'<circle cx="{x}" cy="{y}" r="14"/>' for x, y in places)
    return f'<g fill="{look.inner}">{puffs}</g>'


def _antenna(_: Look) -> str:
    stalk = f'<path d="M10 -28 q4 -22 16 -28" fill="none" stroke="{DARK}" stroke-width="4"/>'
    return _pair(f'{stalk}<circle cx="27" cy="-58" r="6" fill="#e0a13a"/>')


def _crown(_: Look) -> str:
    return (
        '<path d="M-30 -20 L-34 -56 L-16 -40 L0 -62 L16 -40 L34 -56 L30 -20 Q0 -28 -30 -20 Z" fill="#f0c33a"/>'
        '<circle cy="-34" r="5" fill="#c9382f"/>'
    )


def _hat(_: Look) -> str:
    return (
        '<path d="M-52 -16 q52 -20 104 0 q-52 14 -104 0 Z" fill="#4a3a2c"/>'
        '<path d="M-30 -20 q0 -38 30 -38 q30 0 30 38 q-30 10 -60 0 Z" fill="#6a5238"/>'
        '<path d="M-30 -24 q30 10 60 0 v-7 q-30 10 -60 0 Z" fill="#c9483b"/>'
    )


def _witch(_: Look) -> str:
    return (
        '<path d="M-34 -20 Q0 -60 14 -100 Q22 -54 34 -20 Z" fill="#453a66"/>'
        '<path d="M-34 -20 q34 10 68 0 l-4 -12 q-30 10 -61 0 Z" fill="#e0b23a"/>'
        '<ellipse cy="-17" rx="52" ry="9" fill="#453a66"/>'
    )


def _helmet(_: Look) -> str:
    return (
        '<path d="M-41 14 a41 44 0 0 1 82 0 l-12 0 q-4 -16 -29 -16 q-25 0 -29 16 Z" fill="#9aa5b0"/>'
        '<path d="M0 -36 q20 -32 44 -18 q-22 2 -32 22 Z" fill="#c9382f"/>'
    )


def _red_helmet(_: Look) -> str:
    return (
        '<path d="M-40 -4 a40 40 0 0 1 80 0 Z" fill="#d9382b"/><path d="M-50 -6 q50 -12 100 0 q-50 12 -100 0 Z"'
        ' fill="#b52c22"/><path d="M-8 -38 h16 v24 h-16 Z" fill="#f0c33a"/>'
    )


def _cap(_: Look) -> str:
    return (
        '<path d="M-38 -10 q0 -34 38 -34 q38 0 38 34 q-38 -10 -76 0 Z" fill="#2f4a78"/>'
        '<path d="M-30 -12 q34 -12 74 2 q-4 8 -16 8 q-28 -10 -58 -10 Z" fill="#1f3252"/><circle cy="-30"'
        ' r="6" fill="#f0c33a"/>'
    )


def _nurse(_: Look) -> str:
    return (
        '<path d="M-30 -20 q30 -14 60 0 l6 -26 q-36 -12 -72 0 Z" fill="#fff"/><path d="M-4 -44 h8 v7 h7'
        ' v8 h-7 v7 h-8 v-7 h-7 v-8 h7 Z" fill="#d9382b"/>'
    )


def _tricorn(_: Look) -> str:
    return (
        '<path d="M-52 -14 q6 -34 28 -30 q24 -22 48 0 q22 -4 28 30 q-52 -18 -104 0 Z" fill="#2b2a36"/>'
        '<path d="M-52 -14 q52 -18 104 0" fill="none" stroke="#e0b23a" stroke-width="4"/>'
    )


def _glass(_: Look) -> str:
    return (
        '<circle cy="6" r="54" fill="#cfe6f5" opacity=".3"/><circle cy="6" r="54" fill="none"'
        ' stroke="#e9eef2" stroke-width="7"/>'
    )


def _cook(_: Look) -> str:
    puffs = "".join(f'<circle cx="{x}" cy="-50" r="20"/>' for x in (-20, 0, 20))
    return f'<g fill="#fbfaf6">{puffs}<path d="M-30 -48 h60 v30 q-30 -8 -60 0 Z"/></g>'


def _santa(_: Look) -> str:
    return (
        '<path d="M-38 -10 Q-20 -66 34 -56 Q54 -50 58 -26 Q40 -40 36 -12 Z" fill="#c9302b"/><circle'
        ' cx="58" cy="-22" r="9"'
        ' fill="#fff"/><path d="M-42 -8 q42 -20 84 0 v-12 q-42 -20 -84 0 Z" fill="#fff"/>'
    )


def _halo(_: Look) -> str:
    return '<ellipse cy="-48" rx="28" ry="8" fill="none" stroke="#f4d35e" stroke-width="6"/>'


def _leaf(_: Look) -> str:
    return (
        '<path d="M-38 -12 q38 -60 76 0 q-38 -14 -76 0 Z" fill="#5f9a4a"/>'
        '<path d="M0 -40 v-22" stroke="#5f9a4a" stroke-width="5"/>'
    )


BEHIND: dict[str, Part] = {"mane": _mane}
"""What is drawn before the head."""
TOPS: dict[str, Part] = {
    "horns": _horns,
    "antlers": _antlers,
    "knobs": _knobs,
    "horn": _horn,
    "comb": _comb,
    "wool": _wool,
    "antenna": _antenna,
    "crown": _crown,
    "hat": _hat,
    "witch": _witch,
    "helmet": _helmet,
    "red-helmet": _red_helmet,
    "cap": _cap,
    "nurse": _nurse,
    "tricorn": _tricorn,
    "glass": _glass,
    "cook": _cook,
    "santa": _santa,
    "halo": _halo,
    "leaf": _leaf,
}
