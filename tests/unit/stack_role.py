"""Makes the stack role's own modules importable, as Ansible does on a machine."""

import importlib.util
from types import ModuleType

import ansible.module_utils

from tests.conftest import ROOT

ROLE = ROOT / "roles" / "stack"
ansible.module_utils.__path__.append(str(ROLE / "module_utils"))


def action_plugin() -> ModuleType:
    """roles/stack/action_plugins/swarm_stack.py."""
    spec = importlib.util.spec_from_file_location("swarm_stack_action", ROLE / "action_plugins" / "swarm_stack.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
