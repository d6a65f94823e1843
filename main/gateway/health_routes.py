"""The paths that say how the gateway is."""

import asyncio
from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Response, status
from pydantic import BaseModel, Field

from main.drive.edges import Edges
from main.gateway.runs import Runs
from services.contract.errors import Unavailable
from services.contract.version import __version__

HEALTHY, READY = PATHS = ("/healthz", "/readyz")
"""They are answered however much there is to do."""


class Health(BaseModel):
    """That the gateway answers."""

    status: Literal["ok"]


class StoreView(BaseModel):
    """The store of the gateway's runs."""

    created: str | None = Field(description="When it was made: it has no runs from before that. Null when not known.")


class Readiness(BaseModel):
    """Whether a run would be accepted and made now."""

    status: Literal["ready", "not ready"]
    reasons: list[str] = Field(description="What is not ready, and why.")
    version: str = Field(description="Of the gateway.")
    stages: dict[str, str] = Field(description="Of each stage: ready, or why not.")
    store: StoreView


def router(runs: Runs, edges: Edges) -> APIRouter:
    """The paths over these runs and the edges whose readiness is asked."""
    paths = APIRouter(tags=["health"])

    @paths.get(HEALTHY)
    async def healthz() -> Health:
        """The gateway answers."""
        return Health(status="ok")

    @paths.get(READY, responses={503: {"model": Readiness, "description": "It would not, for these reasons."}})
    async def readyz(response: Response) -> Readiness:
        """A run would be accepted, and every stage answers; 503 with the reasons when not.

        `store.created` is when the store was made: it has no runs from before that.
        """
        asking = asyncio.gather(*(edge.ready() for edge in edges.values()))
        health, said = await asyncio.gather(runs.health(), asking)
        stages = {name: reason or "ready" for name, reason in zip(edges, said, strict=True)}
        reasons = [f"store: {health.reason}"] if health.reason else []
        reasons += filter(None, said)
        if reasons:
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
            response.headers["Retry-After"] = str(Unavailable.retry_seconds)
        made = datetime.fromtimestamp(health.created, UTC) if health.created is not None else None
        created = made.isoformat(timespec="seconds") if made is not None else None
        return Readiness(
            status="not ready" if reasons else "ready",
            reasons=reasons,
            version=__version__,
            stages=stages,
            store=StoreView(created=created),
        )

    return paths
