"""Which images the laboratory's machines are of, by what the inventory says of each."""

import json
import subprocess
from typing import Any

import pytest

from tests.component import plays
from tests.conftest import ROOT

MACHINES: dict[str, dict[str, Any]] = {
    "one": {},
    "two": {"lab_suite": "bookworm"},
    "three": {"lab_packages": ["docker.io"]},
    "four": {},
}


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The image of each machine."""
    path = tmp_path_factory.mktemp("lab")
    shown = {"content": "{{ images | to_json }}", "dest": str(path / "images.json")}
    tasks: plays.Tasks = [
        *(
            {"ansible.builtin.include_vars": str(ROOT / "roles" / "lab" / kind / "main.yml")}
            for kind in ("defaults", "vars")
        ),
        {
            "ansible.builtin.set_fact": {"images": "{{ images | default({}) | combine({item: __lab_image}) }}"},
            "loop": "{{ groups[lab_machines_group] }}",
            "loop_control": {"index_var": "index"},
            "vars": {"lab_kind": "{{ __lab_kinds[index] }}"},
        },
        {"ansible.builtin.copy": shown},
    ]
    command, environment = plays.write(path, {"one": tasks}, MACHINES, {"swarm": list(MACHINES)})
    done = subprocess.run(command, cwd=path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, str] = json.loads((path / "images.json").read_text())
    return found


def test_a_machine_has_the_suite_that_the_inventory_says(images: dict[str, str]) -> None:
    """Or the laboratory's."""
    suites = {name: image.partition(":")[2].partition("-")[0] for name, image in images.items()}
    assert suites == {"one": "trixie", "two": "bookworm", "three": "trixie", "four": "trixie"}


def test_machines_of_one_kind_have_one_image(images: dict[str, str]) -> None:
    """Another suite or more packages make another one."""
    assert images["one"] == images["four"]
    assert len(set(images.values())) == 3
