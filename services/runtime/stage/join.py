"""Where a chain's branches meet: parts that several callers bring, kept until a stage has all that it reads.

The join is in the stage that needs the parts, in one replica's memory: a part is small, its maker can make it again,
and a lost join ends as a lost call does, with a new attempt of the run. All callers of one attempt choose the same
replica by its key (services.runtime.client.replicas), so no replica needs to know another.

A stage that is called again after a lost connection may make another part than the first time. So two drafts are joined
only when their branches began from the same call: the timing before the branch's own says which one (Origin).
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from pipeline.v1 import draft_pb2
from services.catalog import Stage, has
from services.contract.calls import Response
from services.contract.errors import DeadlineExceeded, Overloaded, StoryloomError, Unavailable
from services.contract.limits import MAX_MESSAGE_BYTES

MAX_OPEN = 256
"""Attempts that may be open or remembered at once."""
MAX_BYTES = 4 * MAX_MESSAGE_BYTES
"""Bytes of drafts and outcomes that wait here for the rest of their run."""
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
    """The parts were complete once, or nobody waits for them any more: a call that comes after that adds nothing."""
    collectors: int = 0
    """Calls that wait for the outcome."""
    bytes: int = 0
    """Of its drafts, as they came, and of an outcome that nobody waits for yet."""


class Join:
    """The open attempts at one replica of one stage."""

    def __init__(self, stage: Stage) -> None:
        """`stage`: the one whose parts meet here."""
        self._stage = stage
        self._attempts: dict[str, _Attempt] = {}
        self._bytes = 0

    def __len__(self) -> int:
        """Attempts that are open or remembered."""
        return len(self._attempts)

    def add(self, key: str, draft: draft_pb2.Draft, seconds: float) -> draft_pb2.Draft | None:
        """Add a caller's parts; return the whole draft when they complete it, once. Raises Overloaded."""
        attempt = self._open(key, seconds)
        if attempt.complete:
            return None
        self._hold(attempt, draft.ByteSize())
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
        self._release(attempt)
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
            if not attempt.collectors:
                # Where it has no room, the attempt ends: whoever comes for it hears so.
                with suppress(Overloaded):
                    self._hold(attempt, outcome.ByteSize())

    async def collect(self, key: str, seconds: float) -> Response:
        """Wait for the attempt's outcome. Raises DeadlineExceeded, which names what is missing."""
        attempt = self._open(key, seconds)
        attempt.collectors += 1
        try:
            async with asyncio.timeout(max(0.0, seconds - MARGIN)):
                made = await asyncio.shield(attempt.outcome)
        except TimeoutError:
            lacking = "its own part" if attempt.complete else ", ".join(self._lacking(attempt))
            raise DeadlineExceeded(f"the chain did not bring {lacking} within the run's time") from None
        finally:
            attempt.collectors -= 1
            if not attempt.collectors and not attempt.outcome.done():
                self._end(attempt, "whoever waited for what the chain makes has gone")
        # The package is the caller's now; only the fact that it was collected is kept.
        self._end(attempt, "what the chain made has been collected already")
        return made

    def _hold(self, attempt: _Attempt, size: int) -> None:
        """Count bytes of an attempt; the oldest ones for which nobody waits end for it. Raises Overloaded."""
        for other in list(self._attempts.values()):
            if self._bytes + size <= MAX_BYTES:
                break
            if other is not attempt and other.bytes and not other.collectors:
                self._end(other, "others needed the room of what the chain made")
        if self._bytes + size > MAX_BYTES:
            raise Overloaded("the runs that are open at this join have no room for more; try again later")
        attempt.bytes += size
        self._bytes += size

    def _release(self, attempt: _Attempt) -> None:
        """Keep no parts of an attempt, and take no more."""
        attempt.complete = True
        attempt.drafts.clear()
        self._bytes -= attempt.bytes
        attempt.bytes = 0

    def _end(self, attempt: _Attempt, why: str) -> None:
        """Keep only the fact that an attempt has ended."""
        self._release(attempt)
        if attempt.outcome.done():
            attempt.outcome = asyncio.get_running_loop().create_future()
        attempt.outcome.set_exception(Unavailable(why))
        attempt.outcome.exception()  # Perhaps no call ever collects it, and asyncio need not log that.

    def _forget(self, key: str) -> None:
        if (attempt := self._attempts.pop(key, None)) is not None:
            self._release(attempt)

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
            self._forget(done)
        loop = asyncio.get_running_loop()
        attempt = self._attempts[key] = _Attempt(loop.create_future())
        # Kept to its end even when it is done: a repeated call must find it.
        loop.call_later(seconds, self._forget, key)
        return attempt
