"""One stage in both flows: the hub's requests are answered with the part, the chain's go on to the next stages."""

import asyncio
import time
from collections.abc import Sequence

from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import successors
from services.contract.calls import OnProgress, Request, Response, Timing
from services.contract.errors import (
    DeadlineExceeded,
    InvalidRequest,
    MissingPart,
    StoryloomError,
    Unavailable,
    Violation,
)
from services.contract.limits import MAX_ID, MAX_RUN_SECONDS
from services.runtime import clock
from services.runtime.client.edge import Edge
from services.runtime.stage.join import Join
from services.runtime.stage.worker import Worker
from services.runtime.tasks import begin
from services.runtime.wire.attempt import attempt_key, is_chained

HOP_SHARE, MAX_HOP_SECONDS = 0.05, 0.2
"""The share of the remaining time that a hop keeps, so that an error arrives before its caller gives up."""


class Forwarder:
    """A worker, and the edges to the stages after it; none at the chain's end."""

    def __init__(self, worker: Worker, edges: Sequence[Edge]) -> None:
        self._worker = worker
        self._edges = edges
        self._following = successors(worker.stage)
        self._join = Join(worker.stage)
        self._ends: dict[str, asyncio.Task[None]] = {}
        """By the key of an attempt, the last part that is being made for it."""

    async def process(self, request: Request, time_left: float, on_progress: OnProgress | None = None) -> Response:
        """Answer as the request's flow says, within time_left seconds. Raises StoryloomError."""
        time_left = min(time_left, MAX_RUN_SECONDS)
        if wrong := _wrong_id(request):
            raise InvalidRequest((Violation("draft.run_id", wrong),)).at(self._worker.stage.name)
        if request.flow == stage_service_pb2.FLOW_COLLECT:
            return await self._collect(request, time_left)
        if request.flow == stage_service_pb2.FLOW_CHAIN:
            return await self._forward(request, time.monotonic() + time_left, on_progress)
        return await self._worker.process(request, time_left, on_progress)

    async def _collect(self, request: Request, time_left: float) -> Response:
        """Wait for the part that the chain makes here. Its timing gets this call's two server readings."""
        received = clock.now()
        key = attempt_key(request)
        try:
            made = await self._join.collect(key, time_left)
        except asyncio.CancelledError:
            # Nobody else can collect what is made for this attempt.
            if (end := self._ends.get(key)) is not None:
                end.cancel()
            raise
        except StoryloomError as error:
            raise error.at(self._worker.stage.name) from None
        clock.note(received, made.timing.received)
        clock.note(clock.now(), made.timing.answered)
        return made

    async def _forward(self, request: Request, deadline: float, on_progress: OnProgress | None) -> Response:
        """Make the part, send the draft on, and answer with the names of the stages that are done.

        A caller that brings only some of the parts is answered at once: the call that completes them goes on.
        """
        stage, draft, received = self._worker.stage, request.draft, clock.now()
        if not self._edges and self._following:
            names = ", ".join(other.name for other in self._following)
            raise MissingPart(
                f"{stage.name} does not know where {names} is; set its NEXT_SERVICE_HOST and NEXT_SERVICE_PORT"
            ).at(stage.name)
        if not self._edges or stage.missing(draft):
            if draft.timings:
                clock.note(received, draft.timings[-1].joined)
            whole = self._join.add(attempt_key(request), draft, deadline - time.monotonic())
            if whole is None:
                return Response()
            draft.CopyFrom(whole)
        if not self._edges:
            # The parts of the other branches are in the draft: the package is made even when this caller goes away.
            key = attempt_key(request)
            end = self._ends[key] = begin(self._end(request, deadline, on_progress))
            end.add_done_callback(lambda _: self._ends.pop(key, None))
            await self._ended(end)
            return Response()
        made = await self._worker.process(request, deadline - time.monotonic(), on_progress)
        getattr(draft, stage.writes).CopyFrom(getattr(made.draft, stage.writes))
        draft.timings.append(_sent_on(made.timing, request))
        answers = await self._send_on(request, deadline, on_progress)
        done = [name for answer in answers for name in answer.draft.timings]
        return Response(draft=draft_pb2.Draft(timings=[Timing(stage=stage.name), *done]))

    async def _ended(self, end: asyncio.Task[None]) -> None:
        """Wait for the last part, which goes on without its caller. Raises Unavailable when it is given up."""
        try:
            await asyncio.shield(end)
        except asyncio.CancelledError:
            if end.cancelled():
                raise Unavailable("nobody waits for the package of this attempt any more").at(
                    self._worker.stage.name
                ) from None
            raise

    async def _end(self, request: Request, deadline: float, on_progress: OnProgress | None) -> None:
        """Make the last part and leave it for the collecting call; the caller is told of an error too."""
        before = draft_pb2.Draft(timings=request.draft.timings)
        try:
            made = await self._worker.process(request, deadline - time.monotonic(), on_progress)
        except StoryloomError as error:
            self._join.finish(attempt_key(request), error)
            raise
        made.draft.timings.extend(before.timings)
        self._join.finish(attempt_key(request), made)

    async def _send_on(self, request: Request, deadline: float, on_progress: OnProgress | None) -> list[Response]:
        """Call all successors at once; the first error ends the other calls."""
        left = deadline - time.monotonic()
        left -= min(MAX_HOP_SECONDS, HOP_SHARE * left)
        if left <= 0:
            name = self._worker.stage.name
            raise DeadlineExceeded(f"{name} was done when the caller's time was over").at(name)
        if len(self._edges) == 1:
            return [await self._edges[0].process(request, left, on_progress)]
        calls = [begin(edge.process(request, left, on_progress)) for edge in self._edges]
        try:
            return await asyncio.gather(*calls)
        except BaseException:
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            raise

    async def close(self) -> None:
        """Close the edges and end the worker's threads."""
        for edge in self._edges:
            await edge.close()
        self._worker.close()


def _wrong_id(request: Request) -> str:
    """Why the run's id cannot be one; empty when it can."""
    size = len(request.draft.run_id)
    if size > MAX_ID:
        return f"has {size:,} characters; use at most {MAX_ID}"
    return "is empty; a chain's parts meet under it" if is_chained(request) and not size else ""


def _sent_on(timing: Timing, request: Request) -> Timing:
    """Complete the timing of a part that goes on: its request was sent by the stage of the draft's last timing."""
    if request.draft.timings and (before := request.draft.timings[-1]).HasField("answered"):
        timing.client_sent.CopyFrom(before.answered)
        timing.client_boot_id = before.boot_id
    clock.note(clock.now(), timing.answered)
    return timing
