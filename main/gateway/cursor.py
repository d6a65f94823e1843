"""A place in the list of runs as an opaque word, which a client gives back to go on from there."""

import base64

from main.gateway.store.base import Place
from services.contract.errors import InvalidRequest, Violation


def written(place: Place) -> str:
    """The word for a place."""
    return base64.urlsafe_b64encode(f"{place.accepted!r} {place.id}".encode()).decode().rstrip("=")


def read(word: str) -> Place:
    """The place of a word. Raises InvalidRequest when `written` did not make it."""
    try:
        content = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True).decode("ascii")
        accepted, _, run_id = content.partition(" ")
        return Place(float(accepted), run_id)
    except ValueError:
        raise InvalidRequest((Violation("after", "is no cursor; give `next` of an earlier answer"),)) from None
