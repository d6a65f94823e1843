"""The path of a run's timeline: when each stage worked, on one clock, though their machines have their own."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from main.drive import timeline
from main.gateway.runs import Runs


class WorkView(BaseModel):
    """One stage's work."""

    stage: str
    node: str = Field(description="The machine on which it worked.")
    start_ms: float = Field(description="When it began, from the run's first call on.")
    work_ms: float = Field(description="How long it took.")
    bound_ms: float = Field(description="How far the beginning can be off, either way, for clocks differ.")
    attempts: int = Field(description="Calls until it answered, 1 when the first one was answered.")


class TimelineView(BaseModel):
    """When each stage that is done worked, in order of their beginnings."""

    total_ms: float = Field(description="From the first call to the end of the last work.")
    stages: list[WorkView]


def router(runs: Runs) -> APIRouter:
    """The path over these runs."""
    paths = APIRouter(tags=["runs"])

    @paths.get("/v1/runs/{run_id}/timeline")
    async def get_timeline(run_id: str) -> TimelineView:
        """When each stage worked, on one clock: so runs can be compared."""
        rows = timeline.rows((await runs.get(run_id)).timings)
        return TimelineView(
            total_ms=round(timeline.total_ms(rows), 3),
            stages=[
                WorkView(
                    stage=row.stage,
                    node=row.node,
                    start_ms=round(row.start_ms, 3),
                    work_ms=round(row.work_ms, 3),
                    bound_ms=round(row.bound_ms, 3),
                    attempts=row.attempts,
                )
                for row in rows
            ],
        )

    return paths
