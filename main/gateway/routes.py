"""The gateway's paths: what each takes and answers. Runs does the work."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response, status
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from google.protobuf.json_format import MessageToDict
from pydantic import BaseModel, ConfigDict, Field

from main.drive.edges import Edges
from main.gateway.runs import Runs
from main.gateway.store.base import Event, Run
from services.contract import request as bounds

MAX_EVENT_NUMBER = 2**53
"""Largest number that Last-Event-ID may have."""


class NewRun(BaseModel):
    """What to make. Bounds are those of pipeline.v1.Prompt."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prompt: str = Field(
        "", description="One sentence or a few, 1 to 2,000 characters.", examples=["A fox learns to sail"]
    )
    story: str = Field("", description="A whole story instead, up to 20,000 characters.")
    story_language: str = Field(
        "", description=f"The story's language, of {', '.join(bounds.STORY_LANGUAGES)}; found from it when empty."
    )
    author: str = Field("", description="Who the book names as its author, up to 100 characters.")
    seed: int = Field(bounds.DEFAULT_SEED, description="The same sentence and seed make the same package.")
    length: int = Field(bounds.DEFAULT_LENGTH, description="Wished length of the story, 100 to 2,000 words.")
    theme: str = Field(
        bounds.DEFAULT_THEME, description=f"One of {', '.join(bounds.THEMES)}; found from the sentence when empty."
    )
    grade: int = Field(bounds.DEFAULT_GRADE, description="Wished US school grade, 1 to 8.")
    languages: list[str] = Field(
        list(bounds.DEFAULT_LANGUAGES), description=f"BCP-47 codes to translate into, of {', '.join(bounds.LANGUAGES)}."
    )
    text_only: bool = Field(False, description="No narration, PNG or PDF: a run takes a fraction of the time.")
    pace: int = Field(bounds.DEFAULT_PACE, description="Pace of the narration, 80 to 300.")


class RunView(BaseModel):
    """A run as it is now."""

    id: str
    state: str = Field(description="accepted, running, completed or failed.")
    accepted: float = Field(description="Unix time, seconds.")
    prompt: dict[str, Any]
    timings: list[dict[str, Any]] = Field(description="pipeline.v1.StageTiming of each stage that is done.")
    events: int = Field(description="Number of its last event so far.")
    package: dict[str, Any] | None = Field(description="Name, content digest and bytes, when completed.")
    error: dict[str, Any] | None = Field(description="A problem document, when failed.")


def router(runs: Runs, edges: Edges) -> APIRouter:
    """The paths over these runs and the edges whose readiness is asked."""
    paths = APIRouter()

    @paths.post("/v1/runs", status_code=status.HTTP_202_ACCEPTED)
    async def create_run(new: NewRun, response: Response) -> RunView:
        """Accept a run. From this answer on it is finished even when the gateway restarts."""
        prompt = bounds.prompt(
            new.prompt,
            seed=new.seed,
            length=new.length,
            theme=new.theme,
            grade=new.grade,
            languages=tuple(new.languages),
            story=new.story,
            text_only=new.text_only,
            pace=new.pace,
            story_language=new.story_language,
            author=new.author,
        )
        run = await runs.accept(prompt)
        response.headers["Location"] = f"/v1/runs/{run.id}"
        return view(run)

    @paths.get("/v1/runs/{run_id}")
    async def get_run(run_id: str) -> RunView:
        """A run's state, timings and error."""
        return view(await runs.get(run_id))

    @paths.post("/v1/runs/{run_id}/resume", status_code=status.HTTP_202_ACCEPTED)
    async def resume_run(run_id: str) -> RunView:
        """Take an ended run up again: what is missing, a fallback or unavailable is made again, and what follows."""
        return view(await runs.resume(run_id))

    async def followed(
        run_id: str, last_event_id: Annotated[int, Header(ge=0, le=MAX_EVENT_NUMBER)] = 0
    ) -> AsyncIterator[AsyncIterator[Event]]:
        """Answer 404 and 429 before the stream begins, after which the status cannot change; ends with the stream."""
        async with runs.following(run_id, last_event_id) as events:
            yield events

    @paths.get("/v1/runs/{run_id}/events", response_class=EventSourceResponse)
    async def get_events(
        events: Annotated[AsyncIterator[Event], Depends(followed)],
    ) -> AsyncIterator[ServerSentEvent]:
        """The run's events as server-sent events, from the first or from Last-Event-ID on, until it has ended.

        A gateway that stops ends the stream before: ask again with Last-Event-ID.
        """
        async for event in events:
            yield ServerSentEvent(id=str(event.number), event=event.kind, data=event.data)

    @paths.get("/v1/runs/{run_id}/package", response_class=StreamingResponse)
    async def get_package(run_id: str) -> StreamingResponse:
        """The run's package, a zip."""
        package, archive = await runs.package(run_id)
        headers = {
            "Content-Disposition": f'attachment; filename="{package.name}"',
            "Content-Length": str(package.bytes),
            "ETag": f'"{package.content_digest}"',
        }
        return StreamingResponse(archive, media_type="application/zip", headers=headers)

    @paths.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The gateway answers."""
        return {"status": "ok"}

    @paths.get("/readyz")
    async def readyz(response: Response) -> dict[str, Any]:
        """A run would be accepted, and every stage answers; 503 with the reasons when not.

        `store.created` is when the store was made: it has no runs from before that.
        """
        asking = asyncio.gather(*(edge.ready() for edge in edges.values()))
        health, said = await asyncio.gather(runs.health(), asking)
        reasons = [f"store: {health.reason}"] if health.reason else []
        reasons += filter(None, said)
        if reasons:
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        made = datetime.fromtimestamp(health.created, UTC) if health.created is not None else None
        created = made.isoformat(timespec="seconds") if made is not None else None
        return {"status": "not ready" if reasons else "ready", "reasons": reasons, "store": {"created": created}}

    return paths


def view(run: Run) -> RunView:
    """A run as the API shows it."""
    return RunView(
        id=run.id,
        state=run.state,
        accepted=run.accepted,
        prompt=MessageToDict(run.prompt, preserving_proto_field_name=True),
        timings=[MessageToDict(timing, preserving_proto_field_name=True) for timing in run.timings],
        events=run.events,
        package=asdict(run.package) if run.package is not None else None,
        error=dict(run.error) if run.error is not None else None,
    )
