"""A stage's server in mode rpc, over real HTTP."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from google.protobuf.message import Message

from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import STAGES
from services.contract import limits, request
from services.contract.errors import ConfigurationError, Internal, InvalidRequest, Unavailable
from services.runtime.client.edge import connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.probe import answers
from services.runtime.server.server import StageServer
from services.runtime.settings import ServiceSettings
from services.runtime.stage.build import build
from tests.conftest import PROMPT

STAGE = STAGES[0]


def settings(port: int = 0) -> ServiceSettings:
    return ServiceSettings(service_name=STAGE.name, service_port=port, pipeline_mode="rpc")


@pytest.fixture
async def port() -> AsyncIterator[int]:
    server = StageServer(STAGE, build(STAGE), settings())
    yield await server.start()
    await server.stop()


@pytest.fixture
async def client(port: int) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as found:
        yield found


def body(number: int = 1) -> dict[str, object]:
    params = {"draft": {"prompt": {"text": PROMPT, "length": 200, "theme": "courage"}}, "time_budget": "5s"}
    return {"jsonrpc": "2.0", "id": number, "method": "process", "params": params}


async def test_health(client: httpx.AsyncClient, port: int) -> None:
    """GET /health is 200 while it serves, and the container's probe agrees."""
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "SERVING")
    assert await asyncio.to_thread(answers, "127.0.0.1", port, "/health")


async def test_a_story_by_hand(client: httpx.AsyncClient) -> None:
    """What a person types with curl is answered with a story."""
    answer = await client.post("/rpc", json=body())
    assert answer.status_code == 200
    assert answer.json()["result"]["draft"]["story"]["title"]


async def test_a_request_without_its_time_is_refused(client: httpx.AsyncClient) -> None:
    """HTTP has no deadline: the request says how long its caller waits."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "process", "params": {"draft": {"prompt": {"text": PROMPT}}}}
    error = (await client.post("/rpc", json=body)).json()["error"]
    assert error["code"] == -32602
    assert "time_budget: is not set; give each request its time, such as '30s'" in error["message"]


async def test_a_batch_and_a_notification(client: httpx.AsyncClient) -> None:
    """Two answers to two requests; 204 without a body to a notification."""
    answer = await client.post("/rpc", json=[body(1), body(2)])
    assert [item["id"] for item in answer.json()] == [1, 2]
    notification = body()
    del notification["id"]
    silent = await client.post("/rpc", json=notification)
    assert (silent.status_code, silent.content) == (204, b"")


@pytest.mark.parametrize(
    ("method", "path", "kind", "status"),
    [
        ("GET", "/rpc", "application/json", 405),
        ("POST", "/health", "application/json", 405),
        ("POST", "/elsewhere", "application/json", 404),
        ("POST", "/rpc", "text/plain", 415),
        ("POST", "/rpc", "application/json; charset=utf-8", 200),
    ],
)
async def test_http_s_own_mistakes(client: httpx.AsyncClient, method: str, path: str, kind: str, status: int) -> None:
    """A wrong path, method or type has HTTP's status."""
    content = json.dumps(body()) if method == "POST" else None
    answer = await client.request(method, path, content=content, headers={"Content-Type": kind})
    assert answer.status_code == status


async def test_a_body_over_the_limit(client: httpx.AsyncClient) -> None:
    """Refused with 413, whether or not it said its length."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(limits.MAX_JSON_BYTES // 2**20 + 2):
            yield b" " * 2**20

    answer = await client.post("/rpc", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


async def test_headers_have_a_bound(port: int) -> None:
    """A header that does not end is refused after some 100 KiB, not kept until memory is full."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /health HTTP/1.1\r\nHost: here\r\nX-Long: ")
    answer = asyncio.create_task(reader.readline())
    sent = 0
    while not answer.done() and sent < 10_000_000:
        writer.write(b"x" * 10_000)
        sent += 10_000
        await asyncio.sleep(0.001)
    assert answer.done()
    assert (await answer).startswith(b"HTTP/1.1 400 ")
    writer.close()


async def test_connections_are_kept(port: int) -> None:
    """Twenty calls, one after the other, use one connection."""
    edge = connect("rpc", STAGE.name, f"127.0.0.1:{port}")
    draft = draft_pb2.Draft(run_id="r", prompt=request.prompt(PROMPT))
    before = connections(port)
    for _ in range(20):
        await edge.process(stage_service_pb2.ProcessRequest(draft=draft), 5)
    assert len(connections(port) - before) == 1
    assert await edge.ready() == ""
    assert len(connections(port) - before) == 1
    await edge.close()


def connections(port: int) -> set[str]:
    """Local addresses of connections to the port, and of those that have ended a moment ago (proc_pid_net(5))."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {local for _, local, remote, *_ in rows if int(remote.partition(":")[2], 16) == port}


async def test_a_field_violation_crosses(port: int) -> None:
    """As over gRPC: the class, the stage and the field."""
    edge = connect("rpc", STAGE.name, f"127.0.0.1:{port}")
    draft = draft_pb2.Draft(run_id="r")
    draft.prompt.text = "x" * 2001
    with pytest.raises(InvalidRequest) as caught:
        await edge.process(stage_service_pb2.ProcessRequest(draft=draft), 5)
    assert caught.value.stage == STAGE.name
    assert caught.value.violations[0].field == "prompt.text"
    await edge.close()


async def test_two_modes_that_meet_say_so(ports: dict[str, int], port: int) -> None:
    """A caller in mode rpc at a gRPC server, and the other way round, gets an error in words."""
    wrong = connect("rpc", STAGE.name, f"127.0.0.1:{ports[STAGE.name]}", EdgeOptions(patience=0))
    draft = draft_pb2.Draft(run_id="r", prompt=request.prompt(PROMPT))
    with pytest.raises((Internal, Unavailable)):
        await wrong.process(stage_service_pb2.ProcessRequest(draft=draft), 5)
    other = connect("stream", STAGE.name, f"127.0.0.1:{port}", EdgeOptions(patience=0))
    with pytest.raises((Internal, Unavailable)):
        await other.process(stage_service_pb2.ProcessRequest(draft=draft), 5)
    await wrong.close()
    await other.close()


async def test_a_taken_port_is_named(port: int) -> None:
    """A second server on the port does not start, and says why."""
    with pytest.raises(ConfigurationError, match=f"SERVICE_PORT.*{port}"):
        await StageServer(STAGE, build(STAGE), settings(port)).start()


async def test_calls_under_way_finish_while_draining(made: draft_pb2.Draft) -> None:
    """SIGTERM's path: what was begun is answered, what comes later is refused."""
    stage = next(stage for stage in STAGES if stage.name == "story_analyzer")
    craft, begun, go_on = build(stage), threading.Semaphore(0), threading.Event()

    def process(draft: draft_pb2.Draft) -> Message:
        begun.release()
        go_on.wait(10)
        return craft(draft)

    server = StageServer(stage, process, ServiceSettings(service_name=stage.name, service_port=0, pipeline_mode="rpc"))
    edge = connect("rpc", stage.name, f"127.0.0.1:{await server.start()}", EdgeOptions(patience=0))
    request = stage_service_pb2.ProcessRequest(draft=made)
    calls = [asyncio.create_task(edge.process(request, 20)) for _ in range(2)]
    for _ in calls:
        assert await asyncio.to_thread(begun.acquire, timeout=10)
    stopping = asyncio.create_task(server.stop())
    go_on.set()
    assert [answer.timing.stage for answer in await asyncio.gather(*calls)] == [stage.name] * 2
    await stopping
    with pytest.raises(Unavailable):
        await edge.process(request, 5)
    await edge.close()
