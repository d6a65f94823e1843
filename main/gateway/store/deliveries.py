"""What a store keeps of webhooks: who is told of a run's end, and what is still to be told."""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from main.gateway.store.news import News

MAX_DELIVERIES = 10_000
"""Deliveries of one store that wait; runs with a webhook are refused then."""
HOOK_EVENTS = ("run.completed", "run.failed", "run.cancelled")
"""What can be told of a run."""


@dataclass(frozen=True)
class Hook:
    """Who is told of a run's end."""

    url: str
    events: tuple[str, ...] = HOOK_EVENTS
    """Of HOOK_EVENTS, those that are told."""
    last: str = ""
    """What came of it; empty while there is nothing to tell."""


@dataclass(frozen=True)
class Delivery:
    """A message that is to be sent until it is taken; the same id and body each time."""

    id: str
    run_id: str
    url: str
    body: str
    attempt: int
    """1 the first time."""


class DeliveryStore(ABC):
    """Each call is a transaction, as those of Store. `Store.end` and `Store.cancel` add deliveries."""

    @abstractmethod
    async def next_delivery(self) -> float | None:
        """When the next delivery is due, Unix time in seconds; None when there is none."""

    @abstractmethod
    async def take_delivery(self, now: float, seconds: float) -> Delivery | None:
        """Take a delivery that is due; others do not see it for `seconds`, nor again before `put_off`."""

    @abstractmethod
    async def put_off(self, delivery: Delivery, due: float, why: str) -> None:
        """Let it be taken again at a time."""

    @abstractmethod
    async def end_delivery(self, delivery: Delivery, said: str) -> None:
        """Forget it: it was taken, or given up; `said` is what came of it."""

    @abstractmethod
    def news_of_deliveries(self) -> AbstractAsyncContextManager[News]:
        """News of deliveries that were added."""
