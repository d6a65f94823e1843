"""Plays of a test's own, with the repository's roles, on this machine."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "/usr/bin/python3"}


Tasks = list[dict[str, Any]]


def write(
    path: Path,
    plays: Mapping[str, Tasks],
    machines: Mapping[str, Mapping[str, Any]],
    groups: Mapping[str, list[str]] | None = None,
) -> tuple[list[str], dict[str, str]]:
    """Write plays, the tasks of each by its hosts, into a folder; the command that runs them, and its environment.

    `machines` are names of this one with the variables of each; `search`, where it is given, is its PATH.
    """
    children: dict[str, Any] = {group: {"hosts": dict.fromkeys(names)} for group, names in (groups or {}).items()}
    hosts = {name: LOCAL | dict(variables) for name, variables in machines.items()}
    settings = {
        "gather_facts": False,
        "environment": {"PATH": "{{ search | default(lookup('ansible.builtin.env', 'PATH')) }}"},
        # What is not to be had at once is not to be had.
        "module_defaults": {"ansible.builtin.apt": {"update_cache_retries": 1}},
    }
    written = [{"hosts": asked, **settings, "tasks": tasks} for asked, tasks in plays.items()]
    (path / "hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": hosts, "children": children}}))
    (path / "play.yml").write_text(yaml.safe_dump(written))
    environment = os.environ | {
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".collections"),
        "ANSIBLE_ROLES_PATH": str(ROOT / "roles"),
        "ANSIBLE_NOCOLOR": "1",
    }
    program = str(Path(sys.executable).with_name("ansible-playbook"))
    return [program, "-i", str(path / "hosts.yml"), str(path / "play.yml")], environment


def role(name: str, tasks: str = "main") -> dict[str, Any]:
    """A task that does a part of a role."""
    return {"ansible.builtin.include_role": {"name": name, "tasks_from": tasks}}
