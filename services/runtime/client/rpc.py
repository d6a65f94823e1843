"""One try of a JSON-RPC 2.0 call over HTTP or, with certificates, HTTPS."""

import asyncio
import contextlib
import itertools
import json
from http import HTTPStatus
from typing import Any

import aiohttp
from google.protobuf.duration_pb2 import Duration
from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.rpc import status_pb2

from services.contract import jsontext, limits
from services.contract.calls import OnProgress, Progress, Request, Response
from services.contract.errors import (
    DeadlineExceeded,
    Internal,
    PayloadTooLarge,
    StoryloomError,
    Unavailable,
    code_of_rpc,
    error_from,
)
from services.runtime.client.connections import CONNECT_SECONDS, Connections
from services.runtime.client.options import EdgeOptions
from services.runtime.client.replicas import Replicas
from services.runtime.client.seen import Seen
from services.runtime.identity import UNKNOWN, Identity
from services.runtime.wire import names
from services.runtime.wire.attempt import attempt_key, is_chained
from services.runtime.wire.problem import error_of
from services.runtime.wire.status import from_status

MAX_HEALTH = 4096
"""Bytes that are read of what a server says of its health."""
PROGRESS = b'{"jsonrpc":"2.0","method":"progress"'
"""How a line with progress begins. The answer, which may be large, is recognised by it without being parsed twice."""


class RpcCaller:
    """Asks one service."""

    def __init__(self, name: str, address: str, options: EdgeOptions) -> None:
        """`name`: the stage's, for errors. `address`: the service's host:port."""
        self._method = names.RPC[options.service]
        self._name = name
        self._replicas = Replicas(address, options.resolve)
        self._numbers = itertools.count(1)
        self._connections = Connections(name, address, options)

    async def call(self, request: Request, seconds: float, on_progress: OnProgress | None = None) -> Response:
        """Ask once within `seconds`."""
        params = MessageToDict(request, preserving_proto_field_name=True)
        budget = Duration()
        budget.FromNanoseconds(int(seconds * 1e9))
        params["time_budget"] = budget.ToJsonString()
        number = next(self._numbers)
        content = json.dumps({"jsonrpc": "2.0", "id": number, "method": self._method, "params": params}).encode()
        if len(content) > limits.MAX_JSON_BYTES:
            raise PayloadTooLarge(f"the request has {len(content)} bytes, over {limits.MAX_JSON_BYTES}").at(self._name)
        try:
            async with asyncio.timeout(seconds):
                answer = await self._send(request, content, on_progress)
        except TimeoutError:
            raise DeadlineExceeded(f"{self._name} did not answer in time").at(self._name) from None
        return self._response(answer, number)

    async def _send(self, request: Request, content: bytes, on_progress: OnProgress | None) -> dict[str, Any]:
        chained = is_chained(request)
        address = await (self._replicas.for_key(attempt_key(request)) if chained else self._replicas.next())
        accept = "application/json" if on_progress is None else "application/jsonl"
        headers = {"Content-Type": "application/json", "Accept": accept}
        try:
            async with self._connections.request(
                "POST", address, "/rpc", data=content, headers=headers, allow_redirects=False
            ) as response:
                body = bytearray()
                async for piece in response.content.iter_any():
                    body += piece
                    if on_progress is not None and b"\n" in piece:
                        body = _without_progress(body, on_progress)
                    if len(body) > limits.MAX_JSON_BYTES:
                        raise PayloadTooLarge(f"{self._name} answered more than {limits.MAX_JSON_BYTES} bytes").at(
                            self._name
                        )
        except aiohttp.ClientError as error:
            self._replicas.forget(address)
            raise Unavailable(f"{address}: {error or type(error).__name__}") from None
        if response.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise Unavailable(f"{address} is stopping")
        try:
            found: dict[str, Any] = jsontext.loads(body)
            if "jsonrpc" in found:
                return found
            refusal = error_of(found)
        except (ValueError, TypeError):
            refusal = Internal(
                f"{self._name} at {address} answered {response.status} and no JSON-RPC; is it in mode rpc?"
            )
        raise refusal.at(self._name)

    def _response(self, answer: dict[str, Any], number: int) -> Response:
        try:
            if "error" in answer:
                raise self._error(answer["error"])
            if answer["id"] != number:
                raise Internal(f"{self._name} answered another request").at(self._name)
            return ParseDict(answer["result"], Response(), ignore_unknown_fields=True)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError, ParseError) as error:
            raise Internal(f"{self._name} answered what is no response: {error}").at(self._name) from None

    def _error(self, error: dict[str, Any]) -> StoryloomError:
        if isinstance(error.get("data"), dict):
            status = ParseDict(error["data"], status_pb2.Status(), ignore_unknown_fields=True)
            return from_status(status).at(self._name)
        message = f"{self._name}: {error['message']} ({error['code']})"
        return error_from("", code_of_rpc(error["code"]), message, stage=self._name)

    async def ready(self) -> str:
        """Ask the health of the servers that a call could reach."""
        return await self._replicas.ready(self._not_serving)

    async def replicas(self) -> list[Seen]:
        """What is seen of the servers that a call could reach."""
        return await self._replicas.seen(self._look)

    async def _not_serving(self, address: str) -> str:
        return (await self._look(address)).reason

    async def _look(self, address: str) -> Seen:
        try:
            async with asyncio.timeout(CONNECT_SECONDS), self._connections.request("GET", address, "/health") as answer:
                said = await answer.content.read(MAX_HEALTH)
                await answer.read()  # Or the connection would not be kept.
        except (aiohttp.ClientError, TimeoutError) as error:
            return Seen(address, str(error) or type(error).__name__)
        return Seen(address, "", _identity(said)) if answer.ok else Seen(address, "is not serving")

    async def close(self) -> None:
        """Close all connections."""
        await self._connections.close()


def _identity(said: bytes) -> Identity:
    """What an answer about health says of its server: nothing, where another program gives it."""
    with contextlib.suppress(ValueError, TypeError, RecursionError):
        found = jsontext.loads(said)
        known = {name: str(found[name]) for name in Identity.__dataclass_fields__ if name in found}
        return Identity(**known)
    return UNKNOWN


def _without_progress(body: bytearray, on_progress: OnProgress) -> bytearray:
    """Report the progress among the complete lines; return the rest: the answer, or a line that is not complete yet."""
    *lines, rest = body.split(b"\n")
    for line in lines:
        if line.startswith(PROGRESS):
            with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError, ParseError):
                params = jsontext.loads(line)["params"]
                on_progress(ParseDict(params, Progress(), ignore_unknown_fields=True))
        else:
            rest = line + rest
    return rest
