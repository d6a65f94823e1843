"""The hub flow: call each stage as soon as the parts that it reads are there, and report each part."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from main.drive.edges import Edges
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.catalog import STAGES, Stage, has
from services.contract.calls import OnProgress, Request, Response
from services.contract.errors import DeadlineExceeded, Internal
from services.runtime.tasks import begin

Started = Callable[[Stage], Awaitable[None]]
Completed = Callable[[Stage, Response], Awaitable[None]]


def merge(draft: draft_pb2.Draft, stage: Stage, response: Response) -> None:
    """Put a stage's part, if the answer has one, and its timing into the draft."""
    if has(response.draft, stage.writes):
        getattr(draft, stage.writes).CopyFrom(getattr(response.draft, stage.writes))
    draft.timings.append(response.timing)


def drafted(run_id: str, prompt: parts_pb2.Prompt, made: Mapping[str, Response]) -> draft_pb2.Draft:
    """The draft of a run from its prompt and the answers, by stage name, that are there already."""
    draft = draft_pb2.Draft(run_id=run_id, prompt=prompt)
    for stage in STAGES:
        if stage.name in made:
            merge(draft, stage, made[stage.name])
    return draft


def request_of(draft: draft_pb2.Draft, stage: Stage) -> Request:
    """A request with only the parts that the stage reads."""
    request = Request(flow=stage_service_pb2.FLOW_HUB)
    asked = request.draft
    asked.run_id = draft.run_id
    for part in stage.reads:
        getattr(asked, part).MergeFrom(getattr(draft, part))
    return request


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
    run = _Run(draft, edges, time.monotonic() + seconds, on_started, on_completed, on_progress)
    expiry = asyncio.get_running_loop().call_later(seconds, run.expire, seconds)
    try:
        run.go_on()
        await run.done
    finally:
        expiry.cancel()
        await run.end()


class _Run:
    """The stages of one run, each a task that begins those that have waited for it."""

    def __init__(
        self,
        draft: draft_pb2.Draft,
        edges: Edges,
        deadline: float,
        on_started: Started,
        on_completed: Completed,
        on_progress: OnProgress | None,
    ) -> None:
        self._draft = draft
        self._edges = edges
        self._deadline = deadline
        self._on_started = on_started
        self._on_completed = on_completed
        self._on_progress = on_progress
        self._waiting = [stage for stage in STAGES if not has(draft, stage.writes)]
        self._under_way: dict[str, asyncio.Task[None] | None] = {}
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def go_on(self) -> None:
        """Begin every stage that has all it reads."""
        ready = [stage for stage in self._waiting if not stage.missing(self._draft)]
        self._waiting = [stage for stage in self._waiting if stage not in ready]
        # Entered before any begins: one that is done at once begins the next ones itself.
        self._under_way |= dict.fromkeys(stage.name for stage in ready)
        for stage in ready:
            task = begin(self._make(stage))
            if not task.done():
                self._under_way[stage.name] = task
        if self.done.done():
            return
        if self._waiting and not self._under_way:
            self._fail(Internal(f"nothing makes what {self._waiting[0].name} reads; look at the catalogue"))
        elif not self._waiting and not self._under_way:
            self.done.set_result(None)

    async def _make(self, stage: Stage) -> None:
        try:
            await self._on_started(stage)
            left = self._deadline - time.monotonic()
            request = request_of(self._draft, stage)
            response = await self._edges[stage.name].process(request, left, self._on_progress)
            await self._on_completed(stage, response)
        except Exception as error:
            self._fail(error)
            return
        merge(self._draft, stage, response)
        self._under_way.pop(stage.name, None)
        if not self.done.done():
            self.go_on()

    def _fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)

    def expire(self, seconds: float) -> None:
        """The run's time is over."""
        slow = ", ".join(self._under_way)
        self._fail(DeadlineExceeded(f"the run's {seconds:g} s were over while waiting for {slow}").at(slow))

    async def end(self) -> None:
        """Cancel what is under way, and wait until it is gone."""
        tasks = [task for task in self._under_way.values() if task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.gather(*tasks, return_exceptions=True)
