"""What falls from the sky before everything else, and the dim of night over all."""

import random

from services.image_concept.scenery.canvas import HEIGHT, WIDTH


def draw(weather: str, chance: random.Random) -> str:
    """Rain, snow, a storm, fog or wind over the whole picture; empty for fair weather."""
    if weather in ("rain", "storm"):
        drops = "".join(
            f"M{chance.randint(0, WIDTH)} {chance.randint(-20, HEIGHT)} l-14 44 "
            for _ in range(90 if weather == "rain" else 130)
        )
        rain = f'<path d="{drops}" stroke="#d3e6f5" stroke-width="3" stroke-linecap="round" opacity=".55"/>'
        return rain + (_lightning(chance) if weather == "storm" else "")
    if weather == "snow":
        flakes = "".join(
            f'<circle cx="{chance.randint(0, WIDTH)}" cy="{chance.randint(0, HEIGHT)}" r="{chance.randint(3, 8)}"/>'
            for _ in range(90)
        )
        return f'<g fill="#fff" opacity=".85">{flakes}</g>'
    if weather == "fog":
        bands = "".join(
            f'<ellipse cx="{chance.randint(0, WIDTH)}" cy="{y}" rx="{chance.randint(400, 700)}" ry="44"/>'
            for y in range(330, 700, 70)
        )
        return f'<g fill="#eef2f5" opacity=".4">{bands}</g>'
    if weather == "wind":
        gusts = "".join(
            f"M{chance.randint(-40, 1000)} {y} q110 -30 220 0 q44 12 44 -18 q-4 -24 -28 -16 "
            for y in (chance.randint(90, 180), chance.randint(220, 330), chance.randint(360, 470))
        )
        return f'<path d="{gusts}" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".7"/>'
    return ""


def _lightning(chance: random.Random) -> str:
    x = chance.randint(160, 1100)
    return (
        f'<path d="M{x} 90 l-50 120 h44 l-40 110 l110 -150 h-46 l40 -80 Z" fill="#fbe27a"/>'
        f'<path d="M{x} 90 l-50 120 h44 l-40 110 l110 -150 h-46 l40 -80 Z" fill="none" stroke="#fff6c9"'
        ' stroke-width="3"/>'
    )


def dim(hour: str, weather: str) -> str:
    """The colour of the hour over people and land alike."""
    colour, share = {"night": ("#14204f", ".26"), "evening": ("#7a3f5a", ".12"), "morning": ("#ffe3b0", ".06")}.get(
        hour, ("#2c3650", ".14") if weather in ("storm", "rain") else ("", "")
    )
    return f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colour}" opacity="{share}"/>' if colour else ""
