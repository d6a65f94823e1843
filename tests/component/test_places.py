"""Where each service runs without Swarm (playbooks/tasks/places.yml), as the labels of the inventory say."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.catalog import STAGES
from tests.conftest import ROOT

Labels = dict[str, list[str]]
ADDRESSES = {"one": "192.0.2.1", "two": "192.0.2.2", "three": "192.0.2.3"}
PLACES: Labels = {"one": ["pipeline.story"], "two": ["pipeline.media"], "three": ["pipeline.package"]}
REFERENCES = {name: f"pipeline/{name}@sha256:0" for name in ("main", *(stage.service for stage in STAGES))}


def places(path: Path, labels: Labels, **variables: Any) -> subprocess.CompletedProcess[str]:
    """Ask for the addresses with these labels of three machines, none of which is reached."""
    machines = {
        name: {"ansible_host": ADDRESSES[name], "swarm_labels": dict.fromkeys(labels[name], "true")}
        for name in ADDRESSES
    }
    groups: dict[str, Any] = {"swarm": {"hosts": machines}, "registry": {"hosts": {"one": {}}}}
    play = {
        "hosts": "swarm",
        "gather_facts": False,
        "tasks": [
            {"ansible.builtin.set_fact": {"images_references": REFERENCES}},
            {"ansible.builtin.import_tasks": str(ROOT / "playbooks" / "tasks" / "places.yml")},
            {"ansible.builtin.debug": {"var": "distributed_addresses"}, "run_once": True},
        ],
    }
    (path / "group_vars").symlink_to(ROOT / "playbooks" / "group_vars")
    (path / "hosts.yml").write_text(yaml.safe_dump({"all": {"vars": variables, "children": groups}}))
    (path / "play.yml").write_text(yaml.safe_dump([play]))
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "hosts.yml", "play.yml"]
    environment = os.environ | {"ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}
    return subprocess.run(command, cwd=path, env=environment, capture_output=True, text=True, check=False)


def test_each_service_has_the_address_of_the_machine_with_its_label(tmp_path: Path) -> None:
    """The gateway runs with the package's stage."""
    done = places(tmp_path, PLACES)
    assert done.returncode == 0, done.stdout
    said = dict(re.findall(r"^ +(main|service-\w+): ([\d.]+)$", done.stdout, re.MULTILINE))
    machine = {label: ADDRESSES[name] for name, labels in PLACES.items() for label in labels}
    expected = {stage.service: machine[f"pipeline.{stage.place}"] for stage in STAGES}
    assert said == expected | {"main": machine["pipeline.package"]}


def test_services_call_each_other_by_the_addresses_of_the_machines_network(tmp_path: Path) -> None:
    """Not by those of SSH, where the inventory says that they differ."""
    done = places(tmp_path, PLACES, swarm_advertise_address="{{ ansible_host | replace('192.0.2', '10.0.0') }}")
    found = dict(re.findall(r"^ +(service-[ad]): ([\d.]+)$", done.stdout, re.MULTILINE))
    assert found == {"service-a": "10.0.0.1", "service-d": "10.0.0.3"}, done.stdout


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (PLACES | {"two": []}, "give one the label in swarm_labels"),
        (PLACES | {"two": ["pipeline.media", "pipeline.story"]}, "service-a, service-b would run on several machines"),
        ({name: [*found, "pipeline.gateway"] for name, found in PLACES.items()}, "main would run on several machines"),
    ],
)
def test_a_service_that_is_nowhere_or_twice_stops_the_play(tmp_path: Path, labels: Labels, said: str) -> None:
    """It is named, and what to say in the inventory."""
    done = places(tmp_path, labels)
    assert done.returncode == 2
    assert said in " ".join(done.stdout.split())
