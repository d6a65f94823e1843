"""Messages that nobody would send, by thousands: no process dies, health is answered, memory comes back.

On the wire (TLS records, HTTP/2 frames, HTTP) and inside (protobuf, JSON-RPC), each over mutual TLS and in plain.
FUZZ_MESSAGES=100000 is the long form; `-s` shows the processes' memory and slowest health.
"""

import asyncio
import contextlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
import trustme
from google.protobuf.json_format import MessageToDict

from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import MAIN, STAGES, find, has
from services.runtime.certificates import TlsFiles, load
from services.runtime.client.channel import open_channel
from tests.certificates import files_for
from tests.component import fuzzing
from tests.component.conftest import Serve
from tests.component.fuzzing import Mutate, all_of, share, thrown

STAGE = find("service_b")
GRPC_PORT, RPC_PORT, GATEWAY_PORT = 18_170, 18_171, 18_172
DEFECTS = {grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL, grpc.StatusCode.UNAVAILABLE}
OWN_WORDS = "Internal error from Core"
"""What gRPC's client says by itself of a write to a stream that the server has ended meanwhile."""
Identities = dict[str, TlsFiles] | None
"""Files of main and of the stage; None in plain."""


@pytest.fixture
def mutate() -> Mutate:
    return fuzzing.mutator()


@pytest.fixture(params=["plain", "tls"])
def identities(request: pytest.FixtureRequest, tmp_path: Path) -> Identities:
    """Whether over mutual TLS, and by which files."""
    if request.param == "plain":
        return None
    ca = trustme.CA()
    return {name: files_for(tmp_path, name, ca) for name in (MAIN, STAGE.service)}


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


async def records_too(port: int, protocol: str, identities: Identities, mutate: Mutate, percent: float) -> None:
    """Below TLS, where there is any: records, and handshakes that are spoilt on their way."""
    if identities is None:
        return
    chance, context = fuzzing.chances(), fuzzing.as_client(identities[MAIN], protocol)
    await all_of([lambda: thrown(port, fuzzing.records(chance))] * share(percent / 2))
    spoilt = [lambda: fuzzing.torn(port, context, fuzzing.PREFACE, chance.randrange(3), mutate)]
    await all_of(spoilt * share(percent / 2))


async def test_grpc(tmp_path: Path, made: draft_pb2.Draft, mutate: Mutate, identities: Identities) -> None:
    """Records, frames, unary calls and streams: no answer has the name of an exception, none is a defect."""
    chance = fuzzing.chances()
    requests = [request.SerializeToString() for request in asked(made)]
    codes: Counter[grpc.StatusCode] = Counter()
    defects: Counter[str] = Counter()

    def note(code: grpc.StatusCode, details: str) -> None:
        codes[code] += 1
        if code in DEFECTS and details != OWN_WORDS:
            defects[f"{code.name}: {details}"] += 1

    address = f"{fuzzing.HERE}:{GRPC_PORT}"
    files = identities[STAGE.service] if identities else None
    certificates = load(identities[MAIN], MAIN) if identities else None
    context = fuzzing.as_client(identities[MAIN], "h2") if identities else None
    with (
        fuzzing.serving(tmp_path, "grpc", GRPC_PORT, STAGE.name, files) as process,
        fuzzing.outlives(process, "grpc", GRPC_PORT, files),
    ):
        async with open_channel(address, address, STAGE.name, certificates) as channel:
            methods = ("StageService/Process", "NullStageService/Process", "DiagnosticsService/Echo")

            async def unary() -> None:
                call: Any = channel.unary_unary(f"/pipeline.v1.{chance.choice(methods)}")
                try:
                    await call(mutate(chance.choice(requests)), timeout=5)
                except grpc.aio.AioRpcError as error:
                    note(error.code(), error.details() or "")

            async def stream() -> None:
                call: Any = channel.stream_stream("/pipeline.v1.StageService/ProcessStream")(timeout=3)
                # The last two when the server has ended the stream already; its status is looked at all the same.
                with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError, grpc.aio.InternalError):
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
                note(await call.code(), await call.details())

            await all_of([unary] * share(20) + [stream] * share(3))
        await all_of([lambda: thrown(GRPC_PORT, fuzzing.frames(chance), context)] * share(8))
        await records_too(GRPC_PORT, "h2", identities, mutate, 6)
    assert codes[grpc.StatusCode.INVALID_ARGUMENT] > share(2)
    assert not defects


