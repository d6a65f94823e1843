"""Colours for a scene: the mood turns the light from cold and dark to warm and bright."""

import colorsys


def _hex(hue: float, lightness: float, saturation: float) -> str:
    red, green, blue = colorsys.hls_to_rgb(hue % 1.0, lightness, saturation)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def scene(mood: float) -> dict[str, str]:
    """Colours by role for a mood from -1 (a storm at night) to 1 (a golden morning)."""
    warmth = (max(-1.0, min(1.0, mood)) + 1) / 2
    sky_hue = 0.63 - 0.09 * warmth
    return {
        "sky_top": _hex(sky_hue, 0.16 + 0.42 * warmth, 0.45),
        "sky_bottom": _hex(0.68 - 0.58 * warmth if warmth > 0.5 else 0.64, 0.34 + 0.46 * warmth, 0.55),
        "light": _hex(0.13, 0.72 + 0.12 * warmth, 0.55 + 0.35 * warmth),
        "far": _hex(0.60 - 0.12 * warmth, 0.26 + 0.30 * warmth, 0.25),
        "middle": _hex(0.52 - 0.14 * warmth, 0.21 + 0.22 * warmth, 0.28),
        "sea": _hex(0.56, 0.20 + 0.24 * warmth, 0.38),
        "near": _hex(0.48 - 0.16 * warmth, 0.12 + 0.14 * warmth, 0.30),
    }


def coat(index: int) -> str:
    """The coat of one of the cast, by place in it: the same in every scene, and far from the others'."""
    golden_angle = 0.381966
    return _hex(0.98 + index * golden_angle, 0.44, 0.48)
