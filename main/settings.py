"""main's environment, read once into one object that names the variable that is wrong."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_settings import NoDecode

from services.catalog import STAGES, Stage
from services.contract import limits
from services.runtime.settings import CommonSettings


class MainSettings(CommonSettings):
    """How main reaches the stages and where the gateway listens. Command-line options go before it."""

    pipeline_mode: Literal["local", "rpc", "grpc"] = "local"
    """local: the stages run in this process. rpc and grpc: they are servers. The image sets grpc."""
    pipeline_flow: Literal["hub", "chain"] = "hub"
    """hub: main calls each stage. chain: main calls the first one, and each hands on to those after it."""
    stage_address: str = "127.0.0.1:{port}"
    """Where a stage is, with {service} and {port} from the catalogue. The image sets {service}:{port}."""
    stage_addresses: Annotated[dict[str, str], NoDecode] = Field(default_factory=dict)
    """Stages that are elsewhere, such as service-c1=192.168.1.11,service-d=192.168.1.12:50067; without a port,
    the catalogue's."""
    service_port: int = Field(default=8080, ge=1, le=65535)
    """Port of the gateway."""
    store_path: Path = Path(".storyloom/runs.sqlite3")
    """The gateway's runs: a SQLite file, which one gateway holds."""
    store_free_mb: int = Field(default=256, ge=1, le=1_000_000)
    """MB that must be free on the volume of STORE_PATH for the gateway to accept runs, and to be ready: the longest
    story that is read aloud in three languages takes about 100 while it is made."""
    run_seconds: float = Field(default=180, gt=0, le=limits.MAX_RUN_SECONDS)
    """Time for one run, retries included."""
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

    @field_validator("stage_addresses", mode="before")
    @classmethod
    def _are_addresses(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ports = {stage.service: stage.port for stage in STAGES}
        found = {}
        for item in filter(None, (part.strip() for part in value.split(","))):
            service, _, address = item.partition("=")
            host, colon, port = address.partition(":")
            if service not in ports or not host or (colon and not port.isdecimal()):
                raise ValueError(f"{item!r} is not service-a=host or service-a=host:port with one of the stages' names")
            found[service] = f"{host}:{port or ports[service]}"
        return found

    @model_validator(mode="after")
    def _chain_has_servers(self) -> "MainSettings":
        if self.pipeline_flow == "chain" and self.pipeline_mode == "local":
            raise ValueError("PIPELINE_FLOW=chain needs servers that hand on: use PIPELINE_MODE=rpc or grpc")
        return self

    def address(self, stage: Stage) -> str:
        """host:port of a stage."""
        pattern = self.stage_address.format(service=stage.service, port=stage.port)
        return self.stage_addresses.get(stage.service, pattern)
