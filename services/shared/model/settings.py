"""Which model a stage asks, if any."""

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ModelSettings(BaseSettings):
    """A stage's backend. Each variable begins with the stage's name, such as STORY_GENERATOR_BACKEND."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, env_ignore_empty=True)

    backend: Literal["builtin", "openai"] = "builtin"
    """Who does the stage's work: our own code, or a server that speaks OpenAI's protocol; when that fails, our own."""
    base_url: str = ""
    """Where that server is, such as `http://models:8000/v1`."""
    model: str = ""
    """Name of the model on that server."""
    key_file: Path | None = None
    """File with the server's key; none is sent when not set."""
    budget_seconds: float = Field(default=60, gt=0, le=600)
    """Time for all that the stage asks of the server in one run; keep it below the run's."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.backend == "builtin":
            return self
        if urlsplit(self.base_url).scheme not in ("http", "https") or not urlsplit(self.base_url).hostname:
            raise ValueError(f"BASE_URL is {self.base_url!r}; give the server's address, such as http://models:8000/v1")
        if not self.model:
            raise ValueError("MODEL is empty; name one of the server's models")
        if self.key_file and not self.key_file.is_file():
            raise ValueError(f"KEY_FILE: there is no file {self.key_file}")
        return self


class SpeechSettings(ModelSettings):
    """The backend of a stage that reads aloud."""

    voice: str = "alloy"
    """Name of the server's voice, for a narration."""


class PictureSettings(ModelSettings):
    """The backend of a stage that draws."""

    size: str = Field(default="1536x1024", pattern=r"^\d{3,4}x\d{3,4}$")
    """Width and height that the server is asked for, for a picture; it is cut to 16 to 9."""
