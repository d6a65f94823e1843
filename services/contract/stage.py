"""What the module of a stage, `services/<name>/stage.py`, offers to the process that hosts it."""

from collections.abc import Callable
from typing import Any, Protocol

from pydantic_settings import BaseSettings, SettingsConfigDict

from services.contract.calls import Process


class NoSettings(BaseSettings):
    """The settings of a stage that has none."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")


class StageModule(Protocol):
    """A stage: the settings that it needs, and how its craft is built from them.

    The module itself reads no environment. Who hosts the stage reads `Settings` once, when the process starts.
    """

    Settings: type[BaseSettings]
    """Its fields are environment variables that begin with the stage's name, such as STORY_GENERATOR_BACKEND."""
    build: Callable[[Any], Process]
    """From an object of the class `Settings` to the function that makes the stage's part."""
