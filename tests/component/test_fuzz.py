"""Messages that nobody would send, by thousands: no process dies, health is answered, memory comes back.

The generator is seeded, so that a failure can be made again: it cuts, doubles, flips and inserts in messages that are
right, on the wire (HTTP/2 frames, HTTP) and inside (protobuf, JSON-RPC).
"""

import asyncio
import contextlib
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from google.protobuf.json_format import MessageToDict

from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import STAGES, has
from services.runtime.client.channel import open_channel
from services.runtime.server import probe
from tests.component.conftest import Serve, until

SEED = 18
AT_ONCE = 16
"""Calls at the same time."""
GROWTH = 200_000_000
"""Bytes by which a process may be larger afterwards: what it has loaded, and no message."""
INTERESTING = (b"", b"\0", b"\xff" * 8, b"\x80" * 12, b"\xed\xa0\x80", b"9" * 400, b"[" * 5_000, b"\x1b[2J", b"~~~")
GRPC_PORT, RPC_PORT, GATEWAY_PORT = 18_170, 18_171, 18_172
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
Mutate = Callable[[bytes], bytes]


@pytest.fixture
def mutate() -> Mutate:
    """Changes a message in a few places, each time in others."""
    chance = random.Random(SEED)  # noqa: S311 - no secret

    def changed(message: bytes) -> bytes:
        found = bytearray(message)
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(found))
            until = min(len(found), at + chance.choice((1, 1, 4, 64, 4_096)))
            match chance.randrange(5):
                case 0:
                    found[at:until] = b""
                case 1:
                    found[at:until] = chance.randbytes(until - at)
                case 2:
                    found[at:at] = chance.choice(INTERESTING)
                case 3:
                    found[at:at] = found[at:until]
                case _ if at < len(found):
                    found[at] ^= 1 << chance.randrange(8)
        return bytes(found)

    return changed


