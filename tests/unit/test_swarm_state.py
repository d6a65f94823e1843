"""What the role swarm takes from an engine's answers: a `docker` of our own says what real ones have said."""

import json
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.storyloom.swarm.plugins.modules import swarm_state

from tests.unit.commands import Commands

NO_LEADER = (
    "Error response from daemon: rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that "
    "too few managers are online. Make sure more than half of the managers are online."
)
MANAGER = {
    "ID": "engine-1",
    "Swarm": {
        "NodeID": "n1",
        "NodeAddr": "10.0.0.1",
        "LocalNodeState": "active",
        "ControlAvailable": True,
        "Error": "",
        "RemoteManagers": [{"NodeID": "n2", "Addr": "10.0.0.2:2377"}, {"NodeID": "n1", "Addr": "10.0.0.1:2377"}],
        "Cluster": {"ID": "c1", "DefaultAddrPool": ["10.86.0.0/16"]},
    },
}
NODE = {
    "ID": "n1",
    "Description": {"Hostname": "one"},
    "Status": {"State": "ready", "Addr": "0.0.0.0"},  # noqa: S104 - the engine's words
    "Spec": {"Role": "manager"},
    "ManagerStatus": {"Addr": "10.0.0.1:2377"},
}
NETWORK = {"Name": "ingress", "IPAM": {"Config": [{"Subnet": "10.86.0.0/24"}]}}


class Answers:
    """A `docker` command that says these things."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        monkeypatch.setenv("PATH", str(folder), prepend=":")
        self("*", code=1)

    def __call__(self, asked: str, said: Any = "", *, code: int = 0, seconds: int = 0) -> None:
        """Answer what matches the pattern, before what was given earlier."""
        text = said if isinstance(said, str) else json.dumps(said)
        place = self._folder / f"answer-{len(list(self._folder.iterdir()))}"
        place.write_text(text)
        with (self._folder / "cases").open("a+") as file:
            file.seek(0)
            before = file.read()
            file.truncate(0)
            file.write(
                f"'{asked}') sleep {seconds}; cat {place} {'>&2' if code else ''}; exit {code};;\n".replace("'*'", "*")
            )
            file.write(before)
        docker = self._folder / "docker"
        docker.write_text('#!/bin/sh\ncase "$*" in\n' + (self._folder / "cases").read_text() + "esac\n")
        docker.chmod(0o755)


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Of a manager whose swarm answers it."""
    found = Answers(tmp_path, monkeypatch)
    found("info --format {{json .}}", MANAGER)
    found("node ls --quiet", "n1\n")
    found("node inspect n1", [NODE])
    found("network ls --quiet --filter scope=swarm", "net1\n")
    found("network inspect net1", [NETWORK])
    return found


def asked() -> dict[str, Any]:
    state: dict[str, Any] = swarm_state.state(swarm_state.Engine(Commands()))
    return state


def test_a_manager_that_the_swarm_answers_is_in_control(answers: Answers) -> None:
    """With its nodes, whose leader says 0.0.0.0 of itself, its pool and its networks' subnets."""
    found = asked()
    assert found["in_control"]
    assert found["said"] == ""
    assert found["managers"] == ["10.0.0.1", "10.0.0.2"]
    assert found["nodes"] == [{"id": "n1", "name": "one", "state": "ready", "role": "manager", "address": "10.0.0.1"}]
    assert (found["pools"], found["subnets"]) == (["10.86.0.0/16"], ["10.86.0.0/24"])


def test_a_manager_without_a_quorum_is_not(answers: Answers) -> None:
    """`docker info` says ControlAvailable all the same; the engine's own words are kept."""
    answers("node ls --quiet", NO_LEADER, code=1)
    found = asked()
    assert found["manager"]
    assert not found["in_control"]
    assert found["said"].startswith("rpc error: code = Unknown desc = The swarm does not have a leader.")
    assert swarm_state.unsettled(found)


def test_a_question_has_a_time_limit(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that keeps a question waiting has not answered it."""
    monkeypatch.setattr(swarm_state, "ANSWER_SECONDS", 1)
    answers("node ls --quiet", seconds=30)
    assert asked()["said"] == "no answer to 'docker node ls' in 1 s"


def test_an_engine_that_does_not_run_is_silent(answers: Answers) -> None:
    """Which is not the swarm's state `error`: such a machine must not leave its swarm."""
    answers("info --format {{json .}}", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.", code=1)
    found = asked()
    assert found["state"] == "silent"
    assert found["said"].startswith("Cannot connect")


def test_a_broken_node_says_what_is_broken(answers: Answers) -> None:
    """Such as a certificate that ended while the machine was off."""
    words = "certificate (1 - n1) not valid after Mon, 01 Jun 2026 00:00:00 UTC: x509: certificate has expired"
    answers(
        "info --format {{json .}}", {"ID": "e", "Swarm": {"LocalNodeState": "error", "Error": words, "Cluster": None}}
    )
    found = asked()
    assert (found["state"], found["said"]) == ("error", words)
    assert not swarm_state.unsettled(found)


@pytest.mark.parametrize(
    ("setting", "unfit"),
    [
        ({"LiveRestoreEnabled": True}, ["live-restore"]),
        ({"SecurityOptions": ["name=seccomp,profile=builtin", "name=rootless"]}, ["rootless mode"]),
        ({"SecurityOptions": ["name=seccomp,profile=builtin"], "LiveRestoreEnabled": False}, []),
    ],
)
def test_what_keeps_an_engine_from_a_swarm_is_found(
    answers: Answers, setting: dict[str, Any], unfit: list[str]
) -> None:
    """It is in none yet, for it could not be."""
    answers("info --format {{json .}}", {"ID": "e", "Swarm": {"LocalNodeState": "inactive"}, **setting})
    assert asked()["unfit"] == unfit
