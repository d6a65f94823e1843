"""The chain flow: hand the prompt to the first stage, and wait for the package at the last one.

A run is two calls at once. The call to the last stage returns the package and all timings, which came to that stage
with the parts: then the run is done. The call to the first stage returns an error, hop by hop backwards, as soon as
there is one. Its success comes the same way, later than the package, and the run does not wait for it.
"""

import asyncio
import secrets
import time
from itertools import count

from main.drive.edges import Edges
from main.drive.hub import Completed, Started
from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import STAGES
from services.contract.calls import OnProgress, Progress, Request, Response
from services.contract.errors import DeadlineExceeded, MissingPart, StoryloomError, Unavailable
from services.runtime import clock
from services.runtime.client.backoff import Backoff
from services.runtime.tasks import begin

SETTLE_SECONDS = 2.0
"""How long the package may take after the first stage's answer, or that answer after the package."""
BACKOFF = Backoff(first=0.2, most=2.0)
"""Seconds between two attempts."""


async def drive(
    draft: draft_pb2.Draft,
    edges: Edges,
    seconds: float,
    patience: float,
    on_started: Started,
    on_completed: Completed,
    on_progress: OnProgress | None = None,
) -> None:
    """Complete the draft in place within `seconds`: the package, and the timings of all stages.

    A replica that is lost with the parts in it costs an attempt; another is made for `patience` seconds. Raises
    StoryloomError, which names the stage where it happened.
    """
    deadline = time.monotonic() + seconds
    give_up = 0.0
    pauses = BACKOFF.pauses()
    await on_started(STAGES[0])
    # A gateway that takes a run up again after a restart must not join parts that are left of an earlier attempt.
    first = secrets.randbelow(2**31)
    for number in count(1):
        try:
            made = await _attempt(draft, edges, deadline - time.monotonic(), first + number, on_progress)
            break
        except Unavailable:
            now, pause = time.monotonic(), next(pauses)
            give_up = give_up or now + patience
            if now + pause >= min(give_up, deadline):
                raise
            await asyncio.sleep(pause)
    by_name = {timing.stage: timing for timing in made.draft.timings}
    del made.draft.timings[:]
    for timing in (*by_name.values(), made.timing):
        timing.attempts = number
    for stage in STAGES[:-1]:
        if stage.name in by_name:
            await on_completed(stage, Response(timing=by_name[stage.name]))
            draft.timings.append(by_name[stage.name])
    await on_completed(STAGES[-1], made)
    draft.package.CopyFrom(made.draft.package)
    draft.timings.append(made.timing)


async def _attempt(
    draft: draft_pb2.Draft, edges: Edges, left: float, attempt: int, on_progress: OnProgress | None
) -> Response:
    """The last stage's answer, with the timings of all."""
    first, last = STAGES[0], STAGES[-1]
    if left <= 0:
        raise DeadlineExceeded("the run's time was over before the chain could begin again").at(first.name)
    wish = draft_pb2.Draft(run_id=draft.run_id, prompt=draft.prompt)
    hand_on = Request(draft=wish, flow=stage_service_pb2.FLOW_CHAIN, attempt=attempt)
    collect = Request(draft=draft_pb2.Draft(run_id=draft.run_id), flow=stage_service_pb2.FLOW_COLLECT, attempt=attempt)

    over = False

    def tell(said: Progress) -> None:
        # Progress that comes back hop by hop may be later than the package.
        if on_progress is not None and not over:
            on_progress(said)

    sent = clock.now()
    chain = begin(edges[first.name].process(hand_on, left, tell))
    package = begin(edges[last.name].process(collect, left))
    try:
        made = await _first(package, chain)
    except BaseException:
        for call in (package, chain):
            call.cancel()
        await asyncio.gather(package, chain, return_exceptions=True)
        raise
    over = True
    _settle(chain)
    for timing in made.draft.timings:
        if timing.stage == first.name:
            clock.note(sent, timing.client_sent)
            timing.client_boot_id = clock.boot_id()
    return made


async def _first(package: asyncio.Task[Response], chain: asyncio.Task[Response]) -> Response:
    """The package, or the error of either call, whichever comes first."""
    await asyncio.wait((package, chain), return_when=asyncio.FIRST_COMPLETED)
    if not package.done():
        done = {timing.stage for timing in chain.result().draft.timings}
        await asyncio.wait((package,), timeout=SETTLE_SECONDS)
        if not package.done():
            raise _ended_early(done)
    return package.result()


def _settle(chain: asyncio.Task[Response]) -> None:
    """Let the first stage's call end by itself, for at most SETTLE_SECONDS; its outcome no longer matters."""
    late = asyncio.get_running_loop().call_later(SETTLE_SECONDS, chain.cancel)

    def settled(chain: asyncio.Task[Response]) -> None:
        late.cancel()
        if not chain.cancelled():
            chain.exception()  # Retrieved, or asyncio would log that it was not.

    chain.add_done_callback(settled)


def _ended_early(answered: set[str]) -> StoryloomError:
    """All answered and there is no package: the chain does not reach its end, or its parts met at two replicas."""
    silent = [stage.name for stage in STAGES[:-1] if stage.name not in answered]
    if silent:
        return MissingPart(
            f"the chain did not reach {', '.join(silent)}; set NEXT_SERVICE_HOST and NEXT_SERVICE_PORT of the stage"
            " before"
        )
    return Unavailable(f"{STAGES[-1].name} changed its replicas during the run").at(STAGES[-1].name)
