"""What the deploy compares."""

import copy
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

sys.path.append(str(ROOT / "roles" / "stack" / "module_utils"))

import swarm_view

CONFIG: dict[str, Any] = {
    "version": "3.13",
    "networks": {"net": {"driver": "overlay"}},
    "volumes": {"state": {}},
    "services": {
        "main": {
            "image": "x@sha256:1",
            "environment": {"B": "2", "A": "1"},
            "networks": {"net": None},
            "ports": [{"mode": "host", "target": 8080, "published": "8080", "protocol": "tcp"}],
            "volumes": [{"type": "volume", "source": "state", "target": "/app/state"}],
            "stop_grace_period": "1m30s",
            "deploy": {
                "replicas": 2,
                "resources": {"limits": {"cpus": "0.5", "memory": "536870912"}},
                "update_config": {"order": "start-first", "monitor": "15s"},
            },
        }
    },
}


def test_a_stack_file_becomes_plain_values() -> None:
    """Durations are seconds, sizes are bytes, lists have an order."""
    view = swarm_view.from_compose(CONFIG, "pipeline")["main"]
    assert view["environment"] == ["A=1", "B=2"]
    assert view["stop_grace_period"] == 90
    assert view["limits"] == {"cpus": 0.5, "memory": 536870912}
    assert view["networks"] == ["pipeline_net"]
    assert view["volumes"] == ["volume pipeline_state:/app/state"]
    assert view["replicas"] == 2


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ((), "secrets"),
        (("networks", "net"), "driver_opts"),
        (("services", "main"), "command"),
        (("services", "main", "deploy"), "labels"),
        (("services", "main", "deploy", "update_config"), "max_failure_ratio"),
        (("services", "main", "deploy", "resources", "limits"), "pids"),
        (("services", "main", "volumes", 0), "read_only"),
    ],
)
def test_what_is_not_compared_is_refused(path: tuple[Any, ...], key: str) -> None:
    """A change that the deploy would not see cannot be written into the stack file."""
    config = copy.deepcopy(CONFIG)
    place: Any = config
    for step in path:
        place = place[step]
    place[key] = "x"
    with pytest.raises(swarm_view.UnknownKey, match=key):
        swarm_view.from_compose(config, "pipeline")
