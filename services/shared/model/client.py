"""Ask a server that speaks OpenAI's protocol over HTTP: bounded, tried again, within one budget."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp

from services.contract import progress
from services.shared.model.settings import ModelSettings
from services.shared.sse import BadEventStream, SseReader

ATTEMPTS = 3
"""How often one request is made, while the budget lasts."""
BACKOFF_SECONDS = 0.5
"""Before the second attempt; twice that before the third."""
SILENCE_SECONDS = 15.0
"""Longest wait for the server's next bytes."""
MAX_STREAM_BYTES = 64 * 1024 * 1024
"""Bytes of one streamed answer, comments and all."""
MAX_EVENTS = 50_000
"""Events of one streamed answer."""
# Data of the event that ends a streamed answer.
LAST_EVENT = "[DONE]"
# HTTP statuses after which the request is made again.
TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})

Answer = TypeVar("Answer")


class ModelFailed(Exception):
    """The model's answer cannot be used, or there is none. The message says why and holds no secret."""


class ModelClient:
    """A client of one stage's model server for one run. Its time budget begins when it is constructed.

    The methods block until the answer is whole, so they are for the stage's own threads.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self.name = f"openai {settings.model}"
        self._settings = settings
        self._deadline = time.monotonic() + min(settings.budget_seconds, progress.seconds_left())

    def file(self, path: str, body: dict[str, Any], most: int) -> bytes:
        """Ask for one file, and return it. Raises ModelFailed, also when it has over `most` bytes."""

        async def read(response: aiohttp.ClientResponse) -> bytes:
            content = bytearray()
            async for piece in response.content.iter_any():
                content += piece
                if len(content) > most:
                    raise ModelFailed(f"the model's answer has over {most:,} bytes")
            return bytes(content)

        return self._tried(lambda: self._ask(path, body, read))

    def text(self, path: str, body: dict[str, Any], piece_of: Callable[[str], str], most: int) -> str:
        """Ask for a stream of events, and return the text that `piece_of` finds in their data, joined.

        Raises ModelFailed, also when the text has over `most` characters or ends before the protocol's last event.
        """

        async def read(response: aiohttp.ClientResponse) -> str:
            if response.content_type != "text/event-stream":
                raise ModelFailed("the server did not answer with a stream of events")
            pieces, size, reader, bytes_ = list[str](), 0, SseReader(), 0
            async for received in response.content.iter_any():
                bytes_ += len(received)
                if bytes_ > MAX_STREAM_BYTES:
                    raise ModelFailed(f"the model's answer has over {MAX_STREAM_BYTES:,} bytes")
                for event in reader.feed(received):
                    if event.data == LAST_EVENT:
                        return "".join(pieces)
                    pieces.append(piece := piece_of(event.data))
                    size += len(piece)
                    if size > most:
                        raise ModelFailed(f"the model said more than {most:,} characters")
                    if len(pieces) > MAX_EVENTS:
                        raise ModelFailed(f"the model's answer has over {MAX_EVENTS:,} pieces")
                    progress.report(f"a model has written {size:,} characters")
            raise _TryAgain("the model's answer broke off")

        return self._tried(lambda: self._ask(path, body, read))

    def _tried(self, ask: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """Call `ask`; repeat it after a temporary failure, at most ATTEMPTS times in all and within the budget."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                # A loop of its own: the calling thread has none, for the craft is plain synchronous Python.
                return asyncio.run(ask())
            except _TryAgain as why:
                pause = BACKOFF_SECONDS * 2 ** (attempt - 1)
                if attempt == ATTEMPTS or self._left() <= pause:
                    raise ModelFailed(str(why)) from None
                time.sleep(pause)
        raise AssertionError  # the last attempt returns or raises

    async def _ask(
        self, path: str, body: dict[str, Any], read: Callable[[aiohttp.ClientResponse], Awaitable[Answer]]
    ) -> Answer:
        """Send a request and read the answer with `read`. Raises ModelFailed, and _TryAgain for a temporary failure."""
        begun = False
        try:
            async with asyncio.timeout(self._left()), self._posted(path, body) as response:
                if response.status != HTTPStatus.OK:
                    raise _failed(response.status)
                if response.headers.get("Content-Encoding", "identity").lower() != "identity":
                    raise ModelFailed("the server's answer is compressed, which was not asked for")
                begun = True
                return await read(response)
        except TimeoutError:
            if begun and self._left() <= 0:
                raise ModelFailed(f"the model took over {self._settings.budget_seconds:g} s") from None
            raise _TryAgain("the model's server did not answer in time") from None
        except BadEventStream as error:
            raise ModelFailed(f"the server's answer is too large: {error}") from None
        except aiohttp.ClientPayloadError:
            raise _TryAgain("the model's answer broke off") from None
        except aiohttp.ClientError as error:
            raise _TryAgain(f"the model's server cannot be asked: {type(error).__name__}") from None

    @asynccontextmanager
    async def _posted(self, path: str, body: dict[str, Any]) -> AsyncIterator[aiohttp.ClientResponse]:
        # A few bytes of a compressed answer can be gigabytes.
        headers = {"Accept-Encoding": "identity"}
        if key := self._key():
            headers["Authorization"] = f"Bearer {key}"
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=SILENCE_SECONDS, sock_read=SILENCE_SECONDS)
        url = f"{self._settings.base_url.rstrip('/')}/{path}"
        async with (
            aiohttp.ClientSession(
                headers=headers, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            ) as session,
            # The key is for this server, not for another one that it names.
            session.post(url, json=body, allow_redirects=False) as response,
        ):
            yield response

    def _key(self) -> str:
        """Read the key from its file, for each request anew, so that it can be changed."""
        if self._settings.key_file is None:
            return ""
        try:
            return self._settings.key_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ModelFailed(f"the key file {self._settings.key_file} cannot be read") from None

    def _left(self) -> float:
        return self._deadline - time.monotonic()


class _TryAgain(Exception):
    """A temporary failure: the same request may succeed the next time."""


def _failed(status: int) -> Exception:
    why = f"the model's server answered {status}"
    return _TryAgain(why) if status in TRANSIENT else ModelFailed(why)
