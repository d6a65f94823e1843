"""Mutual TLS on the Swarm: who is let in, and new certificates under a load."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SERVICES, Measured, Play, play
from tests.lab.conftest import addresses, all_serve, container_of, on, placed, story, until
from tests.lab.load import steady_load

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

SECURED = "-e", "pki_enabled=true"
ASK = """
import os, sys
import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
who, target = sys.argv[1:]
files = [open(os.environ[f"TLS_{what}_FILE"], "rb").read() for what in ("CA", "KEY", "CERTIFICATE")]
given = {"itself": files, "nobody": files[:1]}
channel = (
    grpc.secure_channel(target, grpc.ssl_channel_credentials(*given[who]))
    if who in given
    else grpc.insecure_channel(target)
)
try:
    health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=20)
    print("OK")
except grpc.RpcError as error:
    print(error.code().name)
"""


def asked(service: str, who: str, target: str) -> str:
    """What a container of a service hears of another one's health, with its certificate or as a stranger."""
    machine = placed()[service]
    return on(machine, "docker", "exec", container_of(machine, service), "python3", "-c", ASK, who, target)


def identities() -> dict[str, set[str]]:
    """Names of each service's own secrets."""
    ids = on("lab-1", "docker", "service", "ls", "--quiet").split()
    specs = [service["Spec"] for service in json.loads(on("lab-1", "docker", "service", "inspect", *ids))]
    return {
        spec["Name"]: {item["SecretName"] for item in spec["TaskTemplate"]["ContainerSpec"]["Secrets"]}
        for spec in specs
    }


@pytest.fixture(scope="module")
def plain(site: Play, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The content digest that the stack makes without TLS."""
    digest: str = story(tmp_path_factory.mktemp("plain"))["content_digest"]
    return digest


@pytest.fixture(scope="module")
def secured(plain: str) -> Iterator[Play]:
    """The stack over TLS; the plain one again at the end."""
    done = play("deploy", *SECURED)
    assert done.code == 0, done.output[-6000:]
    yield done
    done = play("deploy")
    assert done.code == 0, done.output[-6000:]


def test_a_story_is_the_same(secured: Play, plain: str, tmp_path: Path) -> None:
    """Made over TLS."""
    until(all_serve, "all serve")
    assert story(tmp_path)["content_digest"] == plain


@pytest.mark.parametrize(
    ("service", "who", "heard"),
    [
        ("main", "itself", "OK"),
        ("service-a", "itself", "OK"),
        ("service-c1", "itself", "PERMISSION_DENIED"),
        ("main", "nobody", "UNAVAILABLE"),
        ("main", "in plain", "UNAVAILABLE"),
    ],
)
def test_a_stranger_is_refused(secured: Play, service: str, who: str, heard: str) -> None:
    """By B, inside the overlay: only those who call it are let in, by certificate."""
    assert asked(service, who, "service-b:50052") == heard


def test_the_second_deploy_changes_nothing(secured: Play) -> None:
    """Nor has a check anything to show."""
    for arguments in ((), ("--check", "--diff")):
        done = play("deploy", *SECURED, *arguments)
        assert done.code == 0, done.output[-4000:]
        assert done.recap("lab-1")["changed"] == 0


@pytest.mark.parametrize(("what", "updates"), [("certificates", 1), ("ca", 3)])
def test_a_rotation_costs_no_run(secured: Play, measured: Measured, what: str, updates: int) -> None:
    """Under a steady load: each service has other secrets, no accepted run is lost, and nothing is due any more."""
    before = identities()
    with steady_load() as load:
        time.sleep(10)
        done = play("rotate", *SECURED, "--tags", what, "-e", "force=true", seconds=1500 * updates)
        time.sleep(10)
    assert done.code == 0, done.output[-4000:]
    measured(f"{what}, {updates} rolling updates: {load}")
    after = identities()
    assert after.keys() == before.keys() == {f"pipeline_{name}" for name in SERVICES}
    assert all(len(secrets) == 2 and not secrets & before[name] for name, secrets in after.items())
    assert load.accepted
    assert not load.lost()
    again = play("rotate", *SECURED, "--tags", what)
    assert again.code == 0, again.output[-4000:]
    assert {machine: again.recap(machine)["changed"] for machine in addresses()} == dict.fromkeys(addresses(), 0)
