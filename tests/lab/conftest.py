"""What the laboratory's tests do to the machines."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.catalog import STAGES
from tests.conftest import LAB_INVENTORY, PROMPT, ROOT, Play
from tests.lab.campaign import Campaign


def pytest_configure(config: pytest.Config) -> None:
    """Collect the campaign's table from the start."""
    config.pluginmanager.register(Campaign())


def _hosts() -> dict[str, dict[str, Any]]:
    groups = yaml.safe_load((ROOT / LAB_INVENTORY).read_text())["all"]["children"]["swarm"]["children"]
    hosts: dict[str, dict[str, Any]] = groups["managers"]["hosts"] | groups["workers"]["hosts"]
    return hosts


def addresses() -> dict[str, str]:
    """The machines' addresses by name."""
    return {name: variables["ansible_host"] for name, variables in _hosts().items()}


def placed() -> dict[str, str]:
    """The machine of each service by the labels in the inventory, main's too."""
    machines = {label: name for name, variables in _hosts().items() for label in variables["swarm_labels"]}
    found = {stage.service: machines[f"pipeline.{stage.place}"] for stage in STAGES}
    return found | {"main": machines["pipeline.package"]}


def gateway() -> str:
    """Where main's gateway is: on the last machine."""
    return f"http://{list(addresses().values())[-1]}:8080"


def on(machine: str, *command: str, seconds: float = 120) -> str:
    """Run a command on a machine and return what it says."""
    done = subprocess.run(
        ["docker", "exec", machine, *command], capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout.strip()


def versions(machine: str = "lab-1") -> dict[str, int]:
    """Each service's version index: it moves with every update, needed or not."""
    ids = on(machine, "docker", "service", "ls", "--quiet").split()
    services = json.loads(on(machine, "docker", "service", "inspect", *ids))
    return {service["Spec"]["Name"]: service["Version"]["Index"] for service in services}


def container_of(machine: str, service: str) -> str:
    """The id of a service's container on a machine; empty when there is none."""
    label = f"label=com.docker.swarm.service.name=pipeline_{service}"
    return on(machine, "docker", "ps", "--quiet", "--filter", label, "--filter", "health=healthy")


def code(machine: str, *command: str) -> int:
    """The exit status of a command on a machine."""
    return subprocess.run(["docker", "exec", machine, *command], capture_output=True, check=False).returncode


def until(true: Callable[[], bool], what: str, seconds: float = 180) -> float:
    """Wait until it is so; the seconds that it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() < began + seconds, f"not so after {seconds} s: {what}"
        time.sleep(1)
    return time.monotonic() - began


def all_serve(asked: str = "lab-1") -> bool:
    """Whether each service has a healthy container on its machine, and the swarm counts it."""
    if code(asked, "docker", "service", "ls"):
        return False
    counts = [
        line.split()[1]
        for line in on(asked, "docker", "service", "ls", "--format", "{{.Name}} {{.Replicas}}").splitlines()
    ]
    return counts == ["1/1"] * len(placed()) and all(container_of(machine, name) for name, machine in placed().items())


def story(output: Path, seed: int = 7) -> dict[str, Any]:
    """Run the sentence on the gateway; the command's last JSON line."""
    command = [sys.executable, "-m", "main", "run", "--json", "--server", gateway(), "--seed", str(seed)]
    done = subprocess.run(
        [*command, "--output", str(output), PROMPT], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def scenario_digests(done: Play) -> set[tuple[str, str, str]]:
    """What playbooks/scenario.yml said: scenario, mode, and the digest that both flows made."""
    return set(re.findall(r"scenario (\d), (\w+), hub and chain: content digest\s+(\w{64})", done.output))
