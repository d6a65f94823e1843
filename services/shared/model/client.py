"""Ask a model on a server that speaks OpenAI's protocol: streamed, bounded, tried again, within one budget."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from httpx_sse import EventSource, SSEError

from services.contract import progress
from services.shared.model.settings import ModelSettings

ATTEMPTS = 3
"""How often one request is made, while the budget lasts."""
BACKOFF_SECONDS = 0.5
"""Before the second attempt; twice that before the third."""
SILENCE_SECONDS = 15.0
"""Longest wait for the server's next bytes."""
MAX_EVENTS = 50_000
"""Events of one streamed answer."""
MAX_SOUND_BYTES = 4 * 1024 * 1024
"""Of one sentence's sound: a minute and a half of 24 kHz."""
MAX_PICTURE_BYTES = 32 * 1024 * 1024
"""Of one picture, in base64."""
TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})

Answer = TypeVar("Answer")


class ModelFailed(Exception):
    """The model's answer cannot be used, or there is none. The message says why and holds no secret."""


class Model:
    """A client of one model for one run. Its time budget begins when it is constructed."""

    def __init__(self, settings: ModelSettings) -> None:
        self.name = f"openai {settings.model}"
        self._settings = settings
        self._deadline = time.monotonic() + settings.budget_seconds

    def chat(self, system: str, user: str, max_characters: int) -> str:
        """The model's answer to a conversation of two messages. Raises ModelFailed."""
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = {"model": self._settings.model, "messages": messages, "stream": True}
        return self._tried(lambda: self._streamed(body, max_characters))

    def speech(self, text: str, speed: float) -> bytes:
        """The text as sound, a WAV file. `speed` is 1 for the voice's own. Raises ModelFailed."""
        body = {
            "model": self._settings.model,
            "voice": self._settings.voice,
            "input": text,
            "speed": speed,
            "response_format": "wav",
        }
        return self._tried(lambda: self._whole("audio/speech", body, MAX_SOUND_BYTES))

    def image(self, prompt: str) -> bytes:
        """A picture, as an image file in the server's format. Raises ModelFailed."""
        body = {"model": self._settings.model, "prompt": prompt, "size": self._settings.size, "n": 1}
        answer = self._tried(lambda: self._whole("images/generations", body, MAX_PICTURE_BYTES))
        try:
            return base64.b64decode(json.loads(answer)["data"][0]["b64_json"], validate=True)
        except (ValueError, LookupError, TypeError):
            raise ModelFailed("the server's answer has no picture in base64") from None

    def _tried(self, ask: Callable[[], Answer]) -> Answer:
        """Call `ask`; repeat it after a temporary failure, at most ATTEMPTS times in all and within the budget."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return ask()
            except _TryAgain as why:
                pause = BACKOFF_SECONDS * 2 ** (attempt - 1)
                if attempt == ATTEMPTS or self._left() <= pause:
                    raise ModelFailed(str(why)) from None
                time.sleep(pause)
        raise AssertionError  # the last attempt returns or raises

    def _whole(self, path: str, body: dict[str, Any], most: int) -> bytes:
        """The body of an answer, at most `most` bytes."""
        content = bytearray()
        with self._answer(path, body) as response:
            for piece in response.iter_bytes():
                content += piece
                self._check_time()
                if len(content) > most:
                    raise ModelFailed(f"the model's answer has over {most:,} bytes")
        return bytes(content)

    @contextmanager
    def _answer(self, path: str, body: dict[str, Any]) -> Iterator[httpx.Response]:
        """The server's answer with status 200. Raises ModelFailed, and _TryAgain for a temporary failure."""
        try:
            with self._client() as client, client.stream("POST", path, json=body) as response:
                if response.status_code != httpx.codes.OK:
                    raise _failed(response.status_code)
                yield response
        except httpx.TimeoutException:
            raise _TryAgain("the model's server did not answer in time") from None
        except httpx.HTTPError as error:
            raise _TryAgain(f"the model's server cannot be asked: {type(error).__name__}") from None

    def _check_time(self) -> None:
        if self._left() <= 0:
            raise ModelFailed(f"the model took over {self._settings.budget_seconds:g} s")

    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _streamed(self, body: dict[str, Any], max_characters: int) -> str:
        pieces, size = [], 0
        for piece in self._pieces(body):
            pieces.append(piece)
            size += len(piece)
            progress.report(f"a model has written {size:,} characters")
            if size > max_characters:
                raise ModelFailed(f"the model said more than {max_characters:,} characters")
        if not size:
            raise ModelFailed("the model said nothing")
        return "".join(pieces)

    def _pieces(self, body: dict[str, Any]) -> Iterator[str]:
        """The pieces of a streamed answer, in order."""
        with self._answer("chat/completions", body) as response:
            try:
                for number, event in enumerate(EventSource(response).iter_sse()):
                    self._check_time()
                    if number > MAX_EVENTS:
                        raise ModelFailed(f"the model's answer has over {MAX_EVENTS:,} pieces")
                    if event.data == "[DONE]":
                        return
                    yield _delta(event.data)
            except SSEError:
                raise ModelFailed("the server did not answer with a stream of events") from None
            raise _TryAgain("the model's answer broke off")

    def _client(self) -> httpx.Client:
        key = self._settings.key_file.read_text().strip() if self._settings.key_file else ""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        left = max(0.1, min(SILENCE_SECONDS, self._left()))
        return httpx.Client(
            base_url=self._settings.base_url, headers=headers, timeout=httpx.Timeout(left), trust_env=False
        )


class _TryAgain(Exception):
    """A failure that may be temporary."""


def _failed(status: int) -> Exception:
    why = f"the model's server answered {status}"
    return _TryAgain(why) if status in TRANSIENT else ModelFailed(why)


def _delta(data: str) -> str:
    try:
        choices = json.loads(data)["choices"]
        return str(choices[0]["delta"].get("content") or "") if choices else ""
    except (ValueError, LookupError, TypeError, AttributeError):
        raise ModelFailed("the server's answer is not OpenAI's protocol") from None
