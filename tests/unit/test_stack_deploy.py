"""The command that deploys a stack, of docker commands of several versions."""

import pytest
from ansible_collections.storyloom.swarm.plugins.modules import swarm_stack


@pytest.mark.parametrize(
    ("described", "detached"),
    [
        ("Options:\n  -c, --compose-file strings\n      --prune\n", False),
        ("Options:\n  -d, --detach   Exit immediately\n      --prune\n", True),
    ],
    ids=["24", "26"],
)
def test_only_a_command_that_knows_detach_is_given_it(described: str, detached: bool) -> None:
    """All else is the same."""
    command = swarm_stack.deploying(described)
    assert ("--detach" in command) == detached
    assert [word for word in command if word != "--detach"] == "stack deploy --prune --resolve-image never".split()
