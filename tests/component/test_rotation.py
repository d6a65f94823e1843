"""playbooks/rotate.yml on this machine: what it makes anew, in which order that is handed out, and when it is due."""

import json
import os
import shutil
import ssl
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.runtime.certificates import Certificates, TlsFiles, load, shake_hands
from tests.conftest import ROOT, Play

MACHINE = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
GROUPS = ("swarm", "managers", "registry")
SERVICES = ("service-a", "main")
OLD = 91 * 86_400
"""Seconds after which a password is due."""
FORCE = "-e", "force=true"
DEPLOY = """
import pathlib, shutil, sys
here = pathlib.Path(__file__).parent
steps = sorted((here / "steps").iterdir())
made = {path.name: path.read_bytes() for path in (here / "secrets/pki").iterdir() if "next" not in path.name}
if steps and {path.name: path.read_bytes() for path in steps[-1].iterdir()} == made:
    sys.exit()
if (here / "stop").exists() and int((here / "stop").read_text()) == len(steps):
    sys.exit("the deploy fails")
step = here / "steps" / str(len(steps))
step.mkdir()
for name, content in made.items():
    (step / name).write_bytes(content)
    (step / name).chmod(0o600)
print("deployed")
"""
"""Keeps what the services would have, where that is not what they have already; or fails."""
STANDING_IN: dict[str, dict[str, list[dict[str, Any]]]] = {
    "images": {"running": []},
    "registry": {
        "trust": [],
        "login": [],
        "certificate": [],
        "renew": [
            {
                "ansible.builtin.copy": {"content": "{{ registry_password }}", "dest": "{{ work }}/password"},
                "no_log": True,
                "diff": False,
            }
        ],
    },
    "swarm": {"rotate": [{"ansible.builtin.debug": {"msg": "the swarm is rotated"}, "changed_when": True}]},
    "stack": {
        "main": [
            {
                "ansible.builtin.command": {"argv": [sys.executable, "{{ work }}/deploy.py"]},
                "register": "deployed",
                "changed_when": "deployed.stdout | length > 0",
            }
        ]
    },
}
"""Roles that need machines, by the entries that the playbook uses."""


