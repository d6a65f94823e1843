"""Draw one of the cast: a coat in their own colour, and a head, ears, back and hat by their look."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from services.image_concept.looks import Look

DARK = "#2b2430"


def draw(name: str, look: Look, coat: str, x: int, *, facing: int = 1, scale: float = 1.0) -> str:
    """A group of SVG elements; its feet stand at (x, 676) and it is about 210 units high at scale 1."""
    inner = look.inner or "#ffffff"
    parts = [
        _BACKS.get(look.back, _nothing)(look, inner),
        f'<path d="M-40 6 q-4 40 -22 62 q62 26 124 0 q-18 -22 -22 -62 Z" fill="{look.hair}"/>' if look.long else "",
        f'<path d="M-27 150 h21 v56 h-21 Z M7 150 h21 v56 h-21 Z" fill="{DARK}"/>',
        f'<path d="M0 38 q46 2 54 62 l9 66 q-63 16 -126 0 l9 -66 q8 -60 54 -62 Z" fill="{coat}"/>',
        f'<circle cx="-56" cy="128" r="12" fill="{look.fur}"/><circle cx="56" cy="128" r="12" fill="{look.fur}"/>',
        '<path d="M0 60 v96" stroke="#ffffff" stroke-opacity=".35" stroke-width="3"/>',
        _EARS.get(look.ears, _nothing)(look, inner),
        _head(look),
        _FACES.get(look.face, _plain)(look, inner),
        _TOPS.get(look.top, _nothing)(look, inner),
    ]
    return (
        f'<g transform="translate({x} {676 - 206 * scale:.0f}) scale({facing * scale:g} {scale:g})">'
        f"<title>{escape(name)}</title>{''.join(parts)}</g>"
    )


Part = Callable[[Look, str], str]


def _nothing(_: Look, __: str) -> str:
    return ""


def _is_dark(colour: str) -> bool:
    """Whether dark eyes would not be seen on it (relative luminance by ITU-R BT.601)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 110


def _head(look: Look) -> str:
    if look.face == "screen":
        return f'<rect x="-38" y="-28" width="76" height="70" rx="14" fill="{look.fur}"/>'
    return f'<circle cy="8" r="38" fill="{look.fur}"/>'


def _eyes(y: int = 4, gap: int = 14, radius: float = 4.5) -> str:
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{DARK}"/>'
        f'<circle cx="{x + 1.5}" cy="{y - 1.5}" r="1.4" fill="#fff"/>'
        for x in (-gap, gap)
    )


def _smile(y: int = 22, width: int = 18) -> str:
    return (
        f'<path d="M{-width / 2:g} {y} q{width / 2:g} 9 {width} 0" fill="none" stroke="{DARK}" stroke-width="3"'
        ' stroke-linecap="round"/>'
    )


# ---- Faces


def _person(look: Look, _: str) -> str:
    hair = f'<path d="M-39 10 a39 40 0 0 1 78 0 q-14 -20 -39 -20 q-26 0 -39 20 Z" fill="{look.hair}"/>'
    cheeks = '<g fill="#e2725b" opacity=".35"><circle cx="-22" cy="18" r="6"/><circle cx="22" cy="18" r="6"/></g>'
    return hair + _eyes(8) + cheeks + _smile(24)


def _muzzle(look: Look, inner: str) -> str:
    nose = f'<path d="M-6 14 h12 q-2 8 -6 8 q-4 0 -6 -8 Z" fill="{DARK}"/>'
    whites = '<g fill="#fff"><circle cx="-14" r="7"/><circle cx="14" r="7"/></g>' if _is_dark(look.fur) else ""
    return f'{whites}<ellipse cy="24" rx="20" ry="14" fill="{inner}"/>{_eyes(0)}{nose}{_smile(27, 14)}'


def _snout(_: Look, inner: str) -> str:
    holes = f'<g fill="{DARK}"><circle cx="-8" cy="22" r="3"/><circle cx="8" cy="22" r="3"/></g>'
    return f'<ellipse cy="26" rx="26" ry="18" fill="{inner}"/>{_eyes(-4, 16)}{holes}{_smile(33, 16)}'


