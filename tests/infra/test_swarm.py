"""The swarm as a whole, against the inventory and the stack file."""

from typing import Any

import pytest
import yaml
from ansible_collections.storyloom.swarm.plugins.module_utils.registry_account import ACCOUNT, accounts_in, labels

from services.catalog import STAGES
from tests.conftest import ROOT, memory_limit
from tests.infra.conftest import Machine, gateway_label, service_of

pytestmark = pytest.mark.lab

Nodes = dict[str, dict[str, Any]]
Containers = dict[str, list[dict[str, Any]]]


def stack() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "stack" / "docker-stack.yml").read_text())["services"]
    return services


def test_every_machine_is_a_ready_node(machines: list[Machine], nodes: Nodes) -> None:
    """As many nodes as machines, all Ready and Active, none left behind."""
    strangers = nodes.keys() - {machine.host.check_output("hostname") for machine in machines}
    assert not strangers, (
        f"{strangers} are in the swarm and not in the inventory; run playbooks/site.yml, which says how"
    )
    assert len(nodes) == len(machines)
    states = {name: (node["Status"]["State"], node["Spec"]["Availability"]) for name, node in nodes.items()}
    assert set(states.values()) == {("ready", "active")}, states


def test_the_managers_are_the_inventory_s(machines: list[Machine], nodes: Nodes) -> None:
    """Each manager of the inventory is one, is reachable, and nobody else is."""
    for machine in machines:
        node = nodes[machine.host.check_output("hostname")]
        assert (node["Spec"]["Role"] == "manager") == machine.is_manager
        if machine.is_manager:
            assert node["ManagerStatus"]["Reachability"] == "reachable"


def test_the_addresses_are_the_inventory_s(machines: list[Machine]) -> None:
    """The swarm knows each machine by the address that the others reach."""
    for machine in machines:
        known = machine.host.ansible.get_variables()
        wanted = known.get("swarm_advertise_address", known["ansible_host"])
        address = machine.json("docker info --format json")["Swarm"]["NodeAddr"]
        assert address == wanted, f"{machine.name}: run playbooks/site.yml, by which it joins again"


def test_services_pull_by_the_account_of_now(manager: Machine) -> None:
    """Or a task could not move to a machine that has not its image yet."""
    known = accounts_in(manager.host.file("/root/.docker/config.json").content_string)
    ids = manager.host.check_output(
        "docker service ls --quiet --filter label=com.docker.stack.namespace=pipeline"
    ).split()
    for service in manager.json(f"docker service inspect {' '.join(ids)}"):
        spec = service["Spec"]
        wanted = labels(spec["TaskTemplate"]["ContainerSpec"]["Image"], known)
        found = {name: value for name, value in spec["Labels"].items() if name == ACCOUNT}
        assert found == wanted, f"{spec['Name']}: the registry's password changed; run playbooks/site.yml"


def test_the_labels_are_the_inventory_s(machines: list[Machine], nodes: Nodes) -> None:
    """Those and no others."""
    for machine in machines:
        assert nodes[machine.host.check_output("hostname")]["Spec"]["Labels"] == machine.labels


def test_each_task_runs_where_its_label_is(machines: list[Machine], containers: Containers) -> None:
    """Every service runs, on machines that have the label of its constraint."""
    labels = {machine.name: machine.labels for machine in machines}
    placed = {(service_of(item), name) for name, items in containers.items() for item in items}
    assert {service for service, _ in placed} == set(stack())
    for service, machine in placed:
        constraint = stack()[service]["deploy"]["placement"]["constraints"][0]
        label = constraint.removeprefix("node.labels.").removesuffix(" == true")
        label = gateway_label(machines) if service == "main" else label
        assert labels[machine].get(label) == "true", f"{service} on {machine}"


def test_every_container_is_healthy(containers: Containers) -> None:
    """The image's own health check says so."""
    states = {service_of(item): item["State"]["Health"]["Status"] for items in containers.values() for item in items}
    assert set(states.values()) == {"healthy"}, states


def test_no_port_is_published_but_the_gateway_s(machines: list[Machine], containers: Containers) -> None:
    """8080 on main's machine, and nothing else, neither by a container nor by the mesh."""
    published = {
        (service_of(item), binding["HostPort"])
        for items in containers.values()
        for item in items
        for bindings in (item["NetworkSettings"]["Ports"] or {}).values()
        for binding in bindings or []
    }
    assert published == {("main", "8080")}
    for machine in machines:
        for stage in STAGES:
            assert not machine.host.socket(f"tcp://0.0.0.0:{stage.port}").is_listening


def test_containers_have_no_more_rights_than_they_need(containers: Containers) -> None:
    """Not root, no capability, nothing to write to but what is mounted, with the guide's limits."""
    for item in (item for items in containers.values() for item in items):
        assert item["Config"]["User"] == "10001:10001"
        assert item["HostConfig"]["ReadonlyRootfs"] is True
        assert item["HostConfig"]["CapDrop"] == ["ALL"]
        assert item["HostConfig"]["Memory"] == memory_limit(service_of(item))
        assert item["HostConfig"]["NanoCpus"] == 500_000_000
        assert item["HostConfig"]["PidsLimit"] == 512


def test_images_are_pinned_by_digest(manager: Machine) -> None:
    """What runs is what was built, whatever a tag comes to mean."""
    images = [service["Image"] for service in manager.rows("docker stack services pipeline --format json")]
    assert len(images) == len(stack())
    assert all("@sha256:" in image for image in images), images
