"""What hangs and stands in each kind of room."""

import random
from collections.abc import Callable

from services.image_concept.scenery.canvas import Colours

Items = list[tuple[str, int, int, int]]
Room = Callable[[Colours, random.Random], tuple[str, Items]]
"""Gives what hangs and stands behind, and the things of the catalogue before it."""


def _shelf_board(x: int, y: int, width: int) -> str:
    return (
        f'<path d="M{x} {y} h{width} v12 h{-width} Z" fill="#8a5a34"/><path d="M{x + 14} {y + 12} v22'
        f' M{x + width - 14} {y + 12} v22" stroke="#6a4326" stroke-width="7"/>'
    )


def _kitchen(_: Colours, __: random.Random) -> tuple[str, Items]:
    return _shelf_board(900, 250, 260), [
        ("oven", 180, 590, 250), ("pot", 940, 250, 60), ("tea", 1020, 250, 40), ("honey", 1090, 250, 52),
        ("table", 1060, 620, 150), ("bread", 1010, 536, 54), ("milk", 1100, 536, 60),
    ]  # fmt: skip


def _bakery(_: Colours, __: random.Random) -> tuple[str, Items]:
    return _shelf_board(880, 210, 330) + _shelf_board(880, 330, 330), [
        ("oven", 170, 600, 290), ("bread", 930, 210, 64), ("cake", 1020, 210, 84), ("pie", 1120, 210, 56),
        ("cookie", 920, 330, 46), ("bread", 1010, 330, 60), ("cookie", 1090, 330, 46), ("pie", 1160, 330, 52),
        ("table", 1050, 630, 150), ("cake", 1050, 546, 100),
    ]  # fmt: skip


def _bedroom(_: Colours, __: random.Random) -> tuple[str, Items]:
    rug = (
        '<ellipse cx="560" cy="660" rx="330" ry="48" fill="#c9656b" opacity=".8"/><ellipse cx="560"'
        ' cy="660" rx="240" ry="32" fill="#f0c98a" opacity=".8"/>'
    )
    return rug, [
        ("bed", 1040, 640, 270), ("lamp", 840, 570, 120), ("teddy bear", 150, 620, 110), ("blocks", 270, 630, 70),
        ("painting", 960, 300, 120),
    ]  # fmt: skip


def _library(_: Colours, __: random.Random) -> tuple[str, Items]:
    return "", [
        ("shelf", 120, 590, 430), ("shelf", 330, 590, 430), ("shelf", 960, 590, 430), ("shelf", 1170, 590, 430),
        ("table", 1030, 660, 140), ("book", 1000, 580, 50), ("lamp", 1090, 582, 90), ("ladder", 470, 590, 380),
    ]  # fmt: skip


def _classroom(_: Colours, __: random.Random) -> tuple[str, Items]:
    board = (
        '<rect x="880" y="140" width="340" height="220" fill="#8a5a34"/><rect x="894" y="154" width="312"'
        ' height="192" fill="#2f5a4a"/>'
        '<path d="M930 200 h90 M930 236 h150 M930 272 h60 M1110 200 l40 70 h-80 Z" stroke="#f3f6f0"'
        ' stroke-width="5" fill="none"/>'
    )
    return board, [
        ("shelf", 130, 580, 330), ("planet", 330, 560, 110), ("table", 960, 640, 130), ("table", 1160, 640, 130),
        ("book", 960, 566, 40), ("pencil", 1130, 566, 44), ("apple", 1186, 566, 36),
    ]  # fmt: skip


def _workshop(_: Colours, __: random.Random) -> tuple[str, Items]:
    return _shelf_board(860, 230, 320), [
        ("machine", 160, 600, 280), ("hammer", 900, 340, 80), ("saw", 1000, 340, 70), ("gear", 1100, 340, 80),
        ("paintbrush", 900, 230, 60), ("bottle", 980, 230, 60), ("clock", 1080, 230, 70), ("lantern", 1150, 230, 60),
        ("table", 1040, 640, 170), ("toolbox", 1000, 546, 70), ("gear", 1100, 546, 56),
    ]  # fmt: skip


