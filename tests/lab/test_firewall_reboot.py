"""The firewall where it could be missing: after a reboot, and on ports that only a container publishes."""

import json
import socket
import subprocess
import time

import pytest

from tests.conftest import Play, play
from tests.lab.conftest import addresses, on

pytestmark = pytest.mark.lab

READY = "{{.Hostname}} {{.Status}}"


def open_to_a_stranger(machine: str, *ports: int) -> list[int]:
    """Those of the ports that answer this host, which is none of the machines."""
    found = []
    for port in ports:
        try:
            socket.create_connection((addresses()[machine], port), timeout=2).close()
        except ConnectionRefusedError:
            found.append(port)
        except OSError:
            continue
        else:
            found.append(port)
    return found


def answers(machine: str, address: str, port: int) -> bool:
    """Whether an address answers a machine."""
    ask = f"import socket; socket.create_connection(({address!r}, {port}), 2)"
    done = subprocess.run(["docker", "exec", machine, "python3", "-c", ask], capture_output=True, check=False)
    return done.returncode == 0


def until_ready(machine: str, asked: str, seconds: float = 120) -> None:
    """Wait until a manager sees the machine's node Ready, and its engine runs."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        states = on(asked, "docker", "node", "ls", "--format", READY).splitlines()
        engine = subprocess.run(["docker", "exec", machine, "docker", "info"], capture_output=True, check=False)
        if f"{machine} Ready" in states and engine.returncode == 0:
            return
        time.sleep(1)
    raise AssertionError(f"{machine} is not Ready after {seconds} s: {states}")


def test_a_stranger_reaches_ssh_and_the_gateway_only(site: Play) -> None:
    """Swarm, registry and the like are for the machines; this host is none."""
    asked = (22, 2377, 5000, 5514, 7946, 8080, 50051)
    assert {machine: open_to_a_stranger(machine, *asked) for machine in addresses()} == {
        "lab-1": [22],
        "lab-2": [22],
        "lab-3": [22, 8080],
    }


def test_a_published_port_is_closed_until_it_is_named(site: Play) -> None:
    """Docker rewrites a published port's packets before most firewalls look: not before this one."""
    image = on("lab-1", "docker", "service", "inspect", "pipeline_service-a", "--format", IMAGE)
    serve = ["--entrypoint", "python3", image, "-m", "http.server", "9999"]
    on("lab-1", "docker", "run", "--detach", "--name", "published", "--publish", "9999:9999", *serve)
    try:
        own = on("lab-1", "docker", "inspect", "published", "--format", "{{.NetworkSettings.IPAddress}}")
        time.sleep(3)
        assert answers("lab-1", own, 9999)
        assert not answers("lab-2", addresses()["lab-1"], 9999)
        on("lab-2", "ip", "route", "replace", own, "via", addresses()["lab-1"])
        assert not answers("lab-2", own, 9999), "a neighbour routed straight to the container"
        opened = {"firewall_machine_ports": [{"port": 9999, "protocol": "tcp"}]}
        done = play("site", "-e", json.dumps(opened), "--limit", "lab-1")
        assert done.code == 0, done.output[-3000:]
        assert answers("lab-2", addresses()["lab-1"], 9999)
        assert open_to_a_stranger("lab-1", 9999) == []
    finally:
        on("lab-1", "docker", "rm", "--force", "published")
        subprocess.run(["docker", "exec", "lab-2", "ip", "route", "del", own], capture_output=True, check=False)


IMAGE = "{{.Spec.TaskTemplate.ContainerSpec.Image}}"


def test_rules_that_somebody_flushed_come_back_and_a_port_no_longer_named_is_closed(site: Play) -> None:
    """The unit stays active then; site looks at the kernel and loads the table with the inventory's ports."""
    on("lab-2", "nft", "delete", "table", "inet", "storyloom")
    assert play("site").code == 0
    assert "9999" not in on("lab-1", "nft", "list", "table", "inet", "storyloom")
    assert "hook prerouting" in on("lab-2", "nft", "list", "table", "inet", "storyloom")


@pytest.mark.campaign
def test_a_reboot_keeps_the_firewall_and_docker_s_rules(site: Play) -> None:
    """Loaded before the engine starts; the engine's own rules are there, and the node is Ready again."""
    subprocess.run(["docker", "restart", "--time", "60", "lab-2"], check=True, capture_output=True, timeout=120)
    until_ready("lab-2", asked="lab-1")
    assert "hook prerouting" in on("lab-2", "nft", "list", "table", "inet", "storyloom")
    assert "-j DOCKER" in on("lab-2", "iptables", "--table", "nat", "--list-rules", "PREROUTING")
    when = ["systemctl", "show", "--property=ActiveEnterTimestampMonotonic", "--value"]
    started = on("lab-2", *when, "storyloom-firewall", "docker")
    firewall, engine = (int(moment) for moment in started.split())
    assert 0 < firewall < engine
    assert open_to_a_stranger("lab-2", 22, 2377, 7946) == [22]
