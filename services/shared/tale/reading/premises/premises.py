"""Read a sentence whose premise is a tale of its own: an origin, another world, an odd gift, an accident, a bad mood.

Each premise gives a whole wish with its topic, whose moments are in bank/topics/.
"""

from services.shared.tale.reading.premises import (
    accidents,
    elsewhere,
    moods,
    oddities,
    orders,
    origins,
    preferences,
)
from services.shared.tale.wish.wish import Wish

_PREMISES = (origins.wish, elsewhere.wish, accidents.wish, oddities.wish, moods.wish, preferences.wish, orders.wish)


def premise(text: str) -> Wish | None:
    """The wish of a text with such a premise; None for any other one."""
    plain = text.strip()
    return next((found for read in _PREMISES if (found := read(plain))), None)
