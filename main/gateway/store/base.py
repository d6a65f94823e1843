"""What a store of runs is: the protocol that the gateway works with and every implementation keeps.

A run is accepted, claimed by a driver with a lease, and ended; it may be reopened later. Any number of gateways may
work on one store where the implementation allows it, so the queue, the leases and the news go through it.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from main.gateway.store.deliveries import DeliveryStore, Hook
from main.gateway.store.news import News
from main.gateway.store.tokens import NOBODY, Owner, TokenStore
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2

EVENTS_AT_ONCE = 500
"""Events that one read of a run's events returns at most."""
PIECE_BYTES = 512 * 1024
"""Size of the pieces in which a package's archive is stored and read."""


class State(StrEnum):
    """Where a run is. The last three are final."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Keep:
    """How much a store keeps of runs that have ended: the newest ones, so many and of so many bytes."""

    runs: int = 500
    bytes: int = 4_000_000_000
    """Of packages, of parts that a resume needs, and of events; the newest run is kept whatever it has."""


KEEP = Keep()
FINAL = (State.COMPLETED, State.FAILED, State.CANCELLED)


@dataclass(frozen=True)
class PackageInfo:
    """A package without its archive."""

    name: str
    content_digest: str
    bytes: int
    """Size of the archive."""


@dataclass(frozen=True)
class Labels:
    """What a client notes on its run, to find it again."""

    tags: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


UNLABELLED = Labels()


@dataclass(frozen=True)
class Once:
    """A request that may come several times, and makes one run; the run's end in the store is the key's end too."""

    key: str
    """The client's, the same each time."""
    asked: str
    """Digest of what it asks for."""


@dataclass(frozen=True)
class Place:
    """Where a run stands in the list of all: by the time at which it was accepted, then by its id."""

    accepted: float
    id: str


@dataclass(frozen=True)
class Filter:
    """Which runs are listed: those to which all of it applies."""

    states: tuple[State, ...] = ()
    """Any of these; every state when empty."""
    tag: str = ""
    """One of the run's tags; any when empty."""
    words: str = ""
    """Part of what it is about, in any case; anything when empty."""
    owner: str | None = None
    """Whose it is; anybody's when None."""


@dataclass(frozen=True)
class Run:
    """A run as it is now, without its parts."""

    id: str
    prompt: parts_pb2.Prompt
    labels: Labels
    state: State
    accepted: float
    """When it was accepted, Unix time in seconds, as the two below."""
    started: float | None
    """When it was first claimed since it was accepted or reopened."""
    ended: float | None
    position: int | None
    """Runs that are claimed before it; None when it does not wait."""
    newer: int | None
    """Runs that must still end before it is removed; None when it has not ended."""
    events: int
    """Number of its last event."""
    error: Mapping[str, Any] | None
    """The data of its run_failed event, when failed."""
    timings: tuple[draft_pb2.StageTiming, ...]
    """Of the stages that are done, in order of completion."""
    package: PackageInfo | None
    redo: tuple[str, ...]
    """Stages that are to be done again if it is reopened; empty while it has not ended, or lacks nothing."""
    driver: str
    """Who drives it; empty when nobody does."""
    owner: str
    """Whose it is; empty when the gateway asked nobody who they are."""
    hook: Hook | None
    """Who is told of its end."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a run; numbers start at 1 and have no gaps."""

    number: int
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class EventPage:
    """Some of a run's events, in order."""

    events: tuple[Event, ...]
    ended: bool
    """The run has ended, and nothing follows these events."""


@dataclass(frozen=True)
class Lease:
    """The right to drive one run until another driver claims it."""

    run_id: str
    fence: int
    """Higher than that of every lease of this run before: what an older one writes is refused."""
    claims: int
    """How often the run was claimed since it was accepted or reopened, without those that were given back."""


@dataclass(frozen=True)
class Health:
    """Whether a store can take and keep runs now."""

    reason: str
    """Why it cannot, and what to change; empty when it can."""
    created: float | None
    """When the store was made, Unix time in seconds; None while it cannot be read. It has no runs from before that."""


class LeaseLost(Exception):
    """The lease is not the run's any more: it expired and another driver has the run, or the run was cancelled."""


