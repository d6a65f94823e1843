"""What must be the same for two results to be compared."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import grpc

from main.bench.channel import dial
from main.bench.result import FORMAT
from pipeline.v1 import diagnostics_service_pb2, diagnostics_service_pb2_grpc
from services.catalog import STAGES
from services.contract.errors import Unavailable
from services.contract.version import __version__
from services.runtime.client.replicas import Replicas
from services.runtime.server.diagnostics import facts

Usage = diagnostics_service_pb2.UsageResponse

FREE = ("begun", "load")
"""What may differ without being declared."""


async def usages(addresses: Mapping[str, str]) -> dict[str, Usage]:
    """The counters of each stage's gRPC servers, by its name; stages that do not answer are left out."""
    found = {}
    for stage in STAGES:
        try:
            replicas = await Replicas(addresses[stage.name]).all()
            found[stage.name] = _all([await _usage(stage.name, replica, addresses[stage.name]) for replica in replicas])
        except (grpc.aio.AioRpcError, Unavailable):
            continue
    return found


async def _usage(stage: str, replica: str, service: str) -> Usage:
    async with dial(stage, replica, service) as channel:
        stub: Any = diagnostics_service_pb2_grpc.DiagnosticsServiceStub(channel)
        told: Usage = await stub.Usage(diagnostics_service_pb2.UsageRequest(), timeout=5)
    return told


def _all(replicas: Sequence[Usage]) -> Usage:
    """A stage's replicas as one: their counters added, and the largest memory of one of them."""
    whole = Usage(node=", ".join(dict.fromkeys(each.node for each in replicas)), facts=replicas[0].facts)
    whole.peak_memory_bytes = max(each.peak_memory_bytes for each in replicas)
    for each in replicas:
        whole.cpu_seconds += each.cpu_seconds
        whole.throttled_seconds += each.throttled_seconds
        whole.received_bytes += each.received_bytes
        whole.sent_bytes += each.sent_bytes
    return whole


def used(before: Mapping[str, Usage], after: Mapping[str, Usage], runs: int) -> dict[str, dict[str, float]]:
    """The differences divided by `runs`; peak memory as it is."""
    found = {}
    for name, now in after.items():
        then = before.get(name)
        if then is None or now.cpu_seconds < then.cpu_seconds:
            continue  # A replica has gone, or begun anew.
        found[name] = {
            "cpu_ms": round((now.cpu_seconds - then.cpu_seconds) * 1e3 / runs, 4),
            "throttled_ms": round((now.throttled_seconds - then.throttled_seconds) * 1e3 / runs, 4),
            "received_kb": round((now.received_bytes - then.received_bytes) / 1024 / runs, 3),
            "sent_kb": round((now.sent_bytes - then.sent_bytes) / 1024 / runs, 3),
            "peak_memory_mb": round(now.peak_memory_bytes / 2**20, 1),
        }
    return found


def conditions(servers: Mapping[str, Usage], given: Mapping[str, Any]) -> dict[str, Any]:
    """Machines, versions, placement and what the caller knows besides (image digests, engine, endpoint mode)."""
    return {
        "format": FORMAT,
        "storyloom": __version__,
        "revision": _revision(),
        "generator": {"node": platform.node(), "cpu": _processor(), **facts()},
        "servers": {name: {"node": found.node, **dict(sorted(found.facts.items()))} for name, found in servers.items()},
        "load": f"{os.getloadavg()[0]:.1f} at the begin",
        **given,
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _revision() -> str:
    command = ("git", "describe", "--always", "--dirty")
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return os.environ.get("REVISION", "")
    return found.stdout.strip()


def differences(one: Mapping[str, Any], other: Mapping[str, Any], declared: tuple[str, ...]) -> list[str]:
    """Conditions that differ and were not declared, as "name: this, that"."""
    flat_one, flat_other = flat(one), flat(other)
    found = []
    for name in sorted(flat_one.keys() | flat_other.keys()):
        # Without the place, whose conditions they are.
        plain = name.partition(".")[2]
        free = any(plain == item or plain.startswith(f"{item}.") for item in (*FREE, *declared))
        if not free and flat_one.get(name) != flat_other.get(name):
            found.append(f"{name}: {flat_one.get(name, 'not there')}, {flat_other.get(name, 'not there')}")
    return found


def flat(value: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Nested conditions under names like "generator.kernel"."""
    found: dict[str, str] = {}
    for name, item in value.items():
        if isinstance(item, Mapping):
            found |= flat(item, f"{above}{name}.")
        else:
            found[above + name] = str(item)
    return found
