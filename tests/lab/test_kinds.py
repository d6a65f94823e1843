"""Machines of other kinds: Debian 12, engines of Docker's packages, engines of one's own; swarms of several kinds."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import debian_packages, docker_ce
from tests.conftest import LAB_INVENTORY, ROOT, Measured

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

DEBIAN_12 = {
    "lab_suite": "bookworm",
    "docker_engine_channel": "docker-ce",
    # Machines of the lab have it from this one.
    "docker_engine_repository": "file:/var/cache/storyloom/docker-ce",
    "docker_engine_repository_key": "file:///var/cache/storyloom/docker-ce/gpg",
}
DEBIAN_13: dict[str, Any] = {}
OWN_ENGINE = {
    "lab_packages": ["docker.io", "docker-cli", "docker-buildx", "docker-compose"],
    "docker_engine_manage": False,
}
KINDS = {
    "Debian 12": [DEBIAN_12, DEBIAN_12, DEBIAN_12],
    "mixed": [DEBIAN_13, DEBIAN_12, OWN_ENGINE],
}


@pytest.fixture(scope="module")
def repository() -> None:
    """Docker's packages for Debian 12, where the machines find them."""
    if lacking := debian_packages.lacking():
        pytest.skip(f"takes {lacking}, as on Debian")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    docker_ce.make(cache / "storyloom" / "machines" / "docker-ce", "bookworm")


@pytest.fixture
def inventory(request: pytest.FixtureRequest) -> Path:
    """The lab's inventory with machines of these kinds, beside the lab's key."""
    text = (ROOT / LAB_INVENTORY).read_text()
    found = yaml.safe_load(text)
    hosts = found["all"]["children"]["swarm"]["children"]["managers"]["hosts"]
    for variables, kind in zip(hosts.values(), request.param, strict=True):
        variables.update(kind)
    path = ROOT / ".lab" / "kinds.yml"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_text(yaml.safe_dump(found))
    return path


@pytest.mark.parametrize("inventory", KINDS.values(), ids=KINDS, indirect=True)
def test_these_machines_pass_the_tests_of_site(repository: None, inventory: Path, measured: Measured) -> None:
    """New machines of these kinds pass what those of Debian 13 pass: site's tests, and all that verify looks at."""
    tests = ["tests/lab/test_site.py", "tests/infra"]
    environment = {name: value for name, value in os.environ.items() if name not in ("KEEP_LAB", "CAMPAIGN_WRITE")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "not campaign", *tests],
        cwd=ROOT,
        env=environment | {"LAB_INVENTORY": str(inventory.relative_to(ROOT))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    passed = re.search(r"\d+ passed.*", done.stdout)
    assert passed
    measured(passed.group())
