"""pipeline.v1.StageService as any gRPC client sees it: no code of ours on the client's side."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest
from google.rpc import code_pb2, error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_status import rpc_status

from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2, stage_service_pb2_grpc
from services.contract import limits


@pytest.fixture
async def channel(ports: dict[str, int]) -> AsyncIterator[grpc.aio.Channel]:
    """A plain channel to A."""
    options = [("grpc.max_send_message_length", -1)]
    async with grpc.aio.insecure_channel(f"127.0.0.1:{ports['story_generator']}", options=options) as made:
        yield made


def asking(**prompt: object) -> stage_service_pb2.ProcessRequest:
    message = parts_pb2.Prompt(**({"text": "A fox learns to sail"} | prompt))  # type: ignore[arg-type]
    return stage_service_pb2.ProcessRequest(draft=draft_pb2.Draft(run_id="r", prompt=message))


async def refusal(channel: grpc.aio.Channel, request: stage_service_pb2.ProcessRequest) -> grpc.aio.AioRpcError:
    stub = stage_service_pb2_grpc.StageServiceStub(channel)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await stub.Process(request, timeout=10)
    return caught.value


async def test_process_answers_with_one_part_and_its_timing(channel: grpc.aio.Channel) -> None:
    """The story and the run id, and nothing of the request."""
    answer = await stage_service_pb2_grpc.StageServiceStub(channel).Process(asking(), timeout=10)
    assert [field.name for field, _ in answer.draft.ListFields()] == ["run_id", "story"]
    assert answer.timing.stage == "story_generator"
    assert answer.timing.received.monotonic_ns <= answer.timing.started.monotonic_ns


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "prompt.text"),
        ({"text": "x" * 2001}, "prompt.text"),
        ({"length": 0}, "prompt.length"),
        ({"length": 100_000}, "prompt.length"),
        ({"theme": "horror"}, "prompt.theme"),
        ({"languages": ["xx"]}, "prompt.languages"),
    ],
)
async def test_bad_input_is_invalid_argument_with_its_field(
    channel: grpc.aio.Channel, wrong: dict[str, object], field: str
) -> None:
    """google.rpc.BadRequest names the field."""
    error = await refusal(channel, asking(**wrong))
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    bad = error_details_pb2.BadRequest()
    assert any(detail.Unpack(bad) for detail in status.details)
    assert [violation.field for violation in bad.field_violations] == [field]


async def test_a_call_without_a_deadline_is_invalid_argument(channel: grpc.aio.Channel) -> None:
    """A caller that waits for ever would hold its place in the queue for ever."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await stage_service_pb2_grpc.StageServiceStub(channel).Process(asking())
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "deadline: is not set; give each call its time" in (caught.value.details() or "")


async def test_a_missing_part_is_failed_precondition(channel: grpc.aio.Channel) -> None:
    """A without a prompt cannot begin."""
    error = await refusal(channel, stage_service_pb2.ProcessRequest())
    assert error.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert "reads prompt" in (error.details() or "")


async def test_a_message_over_the_limit_is_resource_exhausted(channel: grpc.aio.Channel) -> None:
    """The bound is the server's, whatever the client may send."""
    error = await refusal(channel, asking(text="x" * (limits.MAX_MESSAGE_BYTES + 1)))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_a_stream_answers_each_request_by_its_id(channel: grpc.aio.Channel) -> None:
    """Good and bad on one stream: each has its own answer, and the bad ones end nothing."""
    stub = stage_service_pb2_grpc.StageServiceStub(channel)

    async def requests() -> AsyncIterator[stage_service_pb2.ProcessStreamRequest]:
        for number in range(20):
            request = stage_service_pb2.ProcessStreamRequest(
                request_id=str(number), request=asking(seed=number) if number % 2 else asking(text="")
            )
            request.time_budget.FromSeconds(10)
            yield request
        yield stage_service_pb2.ProcessStreamRequest(request_id="no budget", request=asking())

    answers = {answer.request_id: answer async for answer in stub.ProcessStream(requests(), timeout=30)}
    assert set(answers) == {*map(str, range(20)), "no budget"}
    for number in range(20):
        assert answers[str(number)].WhichOneof("result") == ("response" if number % 2 else "error")
    assert answers["no budget"].error.code == code_pb2.INVALID_ARGUMENT
    assert "time_budget" in answers["no budget"].error.message


async def test_health_is_watched(channel: grpc.aio.Channel) -> None:
    """Check and Watch say SERVING for the server and for the service."""
    stub = health_pb2_grpc.HealthStub(channel)
    for name in ("", "pipeline.v1.StageService"):
        request = health_pb2.HealthCheckRequest(service=name)
        assert (await stub.Check(request, timeout=5)).status == health_pb2.HealthCheckResponse.SERVING  # type: ignore[attr-defined]
        watch = stub.Watch(request, timeout=5)  # type: ignore[attr-defined]
        assert (await asyncio.wait_for(watch.read(), 5)).status == health_pb2.HealthCheckResponse.SERVING
        watch.cancel()


async def test_reflection_lists_the_service(channel: grpc.aio.Channel) -> None:
    """Grpcurl needs no proto files."""
    stub: Any = reflection_pb2_grpc.ServerReflectionStub(channel)  # type: ignore[arg-type]
    call = stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(list_services="")]))
    answer = await call.read()
    names = {service.name for service in answer.list_services_response.service}
    assert {"pipeline.v1.StageService", "grpc.health.v1.Health"} <= names
