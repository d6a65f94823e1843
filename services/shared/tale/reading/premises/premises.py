"""Read a sentence whose premise is a tale of its own, whose moments are in bank/topics/.

Some suppose something of everybody, or that somebody does not do their part; others are an origin, another world, an
odd gift, an accident, a bad mood, a swap. Each gives a whole wish with its topic.
"""

from services.shared.tale.reading.premises import (
    absences,
    accidents,
    comings,
    disagreements,
    disputes,
    drawings,
    effects,
    elsewhere,
    eves,
    failing,
    firsts,
    held_fast,
    letters,
    losers,
    mistaken,
    moods,
    mysteries,
    oddities,
    orders,
    origins,
    otherwise,
    preferences,
    quirks,
    refusals,
    rivals,
    subjects,
    swaps,
    toys,
    turned,
    unused,
)
from services.shared.tale.reading.premises.plainly import sentence
from services.shared.tale.wish.wish import Wish

_SUPPOSED = (drawings.wish, effects.wish, refusals.wish, absences.wish, otherwise.wish)
_OF_SOMEBODY = (
    subjects.wish,
    toys.wish,
    origins.wish,
    elsewhere.wish,
    accidents.wish,
    quirks.wish,
    oddities.wish,
    failing.wish,
    moods.wish,
    mysteries.wish,
    preferences.wish,
    orders.wish,
    turned.wish,
    comings.wish,
    disagreements.wish,
    swaps.wish,
    held_fast.wish,
    unused.wish,
    mistaken.wish,
    letters.wish,
    firsts.wish,
    eves.wish,
    rivals.wish,
    disputes.wish,
    losers.wish,
)


def premise(text: str) -> Wish | None:
    """The wish of a text with such a premise; None for any other one."""
    supposed, plain = sentence(text), text.strip()
    found = next((wish for read in _SUPPOSED if (wish := read(supposed))), None)
    return found or next((wish for read in _OF_SOMEBODY if (wish := read(plain))), None)
