"""Stack files on their way to Docker: what the controller adds, and what Docker makes of them."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.storyloom.swarm.plugins.action import swarm_stack as plugin
from ansible_collections.storyloom.swarm.plugins.module_utils import stack_recorder

from tests.conftest import DOCKER, ROOT, SERVICES

FILE = "secrets: {key: {file: ./key.txt, labels: {a: b}}, other: {external: true}}\nconfigs: {words: {file: ../w.txt}}"


def sections(content: bytes, text: str = FILE) -> dict[str, Any]:
    definition: dict[str, Any] = plugin.with_contents({"/op/model.yml": text}, "pipeline", {}, lambda path: content)[0]
    return definition


def test_contents_come_from_beside_the_file() -> None:
    """A path is relative to the file that has it, and the manager gets it under another."""
    content = {Path("/op/./key.txt"): b"key", Path("/op/../w.txt"): b"words"}
    definition, contents = plugin.with_contents({"/op/model.yml": FILE}, "pipeline", {}, content.__getitem__)
    assert contents == {definition["secrets"]["key"]["file"]: b"key", definition["configs"]["words"]["file"]: b"words"}
    assert set(definition["secrets"]) == {"key"}


@pytest.mark.parametrize(("variables", "path"), [({"KEYS": "/keys"}, "/keys/k"), ({}, "/op/../own/k")])
def test_a_path_may_have_a_variable(variables: dict[str, str], path: str) -> None:
    """Its value is the task's, or the default that stands there."""
    text = "secrets: {key: {file: '${KEYS:-../own}/k'}}"
    read = {Path(path): b"key"}.__getitem__
    assert list(plugin.with_contents({"/op/model.yml": text}, "pipeline", variables, read)[1].values()) == [b"key"]


def test_a_name_follows_from_content_and_definition() -> None:
    """Another content or label is another secret; the same ones are the same; the content is not in it."""
    name = sections(b"one")["secrets"]["key"]["name"]
    assert name == sections(b"one")["secrets"]["key"]["name"]
    assert name.startswith("pipeline_key-")
    assert name != sections(b"two")["secrets"]["key"]["name"]
    assert name != sections(b"one", FILE.replace("a: b", "a: c"))["secrets"]["key"]["name"]
    assert sections(b"one", "secrets: {key: {file: x, name: mine}}")["secrets"]["key"]["name"].startswith("mine-")


def test_the_last_file_says_where_a_secret_is_from() -> None:
    """As Docker merges them: an external one after one of a file is external."""
    files = {"/a.yml": FILE, "/b.yml": "secrets: {key: {external: true}}"}
    assert "secrets" not in plugin.with_contents(files, "pipeline", {}, lambda path: b"x")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("services: {main: {env_file: x}}", "main.env_file"),
        ("services: {main: {networks: {n: {ipv4_address: 10.0.0.2}}}}", "main.networks.n.ipv4_address"),
        ("secrets: {key: {file: $HOME/x}}", r"\$HOME/x has a variable without a value"),
        ("secrets: {key: {file: '${GONE}/x'}}", r"\$\{GONE\}/x has a variable without a value"),
        ("secrets: {key: {file: x, name: " + "n" * 60 + "}}", "shorten it"),
        ("- a", "not a Compose file"),
        ("a: [", "model.yml"),
    ],
)
def test_a_file_that_cannot_be_deployed_is_refused(text: str, said: str) -> None:
    """With its name, and what to change."""
    with pytest.raises(plugin.Refused, match=said):
        sections(b"x", text)


def test_settings_become_a_stack_file() -> None:
    """Values are text as it stands: no variable of Docker's, no YAML boolean."""
    files = {"/stack.yml": "services: {main: {image: x}}"}
    found = plugin.with_environment({"main": {"A": True, "B": 7, "C": "a$b"}}, files)
    assert found == {"services": {"main": {"environment": {"A": "true", "B": "7", "C": "a$$b"}}}}
    with pytest.raises(plugin.Refused, match=r"names mian; the services are main"):
        plugin.with_environment({"mian": {}}, files)


