"""A connection to the gateways: who is asked, what is asked again, and what an answer says."""

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp

from main.command import credentials, trust
from services.contract import jsontext
from services.contract.errors import (
    BadPackage,
    ConfigurationError,
    DeadlineExceeded,
    Internal,
    StoreUnavailable,
    StoryloomError,
    Unauthenticated,
    Unavailable,
)
from services.runtime.wire.problem import error_of
from services.shared.sse import BadEventStream, ServerSentEvent, SseReader

DEFAULT_PORT = 8080
"""The gateway's, where a server is named without scheme and port."""
LOCAL_GATEWAY = f"127.0.0.1:{DEFAULT_PORT}"
"""Who is asked when no server is named: the gateway that `storyloom serve` is, on this machine."""
MAX_SERVERS = 16
"""Most gateways that one --server names."""
MAX_ANSWER = 4 * 1024 * 1024
"""Most bytes of an answer that is no file."""
CONNECT_SECONDS = 10.0
"""Time for a connection to a gateway."""
SILENCE_SECONDS = 60.0
"""Longest wait for the gateway's next bytes; it sends a comment every 15 s on a quiet event stream."""
ATTEMPTS = 3
"""How often each gateway is asked when no connection to it can be made, or when an answer breaks off."""
FIRST_PAUSE, MAX_PAUSE = 0.5, 5.0
"""Seconds between two attempts, doubled each time."""
UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""Nothing has arrived anywhere: whatever was asked may be asked again."""
BROKEN = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError)
"""It may have arrived, and only the answer was lost."""

Answer = TypeVar("Answer")


def addresses(servers: str) -> tuple[str, ...]:
    """The URLs of `--server a,https://b`: http and port 8080 where nothing is said. Raises ConfigurationError."""
    named = tuple(server.strip() for server in servers.split(",") if server.strip())
    if not 1 <= len(named) <= MAX_SERVERS:
        raise ConfigurationError(f"--server names {len(named)} gateways; use 1 to {MAX_SERVERS}")
    return tuple(_url(server) for server in named)


def _url(server: str) -> str:
    bare = "://" not in server
    try:
        parts = urlsplit(f"http://{server}" if bare else server)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or any(map(str.isspace, server)):
        raise ConfigurationError(f"--server {server!r} is no address of a gateway; use host:8080 or http://host:8080")
    if bare and port is None:
        parts = parts._replace(netloc=f"{parts.netloc}:{DEFAULT_PORT}")
    return parts._replace(path=parts.path.rstrip("/")).geturl()


def command(words: str, run_id: str, servers: str) -> str:
    """What a person types to go on with a run there, such as `storyloom runs watch 1f…`, in quotes."""
    there = "" if servers == LOCAL_GATEWAY else f" --server {servers}"
    return f"`storyloom {words} {run_id}{there}`"


class NoMoreEvents(Exception):
    """The run has ended, and its last event was heard before."""


class Gateway:
    """Gateways that share their runs. One is asked until it does not answer, then the next one."""

    def __init__(
        self, servers: Sequence[str], session: aiohttp.ClientSession, attempts: int, *, has_token: bool
    ) -> None:
        self._servers = tuple(servers)
        self._session = session
        self._has_token = has_token
        self._attempts = attempts
        self._at = 0

    def __len__(self) -> int:
        return len(self._servers)

    def turn(self) -> None:
        """Ask the next gateway from now on."""
        self._at = (self._at + 1) % len(self._servers)

    @asynccontextmanager
    async def answer(
        self, method: str, path: str, *, good: int = HTTPStatus.OK, **arguments: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """The gateway's answer when it is a good one: a status below 300, or `good`.

        Raises the StoryloomError that it says otherwise.
        """
        server = self._servers[self._at]
        asked = self._session.request(method, server + path, allow_redirects=False, **arguments)
        async with _trusted(server), asked as response:
            if response.status >= HTTPStatus.MULTIPLE_CHOICES and response.status != good:
                error = _error(response, await _read(response, MAX_ANSWER))
                if isinstance(error, Unauthenticated):
                    error = credentials.mended(error, sent=self._has_token)
                raise error
            yield response

    async def json(self, method: str, path: str, *, repeatable: bool = False, **arguments: Any) -> dict[str, Any]:
        """The answer's JSON object, empty when there is no body. A GET, and what is repeatable, may be sent twice."""

        async def ask() -> dict[str, Any]:
            async with self.answer(method, path, **arguments) as response:
                content = await _read(response, MAX_ANSWER)
            if response.status == HTTPStatus.NO_CONTENT:
                return {}
            try:
                found = jsontext.loads(content)
            except ValueError:
                raise _error(response, content) from None
            if not isinstance(found, dict):
                raise _stranger(response)
            return found

        return await self._again(ask, repeatable=repeatable or method == "GET")

    async def bytes(self, path: str, most: int) -> bytes:
        """A file of at most `most` bytes."""

        async def ask() -> bytes:
            async with self.answer("GET", path) as response:
                return await _read(response, most)

        return await self._again(ask, repeatable=True)

    async def events(self, path: str, last: str) -> AsyncGenerator[ServerSentEvent, None]:
        """The stream's events after the one with the id `last`, until it ends. Raises NoMoreEvents."""
        reader = SseReader()
        headers = {"Last-Event-ID": last, "Accept": "text/event-stream"}
        async with self.answer("GET", path, headers=headers) as response:
            if response.status == HTTPStatus.NO_CONTENT:
                raise NoMoreEvents
            if response.content_type != "text/event-stream":
                raise _stranger(response)
            try:
                async for piece in response.content.iter_any():
                    for event in reader.feed(piece):
                        yield event
            except BadEventStream as error:
                raise Internal(f"{response.url}: {error}") from None

    async def _again(self, ask: Callable[[], Awaitable[Answer]], *, repeatable: bool) -> Answer:
        """Ask each gateway a few times, as far as that cannot do a thing twice. Raises what the last one does."""
        several = len(self._servers)
        for attempt in range(1, self._attempts * several):
            try:
                return await ask()
            except trust.Untrusted:
                if attempt >= several:
                    raise
            except UNSENT as error:
                # Who waits for one dead machine three times takes it for a hanging command.
                if isinstance(error, aiohttp.ConnectionTimeoutError) and attempt >= several:
                    raise
            except BROKEN:
                if not repeatable:
                    raise
            except (StoreUnavailable, Unavailable) as error:
                # It has kept nothing of what was asked. Of a stage's trouble all gateways would say the same.
                if error.stage or attempt >= several:
                    raise
            self.turn()
            if attempt % several == 0:
                await asyncio.sleep(FIRST_PAUSE * 2 ** (attempt // several - 1))
        return await ask()


@asynccontextmanager
async def _trusted(server: str) -> AsyncIterator[None]:
    """Raises Untrusted when the server's certificate is not taken."""
    try:
        yield
    except aiohttp.ClientConnectorCertificateError as error:
        raise trust.refused(server, error) from None


@asynccontextmanager
async def connected(servers: str, attempts: int = ATTEMPTS) -> AsyncIterator[Gateway]:
    """Connections to the gateways of `--server`, until the end of the block. Raises StoryloomError."""
    urls = addresses(servers)
    where = ", ".join(urls)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS)
    headers = credentials.headers(urls)
    jar = aiohttp.DummyCookieJar()
    try:
        connector = aiohttp.TCPConnector(ssl=trust.context() if any(map(_is_secure, urls)) else True)
        session = aiohttp.ClientSession(timeout=timeout, cookie_jar=jar, headers=headers, connector=connector)
        async with session:
            yield Gateway(urls, session, attempts, has_token=bool(headers))
    except aiohttp.InvalidURL:
        raise ConfigurationError(f"--server {servers!r} is no address of a gateway; use host:8080") from None
    except TimeoutError:
        raise DeadlineExceeded(f"the gateway at {where} did not answer in time") from None
    except aiohttp.ClientError as error:
        # What asyncio says of it is in its own words, with the address once more.
        number = error.os_error.errno if isinstance(error, aiohttp.ClientConnectorError) else None
        why = os.strerror(number) if number and number > 0 else error
        raise Unavailable(f"no gateway answers at {where} ({why}); {_question(error, where)}") from None


def _is_secure(url: str) -> bool:
    return url.startswith("https:")


def _question(error: aiohttp.ClientError, where: str) -> str:
    """What may be wrong with a gateway that does not answer."""
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return "does it speak plain http?"
    if isinstance(error, aiohttp.ServerDisconnectedError) and not _is_secure(where):
        return "is it stopping, or does it speak https?"
    return "is it running?"


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


def _error(response: aiohttp.ClientResponse, content: bytes) -> StoryloomError:
    try:
        return error_of(jsontext.loads(content))
    except ValueError:
        if response.status == HTTPStatus.SERVICE_UNAVAILABLE:
            return Unavailable(f"the gateway at {response.url.host} is stopping")
        return _stranger(response)


def _stranger(response: aiohttp.ClientResponse) -> Internal:
    return Internal(f"{response.url} answered {response.status} and something else; is it a Storyloom gateway?")
