"""When each stage worked, drawn on main's clock.

Each call between two clocks gives the four NTP times (RFC 5905, section 8): offset = ((T2 - T1) + (T3 - T4)) / 2, with
an error of at most half of what the two hops took. In a chain a stage's caller is the stage before it, so offsets add
up from main's clock outwards, and so do their bounds. Clocks of one boot id are one clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.v1 import draft_pb2
from services.runtime.clock import seconds_between

WIDTH = 40
Timing = draft_pb2.StageTiming


@dataclass(frozen=True)
class Row:
    """One stage's work, milliseconds from the first call."""

    stage: str
    node: str
    start_ms: float
    work_ms: float
    bound_ms: float
    """How far start_ms can be off, either way."""
    attempts: int

    @property
    def end_ms(self) -> float:
        """When the work was done."""
        return self.start_ms + self.work_ms


@dataclass(frozen=True)
class Offset:
    """What to add to a clock's readings to get main's, nanoseconds."""

    value: float
    bound: float


def _measured(timing: Timing) -> Offset:
    """The server's clock on its caller's, from one call."""
    answered = timing.answered if timing.HasField("answered") else timing.completed
    t1, t2 = timing.client_sent.monotonic_ns, timing.received.monotonic_ns
    t3, t4 = answered.monotonic_ns, timing.client_received.monotonic_ns
    return Offset(-((t2 - t1) + (t3 - t4)) / 2, max(0.0, ((t4 - t1) - (t3 - t2)) / 2))


def offsets(timings: Iterable[Timing], main: str) -> dict[str, Offset]:
    """Each clock's offset to the clock of boot id `main`, by boot id; clocks that no call ties to it are left out."""
    links: dict[tuple[str, str], Offset] = {}
    for timing in timings:
        measured, pair = _measured(timing), (timing.client_boot_id, timing.boot_id)
        for (near, far), link in ((pair, measured), (pair[::-1], Offset(-measured.value, measured.bound))):
            if (near, far) not in links or link.bound < links[near, far].bound:
                links[near, far] = link
    found = {main: Offset(0.0, 0.0)}
    for _ in range(len(links)):
        for (near, far), link in links.items():
            if near in found and near != far:
                bound = found[near].bound + link.bound
                if far not in found or bound < found[far].bound:
                    found[far] = Offset(found[near].value + link.value, bound)
    return found


def rows(timings: Iterable[Timing]) -> list[Row]:
    """One row a stage, in order of their start. The last timing's caller is main."""
    timings = list(timings)
    if not timings:
        return []
    main = timings[-1].client_boot_id
    known = offsets(timings, main)
    # A run that was taken up after a reboot has calls from before it, by a clock that is gone.
    timings = [timing for timing in timings if timing.boot_id in known]
    sent = [timing.client_sent.monotonic_ns for timing in timings if timing.client_boot_id == main]
    origin = min(sent, default=0)
    found = []
    for timing in timings:
        offset = known[timing.boot_id]
        start = timing.started.monotonic_ns + offset.value - origin
        work = seconds_between(timing.started, timing.completed)
        found.append(Row(timing.stage, timing.node, start / 1e6, work * 1e3, offset.bound / 1e6, timing.attempts))
    return sorted(found, key=lambda row: row.start_ms)


def bar(row: Row, total_ms: float) -> str:
    """The row as a bar of WIDTH characters for total_ms milliseconds."""
    scale = WIDTH / max(total_ms, 1e-6)
    before = min(WIDTH - 1, int(row.start_ms * scale))
    length = max(1, min(WIDTH - before, round(row.work_ms * scale)))
    return " " * before + "█" * length


def total_ms(found: list[Row]) -> float:
    """From the first call to the end of the last one."""
    return max((row.end_ms + row.bound_ms for row in found), default=0.0)
