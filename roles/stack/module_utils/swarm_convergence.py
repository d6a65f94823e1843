"""Wait until what was deployed runs, or say in Swarm's words why it does not."""

import time
from collections.abc import Iterable
from typing import Any

FAILED = ("paused", "rollback_paused", "rollback_completed")
POLL_SECONDS = 1.0
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
        parts = ("ContainerSpec", "Resources") if placed else ("ContainerSpec", "Resources", "Placement")
        template = service["Spec"]["TaskTemplate"]
        running = [
            task
            for task in tasks
            if task["Status"]["State"] == "running"
            and all(task["Spec"].get(part) == template.get(part) for part in parts)
        ]
        # A global service has as many tasks as there are machines that fit.
        wanted = service["Spec"]["Mode"].get("Replicated", {}).get("Replicas", max(len(tasks), 1))
        if len(running) == wanted == len(tasks):
            return ""
        return f"{name} has {len(running)} of {wanted} tasks; {self._last_error(service)}"

    def _last_error(self, service: dict[str, Any]) -> str:
        tasks = self._api.tasks(filters={"service": service["ID"]})
        errors = sorted(
            (task["Status"]["Timestamp"], task["Status"]["Err"]) for task in tasks if task["Status"].get("Err")
        )
        return f"last task error: {errors[-1][1]}" if errors else "no task error"
