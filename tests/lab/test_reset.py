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
