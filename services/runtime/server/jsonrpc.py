"""JSON-RPC 2.0 (jsonrpc.org/specification) without HTTP: from the body of a request to the body of its answer.

There are two methods, "process" of the stage and "process_null" of its null stage. Their params are a
pipeline.v1.ProcessRequest in protobuf's JSON mapping, their result is a ProcessResponse, and an error's data is a
google.rpc.Status (services.runtime.wire.status). The server sends progress as notifications of the method "progress",
whose params are a pipeline.v1.StageProgress.
"""

import asyncio
import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from loguru import logger

from services.contract import jsontext
from services.contract.calls import Answer, OnProgress, Progress, Request, Response
from services.contract.errors import DEFECT, Internal, InvalidRequest, StoryloomError, Violation
from services.contract.limits import MAX_BATCH, MAX_ERROR_MESSAGE, MAX_STRING
from services.contract.shown import cut
from services.runtime.wire.status import to_status

LARGE = 256 * 1024
"""Bytes of a message whose reading and writing would keep the event loop from others."""
Argument = TypeVar("Argument")
Result = TypeVar("Result")
PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND = -32700, -32600, -32601


def notification(progress: Progress) -> bytes:
    """Return the notification that tells the caller of progress."""
    params = MessageToDict(progress, preserving_proto_field_name=True)
    return _encode({"jsonrpc": "2.0", "method": "progress", "params": params})


Methods = Mapping[str, Answer]
"""What answers each method, by its name."""


async def answer(body: bytes, methods: Methods, on_progress: OnProgress | None = None) -> bytes | None:
    """Answer a request or a batch; return None when it has only notifications. No progress is told of a batch."""
    size = len(body)
    try:
        found = await _sized(size, jsontext.loads, body)
    except ValueError as error:
        return _encode(_failure(None, PARSE_ERROR, f"the body is not JSON: {cut(str(error), MAX_ERROR_MESSAGE)}"))
    if not isinstance(found, list):
        single = await _one(found, size, methods, on_progress)
        return None if single is None else await _sized(size, _encode, single)
    if not 1 <= len(found) <= MAX_BATCH:
        wrong = f"a batch has 1 to {MAX_BATCH} requests, this one has {len(found)}"
        return _encode(_failure(None, INVALID_REQUEST, wrong))
    made = await asyncio.gather(*(_one(item, size, methods) for item in found))
    answers = [item for item in made if item is not None]
    return await _sized(size, _encode, answers) if answers else None


async def _sized(size: int, work: Callable[[Argument], Result], argument: Argument) -> Result:
    """Do work on a message of so many bytes: in a thread where these are many, so that others are answered too."""
    return await asyncio.to_thread(work, argument) if size > LARGE else work(argument)


def _encode(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _failure(number: object, code: int, message: str, data: object = None) -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": message}
    if data is not None:
        error["data"] = data
    return {"jsonrpc": "2.0", "id": number, "error": error}


def _refusal(number: object, error: StoryloomError) -> dict[str, Any]:
    return _failure(number, error.rpc_code, error.message, MessageToDict(to_status(error)))


async def _one(
    found: object, size: int, methods: Methods, on_progress: OnProgress | None = None
) -> dict[str, Any] | None:
    """Answer one request of a body of `size` bytes; return None for a notification, even when it fails."""
    if not isinstance(found, dict):
        return _failure(None, INVALID_REQUEST, "a request is an object")
    number = found.get("id")
    if isinstance(number, bool) or not isinstance(number, str | int | float | None):
        return _failure(None, INVALID_REQUEST, "id is a string, a number or null")
    if isinstance(number, float) and not math.isfinite(number):
        return _failure(None, INVALID_REQUEST, "id is a number that cannot be given back; use a smaller one")
    if found.get("jsonrpc") != "2.0" or not isinstance(found.get("method"), str):
        return _failure(number, INVALID_REQUEST, 'a request has "jsonrpc": "2.0" and a method\'s name')
    made = await _called(number, found, size, methods, on_progress)
    return made if "id" in found else None


async def _called(
    number: object, found: dict[str, Any], size: int, methods: Methods, on_progress: OnProgress | None
) -> dict[str, Any]:
    if (process := methods.get(found["method"])) is None:
        known = " or ".join(methods)
        return _failure(number, METHOD_NOT_FOUND, f"there is no method {found['method'][:100]!r}; use {known}")
    try:
        request, seconds = await _sized(size, _params, found.get("params"))
        response = await process(request, seconds, on_progress)
        result = await _sized(response.ByteSize(), _as_json, response)
    except StoryloomError as error:
        return _refusal(number, error)
    except Exception:
        logger.exception("a request failed")
        return _refusal(number, Internal(DEFECT))
    return {"jsonrpc": "2.0", "id": number, "result": result}


def _as_json(response: Response) -> dict[str, Any]:
    return MessageToDict(response, preserving_proto_field_name=True)


def _params(params: object) -> tuple[Request, float]:
    if not isinstance(params, dict):
        raise InvalidRequest((Violation("params", "is an object with a draft and a time_budget such as '30s'"),))
    if _has_long_text(params):
        raise InvalidRequest((Violation("params", f"has a text of over {MAX_STRING:,} characters"),))
    try:
        request = ParseDict(params, Request())
    except (ParseError, RecursionError) as error:
        raise InvalidRequest((Violation("params", f"is no pipeline.v1.ProcessRequest: {error}"),)) from None
    seconds = request.time_budget.ToNanoseconds() / 1e9
    if seconds <= 0:
        raise InvalidRequest((Violation("time_budget", "is not set; give each request its time, such as '30s'"),))
    return request, seconds


def _has_long_text(params: object) -> bool:
    """Whether there is a text that protobuf would look through without letting any other thread work meanwhile."""
    waiting: list[tuple[str, object]] = [("", params)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.items())
        elif isinstance(value, list):
            waiting.extend((name, item) for item in value)
        elif isinstance(value, str) and len(value) > MAX_STRING and name not in _bytes_fields():
            return True
    return False


@cache
def _bytes_fields() -> frozenset[str]:
    """Names of the fields of a request that hold bytes, as its JSON may have them."""
    found, waiting, seen = set[str](), [Request.DESCRIPTOR], set[str]()
    while waiting:
        message = waiting.pop()
        seen.add(message.full_name)
        for field in message.fields:
            if field.type == FieldDescriptor.TYPE_BYTES:
                found |= {field.name, field.json_name}
            elif field.message_type is not None and field.message_type.full_name not in seen:
                waiting.append(field.message_type)
    return frozenset(found)
