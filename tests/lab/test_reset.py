"""Taking the pipeline off the machines, which ends what the tests before this look at."""

import pytest

from tests.conftest import Play, play
from tests.lab.conftest import addresses, on

pytestmark = pytest.mark.lab


def test_reset_leaves_engines_and_no_swarm(site: Play) -> None:
    """No task, no swarm, engines that run; a second reset finds nothing to do."""
    done = play("reset")
    assert done.code == 0, done.output[-3000:]
    for machine in addresses():
        assert on(machine, "docker", "info", "--format", "{{.Swarm.LocalNodeState}}") == "inactive"
        assert on(machine, "docker", "ps", "--quiet") == ""
    again = play("reset")
    assert again.code == 0
    assert {again.recap(machine)["changed"] for machine in addresses()} == {0}


def test_reset_can_take_the_engines_too(site: Play) -> None:
    """No engine, no registry, no login, no network of theirs; a second reset finds nothing to do."""
    done = play("reset", "-e", "reset_engines=true")
    assert done.code == 0, done.output[-3000:]
    left = "command -v dockerd docker-registry; grep auth.: /root/.docker/config.json; ls /etc/docker /sys/class/net"
    for machine in addresses():
        said = on(machine, "sh", "-c", f"({left}) 2>/dev/null || true")
        assert set(said.split()) == {"/sys/class/net:", "eth0", "lo"}
    again = play("reset", "-e", "reset_engines=true")
    assert again.code == 0, again.output[-3000:]
    assert {again.recap(machine)["changed"] for machine in addresses()} == {0}
