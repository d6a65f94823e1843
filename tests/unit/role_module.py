"""Makes a role's own modules importable, as Ansible does on a machine."""

import importlib.util
import subprocess
from types import ModuleType

from tests.conftest import ROOT


def load(role: str, name: str) -> ModuleType:
    """roles/<role>/library/<name>.py."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "roles" / role / "library" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Commands:
    """Runs commands as AnsibleModule does, on this machine."""

    def run_command(self, arguments: list[str]) -> tuple[int, str, str]:
        """Exit status, output, errors; 127 where there is no such command."""
        try:
            done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=60)
        except FileNotFoundError as error:
            return 127, "", str(error)
        return done.returncode, done.stdout, done.stderr
