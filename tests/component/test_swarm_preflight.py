"""What the role swarm finds of machines by what they say of themselves: one play over two machines a case."""

import json
import subprocess
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.component import plays

SOUND: dict[str, Any] = {"unfit": [], "engine_id": "", "clock_offset": 0.0, "subnets": [], "pools": []}


@dataclass(frozen=True)
class Case:
    """Two machines that have this alike, or so far apart; and what is said of them."""

    said: str
    tasks: str = "inventory"
    """Of the role, which say it."""
    facts: dict[str, str] = field(default_factory=dict)
    own: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    """What the module swarm_state says of each, where it is otherwise than usual."""


ALIKE = "0123456789abcdef"
CASES = {
    "name": Case(
        "Each machine needs a host name of its own (hostnamectl); these are twin, twin", facts={"hostname": "twin"}
    ),
    "id": Case("id1, id2 have one machine-id", facts={"machine_id": ALIKE}),
    "key": Case("key1, key2 have one SSH host key", facts={"ssh_host_key_ed25519_public": ALIKE}),
    "engine": Case("Two of engine1, engine2 have one engine id", "machines", own=({"engine_id": ALIKE},) * 2),
    "clock": Case(
        "The clocks are 60 s apart; certificates would be refused. Ahead of this controller: clock1 0 s, clock2 60 s.",
        "machines",
        own=({}, {"clock_offset": 60.2}),
    ),
}
LIVE = {"Swarm": {"LocalNodeState": "inactive"}, "LiveRestoreEnabled": True}
REFUSED = "has live-restore, with which it can be in no swarm"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What all plays say; a machine that was stopped goes on to say so."""
    path = tmp_path_factory.mktemp("machines")
    (path / "docker").write_text(f"#!/bin/sh\necho '{json.dumps(LIVE)}'\n")
    (path / "docker").chmod(0o755)
    machines: dict[str, dict[str, Any]] = {
        f"{name}{number}": {"own": SOUND | case.own[number - 1], "swarm_wanted_address": ""}
        for name, case in CASES.items()
        for number in (1, 2)
    }
    engine = {"search": f"{path}:/usr/bin:/bin", "swarm_advertise_address": "192.0.2.1"}
    # Before site has configured an engine, its settings are to be as they should; another one is the operator's.
    machines |= {"configured": engine, "kept": engine | {"swarm_engine_starts": True, "docker_engine_manage": False}}
    machines["managed"] = engine | {"swarm_engine_starts": True}
    found = {f"{name}1,{name}2": stopped(case.tasks, f"{name} was stopped", case.facts) for name, case in CASES.items()}
    for name in ("configured", "kept", "managed"):
        found[name] = stopped("survivor", f"{name} was stopped", {})
    command, environment = plays.write(
        path, found, machines, {"managers": list(machines), "workers": [], "registry": []}
    )
    done = subprocess.run(command, cwd=path, env=environment, capture_output=True, text=True, check=False)
    assert "PLAY RECAP" in done.stdout, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def stopped(tasks: str, mark: str, facts: dict[str, str]) -> plays.Tasks:
    """Do a part of the role with these facts; a mark and its words when it stops."""
    given = {"hostname": "{{ inventory_hostname }}"} | facts
    own = {f"ansible_{name}": value for name, value in given.items()}
    tell = {"ansible.builtin.debug": {"msg": f"{mark}: {{{{ ansible_failed_result.msg }}}}"}}
    return [
        {"ansible.builtin.set_fact": own | {"cacheable": True}},
        {"ansible.builtin.set_fact": {"swarm_own": "{{ own | default({}) }}"}},
        {"block": [plays.role("swarm", tasks)], "rescue": [tell]},
    ]


@pytest.mark.parametrize(("name", "case"), CASES.items())
def test_two_machines_that_do_not_go_together_are_named(said: str, name: str, case: Case) -> None:
    """With what they have alike, or how far they are apart."""
    assert f"{name} was stopped: {case.said}" in said


@pytest.mark.parametrize(("name", "refused"), [("configured", True), ("kept", True), ("managed", False)])
def test_settings_that_no_node_may_have_are_named(said: str, name: str, refused: bool) -> None:
    """Of an engine that nobody will configure any more; site takes them out of one that it is yet to configure."""
    assert (f"{name} was stopped: The engine of {name} {REFUSED}" in said) == refused
