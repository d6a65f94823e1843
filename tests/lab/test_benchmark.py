"""The benchmark's playbook, in short: it measures both placements, and leaves the machines as they were."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Measured, Play, play
from tests.lab.conftest import container_of, on, versions

pytestmark = pytest.mark.lab

RESULTS = ROOT / "output" / "benchmark" / "results"
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
OFF = {"service-a": ("lab-1", 0.5), "service-c2": ("lab-2", -0.5), "service-d": ("lab-3", 0.5)}
"""Services whose clocks are set off, where they run, and by how many seconds."""


def labels() -> list[str]:
    return [
        on("lab-1", "docker", "node", "inspect", f"lab-{n}", "--format", "{{json .Spec.Labels}}") for n in (1, 2, 3)
    ]


@pytest.mark.campaign
@pytest.mark.parametrize("option", ["benchmark_smoke=true", "benchmark_rounds=10"])
def test_three_machines_and_one(site: Play, measured: Measured, option: str) -> None:
    """Each case has run where it should have, over the overlay network, and the report compares the places."""
    before = labels()
    done = play("benchmark", "-e", option, seconds=3600)
    assert done.code == 0, done.output[-6000:]
    results = [json.loads(path.read_text()) for path in RESULTS.glob("2*.json")]
    assert {item["case"] for item in results if item["place"] == "three machines, rpc"} >= {
        f"{workload}/rpc/{flow}" for workload in ("null", "story") for flow in ("hub", "chain")
    }
    for place, nodes in (("three machines", {"lab-1", "lab-2", "lab-3"}), ("one machine", {"lab-3"})):
        found = [item for item in results if item["place"] == place]
        assert {item["kind"] for item in found} == {"latency", "capacity", "load", "goodput"}
        for item in found:
            assert not item["errors"], item
            if item["case"] == "null/stream/hub" and item["kind"] == "latency":
                assert set(item["nodes"].values()) == nodes
                assert item["parts_gap"] <= 0.01
                assert not item["timeline_breaks"]
    compared = re.search(r"three machines / one machine, null p50, streams[^\"']*", " ".join(done.output.split()))
    assert compared
    measured(compared[0].replace("|", " "))
    assert labels() == before


@pytest.mark.campaign
def test_afterwards_the_machines_are_as_the_inventory_says(site: Play) -> None:
    """A deploy finds nothing to change."""
    before = versions()
    done = play("deploy")
    assert done.code == 0, done.output[-3000:]
    assert versions() == before


def inside(service: str, machine: str, *command: str) -> str:
    """Run a command in a service's container."""
    return on(machine, "docker", "exec", container_of(machine, service), *command)


def clock(service: str, machine: str) -> float:
    """What the wall clock of the service's container says; libfaketime makes its monotonic clock say the same."""
    return float(inside(service, machine, "python3", "-c", "import time; print(time.time())"))


@pytest.fixture
def clocks_off(site: Play) -> Iterator[None]:
    """Services on each machine whose containers' clocks are half a second off; a deploy puts them right again."""
    if FAKETIME is None:
        pytest.skip("libfaketime is not here: apt-get install libfaketime")
    library = "/opt/libfaketime.so.1"
    for machine in ("lab-1", "lab-2", "lab-3"):
        subprocess.run(["docker", "cp", str(FAKETIME), f"{machine}:{library}"], check=True, capture_output=True)
    try:
        for service, (_, seconds) in OFF.items():
            given = ["--mount-add", f"type=bind,source={library},target={library},readonly"]
            given += ["--env-add", f"LD_PRELOAD={library}", "--env-add", f"FAKETIME={seconds:+}s"]
            on("lab-1", "docker", "service", "update", "--quiet", *given, f"pipeline_{service}", seconds=240)
        yield
    finally:
        done = play("deploy", "-e", "stack_remove_foreign=true")
        assert done.code == 0, done.output[-3000:]
    assert "FAKETIME" not in inside("service-a", "lab-1", "env")


@pytest.mark.campaign
def test_containers_whose_clocks_are_off(clocks_off: None) -> None:
    """Half a second before and behind: nothing begins before it was called, and a run's parts make its total."""
    for service, (machine, seconds) in OFF.items():
        before, there, after = clock("main", "lab-3"), clock(service, machine), clock("main", "lab-3")
        off, bound = there - (before + after) / 2, (after - before) / 2
        assert off - bound <= seconds <= off + bound, f"{service}: the clock is off by {off:.2f} s, the test is void"
    only = [word for case in ("null/stream/hub", "null/unary/hub", "story/stream/hub") for word in ("--only", case)]
    folder = "/tmp/clocks"  # noqa: S108 - in the container
    inside(
        "main",
        "lab-3",
        "python3",
        "-m",
        "main",
        "bench",
        "run",
        "--deployed",
        *only,
        "--rounds",
        "1",
        "--output",
        folder,
    )
    names = inside("main", "lab-3", "ls", folder).split()
    found = [json.loads(inside("main", "lab-3", "cat", f"{folder}/{name}")) for name in names if name.startswith("2")]
    measured = [item for item in found if item["kind"] == "latency"]
    assert len(measured) == 3
    for item in measured:
        assert item["runs"]
        assert not item["errors"]
        assert not item["timeline_breaks"], item["timeline"]
        assert item["parts_gap"] <= 0.01
