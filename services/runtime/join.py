"""Where a chain's branches meet: parts that several callers bring, held until a stage has all that it reads.

The join lives in the stage that needs the parts, in one replica's memory: a part is small, its maker can make it again,
and a lost join ends as a lost call does, with a new attempt of the run. All callers of one attempt choose the same
replica by its key (services.runtime.replicas), so no replica needs to know another.
"""

import asyncio
from dataclasses import dataclass, field

from pipeline.v1 import draft_pb2, stage_service_pb2
from services.runtime.errors import DeadlineExceeded, Overloaded, StoryloomError

MAX_OPEN = 256
"""Attempts that may be open or remembered at once."""
MARGIN = 0.1
"""Seconds by which a wait ends before the caller's own, so that the caller hears why."""

Response = stage_service_pb2.ProcessResponse


def key(request: stage_service_pb2.ProcessRequest) -> str:
    """What all calls of one attempt of a run have in common."""
    return f"{request.draft.run_id}/{request.attempt}"


@dataclass
class _Attempt:
    draft: draft_pb2.Draft
    outcome: asyncio.Future[Response]
    missing: list[str] = field(default_factory=list)
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
        if attempt.draft.run_id:
            for part in attempt.missing:
                if draft.HasField(part):
                    getattr(attempt.draft, part).CopyFrom(getattr(draft, part))
            known = {timing.stage for timing in attempt.draft.timings}
            attempt.draft.timings.extend(timing for timing in draft.timings if timing.stage not in known)
        else:
            attempt.draft.CopyFrom(draft)
        attempt.missing = self.missing(attempt.draft)
        if attempt.missing:
            return None
        attempt.begun = True
        whole, attempt.draft = attempt.draft, draft_pb2.Draft()
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
            lacking = ", ".join(attempt.missing) or ("its own part" if attempt.begun else "all parts")
            raise DeadlineExceeded(f"the chain did not bring {lacking} within the run's time") from None
        # The package is with who asked for it; what stays is that the attempt was.
        attempt.outcome = asyncio.get_running_loop().create_future()
        attempt.outcome.set_result(Response())
        return made

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
        attempt = self._attempts[name] = _Attempt(draft_pb2.Draft(), loop.create_future(), list(self._reads))
        # Kept to its end even when it is done: a repeated call must find it.
        loop.call_later(seconds, self._attempts.pop, name, None)
        return attempt
