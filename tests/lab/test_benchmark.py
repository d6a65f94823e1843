"""The benchmark's playbook, in short: it measures both placements, and leaves the machines as they were."""

import json

import pytest

from tests.conftest import ROOT, Play, play
from tests.lab.conftest import on, versions

pytestmark = pytest.mark.lab

RESULTS = ROOT / "output" / "benchmark" / "results"


def labels() -> list[str]:
    return [
        on("lab-1", "docker", "node", "inspect", f"lab-{n}", "--format", "{{json .Spec.Labels}}") for n in (1, 2, 3)
    ]


def test_three_machines_and_one(site: Play) -> None:
    """Each case has run where it should have, over the overlay network, and the report compares the places."""
    before = labels()
    done = play("benchmark", "-e", "benchmark_smoke=true")
    assert done.code == 0, done.output[-6000:]
    results = [json.loads(path.read_text()) for path in RESULTS.glob("2*.json")]
    for place, nodes in (("three machines", {"lab-1", "lab-2", "lab-3"}), ("one machine", {"lab-3"})):
        found = [item for item in results if item["place"] == place]
        assert {item["kind"] for item in found} == {"latency", "capacity", "load", "goodput"}
        for item in found:
            assert not item["errors"], item
            if item["case"] == "null/stream/hub" and item["kind"] == "latency":
                assert set(item["nodes"].values()) == nodes
                assert item["parts_gap"] <= 0.01
                assert not item["timeline_breaks"]
    assert "three machines / one machine, null p50, streams" in " ".join(done.output.split())
    assert labels() == before


def test_afterwards_the_machines_are_as_the_inventory_says(site: Play) -> None:
    """A deploy finds nothing to change."""
    before = versions()
    done = play("deploy")
    assert done.code == 0, done.output[-3000:]
    assert versions() == before
