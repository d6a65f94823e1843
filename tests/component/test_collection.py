"""The repository as an Ansible collection, built, installed into an empty folder, and used without the repository."""

import json
import subprocess
import sys

import pytest
import yaml

from tests.collection import Folder
from tests.conftest import ROOT

MACHINE = {"ansible_connection": "local", "ansible_host": "192.0.2.1", "ansible_python_interpreter": sys.executable}
INVENTORY = {
    "all": {
        "children": {
            "swarm": {"children": {"managers": {"hosts": {"one": MACHINE}}, "workers": {"hosts": {}}}},
            "registry": {"hosts": {"one": {}}},
        }
    }
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """With an inventory of this machine."""
    folder = Folder(tmp_path_factory.mktemp("operator"))
    (folder.path / "hosts.yml").write_text(yaml.safe_dump(INVENTORY))
    return folder


def module_says(installed: Folder, name: str, **arguments: str) -> dict[str, object]:
    """What a module of the collection answers."""
    said = installed.run("ansible", "-i", "hosts.yml", "one", "-m", name, "-a", json.dumps(arguments))
    answer: dict[str, object] = json.loads(said[said.index("{") :])
    return answer


def test_nothing_that_git_ignores_is_in_it(installed: Folder) -> None:
    """No secret, no environment, no package that was made here."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    files = {str(path.relative_to(installed.root)) for path in installed.root.rglob("*") if path.is_file()}
    assert files - set(tracked) - {"MANIFEST.json", "FILES.json"} == set()


@pytest.mark.parametrize("playbook", ["site", "deploy", "reset", "compose", "distributed", "certificates", "rotate"])
def test_a_playbook_finds_its_roles_and_modules(installed: Folder, playbook: str) -> None:
    """By its name, from a folder with an inventory only."""
    said = installed.run("ansible-playbook", "-i", "hosts.yml", f"storyloom.swarm.{playbook}", "--list-tasks")
    assert "storyloom.swarm." in said


def test_images_are_made_of_the_same_sources(installed: Folder) -> None:
    """The installed collection's build context has the hash of the repository's."""
    there = module_says(installed, "storyloom.swarm.build_context", source=str(installed.root))
    here = module_says(installed, "storyloom.swarm.build_context", source=str(ROOT))
    assert there["sha256"] == here["sha256"]


def test_secrets_are_kept_beside_the_inventory(installed: Folder) -> None:
    """An upgrade of the collection would remove what lies in its folder."""
    playbooks = str(installed.root / "playbooks")
    installed.run(
        "ansible", "-i", "hosts.yml", "one", "-m", "debug", "-a", "var=registry_password", "--playbook-dir", playbooks
    )
    assert (installed.path / ".secrets" / "registry-password").stat().st_mode & 0o077 == 0
