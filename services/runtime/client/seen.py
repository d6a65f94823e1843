"""What a caller sees of a stage's replicas: which ones its calls would find, whether they serve, and what they run."""

from dataclasses import dataclass
from typing import Any

import grpc

from pipeline.v1 import diagnostics_service_pb2, diagnostics_service_pb2_grpc
from services.runtime.client.channel import HEALTH_SECONDS, not_serving
from services.runtime.identity import UNKNOWN, Identity


@dataclass(frozen=True)
class Seen:
    """A replica as its caller sees it now."""

    address: str
    """Its "ip:port"; empty for a stage in the caller's own process."""
    reason: str = ""
    """Why it does not serve; empty when it does."""
    identity: Identity = UNKNOWN
    """What it says of itself; nothing when it does not answer."""


async def look(address: str, channel: grpc.aio.Channel) -> Seen:
    """Ask the gRPC server at an address, over a channel to it."""
    if reason := await not_serving(channel):
        return Seen(address, reason)
    stub: Any = diagnostics_service_pb2_grpc.DiagnosticsServiceStub(channel)
    try:
        told = await stub.Usage(diagnostics_service_pb2.UsageRequest(), timeout=HEALTH_SECONDS)
    except grpc.aio.AioRpcError:
        return Seen(address)  # A stage of another make need not tell.
    return Seen(address, "", Identity(told.node, told.replica, told.version, told.build, told.certificate_ends))
