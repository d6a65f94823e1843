"""Ask a model on a server that speaks OpenAI's protocol: streamed, bounded, tried again, within one budget."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
from httpx_sse import EventSource, SSEError

from services.model.settings import ModelSettings

ATTEMPTS = 3
"""How often one request is made, while the budget lasts."""
BACKOFF_SECONDS = 0.5
"""Before the second attempt; twice that before the third."""
SILENCE_SECONDS = 15.0
"""Longest wait for the server's next bytes."""
MAX_EVENTS = 50_000
"""Events of one streamed answer."""
TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})


class ModelFailed(Exception):
    """The model gave nothing that can be used; says why, without secrets."""


class Model:
    """One stage's model for one run: the budget begins when it is made."""

    def __init__(self, settings: ModelSettings) -> None:
        self.name = f"openai {settings.model}"
        self._settings = settings
        self._deadline = time.monotonic() + settings.budget_seconds

    def chat(self, system: str, user: str, max_characters: int) -> str:
        """The model's answer to a conversation of two messages. Raises ModelFailed."""
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = {"model": self._settings.model, "messages": messages, "stream": True}
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._streamed(body, max_characters)
            except _TryAgain as why:
                self._wait(attempt, str(why))
        raise AssertionError  # _wait raises after the last attempt

    def _wait(self, attempt: int, why: str) -> None:
        pause = BACKOFF_SECONDS * 2 ** (attempt - 1)
        if attempt == ATTEMPTS or self._left() <= pause:
            raise ModelFailed(why)
        time.sleep(pause)

    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _streamed(self, body: dict[str, Any], max_characters: int) -> str:
        pieces, size = [], 0
        for piece in self._pieces(body):
            pieces.append(piece)
            size += len(piece)
            if size > max_characters:
                raise ModelFailed(f"the model said more than {max_characters:,} characters")
        if not size:
            raise ModelFailed("the model said nothing")
        return "".join(pieces)

    def _pieces(self, body: dict[str, Any]) -> Iterator[str]:
        """The answer as it comes. Raises ModelFailed, and _TryAgain for what may pass."""
        try:
            with self._client() as client, client.stream("POST", "chat/completions", json=body) as response:
                if response.status_code != httpx.codes.OK:
                    raise _failed(response.status_code)
                for number, event in enumerate(EventSource(response).iter_sse()):
                    if self._left() <= 0 or number > MAX_EVENTS:
                        raise ModelFailed(f"the model took over {self._settings.budget_seconds:g} s")
                    if event.data == "[DONE]":
                        return
                    yield _delta(event.data)
                raise _TryAgain("the model's answer broke off")
        except SSEError:
            raise ModelFailed("the server did not answer with a stream of events") from None
        except httpx.TimeoutException:
            raise _TryAgain("the model's server did not answer in time") from None
        except httpx.HTTPError as error:
            raise _TryAgain(f"the model's server cannot be asked: {type(error).__name__}") from None

    def _client(self) -> httpx.Client:
        key = self._settings.key_file.read_text().strip() if self._settings.key_file else ""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        left = max(0.1, min(SILENCE_SECONDS, self._left()))
        return httpx.Client(
            base_url=self._settings.base_url, headers=headers, timeout=httpx.Timeout(left), trust_env=False
        )


class _TryAgain(Exception):
    """May be better the next time."""


def _failed(status: int) -> Exception:
    why = f"the model's server answered {status}"
    return _TryAgain(why) if status in TRANSIENT else ModelFailed(why)


def _delta(data: str) -> str:
    try:
        choices = json.loads(data)["choices"]
        return str(choices[0]["delta"].get("content") or "") if choices else ""
    except (ValueError, LookupError, TypeError, AttributeError):
        raise ModelFailed("the server's answer is not OpenAI's protocol") from None