def request_bytes(path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Last-Event-ID: 9223372036854775808\r\nConnection: close\r\n\r\n" + body


async def test_json_rpc(tmp_path: Path, made: draft_pb2.Draft, mutate: Mutate, identities: Identities) -> None:
    """Records, bodies and whole requests: each answer is JSON, none is a defect."""
    chance = fuzzing.chances()
    bodies = [
        json.dumps(
            {"jsonrpc": "2.0", "id": 1, "method": "process", "params": MessageToDict(asking) | {"time_budget": "1s"}}
        ).encode()
        for asking in asked(made)
    ]
    headers = {"Content-Type": "application/json"}
    files = identities[STAGE.service] if identities else None
    context = fuzzing.as_client(identities[MAIN], "http/1.1") if identities else None
    url = f"{'https' if identities else 'http'}://{fuzzing.HERE}:{RPC_PORT}/rpc"
    with (
        fuzzing.serving(tmp_path, "rpc", RPC_PORT, STAGE.name, files) as process,
        fuzzing.outlives(process, "rpc", RPC_PORT, files),
    ):
        async with httpx.AsyncClient(trust_env=False, timeout=20, verify=context or True) as client:

            async def post() -> None:
                answer = await client.post(url, content=mutate(chance.choice(bodies)), headers=headers)
                assert answer.status_code < 500
                assert not answer.content or "the server failed" not in json.dumps(answer.json())

            await all_of([post] * share(6))
        whole = [request_bytes("/rpc", body) for body in bodies]
        await all_of([lambda: thrown(RPC_PORT, mutate(chance.choice(whole)), context)] * share(4))
        await records_too(RPC_PORT, "http/1.1", identities, mutate, 3)


async def test_gateway(gateway: Serve, mutate: Mutate) -> None:
    """Bodies, paths, headers and whole requests: each refusal is a problem document, none is a defect."""
    chance = fuzzing.chances()
    body = json.dumps({"prompt": "", "seed": 1, "languages": ["es"], "author": "Ada", "tags": ["a"]}).encode()
    paths = [b"/v1/runs", b"/v1/runs/x", b"/v1/runs/x/events", b"/v1/runs/x/package", b"/v1/runs?limit=2", b"/readyz/"]
    with (
        gateway(GATEWAY_PORT, MAX_WAITING="1") as (address, process),
        fuzzing.outlives(process, "gateway", GATEWAY_PORT),
    ):
        # A connection that the server is about to close, after five seconds without a request, is not taken again.
        limits = httpx.Limits(keepalive_expiry=1)
        async with httpx.AsyncClient(trust_env=False, timeout=20, limits=limits) as client:

            async def post() -> None:
                headers = {"Content-Type": "application/json"}
                answer = await client.post(f"{address}/v1/runs", content=mutate(body), headers=headers)
                assert answer.status_code in (202, 400, 413, 422, 429), answer.text
                answer.json()

            await all_of([post] * share(4))

        async def get() -> None:
            path = chance.choice(paths)
            head = b"GET %s HTTP/1.1\r\nHost: evil.example\r\nLast-Event-ID: 9223372036854775808\r\n\r\n" % mutate(path)
            await thrown(GATEWAY_PORT, mutate(head))

        await all_of([get] * share(2.5))
        await all_of([lambda: thrown(GATEWAY_PORT, mutate(request_bytes("/v1/runs", body)))] * share(2.5))
