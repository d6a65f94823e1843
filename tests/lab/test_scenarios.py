"""The deployment guide's scenarios and its commands, on machines that a reset has left with engines only."""

import json
import re
import time
from collections.abc import Iterator

import pytest

from services.catalog import STAGES
from tests.conftest import memory_limit, play
from tests.lab.conftest import addresses, on, placed

pytestmark = pytest.mark.lab

STACK = "/opt/storyloom/stack"
CONTAINERS = {stage.service: stage.container for stage in STAGES} | {"main": "pipeline-main"}
digests: set[str] = set()


@pytest.fixture(scope="module", autouse=True)
def bare(lab: None) -> Iterator[None]:
    """No stack and no swarm before, no container after."""
    before = play("reset")
    assert before.code == 0, before.output[-3000:]
    yield
    done = play("reset")
    assert done.code == 0, done.output[-3000:]


def compose(command: str, machine: str = "lab-1") -> str:
    """Run `docker compose ...` as a person would, in the folder of the compose files."""
    return on(machine, "sh", "-c", f"cd {STACK} && docker compose {command} 2>&1", seconds=300)


def inspect(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(on("lab-1", "docker", "inspect", name))[0]
    return found


@pytest.mark.parametrize("number", [2, 1])
def test_scenario(number: int) -> None:
    """Both modes and both flows end with a verified package of one content, on one machine."""
    done = play(f"scenario-{number}")
    assert done.code == 0, done.output[-6000:]
    made = re.findall(rf"scenario {number}, (\w+), hub and chain: content digest\s+(\w{{64}})", done.output)
    assert [mode for mode, _ in made] == ["grpc", "rpc"]
    digests.update(digest for _, digest in made)
    assert len(digests) == 1


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
    run_id = said.splitlines()[-1].split()[-1]
    assert run_id in compose("logs service-a")
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
    test_scenario(3)
    where = {
        machine: set(on(machine, "docker", "ps", "--format", "{{.Names}}").splitlines()) for machine in addresses()
    }
    for machine, names in where.items():
        assert names == {CONTAINERS[service] for service, place in placed().items() if place == machine}


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
