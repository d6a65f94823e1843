"""What more than one kind of test uses."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from xdist.scheduler import LoadScopeScheduling

from pipeline.v1 import draft_pb2
from services.catalog import STAGES, Stage, find
from services.contract import request
from services.runtime.server.server import StageServer
from services.runtime.settings import ServiceSettings
from services.runtime.stage.build import build

ROOT = Path(__file__).resolve().parents[1]
LAB_INVENTORY = os.environ.get("LAB_INVENTORY", "inventory/lab.yml")
DOCKER = shutil.which("docker")
PROMPT = "A lighthouse keeper befriends a storm"
SERVICES = (*(stage.service for stage in STAGES), "main")


SHARED = {"lab": "machines", "infra": "machines", "component": "ports", "contract": "ports"}
"""What the tests of a folder share."""


class _Beside(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps those tests in one process, in their order, that share the machines, ports or a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return SHARED.get(file.split("/")[1], file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Beside:
    """With `-n 2`, two processes."""
    return _Beside(config, log)


def memory_limit(service: str) -> int:
    """Bytes that stack/docker-stack.yml allows a service's container."""
    services = yaml.safe_load((ROOT / "stack" / "docker-stack.yml").read_text())["services"]
    limit = services[service]["deploy"]["resources"]["limits"]["memory"]
    return int(limit[:-1]) * {"M": 2**20, "G": 2**30}[limit[-1]]


@pytest.fixture(scope="session")
def made() -> draft_pb2.Draft:
    """A whole draft, made by the stages in this process, without translations."""
    draft = draft_pb2.Draft(run_id="test", prompt=request.prompt(PROMPT, seed=7, languages=()))
    for stage in STAGES:
        getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    return draft


def part_of(stage: str, draft: draft_pb2.Draft) -> Any:
    """The part that the stage of this name makes of the draft."""
    return build(find(stage))(draft)


def settings_for(stage: Stage, port: int = 0) -> ServiceSettings:
    """A server's settings on loopback; port 0 is any free one."""
    return ServiceSettings(service_name=stage.name, service_port=port)


@pytest.fixture(scope="session")
async def ports() -> AsyncIterator[dict[str, int]]:
    """The stages' servers on loopback: their ports by stage name."""
    servers = {stage.name: StageServer(stage, build(stage), settings_for(stage)) for stage in STAGES}
    yield {name: await server.start() for name, server in servers.items()}
    for server in servers.values():
        await server.stop()


Measured = Callable[[str], None]


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Measured:
    """Say what a test has measured; its row of the checklist's or the campaign's table has it."""
    return lambda figures: request.node.user_properties.append(("measured", figures))


@dataclass(frozen=True)
class Play:
    """What one run of a playbook said."""

    code: int
    output: str

    def recap(self, host: str) -> dict[str, int]:
        """The host's counts, such as changed and failed."""
        line = next(line for line in self.output.splitlines() if re.match(rf"{host}\s+: ok=", line))
        return {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", line)}


def play(name: str, *arguments: str, inventory: str = LAB_INVENTORY, seconds: float = 1500) -> Play:
    """Run playbooks/<name>.yml."""
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", inventory, f"playbooks/{name}.yml"]
    environment = os.environ | {"ANSIBLE_NOCOLOR": "1", "ANSIBLE_FORCE_COLOR": "0"}
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    return Play(done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def lab() -> Iterator[None]:
    """Three new machines, removed at the end. Skips, and says why, where they cannot be.

    With KEEP_LAB=1 machines that are there are used as they are, and stay: for work on the tests themselves.
    """
    keep = os.environ.get("KEEP_LAB") == "1"
    reachable = bool(DOCKER) and subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0
    may_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if not reachable and not may_install:
        pytest.skip("no laboratory: no Docker engine is reachable, and installing one takes root on Debian")
    if not keep:
        gone = play("lab", "-e", "lab_state=absent", "-e", "lab_install_engine=true")
        assert gone.code == 0, gone.output
    made = play("lab", "-e", "lab_install_engine=true")
    assert made.code == 0, made.output
    yield
    if not keep:
        play("lab", "-e", "lab_state=absent")


@pytest.fixture(scope="session")
def site(lab: None) -> Play:
    """playbooks/site.yml on the new machines."""
    done = play("site")
    assert done.code == 0, done.output[-6000:]
    return done
