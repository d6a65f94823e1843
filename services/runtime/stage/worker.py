"""One stage at work, apart from any transport: checks, bounded queue, deadline, timing."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context

from google.protobuf.message import Message
from loguru import logger

from pipeline.v1 import draft_pb2
from services.catalog import Stage
from services.contract import bounds, progress
from services.contract.calls import OnProgress, Process, Progress, Request, Response, Timing
from services.contract.errors import DeadlineExceeded, Internal, MissingPart, Overloaded, StoryloomError
from services.runtime import clock
from services.runtime.identity import replica_name
from services.runtime.observer import UNOBSERVED, Observer

PROGRESS_SECONDS = 0.1
"""Least time between two progress messages of one request."""


class Worker:
    """Runs one stage in a few threads, so that the event loop always answers.

    `process` makes the stage's part. At most `workers` requests are worked on and `queue` more may wait; the next one
    is refused. `node` is this machine's name, for timings and progress; `level` that of the log line about a part that
    was made. `check` raises InvalidRequest for a draft that is over the bounds of what crafts can take.
    """

    def __init__(
        self,
        stage: Stage,
        process: Process,
        *,
        node: str,
        workers: int = 2,
        queue: int = 64,
        observer: Observer = UNOBSERVED,
        level: str = "INFO",
        check: Callable[[draft_pb2.Draft], None] = bounds.check,
    ) -> None:
        self.stage = stage
        self._process = process
        self._observer = observer
        self._level = level
        self._check = check
        self._place = Timing(stage=stage.name, node=node, replica=replica_name(), boot_id=clock.boot_id())
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=stage.name)
        self._capacity = workers + queue
        self._pending = 0

    async def process(self, request: Request, time_left: float, on_progress: OnProgress | None = None) -> Response:
        """Make the part within time_left seconds.

        Raises StoryloomError: MissingPart, Overloaded, DeadlineExceeded, what the stage itself raises for bad input,
        and Internal for a defect, whose details are in the log only.
        """
        received = clock.now()
        deadline = time.monotonic() + time_left
        observed = self._observer.call("server", self.stage.name, request)
        with observed, logger.contextualize(run_id=request.draft.run_id):
            try:
                return await self._bounded(request.draft, received, deadline, on_progress)
            except StoryloomError as error:
                logger.warning("refused: {}: {}", error.code_name, error.message)
                raise error.at(self.stage.name) from None

    async def _bounded(
        self,
        draft: draft_pb2.Draft,
        received: clock.Reading,
        deadline: float,
        on_progress: OnProgress | None,
    ) -> Response:
        if missing := self.stage.missing(draft):
            raise MissingPart(f"{self.stage.name} reads {', '.join(missing)}, which the draft does not have")
        if self._pending >= self._capacity:
            raise Overloaded(f"{self.stage.name} has {self._pending} requests waiting; try again later")
        self._pending += 1
        loop = asyncio.get_running_loop()
        context = copy_context()
        given_up = threading.Event()
        context.run(progress.listen, self._listener(loop, on_progress, given_up))
        context.run(progress.until, deadline)
        work = self._threads.submit(context.run, self._work, draft, received, deadline)
        # The place is free when the thread is, not when the caller gives up.
        work.add_done_callback(lambda _: self._release(loop))
        try:
            remaining = max(0.0, deadline - time.monotonic())
            part, started = await asyncio.wait_for(asyncio.wrap_future(work), remaining)
        except TimeoutError:
            raise DeadlineExceeded(f"{self.stage.name} was not done when the caller's time was over") from None
        finally:
            # A thread cannot be ended from outside: it ends at the next report of its craft.
            given_up.set()
        return self._response(draft.run_id, part, received, started)

    def _listener(
        self, loop: asyncio.AbstractEventLoop, on_progress: OnProgress | None, given_up: threading.Event
    ) -> progress.Listener:
        """A listener for the stage's threads that passes some of what they report to the event loop.

        It ends their work when the call is given up.
        """
        told = 0.0

        def listener(doing: str, done: int, total: int) -> None:
            nonlocal told
            if given_up.is_set():
                raise progress.GivenUp
            if on_progress is None or (now := time.monotonic()) - told < PROGRESS_SECONDS:
                return
            told = now
            said = Progress(stage=self.stage.name, doing=doing, done=done, total=total, node=self._place.node)
            with suppress(RuntimeError):  # The loop has ended, and with it the caller.
                loop.call_soon_threadsafe(on_progress, said)

        return listener

    def _release(self, loop: asyncio.AbstractEventLoop) -> None:
        # Called in the worker's thread, perhaps after the loop has ended.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._free)

    def _free(self) -> None:
        self._pending -= 1

    def _work(self, draft: draft_pb2.Draft, received: clock.Reading, deadline: float) -> tuple[Message, clock.Reading]:
        if time.monotonic() >= deadline:
            raise DeadlineExceeded(f"{self.stage.name}: the caller's time was over before a worker was free")
        started = clock.now()
        self._check(draft)
        if "timings" in self.stage.reads:
            # The trace in a package names the machine that made it; when that was done is not known yet.
            self._time(draft.timings.add(), received, started)
        try:
            return self._process(draft), started
        except StoryloomError:
            raise
        except Exception as error:
            logger.exception("{} failed", self.stage.name)
            raise Internal(f"{self.stage.name} failed; its log has the details under this run id") from error

    def _response(self, run_id: str, part: Message, received: clock.Reading, started: clock.Reading) -> Response:
        response = Response()
        response.draft.run_id = run_id
        getattr(response.draft, self.stage.writes).CopyFrom(part)
        self._time(response.timing, received, started, clock.now())
        work_ms = round(clock.seconds_between(response.timing.started, response.timing.completed) * 1e3, 3)
        wait_ms = round(clock.seconds_between(response.timing.received, response.timing.started) * 1e3, 3)
        logger.bind(work_ms=work_ms, wait_ms=wait_ms).log(self._level, "made {}", self.stage.writes)
        return response

    def _time(
        self,
        timing: Timing,
        received: clock.Reading,
        started: clock.Reading,
        completed: clock.Reading | None = None,
    ) -> None:
        timing.CopyFrom(self._place)
        clock.note(received, timing.received)
        clock.note(started, timing.started)
        if completed is not None:
            clock.note(completed, timing.completed)

    def close(self) -> None:
        """Let the threads end; what still waits is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)
