"""The gRPC side of a stage's server: StageService, health and reflection on one port."""

from functools import partial
from typing import TYPE_CHECKING, Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2_grpc
from loguru import logger

from pipeline.v1 import diagnostics_service_pb2_grpc
from services.contract import limits
from services.contract.calls import Answer, Request, Response, Service
from services.contract.errors import (
    DEFECT,
    ConfigurationError,
    Internal,
    InvalidRequest,
    StoryloomError,
    Violation,
)
from services.runtime.identity import own
from services.runtime.server.budget import ByteBudget
from services.runtime.server.diagnostics import DIAGNOSTICS, DiagnosticsServicer
from services.runtime.server.methods import GuardedMethods, refuse
from services.runtime.server.stream import ServerStream
from services.runtime.server.tls import Tls, grpc_credentials
from services.runtime.settings import ServiceSettings
from services.runtime.wire import names

if TYPE_CHECKING:
    UnaryContext = grpc.aio.ServicerContext[Request, Response]
    StreamContext = grpc.aio.ServicerContext[bytes, bytes]


class StageServicer:
    """Implements pipeline.v1.StageService, or NullStageService, with a function that answers requests."""

    def __init__(self, process: Answer, budget: ByteBudget, service: Service = "stage") -> None:
        """`budget`: of the server's bytes, for those that streams hold."""
        self._process = process
        self._budget = budget
        self._name = names.GRPC[service]
        self._streams: set[ServerStream] = set()

    async def process(self, request: Request, context: "UnaryContext") -> Response:
        """Answer one request, within the time that the caller gave the call. An error is sent as a rich status."""
        try:
            return await self._process(request, _time_left(context), None)
        except StoryloomError as error:
            failed = error
        except Exception:
            logger.exception("a request failed")
            failed = Internal(DEFECT)
        await refuse(context, failed)
        raise failed

    async def process_stream(self, _: object, context: "StreamContext") -> None:
        """Answer the requests of one stream, each as soon as it is done."""
        stream = ServerStream(self._process, context, self._budget)
        self._streams.add(stream)
        try:
            await stream.serve()
        finally:
            self._streams.discard(stream)

    @property
    def streams(self) -> int:
        """Streams that are open."""
        return len(self._streams)

    def drain(self) -> None:
        """Read no more requests; each stream ends when those that were read are answered."""
        for stream in self._streams:
            stream.drain()

    def handler(self) -> grpc.GenericRpcHandler:
        """Return the methods for a gRPC server. ServerStream reads and writes bytes itself, to bound their size."""
        methods: dict[str, grpc.RpcMethodHandler[Any, Any]] = {
            "Process": grpc.unary_unary_rpc_method_handler(
                self.process, Request.FromString, Response.SerializeToString
            ),
            "ProcessStream": grpc.stream_stream_rpc_method_handler(self.process_stream, None, None),
        }
        return grpc.method_handlers_generic_handler(self._name, methods)


def _time_left(context: "UnaryContext") -> float:
    """Return the seconds until the call's deadline. Raises InvalidRequest when it has none."""
    left = context.time_remaining()
    if left is None:
        wrong = "is not set; give each call its time, such as timeout=30 in Python or -max-time 30 with grpcurl"
        raise InvalidRequest((Violation("deadline", wrong),))
    return left


def server_options(settings: ServiceSettings) -> list[tuple[str, int]]:
    """Return the server's channel arguments; they must fit the client's in services.runtime.client.channel."""
    return [
        ("grpc.max_receive_message_length", limits.MAX_MESSAGE_BYTES),
        ("grpc.max_send_message_length", limits.MAX_MESSAGE_BYTES),
        # Two servers would silently share the port otherwise (grpc#10755).
        ("grpc.so_reuseport", 0),
        # Clients re-resolve only when a connection ends (grpc#12295).
        ("grpc.max_connection_age_ms", int(settings.service_connection_age_seconds * 1e3)),
        # A call of a chain lasts as long as its run.
        ("grpc.max_connection_age_grace_ms", int(limits.MAX_RUN_SECONDS * 1e3)),
        # gRPC would find out how much a connection can carry, and take that much more before anybody reads it.
        ("grpc.http2.bdp_probe", 0),
        ("grpc.http2.lookahead_bytes", limits.WINDOW_BYTES),
        # From the connection on; 120 s by default.
        ("grpc.server_handshake_timeout_ms", int(limits.HEADER_SECONDS * 1e3)),
        # Must accept the client's keepalive (grpc#25722).
        ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
        ("grpc.keepalive_permit_without_calls", 1),
    ]


class GrpcListener:
    """Serves a stage's requests over gRPC."""

    def __init__(
        self,
        process: Answer,
        settings: ServiceSettings,
        port: int,
        *,
        null: Answer | None = None,
        tls: Tls | None = None,
    ) -> None:
        """`process` answers the stage's requests, `null` those of its null stage, where there is one."""
        self._tls = tls
        self._address = f"{settings.service_bind}:{port}"
        self._drain_seconds = settings.service_drain_seconds
        self._health = health.aio.HealthServicer()
        self._server = grpc.aio.server(
            options=server_options(settings), maximum_concurrent_rpcs=limits.MAX_CALLS + limits.MAX_HEALTH_CALLS
        )
        budget = ByteBudget(limits.MAX_HELD_BYTES)
        methods: Any = GuardedMethods(self._server, budget, tls.access if tls else None)
        self._servicers = [StageServicer(process, budget)] + ([StageServicer(null, budget, "null")] if null else [])
        methods.add_generic_rpc_handlers(tuple(servicer.handler() for servicer in self._servicers))
        identity = partial(own, settings.node_name, settings.build_digest, tls.certificates if tls else None)
        diagnostics_service_pb2_grpc.add_DiagnosticsServiceServicer_to_server(
            DiagnosticsServicer(identity, budget), methods
        )
        health_pb2_grpc.add_HealthServicer_to_server(self._health, methods)
        known = (*names.GRPC.values(), DIAGNOSTICS, health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflecting: Any = reflection.aio.ReflectionServicer(known)
        reflection_pb2_grpc.add_ServerReflectionServicer_to_server(reflecting, methods)  # type: ignore[no-untyped-call]

    @property
    def streams(self) -> int:
        """Streams of callers that are open."""
        return sum(servicer.streams for servicer in self._servicers)

    async def start(self) -> int:
        """Listen and set the health to SERVING; return the port. Raises ConfigurationError for a taken address."""
        try:
            if self._tls is None:
                port = self._server.add_insecure_port(self._address)
            else:
                port = self._server.add_secure_port(self._address, grpc_credentials(self._tls.certificates))
        except RuntimeError:
            raise ConfigurationError(
                f"SERVICE_PORT: cannot listen on {self._address}; is another server there?"
            ) from None
        await self._server.start()
        for name in ("", names.GRPC["stage"]):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        return port

    async def stop(self) -> None:
        """Set the health to NOT_SERVING, wait for the calls under way for the drain time at most, then stop."""
        await self._health.enter_graceful_shutdown()
        for servicer in self._servicers:
            servicer.drain()
        await self._server.stop(self._drain_seconds)
