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


def now() -> draft_pb2.Instant:
    """Read the wall clock and the monotonic clock."""
    reading = draft_pb2.Instant(monotonic_ns=time.monotonic_ns())
    reading.wall.seconds, reading.wall.nanos = divmod(time.time_ns(), 1_000_000_000)
    return reading


def seconds_between(start: draft_pb2.Instant, end: draft_pb2.Instant) -> float:
    """Monotonic seconds from one reading to a later one of the same clock."""
    return (end.monotonic_ns - start.monotonic_ns) / 1e9
