"""Deploy a stack honestly: only when it differs from what runs, and not done until Swarm has converged."""

import time
import traceback
from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.swarm_view import UnknownKey, from_compose, from_swarm

try:
    import docker
    import yaml

    IMPORT_ERROR = ""
except ImportError:
    IMPORT_ERROR = traceback.format_exc()

DOCUMENTATION = r"""
module: swarm_stack
short_description: Deploy a stack when it differs from what runs, and wait until it has converged
description:
  - C(docker stack deploy) updates every service each time, exits 0 when Swarm rolls an update back, and has no check
    mode. This module compares first, deploys only a difference, waits, and fails with Swarm's own message.
options:
  name: {description: The stack's name., type: str, required: true}
  definition: {description: The stack file's content., type: str, required: true}
  environment: {description: Variables that the stack file uses., type: dict, default: {}}
  timeout: {description: Seconds until all must have converged., type: int, default: 300}
requirements: [docker, PyYAML, the docker command]
"""

RETURN = r"""
services: {description: Names of the services that differed, type: list, returned: always}
"""

LABEL = "com.docker.stack.namespace"
FAILED = ("paused", "rollback_paused", "rollback_completed")
POLL = 1.0


class Stack:
    """One stack on the swarm that this machine manages."""

    def __init__(self, module: AnsibleModule) -> None:
        self.module = module
        self.name: str = module.params["name"]
        self.api = docker.APIClient(version="auto")

    def docker(self, *arguments: str) -> str:
        """Run the docker command with the definition on its standard input; fail with what it says."""
        environment = {key: str(value) for key, value in self.module.params["environment"].items()}
        code, out, error = self.module.run_command(
            ["docker", "stack", *arguments],
            data=self.module.params["definition"],
            environ_update=environment,
        )
        if code:
            self.module.fail_json(msg=f"docker stack {arguments[0]}: {error.strip() or out.strip()}")
        return str(out)

    def desired(self) -> dict[str, Any]:
        """What the definition asks for."""
        try:
            return from_compose(yaml.safe_load(self.docker("config", "--compose-file", "-")), self.name)
        except UnknownKey as error:
            self.module.fail_json(msg=f"{error}; take it out of the stack file, or compare it in swarm_view.py")
            raise

    def services(self) -> dict[str, Any]:
        """The stack's services as the swarm has them, by their short names."""
        found = self.api.services(filters={"label": f"{LABEL}={self.name}"})
        return {service["Spec"]["Name"].removeprefix(f"{self.name}_"): service for service in found}

    def actual(self) -> dict[str, Any]:
        """What runs."""
        networks = {network["Id"]: network["Name"] for network in self.api.networks()}
        return {name: from_swarm(service, self.name, networks) for name, service in self.services().items()}

    def deploy(self) -> None:
        """Hand the definition to Swarm."""
        # Images are named by digest already, so Swarm need not ask the registry for them.
        self.docker(
            "deploy",
            "--compose-file",
            "-",
            "--prune",
            "--detach",
            "--with-registry-auth",
            "--resolve-image",
            "never",
            self.name,
        )

    def wait(self, desired: dict[str, Any], *, deployed: bool) -> None:
        """Wait until every service has its tasks; fail when Swarm gave our update up, or at the timeout."""
        deadline = time.monotonic() + self.module.params["timeout"]
        while True:
            services = self.services()
            # An earlier deploy's failure stays on record until the next one: it is not ours to report.
            for name in desired if deployed else ():
                self._stop_if_failed(name, services[name])
            waiting = [why for name in desired if (why := self._lacks(name, services[name], desired[name]))]
            if not waiting:
                return
            if time.monotonic() > deadline:
                self.module.fail_json(
                    msg=f"not converged after {self.module.params['timeout']} s: {'; '.join(waiting)}"
                )
            time.sleep(POLL)

    def _stop_if_failed(self, name: str, service: dict[str, Any]) -> None:
        status = service.get("UpdateStatus") or {}
        if status.get("State") in FAILED:
            self.module.fail_json(
                msg=f"{self.name}_{name}: {status['State']}: {status.get('Message', '')}; {self._last_error(service)}"
            )

    def _lacks(self, name: str, service: dict[str, Any], wanted: dict[str, Any]) -> str:
        """Why the service has not converged; empty when it has."""
        state = (service.get("UpdateStatus") or {}).get("State", "")
        if state in ("updating", "rollback_started"):
            return f"{name} is {state}"
        tasks = self.api.tasks(filters={"service": service["ID"], "desired-state": "running"})
        # A task with a health check is running only once it is healthy. Its own spec must be the service's: right
        # after an update the tasks of before are still there, and the update may not have a status yet.
        template = service["Spec"]["TaskTemplate"]
        running = [
            task
            for task in tasks
            if task["Status"]["State"] == "running"
            and all(
                task["Spec"].get(part) == template.get(part) for part in ("ContainerSpec", "Resources", "Placement")
            )
        ]
        if len(running) == wanted["replicas"] == len(tasks):
            return ""
        return f"{name} has {len(running)} of {wanted['replicas']} tasks; {self._last_error(service)}"

    def _last_error(self, service: dict[str, Any]) -> str:
        tasks = self.api.tasks(filters={"service": service["ID"]})
        errors = sorted(
            (task["Status"]["Timestamp"], task["Status"]["Err"]) for task in tasks if task["Status"].get("Err")
        )
        return f"last task error: {errors[-1][1]}" if errors else "no task error"


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "name": {"type": "str", "required": True},
            "definition": {"type": "str", "required": True},
            "environment": {"type": "dict", "default": {}},
            "timeout": {"type": "int", "default": 300},
        },
        supports_check_mode=True,
    )
    if IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("docker and PyYAML"), exception=IMPORT_ERROR)
    stack = Stack(module)
    before, after = stack.actual(), stack.desired()
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    result: dict[str, Any] = {
        "changed": bool(differing),
        "services": differing,
        "diff": {
            "before_header": f"stack {stack.name} as it runs",
            "after_header": f"stack {stack.name} as defined",
            "before": yaml.safe_dump({name: before[name] for name in differing if name in before}),
            "after": yaml.safe_dump({name: after[name] for name in differing if name in after}),
        },
    }
    if not module.check_mode:
        if differing:
            stack.deploy()
        stack.wait(after, deployed=bool(differing))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
