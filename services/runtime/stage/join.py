"""Where a chain's branches meet: parts that several callers bring, held until a stage has all that it reads.

The join lives in the stage that needs the parts, in one replica's memory: a part is small, its maker can make it again,
and a lost join ends as a lost call does, with a new attempt of the run. All callers of one attempt choose the same
replica by its key (services.runtime.replicas), so no replica needs to know another.

A stage that is asked again, after a lost connection, may make another part than the first time. So parts meet only when
what is before them is of one making: the timing that their maker's caller left tells one from another.
"""

import asyncio
from dataclasses import dataclass, field

from pipeline.v1 import draft_pb2
from services.contract.calls import Response
from services.contract.errors import DeadlineExceeded, Overloaded, StoryloomError, Unavailable

MAX_OPEN = 256
"""Attempts that may be open or remembered at once."""
MAX_MAKINGS = 4
"""Makings of one attempt that are kept apart; the oldest one goes."""
MARGIN = 0.1
"""Seconds by which a wait ends before the caller's own, so that the caller hears why."""


Making = tuple[str, int]
"""The replica that made what is before the branches, and its monotonic clock when it was asked."""


def _making(draft: draft_pb2.Draft) -> Making | None:
    """Of what is before the part that the caller brings: the last timing is its own."""
    if len(draft.timings) < 2:
        return None
    before = draft.timings[-2]
    return before.replica, before.received.monotonic_ns


@dataclass
class _Attempt:
    outcome: asyncio.Future[Response]
    drafts: dict[Making | None, draft_pb2.Draft] = field(default_factory=dict)
    begun: bool = False
    """The parts were whole once: what comes again is a repeated call."""


class Join:
    """The open attempts of one replica of one stage."""

    def __init__(self, reads: tuple[str, ...]) -> None:
        """`reads`: the draft's fields that must be there; timings are a list, which is always there."""
        self._reads = [part for part in reads if part != "timings"]
        self._attempts: dict[str, _Attempt] = {}

    def missing(self, draft: draft_pb2.Draft) -> list[str]:
        """The parts that the draft does not have."""
        return [part for part in self._reads if not draft.HasField(part)]

    def add(self, name: str, draft: draft_pb2.Draft, seconds: float) -> draft_pb2.Draft | None:
        """Add a caller's parts; the whole draft when they complete it, once. Raises Overloaded."""
        attempt = self._open(name, seconds)
        if attempt.begun:
            return None
        making = _making(draft)
        whole = attempt.drafts.get(making)
        if whole is None:
            if len(attempt.drafts) >= MAX_MAKINGS:
                del attempt.drafts[next(iter(attempt.drafts))]
            whole = attempt.drafts[making] = draft_pb2.Draft()
            whole.CopyFrom(draft)
        else:
            for part in self.missing(whole):
                if draft.HasField(part):
                    getattr(whole, part).CopyFrom(getattr(draft, part))
            known = {timing.stage for timing in whole.timings}
            whole.timings.extend(timing for timing in draft.timings if timing.stage not in known)
        if self.missing(whole):
            return None
        attempt.begun = True
        attempt.drafts.clear()
        return whole

    def finish(self, name: str, outcome: Response | StoryloomError) -> None:
        """Give the attempt's outcome to who collects it, now or later."""
        attempt = self._attempts.get(name)
        if attempt is None or attempt.outcome.done():
            return
        if isinstance(outcome, StoryloomError):
            attempt.outcome.set_exception(outcome)
            attempt.outcome.exception()  # Nobody may ever collect it, and asyncio need not say so.
        else:
            attempt.outcome.set_result(outcome)

    async def collect(self, name: str, seconds: float) -> Response:
        """Wait for the attempt's outcome. Raises DeadlineExceeded, which names what is missing."""
        attempt = self._open(name, seconds)
        try:
            async with asyncio.timeout(max(0.0, seconds - MARGIN)):
                made = await asyncio.shield(attempt.outcome)
        except TimeoutError:
            lacking = "its own part" if attempt.begun else ", ".join(self._lacking(attempt))
            raise DeadlineExceeded(f"the chain did not bring {lacking} within the run's time") from None
        # The package is with who asked for it; what stays is that the attempt was.
        attempt.outcome = asyncio.get_running_loop().create_future()
        self.finish(name, Unavailable("what the chain made has been collected already"))
        return made

    def _lacking(self, attempt: _Attempt) -> list[str]:
        return min(map(self.missing, attempt.drafts.values()), key=len, default=self._reads)

    def _open(self, name: str, seconds: float) -> _Attempt:
        if (attempt := self._attempts.get(name)) is not None:
            return attempt
        if len(self._attempts) >= MAX_OPEN:
            # Who collects a finished one has hold of its outcome already.
            done = next((known for known, attempt in self._attempts.items() if attempt.outcome.done()), None)
            if done is None:
                raise Overloaded(f"{MAX_OPEN} runs are open at this join; try again later")
            del self._attempts[done]
        loop = asyncio.get_running_loop()
        attempt = self._attempts[name] = _Attempt(loop.create_future())
        # Kept to its end even when it is done: a repeated call must find it.
        loop.call_later(seconds, self._attempts.pop, name, None)
        return attempt
