"""Testinfra over an inventory: the one given with --ansible-inventory, or the laboratory, which is made first."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import testinfra
import yaml
from testinfra.host import Host

from tests.conftest import LAB_INVENTORY, ROOT


@dataclass(frozen=True)
class Machine:
    """One host of the inventory, and a way to ask it."""

    name: str
    labels: dict[str, str]
    is_manager: bool
    host: Host

    def json(self, command: str) -> Any:
        """Run a command that answers with JSON, or with one JSON object a line."""
        output = self.host.check_output(command)
        try:
            return json.loads(output)
        except json.JSONDecodeError:
            return [json.loads(line) for line in output.splitlines()]


@pytest.fixture(scope="session")
def inventory(request: pytest.FixtureRequest) -> str:
    """Path of the inventory."""
    given: str | None = request.config.getoption("ansible_inventory")
    if given:
        return given
    request.getfixturevalue("site")
    return str(ROOT / LAB_INVENTORY)


@pytest.fixture(scope="session")
def machines(inventory: str) -> list[Machine]:
    """Every machine of the swarm."""
    # Testinfra starts `ansible`, which is beside this Python whether or not the environment is activated.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with open(inventory, encoding="utf-8") as file:
        groups = yaml.safe_load(file)["all"]["children"]["swarm"]["children"]
    return [
        Machine(
            name,
            variables.get("swarm_labels", {}),
            group == "managers",
            # Through Ansible itself, which alone knows all that an inventory can say about a connection.
            testinfra.get_host(f"ansible://{name}?force_ansible=true", ansible_inventory=inventory),
        )
        for group in ("managers", "workers")
        for name, variables in (groups[group]["hosts"] or {}).items()
    ]


@pytest.fixture(scope="session")
def manager(machines: list[Machine]) -> Machine:
    """A machine that can be asked about the swarm."""
    return next(machine for machine in machines if machine.is_manager)


@pytest.fixture(scope="session")
def nodes(manager: Machine) -> dict[str, dict[str, Any]]:
    """The swarm's nodes by host name."""
    ids = manager.host.check_output("docker node ls --quiet").split()
    found = manager.json(f"docker node inspect {' '.join(ids)}")
    return {node["Description"]["Hostname"]: node for node in found}


@pytest.fixture(scope="session")
def containers(machines: list[Machine]) -> dict[str, list[dict[str, Any]]]:
    """The pipeline's containers by machine."""
    found = {}
    for machine in machines:
        names = machine.host.check_output("docker ps --quiet --filter name=pipeline_").split()
        found[machine.name] = machine.json(f"docker inspect {' '.join(names)}") if names else []
    return found


def service_of(container: dict[str, Any]) -> str:
    """The service's short name, such as service-a."""
    return str(container["Config"]["Labels"]["com.docker.swarm.service.name"]).removeprefix("pipeline_")
