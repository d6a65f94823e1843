"""What all gRPC edges share: how a channel is opened, the server's health, and what an error means."""

import asyncio
import json
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from services.catalog import find
from services.contract import limits
from services.contract.errors import DeadlineExceeded, PayloadTooLarge, StoryloomError, Unavailable, error_from
from services.runtime.certificates import Certificates
from services.runtime.wire.status import from_status

OPTIONS: list[tuple[str, int | str]] = [
    ("grpc.max_receive_message_length", limits.MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", limits.MAX_MESSAGE_BYTES),
    # By default gRPC drops at random what is over 8 KiB, and with it a long error.
    ("grpc.max_metadata_size", limits.MAX_METADATA_BYTES),
    ("grpc.absolute_max_metadata_size", limits.MAX_METADATA_BYTES),
    ("grpc.service_config", json.dumps({"loadBalancingConfig": [{"round_robin": {}}]})),
    # The edge's retries know the deadline and count the attempts; gRPC's own would hide them.
    ("grpc.enable_retries", 0),
    # Inside the pipeline's network no proxy of the environment helps.
    ("grpc.enable_http_proxy", 0),
    # A replaced task has a new address: ask DNS again soon, where the default waits 30 s.
    ("grpc.dns_min_time_between_resolutions_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    # How long one connection attempt may take, 20 s by default: a machine that is gone does not refuse.
    ("grpc.min_reconnect_backoff_ms", 2_000),
    # A dead peer is noticed within 30 s even when nothing is sent; the server permits it.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
]
HEALTH_SECONDS = 2.0
CLOSED = "the connection was closed"
"""What a call means whose channel was closed under it."""
BATCH_FAILED = "Internal error from Core"
"""grpc.aio's message for a call whose connection was lost during an operation (cython's aio/call.pyx.pxi)."""

OVER_LIMIT = "message larger than max"
"""What gRPC says when a message is over one of its sides' limit (core's message_size_filter.cc)."""


def open_channel(
    target: str, authority: str, stage: str = "", certificates: Certificates | None = None
) -> grpc.aio.Channel:
    """A channel to one address (ip:port), or to all addresses of a name (dns:///host:port).

    Edges dial addresses: gRPC's own resolver asks for a name that had none only after up to two minutes again, whatever
    the options say. `authority`: the service's host:port, which the server is called by even where an address is
    dialled. With `certificates` it goes over TLS, and the server's certificate must have the DNS name of the service of
    `stage`, by which the server is then called.
    """
    if certificates is None:
        return grpc.aio.insecure_channel(target, options=[*OPTIONS, ("grpc.default_authority", authority)])
    credentials = grpc.ssl_channel_credentials(certificates.ca, certificates.key, certificates.chain)
    name = ("grpc.ssl_target_name_override", find(stage).service)
    return grpc.aio.secure_channel(target, credentials, options=[*OPTIONS, name])


async def not_serving(channel: grpc.aio.Channel) -> str:
    """Ask the server's health service: empty when it serves, else the reason why not."""
    health: Any = health_pb2_grpc.HealthStub(channel)
    try:
        answer = await health.Check(health_pb2.HealthCheckRequest(), timeout=HEALTH_SECONDS)
    except grpc.aio.AioRpcError as error:
        return str(error.details() or error.code().name)
    except asyncio.CancelledError:
        if cancelled_here():
            raise
        return CLOSED
    return "" if answer.status == health_pb2.HealthCheckResponse.SERVING else "is not serving"


def cancelled_here() -> bool:
    """Whether a CancelledError is of who called, and not of a channel that was closed under its call."""
    task = asyncio.current_task()
    return task is None or bool(task.cancelling())


def error_of(error: grpc.aio.AioRpcError, name: str) -> StoryloomError:
    """Return the error that a failed call to the stage `name` means.

    When the server sent an error of ours it is that one. An Unavailable without a stage means that no server answered,
    so that the call may be tried again.
    """
    try:
        status = rpc_status.from_call(error)  # type: ignore[arg-type]  # AioRpcError has the same methods
    except ValueError:  # The rich status contradicts the plain one, as that of another program might.
        status = None
    if status is not None:
        return from_status(status).at(name)
    if lost := _lost(error):
        return Unavailable(lost)
    code, message = error.code(), error.details() or error.code().name
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return DeadlineExceeded(f"{name} did not answer in time").at(name)
    if code is grpc.StatusCode.RESOURCE_EXHAUSTED and OVER_LIMIT in message:
        return PayloadTooLarge(f"{name}: {message}").at(name)
    number: int = code.value[0]
    return error_from("", number, message, stage=name)


def _lost(error: grpc.aio.AioRpcError) -> str:
    """Why no server answered; empty when one did."""
    if error.code() is grpc.StatusCode.CANCELLED:
        # Nobody here cancelled, that would be asyncio's CancelledError: a server that stops answers so to the calls
        # that it had read and not begun.
        return "the server stopped"
    if error.code() is grpc.StatusCode.INTERNAL and error.details() == BATCH_FAILED:
        return "the connection was lost"
    return (error.details() or "UNAVAILABLE") if error.code() is grpc.StatusCode.UNAVAILABLE else ""
