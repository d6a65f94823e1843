"""A service's environment, read once into one object that names the variable that is wrong."""

import socket
from typing import Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.runtime.errors import ConfigurationError

Settings = TypeVar("Settings", bound=BaseSettings)


class ServiceSettings(BaseSettings):
    """The environment of every container, as in the deployment guide, and the bounds of one server."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    service_name: str = Field(min_length=1)
    """Which stage: service_a ... service_d."""
    service_port: int | None = Field(default=None, ge=0, le=65535)
    """Port to listen on; the catalogue's when not set, any free one when 0."""
    service_bind: str = "127.0.0.1"
    """Address to listen on. The images set 0.0.0.0."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    pipeline_mode: Literal["grpc"] = "grpc"
    """How a service serves."""
    next_service_host: str = ""
    """For the chain flow, which this release does not have: set, it is checked and reported, not used."""
    next_service_port: int | None = Field(default=None, ge=1, le=65535)
    """As NEXT_SERVICE_HOST."""
    node_name: str = Field(default_factory=socket.gethostname)
    """The machine's name, which a container cannot see by itself; the stack sets it."""
    service_workers: int = Field(default=2, ge=1, le=64)
    """Requests worked on at once."""
    service_queue: int = Field(default=64, ge=0, le=10_000)
    """Requests that may wait for a worker."""
    service_drain_seconds: float = Field(default=20, ge=0, le=600)
    """Time for calls under way after SIGTERM; keep it below stop_grace_period."""
    service_connection_age_seconds: float = Field(default=60, ge=1, le=86_400)
    """After this age a client is told to reconnect, so that it finds new replicas."""


def read(settings: type[Settings]) -> Settings:
    """Read the environment. Raises ConfigurationError, which names each wrong variable and its value."""
    try:
        return settings()
    except ValidationError as error:
        problems = []
        for item in error.errors():
            variable = str(item["loc"][0]).upper()
            given = "" if item["type"] == "missing" else f" (is {item['input']!r})"
            problems.append(f"{variable}: {item['msg']}{given}")
        raise ConfigurationError("; ".join(problems)) from None
