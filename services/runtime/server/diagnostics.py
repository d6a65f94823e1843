"""pipeline.v1.DiagnosticsService: echoes for the benchmark, and the resources that the process has used."""

import asyncio
import os
import platform
import resource
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
from google.protobuf.internal import api_implementation

from pipeline.v1 import diagnostics_service_pb2, diagnostics_service_pb2_grpc
from services.contract.limits import WRITE_SECONDS
from services.runtime.identity import Identity
from services.runtime.server.budget import ByteBudget

if TYPE_CHECKING:
    EchoContext = grpc.aio.ServicerContext[diagnostics_service_pb2.EchoRequest, diagnostics_service_pb2.EchoResponse]
    StreamContext = grpc.aio.ServicerContext[
        diagnostics_service_pb2.EchoStreamRequest, diagnostics_service_pb2.EchoStreamResponse
    ]
    UsageContext = grpc.aio.ServicerContext[diagnostics_service_pb2.UsageRequest, diagnostics_service_pb2.UsageResponse]

DIAGNOSTICS = diagnostics_service_pb2.DESCRIPTOR.services_by_name["DiagnosticsService"].full_name
SMALL = 64 * 1024
"""Bytes of a payload that is not counted."""
_CPU_STAT, _CPU_MAX = Path("/sys/fs/cgroup/cpu.stat"), Path("/sys/fs/cgroup/cpu.max")
_INTERFACES = Path("/proc/net/dev")


class DiagnosticsServicer(diagnostics_service_pb2_grpc.DiagnosticsServiceServicer):
    """Implements pipeline.v1.DiagnosticsService on a stage's server."""

    def __init__(self, identity: Callable[[], Identity], budget: ByteBudget) -> None:
        """`identity`: the process's own, as it is when it is asked for.

        `budget`: of the server's bytes, for those that echoes hold.
        """
        self._identity = identity
        self._budget = budget

    async def Echo(  # noqa: N802 - the contract's name
        self, request: diagnostics_service_pb2.EchoRequest, _: "EchoContext"
    ) -> diagnostics_service_pb2.EchoResponse:
        """Return the request's payload."""
        return diagnostics_service_pb2.EchoResponse(request_id=request.request_id, payload=request.payload)

    async def EchoStream(  # noqa: N802
        self, _: object, context: "StreamContext"
    ) -> None:
        """Return each message's payload; a large one must be taken within WRITE_SECONDS."""
        while (request := await context.read()) is not grpc.aio.EOF:  # type: ignore[comparison-overlap]
            answer = diagnostics_service_pb2.EchoStreamResponse(request_id=request.request_id, payload=request.payload)
            if (size := len(request.payload)) < SMALL:
                await context.write(answer)
                continue
            await self._budget.take(size)
            try:
                async with asyncio.timeout(WRITE_SECONDS):
                    await context.write(answer)
            except TimeoutError:
                return
            finally:
                self._budget.give(size)

    async def Usage(  # noqa: N802
        self, _: diagnostics_service_pb2.UsageRequest, __: "UsageContext"
    ) -> diagnostics_service_pb2.UsageResponse:
        """Return the process's counters and facts."""
        return usage(self._identity())


def usage(identity: Identity) -> diagnostics_service_pb2.UsageResponse:
    """Return what this process has used since it started: CPU, memory, network; and facts about its machine."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    received, sent = _traffic()
    return diagnostics_service_pb2.UsageResponse(
        node=identity.node,
        replica=identity.replica,
        version=identity.version,
        build=identity.build,
        certificate_ends=identity.certificate_ends,
        cpu_seconds=own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime,
        peak_memory_bytes=own.ru_maxrss * 1024,
        throttled_seconds=_throttled(),
        received_bytes=received,
        sent_bytes=sent,
        facts=facts(),
    )


def facts() -> dict[str, str]:
    """Return the kernel, cores, libraries and network MTU of this process, by name."""
    found = {
        "kernel": platform.release(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "grpcio": version("grpcio"),
        "protobuf": f"{version('protobuf')} {api_implementation.Type()}",
        "mtu": ", ".join(sorted(_mtus())),
    }
    if _CPU_MAX.is_file():
        found["cpu_limit"] = _CPU_MAX.read_text(encoding="ascii").strip()
    return found


def _throttled() -> float:
    if not _CPU_STAT.is_file():
        return 0.0
    rows = dict(line.split() for line in _CPU_STAT.read_text(encoding="ascii").splitlines())
    return int(rows.get("throttled_usec", 0)) / 1e6


def _traffic() -> tuple[int, int]:
    received = sent = 0
    for line in _INTERFACES.read_text(encoding="ascii").splitlines()[2:]:
        name, _, counters = line.partition(":")
        if name.strip() != "lo":
            columns = counters.split()
            received += int(columns[0])
            sent += int(columns[8])
    return received, sent


def _mtus() -> set[str]:
    return {
        path.joinpath("mtu").read_text(encoding="ascii").strip()
        for path in Path("/sys/class/net").iterdir()
        if path.name != "lo"
    }
