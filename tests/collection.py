"""A folder of an operator who has the collection, and not the repository."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


class Folder:
    """An empty folder into which the collection is built from the repository and installed, without a network."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run("ansible-galaxy", "collection", "build", str(ROOT), "--output-path", ".")
        (built,) = path.glob("storyloom-swarm-*.tar.gz")
        self.run("ansible-galaxy", "collection", "install", "--offline", "--no-deps", "-p", "collections", built.name)

    @property
    def root(self) -> Path:
        """Where the installed collection is."""
        return self.path / "collections" / "ansible_collections" / "storyloom" / "swarm"

    def run(self, command: str, *arguments: str) -> str:
        """Run one of Ansible's commands there; it succeeds."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}
        environment |= {"ANSIBLE_COLLECTIONS_PATH": str(self.path / "collections"), "ANSIBLE_NOCOLOR": "1"}
        program = str(Path(sys.executable).with_name(command))
        done = subprocess.run(
            [program, *arguments], cwd=self.path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
