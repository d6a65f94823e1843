"""The paths of batches: make, show, fetch."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response, status
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from main.gateway.batches import MAX_RUNS, TAG, Asked, Batch, Batches
from main.gateway.callbacks import callbacks
from main.gateway.description import binary
from main.gateway.run_routes import KEY_MEANS, Asking, Key, checked
from main.gateway.runs import Runs
from main.gateway.store.base import Once
from main.gateway.views import NewRun, RunView, Told, view
from main.gateway.webhooks.hooks import Webhooks
from services.contract.digest import sha256
from services.contract.errors import InvalidRequest, Violation


class NewBatch(Told):
    """Runs to make at once: all are accepted, or none. Its webhook is that of each run that has none of its own."""

    model_config = ConfigDict(extra="forbid", strict=True)

    runs: list[NewRun] = Field(min_length=1, max_length=MAX_RUNS)


class BatchView(BaseModel):
    """A batch as it is now."""

    id: str
    tag: str = Field(description="What its runs are listed by.")
    ended: bool = Field(description="Whether every run has; then its archive can be fetched.")
    runs: list[RunView] = Field(description="In the order in which they were asked for.")


def router(runs: Runs, webhooks: Webhooks) -> APIRouter:
    """The paths over these runs."""
    paths, batches = APIRouter(tags=["batches"]), Batches(runs)
    zipped: dict[int | str, dict[str, Any]] = {200: binary("application/zip", "The packages.")[200]}

    @paths.post("/v1/batches", status_code=status.HTTP_202_ACCEPTED, callbacks=callbacks("create_batch"))
    async def create_batch(
        new: NewBatch,
        caller: Asking,
        request: Request,
        response: Response,
        idempotency_key: Annotated[Key | None, Header(description=KEY_MEANS)] = None,
    ) -> BatchView:
        """Accept several runs. `Idempotency-Key` is as for one."""
        once = Once(idempotency_key, sha256(new.model_dump_json().encode())) if idempotency_key else None
        batch = await batches.accept(_asked(new, webhooks), once, caller)
        response.headers["Location"] = f"{request.scope['root_path']}/v1/batches/{batch.id}"
        return _view(batch)

    @paths.get("/v1/batches/{batch_id}")
    async def get_batch(batch_id: str, caller: Asking) -> BatchView:
        """The batch and its runs; those that were deleted are not in it any more."""
        return _view(await batches.get(batch_id, caller.listed))

    @paths.get("/v1/batches/{batch_id}/archive", response_class=StreamingResponse, responses=zipped)
    async def get_archive(batch_id: str, caller: Asking) -> StreamingResponse:
        """One zip with the package of each run that was completed, when all have ended."""
        headers = {"Content-Disposition": f'attachment; filename="batch-{batch_id}.zip"'}
        archive = await batches.archive(batch_id, caller.listed)
        return StreamingResponse(archive, media_type="application/zip", headers=headers)

    return paths


def _asked(new: NewBatch, webhooks: Webhooks) -> list[Asked]:
    """The checked runs. Raises InvalidRequest with every wrong field of every run."""
    found, wrong = [], list[Violation]()
    told = {"webhook_url": new.webhook_url, "webhook_events": new.webhook_events}
    for number, run in enumerate(new.runs):
        try:
            prompt, hook = checked(run if run.webhook_url else run.model_copy(update=told), webhooks)
            found.append(Asked(prompt, run.labels(), hook))
        except InvalidRequest as error:
            wrong += [Violation(f"runs.{number}.{item.field}", item.description) for item in error.violations]
    if wrong:
        raise InvalidRequest(tuple(wrong))
    return found


def _view(batch: Batch) -> BatchView:
    runs = [view(run) for run in batch.runs]
    return BatchView(id=batch.id, tag=f"{TAG}{batch.id}", ended=batch.ended, runs=runs)