@contextlib.contextmanager
def serving(folder: Path, mode: str, port: int, service: str) -> Iterator[subprocess.Popen[bytes]]:
    """A stage's server as a process."""
    settings = {"SERVICE_NAME": service, "SERVICE_PORT": str(port), "PIPELINE_MODE": mode, "SERVICE_DRAIN_SECONDS": "1"}
    with (folder / f"{mode}.log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "services.runtime"], env=os.environ | settings, stdout=log)
        try:
            until(lambda: healthy(mode, port), process)
            yield process
        finally:
            process.terminate()
            process.wait(30)


def healthy(mode: str, port: int) -> bool:
    """What the containers' health check finds; it waits for two seconds at most."""
    if mode == "grpc":
        return probe.is_serving("127.0.0.1", port)
    return probe.answers("127.0.0.1", port, "/health" if mode == "rpc" else "/healthz")


def memory(process: subprocess.Popen[bytes]) -> int:
    """Resident bytes."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


async def all_of(calls: list[Callable[[], Any]]) -> None:
    """Make all calls, AT_ONCE at a time."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(call: Callable[[], Any]) -> None:
        async with turns:
            await call()

    await asyncio.gather(*map(one, calls))


async def thrown(port: int, content: bytes) -> None:
    """Send bytes to a port and read a little, whatever comes."""
    with contextlib.suppress(OSError, TimeoutError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(content)
            async with asyncio.timeout(0.1):
                await reader.read(4_096)
        finally:
            writer.close()


def asked(made: draft_pb2.Draft) -> list[stage_service_pb2.ProcessRequest]:
    """A request to each stage, in the hub and in a chain."""
    found = []
    for stage in STAGES[:3]:
        draft = draft_pb2.Draft(run_id="fuzz")
        for part in stage.reads:
            if part != "timings" and has(made, part):
                getattr(draft, part).CopyFrom(getattr(made, part))
        for flow in (stage_service_pb2.FLOW_HUB, stage_service_pb2.FLOW_CHAIN, stage_service_pb2.FLOW_COLLECT):
            found.append(stage_service_pb2.ProcessRequest(draft=draft, flow=flow))
            found[-1].time_budget.seconds = 1
    return found


def frames(chance: random.Random) -> bytes:
    """HTTP/2 frames of any kind, with lengths that are sometimes wrong."""
    found = PREFACE + b"\0\0\0\4\0\0\0\0\0"
    for _ in range(chance.randint(1, 12)):
        payload = chance.randbytes(chance.choice((0, 4, 5, 8, 40, 300)))
        said = len(payload) if chance.random() < 0.9 else chance.randrange(1 << 24)
        stream = chance.choice((0, 1, 1, 2, 3, 2**31 - 1))
        found += said.to_bytes(3, "big") + bytes((chance.randrange(12), chance.randrange(256)))
        found += stream.to_bytes(4, "big") + payload
    return found


async def test_grpc(tmp_path: Path, made: draft_pb2.Draft, mutate: Mutate) -> None:
    """Frames, unary calls and streams: no answer has the name of an exception, none is a defect."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    requests = [request.SerializeToString() for request in asked(made)]
    codes: Counter[grpc.StatusCode] = Counter()
    address = f"127.0.0.1:{GRPC_PORT}"
    with serving(tmp_path, "grpc", GRPC_PORT, "service_b") as process:
        before = memory(process)
        async with open_channel(address, address) as channel:
            methods = ("StageService/Process", "NullStageService/Process", "DiagnosticsService/Echo")

            async def unary() -> None:
                call: Any = channel.unary_unary(f"/pipeline.v1.{chance.choice(methods)}")
                try:
                    await call(mutate(chance.choice(requests)), timeout=5)
                except grpc.aio.AioRpcError as error:
                    codes[error.code()] += 1

            async def stream() -> None:
                call: Any = channel.stream_stream("/pipeline.v1.StageService/ProcessStream")(timeout=3)
                with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
                    for number in range(4):
                        message = stage_service_pb2.ProcessStreamRequest(request_id=str(number % 3))
                        message.request.ParseFromString(chance.choice(requests))
                        message.time_budget.seconds = 1
                        raw = message.SerializeToString()
                        await call.write(mutate(raw) if number == 3 else raw)
                    await call.done_writing()
                    while (answer := await call.read()) is not grpc.aio.EOF:
                        found = stage_service_pb2.ProcessStreamResponse.FromString(answer)
                        assert found.error.code not in (grpc.StatusCode.UNKNOWN.value[0], 13)
                codes[await call.code()] += 1

            await all_of([unary] * 900 + [stream] * 100)
        await all_of([lambda: thrown(GRPC_PORT, frames(chance))] * 300)
        assert process.poll() is None
        assert healthy("grpc", GRPC_PORT)
        assert memory(process) < before + GROWTH
    assert codes[grpc.StatusCode.INVALID_ARGUMENT] > 100
    assert not {grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL, grpc.StatusCode.UNAVAILABLE} & codes.keys(), codes


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as found:
        yield found


def request_bytes(path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Last-Event-ID: 9223372036854775808\r\nConnection: close\r\n\r\n" + body


async def test_json_rpc(tmp_path: Path, made: draft_pb2.Draft, mutate: Mutate, client: httpx.AsyncClient) -> None:
    """Bodies and whole requests: each answer is JSON, none is a defect."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    bodies = [
        json.dumps(
            {"jsonrpc": "2.0", "id": 1, "method": "process", "params": MessageToDict(asking) | {"time_budget": "1s"}}
        ).encode()
        for asking in asked(made)
    ]
    headers = {"Content-Type": "application/json"}
    url = f"http://127.0.0.1:{RPC_PORT}/rpc"
    with serving(tmp_path, "rpc", RPC_PORT, "service_b") as process:
        before = memory(process)

        async def post() -> None:
            answer = await client.post(url, content=mutate(chance.choice(bodies)), headers=headers)
            assert answer.status_code < 500
            assert not answer.content or "the server failed" not in json.dumps(answer.json())

        await all_of([post] * 400)
        await all_of([lambda: thrown(RPC_PORT, mutate(request_bytes("/rpc", chance.choice(bodies))))] * 200)
        assert process.poll() is None
        assert healthy("rpc", RPC_PORT)
        assert memory(process) < before + GROWTH


async def test_gateway(gateway: Serve, mutate: Mutate, client: httpx.AsyncClient) -> None:
    """Bodies, paths, headers and whole requests: each refusal is a problem document, none is a defect."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    body = json.dumps({"prompt": "", "seed": 1, "languages": ["es"], "author": "Ada", "tags": ["a"]}).encode()
    paths = [b"/v1/runs", b"/v1/runs/x", b"/v1/runs/x/events", b"/v1/runs/x/package", b"/v1/runs?limit=2", b"/readyz/"]
    with gateway(GATEWAY_PORT, MAX_WAITING="1") as (address, process):
        before = memory(process)

        async def post() -> None:
            headers = {"Content-Type": "application/json"}
            answer = await client.post(f"{address}/v1/runs", content=mutate(body), headers=headers)
            assert answer.status_code in (202, 400, 413, 422, 429), answer.text
            answer.json()

        async def get() -> None:
            path = chance.choice(paths)
            head = b"GET %s HTTP/1.1\r\nHost: evil.example\r\nLast-Event-ID: 9223372036854775808\r\n\r\n" % mutate(path)
            await thrown(GATEWAY_PORT, mutate(head))

        await all_of([post] * 250)
        await all_of([get] * 150)
        await all_of([lambda: thrown(GATEWAY_PORT, mutate(request_bytes("/v1/runs", body)))] * 150)
        assert process.poll() is None
        assert healthy("gateway", GATEWAY_PORT)
        assert memory(process) < before + GROWTH