def _beak(_: Look, inner: str) -> str:
    disc = f'<g fill="{inner}"><circle cx="-14" cy="4" r="14"/><circle cx="14" cy="4" r="14"/></g>'
    return f'{disc}{_eyes(4)}<path d="M-9 16 h18 l-9 18 Z" fill="#e59a2f"/>'


def _bill(_: Look, __: str) -> str:
    return f'{_eyes(0)}<path d="M-22 20 q22 -14 44 0 q-8 14 -22 14 q-14 0 -22 -14 Z" fill="#e59a2f"/>'


def _trunk(look: Look, _: str) -> str:
    trunk = f'<path d="M-11 14 h22 q2 34 14 40 q-4 10 -14 8 q-20 -6 -22 -48 Z" fill="{look.fur}" stroke="{DARK}"'
    return f'{_eyes(0, 16)}{trunk} stroke-opacity=".25" stroke-width="2"/>'


def _wide_mouth(_: Look, inner: str) -> str:
    mouth = f'<path d="M-24 22 q24 18 48 0" fill="none" stroke="{DARK}" stroke-width="3.5" stroke-linecap="round"/>'
    balls = f'<g fill="{inner}"><circle cx="-17" cy="-14" r="14"/><circle cx="17" cy="-14" r="14"/></g>'
    return f"{balls}{_eyes(-14, 17, 6)}{mouth}"


def _screen(_: Look, inner: str) -> str:
    lights = '<g fill="#7fe0c0"><circle cx="-13" cy="4" r="6"/><circle cx="13" cy="4" r="6"/></g>'
    mouth = '<path d="M-12 20 h24" stroke="#7fe0c0" stroke-width="4" stroke-linecap="round"/>'
    return f'<rect x="-29" y="-14" width="58" height="44" rx="8" fill="{inner}"/>{lights}{mouth}'


def _carrot(_: Look, __: str) -> str:
    return f'{_eyes(0)}<path d="M-3 10 l34 8 l-34 6 Z" fill="#e5812f"/>{_smile(28)}'


def _plain(look: Look, _: str) -> str:
    if not _is_dark(look.fur):
        return _eyes(4) + _smile(22)
    whites = '<g fill="#fff"><circle cx="-14" cy="4" r="8"/><circle cx="14" cy="4" r="8"/></g>'
    return f'{whites}{_eyes(4)}<path d="M-9 22 q9 9 18 0" fill="none" stroke="#fff" stroke-width="3"/>'


# ---- Ears


def _pair(shape: str) -> str:
    return f'{shape}<g transform="scale(-1 1)">{shape}</g>'


def _pointed(look: Look, inner: str) -> str:
    return _pair(
        f'<path d="M12 -22 L42 -52 L40 -6 Z" fill="{look.fur}"/><path d="M20 -22 L37 -40 L36 -12 Z" fill="{inner}"/>'
    )


def _round(look: Look, inner: str) -> str:
    fur = look.inner if look.fur == "#f2f2ef" else look.fur
    return _pair(f'<circle cx="28" cy="-24" r="15" fill="{fur}"/><circle cx="28" cy="-24" r="8" fill="{inner}"/>')


def _wide(look: Look, inner: str) -> str:
    return _pair(
        f'<ellipse cx="44" cy="4" rx="20" ry="24" fill="{look.fur}"/>'
        f'<ellipse cx="45" cy="4" rx="12" ry="16" fill="{inner}"/>'
    )


def _long(look: Look, inner: str) -> str:
    return _pair(
        f'<ellipse cx="20" cy="-58" rx="12" ry="36" fill="{look.fur}" transform="rotate(10 20 -58)"/>'
        f'<ellipse cx="20" cy="-56" rx="6" ry="26" fill="{inner}" transform="rotate(10 20 -56)"/>'
    )


def _flop(look: Look, _: str) -> str:
    return _pair(f'<path d="M24 -26 q26 0 28 30 q-2 18 -14 14 q-8 -24 -22 -34 Z" fill="{look.fur}" stroke="{DARK}"'
                 ' stroke-opacity=".25" stroke-width="2"/>')  # fmt: skip


