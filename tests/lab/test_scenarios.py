"""The deployment guide's scenarios and its commands, on machines that a reset has left with engines only."""

import json
import re
import time

import pytest

from services.catalog import STAGES
from tests.conftest import memory_limit, play
from tests.lab.conftest import addresses, on, placed, scenario_digests

pytestmark = pytest.mark.lab

STACK = "/opt/storyloom/stack"
CONTAINERS = {stage.service: stage.container for stage in STAGES} | {"main": "pipeline-main"}
digests: set[str] = set()


@pytest.fixture(scope="module", autouse=True)
def bare(lab: None) -> None:
    """No stack and no swarm before."""
    before = play("reset")
    assert before.code == 0, before.output[-3000:]


def compose(command: str, machine: str = "lab-1") -> str:
    """Run `docker compose ...` as a person would, in the folder of the compose files."""
    return on(machine, "sh", "-c", f"cd {STACK} && docker compose {command} 2>&1", seconds=300)


def inspect(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(on("lab-1", "docker", "inspect", name))[0]
    return found


def made(number: int, mode: str, *more: str) -> None:
    """Do a scenario: both flows end with a verified package, of the content that all scenarios and modes have."""
    done = play("scenario", "-e", f"scenario={number}", "-e", f"pipeline_mode={mode}", *more)
    assert done.code == 0, done.output[-6000:]
    ((said_number, said_mode, digest),) = scenario_digests(done)
    assert (said_number, said_mode) == (str(number), mode)
    digests.add(digest)
    assert len(digests) == 1


@pytest.mark.parametrize(("number", "mode"), [(2, "grpc"), (1, "rpc")])
def test_scenario(number: int, mode: str) -> None:
    """Both flows end with a verified package of one content, on one machine."""
    made(number, mode)


def test_a_second_run_of_compose_changes_nothing() -> None:
    """As the roles are used everywhere else."""
    again = play("compose", "-e", "pipeline_mode=rpc")
    assert again.code == 0, again.output[-3000:]
    assert again.recap("lab-1")["changed"] == 0


def test_the_network_has_the_guide_s_subnet() -> None:
    """A bridge with the subnet of the guide, in which services have their names."""
    network = json.loads(on("lab-1", "docker", "network", "inspect", "pipeline_pipeline-net"))[0]
    assert network["Driver"] == "bridge"
    assert network["IPAM"]["Config"][0]["Subnet"] == "172.20.0.0/16"
    ask = "import socket; print(socket.gethostbyname('service-a'))"
    assert on("lab-1", "docker", "exec", "formatting", "python3", "-c", ask).startswith("172.20.")


def test_only_the_gateway_has_a_port() -> None:
    """A container a service, one published port."""
    rows = on("lab-1", "docker", "ps", "--format", "{{.Names}} {{.Ports}}").splitlines()
    assert {row.split()[0] for row in rows} == set(CONTAINERS.values())
    assert [row.split()[0] for row in rows if "->" in row] == ["pipeline-main"]


def test_limits_health_and_logging() -> None:
    """What docker-stack.yml says of a service holds under Compose too, and no container may gain a privilege."""
    for service, name in CONTAINERS.items():
        found = inspect(name)
        host, state = found["HostConfig"], found["State"]
        assert isinstance(host, dict)
        assert isinstance(state, dict)
        assert (host["Memory"], host["NanoCpus"]) == (memory_limit(service), 500_000_000)
        assert host["PidsLimit"] == 512
        assert host["LogConfig"] == {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "3"}}
        assert host["ReadonlyRootfs"]
        assert host["CapDrop"] == ["ALL"]
        assert host["SecurityOpt"] == ["no-new-privileges:true"]
        assert host["RestartPolicy"]["Name"] == "always"
        assert state["Health"]["Status"] == "healthy"


def test_folders_and_the_settings_file() -> None:
    """Fresh host folders: packages and logs are written to; a settings file counts where the environment is silent."""
    assert on("lab-1", "sh", "-c", "stat --format %u /opt/storyloom/output/*.zip | sort -u") == "10001"
    assert "made story" in on("lab-1", "cat", "/opt/storyloom/logs/story_generator.log")
    on("lab-1", "sh", "-c", "echo SERVICE_QUEUE=minus > /opt/storyloom/config/storyloom.env")
    on("lab-1", "docker", "restart", "story-generator")
    deadline = time.monotonic() + 30
    while "SERVICE_QUEUE" not in (said := on("lab-1", "sh", "-c", "docker logs --tail 5 story-generator 2>&1")):
        assert time.monotonic() < deadline, said
        time.sleep(1)
    on("lab-1", "rm", "/opt/storyloom/config/storyloom.env")
    assert "minus" in said
    compose("up --detach --wait --force-recreate service-a")


