"""An error keeps its class, message, stage and violations over every transport, up to the command's exit status."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from httpx_sse import aconnect_sse

from main.command import credentials, remote
from main.command.view import view_for
from main.gateway import problems
from main.gateway.fields import as_sent
from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES
from services.contract import limits
from services.contract.calls import Answer, OnProgress, Request, Response
from services.contract.errors import InvalidRequest, PayloadTooLarge, StoryloomError, Violation, classes
from services.runtime.client.edge import Edge, Transport, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.grpc import GrpcListener
from services.runtime.server.rpc import RpcListener
from services.runtime.settings import ServiceSettings
from services.runtime.wire.problem import error_of
from tests.component.conftest import Serve
from tests.component.test_chain import MODES, Mode, Pipeline, new_draft, pipeline

CLASSES = tuple(found for found in classes() if found.__module__.startswith("services."))
TRANSPORTS: tuple[Transport, ...] = ("stream", "unary", "rpc")
MESSAGE = "the fox’s “boat”: 100 % full\nuse a bigger one, or no boat" + " at all" * 200
VIOLATIONS = (Violation("prompt.text", "is “empty”; say something"), Violation("prompt.length", "is 0; use 100"))
FAR = "translation"

Facts = tuple[type[StoryloomError], str, str, tuple[Violation, ...]]


def example(kind: type[StoryloomError]) -> StoryloomError:
    """An error of the class, from a stage that no transport here would name by itself."""
    return kind.received(MESSAGE, VIOLATIONS if issubclass(kind, InvalidRequest) else ()).at(FAR)


def long_error() -> StoryloomError:
    """An error about input that is as long as it is wrong, and not all of it text."""
    return InvalidRequest(tuple(Violation(f"prompt.{'’' * 9_000}", "’" * 9_000 + "\ud800") for _ in range(90)))


def facts(error: StoryloomError) -> Facts:
    return type(error), error.message, error.stage, error.violations


async def failing(request: Request, _: float, __: OnProgress | None = None) -> Response:
    """Raise an error of the class that the prompt names; answer with as many bytes as it says otherwise."""
    asked = request.draft.prompt.text
    for kind in CLASSES:
        if asked == kind.__name__:
            raise example(kind)
    if asked == "long":
        raise long_error()
    if asked == "defect":
        raise ZeroDivisionError("secret")
    return Response(draft=draft_pb2.Draft(story=parts_pb2.Story(title="x" * int(asked))))


class Servers:
    """Listeners of the three transports, and edges to them."""

    def __init__(self) -> None:
        self._listeners: list[GrpcListener | RpcListener] = []
        self._edges: list[Edge] = []

    async def serve(self, transport: Transport, answer: Answer) -> str:
        """Return the address of a new server."""
        listener = RpcListener if transport == "rpc" else GrpcListener
        self._listeners.append(listener(answer, ServiceSettings(service_name="service_a"), 0))
        return f"127.0.0.1:{await self._listeners[-1].start()}"

    def edge(self, transport: Transport, address: str) -> Edge:
        """Return a new edge to the address."""
        self._edges.append(connect(transport, "story_analyzer", address, EdgeOptions()))
        return self._edges[-1]

    async def close(self) -> None:
        for edge in self._edges:
            await edge.close()
        for listener in self._listeners:
            await listener.stop()


@pytest.fixture(scope="module")
async def servers() -> AsyncIterator[Servers]:
    found = Servers()
    yield found
    await found.close()


@pytest.fixture(scope="module", params=TRANSPORTS)
async def edge(request: pytest.FixtureRequest, servers: Servers) -> Edge:
    """To a server that fails as it is asked."""
    return servers.edge(request.param, await servers.serve(request.param, failing))


@pytest.fixture(scope="module", params=TRANSPORTS)
async def far_edge(request: pytest.FixtureRequest, servers: Servers) -> Edge:
    """To one that asks another one, which asks the one that fails: three hops."""
    found = servers.edge(request.param, await servers.serve(request.param, failing))
    for _ in range(2):
        found = servers.edge(request.param, await servers.serve(request.param, found.process))
    return found


@pytest.fixture(scope="module", params=MODES)
async def chain(request: pytest.FixtureRequest, servers: Servers) -> AsyncIterator[Pipeline]:
    """The real stages, but for C3, which fails as it is asked."""
    mode: Mode = request.param
    elsewhere: dict[str, Any] = {FAR: await servers.serve(mode, failing)}
    async with pipeline(mode, **elsewhere) as found:
        yield found


def asking(text: str) -> Request:
    return Request(draft=draft_pb2.Draft(run_id="r", prompt=parts_pb2.Prompt(text=text)))


def ignore(_: object) -> None:
    """Listen to progress, which has another path through each transport."""


@pytest.mark.parametrize("on_progress", [None, ignore])
@pytest.mark.parametrize("kind", CLASSES)
async def test_over_an_edge(edge: Edge, kind: type[StoryloomError], on_progress: OnProgress | None) -> None:
    """Stream, unary and JSON-RPC, with progress and without."""
    with pytest.raises(StoryloomError) as caught:
        await edge.process(asking(kind.__name__), 20, on_progress)
    assert facts(caught.value) == facts(example(kind))


@pytest.mark.parametrize("kind", CLASSES)
async def test_over_several_hops(far_edge: Edge, kind: type[StoryloomError]) -> None:
    """Each server passes on what it has received."""
    with pytest.raises(StoryloomError) as caught:
        await far_edge.process(asking(kind.__name__), 20)
    assert facts(caught.value) == facts(example(kind))


@pytest.mark.parametrize("kind", CLASSES)
async def test_back_along_a_chain(chain: Pipeline, kind: type[StoryloomError]) -> None:
    """From C3 through B and A to main."""
    draft = new_draft(kind.__name__)
    with pytest.raises(StoryloomError) as caught:
        await chain.run(draft)
    assert facts(caught.value) == facts(example(kind))


async def test_a_long_error_arrives(edge: Edge) -> None:
    """An error has a bound that every transport carries: gRPC's trailing metadata too, where a unary call has it."""
    with pytest.raises(InvalidRequest) as caught:
        await edge.process(asking("long"), 20)
    assert caught.value.message == long_error().message
    assert caught.value.violations == long_error().violations


