"""The HTTP gateway: runs in, events and packages out. OpenAPI is at /openapi.json, its page at /docs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, Header, Request, Response, status
from fastapi.sse import EventSourceResponse, ServerSentEvent
from google.protobuf.json_format import MessageToDict
from pydantic import BaseModel, ConfigDict, Field

from main.drive.edges import Processes, connect
from main.gateway import problems
from main.gateway.runs import Runs
from main.gateway.store.sqlite import Store
from main.settings import MainSettings
from services.contract import request as bounds
from services.contract.errors import ConfigurationError
from services.contract.version import __version__
from services.runtime.server.body import BodyLimit

MAX_BODY = 64 * 1024
"""Largest request body in bytes: a prompt of 2,000 characters needs an eighth of it at most."""


class NewRun(BaseModel):
    """What to make. Bounds are those of pipeline.v1.Prompt."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prompt: str = Field(
        "", description="One sentence or a few, 1 to 2,000 characters.", examples=["A fox learns to sail"]
    )
    story: str = Field("", description="A whole story in English instead, up to 20,000 characters.")
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


def create_app(settings: MainSettings, processes: Processes, store: Store) -> FastAPI:
    """The gateway over the settings' edges (to `processes` in mode local) and the store."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with connect(settings, processes) as edges:
            app.state.store, app.state.edges = store, edges
            app.state.runs = Runs(store, edges, settings)
            app.state.runs.start()
            yield
            await app.state.runs.stop()

    app = FastAPI(
        title="Storyloom",
        version=__version__,
        lifespan=lifespan,
        responses=problems.RESPONSES,
        exception_handlers=problems.HANDLERS,
    )
    app.add_middleware(BodyLimit, MAX_BODY)
    _routes(app)
    return app


def _routes(app: FastAPI) -> None:
    @app.post("/v1/runs", status_code=status.HTTP_202_ACCEPTED)
    async def create_run(new: NewRun, request: Request, response: Response) -> RunView:
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
        )
        run_id = await request.app.state.runs.accept(prompt)
        response.headers["Location"] = f"/v1/runs/{run_id}"
        return _view(request.app.state.store, run_id)

    @app.get("/v1/runs/{run_id}")
    async def get_run(run_id: str, request: Request) -> RunView:
        """A run's state, timings and error."""
        return _view(request.app.state.store, run_id)

    @app.post("/v1/runs/{run_id}/resume", status_code=status.HTTP_202_ACCEPTED)
    async def resume_run(run_id: str, request: Request) -> RunView:
        """Take an ended run up again: what is missing, a fallback or unavailable is made again, and what follows."""
        await request.app.state.runs.resume(run_id)
        return _view(request.app.state.store, run_id)

    async def known(run_id: str, request: Request) -> str:
        """Answer 404 before a stream begins, after which the status cannot change."""
        runs: Runs = request.app.state.runs
        return runs.listen(run_id)

    @app.get("/v1/runs/{run_id}/events", response_class=EventSourceResponse)
    async def get_events(
        run_id: Annotated[str, Depends(known)], request: Request, last_event_id: Annotated[int, Header()] = 0
    ) -> AsyncIterator[ServerSentEvent]:
        """The run's events as server-sent events, from the first or from Last-Event-ID on, until it has ended."""
        async for event in request.app.state.runs.events(run_id, last_event_id):
            yield ServerSentEvent(id=str(event.number), event=event.kind, data=event.data)

    @app.get("/v1/runs/{run_id}/package")
    async def get_package(run_id: str, request: Request) -> Response:
        """The run's package, a zip."""
        package = request.app.state.runs.package(run_id)
        headers = {
            "Content-Disposition": f'attachment; filename="{package.name}"',
            "ETag": f'"{package.content_digest}"',
        }
        return Response(package.archive, media_type="application/zip", headers=headers)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The gateway answers."""
        return {"status": "ok"}

    @app.get("/readyz")
    async def readyz(request: Request, response: Response) -> dict[str, Any]:
        """Every stage answers; 503 with the reasons when one does not."""
        reasons = [why for edge in request.app.state.edges.values() if (why := await edge.ready())]
        if reasons:
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return {"status": "not ready" if reasons else "ready", "reasons": reasons}


def _view(store: Store, run_id: str) -> RunView:
    run = store.get(run_id)
    parts = store.parts(run_id)
    packages = [response.draft.package for response in parts.values() if response.draft.HasField("package")]
    return RunView(
        id=run.id,
        state=run.state,
        accepted=run.accepted,
        prompt=MessageToDict(run.prompt, preserving_proto_field_name=True),
        timings=[MessageToDict(response.timing, preserving_proto_field_name=True) for response in parts.values()],
        events=len(store.events(run_id)),
        package={
            "name": packages[0].name,
            "content_digest": packages[0].content_digest,
            "bytes": len(packages[0].archive),
        }
        if packages
        else None,
        error=run.error,
    )


async def serve(settings: MainSettings, processes: Processes) -> None:
    """Serve until SIGTERM or SIGINT. Raises ConfigurationError when the store or the address cannot be had."""
    store = Store(settings.store_path, settings.keep_runs)
    config = uvicorn.Config(
        create_app(settings, processes, store),
        host=settings.service_bind,
        port=settings.service_port,
        # It bounds what it takes as headers, as services.runtime.server.rpc's does.
        http="h11",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=10,
        limit_concurrency=1_000,
    )
    server = uvicorn.Server(config)
    try:
        await server.serve()
    except SystemExit:
        address = f"{settings.service_bind}:{settings.service_port}"
        raise ConfigurationError(
            f"the gateway did not start on {address}; is another server there? The log has the reason"
        ) from None
    finally:
        store.close()
