"""Where a chain's branches meet: parts that several callers bring, kept until a stage has all that it reads.

The join is in the stage that needs the parts, in one replica's memory: a part is small, its maker can make it again,
and a lost join ends as a lost call does, with a new attempt of the run. All callers of one attempt choose the same
replica by its key (services.runtime.client.replicas), so no replica needs to know another.

A stage that is called again after a lost connection may make another part than the first time. So two drafts are joined
only when their branches began from the same call: the timing before the branch's own says which one (Origin).
"""

import asyncio
from dataclasses import dataclass, field

from pipeline.v1 import draft_pb2
from services.catalog import Stage, has
from services.contract.calls import Response
from services.contract.errors import DeadlineExceeded, Overloaded, StoryloomError, Unavailable

MAX_OPEN = 256
"""Attempts that may be open or remembered at once."""
MAX_DRAFTS = 4
"""Drafts of different origins that one attempt keeps; the oldest one goes."""
MARGIN = 0.1
"""Seconds by which a wait ends before the caller's own, so that the caller hears why."""


@dataclass(frozen=True)
class Origin:
    """The call that made the part from which the branches begin."""

    replica: str
    received_ns: int
    """When the replica had the request, on its monotonic clock."""


def _origin(draft: draft_pb2.Draft) -> Origin | None:
    """Of the timing before the last one, which is the caller's own; None where there is none."""
    if len(draft.timings) < 2:
        return None
    before = draft.timings[-2]
    return Origin(before.replica, before.received.monotonic_ns)


@dataclass
class _Attempt:
    outcome: asyncio.Future[Response]
    drafts: dict[Origin | None, draft_pb2.Draft] = field(default_factory=dict)
    complete: bool = False
    """The parts were complete once: a call that comes after that is a repeated one."""


class Join:
    """The open attempts at one replica of one stage."""

    def __init__(self, stage: Stage) -> None:
        """`stage`: the one whose parts meet here."""
        self._stage = stage
        self._attempts: dict[str, _Attempt] = {}

    def __len__(self) -> int:
        """Attempts that are open or remembered."""
        return len(self._attempts)

    def add(self, key: str, draft: draft_pb2.Draft, seconds: float) -> draft_pb2.Draft | None:
        """Add a caller's parts; return the whole draft when they complete it, once. Raises Overloaded."""
        attempt = self._open(key, seconds)
        if attempt.complete:
            return None
        origin = _origin(draft)
        whole = attempt.drafts.get(origin)
        if whole is None:
            if len(attempt.drafts) >= MAX_DRAFTS:
                del attempt.drafts[next(iter(attempt.drafts))]
            whole = attempt.drafts[origin] = draft_pb2.Draft()
            whole.CopyFrom(draft)
        else:
            for part in self._stage.missing(whole):
                if has(draft, part):
                    getattr(whole, part).CopyFrom(getattr(draft, part))
            known = {timing.stage for timing in whole.timings}
            whole.timings.extend(timing for timing in draft.timings if timing.stage not in known)
        if self._stage.missing(whole):
            return None
        attempt.complete = True
        attempt.drafts.clear()
        return whole

    def finish(self, key: str, outcome: Response | StoryloomError) -> None:
        """Give the attempt's outcome to the call that collects it, now or later."""
        attempt = self._attempts.get(key)
        if attempt is None or attempt.outcome.done():
            return
        if isinstance(outcome, StoryloomError):
            attempt.outcome.set_exception(outcome)
            attempt.outcome.exception()  # Perhaps no call ever collects it, and asyncio need not log that.
        else:
            attempt.outcome.set_result(outcome)

    async def collect(self, key: str, seconds: float) -> Response:
        """Wait for the attempt's outcome. Raises DeadlineExceeded, which names what is missing."""
        attempt = self._open(key, seconds)
        try:
            async with asyncio.timeout(max(0.0, seconds - MARGIN)):
                made = await asyncio.shield(attempt.outcome)
        except TimeoutError:
            lacking = "its own part" if attempt.complete else ", ".join(self._lacking(attempt))
            raise DeadlineExceeded(f"the chain did not bring {lacking} within the run's time") from None
        # The package is the caller's now; only the fact that it was collected is kept.
        attempt.outcome = asyncio.get_running_loop().create_future()
        self.finish(key, Unavailable("what the chain made has been collected already"))
        return made

    def _lacking(self, attempt: _Attempt) -> list[str]:
        """What the draft that has most still lacks."""
        drafts = attempt.drafts.values() or (draft_pb2.Draft(),)
        return min(map(self._stage.missing, drafts), key=len)

    def _open(self, key: str, seconds: float) -> _Attempt:
        if (attempt := self._attempts.get(key)) is not None:
            return attempt
        if len(self._attempts) >= MAX_OPEN:
            # A call that waits for a finished one holds its outcome already.
            done = next((known for known, attempt in self._attempts.items() if attempt.outcome.done()), None)
            if done is None:
                raise Overloaded(f"{MAX_OPEN} runs are open at this join; try again later")
            del self._attempts[done]
        loop = asyncio.get_running_loop()
        attempt = self._attempts[key] = _Attempt(loop.create_future())
        # Kept to its end even when it is done: a repeated call must find it.
        loop.call_later(seconds, self._attempts.pop, key, None)
        return attempt