def _tuft(look: Look, _: str) -> str:
    return _pair(f'<path d="M10 -26 L40 -48 L36 -10 Z" fill="{look.fur}"/>')


# ---- Backs


def _bushy(look: Look, inner: str) -> str:
    return (
        f'<path d="M40 160 q70 -10 62 -80 q-6 -34 -30 -22 q20 40 -40 74 Z" fill="{look.fur}"/>'
        f'<path d="M102 78 q-6 -30 -30 -20 q12 14 10 30 q14 4 20 -10 Z" fill="{inner}"/>'
    )


def _thin(look: Look, _: str) -> str:
    return (
        f'<path d="M44 156 q52 4 48 -52 q-2 -22 14 -26" fill="none" stroke="{look.fur}" stroke-width="11"'
        ' stroke-linecap="round"/>'
    )


def _wings(look: Look, inner: str) -> str:
    colour = inner if look.face == "plain" else look.fur
    return _pair(
        f'<path d="M30 70 q60 -46 76 -6 q-2 44 -70 52 Z" fill="{colour}" stroke="{DARK}" stroke-opacity=".2"/>'
    )


def _bat_wings(look: Look, inner: str) -> str:
    wing = f'<path d="M30 74 L104 16 q4 30 18 52 q-20 -2 -26 14 q-16 -8 -26 10 q-18 -6 -36 12 Z" fill="{inner}"'
    return _pair(f'{wing} stroke="{look.fur}" stroke-width="6" stroke-linejoin="round"/>')


def _shell(look: Look, inner: str) -> str:
    return f'<ellipse cy="104" rx="76" ry="66" fill="{inner}" stroke="{look.fur}" stroke-width="10"/>'


def _fin(look: Look, _: str) -> str:
    return f'<path d="M44 160 q60 0 76 -40 q-8 -8 -20 -2 q0 -20 -14 -26 q-6 40 -46 40 Z" fill="{look.fur}"/>'


def _spikes(_: Look, __: str) -> str:
    half = ((0, -46), (22, -18), (44, -22), (46, 12), (66, 20), (66, 60), (84, 84), (70, 96), (90, 120), (72, 130),
            (84, 156), (50, 160))  # fmt: skip
    outline = [*half, *((-x, y) for x, y in reversed(half))]
    return f'<path d="M{" L".join(f"{x} {y}" for x, y in outline)} Z" fill="#5d4a3c"/>'


# ---- Tops


def _horns(_: Look, __: str) -> str:
    return _pair('<path d="M12 -24 q2 -24 20 -32 q-2 20 -6 36 Z" fill="#efe4c4"/>')


def _antlers(_: Look, __: str) -> str:
    branch = '<path d="M12 -24 q2 -26 16 -40 m-8 22 l18 -6 m-24 16 l-10 -14" fill="none" stroke="#8a6a45"'
    return _pair(f'{branch} stroke-width="6" stroke-linecap="round"/>')


def _horn(_: Look, __: str) -> str:
    return '<path d="M-8 -28 L0 -76 L8 -28 Z" fill="#f0cf6a"/><path d="M-6 -40 l12 -4 m-10 -8 l8 -4" stroke="#b98f2f"/>'


def _comb(_: Look, __: str) -> str:
    return '<path d="M-16 -26 q2 -18 10 -10 q4 -18 12 -4 q10 -8 10 14 Z" fill="#d23a2f"/>'


def _mane(look: Look, _: str) -> str:
    rays = "".join(
        f'<ellipse cy="-42" rx="13" ry="18" transform="translate(0 8) rotate({angle})"/>' for angle in range(0, 360, 30)
    )
    return f'<g fill="#a8602a">{rays}</g>{_head(look)}{_FACES[look.face](look, look.inner)}'


def _wool(_: Look, inner: str) -> str:
    places = ((-30, -14), (-14, -28), (6, -32), (24, -22), (34, -8))
    puffs = "".join(f'<circle cx="{x}" cy="{y}" r="14"/>' for x, y in places)
    return f'<g fill="{inner}">{puffs}</g>'


