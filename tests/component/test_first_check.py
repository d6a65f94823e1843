"""Which machines go on in a first --check, while engines are lacking: playbooks/tasks/end_first_check.yml."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.component import plays
from tests.conftest import ROOT

TASKS: plays.Tasks = [
    {"ansible.builtin.import_tasks": str(ROOT / "playbooks" / "tasks" / "end_first_check.yml")},
    {"ansible.builtin.debug": {"msg": "{{ inventory_hostname }} goes on"}},
]
INACTIVE, ACTIVE = {"state": "inactive"}, {"state": "active"}
BARE: dict[str, Any] = {"docker_engine_present": False, "swarm_own": INACTIVE}
OWN: dict[str, Any] = {"swarm_own": INACTIVE}
"""An engine of the operator's own, in no swarm yet."""
MEMBER: dict[str, Any] = {"docker_engine_present": True, "swarm_own": ACTIVE}


@pytest.mark.parametrize(
    ("machines", "options", "going"),
    [
        ({"bare": BARE, "own": OWN}, ["--check"], set()),
        ({"bare": BARE, "member": MEMBER}, ["--check"], {"member"}),
        ({"own": OWN, "member": MEMBER}, ["--check"], {"own", "member"}),
        ({"bare": BARE, "own": OWN}, [], {"bare", "own"}),
    ],
    ids=["first", "one more machine", "one more own engine", "no check"],
)
def test_only_those_go_on_that_have_something_to_check(
    tmp_path: Path, machines: dict[str, dict[str, Any]], options: list[str], going: set[str]
) -> None:
    """A machine without an engine has not, nor one that would be the only one of a swarm to be made."""
    command, environment = plays.write(tmp_path, {"all": TASKS}, machines, {"swarm": list(machines)})
    done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {name for name in machines if f"{name} goes on" in done.stdout} == going
