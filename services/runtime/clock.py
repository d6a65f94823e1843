"""Readings of this process's monotonic and wall clock, and the name of the clock that they are of."""

import os
import time
from functools import cache
from pathlib import Path

from pipeline.v1 import draft_pb2


@cache
def boot_id() -> str:
    """The name of this process's monotonic clock; processes with the same name can compare their readings.

    It is the kernel's boot id, which all containers of one kernel share. A time namespace with an offset, or
    libfaketime, sets a process's clock apart, and is added to the name.
    """
    name = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    offsets = Path("/proc/self/timens_offsets")
    apart = [line.split()[1:] for line in offsets.read_text().splitlines()] if offsets.is_file() else []
    if any(value != "0" for values in apart for value in values):
        name += f" {apart}"
    return f"{name} FAKETIME={fake}" if (fake := os.environ.get("FAKETIME")) else name


Reading = tuple[int, int]
"""Monotonic time and wall time (since 1970) of one moment, nanoseconds."""


def now() -> Reading:
    """Read both clocks."""
    return time.monotonic_ns(), time.time_ns()


def note(reading: Reading, into: draft_pb2.Instant) -> None:
    """Store a reading in a message."""
    into.monotonic_ns, wall_ns = reading
    wall = into.wall
    wall.seconds, wall.nanos = divmod(wall_ns, 1_000_000_000)


def seconds_between(start: draft_pb2.Instant, end: draft_pb2.Instant) -> float:
    """Seconds from one reading to a later one of the same monotonic clock."""
    return (end.monotonic_ns - start.monotonic_ns) / 1e9
