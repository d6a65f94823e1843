"""gRPC servers keep answering and give memory back, whatever callers send or leave unread."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2
from grpc_status import rpc_status

from pipeline.v1 import diagnostics_service_pb2, draft_pb2, parts_pb2, stage_service_pb2
from services.contract import limits
from services.contract.calls import OnProgress, Request, Response
from services.contract.errors import InvalidRequest
from services.runtime.client.channel import open_channel
from services.runtime.server import methods
from services.runtime.server.budget import ByteBudget
from services.runtime.server.grpc import GrpcListener
from services.runtime.settings import ServiceSettings
from services.runtime.wire.status import from_status
from tests.component.test_streams import until

BAD = b"\xff\xff\xff"
UNARY = (
    "pipeline.v1.StageService/Process",
    "pipeline.v1.NullStageService/Process",
    "pipeline.v1.DiagnosticsService/Echo",
    "pipeline.v1.DiagnosticsService/Usage",
    "grpc.health.v1.Health/Check",
)
STREAM = (
    "pipeline.v1.StageService/ProcessStream",
    "pipeline.v1.DiagnosticsService/EchoStream",
    "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
)
StreamRequest = stage_service_pb2.ProcessStreamRequest


async def echo(request: Request, _: float, __: OnProgress | None = None) -> Response:
    return Response(draft=request.draft)


@pytest.fixture
async def listener() -> GrpcListener:
    """A server whose stage gives back what it gets."""
    return GrpcListener(echo, ServiceSettings(service_name="service_a", service_drain_seconds=0), 0, null=echo)


@pytest.fixture
async def channel(listener: GrpcListener) -> AsyncIterator[grpc.aio.Channel]:
    """To that server."""
    address = f"127.0.0.1:{await listener.start()}"
    async with open_channel(address, address) as found:
        yield found
    await listener.stop()


async def healthy(channel: grpc.aio.Channel) -> bool:
    check: Any = channel.unary_unary("/grpc.health.v1.Health/Check")
    answer = await check(health_pb2.HealthCheckRequest().SerializeToString(), timeout=5)
    return health_pb2.HealthCheckResponse.FromString(answer).status == health_pb2.HealthCheckResponse.SERVING


@pytest.mark.parametrize("method", UNARY)
async def test_what_is_no_message_is_an_invalid_request(channel: grpc.aio.Channel, method: str) -> None:
    """Of any method, with no word of how the server found out."""
    call: Any = channel.unary_unary(f"/{method}")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call(BAD, timeout=5)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    status = rpc_status.from_call(caught.value)  # type: ignore[arg-type]  # it has the same methods
    assert status is not None
    assert isinstance(from_status(status), InvalidRequest)


@pytest.mark.parametrize("method", [*STREAM, "grpc.health.v1.Health/Watch"])
async def test_what_is_no_message_ends_a_stream_as_an_invalid_request(channel: grpc.aio.Channel, method: str) -> None:
    """And not as a stream that has ended well."""
    call: Any = channel.stream_stream(f"/{method}")(timeout=5)
    await call.write(BAD)
    assert await call.code() is grpc.StatusCode.INVALID_ARGUMENT


async def test_health_is_answered_beside_as_many_calls_as_there_may_be(
    channel: grpc.aio.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next call is refused until one has ended."""
    monkeypatch.setattr(methods, "MAX_CALLS", 20)
    open_stream: Any = channel.stream_stream(f"/{STREAM[1]}")
    message = diagnostics_service_pb2.EchoStreamRequest(request_id="1").SerializeToString()
    held = [open_stream() for _ in range(20)]
    for call in held:
        await call.write(message)
        await call.read()
    one_more: Any = channel.unary_unary(f"/{UNARY[2]}")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await one_more(message, timeout=5)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert await healthy(channel)
    for call in held:
        await call.done_writing()
        while await call.read() is not grpc.aio.EOF:
            pass
    assert await one_more(message, timeout=5)


async def unread(channel: grpc.aio.Channel, method: str, message: bytes, most: int) -> int:
    """How many messages a server takes of a caller who reads no answer."""
    call: Any = channel.stream_stream(f"/{method}")()
    taken = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(3):
            while taken < most:
                await call.write(message)
                taken += 1
    call.cancel()
    return taken


@pytest.mark.parametrize("method", STREAM[:2])
async def test_who_reads_no_answer_is_not_read_either(channel: grpc.aio.Channel, method: str) -> None:
    """Bytes count, not messages: of large ones a stream holds a few."""
    size = 16 * 1024 * 1024
    if method == STREAM[1]:
        message = diagnostics_service_pb2.EchoStreamRequest(request_id="1", payload=bytes(size)).SerializeToString()
    else:
        draft = draft_pb2.Draft(story=parts_pb2.Story(title="x" * size))
        asked = StreamRequest(request_id="1", request=Request(draft=draft))
        asked.time_budget.seconds = 60
        message = asked.SerializeToString()
    assert await unread(channel, method, message, 40) * size <= limits.MAX_STREAM_BYTES + 4 * size
    assert await healthy(channel)


async def test_a_stream_that_nobody_reads_ends(
    listener: GrpcListener, channel: grpc.aio.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what it holds is free for others."""
    monkeypatch.setattr(limits, "WRITE_SECONDS", 0.3)
    call: Any = channel.stream_stream(f"/{STREAM[0]}")()
    asked = StreamRequest(request=Request(draft=draft_pb2.Draft(story=parts_pb2.Story(title="x" * 8_000_000))))
    asked.time_budget.seconds = 60
    for number in range(3):
        asked.request_id = str(number)
        await call.write(asked.SerializeToString())
    await until(lambda: listener.streams == 1)
    await until(lambda: listener.streams == 0)


async def test_who_asks_first_is_served_first() -> None:
    """A large message waits for room, small ones behind it do not pass, and who gives up makes none."""
    budget = ByteBudget(10)
    await budget.take(8)
    large, gone, small = (asyncio.create_task(budget.take(size)) for size in (9, 5, 1))
    await asyncio.sleep(0)
    gone.cancel()
    budget.give(8)
    await asyncio.wait_for(large, 1)
    await asyncio.wait_for(small, 1)
    assert budget.held == 10
