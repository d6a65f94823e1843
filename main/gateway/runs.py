"""What clients ask of the gateway's runs: accept, list, show, follow, fetch, cancel, resume, remove.

`drivers` does the work.
"""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from main.drive.hub import drafted
from main.drive.redo import to_redo
from main.gateway.store.base import (
    EVENTS_AT_ONCE,
    FINAL,
    UNLABELLED,
    Archive,
    Event,
    EventPage,
    Filter,
    Health,
    Labels,
    Once,
    PackageInfo,
    Place,
    Run,
    State,
    Store,
)
from main.gateway.store.deliveries import Hook
from main.gateway.store.news import News
from main.gateway.store.tokens import NOBODY, Owner
from pipeline.v1 import parts_pb2
from services.contract.errors import NotFound, NotReady, Overloaded, StoreUnavailable

MAX_LISTENERS = 500
"""Event streams at once: well below the server's connections, so that health is always answered."""
LOOK_SECONDS = 15.0
"""How often a follower looks for events though there is no news of any."""


class Runs:
    """The runs of one store. Made on the event loop."""

    def __init__(self, store: Store, max_waiting: int) -> None:
        self.store = store
        """What they are kept in."""
        self._max_waiting = max_waiting
        self._stopping: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.listeners = 0
        """Event streams that are open."""

    async def accept(
        self,
        prompt: parts_pb2.Prompt,
        labels: Labels = UNLABELLED,
        once: Once | None = None,
        *,
        owner: Owner = NOBODY,
        hook: Hook | None = None,
    ) -> tuple[Run, bool]:
        """Store a run, which a driver then claims; with `once`, return the one that the same request made before.

        Also returns whether it is new. Raises Overloaded when too many wait, OverQuota when the owner has no room,
        StoreUnavailable, and InvalidRequest when the key is another request's.
        """
        new_id = uuid.uuid4().hex
        run_id = await self.store.accept(new_id, prompt, self._max_waiting, labels, once, owner=owner, hook=hook)
        return await self.store.get(run_id), run_id == new_id

    async def ended(self, run: Run, seconds: float) -> Run:
        """The run when it has ended, or as it is after `seconds`, or when the gateway stops or has too many clients."""
        if self.listeners >= MAX_LISTENERS:
            return run
        until = time.monotonic() + seconds
        self.listeners += 1
        try:
            async with self.store.news_of(run.id) as news:
                while (run := await self.store.get(run.id)).state not in FINAL:
                    left = until - time.monotonic()
                    if left <= 0 or not await self._more(news, min(left, LOOK_SECONDS)):
                        break
        finally:
            self.listeners -= 1
        return run

    async def find(self, wanted: Filter, limit: int, after: Place | None) -> tuple[list[Run], Place | None]:
        """At most `limit` runs after a place in the list, the newest first, and the place to go on from, if any."""
        found = await self.store.find(wanted, limit + 1, after)
        if len(found) <= limit:
            return found, None
        last = found[limit - 1]
        return found[:limit], Place(last.accepted, last.id)

    async def get(self, run_id: str) -> Run:
        """Return a run. Raises NotFound."""
        return await self.store.get(run_id)

    async def health(self) -> Health:
        """Whether the store can take runs now, and since when it has been there."""
        return await self.store.health()

    async def counts(self) -> Mapping[State, int]:
        """How many runs are in each state."""
        return await self.store.counts()

    @property
    def store_kind(self) -> str:
        """What the store is, such as "sqlite"."""
        return self.store.kind

    @property
    def max_waiting(self) -> int:
        """Runs that may wait; the next one is refused."""
        return self._max_waiting

    async def resume(self, run_id: str, owner: Owner = NOBODY) -> Run:
        """Take an ended run up again: do what is missing or less than was asked, and what follows from it.

        Raises NotFound, NotReady when it has not ended or there is nothing to do, Overloaded, and OverQuota when too
        many runs of `owner` wait.
        """
        run = await self.store.get(run_id)
        if run.state not in FINAL:
            raise NotReady(f"run {run_id} is {run.state}; follow its events")
        if not run.redo:
            raise NotReady(f"run {run_id} has all that was asked; there is nothing to do again")
        await self.store.reopen(run_id, run.redo, self._max_waiting, owner=owner)
        return await self.store.get(run_id)

    async def cancel(self, run_id: str, *, told: bool = True) -> Run:
        """End a run that has not ended, and the work on it; what is made is kept for `resume`.

        `told`: whether its webhook is. Does nothing when it is cancelled already. Raises NotFound, and NotReady when it
        has ended otherwise.
        """
        run = await self.store.get(run_id)
        if run.state not in FINAL:
            draft = drafted(run_id, run.prompt, await self.store.parts(run_id))
            await self.store.cancel(run_id, to_redo(draft), told=told)
        elif run.state is not State.CANCELLED:
            raise NotReady(f"run {run_id} is {run.state}; there is nothing to cancel")
        return await self.store.get(run_id)

    async def remove(self, run_id: str) -> None:
        """Remove an ended run and its package. Raises NotFound, and NotReady when it has not ended."""
        await self.store.remove(run_id)

    async def package(self, run_id: str) -> tuple[PackageInfo, Archive]:
        """The run's package and its archive. Raises NotFound, or NotReady with the state."""
        run = await self.store.get(run_id)
        if run.state is not State.COMPLETED or run.package is None:
            why = f": {run.error['detail']}" if run.error else "; follow its events"
            raise NotReady(f"run {run_id} has no package, it is {run.state}{why}")
        return run.package, await self.store.archive(run_id)

    async def is_over(self, run_id: str, after: int) -> bool:
        """Whether the run has ended, and no event has a number over `after`. Raises NotFound."""
        page = await self.store.events(run_id, after)
        return page.ended and not page.events

    @asynccontextmanager
    async def following(self, run_id: str, after: int = 0) -> AsyncIterator[AsyncIterator[Event]]:
        """The run's events with a number over `after`, as they happen, until it has ended or the gateway stops.

        Raises NotFound, and Overloaded when too many listen.
        """
        if self.listeners >= MAX_LISTENERS:
            raise Overloaded(f"{self.listeners} clients follow events already; ask for the run's state instead")
        self.listeners += 1
        try:
            async with self.store.news_of(run_id) as news:
                yield self._events(run_id, await self.store.events(run_id, after), after, news)
        finally:
            self.listeners -= 1

    async def _events(self, run_id: str, page: EventPage, after: int, news: News) -> AsyncIterator[Event]:
        while True:
            for event in page.events:
                after = event.number
                yield event
            if page.ended:
                return
            if len(page.events) < EVENTS_AT_ONCE and not await self._more(news, LOOK_SECONDS):
                return
            try:
                page = await self.store.events(run_id, after)
            except (NotFound, StoreUnavailable):
                return  # It has ended, and newer ones have pushed it out; or who asks again hears what is wrong.

    async def _more(self, news: News, seconds: float) -> bool:
        """Wait for news, or for the time to look without; False when the gateway stops."""
        waiting = asyncio.ensure_future(news.wait(seconds))
        try:
            await asyncio.wait((waiting, self._stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        return not self._stopping.done()

    def end_streams(self) -> None:
        """End all event streams, those to come too; their clients go on elsewhere with Last-Event-ID."""
        if not self._stopping.done():
            self._stopping.set_result(None)
