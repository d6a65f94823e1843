"""The gateway's work: claim runs from the store, and drive some of them at once, each under its lease."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from loguru import logger

from main.drive import flow, hub
from main.drive.edges import Edges
from main.drive.redo import to_redo
from main.gateway.fields import as_sent
from main.gateway.record import Record
from main.gateway.store.base import Lease, LeaseLost, State, Store
from main.gateway.store.news import News
from main.settings import MainSettings
from services.catalog import STAGES
from services.contract.errors import Internal, StoreUnavailable, StoryloomError
from services.runtime.client.backoff import Backoff
from services.runtime.wire.problem import problem_of

LEASE_SECONDS = 15.0
"""How long a run stays with a driver that is gone; a living one renews its lease three times as often."""
LOOK_SECONDS = 5.0
"""How often a gateway with nothing to do looks for runs whose lease has expired."""
TROUBLE_SECONDS = 1.0
"""Pause after the store could not be asked, or while it is not well."""
AGAIN = Backoff(first=1.0, most=30.0)
"""Pauses before interrupted runs go on, as long as each time the store fails once more: a stage's work is not free."""
MAX_CLAIMS = 10
"""How often a run is begun again after its driver was lost in the middle of it; then it has failed."""


class Drivers:
    """Drives at most max_running runs of a store at once."""

    def __init__(self, store: Store, edges: Edges, settings: MainSettings) -> None:
        self._store, self._edges, self._settings = store, edges, settings
        self._name = f"{settings.node_name}:{os.getpid()}"
        self._free = asyncio.Semaphore(settings.max_running)
        self._driving: set[asyncio.Task[None]] = set()
        self._interrupted: list[Lease] = []
        """Of runs that the store could not keep a step of; they are given back when it is well again."""
        self._pauses = AGAIN.pauses()
        self._trouble = False

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Drive for the length of the block; at its end runs under way are given back to the store."""
        claiming = asyncio.create_task(self._claim_all())
        try:
            yield
        finally:
            await _cancel(claiming)
            await _cancel(*self._driving)

    async def _claim_all(self) -> None:
        async with self._store.news_of_work() as news:
            while True:
                await self._free.acquire()
                task = asyncio.create_task(self._under_lease(await self._next(news)))
                self._driving.add(task)
                task.add_done_callback(self._driven)

    def _driven(self, task: asyncio.Task[None]) -> None:
        self._driving.discard(task)
        self._free.release()

    async def _next(self, news: News) -> Lease:
        """Wait for a run to drive."""
        while True:
            try:
                await self._give_back()
                lease = await self._claim()
                self._well()
                if lease is not None:
                    return lease
            except StoreUnavailable as error:
                self._not_well(error.message)
                await asyncio.sleep(TROUBLE_SECONDS)
                continue
            except Exception:
                logger.exception("no run can be claimed")
                await asyncio.sleep(TROUBLE_SECONDS)
            await news.wait(LOOK_SECONDS)

    async def _give_back(self) -> None:
        """Let interrupted runs be claimed again. Raises StoreUnavailable while they would be interrupted again."""
        if not self._interrupted:
            return
        if reason := (await self._store.health()).reason:
            raise StoreUnavailable(reason)
        await asyncio.sleep(next(self._pauses))
        while self._interrupted:
            with suppress(LeaseLost):
                await self._store.release(self._interrupted[0])
            self._interrupted.pop(0)

    def _not_well(self, reason: str) -> None:
        if not self._trouble:
            logger.error("no run can be claimed until the store is well again: {}", reason)
        self._trouble = True

    def _well(self) -> None:
        if self._trouble:
            logger.info("the store is well again; runs go on")
        self._trouble = False

    async def _claim(self) -> Lease | None:
        claim = asyncio.ensure_future(self._store.claim(self._name, LEASE_SECONDS))
        try:
            return await asyncio.shield(claim)
        except asyncio.CancelledError:
            # Or a run would stay with a driver that does not drive it.
            if (lease := await claim) is not None:
                await self._store.release(lease)
            raise

    async def _under_lease(self, lease: Lease) -> None:
        """Drive a run while its lease is renewed, and give it back when this gateway stops."""
        with logger.contextualize(run_id=lease.run_id):
            work, renewing = (asyncio.create_task(task) for task in (self._ended(lease), self._renew(lease)))
            try:
                await asyncio.wait((work, renewing), return_when=asyncio.FIRST_COMPLETED)
            except asyncio.CancelledError:
                await _cancel(work, renewing)
                # It ended just now, or the store's next start gives it back.
                with suppress(LeaseLost, StoreUnavailable):
                    await self._store.release(lease)
                    logger.info("the run is given back")
                raise
            lost = renewing.done()
            await _cancel(work, renewing)
            error = None if work.cancelled() else work.exception()
            if lost or isinstance(error, LeaseLost):
                logger.warning("the run is cancelled, or driven elsewhere: its lease was lost here")
            elif isinstance(error, StoreUnavailable):
                self._interrupted.append(lease)
                logger.error("the run waits until the store is well again: {}", error.message)
            elif error is not None:
                # The lease expires, and the run is taken up again.
                logger.opt(exception=error).error("the run could not be ended")
            else:
                self._pauses = AGAIN.pauses()

    async def _renew(self, lease: Lease) -> None:
        """Renew until the lease is lost."""
        async with self._store.news_of_lease(lease) as news:
            while True:
                await news.wait(LEASE_SECONDS / 3)
                try:
                    await self._store.renew(lease, LEASE_SECONDS)
                except LeaseLost:
                    return
                except StoreUnavailable as error:
                    logger.warning("the lease cannot be renewed now: {}", error.message)
                except Exception:
                    logger.exception("the lease cannot be renewed now")

    async def _ended(self, lease: Lease) -> None:
        """Drive a run to its end, good or bad. Raises LeaseLost, and what the store raises."""
        failed: StoryloomError | None = None
        run = await self._store.get(lease.run_id)
        done = await self._store.parts(run.id)
        draft = hub.drafted(run.id, run.prompt, done)
        logger.info("driving the run, {} of {} stages done", len(done), len(STAGES))
        record = Record(self._store, lease)
        try:
            _check_claims(lease)
            await flow.drive(draft, self._edges, self._settings, record.started, record.completed, record.progressed)
        except LeaseLost:
            raise
        except StoryloomError as error:
            if isinstance(error, StoreUnavailable) and not error.stage:
                raise  # Our own store's, no stage's: nothing is wrong with the run.
            failed = error
        except Exception:
            logger.exception("the run failed")
            failed = Internal("main failed; its log has the details under this run id")
        finally:
            await record.close()
        redo = to_redo(draft)
        if failed is None:
            data = {"content_digest": draft.package.content_digest}
            await self._store.end(lease, State.COMPLETED, data, redo)
            logger.info("the run is complete")
        else:
            logger.error("the run failed: {}: {}", failed.reason, failed.message)
            await self._store.end(lease, State.FAILED, problem_of(as_sent(failed)), redo)


def _check_claims(lease: Lease) -> None:
    if lease.claims > MAX_CLAIMS:
        raise Internal(f"the run was begun {MAX_CLAIMS} times, and each time its gateway was lost meanwhile")


async def _cancel(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
