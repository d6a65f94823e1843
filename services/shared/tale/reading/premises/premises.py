"""Read a sentence whose premise is a tale of its own: an origin, another world, an accident, a swap.

Each premise gives a whole wish with its topic, whose moments are in bank/topics/.
"""

from services.shared.tale.reading.premises import (
    accidents,
    comings,
    elsewhere,
    held_fast,
    letters,
    mistaken,
    moods,
    oddities,
    orders,
    origins,
    preferences,
    swaps,
    turned,
)
from services.shared.tale.wish.wish import Wish

_PREMISES = (
    origins.wish,
    elsewhere.wish,
    accidents.wish,
    oddities.wish,
    moods.wish,
    preferences.wish,
    orders.wish,
    turned.wish,
    comings.wish,
    swaps.wish,
    held_fast.wish,
    mistaken.wish,
    letters.wish,
)


def premise(text: str) -> Wish | None:
    """The wish of a text with such a premise; None for any other one."""
    plain = text.strip()
    return next((found for read in _PREMISES if (found := read(plain))), None)
