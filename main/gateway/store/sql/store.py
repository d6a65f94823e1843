"""What a store in an SQL database does: each call is one transaction of `rows`. A subclass knows the database."""

import time
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial
from typing import Any

from main.gateway.store.base import (
    UNLABELLED,
    Archive,
    EventPage,
    Filter,
    Health,
    Keep,
    Labels,
    Lease,
    Once,
    Place,
    Run,
    State,
    Store,
)
from main.gateway.store.deliveries import Delivery, Hook
from main.gateway.store.news import LocalNews, News
from main.gateway.store.sql import deliveries, reading, tokens, writing
from main.gateway.store.sql.database import Db, Result, Statements
from main.gateway.store.tokens import NOBODY, Owner, Token
from pipeline.v1 import parts_pb2, stage_service_pb2
from services.contract.errors import StoreUnavailable

HEALTHY_SECONDS = 1.0
"""How long the answer that the store is well is used, so that who asks for it often writes no more often."""
WORK, DELIVERIES = "", "/deliveries"
"""The topics of runs that wait and of webhooks to send; the other topics are run ids."""


class SqlStore(Store):
    """Each method: see Store."""

    def __init__(self, keep: Keep) -> None:
        """`keep`: how much is kept of ended runs."""
        self._keep = keep
        self._news = LocalNews()
        self._created: float | None = None
        self._healthy_until = 0.0

    @abstractmethod
    async def _read(self, statements: Statements[Result]) -> Result:
        """Read in one transaction. Raises StoreUnavailable, and what the statements raise."""

    @abstractmethod
    async def _written(self, statements: Statements[Result], topics: tuple[str, ...]) -> Result:
        """Write in one transaction, then wake who follows the topics, even when the caller is cancelled meanwhile."""

    async def _write(self, statements: Statements[Result], *topics: str) -> Result:
        try:
            return await self._written(statements, topics)
        except StoreUnavailable:
            self._healthy_until = 0.0
            raise

    @abstractmethod
    def _alone(self, db: Db) -> None:
        """Keep others from letting a run wait until the end: no two count the same ones, or miss each other's key."""

    @abstractmethod
    def _check_room(self, db: Db) -> None:
        """Raise StoreUnavailable unless one more run has room."""

    @abstractmethod
    def _now(self, db: Db) -> float:
        """Seconds on the clock by which leases of this store expire."""

    async def health(self) -> Health:
        """See Store."""
        reason = ""
        try:
            if time.monotonic() > self._healthy_until:
                await self._write(self._check)
                self._healthy_until = time.monotonic() + HEALTHY_SECONDS
        except StoreUnavailable as error:
            reason = error.message
        with suppress(StoreUnavailable):
            self._created = self._created or await self._read(reading.created)
        return Health(reason, self._created)

    def _check(self, db: Db) -> None:
        self._check_room(db)
        writing.note_check(db)

    async def accept(
        self,
        run_id: str,
        prompt: parts_pb2.Prompt,
        max_waiting: int,
        labels: Labels = UNLABELLED,
        once: Once | None = None,
        *,
        owner: Owner = NOBODY,
        hook: Hook | None = None,
    ) -> str:
        """See Store."""

        def accept(db: Db) -> str:
            self._alone(db)
            if once is not None and (made := writing.made_before(db, once, owner.name)):
                return made
            self._check_room(db)
            writing.accept(db, run_id, prompt, max_waiting, labels, once, owner, hook)
            return run_id

        return await self._write(accept, WORK, run_id)

    async def counts(self) -> Mapping[State, int]:
        """See Store."""
        return await self._read(reading.counts)

    async def get(self, run_id: str) -> Run:
        """See Store."""
        return await self._read(partial(reading.get, run_id=run_id, keep=self._keep.runs))

    async def check_owner(self, run_id: str, owner: str) -> None:
        """See Store."""
        await self._read(partial(tokens.check_owner, run_id=run_id, owner=owner))

    async def find(self, wanted: Filter, limit: int, after: Place | None = None) -> list[Run]:
        """See Store."""
        return await self._read(partial(reading.find, wanted=wanted, limit=limit, after=after, keep=self._keep.runs))

    async def events(self, run_id: str, after: int = 0) -> EventPage:
        """See Store."""
        return await self._read(partial(reading.events, run_id=run_id, after=after))

    def news_of(self, run_id: str) -> AbstractAsyncContextManager[News]:
        """See Store."""
        return self._news.of(run_id)

    async def archive(self, run_id: str) -> Archive:
        """See Store."""
        fence, size = await self._read(partial(reading.archive, run_id=run_id))
        piece = partial(reading.piece, run_id=run_id, fence=fence)
        return _Archive(size, str(fence), lambda number: self._read(partial(piece, number=number)))

    async def reopen(self, run_id: str, redo: Collection[str], max_waiting: int, *, owner: Owner = NOBODY) -> None:
        """See Store."""

        def reopen(db: Db) -> None:
            self._alone(db)
            self._check_room(db)
            writing.reopen(db, run_id, redo, max_waiting, owner)

        await self._write(reopen, WORK, run_id)

    async def cancel(self, run_id: str, redo: Collection[str], *, told: bool = True) -> None:
        """See Store."""
        cancel = partial(writing.cancel, run_id=run_id, redo=redo, keep=self._keep, told=told)
        await self._write(cancel, run_id, _lease_of(run_id), DELIVERIES)

    async def remove(self, run_id: str) -> None:
        """See Store."""
        await self._write(partial(writing.remove, run_id=run_id))

    async def claim(self, driver: str, seconds: float) -> Lease | None:
        """See Store."""
        return await self._write(lambda db: writing.claim(db, driver, self._now(db), seconds))

    def news_of_work(self) -> AbstractAsyncContextManager[News]:
        """See Store."""
        return self._news.of(WORK)

    def news_of_lease(self, lease: Lease) -> AbstractAsyncContextManager[News]:
        """See Store."""
        return self._news.of(_lease_of(lease.run_id))

    async def renew(self, lease: Lease, seconds: float) -> None:
        """See Store."""
        await self._write(lambda db: writing.renew(db, lease, self._now(db) + seconds))

    async def release(self, lease: Lease) -> None:
        """See Store."""
        await self._write(partial(writing.release, lease=lease), WORK)

    async def parts(self, run_id: str) -> dict[str, stage_service_pb2.ProcessResponse]:
        """See Store."""
        return await self._read(partial(reading.parts, run_id=run_id))

    async def add_event(self, lease: Lease, kind: str, data: Mapping[str, Any]) -> None:
        """See Store."""
        await self._write(partial(writing.add_event_held, lease=lease, kind=kind, data=data), lease.run_id)

    async def add_part(
        self, lease: Lease, stage: str, response: stage_service_pb2.ProcessResponse, data: Mapping[str, Any]
    ) -> None:
        """See Store."""
        add = partial(writing.add_part, lease=lease, stage=stage, response=response, data=data)
        await self._write(add, lease.run_id)

    async def end(self, lease: Lease, state: State, data: Mapping[str, Any], redo: Collection[str] = ()) -> None:
        """See Store."""
        end = partial(writing.end, lease=lease, state=state, data=data, redo=redo, keep=self._keep)
        await self._write(end, lease.run_id, DELIVERIES)

    async def add_token(self, token: Token) -> None:
        """See TokenStore."""

        def add(db: Db) -> None:
            self._alone(db)
            tokens.add(db, token)

        await self._write(add)

    async def token(self, token_id: str) -> Token | None:
        """See TokenStore."""
        return await self._read(partial(tokens.get, token_id=token_id))

    async def tokens(self) -> list[Token]:
        """See TokenStore."""
        return await self._read(tokens.listed)

    async def revoke(self, word: str) -> list[Token]:
        """See TokenStore."""
        return await self._write(partial(tokens.revoke, word=word, now=time.time()))

    async def end_token(self, token_id: str) -> None:
        """See TokenStore."""
        await self._write(partial(tokens.end, token_id=token_id))

    async def end_shares(self, run_id: str) -> int:
        """See TokenStore."""
        return await self._write(partial(tokens.end_shares, run_id=run_id))

    async def note_use(self, token: Token, now: float) -> None:
        """See TokenStore."""
        await self._write(partial(tokens.note_use, token=token, now=now))

    async def next_delivery(self) -> float | None:
        """See DeliveryStore."""
        return await self._read(deliveries.next_due)

    async def take_delivery(self, now: float, seconds: float) -> Delivery | None:
        """See DeliveryStore."""
        return await self._write(partial(deliveries.take, now=now, seconds=seconds))

    async def put_off(self, delivery: Delivery, due: float, why: str) -> None:
        """See DeliveryStore."""
        await self._write(partial(deliveries.put_off, delivery=delivery, due=due, why=why))

    async def end_delivery(self, delivery: Delivery, said: str) -> None:
        """See DeliveryStore."""
        await self._write(partial(deliveries.end, delivery=delivery, said=said))

    def news_of_deliveries(self) -> AbstractAsyncContextManager[News]:
        """See DeliveryStore."""
        return self._news.of(DELIVERIES)


def _lease_of(run_id: str) -> str:
    """The topic of who drives the run."""
    return f"{run_id}/lease"


class _Archive(Archive):
    """An archive in a table of pieces."""

    def __init__(self, size: int, version: str, piece: Callable[[int], Awaitable[bytes]]) -> None:
        self.size, self.version, self._piece = size, version, piece

    async def piece(self, number: int) -> bytes:
        """See Archive."""
        return await self._piece(number)