def _antenna(_: Look, __: str) -> str:
    stalk = f'<path d="M10 -28 q4 -22 16 -28" fill="none" stroke="{DARK}" stroke-width="4"/>'
    return _pair(f'{stalk}<circle cx="27" cy="-58" r="6" fill="#e0a13a"/>')


def _crown(_: Look, __: str) -> str:
    return (
        '<path d="M-30 -22 L-34 -58 L-16 -40 L0 -64 L16 -40 L34 -58 L30 -22 Z" fill="#f0c33a"/>'
        '<circle cy="-34" r="5" fill="#c9382f"/>'
    )


def _hat(_: Look, __: str) -> str:
    return (
        '<path d="M-52 -18 q52 -18 104 0 q-52 14 -104 0 Z" fill="#4a3a2c"/>'
        '<path d="M-30 -22 q0 -38 30 -38 q30 0 30 38 q-30 10 -60 0 Z" fill="#5d4a38"/>'
    )


def _witch(_: Look, __: str) -> str:
    return (
        '<path d="M-34 -20 L6 -98 L34 -20 Z" fill="#453a66"/><path d="M-34 -20 h68 l-3 -10 h-62 Z" fill="#e0b23a"/>'
        '<ellipse cy="-18" rx="50" ry="9" fill="#453a66"/>'
    )


def _helmet(_: Look, __: str) -> str:
    return (
        '<path d="M-41 14 a41 44 0 0 1 82 0 l-12 0 q-4 -16 -29 -16 q-25 0 -29 16 Z" fill="#9aa5b0"/>'
        '<path d="M0 -36 q20 -32 44 -18 q-22 2 -32 22 Z" fill="#c9382f"/>'
    )


def _glass(_: Look, __: str) -> str:
    return '<circle cy="6" r="52" fill="#cfe6f5" opacity=".35" stroke="#e9eef2" stroke-width="6"/>'


def _cook(_: Look, __: str) -> str:
    puffs = "".join(f'<circle cx="{x}" cy="-50" r="20"/>' for x in (-20, 0, 20))
    return f'<g fill="#fbfaf6">{puffs}<rect x="-30" y="-48" width="60" height="30" rx="4"/></g>'


def _halo(_: Look, __: str) -> str:
    return '<ellipse cy="-46" rx="28" ry="8" fill="none" stroke="#f4d35e" stroke-width="6"/>'


def _leaf(_: Look, __: str) -> str:
    return (
        '<path d="M-34 -16 q34 -60 68 0 q-34 -12 -68 0 Z" fill="#5f9a4a"/>'
        '<path d="M0 -44 v-20" stroke="#5f9a4a" stroke-width="5"/>'
    )


_FACES: dict[str, Part] = {
    "person": _person,
    "muzzle": _muzzle,
    "snout": _snout,
    "beak": _beak,
    "bill": _bill,
    "trunk": _trunk,
    "wide-mouth": _wide_mouth,
    "screen": _screen,
    "carrot": _carrot,
    "plain": _plain,
}
_EARS: dict[str, Part] = {
    "pointed": _pointed,
    "round": _round,
    "wide": _wide,
    "long": _long,
    "flop": _flop,
    "tuft": _tuft,
}
_BACKS: dict[str, Part] = {
    "bushy": _bushy,
    "thin": _thin,
    "wings": _wings,
    "bat-wings": _bat_wings,
    "shell": _shell,
    "fin": _fin,
    "spikes": _spikes,
}
_TOPS: dict[str, Part] = {
    "horns": _horns,
    "antlers": _antlers,
    "horn": _horn,
    "comb": _comb,
    "mane": _mane,
    "wool": _wool,
    "antenna": _antenna,
    "crown": _crown,
    "hat": _hat,
    "witch": _witch,
    "helmet": _helmet,
    "glass": _glass,
    "cook": _cook,
    "halo": _halo,
    "leaf": _leaf,
}
