"""main's environment, read once into one object that names the variable that is wrong."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode

from services.catalog import STAGES, Stage
from services.contract import limits
from services.runtime.certificates import KeyPair
from services.runtime.settings import HIDDEN, CommonSettings, no_pem


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
    gateway_certificate_file: Path | None = None
    """PEM file of the certificate that the gateway shows to browsers and to the command, and those of intermediate
    authorities after it. With this and the next one the gateway speaks HTTPS only, without them HTTP."""
    gateway_key_file: Path | None = None
    """PEM file of its key, without a passphrase; only the owner and the group may read it. Both files may change at any
    time."""
    store_path: Path = Path(".storyloom/runs.sqlite3")
    """The gateway's runs: a SQLite file, which one gateway holds."""
    store_url: str = ""
    """Instead of that file, a PostgreSQL database, on which any number of gateways work at once, such as
    postgresql://storyloom@db-1,db-2,db-3/storyloom?passfile=/run/secrets/pgpass. Passwords stand in that file."""
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
    keep_mb: int = Field(default=4_000, ge=1, le=100_000_000)
    """MB that ended runs may take in the store: of packages, and of parts that a resume needs. Over it the oldest ones
    are removed; the newest one stays."""

    auth: Literal["off", "token"] = "off"
    """token: who asks the gateway must send a token, and sees the runs of its owner. off: everybody may do everything,
    which is for loopback, or a network where that is right."""
    owner_waiting: int = Field(default=20, ge=1, le=100_000)
    """With AUTH=token, accepted runs of one owner that may wait, as the two below but for admins."""
    owner_runs_a_minute: int = Field(default=60, ge=1, le=100_000)
    """Runs of one owner that are accepted within a minute."""
    owner_keep_mb: int = Field(default=1_000, ge=1, le=100_000_000)
    """MB that the packages of one owner may take; further runs are refused then, until some are deleted."""

    webhook_secret_file: Path | None = None
    """File with the secret that signs webhooks (whsec_ and base64, a line each while one follows another); without it
    none is sent."""
    webhook_allow: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts, addresses and networks with commas between, such as 10.0.0.0/8,hooks.lan, to which webhooks may go though
    they are inside a network, and by plain http."""
    webhook_retry_seconds: float = Field(default=5, gt=0, le=3_600)
    """Pause before the second attempt of a webhook; each further one is four times as long, 6 hours at most, and the
    twelfth attempt is the last."""

    base_path: str = Field(default="", pattern=r"^(/[A-Za-z0-9._~-]+)*$")
    """Path under which a proxy serves the gateway, such as /stories, whether it takes that off or not."""
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins of other pages that may use the gateway's API in a browser, with commas between; * for all."""

    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Names in the header Host under which the gateway answers, with commas between; *.example.org for all in a domain.
    Under any name when empty; health is always answered."""

    @field_validator("gateway_certificate_file", "gateway_key_file", mode="before")
    @classmethod
    def _is_no_pem(cls, value: object) -> object:
        return no_pem(value)

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _are_hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = tuple(item.strip().lower() for item in value.split(",") if item.strip())
        for item in found:
            if not re.fullmatch(r"(\*\.)?[a-z0-9.-]+|\[[0-9a-f:]+\]", item):
                raise ValueError(f"{item!r} is no host; use names without a port, such as stories.example.org")
        return found

    @field_validator("webhook_allow", mode="before")
    @classmethod
    def _are_words(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _are_origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = [item.strip().rstrip("/") for item in value.split(",") if item.strip()]
        for item in found:
            if item != "*" and not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+", item):
                raise ValueError(f"{item!r} is no origin; use https://host or http://host:port, without a path, or *")
        return tuple(found)

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

    @field_validator("store_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
            raise ValueError("use postgresql://user@host,other-host:5432/database")
        # Not shown: what stands here may be a password.
        if ":" in parts.netloc.rpartition("@")[0] or "password" in parse_qs(parts.query):
            raise PydanticCustomError(HIDDEN, "put the password into a file that only this user reads: ?passfile=…")
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

    @model_validator(mode="after")
    def _gateway_tls_is_whole(self) -> Self:
        _ = self.gateway_files
        return self

    @property
    def gateway_files(self) -> KeyPair | None:
        """The files of the gateway's own certificate; None without. Raises ValueError when one is missing."""
        certificate, key = self.gateway_certificate_file, self.gateway_key_file
        if certificate and key:
            return KeyPair(certificate, key)
        if certificate or key:
            raise ValueError("GATEWAY_CERTIFICATE_FILE and GATEWAY_KEY_FILE: set both, or neither")
        return None

    @property
    def is_loopback(self) -> bool:
        """Whether the gateway can be reached from its own machine alone."""
        try:
            return ip_address(self.service_bind).is_loopback
        except ValueError:
            return self.service_bind == "localhost"

    def address(self, stage: Stage) -> str:
        """host:port of a stage."""
        pattern = self.stage_address.format(service=stage.service, port=stage.port)
        return self.stage_addresses.get(stage.service, pattern)