class Archive(ABC):
    """A package's archive, in pieces of PIECE_BYTES, of which the last may be smaller."""

    size: int
    """Bytes."""
    version: str
    """Another one of the same run's has another version."""

    @abstractmethod
    async def piece(self, number: int) -> bytes:
        """One piece; the first is number 0. Raises NotFound when the archive was replaced or removed meanwhile."""

    async def read(self, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to `stop`, or the end, a piece at a time."""
        stop = self.size if stop is None else min(stop, self.size)
        while start < stop:
            number, offset = divmod(start, PIECE_BYTES)
            content = (await self.piece(number))[offset : offset + stop - start]
            yield content
            start += len(content)


class Store(TokenStore, DeliveryStore):
    """Every call is one transaction: all of it is kept when the call returns, and nothing of it when it raises.

    No call blocks the event loop. Calls that take a lease raise LeaseLost, and write nothing, when it is lost. Each
    raises StoreUnavailable, without a stage, when the store cannot be written or read now, e.g. because a disk is full:
    the same call may succeed later, with no new start.
    """

    kind: ClassVar[str]
    """What it is, such as "sqlite"."""

    @abstractmethod
    async def health(self) -> Health:
        """Find out by a real write whether a run can be accepted and driven now; the answer may be a second old."""

    @abstractmethod
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
        """Keep a new run with its event run_accepted, and return its id.

        With `once`, a run that the same request of this owner has made before is left as it is, and its id returned.
        Raises Overloaded when `max_waiting` runs wait or webhooks have no room, OverQuota when the owner has no room,
        and InvalidRequest when the key is that of another request.
        """

    @abstractmethod
    async def counts(self) -> Mapping[State, int]:
        """How many runs are in each state; states without any may be left out."""

    @abstractmethod
    async def get(self, run_id: str) -> Run:
        """Return a run. Raises NotFound."""

    @abstractmethod
    async def check_owner(self, run_id: str, owner: str) -> None:
        """Raise NotFound, as for a run that is not there, unless it is the owner's."""

    @abstractmethod
    async def find(self, wanted: Filter, limit: int, after: Place | None = None) -> list[Run]:
        """At most `limit` runs, the newest first, of those after a place in that order."""

    @abstractmethod
    async def events(self, run_id: str, after: int = 0) -> EventPage:
        """The first EVENTS_AT_ONCE events with a number over `after`. Raises NotFound."""

    @abstractmethod
    def news_of(self, run_id: str) -> AbstractAsyncContextManager[News]:
        """News of one run, from the block's beginning on."""

    @abstractmethod
    async def archive(self, run_id: str) -> Archive:
        """The package's archive as it is now. Raises NotFound."""

    @abstractmethod
    async def reopen(self, run_id: str, redo: Collection[str], max_waiting: int, *, owner: Owner = NOBODY) -> None:
        """Forget what these stages made and let the run wait again, with an event run_resumed.

        Raises NotFound, NotReady when the run has not ended, Overloaded, and OverQuota when too many of `owner` wait.
        """

    @abstractmethod
    async def cancel(self, run_id: str, redo: Collection[str], *, told: bool = True) -> None:
        """End a run that waits or is driven as CANCELLED, with an event run_cancelled; its driver loses its lease.

        `redo` is as for `end`; `told`: whether its webhook is. Does nothing when the run is cancelled already. Raises
        NotFound, and NotReady when it has ended otherwise.
        """

    @abstractmethod
    async def remove(self, run_id: str) -> None:
        """Remove an ended run and all that is of it. Raises NotFound, and NotReady when it has not ended."""

    @abstractmethod
    async def claim(self, driver: str, seconds: float) -> Lease | None:
        """Take the oldest run that waits, or whose lease has expired, for `seconds`; None when there is none."""

    @abstractmethod
    def news_of_work(self) -> AbstractAsyncContextManager[News]:
        """News of runs that wait to be claimed. The expiry of a lease is no news."""

    @abstractmethod
    def news_of_lease(self, lease: Lease) -> AbstractAsyncContextManager[News]:
        """News that the lease was lost because the run was cancelled. That it has expired is no news."""

    @abstractmethod
    async def renew(self, lease: Lease, seconds: float) -> None:
        """Hold the lease for `seconds` from now on; possible after its expiry too, while nobody else has the run."""

    @abstractmethod
    async def release(self, lease: Lease) -> None:
        """Give the run back: it waits, and the next driver goes on with what is made."""

    @abstractmethod
    async def parts(self, run_id: str) -> dict[str, stage_service_pb2.ProcessResponse]:
        """What is kept of what the stages made, by stage name, in order of completion; a package has no archive."""

    @abstractmethod
    async def add_event(self, lease: Lease, kind: str, data: Mapping[str, Any]) -> None:
        """Append an event."""

    @abstractmethod
    async def add_part(
        self, lease: Lease, stage: str, response: stage_service_pb2.ProcessResponse, data: Mapping[str, Any]
    ) -> None:
        """Keep what a stage made, with an event stage_completed that has the data."""

    @abstractmethod
    async def end(self, lease: Lease, state: State, data: Mapping[str, Any], redo: Collection[str] = ()) -> None:
        """End the run as COMPLETED or FAILED with an event run_<state>; the oldest ended runs may be removed.

        `redo` names the stages that are done again if the run is reopened. The other stages' parts are kept for that;
        without `redo` none is, for the package has them all.
        """

    @abstractmethod
    async def close(self) -> None:
        """Wait for the calls under way, and let go of the store."""

    async def __aenter__(self) -> "Store":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
