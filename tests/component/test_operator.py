"""An operator who becomes root on the machines by sudo: where sudo is used, and where it is not."""

import os
import subprocess
import sys
from pathlib import Path

import yaml

from tests.component import plays
from tests.conftest import ROOT


def sudo(path: Path) -> dict[str, object]:
    """Variables of an inventory by which a login becomes root, with a sudo that notes that it was used, and refuses."""
    (path / "sudo").write_text(f"#!/bin/sh\ntouch {path}/used\nexit 1\n")
    (path / "sudo").chmod(0o755)
    return {"ansible_become": True, "ansible_become_exe": str(path / "sudo")}


def run(command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    """Run a play as if root were somebody who has to become root."""
    environment = os.environ | {"ANSIBLE_BECOME_ALLOW_SAME_USER": "1", "ANSIBLE_NOCOLOR": "1"} | more
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_controller_asks_for_no_sudo(tmp_path: Path) -> None:
    """What an inventory says of becoming root, for all, is for the machines."""
    hosts = {"all": {"vars": sudo(tmp_path), "hosts": {"one": {"ansible_host": "192.0.2.1"}}}}
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump(hosts))
    program = str(Path(sys.executable).with_name("ansible"))
    asked = ["localhost", "-m", "ansible.builtin.command", "-a", "echo done"]
    done = run([program, "-i", str(tmp_path / "hosts.yml"), "--playbook-dir", "playbooks", *asked])
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "used").exists()


def test_a_login_by_another_port_is_seen_through_sudo(tmp_path: Path) -> None:
    """The firewall would close the port by which the operator comes, and says so first."""
    machine = sudo(tmp_path) | {"ansible_host": "192.0.2.1", "registry_address": "registry.internal:5000"}
    groups: dict[str, list[str]] = {"managers": ["one"], "swarm": ["one"], "registry": []}
    command, environment = plays.write(
        tmp_path, {"all": [plays.role("firewall", "preflight")]}, {"one": machine}, groups
    )
    done = run(command, **environment | {"SSH_CONNECTION": "192.0.2.9 50000 192.0.2.1 2222"})
    assert "This login to one came in by port 2222 of the machine" in " ".join(done.stdout.split()), done.stdout
