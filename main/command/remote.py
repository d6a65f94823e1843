"""A run on a gateway elsewhere: ask, follow its events, fetch the package."""

import asyncio
import re
import uuid
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any
from urllib.parse import quote

import aiohttp
from google.protobuf.json_format import ParseDict

from main.command.gateway import FIRST_PAUSE, MAX_PAUSE, Gateway, NoMoreEvents, command, connected
from main.command.view import View
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.contract import jsontext
from services.contract.errors import (
    ConfigurationError,
    NotFound,
    NotReady,
    StoreUnavailable,
    StoryloomError,
    Unavailable,
)
from services.runtime.wire.problem import error_of

MAX_PACKAGE = 256 * 1024 * 1024
"""Most bytes of a package that are fetched."""
ID = re.compile(r"[\w-]+")
"""What a run's id is like."""
RECONNECTS = 20
"""How often in a row an event stream that brings nothing is taken up again, e.g. while the gateway restarts."""

Result = tuple[str, parts_pb2.Package, list[draft_pb2.StageTiming]]
"""Run id, package and timings."""


async def run(server: str, prompt: parts_pb2.Prompt, view: View, tags: Sequence[str] = ()) -> Result:
    """Run the prompt on the gateway at `server`, such as host:8080, which lists it by `tags`. Raises StoryloomError."""
    async with connected(server) as gateway:
        accepted = await _accepted(gateway, prompt, tags)
        await _follow(gateway, server, accepted["id"], 0, view)
        return await _made(gateway, accepted["id"])


async def detach(server: str, prompt: parts_pb2.Prompt, tags: Sequence[str] = ()) -> str:
    """Let the gateway run the prompt; return the run's id at once. Raises StoryloomError."""
    async with connected(server) as gateway:
        return str((await _accepted(gateway, prompt, tags))["id"])


async def resume(server: str, run_id: str, view: View) -> Result:
    """Take an ended run up again on the gateway at `server`. Raises StoryloomError; Whole when nothing is lacking."""
    async with connected(server) as gateway:
        try:
            resumed = await gateway.json("POST", f"{path(run_id)}/resume")
        except NotReady as error:
            if await _is_complete(gateway, run_id):
                raise Whole(error.message) from None
            raise
        await _follow(gateway, server, resumed["id"], resumed["events"], view)
        return await _made(gateway, resumed["id"])


async def watch(server: str, run_id: str, view: View) -> dict[str, Any]:
    """Follow a run from its first event to its end; return it as it is then. Raises the run's error when it failed."""
    async with connected(server) as gateway:
        await _follow(gateway, server, run_id, 0, view)
        return await gateway.json("GET", path(run_id))


async def download(server: str, run_id: str) -> Result:
    """Fetch what a complete run made. Raises StoryloomError."""
    async with connected(server) as gateway:
        return await _made(gateway, run_id)


class Whole(NotReady):
    """A run that is to be resumed is complete, and has all that was asked."""


def path(run_id: str) -> str:
    """The run's path on a gateway. Raises ConfigurationError for what is no run's id."""
    if not ID.fullmatch(run_id):
        raise ConfigurationError(f"RUN: {run_id!r} is no run's id; `storyloom runs list` shows them")
    return f"/v1/runs/{quote(run_id, safe='')}"


async def _accepted(gateway: Gateway, prompt: parts_pb2.Prompt, tags: Sequence[str]) -> dict[str, Any]:
    # With its key the same request may be sent twice, and is one run.
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    asked = body(prompt) | {"tags": list(tags)}
    return await gateway.json("POST", "/v1/runs", repeatable=True, json=asked, headers=headers)


async def _is_complete(gateway: Gateway, run_id: str) -> bool:
    try:
        return (await gateway.json("GET", path(run_id))).get("state") == "completed"
    except StoryloomError:
        return False


