"""Readings of this machine's clocks, named by the kernel's boot id."""

import os
import time
from functools import cache
from pathlib import Path

from pipeline.v1 import draft_pb2


@cache
def boot_id() -> str:
    """The clock's name: the kernel's boot id, which all containers and lab machines on one kernel share, and its clock.

    What sets this process's clock apart is added: a time namespace with an offset, or libfaketime.
    """
    name = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    offsets = Path("/proc/self/timens_offsets")
    apart = [line.split()[1:] for line in offsets.read_text().splitlines()] if offsets.is_file() else []
    if any(value != "0" for values in apart for value in values):
        name += f" {apart}"
    return f"{name} FAKETIME={fake}" if (fake := os.environ.get("FAKETIME")) else name


Reading = tuple[int, int]
"""Nanoseconds of the monotonic clock and of the wall clock, at one moment."""


def now() -> Reading:
    """Read both clocks."""
    return time.monotonic_ns(), time.time_ns()


def note(reading: Reading, into: draft_pb2.Instant) -> None:
    """Write a reading into a message."""
    into.monotonic_ns, wall_ns = reading
    wall = into.wall
    wall.seconds, wall.nanos = divmod(wall_ns, 1_000_000_000)


def seconds_between(start: draft_pb2.Instant, end: draft_pb2.Instant) -> float:
    """Monotonic seconds from one reading to a later one of the same clock."""
    return (end.monotonic_ns - start.monotonic_ns) / 1e9