def _hall(_: Colours, __: random.Random) -> tuple[str, Items]:
    carpet = (
        '<path d="M960 560 h180 l120 180 h-420 Z" fill="#a83240"/><path d="M984 560 h132 l80 180 h-292 Z"'
        ' fill="#c9485a"/>'
    )
    banners = "".join(
        (
            f'<path d="M{x} 60 h110 v230 l-55 -40 l-55 40 Z" fill="{colour}"/><circle cx="{x + 55}" cy="150"'
            ' r="28" fill="#f0c33a"/>'
        )
        for x, colour in ((120, "#a83240"), (300, "#3f5a9a"))
    )
    return carpet + banners, [("throne", 1050, 600, 330), ("shield", 860, 330, 120), ("candle", 760, 560, 150)]


def _cabin(_: Colours, __: random.Random) -> tuple[str, Items]:
    return "", [
        ("barrel", 140, 620, 150), ("barrel", 270, 640, 130), ("rope", 380, 640, 60), ("lantern", 840, 250, 100),
        ("map", 980, 330, 130), ("chest", 1100, 640, 140), ("anchor", 1190, 330, 150),
    ]  # fmt: skip


def _stage(_: Colours, __: random.Random) -> tuple[str, Items]:
    curtain = "".join(
        f'<path d="M{x} -40 h90 q-10 320 6 620 h-84 q-16 -300 -12 -620 Z" fill="{"#b5303c" if at % 2 else "#982633"}"/>'
        for at, x in enumerate((-30, 50, 130, 1060, 1140, 1220))
    )
    top = (
        '<path d="M-40 -40 H1320 V90 q-60 50 -120 0 q-60 50 -120 0 q-60 50 -120 0 q-60 50 -120 0 q-60 50'
        " -120 0 q-60 50 -120 0 q-60 50 -120 0 q-60 50 -120 0 q-60 50 -120 0 q-60 50 -120 0 q-60 50 -120"
        ' 0 Z" fill="#c23f4e"/>'
    )
    light = '<path d="M640 60 L360 600 H920 Z" fill="#fff3c4" opacity=".25"/>'
    return light + curtain + top, [("drum", 950, 620, 120), ("guitar", 330, 610, 150)]


def _museum(_: Colours, __: random.Random) -> tuple[str, Items]:
    return "", [
        ("painting", 180, 340, 170), ("painting", 980, 330, 150), ("statue", 1120, 610, 300), ("statue", 330, 600, 240),
    ]  # fmt: skip


def _barn(_: Colours, __: random.Random) -> tuple[str, Items]:
    hay = "".join(
        (
            f'<path d="M{x} {y} h150 v90 h-150 Z" fill="#e0bb62"/><path d="M{x} {y + 30} h150 M{x} {y + 60}'
            ' h150" stroke="#b58f3a" stroke-width="5"/>'
        )
        for x, y in ((40, 530), (200, 530), (120, 440), (1080, 530))
    )
    return hay, [("lantern", 900, 250, 90), ("shovel", 980, 600, 210), ("barrel", 1010, 640, 110)]


def _cellar(_: Colours, __: random.Random) -> tuple[str, Items]:
    return _shelf_board(820, 260, 330), [
        ("barrel", 150, 600, 190), ("barrel", 320, 610, 160), ("honey", 870, 260, 60), ("bottle", 950, 260, 70),
        ("honey", 1040, 260, 60), ("box", 1080, 630, 130), ("lantern", 560, 300, 100), ("ladder", 640, 580, 420),
    ]  # fmt: skip


def parlour(_: Colours, __: random.Random) -> tuple[str, Items]:
    """A living room."""
    rug = (
        '<ellipse cx="620" cy="660" rx="360" ry="50" fill="#7a8fb5" opacity=".75"/><ellipse cx="620"'
        ' cy="660" rx="270" ry="34" fill="#e3d3a8" opacity=".75"/>'
    )
    return rug, [
        ("oven", 170, 590, 280), ("painting", 960, 300, 130), ("clock", 1120, 300, 90), ("chair", 1130, 630, 230),
        ("shelf", 960, 580, 220), ("lamp", 960, 362, 100),
    ]  # fmt: skip


ROOMS: dict[str, Room] = {
    "kitchen": _kitchen,
    "bakery": _bakery,
    "bedroom": _bedroom,
    "library": _library,
    "classroom": _classroom,
    "workshop": _workshop,
    "hall": _hall,
    "cabin": _cabin,
    "stage": _stage,
    "museum": _museum,
    "barn": _barn,
    "cellar": _cellar,
    "parlour": parlour,
}
