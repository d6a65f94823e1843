"""Pauses between attempts."""

from itertools import islice

import pytest

from services.runtime.client.backoff import Backoff


def test_pauses_double_up_to_the_most() -> None:
    """Without jitter exactly."""
    assert list(islice(Backoff(first=0.1, most=0.5, jitter=0).pauses(), 5)) == pytest.approx([0.1, 0.2, 0.4, 0.5, 0.5])


def test_jitter_shortens_and_differs() -> None:
    """Two callers that failed at one moment try again at two."""
    one, other = (list(islice(Backoff(first=1, most=1, jitter=0.5).pauses(), 50)) for _ in range(2))
    assert all(0.5 <= pause <= 1 for pause in (*one, *other))
    assert one != other
