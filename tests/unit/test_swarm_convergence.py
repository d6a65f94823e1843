"""Whose error a deploy that has failed reports, from what an engine answers of services and tasks."""

from typing import Any

import pytest
from ansible_collections.storyloom.swarm.plugins.module_utils.swarm_convergence import Convergence, NotConverged

OLD, NEW = {"ContainerSpec": {"Image": "x@sha256:old"}}, {"ContainerSpec": {"Image": "x@sha256:new"}}


class Engine:
    """Answers as docker.APIClient does, of one service."""

    def __init__(self) -> None:
        self.service: dict[str, Any] = {
            "ID": "s1",
            "Spec": {"Name": "pipeline_main", "TaskTemplate": OLD, "Mode": {"Replicated": {"Replicas": 1}}},
        }
        self.found: list[dict[str, Any]] = []

    def services(self, filters: dict[str, str]) -> list[dict[str, Any]]:
        assert filters == {"label": "com.docker.stack.namespace=pipeline"}
        return [self.service]

    def tasks(self, filters: dict[str, str]) -> list[dict[str, Any]]:
        assert filters["service"] == "s1"
        wanted = filters.get("desired-state")
        return [task for task in self.found if wanted in (None, task["DesiredState"])]

    def task(self, spec: dict[str, Any], state: str, second: int, error: str = "") -> None:
        """One more task, whose state is of that second."""
        status = {"State": state, "Timestamp": f"2026-01-01T00:00:{second:02}.5Z"} | ({"Err": error} if error else {})
        desired = "running" if state == "running" else "shutdown"
        self.found.append({"ID": f"t{len(self.found)}", "Spec": spec, "Status": status, "DesiredState": desired})

    def becomes(self, state: str, message: str, spec: dict[str, Any]) -> None:
        """How an update of the service goes."""
        self.service["UpdateStatus"] = {"State": state, "Message": message}
        self.service["Spec"]["TaskTemplate"] = spec


@pytest.fixture
def engine() -> Engine:
    """One task serves; the one before it had an error of its own, long ago."""
    found = Engine()
    found.task(OLD, "failed", 1, "task: non-zero exit (137)")
    found.task(OLD, "running", 2)
    return found


def reported(engine: Engine, convergence: Convergence, seconds: float = 60) -> str:
    with pytest.raises(NotConverged) as caught:
        convergence.wait(["main"], seconds, deployed=True)
    assert engine.found
    return str(caught.value)


def test_a_rollback_quotes_its_own_update(engine: Engine) -> None:
    """Neither what an older task said, nor what the rollback's own task said last."""
    convergence = Convergence(engine, "pipeline")
    convergence.begin()
    engine.task(NEW, "failed", 10, "task: non-zero exit (3)")
    engine.task(OLD, "rejected", 20, "host-mode port already in use")
    engine.task(OLD, "running", 21)
    engine.becomes("rollback_completed", "rollback completed", OLD)
    said = reported(engine, convergence)
    assert said == "pipeline_main: rollback_completed: rollback completed; last task error: task: non-zero exit (3)"


def test_an_update_whose_tasks_say_nothing_quotes_no_other(engine: Engine) -> None:
    """A task that never got healthy may have no error."""
    convergence = Convergence(engine, "pipeline")
    convergence.begin()
    engine.task(NEW, "shutdown", 10)
    engine.becomes("rollback_completed", "rollback completed", OLD)
    assert reported(engine, convergence).endswith("rollback completed; no task error")


def test_a_paused_update_quotes_its_last_task(engine: Engine) -> None:
    """Its spec is the service's: nothing was rolled back."""
    convergence = Convergence(engine, "pipeline")
    convergence.begin()
    engine.task(NEW, "failed", 10, "first")
    engine.task(NEW, "failed", 11, "second")
    engine.becomes("paused", "update paused", NEW)
    assert reported(engine, convergence).endswith("paused: update paused; last task error: second")


def test_a_service_that_nobody_deployed_quotes_what_there_is(engine: Engine) -> None:
    """A deploy that changed nothing still says why a service has no task."""
    engine.found.pop()
    with pytest.raises(NotConverged, match=r"main has 0 of 1 tasks; last task error: task: non-zero exit \(137\)"):
        Convergence(engine, "pipeline").wait(["main"], -1, deployed=False)
