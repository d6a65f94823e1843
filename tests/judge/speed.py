"""How much longer a text-only story takes here than in another checkout."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

ROUNDS, STORIES = 5, 40
SECONDS = 300
"""The longest that one round may take."""
_TIMED = Path(__file__).with_name("timed.py")


def _median(checkout: Path) -> float:
    """Milliseconds of a processor for a story with this checkout's code."""
    generated = checkout / "protos" / "gen"
    done = subprocess.run(
        [sys.executable, str(_TIMED), str(STORIES)],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": f"{checkout}{os.pathsep}{generated}"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return float(done.stdout)


def ratio(other: Path) -> tuple[float, str]:
    """Our time over the other checkout's, the median of rounds in turn; and a line that says how it was measured."""
    pairs = [(_median(ROOT), _median(other.resolve())) for _ in range(ROUNDS)]
    ratios = sorted(ours / theirs for ours, theirs in pairs)
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f} in {ROUNDS} rounds of {STORIES} stories"
    return statistics.median(ratios), f"{ours:.0f} ms here, {theirs:.0f} ms there; {spread}"
