"""The swarm as a whole, against the inventory and the stack file."""

from typing import Any

import pytest
import yaml
from ansible_collections.storyloom.swarm.plugins.module_utils.registry_account import ACCOUNT, accounts_in, labels
from ansible_collections.storyloom.swarm.plugins.module_utils.stack_checks import foreigners
from ansible_collections.storyloom.swarm.plugins.module_utils.swarm_view import service_view

from services.catalog import STAGES
from tests.conftest import ROOT, memory_limit
from tests.infra.conftest import Machine, gateway_label, service_of

pytestmark = pytest.mark.lab

Nodes = dict[str, dict[str, Any]]
Containers = dict[str, list[dict[str, Any]]]


def stack() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "stack" / "docker-stack.yml").read_text())["services"]
    return services


def specs(manager: Machine) -> list[dict[str, Any]]:
    """The stack's services as the swarm has them."""
    ids = manager.host.check_output("docker service ls --quiet --filter label=com.docker.stack.namespace=pipeline")
    found: list[dict[str, Any]] = manager.json(f"docker service inspect {' '.join(ids.split())}")
    return found


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
    for service in specs(manager):
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


def test_nobody_has_put_anything_on_a_service_by_hand(manager: Machine) -> None:
    """All of it is what a deploy put there."""
    names = {item["ID"]: item["Name"] for item in manager.rows("docker network ls --no-trunc --format json")}
    views = {item["Spec"]["Name"]: service_view(item["Spec"], names) for item in specs(manager)}
    found = list(foreigners(views, {name: {} for name in views}))
    assert not found, found


def test_no_update_stands_still(manager: Machine) -> None:
    """Or the next one would wait for nothing."""
    paused = {
        item["Spec"]["Name"]: item["UpdateStatus"]["Message"]
        for item in specs(manager)
        if item.get("UpdateStatus", {}).get("State", "") in ("paused", "rollback_paused")
    }
    assert not paused, f"mend what the message says, then run playbooks/deploy.yml: {paused}"


def test_runs_are_where_main_runs(machines: list[Machine]) -> None:
    """No other machine has a volume of runs that nobody sees any more."""
    label = gateway_label(machines)
    kept = "docker volume ls --quiet --filter name=^pipeline_state$"
    others = [item.name for item in machines if item.labels.get(label) != "true" and item.host.check_output(kept)]
    assert not others, (
        f"main has run on {others} before, and their volume pipeline_state has those runs; give that machine alone"
        f" the label {label} to see them, or remove the volume"
    )
