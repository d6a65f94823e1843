"""The gateway's runs at work: a bounded queue in front of the hub, with every step in the store."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

from google.protobuf.json_format import MessageToDict
from loguru import logger

from main.drive import flow, hub
from main.drive.edges import Edges
from main.gateway.resume import to_redo
from main.gateway.store.sqlite import FINAL, Event, State, Store
from main.settings import MainSettings
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.catalog import STAGES, Stage
from services.contract.errors import Internal, NotReady, Overloaded, StoryloomError
from services.runtime.wire.problem import problem_of

PROGRESS_SECONDS = 0.5
"""Least time between two stored words of progress of one stage."""
MAX_LISTENERS = 500
"""Event streams at once: well below the server's connections, so that health is always answered."""


class Runs:
    """Accepts runs, drives them, and tells who listens."""

    def __init__(self, store: Store, edges: Edges, settings: MainSettings) -> None:
        self._store = store
        self._edges = edges
        self._settings = settings
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._listening: dict[str, set[asyncio.Event]] = {}
        """By run, who follows it: a run's news wakes nobody else."""
        self._listeners = 0
        self._drivers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Take up what an earlier process left unfinished, then drive max_running runs at once."""
        for run_id in self._store.unfinished():
            self._queue.put_nowait(run_id)
        if not self._queue.empty():
            logger.info("taking up {} unfinished runs", self._queue.qsize())
        self._drivers = [asyncio.create_task(self._driver()) for _ in range(self._settings.max_running)]

    async def stop(self) -> None:
        """Stop driving; unfinished runs stay in the store for the next start."""
        for driver in self._drivers:
            driver.cancel()
        await asyncio.gather(*self._drivers, return_exceptions=True)

    async def accept(self, prompt: parts_pb2.Prompt) -> str:
        """Store a run and queue it; return its id. Raises Overloaded when too many wait."""
        self._check_room()
        run_id = uuid.uuid4().hex
        with self._store.transaction():
            self._store.add(run_id, prompt)
            self._store.add_event(run_id, "run_accepted", {})
        self._queue.put_nowait(run_id)
        return run_id

    async def resume(self, run_id: str) -> None:
        """Take an ended run up again: do what is missing or less than was asked, and what follows from it.

        Raises NotFound, NotReady when it has not ended or there is nothing to do, and Overloaded.
        """
        run = self._store.get(run_id)
        if run.state not in FINAL:
            raise NotReady(f"run {run_id} is {run.state}; follow its events")
        made = self._store.parts(run_id)
        parts = {stage.name: getattr(made[stage.name].draft, stage.writes) for stage in STAGES if stage.name in made}
        if not (stages := to_redo(parts)):
            raise NotReady(f"run {run_id} has all that was asked; there is nothing to do again")
        self._check_room()
        with self._store.transaction():
            self._store.drop_parts(run_id, stages)
            self._store.set_state(run_id, State.ACCEPTED)
            self._store.add_event(run_id, "run_resumed", {"stages": stages})
        self._queue.put_nowait(run_id)
        self._wake(run_id)

    def _check_room(self) -> None:
        if self._queue.qsize() >= self._settings.max_waiting:
            raise Overloaded(f"{self._queue.qsize()} runs are waiting; try again later")

    def package(self, run_id: str) -> parts_pb2.Package:
        """The run's package. Raises NotFound, or NotReady with the state."""
        run = self._store.get(run_id)
        if run.state is not State.COMPLETED:
            why = f": {run.error['detail']}" if run.error else "; follow its events"
            raise NotReady(f"run {run_id} has no package, it is {run.state}{why}")
        return self._store.parts(run_id)[STAGES[-1].name].draft.package

    async def events(self, run_id: str, after: int = 0) -> AsyncIterator[Event]:
        """The run's events from `after` on, as they happen, until it has ended. Raises NotFound."""
        changed = asyncio.Event()
        self._listeners += 1
        self._listening.setdefault(run_id, set()).add(changed)
        try:
            while True:
                changed.clear()
                final = self._store.get(run_id).state in FINAL
                for event in self._store.events(run_id, after):
                    after = event.number
                    yield event
                if final:
                    return
                await changed.wait()
        finally:
            self._listeners -= 1
            self._listening[run_id].discard(changed)
            if not self._listening[run_id]:
                del self._listening[run_id]

    def listen(self, run_id: str) -> str:
        """Check that the run's events can be followed. Raises NotFound, or Overloaded when too many listen."""
        if self._listeners >= MAX_LISTENERS:
            raise Overloaded(f"{self._listeners} clients follow events already; ask for the run's state instead")
        return self._store.get(run_id).id

    def _wake(self, run_id: str) -> None:
        for changed in self._listening.get(run_id, ()):
            changed.set()

    async def _driver(self) -> None:
        while True:
            run_id = await self._queue.get()
            with logger.contextualize(run_id=run_id):
                try:
                    await self._driven(run_id)
                except asyncio.CancelledError:
                    if (task := asyncio.current_task()) is None or task.cancelling():
                        raise
                    logger.error("the run was cancelled by nobody of ours; it stays for the next start")
                except Exception:
                    # Such as a full disk: the run stays unfinished in the store, and the next ones are still driven.
                    logger.exception("the run could not be ended")

    async def _driven(self, run_id: str) -> None:
        try:
            await self._drive(run_id)
        except StoryloomError as error:
            await self._fail(run_id, error)
        except Exception:
            logger.exception("the run failed")
            await self._fail(run_id, Internal("main failed; its log has the details under this run id"))

    async def _drive(self, run_id: str) -> None:
        run = self._store.get(run_id)
        draft = draft_pb2.Draft(run_id=run_id, prompt=run.prompt)
        done = self._store.parts(run_id)
        for stage in STAGES:
            if stage.name in done:
                hub.merge(draft, stage, done[stage.name])
        self._store.set_state(run_id, State.RUNNING)
        logger.info("driving the run, {} of {} stages done", len(done), len(STAGES))

        async def started(stage: Stage) -> None:
            self._store.add_event(run_id, "stage_started", {"stage": stage.name})
            self._wake(run_id)

        async def completed(stage: Stage, response: stage_service_pb2.ProcessResponse) -> None:
            timing = MessageToDict(response.timing, preserving_proto_field_name=True)
            with self._store.transaction():
                self._store.add_part(run_id, stage.name, response)
                self._store.add_event(run_id, "stage_completed", {"stage": stage.name, "timing": timing})
            self._wake(run_id)

        told: dict[str, float] = {}

        def progressed(progress: stage_service_pb2.StageProgress) -> None:
            now = time.monotonic()
            if now - told.get(progress.stage, 0.0) >= PROGRESS_SECONDS:
                told[progress.stage] = now
                data = MessageToDict(progress, preserving_proto_field_name=True)
                self._store.add_event(run_id, "stage_progress", data)
                self._wake(run_id)

        await flow.drive(draft, self._edges, self._settings, started, completed, progressed)
        await self._end(run_id, State.COMPLETED, {"content_digest": draft.package.content_digest})
        logger.info("the run is complete")

    async def _fail(self, run_id: str, error: StoryloomError) -> None:
        logger.error("the run failed: {}: {}", error.reason, error.message)
        await self._end(run_id, State.FAILED, problem_of(error))

    async def _end(self, run_id: str, state: State, data: dict[str, Any]) -> None:
        with self._store.transaction():
            self._store.set_state(run_id, state, data if state is State.FAILED else None)
            self._store.add_event(run_id, f"run_{state}", data)
        self._wake(run_id)
