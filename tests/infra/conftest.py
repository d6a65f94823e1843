"""Testinfra over an inventory: the one given with --ansible-inventory, or the laboratory, which is made first."""

import json
import os
import sys
from collections.abc import Iterator
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
        """Run a command that answers with JSON."""
        return json.loads(self.host.check_output(command))

    def module(self, name: str, **arguments: Any) -> dict[str, Any]:
        """What one of the collection's modules finds there; none changes anything."""
        found: dict[str, Any] = self.host.ansible(f"storyloom.swarm.{name}", json.dumps(arguments))
        return found

    def rows(self, command: str) -> list[Any]:
        """Run a command that answers with one JSON object a line."""
        return [json.loads(line) for line in self.host.check_output(command).splitlines()]


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
def managed(machines: list[Machine]) -> list[Machine]:
    """Those whose engines are the playbooks': others have settings of their own."""
    found = [item for item in machines if is_true(item.host.ansible.get_variables().get("docker_engine_manage", True))]
    if not found:
        pytest.skip("every engine is the operator's own: docker_engine_manage is false")
    return found


@pytest.fixture(scope="session")
def manager(machines: list[Machine]) -> Machine:
    """A machine that can be asked about the swarm, and gets an answer."""
    said = {}
    for machine in machines:
        if machine.is_manager:
            asked = machine.host.run("timeout 10 docker node ls")
            if asked.rc == 0:
                return machine
            said[machine.name] = asked.stderr.strip() or "no answer in 10 s"
    pytest.fail(
        f"the quorum is lost: {said}; start the managers that are down (docs/operations.md, The quorum is lost)"
    )


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


def gateway_label(machines: list[Machine]) -> str:
    """The label of the machines that main runs on: playbooks/group_vars/all/catalogue.yml."""
    return "pipeline.gateway" if any("pipeline.gateway" in item.labels for item in machines) else "pipeline.package"


@pytest.fixture(scope="session")
def gateway_scheme(machines: list[Machine]) -> str:
    """What the gateway speaks: playbooks/group_vars/all/gateway.yml."""
    return "https" if is_true(machines[0].host.ansible.get_variables().get("gateway_tls", False)) else "http"


def is_true(value: object) -> bool:
    """Whether Ansible takes the value of an inventory's variable for true."""
    return str(value).lower() in ("true", "yes", "1")


def service_of(container: dict[str, Any]) -> str:
    """The service's short name, such as service-a."""
    return str(container["Config"]["Labels"]["com.docker.swarm.service.name"]).removeprefix("pipeline_")


def pytest_configure(config: pytest.Config) -> None:
    """Know the marker of the checklist's tests."""
    config.addinivalue_line("markers", "box(text): a box of the deployment guide's testing checklist")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note the box that a test is."""
    if (box := item.get_closest_marker("box")) and ("box", box.args[0]) not in item.user_properties:
        item.user_properties.append(("box", box.args[0]))
    yield


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the checklist: a tick and the figure, or the reason why not."""
    boxes: dict[str, tuple[int, str]] = {}
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.getreports(outcome):
            properties = dict(report.user_properties)
            if "box" not in properties:
                continue
            box, line = properties["box"], report.location[1] or 0
            if outcome == "passed" and report.when == "call":
                boxes[box] = line, f"[x] {box}: {properties.get('measured', '')}"
            elif outcome != "passed":
                crash = getattr(report.longrepr, "reprcrash", None)
                why = str(crash.message if crash else report.longrepr).splitlines()[0]
                boxes[box] = line, f"[ ] {box}: {why.removeprefix('AssertionError: ').removeprefix('Failed: ')}"
    if boxes:
        terminalreporter.section("Testing checklist")
        for _, line in sorted(boxes.values()):
            terminalreporter.line(line)
