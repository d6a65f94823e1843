"""When each stage worked, drawn on main's clock.

No message arrives before it was sent. Each one so bounds how far two clocks can be apart, on one side; what goes out
from main and comes back, by whatever way, bounds it on both. The offset is the middle of that interval and its bound
half the width. For a call and its answer these are NTP's (RFC 5905, section 8): offset = ((T2 - T1) + (T3 - T4)) / 2,
within half of what the two hops took; in a chain the way back is over the stages after. Clocks of one boot id are one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.contract.calls import Timing
from services.runtime.clock import seconds_between

WIDTH = 40
DRIFT = 2 * 15e-6
"""What two clocks gain on each other: twice RFC 5905's frequency tolerance. A run's messages have so much more room."""


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


def _messages(timings: Sequence[Timing]) -> Iterator[tuple[str, str, int]]:
    """Of each message the two clocks, and its nanoseconds from one reading to the other."""
    for timing in timings:
        gone = timing.answered if timing.HasField("answered") else timing.completed
        if timing.HasField("client_sent"):
            yield timing.client_boot_id, timing.boot_id, timing.received.monotonic_ns - timing.client_sent.monotonic_ns
        if timing.HasField("client_received"):
            yield timing.boot_id, timing.client_boot_id, timing.client_received.monotonic_ns - gone.monotonic_ns
        if timing.HasField("joined"):
            yield timing.boot_id, timings[-1].boot_id, timing.joined.monotonic_ns - gone.monotonic_ns


def offsets(timings: Sequence[Timing], main: str) -> dict[str, Offset]:
    """Each clock's offset to the one of boot id `main`, by boot id; clocks that no messages tie to it are left out."""
    links: dict[tuple[str, str], float] = {}
    begun, ended = span(timings, main)
    drift = DRIFT * (ended - begun)
    for sender, receiver, nanoseconds in _messages(timings):
        taken = nanoseconds + drift
        links[sender, receiver] = min(taken, links.get((sender, receiver), taken))
    # The shortest ways to main and from it (Bellman and Ford): a message of -5 s has crossed to a clock that is behind.
    most, least = {main: 0.0}, {main: 0.0}
    for _ in links:
        for (sender, receiver), taken in links.items():
            if receiver in most and sender != main:
                most[sender] = min(most[receiver] + taken, most.get(sender, most[receiver] + taken))
            if sender in least and receiver != main:
                least[receiver] = max(least[sender] - taken, least.get(receiver, least[sender] - taken))
    found = {
        name: Offset((most[name] + least[name]) / 2, max(0.0, (most[name] - least[name]) / 2))
        for name in most.keys() & least.keys()
    }
    return found | {main: Offset(0.0, 0.0)}


def span(timings: Iterable[Timing], main: str) -> tuple[int, int]:
    """The first and the last reading of main's own clock, nanoseconds; zeros without any."""
    read = [
        getattr(timing, name).monotonic_ns
        for timing in timings
        if timing.client_boot_id == main
        for name in ("client_sent", "client_received")
        if timing.HasField(name)
    ]
    return min(read, default=0), max(read, default=0)


def rows(timings: Iterable[Timing]) -> list[Row]:
    """One row a stage, in order of their start. The last timing's caller is main."""
    timings = list(timings)
    if not timings:
        return []
    main = timings[-1].client_boot_id
    known = offsets(timings, main)
    # A run that was taken up after a reboot has calls from before it, by a clock that is gone.
    timings = [timing for timing in timings if timing.boot_id in known]
    origin, _ = span(timings, main)
    found = []
    for timing in timings:
        offset = known[timing.boot_id]
        start = timing.started.monotonic_ns + offset.value - origin
        work = seconds_between(timing.started, timing.completed)
        found.append(Row(timing.stage, timing.node, start / 1e6, work * 1e3, offset.bound / 1e6, timing.attempts))
    return sorted(found, key=lambda row: row.start_ms)


def bar(row: Row, total_ms: float, width: int = WIDTH) -> str:
    """The row as a bar of `width` characters for total_ms milliseconds."""
    scale = width / max(total_ms, 1e-6)
    before = min(width - 1, int(row.start_ms * scale))
    length = max(1, min(width - before, round(row.work_ms * scale)))
    return " " * before + "█" * length


def total_ms(found: list[Row]) -> float:
    """From the first call to the end of the last one."""
    return max((row.end_ms + row.bound_ms for row in found), default=0.0)
