"""main's environment, read once into one object that names the variable that is wrong."""

import socket
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.catalog import Stage


class MainSettings(BaseSettings):
    """How main reaches the stages and where the gateway listens. Command-line options go before it."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    pipeline_mode: Literal["local", "grpc"] = "local"
    """local: the stages run in this process. grpc: they are servers."""
    stage_address: str = "127.0.0.1:{port}"
    """Where a stage is, with {service} and {port} from the catalogue. The image sets {service}:{port}."""
    service_bind: str = "127.0.0.1"
    """Address on which the gateway listens. The image sets 0.0.0.0."""
    service_port: int = Field(default=8080, ge=1, le=65535)
    """Port of the gateway."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    node_name: str = Field(default_factory=socket.gethostname)
    """This machine's name, which a container cannot see by itself; the stack sets it."""
    store_path: Path = Path(".storyloom/runs.sqlite3")
    """The gateway's runs."""
    run_seconds: float = Field(default=180, gt=0, le=3600)
    """Time for one run, retries included."""
    patience_seconds: float = Field(default=60, ge=0, le=3600)
    """How long the gateway tries to reach a stage that does not answer."""
    max_running: int = Field(default=4, ge=1, le=256)
    """Runs that the gateway drives at once."""
    max_waiting: int = Field(default=100, ge=1, le=100_000)
    """Accepted runs that may wait; the next one is refused."""
    keep_runs: int = Field(default=500, ge=1, le=1_000_000)
    """Ended runs that the store keeps, the newest ones."""

    @field_validator("stage_address")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        try:
            host, _, port = value.format(service="service-a", port=50051).rpartition(":")
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            host, port = "", ""
        if not host or not port.isdigit():
            raise ValueError("use host:port, in which {service} and {port} may stand, such as '{service}:{port}'")
        return value

    def address(self, stage: Stage) -> str:
        """host:port of a stage."""
        return self.stage_address.format(service=stage.service, port=stage.port)
