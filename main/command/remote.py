"""A run on a gateway elsewhere: ask, follow its events, fetch the package."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote

import aiohttp
from google.protobuf.json_format import ParseDict

from main.command.view import View
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.contract.errors import (
    BadPackage,
    ConfigurationError,
    DeadlineExceeded,
    Internal,
    StoreUnavailable,
    StoryloomError,
    Unavailable,
)
from services.runtime.wire.problem import error_of
from services.shared.sse import BadEventStream, ServerSentEvent, SseReader

MAX_PACKAGE = 256 * 1024 * 1024
"""Most bytes of a package that are fetched."""
MAX_ANSWER = 4 * 1024 * 1024
"""Most bytes of any other answer of the gateway."""
CONNECT_SECONDS = 10.0
"""Time for a connection to the gateway."""
SILENCE_SECONDS = 60.0
"""Longest wait for the gateway's next bytes; it sends a comment every 15 s on a quiet event stream."""
ATTEMPTS = 3
"""How often the gateway is asked when no connection to it can be made, or when an answer to a GET breaks off."""
RECONNECTS = 20
"""How often in a row an event stream that brings nothing is taken up again, e.g. while the gateway restarts."""
FIRST_PAUSE, MAX_PAUSE = 0.5, 5.0
"""Seconds between two attempts, doubled each time."""

Result = tuple[str, parts_pb2.Package, list[draft_pb2.StageTiming]]
"""Run id, package and timings."""
Answer = TypeVar("Answer")


class _Gateway:
    """One gateway's connections."""

    def __init__(self, server: str, session: aiohttp.ClientSession) -> None:
        self._root = server.rstrip("/")
        self._session = session

    @asynccontextmanager
    async def answer(self, method: str, path: str, **arguments: Any) -> AsyncIterator[aiohttp.ClientResponse]:
        """The gateway's answer when it is a good one. Raises the StoryloomError that it says otherwise."""
        async with self._session.request(method, self._root + path, allow_redirects=False, **arguments) as response:
            if response.status >= HTTPStatus.MULTIPLE_CHOICES:
                raise _error(response, await _read(response, MAX_ANSWER))
            yield response

    async def json(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        """The answer's JSON object."""

        async def ask() -> dict[str, Any]:
            async with self.answer(method, path, **arguments) as response:
                content = await _read(response, MAX_ANSWER)
            try:
                found = json.loads(content)
            except ValueError:
                raise _stranger(response) from None
            if not isinstance(found, dict):
                raise _stranger(response)
            return found

        return await _again(ask, repeatable=method == "GET")

    async def bytes(self, path: str, most: int) -> bytes:
        """A file."""

        async def ask() -> bytes:
            async with self.answer("GET", path) as response:
                return await _read(response, most)

        return await _again(ask, repeatable=True)


async def run(server: str, prompt: parts_pb2.Prompt, view: View) -> Result:
    """Run the prompt on the gateway at `server`, such as http://machine:8080. Raises StoryloomError."""
    async with _connected(server) as gateway:
        accepted = await gateway.json("POST", "/v1/runs", json=body(prompt))
        return await _finished(gateway, accepted["id"], 0, view)


async def resume(server: str, run_id: str, view: View) -> Result:
    """Take an ended run up again on the gateway at `server`. Raises StoryloomError."""
    async with _connected(server) as gateway:
        resumed = await gateway.json("POST", f"/v1/runs/{quote(run_id, safe='')}/resume")
        return await _finished(gateway, resumed["id"], resumed["events"], view)


@asynccontextmanager
async def _connected(server: str) -> AsyncIterator[_Gateway]:
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
            yield _Gateway(server, session)
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
        raise ConfigurationError(f"--server {server!r} is not a URL; use http://machine:8080") from None
    except TimeoutError:
        raise DeadlineExceeded(f"the gateway at {server} did not answer in time") from None
    except aiohttp.ClientError as error:
        why = error.os_error.strerror if isinstance(error, aiohttp.ClientConnectorError) else error
        raise Unavailable(f"no gateway answers at {server} ({why}); is it running?") from None


async def _again(ask: Callable[[], Awaitable[Answer]], *, repeatable: bool) -> Answer:
    """Ask a few times: where no connection was made, and what may be repeated also where the answer broke off."""
    passing = (
        (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) if repeatable else aiohttp.ClientConnectorError
    )
    for attempt in range(ATTEMPTS - 1):
        try:
            return await ask()
        except passing:
            await asyncio.sleep(FIRST_PAUSE * 2**attempt)
    return await ask()


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The answer's body. Raises BadPackage when it is over `most` bytes."""
    pieces: list[bytes] = []
    size = 0
    async for piece in response.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise BadPackage(f"the answer of {response.url} is over {most:,} bytes")
    return b"".join(pieces)


async def _finished(gateway: _Gateway, run_id: str, after: int, view: View) -> Result:
    """Follow the run's events after a number until it has ended, then fetch what it made."""
    try:
        await _follow(gateway, run_id, after, view)
    except StoryloomError as error:
        error.message += f" (run {run_id}; `storyloom resume` takes it up again)"
        raise
    status = await gateway.json("GET", f"/v1/runs/{run_id}")
    timings = [ParseDict(timing, draft_pb2.StageTiming()) for timing in status["timings"]]
    said = status["package"]
    archive = await gateway.bytes(f"/v1/runs/{run_id}/package", MAX_PACKAGE)
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


def _error(response: aiohttp.ClientResponse, content: bytes) -> StoryloomError:
    try:
        return error_of(json.loads(content))
    except ValueError:
        if response.status == HTTPStatus.SERVICE_UNAVAILABLE:
            return Unavailable(f"the gateway at {response.url.host} is stopping or has too many connections")
        return _stranger(response)


def _stranger(response: aiohttp.ClientResponse) -> Internal:
    return Internal(f"{response.url} answered {response.status} and something else; is it a Storyloom gateway?")


async def _follow(gateway: _Gateway, run_id: str, after: int, view: View) -> None:
    """Show the events until the run has ended. Raises the run's error when it failed."""
    last = str(after)
    quiet = 0
    while True:
        heard = False
        try:
            async with aclosing(_events(gateway, f"/v1/runs/{run_id}/events", last)) as events:
                async for event in events:
                    last, heard = event.id or last, True
                    if _show(event.event, json.loads(event.data), view):
                        return
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError):
            if quiet >= RECONNECTS:
                raise
        except StoreUnavailable as error:
            # Of the gateway's store, not of a stage: the run goes on when the store is well again.
            if error.stage or quiet >= RECONNECTS:
                raise
        # A gateway that stops ends its streams; another one, or the same after its start, goes on.
        quiet = 0 if heard else quiet + 1
        if quiet > RECONNECTS:
            raise Unavailable("the gateway kept ending the event stream before the run had ended")
        await asyncio.sleep(min(MAX_PAUSE, FIRST_PAUSE * 2**quiet))


async def _events(gateway: _Gateway, path: str, last: str) -> AsyncGenerator[ServerSentEvent, None]:
    """The stream's events after the one with the id `last`, until it ends."""
    reader = SseReader()
    headers = {"Last-Event-ID": last, "Accept": "text/event-stream"}
    async with gateway.answer("GET", path, headers=headers) as response:
        if response.content_type != "text/event-stream":
            raise _stranger(response)
        try:
            async for piece in response.content.iter_any():
                for event in reader.feed(piece):
                    yield event
        except BadEventStream as error:
            raise Internal(f"{response.url}: {error}") from None


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
