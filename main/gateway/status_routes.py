"""The path of what a gateway knows of all that it needs: stages, replicas, machines, builds, queue, store."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from main.drive.edges import Edges
from main.gateway.runs import Runs
from main.gateway.store.base import FINAL, Health, State
from services.catalog import STAGES
from services.contract.errors import StoreUnavailable
from services.runtime.client.seen import Seen
from services.runtime.expiry import DAY_SECONDS
from services.runtime.identity import Identity

FRESH_SECONDS = 1.0
"""How long an answer is used, so that many who watch ask the stages no more often."""


class ProcessView(BaseModel):
    """A process and what it runs; what it does not tell is empty."""

    node: str = Field(description="Its machine.")
    replica: str = Field(description="Its container or host, and process number.")
    version: str = Field(description="The release.")
    build: str = Field(description="Digest of what its image was built from.")
    certificate_days: float | None = Field(description="Days until its certificate ends; null without mutual TLS.")


class ReplicaView(ProcessView):
    """A replica of a stage, as this gateway's calls find it."""

    address: str = Field(description="Its address and port; empty for one in the gateway's own process.")
    reason: str = Field(description="Why it does not serve; empty when it does.")


class StageView(BaseModel):
    """A stage."""

    name: str
    service: str = Field(description="Its DNS name in the stack.")
    reason: str = Field(description="Why no replica of it can be called; empty when one can.")
    replicas: list[ReplicaView]


class QueueView(BaseModel):
    """Runs that have not ended, of all gateways on the store."""

    waiting: int
    running: int
    max_waiting: int = Field(description="So many may wait (MAX_WAITING); the next one is refused.")


class StoreFacts(BaseModel):
    """The store of the runs."""

    kind: str = Field(description="sqlite or postgresql.")
    reason: str = Field(description="Why it cannot take runs; empty when it can.")
    created: str | None = Field(description="When it was made: it has no runs from before that. Null when not known.")
    ended: int | None = Field(description="Ended runs that it has; null while it cannot be read.")


class StatusView(BaseModel):
    """A gateway and all that it needs."""

    status: Literal["ready", "not ready"] = Field(description="Whether a run would be accepted and made now.")
    reasons: list[str] = Field(description="What is not ready, and why.")
    gateway: ProcessView
    versions: list[str] = Field(description="Releases that are at work: one, but while an update is under way.")
    builds: list[str] = Field(description="Digests of the builds that are at work, likewise; none outside of images.")
    nodes: list[str] = Field(description="Machines that are at work.")
    stages: list[StageView]
    queue: QueueView | None = Field(description="Null while the store cannot be read.")
    store: StoreFacts


def router(runs: Runs, edges: Edges, identity: Callable[[], Identity]) -> APIRouter:
    """The path over these runs and the edges whose replicas are asked; `identity` is the gateway's own."""
    paths, latest = APIRouter(tags=["health"]), Latest(runs, edges, identity)

    @paths.get("/v1/status")
    async def get_status() -> StatusView:
        """The gateway, each stage's replicas with their machines and builds, the queue and the store."""
        return await latest.get()

    return paths


class Latest:
    """The status, asked for anew when the last answer is old, by one request for all who wait."""

    def __init__(self, runs: Runs, edges: Edges, identity: Callable[[], Identity]) -> None:
        self._runs, self._edges, self._identity = runs, edges, identity
        self._asking = asyncio.Lock()
        self._found: StatusView | None = None
        self._until = 0.0

    async def get(self) -> StatusView:
        """As it is now, or was a moment ago."""
        async with self._asking:
            if self._found is None or time.monotonic() > self._until:
                self._found = await self._ask()
                self._until = time.monotonic() + FRESH_SECONDS
            return self._found

    async def _ask(self) -> StatusView:
        known = [stage for stage in STAGES if stage.name in self._edges]
        edges = [self._edges[stage.name] for stage in known]
        reasons, seen, health, counts = await asyncio.gather(
            asyncio.gather(*(edge.ready() for edge in edges)),
            asyncio.gather(*(edge.replicas() for edge in edges)),
            self._runs.health(),
            self._counts(),
        )
        stages = [
            StageView(name=stage.name, service=stage.service, reason=reason, replicas=[_replica(one) for one in found])
            for stage, reason, found in zip(known, reasons, seen, strict=True)
        ]
        wrong = ([f"store: {health.reason}"] if health.reason else []) + [reason for reason in reasons if reason]
        own = self._identity()
        told = [own, *(one.identity for found in seen for one in found)]
        return StatusView(
            status="not ready" if wrong else "ready",
            reasons=wrong,
            gateway=ProcessView(**_process(own)),
            versions=_distinct(identity.version for identity in told),
            builds=_distinct(identity.build for identity in told),
            nodes=_distinct(identity.node for identity in told),
            stages=stages,
            queue=self._queue(counts) if counts is not None else None,
            store=_store(self._runs.store_kind, health, counts),
        )

    async def _counts(self) -> Mapping[State, int] | None:
        """Runs in each state; None while the store cannot be read."""
        try:
            return await self._runs.counts()
        except StoreUnavailable:
            return None

    def _queue(self, counts: Mapping[State, int]) -> QueueView:
        return QueueView(
            waiting=counts.get(State.ACCEPTED, 0),
            running=counts.get(State.RUNNING, 0),
            max_waiting=self._runs.max_waiting,
        )


def _replica(seen: Seen) -> ReplicaView:
    return ReplicaView(address=seen.address, reason=seen.reason, **_process(seen.identity))


def _process(identity: Identity) -> dict[str, Any]:
    told = asdict(identity)
    ends = told.pop("certificate_ends")
    # Another program on a stage's port may say what it likes.
    with suppress(ValueError, TypeError):
        left = datetime.fromisoformat(ends) - datetime.now(UTC)
        return told | {"certificate_days": round(left.total_seconds() / DAY_SECONDS, 1)}
    return told | {"certificate_days": None}


def _store(kind: str, health: Health, counts: Mapping[State, int] | None) -> StoreFacts:
    created = datetime.fromtimestamp(health.created, UTC).isoformat(timespec="seconds") if health.created else None
    ended = sum(counts.get(state, 0) for state in FINAL) if counts is not None else None
    return StoreFacts(kind=kind, reason=health.reason, created=created, ended=ended)


def _distinct(told: Iterable[str]) -> list[str]:
    """Each once, without those that are not known."""
    return sorted({word for word in told if word})
