"""An edge's readiness asks what a run would use: the replicas that its calls find now, and no other way to them."""

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import AsyncIterator

import pytest

from pipeline.v1 import draft_pb2
from services.contract.calls import OnProgress, Request, Response
from services.contract.errors import Unavailable
from services.contract.version import __version__
from services.runtime.client.edge import RemoteEdge, Transport, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.grpc import GrpcListener
from services.runtime.server.rpc import RpcListener
from services.runtime.settings import ServiceSettings

NAME = "service-a.stages.invalid:50051"
"""What no resolver of this machine knows: replicas are found by the edge's own resolution alone."""


class Stage:
    """A stage whose replicas come and go; `edge` resolves its name."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._servers: list[GrpcListener | RpcListener] = []
        self.addresses: list[str] = []
        self.edge: RemoteEdge = connect(
            transport, "story_generator", NAME, EdgeOptions(patience=0, resolve=self._found)
        )

    async def _found(self, host: str, port: int) -> list[str]:
        if not self.addresses:
            raise Unavailable(f"the name {host} has no address (port {port})")
        return self.addresses

    async def serve(self, node: str = "m1", build: str = "") -> str:
        """Start a replica; its address."""
        kind = RpcListener if self._transport == "rpc" else GrpcListener
        settings = ServiceSettings(
            service_name="service_a", service_drain_seconds=0, node_name=node, build_digest=build
        )
        server = kind(answer, settings, 0)
        self._servers.append(server)
        return f"127.0.0.1:{await server.start()}"

    async def stop(self) -> None:
        """Stop all replicas."""
        for server in self._servers:
            await server.stop()
        self._servers.clear()

    async def runs(self) -> bool:
        """Whether a call succeeds now."""
        try:
            await self.edge.process(Request(draft=draft_pb2.Draft(run_id="r")), 5)
        except Unavailable:
            return False
        return True


async def answer(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
    """Answer at once."""
    del time_left, on_progress
    return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id))


@pytest.fixture(params=["stream", "unary", "rpc"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    found = Stage(request.param)
    yield found
    await found.edge.close()
    await found.stop()


async def agrees(stage: Stage, ready: bool, seconds: float = 5) -> None:
    """Wait until readiness says so, and see that a run finds the same."""
    deadline = time.monotonic() + seconds
    while ((reason := await stage.edge.ready()) == "") is not ready:
        assert time.monotonic() < deadline, reason or "ready"
        await asyncio.sleep(0.1)
    assert await stage.runs() is ready


async def test_a_stage_that_is_back_is_ready_when_runs_succeed(stage: Stage) -> None:
    """At its new address, after its name had none: nothing waits for a pause that began while it was away."""
    await agrees(stage, ready=False)
    assert "has no address" in await stage.edge.ready()
    stage.addresses = [await stage.serve()]
    await agrees(stage, ready=True)
    await stage.stop()
    stage.addresses = []
    await agrees(stage, ready=False)
    stage.addresses = [await stage.serve()]
    await agrees(stage, ready=True)


async def test_one_replica_that_serves_is_enough(stage: Stage) -> None:
    """A run goes to it; the other one, which is gone, makes nothing unready, however often it is asked."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        stage.addresses = [f"127.0.0.1:{nobody.getsockname()[1]}", await stage.serve()]
        assert [await stage.edge.ready() for _ in range(6)] == [""] * 6


async def test_replicas_say_where_they_are_and_what_they_run(stage: Stage) -> None:
    """Each one that calls could reach; of one that is gone, why it does not serve."""
    assert await stage.edge.replicas() == []
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        gone = f"127.0.0.1:{nobody.getsockname()[1]}"
        stage.addresses = [await stage.serve("m1", "old"), await stage.serve("m2", "new"), gone]
        seen = await stage.edge.replicas()
    told = [(one.address, one.identity.node, one.identity.build, one.identity.version) for one in seen]
    first, second, _ = stage.addresses
    assert told == [(first, "m1", "old", __version__), (second, "m2", "new", __version__), (gone, "", "", "")]
    assert [bool(one.reason) for one in seen] == [False, False, True]
    assert seen[0].identity.replica == seen[1].identity.replica == f"{socket.gethostname()}:{os.getpid()}"


async def test_a_stage_without_a_server_says_where_nobody_answers(stage: Stage) -> None:
    """With the stage's name, the address that was asked for, and the replica's own."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        replica = f"127.0.0.1:{nobody.getsockname()[1]}"
        stage.addresses = [replica]
        reason = await stage.edge.ready()
    assert reason.startswith(f"story_generator at {NAME}: ")
    assert replica.rpartition(":")[2] in reason


async def test_a_check_that_is_given_up_is_cancelled(stage: Stage) -> None:
    """Who asks no longer waits is told nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stage.addresses = [f"127.0.0.1:{silent.getsockname()[1]}"]
        asking = asyncio.create_task(stage.edge.ready())
        await asyncio.sleep(0.2)
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asking
        assert asking.cancelled()


async def test_a_check_whose_connection_is_closed_has_a_reason(stage: Stage) -> None:
    """It is not as if its caller had been cancelled."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stage.addresses = [f"127.0.0.1:{silent.getsockname()[1]}"]
        asking = asyncio.create_task(stage.edge.ready())
        await asyncio.sleep(0.2)
        await stage.edge.close()
        assert await asking
