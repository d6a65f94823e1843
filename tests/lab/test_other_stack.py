"""Somebody else's stack on the lab's swarm, by the installed collection, from a folder with two files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collection import Folder
from tests.conftest import LAB_INVENTORY, ROOT, Play
from tests.lab.conftest import on, versions

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

IMAGE = "registry.storyloom.internal:5000/other/sleeper:1"
STACK = """
services:
  sleeper:
    image: ${SLEEPER}
    command: [sleep, infinity]
    deploy: {replicas: 2}
"""
PLAYBOOK = """
- hosts: managers
  tasks:
    - ansible.builtin.import_role:
        name: storyloom.swarm.stack
        tasks_from: deploy
      run_once: true
      vars:
        stack_name: other
        stack_deployed_files: ["{{ playbook_dir }}/other.yml"]
        stack_variables: {SLEEPER: "%s"}
"""


@pytest.fixture
def folder(site: Play, tmp_path: Path) -> Iterator[Folder]:
    """Stack file and playbook; the image, of Debian alone, is in the registry. The stack is removed at the end."""
    on("lab-1", "sh", "-c", f"docker tag pipeline/debian:13 {IMAGE} && docker push --quiet {IMAGE}")
    folder = Folder(tmp_path)
    (tmp_path / "other.yml").write_text(STACK)
    (tmp_path / "play.yml").write_text(PLAYBOOK % on("lab-1", "docker", "inspect", IMAGE, "--format", DIGEST))
    yield folder
    on("lab-1", "docker", "stack", "rm", "other")


DIGEST = "{{index .RepoDigests 0}}"


def deployed(folder: Folder) -> str:
    """What the playbook says."""
    return folder.run("ansible-playbook", "-i", str(ROOT / LAB_INVENTORY), "play.yml")


def test_it_is_deployed_and_a_second_time_not(folder: Folder) -> None:
    """Two replicas run; the second run changes nothing, and the pipeline was not touched."""
    before = versions()
    assert "changed=1" in deployed(folder)
    tasks = on("lab-1", "docker", "stack", "ps", "other", "--format", "{{json .CurrentState}}").splitlines()
    assert [json.loads(state).split()[0] for state in tasks] == ["Running", "Running"]
    assert "changed=1" not in deployed(folder)
    assert {name: index for name, index in versions().items() if name.startswith("pipeline_")} == before
