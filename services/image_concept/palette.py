"""Colours for a scene: the mood turns the light from a night storm to a golden morning."""

import colorsys

_LIGHT = {
    "sky_top": ("#1b2650", "#4d86bf", "#79c0e4"),
    "sky_bottom": ("#33408a", "#b7d0e0", "#fcdcaa"),
    "light": ("#e9dca4", "#f7e9b6", "#fff1b8"),
    "far": ("#38456a", "#7596ab", "#93b8b0"),
    "middle": ("#27404b", "#4f8070", "#6da765"),
    "sea": ("#1f3d5a", "#3f7a9e", "#58a3be"),
    "near": ("#15272c", "#2d5240", "#40763f"),
}
"""Each role at the moods -1, 0 and 1."""
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
"""What is otherwise in some kinds of places."""


def _mix(first: str, second: str, share: float) -> str:
    """Between two colours, in RGB: a way through the hues would make a green sky of a blue and a yellow one."""
    pairs = [(int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def scene(mood: float, place: str = "") -> dict[str, str]:
    """Colours by role for a mood from -1 (a storm at night) to 1 (a golden morning)."""
    mood = max(-1.0, min(1.0, mood))
    colours = {}
    for role, (night, day, gold) in (_LIGHT | _GROUND.get(place, {})).items():
        colours[role] = _mix(night, day, mood + 1) if mood < 0 else _mix(day, gold, mood)
    return colours


def coat(index: int) -> str:
    """The coat of one of the cast, by place in it: the same in every scene, and far from the others'."""
    golden_angle = 0.381966
    red, green, blue = colorsys.hls_to_rgb((0.98 + index * golden_angle) % 1.0, 0.44, 0.48)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
