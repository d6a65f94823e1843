"""The environment, the settings files and what they are turned into."""

from pathlib import Path

import pytest

from main.settings import MainSettings
from services.catalog import find
from services.contract.errors import ConfigurationError
from services.runtime.certificates import TlsFiles
from services.runtime.server.probe import setting
from services.runtime.settings import ServiceSettings, read


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_NAME", "service_b")


@pytest.mark.parametrize(
    ("host", "port", "found"),
    [
        ("", "", []),
        ("service-d", "50057", ["service-d:50057"]),
        ("service-c1, service-c2", "50053,50054", ["service-c1:50053", "service-c2:50054"]),
        ("192.168.1.11", "50053,50054", ["192.168.1.11:50053", "192.168.1.11:50054"]),
    ],
)
def test_successors(monkeypatch: pytest.MonkeyPatch, host: str, port: str, found: list[str]) -> None:
    """One host and port, a list of both, or one host with several ports, as the guide's machine 2."""
    monkeypatch.setenv("NEXT_SERVICE_HOST", host)
    monkeypatch.setenv("NEXT_SERVICE_PORT", port)
    assert read(ServiceSettings).successors == found


@pytest.mark.parametrize(
    ("host", "port", "says"),
    [
        ("service-d", "", "set both, or neither"),
        ("", "50057", "set both, or neither"),
        ("service-d", "http", "NEXT_SERVICE_PORT: 'http' is no port"),
        ("service-d", "70000", "'70000' is no port"),
        ("a,b,c", "1,2", "3 hosts and NEXT_SERVICE_PORT 2 ports"),
    ],
)
def test_wrong_successors_are_named(monkeypatch: pytest.MonkeyPatch, host: str, port: str, says: str) -> None:
    """At the start, not at the first run."""
    monkeypatch.setenv("NEXT_SERVICE_HOST", host)
    monkeypatch.setenv("NEXT_SERVICE_PORT", port)
    with pytest.raises(ConfigurationError, match=says):
        read(ServiceSettings)


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("CORS_ORIGINS", "https://a.example,b.example", "'b.example' is no origin"),
        ("CORS_ORIGINS", "https://a.example/page", "is no origin"),
        ("BASE_PATH", "stories", "BASE_PATH"),
        ("BASE_PATH", "/a//b", "BASE_PATH"),
    ],
)
def test_a_wrong_address_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str) -> None:
    """At the start, not in a browser."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=says):
        read(MainSettings)


def test_origins_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """With commas between, a slash at the end or none."""
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example/, http://localhost:3000")
    assert read(MainSettings).cors_origins == ("https://a.example", "http://localhost:3000")


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A later file before an earlier one, the environment before both, for the server and for its probe."""
    first, second = tmp_path / "image.env", tmp_path / "storyloom.env"
    first.write_text("PIPELINE_MODE=grpc\nSERVICE_QUEUE=1\nLOG_LEVEL=ERROR\n")
    second.write_text("# ours\nPIPELINE_MODE=rpc\nSERVICE_QUEUE=2\n")
    monkeypatch.setenv("CONFIG_FILES", f"{first}:{second}:{tmp_path / 'none.env'}")
    monkeypatch.setenv("SERVICE_QUEUE", "3")
    settings = read(ServiceSettings)
    assert (settings.pipeline_mode, settings.service_queue, settings.log_level) == ("rpc", 3, "ERROR")
    assert (setting("PIPELINE_MODE"), setting("SERVICE_QUEUE")) == ("rpc", "3")


def test_a_wrong_value_in_a_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As one in the environment is."""
    file = tmp_path / "storyloom.env"
    file.write_text("SERVICE_WORKERS=many\n")
    monkeypatch.setenv("CONFIG_FILES", str(file))
    with pytest.raises(ConfigurationError, match=r"SERVICE_WORKERS.*many"):
        read(ServiceSettings)


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose passes NAME= for what nobody set."""
    monkeypatch.setenv("LOG_DIR", "")
    monkeypatch.setenv("NODE_NAME", "")
    settings = read(ServiceSettings)
    assert settings.log_dir is None
    assert settings.node_name


def test_stages_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Named stages have their own address, with or without a port; the others follow the pattern."""
    monkeypatch.setenv("STAGE_ADDRESSES", "service-a=192.168.1.10, service-d=192.168.1.12:60000")
    settings = read(MainSettings)
    assert settings.address(find("service_a")) == "192.168.1.10:50051"
    assert settings.address(find("service_d")) == "192.168.1.12:60000"
    assert settings.address(find("service_b")) == "127.0.0.1:50052"


@pytest.mark.parametrize("wrong", ["service-z=host", "service-a", "service-a=host:port", "=1"])
def test_a_wrong_stage_elsewhere_is_named(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """A typing error is found at the start."""
    monkeypatch.setenv("STAGE_ADDRESSES", wrong)
    with pytest.raises(ConfigurationError, match="STAGE_ADDRESSES"):
        read(MainSettings)


def test_no_service_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    """PIPELINE_MODE=local is main's: a service has to serve."""
    monkeypatch.setenv("PIPELINE_MODE", "local")
    with pytest.raises(ConfigurationError, match=r"PIPELINE_MODE.*'rpc' or 'grpc'"):
        read(ServiceSettings)


def test_tls_is_whole_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """All three files, or none."""
    assert read(ServiceSettings).tls_files is None
    monkeypatch.setenv("TLS_CERTIFICATE_FILE", "/run/secrets/certificate")
    monkeypatch.setenv("TLS_CA_FILE", "/run/secrets/ca")
    with pytest.raises(ConfigurationError, match="TLS_KEY_FILE and TLS_CA_FILE: set all three, or none"):
        read(ServiceSettings)
    monkeypatch.setenv("TLS_KEY_FILE", "/run/secrets/key")
    found = read(ServiceSettings).tls_files
    assert found == TlsFiles(Path("/run/secrets/certificate"), Path("/run/secrets/key"), Path("/run/secrets/ca"))


@pytest.mark.parametrize("settings", [ServiceSettings, MainSettings])
def test_a_key_in_the_environment_is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, settings: type[ServiceSettings | MainSettings]
) -> None:
    """A path is wanted; what somebody took for one may be the key itself."""
    monkeypatch.setenv("TLS_KEY_FILE", "-----BEGIN PRIVATE KEY-----\nsesame\n-----END PRIVATE KEY-----")
    with pytest.raises(ConfigurationError, match=r"^TLS_KEY_FILE: is no path") as refused:
        read(settings)
    assert "sesame" not in refused.value.message
