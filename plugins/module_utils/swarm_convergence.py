"""Wait until what was deployed runs, or say in Swarm's words why it does not."""

import time
from collections.abc import Iterable
from typing import Any

FAILED = ("paused", "rollback_paused", "rollback_completed")
POLL_SECONDS = 1.0
PARTS = ("ContainerSpec", "Resources")
# A task whose placement alone is another one stays where it is, with its old spec, if its machine still fits. The
# orchestrator has seen within this time, by far, that one has to move.
PLACED_SECONDS = 10.0


class NotConverged(Exception):
    """Swarm gave an update up, or the time is over."""


class Convergence:
    """The services of a stack, on their way to what they should be. `api` is docker.APIClient."""

    def __init__(self, api: Any, stack: str) -> None:
        self._api = api
        self._stack = stack
        self._before: set[str] = set()

    def begin(self) -> None:
        """Note the tasks that there are, before a deploy: what went wrong with them is not the deploy's."""
        ids = [service["ID"] for service in self.services().values()]
        self._before = {task["ID"] for service in ids for task in self._api.tasks(filters={"service": service})}

    def services(self) -> dict[str, Any]:
        """The stack's services as the swarm has them, by their short names."""
        found = self._api.services(filters={"label": f"com.docker.stack.namespace={self._stack}"})
        return {service["Spec"]["Name"].removeprefix(f"{self._stack}_"): service for service in found}

    def wait(self, names: Iterable[str], seconds: float, *, deployed: bool) -> None:
        """Wait until each service has its tasks. Raises NotConverged after `seconds`, or when Swarm gave up."""
        names = list(names)
        start = time.monotonic()
        while True:
            passed = time.monotonic() - start
            services = self.services()
            # An earlier deploy's failure stays on record until the next one: it is not ours to report.
            for name in names if deployed else ():
                self._stop_if_failed(name, services[name])
            waiting = [why for name in names if (why := self._lacks(name, services[name], passed > PLACED_SECONDS))]
            if not waiting:
                return
            if passed > seconds:
                raise NotConverged(f"not converged after {seconds} s: {'; '.join(waiting)}")
            time.sleep(POLL_SECONDS)

    def _stop_if_failed(self, name: str, service: dict[str, Any]) -> None:
        status = service.get("UpdateStatus") or {}
        if status.get("State") in FAILED:
            said = f"{status['State']}: {status.get('Message', '')}"
            raise NotConverged(f"{self._stack}_{name}: {said}; {self._last_error(service)}")

    def _lacks(self, name: str, service: dict[str, Any], placed: bool) -> str:
        """Why the service has not converged; empty when it has."""
        state = (service.get("UpdateStatus") or {}).get("State", "")
        if state in ("updating", "rollback_started"):
            return f"{name} is {state}"
        tasks = self._api.tasks(filters={"service": service["ID"], "desired-state": "running"})
        # A task with a health check is running only once it is healthy. Its own spec must be the service's: right
        # after an update the tasks of before are still there, and the update may not have a status yet.
        parts = PARTS if placed else (*PARTS, "Placement")
        template = service["Spec"]["TaskTemplate"]
        running = [task for task in tasks if task["Status"]["State"] == "running" and _made_from(task, template, parts)]
        # A global service has as many tasks as there are machines that fit.
        wanted = service["Spec"]["Mode"].get("Replicated", {}).get("Replicas", max(len(tasks), 1))
        if len(running) == wanted == len(tasks):
            return ""
        return f"{name} has {len(running)} of {wanted} tasks; {self._last_error(service)}"

    def _last_error(self, service: dict[str, Any]) -> str:
        """What the last task with an error says, of those that there were not before the deploy."""
        found = self._api.tasks(filters={"service": service["ID"]})
        tasks = [task for task in found if task["Status"].get("Err") and task["ID"] not in self._before]
        if (service.get("UpdateStatus") or {}).get("State", "").startswith("rollback"):
            # The service's spec is that of before again: the update's own tasks have another one.
            template = service["Spec"]["TaskTemplate"]
            tasks = [task for task in tasks if not _made_from(task, template, PARTS)] or tasks
        errors = sorted((task["Status"]["Timestamp"], task["Status"]["Err"]) for task in tasks)
        return f"last task error: {errors[-1][1]}" if errors else "no task error"


def _made_from(task: dict[str, Any], template: dict[str, Any], parts: Iterable[str]) -> bool:
    """Whether these parts of the task's spec are the template's."""
    return all(task["Spec"].get(part) == template.get(part) for part in parts)
