"""Real servers on loopback."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

import httpx
import pytest

from main.gateway.store.sqlite.store import SqliteStore
from services.catalog import STAGES
from services.runtime.client.edge import Edge, Transport, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server import probe
from tests import postgres as postgres_server
from tests.component.gate import Gate
from tests.conftest import ROOT

Command = Callable[..., subprocess.CompletedProcess[str]]
Serve = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[bytes]]]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A PostgreSQL server."""
    if postgres_server.programs() is None:
        pytest.skip("no PostgreSQL is here: apt-get install postgresql")
    with postgres_server.served() as server:
        yield server


@pytest.fixture(params=["stream", "unary"])
def transport(request: pytest.FixtureRequest) -> Transport:
    """How gRPC edges call."""
    found: Transport = request.param
    return found


@pytest.fixture
async def edges(ports: dict[str, int], transport: Transport) -> AsyncIterator[dict[str, Edge]]:
    """An edge to each stage's server."""
    made: dict[str, Edge] = {
        stage.name: connect(transport, stage.name, f"127.0.0.1:{ports[stage.name]}", EdgeOptions(patience=2))
        for stage in STAGES
    }
    yield made
    for edge in made.values():
        await edge.close()


@pytest.fixture
def storyloom(tmp_path: Path) -> Command:
    """Run the storyloom command in an empty folder, with extra environment and without the user's own settings."""

    def run(
        *arguments: str, typed: str | None = None, stdout: int | IO[str] = subprocess.PIPE, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "main", *arguments],
            cwd=tmp_path,
            env=os.environ | command_environment(tmp_path) | environment,
            input=typed,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=600,
            check=False,
        )

    return run


def command_environment(folder: Path) -> dict[str, str]:
    """Where the command finds its code from any folder, and no settings of the user's."""
    return {"PYTHONPATH": f"{ROOT}:{ROOT / 'protos' / 'gen'}", "XDG_CONFIG_HOME": str(folder / "none")}


@pytest.fixture
def gateway(tmp_path: Path) -> Serve:
    """Start a gateway process: (address, process); it ends with the block. Its log is added to gateway.log."""
    return partial(gateway_in, tmp_path)


@contextlib.contextmanager
def gateway_in(folder: Path, port: int = 18_080, **environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A gateway with its store and its log in the folder."""
    settings = {"STORE_PATH": str(folder / "runs.sqlite3"), "SERVICE_PORT": str(port)}
    with (folder / "gateway.log").open("a") as log:
        command = [sys.executable, "-m", "main", "serve"]
        process = subprocess.Popen(command, env=os.environ | settings | environment, stdout=log)
    certificate = environment.get("GATEWAY_CERTIFICATE_FILE")
    address = f"{'https' if certificate else 'http'}://127.0.0.1:{port}"
    try:
        until(lambda: probe.answers("127.0.0.1", port, "/healthz", (certificate,) if certificate else ()), process)
        yield address, process
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    """A gateway in this process that asks for tokens."""
    folder = tmp_path / "store"
    folder.mkdir()
    async with await SqliteStore.open(folder / "runs.sqlite3") as store:
        yield Gate(store, folder)


@pytest.fixture
def small_volume(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB of its own. Skips, and says why, where none can be mounted."""
    folder = tmp_path / "volume"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def until(ready: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 180) -> None:
    """Wait until a started process is ready; fail when it ends before."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the process ended with {process.returncode}"
        with contextlib.suppress(httpx.HTTPError, OSError):
            if ready():
                return
        time.sleep(0.1)
    raise AssertionError(f"not ready after {seconds} s")


@dataclass
class ModelServer:
    """A server that speaks OpenAI's protocol, well or badly."""

    port: int
    output: IO[str]
    key: Path

    def asked(self) -> list[str]:
        """The models that were asked so far."""
        return self.output.read().split()

    def settings(self, stage: str, model: str, budget: str = "10") -> dict[str, str]:
        """The environment in which a stage, such as STORY_GENERATOR, asks a model of this server."""
        values = {
            "BACKEND": "openai",
            "BASE_URL": f"http://127.0.0.1:{self.port}/v1",
            "MODEL": model,
            "KEY_FILE": str(self.key),
            "BUDGET_SECONDS": budget,
        }
        return {f"{stage}_{name}": value for name, value in values.items()}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ModelServer]:
    """A process of its own, on a free port."""
    log, key = tmp_path / "server.log", tmp_path / "key"
    key.write_text("sesame\n")
    with log.open("w") as written, log.open() as read:
        program = Path(__file__).with_name("model_server.py")
        process = subprocess.Popen([sys.executable, "-u", str(program)], stdout=written)
        try:
            until(lambda: log.stat().st_size > 0, process)
            yield ModelServer(int(read.readline()), read, key)
        finally:
            process.kill()
            process.wait()
