"""Nobody gets in: all ports of machines and containers, asked from the overlay, from a neighbour and from outside."""

import json
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace

import httpx
import pytest

from main.gateway.access import credential
from services.catalog import MAIN, STAGES, Stage
from services.runtime.server.access import callers
from tests.certificates import GRPC_SAYS, STRANGERS, Stranger, shown_by
from tests.conftest import PROMPT, SERVICES, Play, play
from tests.lab.conftest import addresses, all_serve, container_of, on, placed, until
from tests.lab.knocks import (
    NOBODY,
    OUTSIDE,
    SECRETS,
    Call,
    Knock,
    Place,
    authority,
    call,
    container,
    http,
    identity,
    knock,
    machine,
    shown,
    status,
)

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

CLOSED = {"pki_enabled": True, "gateway_tls": True, "stack_environment": {"main": {"AUTH": "token"}}}
"""What the inventory would say."""
GATEWAY = 8080
REGISTRY = 5000
SWARM = 2377
KNOWN = {"lab-1": {22, SWARM, 7946, REGISTRY}, "lab-2": {22, SWARM, 7946}, "lab-3": {22, SWARM, 7946, GATEWAY}}
"""SSH, the swarm's managers, its gossip, whose members have keys and no identities; the registry, the gateway."""
ENGINE = {2375, 2376}
"""The engine's ports, where it has any."""
PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0"
METHODS = (
    "/grpc.health.v1.Health/Check",
    "/pipeline.v1.StageService/Process",
    "/pipeline.v1.NullStageService/Process",
    "/pipeline.v1.DiagnosticsService/Usage",
)
TLS_STRANGERS: tuple[Stranger, ...] = ("no certificate", "another authority", "expired")


@dataclass(frozen=True)
class Gateway:
    """What the gateway knows: tokens, of which the first one has the run, and the last one is somebody else's."""

    token: str
    revoked: str
    others: str
    run: str


@pytest.fixture(scope="module")
def closed(site: Play) -> Iterator[Play]:
    """The stack over TLS, with a gateway that asks for tokens by HTTPS; as it was at the end."""
    done = play("deploy", "-e", json.dumps(CLOSED))
    assert done.code == 0, done.output[-6000:]
    until(all_serve, "all serve")
    yield done
    done = play("deploy")
    assert done.code == 0, done.output[-6000:]


def storyloom(*arguments: str) -> str:
    """The command in main's container."""
    at = placed()[MAIN]
    return on(at, "docker", "exec", container_of(at, MAIN), "storyloom", *arguments)


@pytest.fixture(scope="module")
def gateway(closed: Play) -> Gateway:
    """With a run, and three tokens."""
    token, revoked, others = (storyloom("token", "create", name, "--quiet") for name in ("ada", "eve", "bob"))
    storyloom("token", "revoke", "eve")
    trusted = ssl.create_default_context(cafile=str(SECRETS / "pki" / "ca-trusted.crt"))
    with httpx.Client(verify=trusted, trust_env=False, timeout=60) as web:
        made = web.post(
            f"https://{addresses()[placed()[MAIN]]}:{GATEWAY}/v1/runs",
            headers={"Authorization": f"Bearer {token}"},
            json={"prompt": PROMPT},
        )
    assert made.status_code == 202, made.text
    return Gateway(token, revoked, others, made.json()["id"])


def is_logged(service: str, *lines: str) -> None:
    """Wait until the service's container has said each of them."""
    at = placed()[service]
    said = f"docker logs {container_of(at, service)} 2>&1"
    until(lambda: all(line in on(at, "sh", "-c", said) for line in lines), f"{service} logs all of {lines}", 30)


def not_a_caller(stage: Stage) -> str:
    """A stage that may ask nothing of this one."""
    allowed = callers(stage)["health"]
    return next(other.service for other in STAGES if other.service not in allowed)


@pytest.mark.parametrize("name", addresses())
def test_nothing_else_listens_on_a_machine(closed: Play, name: str) -> None:
    """Beyond loopback; what this file does not know is asked by none of its tests."""
    found = set()
    for line in on(name, "ss", "--tcp", "--listening", "--numeric", "--no-header").splitlines():
        address, _, port = line.split()[3].rpartition(":")
        if not address.startswith(("127.", "[::1]")):
            found.add(int(port))
    assert found == KNOWN[name]


