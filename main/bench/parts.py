"""Where a hub run's time went, along its critical path and on main's clock alone.

A stage's stay (received to completed) is a difference of its own clock, its call one of main's: no two clocks are ever
subtracted, so it does not matter how far they are apart.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from main.drive.hub import request_of
from pipeline.v1 import draft_pb2
from services.catalog import STAGES, Stage
from services.contract.calls import Response, Timing
from services.runtime.clock import seconds_between


@dataclass(frozen=True)
class Parts:
    """Where one run's time went, in milliseconds."""

    compute: float
    """Stages at work."""
    queue: float
    """Requests that waited for a free worker."""
    wire: float
    """The rest of the calls: serialisation, network, and the event loops on both sides."""
    hub: float
    """Between the calls, before the first and after the last: main itself."""

    @property
    def total(self) -> float:
        """The sum of all parts."""
        return self.compute + self.queue + self.wire + self.hub


def parts(timings: Sequence[Timing], begun: float, ended: float) -> Parts:
    """Split one run, whose begin and end are readings of time.perf_counter, which is the monotonic clock."""
    path = critical_path(timings)
    compute = sum(seconds_between(timing.started, timing.completed) for timing in path)
    queue = sum(seconds_between(timing.received, timing.started) for timing in path)
    calls = sum(seconds_between(timing.client_sent, timing.client_received) for timing in path)
    edges = [begun, *(at for timing in path for at in _call(timing)), ended]
    hub = sum(after - before for before, after in zip(edges[::2], edges[1::2], strict=True))
    return Parts(compute * 1e3, queue * 1e3, (calls - compute - queue) * 1e3, hub * 1e3)


def _call(timing: Timing) -> tuple[float, float]:
    return timing.client_sent.monotonic_ns / 1e9, timing.client_received.monotonic_ns / 1e9


def serialisation(draft: draft_pb2.Draft) -> float:
    """Milliseconds that protobuf takes for the messages on a whole draft's critical path, each written and read once.

    Measured here and now, on messages like those that the calls had; JSON-RPC takes longer, and nobody in one process.
    """
    taken = 0.0
    by_name = {stage.name: stage for stage in STAGES}
    for timing in critical_path(draft.timings):
        stage = by_name[timing.stage]
        answer = draft_pb2.Draft(run_id=draft.run_id)
        getattr(answer, stage.writes).CopyFrom(getattr(draft, stage.writes))
        for message in (request_of(draft, stage), Response(draft=answer, timing=timing)):
            begun = time.perf_counter()
            type(message).FromString(message.SerializeToString())
            taken += time.perf_counter() - begun
    return taken * 1e3


def critical_path(timings: Sequence[Timing]) -> list[Timing]:
    """The calls that the run waited for, in order: before each, of the calls that it needs, the one answered last."""
    by_name = {timing.stage: timing for timing in timings}
    writes = {stage.writes: stage for stage in STAGES}

    def before(stage: Stage) -> Stage | None:
        needed = [writes[part] for part in stage.reads if part in writes]
        return max(needed, key=lambda other: by_name[other.name].client_received.monotonic_ns, default=None)

    path, stage = [by_name[STAGES[-1].name]], before(STAGES[-1])
    while stage is not None:
        path.append(by_name[stage.name])
        stage = before(stage)
    return path[::-1]