def deployed(folder: Path, *definitions: dict[str, Any] | Path) -> tuple[dict[str, Any], str]:
    """What Docker would make of stack files: service specs by name, and what it says."""
    if DOCKER is None:
        pytest.skip("the docker command is not here")
    flags = []
    for place, definition in enumerate(definitions):
        path = definition if isinstance(definition, Path) else folder / f"{place}.yml"
        if isinstance(definition, dict):
            path.write_text(yaml.safe_dump(definition))
        flags += ["--compose-file", str(path)]
    socket = folder / "engine"
    command = [DOCKER, "stack", "deploy", *flags, "--prune", "--detach", "--resolve-image", "never", "pipeline"]
    environment = os.environ | {"DOCKER_HOST": f"unix://{socket}"}
    with stack_recorder.recorder(str(socket), "1.45") as made:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return made | {"services": {spec["Name"].removeprefix("pipeline_"): spec for spec in made["services"]}}, done.stderr


def test_docker_says_what_the_stack_would_be(tmp_path: Path) -> None:
    """The project's stack file merged with an operator's, by Docker itself, with no engine; no secret's content."""
    (tmp_path / "key").write_text("s3cr3t")
    model = {
        "services": {"service-a": {"environment": {"STORY_GENERATOR_BACKEND": "openai"}, "secrets": ["key"]}},
        "secrets": {"key": {"file": str(tmp_path / "key")}},
    }
    made, said = deployed(tmp_path, ROOT / "stack" / "docker-stack.yml", model)
    assert said.strip() == ""
    assert len(made["services"]) == 8
    container = made["services"]["service-a"]["TaskTemplate"]["ContainerSpec"]
    assert {"LOG_LEVEL=INFO", "STORY_GENERATOR_BACKEND=openai"} <= set(container["Env"])
    assert [secret["SecretName"] for secret in container["Secrets"]] == ["pipeline_key"]
    assert made["secrets"] == [{"Name": "pipeline_key", "Labels": {"com.docker.stack.namespace": "pipeline"}}]


def merged(folder: Path, name: str) -> tuple[Any, dict[str, Any], dict[str, bytes]]:
    """The project's stack file with another of its files: what is deployed, its secrets, and what they have in them.

    The content of each secret is the path of its file.
    """
    files = {str(ROOT / "stack" / name): (ROOT / "stack" / name).read_text()}
    definition, contents = plugin.with_contents(
        files, "pipeline", {"SECRETS_DIR": "/s"}, lambda path: str(path).encode()
    )
    for place, content in contents.items():
        path = folder / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    # Docker looks for the contents beside the first file.
    stack = [Path(shutil.copy(ROOT / "stack" / file, folder)) for file in ("docker-stack.yml", name)]
    made, said = deployed(folder, *stack, definition)
    assert said.strip() == ""
    assert made["services"].keys() == set(SERVICES)
    return made, definition, contents


def test_the_gateway_has_its_own_certificate(tmp_path: Path) -> None:
    """By stack/gateway-tls.yml main has two secrets, which its user alone may read, and the settings that name them."""
    made, definition, contents = merged(tmp_path, "gateway-tls.yml")
    container = made["services"]["main"]["TaskTemplate"]["ContainerSpec"]
    settings = dict(line.split("=", 1) for line in container["Env"])
    secrets = {f"/run/secrets/{item['File']['Name']}": item for item in container["Secrets"]}
    for what, ending in (("certificate", "crt"), ("key", "key")):
        secret = secrets[settings[f"GATEWAY_{what.upper()}_FILE"]]
        assert (secret["File"]["UID"], secret["File"]["Mode"]) == ("10001", 0o400)
        assert secret["SecretName"] == definition["secrets"][f"gateway-{what}"]["name"]
        assert contents[f"contents/secrets-gateway-{what}"] == f"/s/pki/gateway.{ending}".encode()