def test_run_commands() -> None:
    """One sentence, the logs of a service, one service alone, down with volumes."""
    said = compose('run --rm -T main "A fox learns to sail" --seed 3 --language none')
    assert "verified" in said
    told = re.search(r"^run: (\w+)$", said, flags=re.MULTILINE)
    assert told, said
    assert told[1] in compose("logs service-a")
    compose("down --volumes --timeout 5")
    assert on("lab-1", "docker", "ps", "--all", "--quiet") == ""
    assert "pipeline_state" not in on("lab-1", "docker", "volume", "ls", "--quiet")
    compose("up --detach --wait service-a")
    assert set(on("lab-1", "docker", "ps", "--format", "{{.Names}}").splitlines()) == {"story-generator"}


def test_build_commands() -> None:
    """One image by docker build, one and all by docker compose build, in the folder of the sources."""
    target = "--file stack/Dockerfile --target service-a --tag pipeline/service-a:latest"
    bundle = "$(test -s ca-bundle.pem && echo --secret id=ca_bundle,src=ca-bundle.pem)"
    on("lab-1", "sh", "-c", f"cd /opt/storyloom && docker build --quiet {bundle} {target} .", seconds=300)
    on("lab-1", "sh", "-c", f"cd {STACK} && sed -i /^IMAGE_/d .env")
    compose("build service-a")
    compose("build")
    tagged = on("lab-1", "docker", "images", "--filter", "reference=pipeline/*:latest", "--format", "{{.Repository}}")
    assert set(tagged.splitlines()) == {f"pipeline/{name}" for name in CONTAINERS}


def test_development_has_ports_and_the_code() -> None:
    """The folder's code runs instead of the image's, read-only, and each service has its port on loopback."""
    dev = "--file compose.yml --file compose.dev.yml"
    compose(f"{dev} up --detach --wait")
    assert "127.0.0.1:50053->50053" in on("lab-1", "docker", "port", "image-concept").replace("/tcp", "") or (
        on("lab-1", "docker", "port", "image-concept", "50053") == "127.0.0.1:50053"
    )
    mounts = json.loads(on("lab-1", "docker", "inspect", "image-concept", "--format", "{{json .Mounts}}"))
    code = next(mount for mount in mounts if mount["Destination"] == "/app/services")
    assert (code["Source"], code["RW"]) == ("/opt/storyloom/services", False)
    compose(f"{dev} down --volumes --timeout 5")


def test_scenario_3() -> None:
    """Plain containers on three machines, without Swarm: the same content again."""
    made(3, "grpc")
    where = {
        machine: set(on(machine, "docker", "ps", "--format", "{{.Names}}").splitlines()) for machine in addresses()
    }
    for machine, names in where.items():
        assert names == {CONTAINERS[service] for service, place in placed().items() if place == machine}


@pytest.mark.campaign
def test_a_service_moves_with_the_inventory() -> None:
    """C4 is named for another machine: it runs there, the others call it there, and it is gone from the old one."""
    places = placed() | {"service-c4": "lab-1"}
    moved = {machine: [name for name, place in places.items() if place == machine] for machine in addresses()}
    override = json.dumps(
        {"placed_services": moved, "distributed_services": "{{ placed_services[inventory_hostname] }}"}
    )
    done = play("distributed", "-e", override)
    assert done.code == 0, done.output[-4000:]
    assert "formatting" in on("lab-1", "docker", "ps", "--format", "{{.Names}}")
    assert "formatting" not in on("lab-2", "docker", "ps", "--all", "--format", "{{.Names}}")
    said = compose('run --rm -T main run --flow chain --json --language none "A fox learns to sail"', "lab-3")
    nodes = {timing["stage"]: timing["node"] for timing in json.loads(said.splitlines()[-1])["timings"]}
    assert nodes["formatting"] == "lab-1"
    assert nodes["image_concept"] == "lab-2"


@pytest.mark.campaign
@pytest.mark.parametrize("mode", ["rpc", "grpc"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_scenario_without_swarm_in_every_mode(number: int, mode: str) -> None:
    """Both flows of each scenario and mode end with a verified package of one content."""
    made(number, mode)


@pytest.mark.campaign
@pytest.mark.parametrize("mode", ["rpc", "grpc"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_scenario_without_swarm_over_tls(number: int, mode: str) -> None:
    """The same content in each mode, of services that serve over TLS."""
    made(number, mode, "-e", "pki_enabled=true")
    assert f"serving {mode} over TLS" in on("lab-1", "docker", "logs", "story-generator")


@pytest.fixture(scope="module")
def bare_again(bare: None) -> None:
    """Nor a container of the scenarios before."""
    bare_before = play("reset")
    assert bare_before.code == 0, bare_before.output[-3000:]


@pytest.mark.campaign
@pytest.mark.parametrize("mode", ["rpc", "grpc"])
def test_the_swarm_s_scenario_in_every_mode(bare_again: None, mode: str) -> None:
    """Scenario 4 from engines only: the same content again."""
    made(4, mode)
