"""The sky of each hour: a sun or a moon, clouds or stars."""

import random

from services.image_concept.scenery.canvas import HEIGHT, WIDTH, Colours


def gradient(colours: Colours) -> str:
    """The definition of the sky's colours; the id is used once in a document."""
    return (
        '<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{colours["sky_top"]}"/>'
        f'<stop offset="1" stop-color="{colours["sky_bottom"]}"/></linearGradient></defs>'
    )


def draw(colours: Colours, hour: str, weather: str, chance: random.Random) -> str:
    """The sky behind everything; `hour` and `weather` as in `moment.Moment`."""
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>']
    dark = hour in ("night", "space")
    dull = weather in ("rain", "storm", "snow", "fog")
    if dark:
        parts.append(_stars(colours, chance))
    if hour == "space":
        return "".join(parts)
    x = chance.randint(120, 1160)
    if hour == "night" and not dull:
        parts.append(_moon(x, chance.randint(80, 170), colours, chance.random() < 0.5))
    elif not dull and hour != "night":
        y = {"morning": 300, "evening": 380, "afternoon": 170}.get(hour, 100) + chance.randint(-30, 30)
        radius = 70 if hour in ("morning", "evening") else 56
        parts.append(
            f'<g fill="{colours["light"]}"><circle cx="{x}" cy="{y}" r="{radius * 2}" opacity=".18"/>'
            f'<circle cx="{x}" cy="{y}" r="{radius * 3 // 2}" opacity=".25"/><circle cx="{x}" cy="{y}"'
            f' r="{radius}"/></g>'
        )
    parts.append(_clouds(colours, hour, dull, chance))
    return "".join(parts)


def _stars(colours: Colours, chance: random.Random) -> str:
    dots = "".join(
        (
            f'<circle cx="{chance.randint(10, 1270)}" cy="{chance.randint(10, 400)}"'
            f' r="{chance.choice(("1.5", "2", "2.5", "3.5"))}"/>'
        )
        for _ in range(48)
    )
    return f'<g fill="{colours["light"]}" opacity=".8">{dots}</g>'


def _moon(x: int, y: int, colours: Colours, crescent: bool) -> str:
    glow = f'<circle cx="{x}" cy="{y}" r="96" fill="{colours["light"]}" opacity=".16"/>'
    if crescent:
        return (
            f'{glow}<path d="M{x + 20} {y - 58} a60 60 0 1 0 34 86 a52 52 0 1 1 -34 -86 Z" fill="{colours["light"]}"/>'
        )
    return (
        f'{glow}<circle cx="{x}" cy="{y}" r="58" fill="{colours["light"]}"/><g fill="#000" opacity=".07">'
        f'<circle cx="{x - 18}"'
        f' cy="{y - 14}" r="12"/><circle cx="{x + 22}" cy="{y + 10}" r="15"/><circle cx="{x - 12}"'
        f' cy="{y + 26}" r="8"/></g>'
    )


def _clouds(colours: Colours, hour: str, dull: bool, chance: random.Random) -> str:
    white = {"night": "#5b6ca8", "evening": "#f7c3ae"}.get(hour, "#ffffff")
    colour, opacity = ("#7d8798" if hour != "night" else "#38426a", ".9") if dull else (white, ".8")
    drawn = []
    for _ in range(7 if dull else chance.randint(2, 4)):
        x, y = chance.randint(-40, 1240), chance.randint(40, 150 if dull else 260)
        size = chance.randint(8, 15) / 10 * (1.5 if dull else 1)
        drawn.append(
            f'<path d="M-80 20 q-6 -34 32 -32 q10 -38 50 -28 q34 -8 40 28 q40 -2 36 32 Z" transform="translate({x} {y})'
            f' scale({size:.2g})"/>'
        )
    return f'<g fill="{colour}" opacity="{opacity}">{"".join(drawn)}</g>'
