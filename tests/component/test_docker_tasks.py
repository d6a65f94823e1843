"""Tasks of the rotation and of the benchmark that speak to an engine: what they ask of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.catalog import MAIN
from services.runtime.certificates import TlsFiles, load
from tests.component.stand_in import Answers, Docker
from tests.conftest import ROOT

MACHINE = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
INVENTORY = {"all": {"children": {group: {"hosts": {"one": MACHINE}} for group in ("swarm", "managers", "registry")}}}


def swarm(*, rotating: bool = False, locks: bool = False, rotations: int | None = None) -> dict[str, Any]:
    """What docker_swarm_info says."""
    authority = {} if rotations is None else {"ForceRotate": rotations}
    spec = {"CAConfig": authority, "EncryptionConfig": {"AutoLockManagers": locks}}
    return {"changed": False, "swarm_facts": {"RootRotationInProgress": rotating, "Spec": spec}}


def played(path: Path, tasks: list[dict[str, Any]], answers: Answers, **variables: Any) -> Docker:
    """Run the tasks on this machine with modules that answer so."""
    docker = Docker(path, answers)
    (path / "hosts.yml").write_text(yaml.safe_dump(INVENTORY))
    (path / "play.yml").write_text(yaml.safe_dump([{"hosts": "one", "gather_facts": False, "tasks": tasks}]))
    environment = os.environ | {
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(docker.collections),
        "ANSIBLE_ROLES_PATH": str(ROOT / "roles"),
        "ANSIBLE_NOCOLOR": "1",
        "PATH": f"{path}:{os.environ['PATH']}",
    }
    given = json.dumps({"secrets_dir": str(path / "secrets"), **variables})
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "hosts.yml", "play.yml", "-e", given],
        cwd=path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return docker


ROTATE = [{"ansible.builtin.include_role": {"name": "swarm", "tasks_from": "rotate"}}]


@pytest.mark.parametrize(("rotations", "next_one"), [(None, 1), (4, 5)])
def test_a_swarm_gets_the_next_authority(tmp_path: Path, rotations: int | None, next_one: int) -> None:
    """And new tokens; that it does not lock itself stays so, and it is asked until all nodes have certificates."""
    before = swarm(rotations=rotations)
    docker = played(
        tmp_path, ROTATE, {"docker_swarm_info": [before, swarm(rotating=True), swarm()], "docker_swarm": [{}]}
    )
    asked = {"rotate_worker_token": True, "rotate_manager_token": True, "autolock_managers": False}
    assert docker.asked("docker_swarm") == [asked | {"ca_force_rotate": next_one}]
    assert len(docker.asked("docker_swarm_info")) == 3


def test_a_swarm_that_was_left_half_way_is_waited_for(tmp_path: Path) -> None:
    """Nothing more is begun."""
    docker = played(
        tmp_path, ROTATE, {"docker_swarm_info": [swarm(rotating=True, rotations=1), swarm()], "docker_swarm": [{}]}
    )
    assert docker.asked("docker_swarm") == []


def test_a_swarm_that_locks_itself_goes_on_doing_so(tmp_path: Path) -> None:
    """With a new key, which is on the controller for its owner alone."""
    (tmp_path / "docker").write_text('#!/bin/sh\n[ "$*" = "swarm unlock-key --rotate --quiet" ] && echo SWMKEY-new\n')
    (tmp_path / "docker").chmod(0o700)
    (tmp_path / "secrets").mkdir()
    docker = played(tmp_path, ROTATE, {"docker_swarm_info": [swarm(locks=True)], "docker_swarm": [{}]})
    assert [call["autolock_managers"] for call in docker.asked("docker_swarm")] == [True]
    key = tmp_path / "secrets" / "swarm-unlock-key"
    assert key.read_text() == "SWMKEY-new\n"
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_token_that_has_ended_is_revoked(tmp_path: Path) -> None:
    """Once, and none that is good."""
    states = {"good": (True, None), "ended": (False, None), "revoked": (False, "2026-01-01T00:00:00Z")}
    listed = [{"id": name, "name": "ada", "valid": valid, "revoked": at} for name, (valid, at) in states.items()]
    said = [json.dumps(token) for token in listed]
    docker = played(
        tmp_path,
        [{"ansible.builtin.include_tasks": str(ROOT / "playbooks" / "tasks" / "ended_tokens.yml")}],
        {"docker_container_exec": [{"stdout_lines": said, "rc": 0}, {"rc": 0}]},
        tokens_container="main",
    )
    asked = [call["argv"][2:] for call in docker.asked("docker_container_exec")]
    assert asked == [["list", "--json"], ["revoke", "ended"]]


def test_the_generator_has_a_certificate_of_main_s_name(tmp_path: Path) -> None:
    """The stages take it for main; certificate, key and authority are secrets of the swarm, which its settings name."""
    role = ROOT / "roles" / "benchmark"
    service = {"__given_secrets": "{{ __benchmark_secrets }}", "__given_environment": "{{ __benchmark_environment }}"}
    docker = played(
        tmp_path,
        [
            {"ansible.builtin.include_vars": str(role / "vars" / "main.yml")},
            {"ansible.builtin.include_tasks": str(role / "tasks" / "certificate.yml")},
            {"ansible.builtin.copy": {"content": "{{ given | to_json }}", "dest": str(tmp_path / "given.json")}},
        ],
        {"docker_secret": [{}]},
        benchmark_tls=True,
        benchmark_token_file="",
        benchmark_gateway_authority="",
        given=service,
    )
    given = json.loads((tmp_path / "given.json").read_text())
    made = {call["name"]: call["data"] for call in docker.asked("docker_secret")}
    assert {secret["secret_name"]: secret["mode"] for secret in given["__given_secrets"]} == dict.fromkeys(made, 0o400)
    paths = []
    for kind in ("CERTIFICATE", "KEY", "CA"):
        named = given["__given_environment"][f"TLS_{kind}_FILE"]
        paths.append(tmp_path / Path(named).name)
        paths[-1].write_text(made[paths[-1].name])
        paths[-1].chmod(0o600)
    assert load(TlsFiles(*paths), MAIN)