async def _made(gateway: Gateway, run_id: str) -> Result:
    run = await gateway.json("GET", path(run_id))
    timings = [ParseDict(timing, draft_pb2.StageTiming()) for timing in run["timings"]]
    archive = await gateway.bytes(f"{path(run_id)}/package", MAX_PACKAGE)
    said = run["package"]
    package = parts_pb2.Package(name=said["name"], content_digest=said["content_digest"], archive=archive)
    return run_id, package, timings


def body(prompt: parts_pb2.Prompt) -> dict[str, Any]:
    """What the gateway is asked, as JSON."""
    return {
        "prompt": prompt.text,
        "story": prompt.story,
        "seed": prompt.seed,
        "length": prompt.length,
        "theme": prompt.theme,
        "grade": prompt.grade,
        "languages": list(prompt.languages),
        "text_only": prompt.text_only,
        "pace": prompt.pace,
        "story_language": prompt.story_language,
        "author": prompt.author,
    }


async def _follow(gateway: Gateway, server: str, run_id: str, after: int, view: View) -> None:
    """Follow the run's events after a number until it has ended. Raises the run's error when it did not complete."""
    watched = command("runs watch", run_id, server)
    try:
        error = await _end(gateway, run_id, after, view)
    except asyncio.CancelledError:
        view.left(f"run {run_id} goes on; {watched} shows it, {command('runs cancel', run_id, server)} ends it")
        raise
    except NotFound:
        raise
    except StoryloomError as lost:
        lost.message += f" (run {run_id}; {watched} shows how it goes on)"
        raise
    if error is not None:
        error.message += f" (run {run_id}; {command('resume', run_id, server)} takes it up again)"
        raise error


async def _end(gateway: Gateway, run_id: str, after: int, view: View) -> StoryloomError | None:
    """Show the run's events until it has ended; return why it did not complete. Raises when it cannot be followed."""
    last = str(after)
    quiet = 0
    known = False
    while True:
        heard = False
        try:
            async with aclosing(gateway.events(f"{path(run_id)}/events", last)) as events:
                async for event in events:
                    last, heard = event.id or last, True
                    if not known:
                        view.accepted(run_id)
                        known = True
                    data = jsontext.loads(event.data)
                    if event.event in ENDS:
                        return ENDS[event.event](data)
                    _show(event.event, data, view)
        except NoMoreEvents:
            return _outcome(await gateway.json("GET", path(run_id)))
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError, StoreUnavailable, Unavailable):
            # Nothing is known of the run: it goes on, and can be followed when its gateway or another one is well.
            if quiet >= RECONNECTS:
                raise
            gateway.turn()
        except NotFound:
            # Among several gateways another one may have it.
            if quiet >= len(gateway) - 1:
                raise
            gateway.turn()
        # A gateway that stops ends its streams; another one, or the same after its start, goes on.
        quiet = 0 if heard else quiet + 1
        if quiet > RECONNECTS:
            raise Unavailable("the gateway kept ending the event stream before the run had ended")
        await asyncio.sleep(min(MAX_PAUSE, FIRST_PAUSE * 2**quiet))


def _show(kind: str, data: dict[str, Any], view: View) -> None:
    if kind == "stage_started":
        view.started(data["stage"])
    elif kind == "stage_progress":
        view.progressed(ParseDict(data, stage_service_pb2.StageProgress()))
    elif kind == "stage_completed":
        view.completed(data["stage"], ParseDict(data["timing"], draft_pb2.StageTiming()))


def _completed(_: dict[str, Any]) -> StoryloomError | None:
    return None


def _cancelled(_: dict[str, Any]) -> StoryloomError:
    return NotReady("the run was cancelled")


ENDS = {"run_completed": _completed, "run_failed": error_of, "run_cancelled": _cancelled}
"""The last event of a run, and the error that it says."""


def _outcome(run: dict[str, Any]) -> StoryloomError | None:
    """Why a run that has ended did not complete."""
    if run["state"] == "cancelled":
        return _cancelled(run)
    return error_of(run["error"]) if run["state"] == "failed" else None
