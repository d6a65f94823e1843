"""What a store of runs is: the protocol that the gateway works with and every implementation keeps.

A run is accepted, claimed by a driver with a lease, and ended; it may be reopened later. Any number of gateways may
work on one store where the implementation allows it, so the queue, the leases and the news go through it.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2

EVENTS_AT_ONCE = 500
"""Events that one read of a run's events returns at most."""
PIECE_BYTES = 512 * 1024
"""Size of the pieces in which a package's archive is stored and read."""


class State(StrEnum):
    """Where a run is. The last two are final."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


FINAL = (State.COMPLETED, State.FAILED)


@dataclass(frozen=True)
class PackageInfo:
    """A package without its archive."""

    name: str
    content_digest: str
    bytes: int
    """Size of the archive."""


@dataclass(frozen=True)
class Run:
    """A run as it is now, without its parts."""

    id: str
    prompt: parts_pb2.Prompt
    state: State
    accepted: float
    """Unix time, seconds."""
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
    """The lease is not the run's any more: it expired and another driver has the run, or the run is not driven."""


class News(Protocol):
    """Word that something changed, from any gateway on the store."""

    async def wait(self, seconds: float) -> bool:
        """Return True at once when something changed since the last call, else as soon as it does.

        False after `seconds`. An implementation may be late or miss a change, so the caller looks then too.
        """


class Store(ABC):
    """Every call is one transaction: all of it is kept when the call returns, and nothing of it when it raises.

    No call blocks the event loop. Calls that take a lease raise LeaseLost, and write nothing, when it is lost. Each
    raises StoreUnavailable, without a stage, when the store cannot be written or read now, e.g. because a disk is full:
    the same call may succeed later, with no new start.
    """

    @abstractmethod
    async def health(self) -> Health:
        """Find out by a real write whether a run can be accepted and driven now; the answer may be a second old."""

    @abstractmethod
    async def accept(self, run_id: str, prompt: parts_pb2.Prompt, max_waiting: int) -> None:
        """Keep a new run with its event run_accepted. Raises Overloaded when `max_waiting` runs wait."""

    @abstractmethod
    async def get(self, run_id: str) -> Run:
        """Return a run. Raises NotFound."""

    @abstractmethod
    async def events(self, run_id: str, after: int = 0) -> EventPage:
        """The first EVENTS_AT_ONCE events with a number over `after`. Raises NotFound."""

    @abstractmethod
    def news_of(self, run_id: str) -> AbstractAsyncContextManager[News]:
        """News of one run, from the block's beginning on."""

    @abstractmethod
    def archive(self, run_id: str) -> AsyncIterator[bytes]:
        """The package's archive in pieces of PIECE_BYTES. Raises NotFound, also when it is replaced meanwhile."""

    @abstractmethod
    async def reopen(self, run_id: str, redo: Collection[str], max_waiting: int) -> None:
        """Forget what these stages made and let the run wait again, with an event run_resumed.

        Raises NotFound, NotReady when the run has not ended, and Overloaded.
        """

    @abstractmethod
    async def claim(self, driver: str, seconds: float) -> Lease | None:
        """Take the oldest run that waits, or whose lease has expired, for `seconds`; None when there is none."""

    @abstractmethod
    def news_of_work(self) -> AbstractAsyncContextManager[News]:
        """News of runs that wait to be claimed. The expiry of a lease is no news."""

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
