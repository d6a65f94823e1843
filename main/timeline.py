"""When each stage worked, drawn on main's clock.

A stage's own clock is not needed for that: its work lasted T3 - T2 by its monotonic clock, inside main's T4 - T1, and
symmetric hops put it in the middle. That is NTP's offset, ((T2 - T1) + (T3 - T4)) / 2, applied; its error is at most
half of what the hops took together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.v1 import draft_pb2
from services.runtime.clock import seconds_between

WIDTH = 40


@dataclass(frozen=True)
class Row:
    """One stage's call, milliseconds from the first call's start."""

    stage: str
    node: str
    start_ms: float
    work_ms: float
    hop_ms: float
    """Both hops together: the call without the server's share."""
    attempts: int

    @property
    def bound_ms(self) -> float:
        """How far start_ms can be off, either way."""
        return self.hop_ms / 2


def rows(timings: Iterable[draft_pb2.StageTiming]) -> list[Row]:
    """One row a stage, in order of their start."""
    timings = list(timings)
    if not timings:
        return []
    # A run that was taken up after a reboot has calls from before it, by a monotonic clock that is gone.
    timings = [timing for timing in timings if timing.client_boot_id == timings[-1].client_boot_id]
    origin = min((timing.client_sent for timing in timings), key=lambda instant: instant.monotonic_ns)
    found = []
    for timing in timings:
        call = seconds_between(timing.client_sent, timing.client_received)
        work = seconds_between(timing.received, timing.completed)
        hop = max(0.0, call - work)
        start = seconds_between(origin, timing.client_sent) + hop / 2
        found.append(Row(timing.stage, timing.node, start * 1e3, work * 1e3, hop * 1e3, timing.attempts))
    return sorted(found, key=lambda row: row.start_ms)


def bar(row: Row, total_ms: float) -> str:
    """The row as a bar of WIDTH characters for total_ms milliseconds."""
    scale = WIDTH / max(total_ms, 1e-6)
    before = min(WIDTH - 1, int(row.start_ms * scale))
    length = max(1, min(WIDTH - before, round(row.work_ms * scale)))
    return " " * before + "█" * length


def total_ms(found: list[Row]) -> float:
    """From the first call to the end of the last one."""
    return max((row.start_ms + row.work_ms + row.bound_ms for row in found), default=0.0)