LISTENING = """
found = [line.split()[1:4] for kind in ("tcp", "tcp6") for line in open(f"/proc/net/{kind}").readlines()[1:]]
loopback = "7F", "0" * 24 + "01000000"
print(*{int(own[-4:], 16) for own, _, state in found if state == "0A" and not own[:-5].endswith(loopback)})
"""


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_else_listens_in_a_container(closed: Play, service: str) -> None:
    """On any of its networks."""
    ports = {stage.service: stage.port for stage in STAGES} | {MAIN: GATEWAY}
    done = subprocess.run([*container(service), "-c", LISTENING], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(ports[service])]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.service)
def test_a_stage_refuses_strangers_on_the_overlay(closed: Play, stage: Stage) -> None:
    """Whatever they ask of it, and its log says why; main alone, whose container they are in, is answered."""
    target, ca = f"{stage.service}:{stage.port}", authority("pki/ca")
    wanted, calls = ["OK"], [Call(target)]
    for stranger in STRANGERS:
        shows = shown(shown_by(stranger, ca, not_a_caller(stage)))
        calls += [Call(target, method, shows, plain=stranger == "plain") for method in METHODS]
        wanted += ["PERMISSION_DENIED" if stranger == "another stage" else "UNAVAILABLE"] * len(METHODS)
    assert call(container(MAIN), calls) == wanted
    is_logged(stage.service, *GRPC_SAYS.values(), f"refused {not_a_caller(stage)} at ipv4:")


def test_diagnostics_are_main_s_alone(closed: Play) -> None:
    """A stage that may call another one, by the certificate that it has, may not ask what that one uses."""
    for stage in STAGES:
        for caller in sorted(callers(stage)["stage"] - {MAIN}):
            asking = Call(f"{stage.service}:{stage.port}", shows=identity(f"pki/{caller}"))
            said = call(container(MAIN), [asking, replace(asking, method=METHODS[-1])])
            assert said == ["OK", "PERMISSION_DENIED"], (caller, stage.service)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.service)
def test_a_stage_refuses_strangers_on_its_machine_s_bridge(closed: Play, stage: Stage) -> None:
    """By which containers reach the world: the machine comes to the port there, and a neighbour does not."""
    at = placed()[stage.service]
    bridge = json.loads(on(at, "docker", "network", "inspect", "docker_gwbridge"))[0]["Containers"]
    full = on(at, "docker", "inspect", "--format", "{{.Id}}", container_of(at, stage.service))
    address = bridge[full]["IPv4Address"].partition("/")[0]
    ca, asking = authority("pki/ca"), Knock(address, stage.port, PREFACE)
    knocks = [replace(asking, shows=shown(shown_by(stranger, ca, ""))) for stranger in TLS_STRANGERS]
    assert knock(machine(at), [*knocks, replace(asking, plain=True)]) == ["refused"] * 4
    # Whoever is let in hears SETTINGS first, which is frame 4.
    assert knock(machine(at), [replace(asking, shows=identity("pki/main"))])[0][3] == "\4"
    neighbour = next(name for name in addresses() if name != at)
    on(neighbour, "ip", "route", "replace", address, "via", addresses()[at])
    try:
        assert knock(machine(neighbour), [replace(asking, shows=identity("pki/main"))]) == ["closed"]
    finally:
        on(neighbour, "ip", "route", "del", address)


def places() -> dict[str, Place]:
    """From where the machines are asked."""
    return {"the overlay": container("service-a"), "a neighbour": machine("lab-2"), "outside": OUTSIDE}


