"""What more than one kind of test uses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pipeline.v1 import draft_pb2
from services import request
from services.catalog import STAGES, Stage
from services.runtime.server import StageServer
from services.runtime.settings import ServiceSettings

ROOT = Path(__file__).resolve().parents[1]
PROMPT = "A lighthouse keeper befriends a storm"


@pytest.fixture(scope="session")
def made() -> draft_pb2.Draft:
    """A whole draft, made by the seven stages in this process, without translations."""
    draft = draft_pb2.Draft(run_id="test", prompt=request.prompt(PROMPT, seed=7, languages=()))
    for stage in STAGES:
        getattr(draft, stage.writes).CopyFrom(stage.load()(draft))
    return draft


def settings_for(stage: Stage, port: int = 0) -> ServiceSettings:
    """A server's settings on loopback; port 0 is any free one."""
    return ServiceSettings(service_name=stage.name, service_port=port)


@pytest.fixture(scope="session")
async def ports() -> AsyncIterator[dict[str, int]]:
    """The seven servers on loopback: their ports by stage name."""
    servers = {stage.name: StageServer(stage, settings_for(stage)) for stage in STAGES}
    yield {name: await server.start() for name, server in servers.items()}
    for server in servers.values():
        await server.stop()
