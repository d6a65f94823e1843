"""Read a sentence in which something holds for everybody, or somebody does not do their part, as what it supposes."""

from services.shared.tale.reading.suppositions import absences, drawings, effects, otherwise, refusals
from services.shared.tale.reading.suppositions.parts import sentence
from services.shared.tale.wish.wish import Wish

_KINDS = (drawings.wish, effects.wish, refusals.wish, absences.wish, otherwise.wish)


def supposed(text: str) -> Wish | None:
    """The wish of such a sentence; None for all others."""
    said = sentence(text)
    return next((found for kind in _KINDS if (found := kind(said))), None)
