"""The hub flow: ask each stage as soon as what it reads is there, and hand each part to an observer."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from main.edges import Edges
from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import STAGES, Stage
from services.runtime.errors import DeadlineExceeded, Internal
from services.runtime.worker import OnProgress

Response = stage_service_pb2.ProcessResponse
Started = Callable[[Stage], Awaitable[None]]
Completed = Callable[[Stage, Response], Awaitable[None]]


def has(draft: draft_pb2.Draft, part: str) -> bool:
    """Whether the draft has the part; timings are a list, which is always there."""
    return part == "timings" or draft.HasField(part)


def merge(draft: draft_pb2.Draft, stage: Stage, response: Response) -> None:
    """Put a stage's part, if the answer has one, and its timing into the draft."""
    if response.draft.HasField(stage.writes):
        getattr(draft, stage.writes).CopyFrom(getattr(response.draft, stage.writes))
    draft.timings.append(response.timing)


def request_of(draft: draft_pb2.Draft, stage: Stage) -> stage_service_pb2.ProcessRequest:
    """A request with only the parts that the stage reads."""
    request = draft_pb2.Draft(run_id=draft.run_id, payload=draft.payload)
    for part in stage.reads:
        if part == "timings":
            request.timings.extend(draft.timings)
        else:
            getattr(request, part).CopyFrom(getattr(draft, part))
    return stage_service_pb2.ProcessRequest(draft=request, flow=stage_service_pb2.FLOW_HUB)


async def drive(
    draft: draft_pb2.Draft,
    edges: Edges,
    seconds: float,
    on_started: Started,
    on_completed: Completed,
    on_progress: OnProgress | None = None,
) -> None:
    """Complete the draft in place within `seconds`; parts that it has already are not made again.

    `on_completed` is awaited before the part is used, so that what it stores is never behind. Raises the first
    stage's StoryloomError; the other stages under way are cancelled.
    """
    deadline = time.monotonic() + seconds
    under_way: dict[asyncio.Task[Response], Stage] = {}
    started: set[str] = set()
    try:
        while missing := [stage for stage in STAGES if not has(draft, stage.writes)]:
            for stage in missing:
                if stage.name not in started and all(has(draft, part) for part in stage.reads):
                    started.add(stage.name)
                    await on_started(stage)
                    left = deadline - time.monotonic()
                    call = edges[stage.name].process(request_of(draft, stage), left, on_progress)
                    under_way[asyncio.create_task(call)] = stage
            if not under_way:
                raise Internal(f"nothing makes what {missing[0].name} reads; look at the catalogue")
            timeout = max(0.0, deadline - time.monotonic())
            done, _ = await asyncio.wait(under_way, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                slow = ", ".join(stage.name for stage in under_way.values())
                raise DeadlineExceeded(f"the run's {seconds:g} s were over while waiting for {slow}").at(slow)
            for task in done:
                stage = under_way.pop(task)
                response = task.result()
                await on_completed(stage, response)
                merge(draft, stage, response)
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
