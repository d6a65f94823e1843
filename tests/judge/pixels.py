"""How much of two pictures is the same."""

import io
from collections.abc import Iterable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TOLERANCE = 8
"""So much a channel of 0 to 255 may differ: what an eye takes for the same colour."""
SIZE = (320, 180)
"""Pictures are compared at a quarter of their size, by nearest pixels."""


def _read(png: bytes) -> NDArray[np.int16]:
    picture = Image.open(io.BytesIO(png)).convert("RGB").resize(SIZE, Image.Resampling.NEAREST)
    return np.asarray(picture, dtype=np.int16)


def shared(pictures: Iterable[bytes]) -> list[float]:
    """Of each two PNG pictures of one book, the share of pixels that look the same."""
    read = list(map(_read, pictures))
    return [float((np.abs(a - b).max(axis=2) <= TOLERANCE).mean()) for a, b in combinations(read, 2)]
