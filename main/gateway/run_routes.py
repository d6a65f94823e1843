"""The paths of runs: make, list, show, cancel, resume, delete. Runs does the work."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response, status
from pydantic import StringConstraints
from werkzeug.http import parse_dict_header

from main.gateway import cursor
from main.gateway.access.caller import Caller, caller_of
from main.gateway.callbacks import callbacks
from main.gateway.fields import as_sent
from main.gateway.runs import Runs
from main.gateway.store.base import FINAL, Filter, Once, State
from main.gateway.store.deliveries import Hook
from main.gateway.views import MAX_WORD, PRINTABLE, NewRun, RunList, RunView, view
from main.gateway.webhooks.hooks import Webhooks
from pipeline.v1 import parts_pb2
from services.contract.digest import sha256
from services.contract.errors import InvalidRequest, Violation

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
"""Runs of one answer to a list."""
MAX_WORDS, MAX_CURSOR = 200, 200
"""Characters of what is searched for, and of a cursor."""

MAX_WAIT = 60
"""Seconds that an answer to POST is held at most."""
MAX_KEY = 255
"""Characters of an idempotency key."""

Key = Annotated[str, StringConstraints(min_length=1, max_length=MAX_KEY, pattern=r"^[\x20-\x7e]+$")]
Asking = Annotated[Caller, Depends(caller_of)]
Words = Annotated[str, StringConstraints(max_length=MAX_WORDS, pattern=PRINTABLE)]


KEY_MEANS = "Makes a repeated request safe: the same key and body return the run that they made before."
PREFER_MEANS = f"`wait=N`: answer when the run has ended, after N seconds at the latest, at most {MAX_WAIT}."
ENDED: dict[int | str, dict[str, Any]] = {200: {"model": RunView, "description": "The run, which has ended already."}}


def router(runs: Runs, webhooks: Webhooks) -> APIRouter:
    """The paths over these runs."""
    paths = APIRouter(tags=["runs"])

    @paths.post("/v1/runs", status_code=status.HTTP_202_ACCEPTED, responses=ENDED, callbacks=callbacks("create_run"))
    async def create_run(
        new: NewRun,
        caller: Asking,
        request: Request,
        response: Response,
        idempotency_key: Annotated[Key | None, Header(description=KEY_MEANS)] = None,
        prefer: Annotated[str, Header(description=PREFER_MEANS, max_length=MAX_WORDS)] = "",
    ) -> RunView:
        """Accept a run. From this answer on it is finished even when the gateway restarts."""
        prompt, hook = checked(new, webhooks)
        once = Once(idempotency_key, sha256(new.model_dump_json().encode())) if idempotency_key else None
        run, is_new = await runs.accept(prompt, new.labels(), once, owner=caller.owner, hook=hook)
        if (seconds := _wait(prefer)) is not None:
            run = await runs.ended(run, seconds)
            response.headers["Preference-Applied"] = f"wait={seconds}"
        if not is_new:
            response.headers["Idempotent-Replayed"] = "true"
        if run.state in FINAL:
            response.status_code = status.HTTP_200_OK
        response.headers["Location"] = f"{request.scope['root_path']}/v1/runs/{run.id}"
        return view(run)

    @paths.get("/v1/runs")
    async def list_runs(
        caller: Asking,
        request: Request,
        response: Response,
        state: Annotated[list[State], Query(description="Any of these.", max_length=len(State))] = [],  # noqa: B006 - FastAPI copies it
        tag: Annotated[str, Query(description="One of its tags.", max_length=MAX_WORD)] = "",
        q: Annotated[Words, Query(description="Part of its prompt's or story's beginning, in any case.")] = "",
        limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
        after: Annotated[str, Query(description="`next` of the answer before.", max_length=MAX_CURSOR)] = "",
    ) -> RunList:
        """Runs to which all of it applies, the newest first. The header Link names the next ones too."""
        place = cursor.read(after) if after else None
        found, following = await runs.find(Filter(tuple(state), tag, q, caller.listed), limit, place)
        word = cursor.written(following) if following is not None else None
        if word is not None:
            query = request.url.include_query_params(after=word).query
            response.headers["Link"] = f'<{request.scope["root_path"]}/v1/runs?{query}>; rel="next"'
        return RunList(runs=[view(run) for run in found], next=word)

    @paths.get("/v1/runs/{run_id}")
    async def get_run(run_id: str) -> RunView:
        """A run's state, times, timings and error."""
        return view(await runs.get(run_id))

    @paths.post("/v1/runs/{run_id}/cancel")
    async def cancel_run(run_id: str) -> RunView:
        """End a run that has not ended, and the work on it. Again for one that is cancelled already changes nothing."""
        return view(await runs.cancel(run_id))

    @paths.post("/v1/runs/{run_id}/resume", status_code=status.HTTP_202_ACCEPTED)
    async def resume_run(run_id: str, caller: Asking) -> RunView:
        """Take an ended run up again: what is missing, a fallback or unavailable is made again, and what follows."""
        return view(await runs.resume(run_id, caller.owner))

    @paths.delete("/v1/runs/{run_id}", status_code=status.HTTP_204_NO_CONTENT)
    async def delete_run(run_id: str) -> None:
        """Remove an ended run, its events and its package. A run that has not ended is to be cancelled first."""
        await runs.remove(run_id)

    return paths


def checked(new: NewRun, webhooks: Webhooks) -> tuple[parts_pb2.Prompt, Hook | None]:
    """The prompt and the webhook of a new run. Raises InvalidRequest, which names every wrong field as it was sent."""
    wrong: list[Violation] = []
    hook: Hook | None = None
    try:
        hook = webhooks.hook(new.webhook_url, new.webhook_events)
    except InvalidRequest as error:
        wrong += error.violations
    try:
        prompt = new.asked()
    except InvalidRequest as error:
        if not wrong:
            raise as_sent(error) from None
        raise InvalidRequest((*as_sent(error).violations, *wrong)) from None
    if wrong:
        raise InvalidRequest(tuple(wrong))
    return prompt, hook


def _wait(prefer: str) -> int | None:
    """The seconds of a preference to wait; None when there is none that is understood."""
    seconds = parse_dict_header(prefer).get("wait") or ""
    return min(int(seconds), MAX_WAIT) if seconds.isdecimal() and seconds.isascii() else None