@pytest.mark.parametrize("where", ["the overlay", "a neighbour", "outside"])
def test_the_gateway_refuses_strangers(gateway: Gateway, where: str) -> None:
    """In plain, without a token, by one that was revoked, and for a run of somebody else; its log has who and where."""
    asking = Knock(MAIN if where == "the overlay" else addresses()[placed()[MAIN]], GATEWAY)
    run = f"/v1/runs/{gateway.run}"

    def asked(path: str, token: str = "") -> Knock:
        return replace(asking, says=http(path, f"Bearer {token}" if token else ""))

    heard = knock(
        places()[where],
        [
            asked(run, gateway.token),
            replace(asked(run, gateway.token), plain=True),
            asked(run),
            asked(run, gateway.revoked),
            asked(run, gateway.others),
            asked(f"{run}/package", gateway.others),
            asked("/v1/tokens", gateway.token),
        ],
    )
    assert [status(answer) for answer in heard] == ["200", "refused", "401", "401", "404", "404", "403"]
    address = seen(where)
    is_logged(
        MAIN,
        f"refused a connection of {address}: http request",
        f"refused nobody known from {address}: GET '{run}'",
        f"refused token {credential.id_of(gateway.revoked)} from {address}: GET '{run}'",
        f") from {address}: GET '{run}/package': no run of this owner",
    )


def seen(where: str) -> str:
    """The address of a place, as main sees it."""
    if where == "the overlay":
        template = '{{(index .NetworkSettings.Networks "pipeline_pipeline-net").IPAddress}}'
        at = placed()["service-a"]
        return on(at, "docker", "inspect", "--format", template, container_of(at, "service-a"))
    # The laboratory's network begins with this host.
    return addresses()["lab-2"] if where == "a neighbour" else addresses()["lab-1"].rpartition(".")[0] + ".1"


def test_the_registry_refuses_strangers(closed: Play) -> None:
    """In plain, without its account and by a wrong password, from a neighbour and a container; it logs where from."""
    asking = Knock(addresses()["lab-1"], REGISTRY, http("/v2/_catalog"))
    wrong = replace(asking, says=http("/v2/_catalog", "Basic c3Rvcnlsb29tOndyb25n"))
    for where in ("the overlay", "a neighbour"):
        heard = knock(places()[where], [asking, wrong, replace(asking, plain=True)])
        assert [status(answer) for answer in heard] == ["401", "401", "400"], where
    said = on("lab-1", "journalctl", "--unit", "docker-registry", "--since", "-5min", "--no-pager")
    assert f'http.request.remoteaddr="{addresses()["lab-2"]}:' in said


def test_the_swarm_s_managers_refuse_strangers(closed: Play) -> None:
    """Without a certificate of the swarm's nobody is told what there is; by one of ours there is no connection."""
    trusted = on("lab-1", "docker", "swarm", "ca")
    asking = Call("", "/docker.swarmkit.v1.Control/ListNodes", NOBODY, trusted, "swarm-manager")
    for address in addresses().values():
        asked = replace(asking, target=f"{address}:{SWARM}")
        calls = [asked, replace(asked, shows=identity("pki/main")), replace(asked, plain=True)]
        assert call(container(MAIN), calls) == ["PERMISSION_DENIED", "UNAVAILABLE", "UNAVAILABLE"]


@pytest.mark.parametrize("where", ["a neighbour", "outside"])
def test_a_key_is_needed_for_ssh(closed: Play, where: str) -> None:
    """Nobody logs in without."""
    options = ["BatchMode=yes", "IdentitiesOnly=yes", "IdentityFile=none", "IdentityAgent=none"]
    options += ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"]
    here = [] if where == "outside" else ["docker", "exec", "lab-2"]
    command = [*here, "ssh", "-F", "none", *(part for option in options for part in ("-o", option))]
    done = subprocess.run(
        [*command, f"root@{addresses()['lab-1']}", "true"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 255
    assert "Permission denied" in done.stderr


def test_all_other_ports_are_closed(closed: Play) -> None:
    """To this host all but SSH and the gateway; to neighbours and containers all but what is a machine's to ask."""
    ports = sorted({stage.port for stage in STAGES}.union(ENGINE, *KNOWN.values()))
    asked = [(name, port) for name in addresses() for port in ports]
    knocks = [Knock(addresses()[name], port, "x", plain=True) for name, port in asked]
    for where, place in places().items():
        # A machine reaches its own ports, and so do its containers.
        itself = {"the overlay": placed()["service-a"], "a neighbour": "lab-2"}.get(where, "")
        heard = zip(asked, knock(place, knocks), strict=True)
        found = {(name, port) for (name, port), answer in heard if answer != "closed" and name != itself}
        known = {(name, port) for name, ports_here in KNOWN.items() for port in ports_here if name != itself}
        public = {(name, port) for name, port in known if port in (22, GATEWAY)}
        assert found == (public if where == "outside" else known), where
