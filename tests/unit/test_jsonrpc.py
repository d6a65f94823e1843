"""JSON-RPC 2.0 by its specification, without HTTP."""

import json
from typing import Any

import pytest
from google.rpc import code_pb2

from pipeline.v1 import draft_pb2, stage_service_pb2
from services.contract.calls import OnProgress
from services.contract.errors import DeadlineExceeded, InvalidRequest, Violation
from services.contract.limits import MAX_STRING
from services.runtime.server import jsonrpc

GOOD = {"draft": {"run_id": "r"}, "time_budget": "5s"}


async def process(
    request: stage_service_pb2.ProcessRequest, seconds: float, on_progress: OnProgress | None
) -> stage_service_pb2.ProcessResponse:
    """Echo the run id; two names fail."""
    if request.draft.run_id == "late":
        raise DeadlineExceeded("too late").at("formatting")
    if request.draft.run_id == "bad":
        raise InvalidRequest((Violation("prompt.text", "is empty"),))
    return stage_service_pb2.ProcessResponse(draft=draft_pb2.Draft(run_id=f"{request.draft.run_id} {seconds:g}"))


async def answer(value: object) -> Any:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    made = await jsonrpc.answer(body, {"process": process})
    return None if made is None else json.loads(made)


def call(number: object = 1, params: object = GOOD, **more: object) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "method": "process", "params": params} | more


@pytest.mark.parametrize("number", [1, "a", None, 1.5])
async def test_an_answer_has_the_request_s_id(number: object) -> None:
    """A number, a string or null comes back as it was."""
    assert await answer(call(number)) == {"jsonrpc": "2.0", "id": number, "result": {"draft": {"run_id": "r 5"}}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b"\xff", -32700),
        (b"[" * 100_000, -32700),
        (b"[" + b"{}," * 600_000 + b"1]", -32700),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "process", "params": {"\\ud800": 1}}', -32700),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "process", "params": {"\xed\xa0\x80": 1}}', -32700),
        (b"1", -32600),
        (b"[]", -32600),
        ({"id": 1, "method": "process"}, -32600),
        (call(True), -32600),
        (b'{"jsonrpc": "2.0", "id": 1e400, "method": "process"}', -32600),
        (b'{"jsonrpc": "2.0", "id": NaN, "method": "process"}', -32600),
        (call(method=7), -32600),
        (call(method="rpc.discover"), -32601),
        (call(params=[1]), -32602),
        (call(params={"draft": {"nonsense": 1}, "time_budget": "5s"}), -32602),
        (call(params={"draft": {"run_id": "r"}}), -32602),
        (call(params={"draft": {"run_id": "r" * (MAX_STRING + 1)}, "time_budget": "5s"}), -32602),
        (call(params=GOOD | {"draft": {"run_id": "bad"}}), -32602),
        (call(params=GOOD | {"draft": {"run_id": "late"}}), -32004),
    ],
)
async def test_each_mistake_has_its_code(body: object, code: int) -> None:
    """The specification's codes, and -32000 minus the gRPC code for ours."""
    found = await answer(body)
    assert found["jsonrpc"] == "2.0"
    assert found["error"]["code"] == code
    assert found["error"]["message"]


async def test_an_error_s_data_is_a_status() -> None:
    """The stage where it happened and the field cross as they do over gRPC."""
    data = (await answer(call(params=GOOD | {"draft": {"run_id": "late"}})))["error"]["data"]
    assert data["code"] == code_pb2.DEADLINE_EXCEEDED
    assert data["details"][0]["metadata"]["stage"] == "formatting"


async def test_a_batch_is_answered_request_by_request() -> None:
    """Good, bad and no request at all in one batch; the notification has no answer."""
    notification = call()
    del notification["id"]
    found = await answer([call(1), notification, 7, call(2, params=GOOD | {"draft": {"run_id": "late"}})])
    assert [(item["id"], "result" in item) for item in found] == [(1, True), (None, False), (2, False)]


async def test_notifications_alone_have_no_answer() -> None:
    """Not even to say that a parameter is wrong."""
    notification = call(params=[])
    del notification["id"]
    assert await answer(notification) is None
    assert await answer([notification, notification]) is None


async def test_a_batch_has_a_bound() -> None:
    """One request too many: one error for all."""
    assert len(await answer([call()] * 64)) == 64
    assert (await answer([call()] * 65))["error"]["code"] == -32600
