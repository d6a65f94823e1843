"""What the machines stand on, and are to each other: by the modules that site asks before it changes anything."""

from typing import Any

import pytest

from tests.infra.conftest import Machine

pytestmark = pytest.mark.lab

ENGINES = ("docker.io", "docker-ce", "docker-ee", "docker-engine", "moby-engine", "podman-docker")
FREE_MB = 2000
CLOCK_SECONDS = 10
PACKET = 1500

Found = dict[str, dict[str, Any]]


def known(machine: Machine, name: str, otherwise: Any) -> Any:
    """A variable of the inventory."""
    return machine.host.ansible.get_variables().get(name, otherwise)


@pytest.fixture(scope="module")
def states(machines: list[Machine]) -> Found:
    """What each engine says of its swarm, and how far the machine's clock is ahead of the controller's."""
    return {
        machine.name: machine.module("swarm_state", controller_time="{{ now(utc=true).timestamp() }}")
        for machine in machines
    }


@pytest.fixture(scope="module")
def grounds(machines: list[Machine]) -> Found:
    """Packages, room and repositories of each."""
    found = {}
    for machine in machines:
        root = machine.json("docker info --format json")["DockerRootDir"]
        free = int(known(machine, "docker_engine_free_mb", FREE_MB))
        paths = ["/", root, "/var/lib/containerd"]
        found[machine.name] = machine.module("engine_ground", packages=ENGINES, paths=paths, free_mb=free)
    return found


def test_every_machine_is_reached(machines: list[Machine]) -> None:
    """By the way that the inventory describes."""
    down = {}
    for machine in machines:
        try:
            machine.host.check_output("true")
        except (AssertionError, RuntimeError) as error:
            down[machine.name] = str(error).splitlines()[-1]
    assert not down, f"start them, or mend the way there; playbooks/deploy.yml deploys settings meanwhile: {down}"


def test_each_engine_is_in_the_swarm_by_its_own_word(states: Found) -> None:
    """Neither in error, nor waiting for its managers or for a key."""
    wrong = {name: f"{found['state']}: {found['said']}" for name, found in states.items() if found["state"] != "active"}
    assert not wrong, f"run playbooks/site.yml: an engine whose data are broken leaves and joins again: {wrong}"


def test_the_clocks_agree(machines: list[Machine], states: Found) -> None:
    """Or certificates would be refused."""
    ahead = {name: round(found["clock_offset"], 1) for name, found in states.items()}
    most = max(float(known(machine, "swarm_clock_seconds", CLOCK_SECONDS)) for machine in machines)
    apart = max(ahead.values()) - min(ahead.values())
    assert apart <= most, f"install a time service (systemd-timesyncd); seconds ahead of here: {ahead}"


def test_no_route_leads_into_the_containers_networks(machines: list[Machine], states: Found) -> None:
    """A VPN's or another network's: containers could not reach what is there."""
    networks = sorted({item for found in states.values() for item in (*found["pools"], *found["subnets"])})
    wrong = {machine.name: machine.module("address_overlap", networks=networks)["overlaps"] for machine in machines}
    wrong = {name: overlaps for name, overlaps in wrong.items() if overlaps}
    assert not wrong, f"take another range for the route, or make the swarm anew with swarm_address_pool: {wrong}"


def test_packets_of_full_size_reach_the_other_machines(machines: list[Machine], states: Found) -> None:
    """Or large answers between containers would hang."""
    addresses = {name: found["address"] for name, found in states.items() if ":" not in found["address"]}
    wrong = {}
    for machine in machines:
        others = [address for name, address in addresses.items() if name != machine.name]
        size = int(known(machine, "swarm_path_mtu", PACKET))
        if small := machine.module("path_mtu", addresses=others, size=size)["small"]:
            wrong[machine.name] = small
    assert not wrong, (
        f"give the way that size, or set swarm_path_mtu and the network's MTU (docs/troubleshooting.md): {wrong}"
    )


def test_no_disk_is_nearly_full(grounds: Found) -> None:
    """Where images, volumes and the system lie."""
    full = {name: found["full"] for name, found in grounds.items() if found["full"]}
    assert not full, f"look with 'docker system df', make room: {full}"


def test_package_repositories_have_addresses(grounds: Found) -> None:
    """Or the next site could install nothing."""
    lost = {name: found["unresolved"] for name, found in grounds.items() if found["unresolved"]}
    assert not lost, f"mend /etc/resolv.conf there: {lost}"


def test_each_machine_has_one_engine(grounds: Found) -> None:
    """Two would want one socket."""
    several = {name: found["packages"] for name, found in grounds.items() if len(found["packages"]) > 1}
    assert not several, f"remove all but one, after draining the machine: {several}"