class Controller:
    """The playbooks with the role pki, and others in the place of those that need machines."""

    def __init__(self, path: Path, **given: Any) -> None:
        """`given`: what the inventory says besides."""
        self.path, self._variables = path, given
        self.secrets = path / "secrets"
        roles = path / "playbooks" / "roles"
        shutil.copytree(ROOT / "playbooks", roles.parent)
        (path / "steps").mkdir()
        (path / "deploy.py").write_text(DEPLOY)
        for role, entries in STANDING_IN.items():
            for entry, tasks in entries.items():
                file = roles / role / "tasks" / f"{entry}.yml"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(yaml.safe_dump(tasks))
        (roles / "pki").symlink_to(ROOT / "roles" / "pki")
        groups = {name: {"hosts": {"one": MACHINE}} for name in GROUPS}
        (path / "hosts.yml").write_text(yaml.safe_dump({"all": {"children": groups}}))

    def rotate(self, tags: str, *arguments: str, fails: bool = False) -> Play:
        """Run it, which succeeds, or fails in a deploy."""
        given = {
            "secrets_dir": str(self.secrets),
            "work": str(self.path),
            "pki_enabled": True,
            "catalogue_services": {name: {} for name in SERVICES},
            **self._variables,
        }
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "hosts.yml", "playbooks/rotate.yml"]
        done = subprocess.run(
            [*command, "-e", json.dumps(given), "--tags", tags, *arguments],
            cwd=self.path,
            env=os.environ | {"ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert ("the deploy fails" in said, done.returncode != 0) == (fails, fails), said
        return Play(done.returncode, said)

    def steps(self) -> list[dict[str, Certificates]]:
        """What the services had after each deploy that changed anything."""
        return [
            {name: self._given(step, name) for name in SERVICES} for step in sorted((self.path / "steps").iterdir())
        ]

    @staticmethod
    def _given(step: Path, name: str) -> Certificates:
        return load(TlsFiles(step / f"{name}.crt", step / f"{name}.key", step / "ca-trusted.crt"), name)

    def contents(self) -> dict[str, bytes]:
        """Secrets by the names of their files."""
        return {path.name: path.read_bytes() for path in self.secrets.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Controller:
    """One that has handed out all for the first time, after a check that made nothing."""
    controller = Controller(tmp_path_factory.mktemp("first"))
    controller.rotate("certificates", "--check", "--diff")
    assert not list((controller.path / "steps").iterdir())
    controller.rotate("certificates")
    return controller


@pytest.fixture
def controller(first: Controller, tmp_path: Path) -> Controller:
    """A copy of it."""
    found = Controller(tmp_path)
    for name in ("secrets", "steps"):
        shutil.copytree(first.path / name, tmp_path / name, dirs_exist_ok=True)
    shutil.copy(first.path / "password", tmp_path)
    return found


def hear_each_other(one: dict[str, Certificates], other: dict[str, Certificates]) -> None:
    """Whoever is on one side calls whoever is on the other. Raises SSLError."""
    for server, client in ((one, other), (other, one)):
        shake_hands(server["service-a"].server, client["main"].client, "service-a")


@pytest.mark.parametrize("stopped", [2, 3])
def test_an_authority_is_changed_while_all_hear_each_other(controller: Controller, stopped: int) -> None:
    """Each deploy hears the one before it, and the last one not the first one; a deploy that fails is made up for."""
    (controller.path / "stop").write_text(str(stopped))
    controller.rotate("ca", *FORCE, fails=True)
    (controller.path / "stop").unlink()
    controller.rotate("ca")
    steps = controller.steps()
    assert len(steps) == 4
    for before, after in pairwise(steps):
        hear_each_other(before, after)
    with pytest.raises(ssl.SSLError, match="certificate verify failed"):
        hear_each_other(steps[0], steps[-1])
    assert not list(controller.secrets.rglob("*-next*"))


@pytest.mark.parametrize("arguments", [(), ("--check", "--diff", *FORCE)])
def test_what_is_not_due_is_left(controller: Controller, arguments: tuple[str, ...]) -> None:
    """Of all that this machine has; a check changes nothing, even what is forced, and shows no secret."""
    (controller.secrets / "swarm-rotated").touch()
    made = controller.contents()
    done = controller.rotate("certificates,ca,registry,database,swarm", *arguments)
    assert controller.contents() == made
    assert len(controller.steps()) == 1
    if "--check" not in arguments:
        assert done.recap("one")["changed"] == 0
    keys = [content.splitlines()[1] for name, content in made.items() if name.endswith(".key")]
    assert not any(secret.decode() in done.output for secret in (*keys, made["registry-password"].strip()))


def test_what_is_forced_is_new(controller: Controller) -> None:
    """Keys and certificates of the services by the old authority, which is not asked for."""
    made = controller.contents()
    controller.rotate("certificates", *FORCE)
    kept = {name for name, content in controller.contents().items() if content == made[name]}
    assert kept == {"ca.key", "ca.crt", "ca-trusted.crt", "registry-password"}
    hear_each_other(*controller.steps())


def test_a_password_is_new_when_it_is_old(controller: Controller) -> None:
    """Here after a quarter of a year; the registry has it then, and it is for its owner alone."""
    password = controller.secrets / "registry-password"
    before = password.read_text()
    os.utime(password, (time.time() - OLD,) * 2)
    controller.rotate("registry")
    assert password.read_text() != before
    assert (controller.path / "password").read_text() == password.read_text().strip()
    assert password.stat().st_mode & 0o777 == 0o600
    assert len(controller.steps()) == 1


def test_the_swarm_is_rotated_once(controller: Controller) -> None:
    """The first time, and not again until a quarter of a year has passed."""
    said = [controller.rotate("swarm").output for _ in range(2)]
    os.utime(controller.secrets / "swarm-rotated", (time.time() - OLD,) * 2)
    said.append(controller.rotate("swarm").output)
    assert ["the swarm is rotated" in output for output in said] == [True, False, True]
