"""The methods of a gRPC server, each guarded: who calls, how many calls and bytes, and what is no message of it."""

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

import grpc
from google.protobuf.message import DecodeError
from grpc_health.v1 import health
from grpc_status import rpc_status

from services.contract.errors import InvalidRequest, Overloaded, PermissionDenied, StoryloomError, Violation
from services.contract.limits import MAX_CALLS
from services.runtime.server.access import Access, Asked
from services.runtime.server.budget import ByteBudget
from services.runtime.wire import names
from services.runtime.wire.status import to_status

CHECK = f"/{health.SERVICE_NAME}/Check"
"""Asks for the health, and is answered beside all other calls."""
FIRST_SECONDS = 2.0
"""How long a stream that is refused waits for its first request."""
Behaviour = Callable[[Any, Any], Any]
Read = Callable[[bytes], Any]


def malformed() -> InvalidRequest:
    """The error of bytes that are no message of the method."""
    return InvalidRequest((Violation("request", "is no protobuf message of this method; see its .proto file"),))


async def refuse(context: Any, error: StoryloomError) -> None:
    """End a call with an error; it does not return."""
    await context.abort_with_status(rpc_status.to_status(to_status(error)))


class GuardedMethods:
    """Takes methods as a grpc.aio.Server does, and adds them to one, guarded."""

    def __init__(self, server: grpc.aio.Server, budget: ByteBudget, access: Access | None = None) -> None:
        """`access`: who may call, where TLS tells who does."""
        self._server = server
        self._access = access
        self._budget = budget
        self._calls = 0

    def add_generic_rpc_handlers(self, handlers: Iterable[grpc.GenericRpcHandler]) -> None:
        """Add the methods of these handlers."""
        self._server.add_generic_rpc_handlers(tuple(_Guarded(handler, self._guarded) for handler in handlers))

    def add_registered_method_handlers(self, service: str, handlers: object) -> None:
        """Add nothing: generated code brings each method in both ways."""

    def _guarded(self, method: str, handler: Any) -> Any:
        read, write = handler.request_deserializer, handler.response_serializer
        asked = _asked(method)
        if handler.request_streaming:
            return grpc.stream_stream_rpc_method_handler(self._streaming(asked, handler.stream_stream), read, write)
        # What is no message is found out here, for gRPC would answer with the name of an exception.
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(self._watching(asked, read, handler.unary_stream), None, write)
        call = self._unary(asked, read, write, handler.unary_unary, apart=method == CHECK)
        return grpc.unary_unary_rpc_method_handler(call, None, None)

    def _unary(self, asked: Asked, read: Read, write: Any, behaviour: Behaviour, *, apart: bool) -> Behaviour:
        async def call(raw: bytes, context: Any) -> bytes:
            if not apart:
                await self._count(context)
            await self._check(asked, context)
            size = len(raw)
            await self._budget.take(size)
            try:
                request = await _read(read, raw, context)
                del raw
                answer: bytes = write(await behaviour(request, context))
            except BaseException:
                self._budget.give(size)
                raise
            self._budget.add(len(answer))
            held = size + len(answer)
            context.add_done_callback(lambda _: self._budget.give(held))
            return answer

        return call

    def _watching(self, asked: Asked, read: Read, behaviour: Behaviour) -> Behaviour:
        async def call(raw: bytes, context: Any) -> None:
            await self._begin(asked, context, stream=False)
            await behaviour(await _read(read, raw, context), context)

        return call

    def _streaming(self, asked: Asked, behaviour: Behaviour) -> Behaviour:
        async def call(requests: object, context: Any) -> None:
            await self._begin(asked, context, stream=True)
            try:
                await behaviour(requests, context)
            except DecodeError:
                await refuse(context, malformed())

        async def iterate(requests: object, context: Any) -> AsyncIterator[Any]:
            await self._begin(asked, context, stream=True)
            try:
                async for answer in behaviour(requests, context):
                    yield answer
            except DecodeError:
                await refuse(context, malformed())

        return iterate if inspect.isasyncgenfunction(behaviour) else call

    async def _begin(self, asked: Asked, context: Any, *, stream: bool) -> None:
        await self._count(context)
        await self._check(asked, context, stream=stream)

    async def _check(self, asked: Asked, context: Any, *, stream: bool = False) -> None:
        """Refuse a caller who may not ask this; on a `stream` of requests after the first one has come."""
        if self._access is None:
            return
        shown = context.auth_context().get("peer_dns", ())
        try:
            self._access.check(asked, tuple(name.decode("ascii", "replace") for name in shown), context.peer())
        except PermissionDenied as error:
            if stream:
                # A client that is about to write its first request would hear of a failed write instead of the error.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(FIRST_SECONDS):
                        await context.read()
            await refuse(context, error)

    async def _count(self, context: Any) -> None:
        """Count a call until it has ended. Refuses it when there are too many."""
        if self._calls >= MAX_CALLS:
            await refuse(context, Overloaded(f"{self._calls} calls are under way here; try again later"))
        self._calls += 1
        context.add_done_callback(self._end)

    def _end(self, _: object) -> None:
        self._calls -= 1


def _asked(method: str) -> Asked:
    """What a method, such as "/grpc.health.v1.Health/Check", is for."""
    service = method.split("/")[1]
    if service == health.SERVICE_NAME:
        return "health"
    return "stage" if service in names.GRPC.values() else "diagnostics"


async def _read(read: Read, raw: bytes, context: Any) -> Any:
    try:
        return read(raw)
    except DecodeError:
        await refuse(context, malformed())


class _Guarded(grpc.GenericRpcHandler):
    """The methods of another handler, guarded."""

    def __init__(self, handler: grpc.GenericRpcHandler, guarded: Callable[[str, Any], Any]) -> None:
        self._handler = handler
        self._guarded = guarded
        self._known: dict[str, Any] = {}

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        """The method that is called; None for one that is not there."""
        method = handler_call_details.method
        if method not in self._known:
            found: Any = self._handler.service(handler_call_details)
            if found is None:
                return None
            self._known[method] = self._guarded(method, found)
        return self._known[method]
