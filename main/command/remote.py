"""A run on a gateway elsewhere: ask, follow its events, fetch the package."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx
from google.protobuf.json_format import ParseDict
from httpx_sse import aconnect_sse

from main.command.view import View
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.contract.errors import BadPackage, DeadlineExceeded, Internal, StoryloomError, Unavailable
from services.runtime.wire.problem import error_of

MAX_PACKAGE = 256 * 1024 * 1024
RECONNECTS = 20
"""How often a broken event stream is taken up again, e.g. while the gateway restarts."""


Result = tuple[str, parts_pb2.Package, list[draft_pb2.StageTiming]]
"""Run id, package and timings."""


async def run(server: str, prompt: parts_pb2.Prompt, view: View) -> Result:
    """Run the prompt on the gateway at `server`, such as http://machine:8080. Raises StoryloomError."""
    async with _gateway(server) as client:
        accepted = await _json(client, "POST", "/v1/runs", json=_body(prompt))
        return await _finished(client, accepted["id"], 0, view)


async def resume(server: str, run_id: str, view: View) -> Result:
    """Take an ended run up again on the gateway at `server`. Raises StoryloomError."""
    async with _gateway(server) as client:
        resumed = await _json(client, "POST", f"/v1/runs/{quote(run_id, safe='')}/resume")
        return await _finished(client, resumed["id"], resumed["events"], view)


@asynccontextmanager
async def _gateway(server: str) -> AsyncIterator[httpx.AsyncClient]:
    timeout = httpx.Timeout(10, read=60)
    transport = httpx.AsyncHTTPTransport(retries=2)
    try:
        async with httpx.AsyncClient(base_url=server, timeout=timeout, transport=transport, trust_env=False) as client:
            yield client
    except httpx.InvalidURL as error:
        raise Unavailable(f"--server {server!r} is not a URL: {error}; use http://machine:8080") from None
    except httpx.TimeoutException:
        raise DeadlineExceeded(f"the gateway at {server} did not answer in time") from None
    except httpx.HTTPError as error:
        raise Unavailable(f"no gateway answers at {server} ({error}); is it running?") from None


async def _finished(client: httpx.AsyncClient, run_id: str, after: int, view: View) -> Result:
    """Follow the run's events after a number until it has ended, then fetch what it made."""
    try:
        await _follow(client, run_id, after, view)
    except StoryloomError as error:
        error.message += f" (run {run_id}; `storyloom resume` takes it up again)"
        raise
    status = await _json(client, "GET", f"/v1/runs/{run_id}")
    timings = [ParseDict(timing, draft_pb2.StageTiming()) for timing in status["timings"]]
    return run_id, await _package(client, run_id, status["package"]), timings


def _body(prompt: parts_pb2.Prompt) -> dict[str, Any]:
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
    }


async def _json(client: httpx.AsyncClient, method: str, path: str, **arguments: Any) -> dict[str, Any]:
    response = await client.request(method, path, **arguments)
    if not response.is_success:
        raise _error(response)
    try:
        found: dict[str, Any] = response.json()
    except ValueError:
        raise _stranger(response) from None
    return found


def _error(response: httpx.Response) -> StoryloomError:
    try:
        return error_of(response.json())
    except ValueError:
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            return Unavailable(f"the gateway at {response.url.host} is stopping or has too many connections")
        return _stranger(response)


def _stranger(response: httpx.Response) -> Internal:
    return Internal(f"{response.url} answered {response.status_code} and something else; is it a Storyloom gateway?")


async def _follow(client: httpx.AsyncClient, run_id: str, after: int, view: View) -> None:
    """Show the events until the run has ended. Raises the run's error when it failed."""
    last = str(after)
    for attempt in range(RECONNECTS):
        try:
            headers = {"Last-Event-ID": last}
            async with aconnect_sse(client, "GET", f"/v1/runs/{run_id}/events", headers=headers) as source:
                if not source.response.is_success:
                    await source.response.aread()
                    raise _error(source.response)
                async for event in source.aiter_sse():
                    last = event.id or last
                    # A comment that keeps a quiet stream open comes out as an event without data.
                    if event.data and _show(event.event, event.json(), view):
                        return
        except (httpx.ReadError, httpx.RemoteProtocolError, httpx.ConnectError, httpx.ReadTimeout):
            if attempt == RECONNECTS - 1:
                raise
            await asyncio.sleep(min(5.0, 0.5 * 2**attempt))
    raise Unavailable("the gateway kept ending the event stream before the run had ended")


def _show(kind: str, data: dict[str, Any], view: View) -> bool:
    """Show one event; True when it is the run's last."""
    if kind == "stage_started":
        view.started(data["stage"])
    elif kind == "stage_progress":
        view.progressed(ParseDict(data, stage_service_pb2.StageProgress()))
    elif kind == "stage_completed":
        view.completed(data["stage"], ParseDict(data["timing"], draft_pb2.StageTiming()))
    elif kind == "run_failed":
        raise error_of(data)
    return kind == "run_completed"


async def _package(client: httpx.AsyncClient, run_id: str, said: dict[str, Any]) -> parts_pb2.Package:
    archive = b""
    async with client.stream("GET", f"/v1/runs/{run_id}/package") as response:
        if not response.is_success:
            await response.aread()
            raise _error(response)
        async for piece in response.aiter_bytes():
            archive += piece
            if len(archive) > MAX_PACKAGE:
                raise BadPackage(f"the package is over {MAX_PACKAGE} bytes")
    return parts_pb2.Package(name=said["name"], content_digest=said["content_digest"], archive=archive)