def test_each_service_has_its_own_certificate(tmp_path: Path) -> None:
    """By stack/tls.yml: two secrets, which its user alone may read, the authority, and the settings that name them."""
    made, definition, contents = merged(tmp_path, "tls.yml")
    for name, spec in made["services"].items():
        container = spec["TaskTemplate"]["ContainerSpec"]
        settings = dict(line.split("=", 1) for line in container["Env"])
        secrets = {item["File"]["Name"]: item for item in container["Secrets"]}
        assert settings["TLS_REQUIRED"] == "true"
        for what, ending in (("certificate", "crt"), ("key", "key")):
            file = secrets[f"tls_{what}"]
            assert (file["File"]["UID"], file["File"]["Mode"]) == ("10001", 0o400)
            assert file["SecretName"] == definition["secrets"][f"{name}-{what}"]["name"]
            assert contents[f"contents/secrets-{name}-{what}"] == f"/s/pki/{name}.{ending}".encode()
            assert settings[f"TLS_{what.upper()}_FILE"] == f"/run/secrets/tls_{what}"
        assert [item["File"]["Name"] for item in container["Configs"]] == [settings["TLS_CA_FILE"]]


# A value for each key of a service in Docker's schema (docker/cli, config_schema_v3.13.json); the others stand in BASE.
KEYS: dict[str, Any] = {
    "build": ".",
    "cap_add": ["NET_ADMIN"],
    "cap_drop": ["ALL"],
    "cgroup_parent": "x",
    "cgroupns_mode": "private",
    "command": ["x"],
    "container_name": "x",
    "credential_spec": {"registry": "x"},
    "depends_on": ["base"],
    "deploy": {"mode": "global"},
    "devices": ["/dev/null"],
    "dns": "192.0.2.1",
    "dns_search": "example.org",
    "domainname": "x",
    "entrypoint": ["x"],
    "environment": {"A": "1"},
    "expose": ["1"],
    "external_links": ["x"],
    "extra_hosts": ["a:192.0.2.1"],
    "healthcheck": {"disable": True},
    "hostname": "x",
    "init": False,
    "ipc": "host",
    "isolation": "hyperv",
    "labels": {"a": "b"},
    "links": ["base"],
    "logging": {"driver": "x"},
    "mac_address": "02:42:ac:11:65:43",
    "network_mode": "host",
    "networks": {"default": {"aliases": ["x"]}},
    "pid": "host",
    "ports": ["80:80"],
    "privileged": True,
    "read_only": True,
    "restart": "always",
    "security_opt": ["x"],
    "shm_size": "1m",
    "stdin_open": True,
    "stop_grace_period": "1s",
    "stop_signal": "SIGINT",
    "sysctls": {"a": "b"},
    "tmpfs": ["/x"],
    "tty": True,
    "ulimits": {"nproc": 3},
    "user": "1",
    "userns_mode": "host",
    "volumes": ["/a:/b"],
    "working_dir": "/x",
}


def test_no_key_of_a_service_is_dropped_in_silence(tmp_path: Path) -> None:
    """What Docker accepts is in the service that it would make, or named by Docker or by us as left out."""
    services = {f"k-{key.replace('_', '-')}": {"image": "x", key: value} for key, value in KEYS.items()}
    made, said = deployed(tmp_path, {"services": services | {"base": {"image": "x"}}})

    def nameless(name: str) -> str:
        spec = made["services"][name]
        return repr({**spec, "Name": ""}).replace(f"'{name}'", "''")

    silent = {key for key in KEYS if nameless(f"k-{key.replace('_', '-')}") == nameless("base")}
    named = {word.strip(",:") for line in said.splitlines() for word in line.split()}
    assert silent - named <= plugin.LEFT_OUT.keys()
