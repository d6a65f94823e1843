"""A process that only signals when the runs of an open loop are to start.

The process that makes the runs is part of what is measured. When it is busy it starts runs late, and an open loop must
count that delay.
"""

import asyncio
import os
import random
import struct
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Literal

from services.contract.errors import Internal

Arrivals = Literal["poisson", "fixed"]

START = struct.Struct("=dd")
"""A run's intended start and when it was signalled, by time.perf_counter(), which all processes of a machine share."""
LEAD_SECONDS = 0.02
"""From the first message, which says that the process is ready, to the begin of the schedule."""


def schedule(rate: float, seconds: float, arrivals: Arrivals, seed: int) -> Iterator[float]:
    """The start times of `rate` runs a second for so many seconds, in seconds after the begin."""
    chosen = random.Random(seed)  # noqa: S311 - the same arrivals each time
    at = 0.0
    while True:
        at += chosen.expovariate(rate) if arrivals == "poisson" else 1 / rate
        if at >= seconds:
            return
        yield at


Starts = AsyncIterator[tuple[float, float]]
"""Each run's intended start and when it was signalled, as they come; ends when the schedule ends."""


@asynccontextmanager
async def started(rate: float, seconds: float, arrivals: Arrivals, seed: int) -> AsyncIterator[tuple[float, Starts]]:
    """Run the process: yields when its schedule begins, and the starts. Raises Internal when it does not start."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "main.bench.pacer", str(rate), str(seconds), arrivals, str(seed)),
        stdout=asyncio.subprocess.PIPE,
    )
    words = process.stdout
    assert words is not None  # noqa: S101 - a pipe was asked for

    async def starts() -> Starts:
        while word := await words.read(64 * START.size):
            whole = word + (await words.readexactly(-len(word) % START.size) if len(word) % START.size else b"")
            for intended, told in START.iter_unpack(whole):
                yield intended, told
            # Bytes that are there already are read without a wait, and those that were begun need their turn.
            await asyncio.sleep(0)

    try:
        try:
            begin, _ = START.unpack(await words.readexactly(START.size))
        except asyncio.IncompleteReadError:
            raise Internal(f"the benchmark's pacer did not start, status {await process.wait()}") from None
        yield begin, starts()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def main(rate: float, seconds: float, arrivals: Arrivals, seed: int) -> None:
    """Signal each start over standard output when it is due; exit when the time is over."""
    plan = list(schedule(rate, seconds, arrivals, seed))
    begin = time.perf_counter() + LEAD_SECONDS
    os.write(1, START.pack(begin, begin))
    for at in plan:
        intended = begin + at
        if (early := intended - time.perf_counter()) > 0:
            time.sleep(early)
        os.write(1, START.pack(intended, time.perf_counter()))
    time.sleep(max(0.0, begin + seconds - time.perf_counter()))
    # The end of the pipe is the end of the time: not after Python has tidied up.
    os._exit(0)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(float(given[0]), float(given[1]), "fixed" if given[2] == "fixed" else "poisson", int(given[3]))