async def test_a_defect_is_internal(edge: Edge) -> None:
    """An exception that is none of ours: Internal with the stage's name, and no word of the exception."""
    with pytest.raises(StoryloomError) as caught:
        await edge.process(asking("defect"), 20)
    assert (caught.value.reason, caught.value.stage) == ("Internal", "story_analyzer")
    assert "its log has the details" in caught.value.message
    assert "secret" not in caught.value.message


@pytest.mark.parametrize("asked", ["x" * (limits.MAX_JSON_BYTES + 1), str(limits.MAX_JSON_BYTES + 1)])
async def test_too_large_is_too_large(edge: Edge, asked: str) -> None:
    """A request or an answer over the limit is PayloadTooLarge, which nobody tries again."""
    with pytest.raises(PayloadTooLarge):
        await edge.process(asking(asked), 60)


@pytest.fixture(scope="module")
async def refusing() -> AsyncIterator[str]:
    """The address of a server with the gateway's error handlers that refuses to resume any run."""
    app = FastAPI(exception_handlers=problems.HANDLERS)

    @app.post("/v1/runs/{run_id}/resume")
    async def resume(run_id: str) -> None:
        raise next(example(kind) for kind in CLASSES if kind.__name__ == run_id)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.mark.parametrize("kind", CLASSES)
async def test_over_the_gateway_s_answer(refusing: str, kind: type[StoryloomError]) -> None:
    """As a problem document, to the command."""
    with pytest.raises(StoryloomError) as caught:
        await remote.resume(refusing, kind.__name__, view_for(as_json=True))
    # The command adds where it looks for a token.
    caught.value.message = caught.value.message.removesuffix(f"; {credentials.MEND}")
    assert facts(caught.value) == facts(example(kind))


async def run_on(client: httpx.AsyncClient, kind: type[StoryloomError]) -> tuple[Facts, Facts]:
    """What the last event of a run and the stored run say of its error; fields have the names of the API."""
    accepted = (await client.post("/v1/runs", json={"prompt": kind.__name__})).json()
    last: dict[str, Any] = {}
    async with aconnect_sse(client, "GET", f"/v1/runs/{accepted['id']}/events") as source:
        async for event in source.aiter_sse():
            last = {"kind": event.event, "problem": json.loads(event.data)}
    assert last["kind"] == "run_failed"
    stored = (await client.get(f"/v1/runs/{accepted['id']}")).json()["error"]
    return facts(error_of(last["problem"])), facts(error_of(stored))


AT_ONCE = asyncio.Semaphore(2)
"""Starting Python is most of what a command does: one for each core of a small machine."""


async def command(*arguments: str) -> tuple[int | None, str]:
    """Exit status and stderr of the storyloom command."""
    async with AT_ONCE:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "main", *arguments),
            env=os.environ | {"COLUMNS": "200"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()
    return process.returncode, said.decode()


async def test_from_a_stage_to_the_exit_status(gateway: Serve, servers: Servers) -> None:
    """A real gateway keeps the error in the event and in the store, and the command ends with the class's status."""
    address = await servers.serve("stream", failing)
    stages = ",".join(f"{stage.service}={address}" for stage in STAGES)
    with gateway(18_084, PIPELINE_MODE="grpc", STAGE_ADDRESSES=stages) as (server, _):
        async with httpx.AsyncClient(base_url=server, trust_env=False, timeout=60) as client:
            for kind in CLASSES:
                assert await run_on(client, kind) == (facts(as_sent(example(kind))),) * 2
        ended = await asyncio.gather(*(command("run", "--server", server, kind.__name__) for kind in CLASSES))
        unknown = await command("resume", "--server", server, "nothing")
    assert [status for status, _ in ended] == [kind.outcome.exit for kind in CLASSES]
    assert all(MESSAGE in said and FAR in said for _, said in ended)
    assert unknown[0] == 2
