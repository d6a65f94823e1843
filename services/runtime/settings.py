"""Settings of a process, read from its environment and its settings files; a wrong variable is named."""

import os
import socket
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.contract import limits
from services.contract.errors import ConfigurationError
from services.runtime.certificates import TlsFiles

Settings = TypeVar("Settings", bound=BaseSettings)
HIDDEN = "hidden"
"""Type of an error of a setting whose value is not shown."""


def no_pem(value: object) -> object:
    """A path as it is given. Raises PydanticCustomError when somebody gave the content in its place."""
    if isinstance(value, str) and ("\n" in value or "-----" in value):
        # Not shown: it may be a key.
        raise PydanticCustomError(HIDDEN, "is no path; put the PEM text into a file, and give its path")
    return value


class CommonSettings(BaseSettings):
    """What the services and main have in common."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, env_ignore_empty=True)

    service_bind: str = "127.0.0.1"
    """Address to listen on. The images set 0.0.0.0."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least level that is logged."""
    log_dir: Path | None = None
    """Folder for log files, rotated at 10 MB with 3 kept, beside the lines on stdout; none when not set."""
    node_name: str = Field(default_factory=socket.gethostname)
    """This machine's name, which a container cannot see by itself; the stack sets it."""
    build_digest: str = Field(default="", max_length=100)
    """Digest of what the image was built from, by which one build is told from another. The images set it."""
    pipeline_edge: Literal["stream", "unary"] = "stream"
    """How gRPC calls go out: over one long-lived stream to each replica, or each as a unary call, without progress."""
    patience_seconds: float = Field(default=120, ge=0, le=limits.MAX_RUN_SECONDS)
    """How long a stage that does not answer is tried again, within the run's time; a Swarm takes about a minute
    to replace what ran on a lost machine."""
    tls_certificate_file: Path | None = None
    """PEM file of this process's certificate, whose DNS name is the service's (service-a … main), for mutual TLS
    between the services. With the next two, or none of the three."""
    tls_key_file: Path | None = None
    """PEM file of its key, without a passphrase; only the owner and the group may read it."""
    tls_ca_file: Path | None = None
    """PEM file of the authorities whose certificates are trusted. The files may change at any time."""

    @field_validator("tls_certificate_file", "tls_key_file", "tls_ca_file", mode="before")
    @classmethod
    def _is_a_path(cls, value: object) -> object:
        return no_pem(value)

    @model_validator(mode="after")
    def _tls_is_whole(self) -> Self:
        _ = self.tls_files
        return self

    @property
    def tls_files(self) -> TlsFiles | None:
        """The files of TLS; None without. Raises ValueError when one is missing."""
        certificate, key, ca = self.tls_certificate_file, self.tls_key_file, self.tls_ca_file
        if certificate and key and ca:
            return TlsFiles(certificate, key, ca)
        if certificate or key or ca:
            raise ValueError("TLS_CERTIFICATE_FILE, TLS_KEY_FILE and TLS_CA_FILE: set all three, or none")
        return None


class ServiceSettings(CommonSettings):
    """The environment of every service's container, as in the deployment guide, and the bounds of one server."""

    service_name: str
    """Which stage: service_a ... service_d."""
    service_port: int | None = Field(default=None, ge=0, le=65535)
    """Port to listen on; the catalogue's when not set, any free one when 0."""
    pipeline_mode: Literal["rpc", "grpc"] = "grpc"
    """How the service serves and forwards: JSON-RPC 2.0 over HTTP, or gRPC."""
    next_service_host: str = ""
    """For the chain flow: the host of the next stage, or several with commas between."""
    next_service_port: str = ""
    """Its port: one for each host, or several for one host."""
    service_workers: int = Field(default=2, ge=1, le=64)
    """Requests worked on at once."""
    service_queue: int = Field(default=64, ge=0, le=10_000)
    """Requests that may wait for a worker; the next one is refused."""
    service_drain_seconds: float = Field(default=20, ge=0, le=600)
    """Time for calls under way after SIGTERM; keep it below stop_grace_period."""
    service_connection_age_seconds: float = Field(default=60, ge=1, le=86_400)
    """After this age a gRPC client is told to reconnect, so that it finds new replicas."""
    tls_required: bool = False
    """Whether the service refuses to listen on anything but loopback without TLS; otherwise it only warns."""

    @model_validator(mode="after")
    def _successors_are_addresses(self) -> Self:
        _ = self.successors
        return self

    @property
    def successors(self) -> list[str]:
        """host:port of each next stage. Raises ValueError, which names the variable."""
        hosts = [host.strip() for host in self.next_service_host.split(",") if host.strip()]
        ports = [port.strip() for port in self.next_service_port.split(",") if port.strip()]
        if bool(hosts) != bool(ports):
            raise ValueError("NEXT_SERVICE_HOST and NEXT_SERVICE_PORT: set both, or neither")
        for port in ports:
            if not port.isdecimal() or not 1 <= int(port) <= 65535:
                raise ValueError(f"NEXT_SERVICE_PORT: {port!r} is no port; use 1 to 65535")
        if len(hosts) == 1:
            hosts *= len(ports)
        if len(hosts) != len(ports):
            raise ValueError(
                f"NEXT_SERVICE_HOST has {len(hosts)} hosts and NEXT_SERVICE_PORT {len(ports)} ports;"
                " give one port for each host, or several ports for one host"
            )
        return [f"{host}:{port}" for host, port in zip(hosts, ports, strict=True)]


def files() -> tuple[Path, ...]:
    """The settings files that CONFIG_FILES names, of lines VARIABLE=value. A later file goes before an earlier one."""
    return tuple(Path(name) for name in os.environ.get("CONFIG_FILES", "").split(":") if name)


def read(settings: type[Settings], *, prefix: str = "", namespace: str = "", **given: Any) -> Settings:
    """Read settings from the environment and the files; `given` goes before the environment, that before the files.

    Every variable's name begins with `prefix`. The same name after `namespace`, when there is one, goes before it, for
    an environment in which other programs have variables of such names too.

    Raises ConfigurationError, which names each wrong variable and its value.
    """
    fields = settings.model_fields if namespace else {}
    names = {name: f"{namespace}{prefix}{name}".upper() for name in fields if name not in given}
    own: dict[str, Any] = {name: os.environ[variable] for name, variable in names.items() if os.environ.get(variable)}
    try:
        return settings(_env_file=files(), _env_prefix=prefix, **own, **given)
    except ValidationError as error:
        problems: list[str] = []
        for item in error.errors():
            name = str(item["loc"][0]).removeprefix(prefix.lower()) if item["loc"] else ""
            variable = f"{names[name] if name in own else prefix + name.upper()}: " if name else prefix
            shown = "" if item["type"] in ("missing", HIDDEN) or not item["loc"] else f" (is {item['input']!r})"
            problems.append(f"{variable}{item['msg'].removeprefix('Value error, ')}{shown}")
        raise ConfigurationError("; ".join(problems)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"CONFIG_FILES: a file cannot be read: {error}") from None
