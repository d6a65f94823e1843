"""What clients ask of the gateway's runs: accept, show, follow, fetch, resume. `drivers` does the work."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from main.gateway.store.base import (
    EVENTS_AT_ONCE,
    FINAL,
    Event,
    EventPage,
    Health,
    News,
    PackageInfo,
    Run,
    State,
    Store,
)
from pipeline.v1 import parts_pb2
from services.contract.errors import NotFound, NotReady, Overloaded, StoreUnavailable

MAX_LISTENERS = 500
"""Event streams at once: well below the server's connections, so that health is always answered."""
LOOK_SECONDS = 15.0
"""How often a follower looks for events though there is no news of any."""


class Runs:
    """The runs of one store. Made on the event loop."""

    def __init__(self, store: Store, max_waiting: int) -> None:
        self._store = store
        self._max_waiting = max_waiting
        self._stopping: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.listeners = 0
        """Event streams that are open."""

    async def accept(self, prompt: parts_pb2.Prompt) -> Run:
        """Store a run, which a driver then claims. Raises Overloaded when too many wait, and StoreUnavailable."""
        run_id = uuid.uuid4().hex
        await self._store.accept(run_id, prompt, self._max_waiting)
        return await self._store.get(run_id)

    async def get(self, run_id: str) -> Run:
        """Return a run. Raises NotFound."""
        return await self._store.get(run_id)

    async def health(self) -> Health:
        """Whether the store can take runs now, and since when it has been there."""
        return await self._store.health()

    async def resume(self, run_id: str) -> Run:
        """Take an ended run up again: do what is missing or less than was asked, and what follows from it.

        Raises NotFound, NotReady when it has not ended or there is nothing to do, and Overloaded.
        """
        run = await self._store.get(run_id)
        if run.state not in FINAL:
            raise NotReady(f"run {run_id} is {run.state}; follow its events")
        if not run.redo:
            raise NotReady(f"run {run_id} has all that was asked; there is nothing to do again")
        await self._store.reopen(run_id, run.redo, self._max_waiting)
        return await self._store.get(run_id)

    async def package(self, run_id: str) -> tuple[PackageInfo, AsyncIterator[bytes]]:
        """The run's package and its archive in pieces. Raises NotFound, or NotReady with the state."""
        run = await self._store.get(run_id)
        if run.state is not State.COMPLETED or run.package is None:
            why = f": {run.error['detail']}" if run.error else "; follow its events"
            raise NotReady(f"run {run_id} has no package, it is {run.state}{why}")
        return run.package, self._store.archive(run_id)

    @asynccontextmanager
    async def following(self, run_id: str, after: int = 0) -> AsyncIterator[AsyncIterator[Event]]:
        """The run's events with a number over `after`, as they happen, until it has ended or the gateway stops.

        Raises NotFound, and Overloaded when too many listen.
        """
        if self.listeners >= MAX_LISTENERS:
            raise Overloaded(f"{self.listeners} clients follow events already; ask for the run's state instead")
        self.listeners += 1
        try:
            async with self._store.news_of(run_id) as news:
                yield self._events(run_id, await self._store.events(run_id, after), after, news)
        finally:
            self.listeners -= 1

    async def _events(self, run_id: str, page: EventPage, after: int, news: News) -> AsyncIterator[Event]:
        while True:
            for event in page.events:
                after = event.number
                yield event
            if page.ended:
                return
            if len(page.events) < EVENTS_AT_ONCE and not await self._more(news):
                return
            try:
                page = await self._store.events(run_id, after)
            except (NotFound, StoreUnavailable):
                return  # It has ended, and newer ones have pushed it out; or who asks again hears what is wrong.

    async def _more(self, news: News) -> bool:
        """Wait for news, or for the time to look without; False when the gateway stops."""
        waiting = asyncio.ensure_future(news.wait(LOOK_SECONDS))
        try:
            await asyncio.wait((waiting, self._stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        return not self._stopping.done()

    def end_streams(self) -> None:
        """End all event streams, those to come too; their clients go on elsewhere with Last-Event-ID."""
        if not self._stopping.done():
            self._stopping.set_result(None)
