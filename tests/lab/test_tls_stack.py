"""Mutual TLS on the Swarm: all is made over it, and what is rotated under a load. Strangers: test_strangers.py."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SERVICES, Measured, Play, play
from tests.lab.conftest import addresses, all_serve, code, container_of, on, placed, story, until
from tests.lab.knocks import SECRETS, Call, call, container, identity
from tests.lab.load import SLOW, steady_load

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

SECURED = "-e", "pki_enabled=true"
FORCE = "-e", "force=true"
REGISTRY = "registry.storyloom.internal:5000"
ANALYZER = "service-b:50052"


def asked(service: str, *asking: Call) -> list[str]:
    """What a container of a service hears of B's health, by its own certificate or as the calls say."""
    return call(container(service), asking or [Call(ANALYZER)])


def logs_in(password: str) -> bool:
    """Whether the registry takes the password."""
    asking = f"docker --config /tmp/old login --username storyloom --password-stdin {REGISTRY}"
    done = code("lab-1", "sh", "-c", f"echo {password} | {asking}")
    on("lab-1", "rm", "-rf", "/tmp/old")  # noqa: S108 - on the machine, for this moment
    return done == 0


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
    ("service", "heard"), [("main", "OK"), ("service-a", "OK"), ("service-c1", "PERMISSION_DENIED")]
)
def test_only_those_who_call_a_stage_are_let_in(secured: Play, service: str, heard: str) -> None:
    """By B, each by the certificate of its own container."""
    assert asked(service) == [heard]


def test_the_second_deploy_changes_nothing(secured: Play) -> None:
    """Nor has a check anything to show."""
    for arguments in ((), ("--check", "--diff")):
        done = play("deploy", *SECURED, *arguments)
        assert done.code == 0, done.output[-4000:]
        assert done.recap("lab-1")["changed"] == 0


def rotated(what: str, updates: int, measured: Measured) -> None:
    """Rotate under a steady load: no accepted run is lost, and nothing is due any more."""
    with steady_load(seconds=1500 * updates, rate=SLOW) as load:
        time.sleep(10)
        done = play("rotate", *SECURED, "--tags", what, *FORCE, seconds=1500 * updates)
        time.sleep(10)
    assert done.code == 0, done.output[-4000:]
    measured(f"{what}: {load}")
    assert load.accepted
    assert not load.lost()
    again = play("rotate", *SECURED, "--tags", what)
    assert again.code == 0, again.output[-4000:]
    assert {machine: again.recap(machine)["changed"] for machine in addresses()} == dict.fromkeys(addresses(), 0)


def test_new_certificates_cost_no_run(secured: Play, measured: Measured) -> None:
    """New keys for all: each service has other secrets."""
    before = identities()
    rotated("certificates", 1, measured)
    after = identities()
    assert after.keys() == before.keys() == {f"pipeline_{name}" for name in SERVICES}
    assert all(len(secrets) == 2 and not secrets & before[name] for name, secrets in after.items())


def test_a_new_authority_costs_no_run(secured: Play, measured: Measured) -> None:
    """A certificate of the old one is taken before, and refused afterwards."""
    old = Call(ANALYZER, shows=identity("pki/main"))
    assert asked("main", old) == ["OK"]
    rotated("ca", 3, measured)
    assert asked("main", old, Call(ANALYZER)) == ["UNAVAILABLE", "OK"]


def test_a_new_password_of_the_registry_costs_no_run(secured: Play, measured: Measured) -> None:
    """The old one is refused afterwards."""
    old = (SECRETS / "registry-password").read_text().strip()
    assert logs_in(old)
    rotated("registry", 1, measured)
    assert not logs_in(old)
    assert logs_in((SECRETS / "registry-password").read_text().strip())


def test_a_new_authority_of_the_swarm_costs_no_run(secured: Play, measured: Measured) -> None:
    """Both join tokens are others, and all nodes are there."""

    def tokens() -> set[str]:
        return {on("lab-1", "docker", "swarm", "join-token", "--quiet", role) for role in ("worker", "manager")}

    before = tokens()
    rotated("swarm", 1, measured)
    assert not tokens() & before
    assert on("lab-1", "docker", "node", "ls", "--format", "{{.TLSStatus}}").split() == ["Ready"] * len(addresses())


def test_a_token_that_has_ended_is_revoked(secured: Play) -> None:
    """And the one that has not stays; a second time there is none."""
    machine = placed()["main"]
    command = "docker", "exec", container_of(machine, "main"), "storyloom", "token"
    on(machine, *command, "create", "short", "--expires", "1m")
    on(machine, *command, "create", "long", "--expires", "1d")
    time.sleep(61)
    for changed in (1, 0):
        done = play("rotate", *SECURED, "--tags", "tokens")
        assert done.code == 0, done.output[-4000:]
        assert done.recap(machine)["changed"] == changed
    listed = [json.loads(line) for line in on(machine, *command, "list", "--json").splitlines()]
    assert {token["name"]: bool(token["revoked"]) for token in listed} == {"short": True, "long": False}
    on(machine, *command, "revoke", "long")
