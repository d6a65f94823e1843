"""Readings of this machine's clocks, named by the kernel's boot id."""

import time
from functools import cache
from pathlib import Path

from google.protobuf.timestamp_pb2 import Timestamp

from pipeline.v1 import draft_pb2


@cache
def boot_id() -> str:
    """The kernel's boot id: all containers and lab machines on one kernel share it, and its clock."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def now() -> draft_pb2.Instant:
    """Read the wall clock and the monotonic clock."""
    wall = Timestamp()
    wall.FromNanoseconds(time.time_ns())
    return draft_pb2.Instant(wall=wall, monotonic_ns=time.monotonic_ns())


def seconds_between(start: draft_pb2.Instant, end: draft_pb2.Instant) -> float:
    """Monotonic seconds from one reading to a later one of the same clock."""
    return (end.monotonic_ns - start.monotonic_ns) / 1e9
