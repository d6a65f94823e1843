"""Colours for a scene: the hour gives the light, the mood dims or warms it, the place colours the ground."""

import colorsys

from services.image_concept.scenery.canvas import mix

_HOURS = {
    "morning": ("#8cc7ea", "#fde3c0", "#fff2c2", "#a5c6bd", "#7db87a", "#5fb0cc", "#4f8f4a"),
    "day": ("#4fa6de", "#cfeaf6", "#fff6cf", "#8fb9b4", "#68ab66", "#3f97bd", "#3f8348"),
    "afternoon": ("#5b9fd0", "#f9dba0", "#ffe9a8", "#9db48f", "#86a95a", "#4a93ae", "#567f3a"),
    "evening": ("#5a4a8a", "#f59b6b", "#ffd58a", "#7d6a8f", "#5d7066", "#5a5f95", "#35503f"),
    "night": ("#101b45", "#34488c", "#f1e7b5", "#2f3f68", "#234050", "#1f3a66", "#16303a"),
}
"""Colours of the roles at each hour."""
ROLES = ("sky_top", "sky_bottom", "light", "far", "middle", "sea", "near")
_GROUND = {
    "desert": {
        "far": ("#4d4460", "#b08f78", "#d8ab7c"),
        "middle": ("#5d4a55", "#c9a070", "#e8be84"),
        "near": ("#4a3a44", "#b88a58", "#dba766"),
    },
    "ice": {
        "far": ("#4a5a86", "#a9c3d6", "#cfe0e6"),
        "middle": ("#6272a0", "#cbdde8", "#e6f0f2"),
        "near": ("#8492b8", "#e4eef3", "#f8fbfa"),
    },
    "space": {
        "sky_top": ("#0b0f26", "#141b40", "#1d2a5c"),
        "sky_bottom": ("#1c2150", "#33407c", "#4b5f9f"),
        "far": ("#2c2f55", "#4a4f80", "#5d669b"),
        "middle": ("#45406b", "#6f5f93", "#8d74a8"),
        "near": ("#232842", "#3c4564", "#4f5b80"),
    },
}
"""What is otherwise in some kinds of places: by night, by day, and in golden light."""
_LIGHT = {"night": 0.0, "evening": 0.5, "day": 1.0, "afternoon": 1.6, "morning": 2.0}
_TINTS = ("#79c0e4", "#b09cf0", "#6fd6b4", "#f4c0a0", "#e09cc8", "#a4d084")
"""What the sky leans to, so that neighbouring scenes of one hour differ."""
_DARK, _WARM = "#2c3350", "#fff4dc"


def light(turn: int) -> str:
    """What light and sky lean to in a scene: another hue in each of six, and darker in the next six."""
    return mix(_TINTS[turn % len(_TINTS)], "#000000", 0.35 * (turn // len(_TINTS) % 2))


def scene(mood: float, place: str = "", hour: str = "day", turn: int = 0) -> dict[str, str]:
    """Colours by role for a mood from -1 (dim) to 1 (warm); `turn` counts a book's scenes."""
    mood = max(-1.0, min(1.0, mood))
    colours = dict(zip(ROLES, _HOURS.get(hour, _HOURS["day"]), strict=True))
    sun = _LIGHT.get(hour, 1.0)
    for role, (night, day, gold) in _GROUND.get(place, {}).items():
        colours[role] = mix(night, day, sun) if sun < 1 else mix(day, gold, sun - 1)
    tint = light(turn)
    for role, share in (("sky_top", 0.26), ("sky_bottom", 0.12), ("middle", 0.08), ("near", 0.08), ("sea", 0.10)):
        colours[role] = mix(colours[role], tint, share if hour != "night" else share * 0.7)
    for role in ROLES:
        if role != "light":
            colours[role] = mix(colours[role], _DARK if mood < 0 else _WARM, 0.4 * -mood if mood < 0 else 0.14 * mood)
    return colours


def coat(index: int) -> str:
    """The coat of one of the cast, by place in it: the same in every scene, and far from the others'."""
    golden_angle = 0.381966
    red, green, blue = colorsys.hls_to_rgb((0.98 + index * golden_angle) % 1.0, 0.44, 0.48)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
