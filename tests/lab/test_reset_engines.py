"""Taking the engines off the machines too: after this a lab is bare again."""

import pytest

from tests.conftest import Play, play
from tests.lab.conftest import addresses, on

pytestmark = [pytest.mark.lab, pytest.mark.campaign]


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
