"""What a stage can ask of a model: to write, to speak, or to draw."""

import base64

from services.contract import jsontext
from services.shared.model.client import ModelClient, ModelFailed
from services.shared.model.settings import ModelSettings, PictureSettings, SpeechSettings

__all__ = ["ModelFailed", "PictureModel", "SpeechModel", "WritingModel"]

MAX_SOUND_BYTES = 4 * 1024 * 1024
"""Of one sentence's sound: a minute and a half of 24 kHz."""
MAX_PICTURE_BYTES = 32 * 1024 * 1024
"""Of one picture, in base64."""


class WritingModel:
    """A model that writes, for one run."""

    def __init__(self, settings: ModelSettings) -> None:
        self._model = settings.model
        self._client = ModelClient(settings)
        self.name = self._client.name

    def chat(self, system: str, user: str, max_characters: int) -> str:
        """The answer to a conversation of two messages. Raises ModelFailed."""
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = {"model": self._model, "messages": messages, "stream": True}
        answer = self._client.text("chat/completions", body, _piece, max_characters)
        if not answer:
            raise ModelFailed("the model said nothing")
        return answer


class SpeechModel:
    """A model that reads aloud, for one run."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._settings = settings
        self._client = ModelClient(settings)
        self.name = self._client.name

    def speech(self, text: str, speed: float) -> bytes:
        """The text as sound, a WAV file. `speed` is 1 for the voice's own. Raises ModelFailed."""
        body = {
            "model": self._settings.model,
            "voice": self._settings.voice,
            "input": text,
            "speed": speed,
            "response_format": "wav",
        }
        return self._client.file("audio/speech", body, MAX_SOUND_BYTES)


class PictureModel:
    """A model that draws, for one run."""

    def __init__(self, settings: PictureSettings) -> None:
        self._settings = settings
        self._client = ModelClient(settings)
        self.name = self._client.name

    def image(self, prompt: str) -> bytes:
        """A picture, as the file that the server makes. Raises ModelFailed."""
        body = {"model": self._settings.model, "prompt": prompt, "size": self._settings.size, "n": 1}
        answer = self._client.file("images/generations", body, MAX_PICTURE_BYTES)
        try:
            return base64.b64decode(jsontext.loads(answer)["data"][0]["b64_json"], validate=True)
        except (ValueError, LookupError, TypeError):
            raise ModelFailed("the server's answer has no picture in base64") from None


def _piece(data: str) -> str:
    """The words in the data of one event."""
    try:
        choices = jsontext.loads(data)["choices"]
        return str(choices[0]["delta"].get("content") or "") if choices else ""
    except (ValueError, LookupError, TypeError, AttributeError):
        raise ModelFailed("the server's answer is not OpenAI's protocol") from None
