"""Deploy a stack honestly: only when it differs from what runs, and not done until Swarm has converged."""

import base64
import json
import tempfile
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible_collections.storyloom.swarm.plugins.module_utils.registry_account import accounts
from ansible_collections.storyloom.swarm.plugins.module_utils.registry_account import labels as account_labels
from ansible_collections.storyloom.swarm.plugins.module_utils.stack_checks import There, faults, foreigners
from ansible_collections.storyloom.swarm.plugins.module_utils.stack_recorder import recorder
from ansible_collections.storyloom.swarm.plugins.module_utils.swarm_convergence import Convergence, NotConverged
from ansible_collections.storyloom.swarm.plugins.module_utils.swarm_view import (
    RECORD,
    View,
    differing,
    recorded,
    service_view,
)

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
  - C(docker stack deploy) updates every service each time, drops what others put on a service, exits 0 when Swarm rolls
    an update back, and has no check mode. This module has Docker itself say what a deploy would make (it deploys to a
    socket that only writes down), compares all of that with what runs, deploys only a difference, waits, and fails with
    Swarm's own message.
  - A task gives I(files), paths on the controller, and I(service_environment). The action plugin of the same name makes
    I(definitions) and I(contents) of them.
options:
  name: {description: The stack's name., type: str, required: true}
  definitions: {description: Contents of the stack files in order., type: list, elements: str, required: true}
  contents: {description: Files in base64 that the definitions name by relative paths., type: dict, default: {}}
  environment: {description: Variables that the stack files use., type: dict, default: {}}
  remove_foreign:
    description: Take off what neither the files nor an earlier deploy put on a service.
    type: bool
    default: false
  timeout: {description: Seconds until all must have converged., type: int, default: 300}
requirements: [docker, PyYAML, the docker command]
"""

RETURN = r"""
services: {description: Names of the services that differed, type: list, returned: always}
differing: {description: What of each is otherwise, by its name in docker service inspect, type: dict, returned: always}
made: {description: Networks, secrets and configs that were not there, type: list, returned: always}
removed: {description: Secrets and configs of earlier deploys that no service uses, type: list, returned: always}
"""

LABEL = "com.docker.stack.namespace"
IMAGE_LABEL = "com.docker.stack.image"
IGNORING = ("Ignoring unsupported options", "Ignoring deprecated options")
DEPLOY = ("stack", "deploy", "--prune", "--detach", "--resolve-image", "never")


class Stack:
    """One stack on the swarm that this machine manages; `folder` is where its files may lie while the module runs."""

    def __init__(self, module: AnsibleModule, folder: Path) -> None:
        self.module = module
        self.name: str = module.params["name"]
        self.folder = folder
        self.api = docker.APIClient(version="auto")
        self.convergence = Convergence(self.api, self.name)
        self.command = deploying(module.run_command(["docker", "stack", "deploy", "--help"])[1])
        definitions = enumerate(module.params["definitions"])
        self.files = [self._write(f"{place}.yml", text.encode()) for place, text in definitions]
        for place, content in module.params["contents"].items():
            self._write(place, base64.b64decode(content))
        self.asked = self._asked()
        views = {spec["Name"].removeprefix(f"{self.name}_"): service_view(spec, {}) for spec in self.asked["services"]}
        known = accounts()
        self.added = {
            name: account_labels(view["TaskTemplate"]["ContainerSpec"]["Image"], known) for name, view in views.items()
        }
        self.wanted: dict[str, View] = {
            name: recorded(view | {"Labels": view.get("Labels", {}) | self.added[name]}) for name, view in views.items()
        }

    def running(self) -> dict[str, View]:
        """The stack's services as they are, by their short names."""
        # The engine answers a network's id where its name was asked for.
        names = {network["Id"]: name for name, network in self._networks().items()}
        return {name: service_view(item["Spec"], names) for name, item in self.convergence.services().items()}

    def there(self) -> There:
        """What the swarm has beside services."""
        return There(self._networks(), self._names("secrets"), self._names("configs"))

    def missing(self, there: There) -> list[str]:
        """Networks, secrets and configs that a deploy would make."""
        return [
            f"{kind} {item['Name']}"
            for kind, names in (("network", there.networks), ("secret", there.secrets), ("config", there.configs))
            for item in self.asked[f"{kind}s"]
            if item["Name"] not in names
        ]

    def deploy(self, running: dict[str, View]) -> None:
        """Hand the files to Swarm, with the labels that note what is in them and by whose account images are pulled."""
        self.convergence.begin()
        services = {
            name: {"deploy": {"labels": self.added[name] | {RECORD: view["Labels"][RECORD].replace("$", "$$")}}}
            for name, view in self.wanted.items()
        }
        record = self._write("record.yml", json.dumps({"services": services}).encode())
        for name in sorted(self.wanted.keys() & running.keys()):
            # Docker leaves an image that `docker service update` set, as long as the files name the same one as before.
            before, after = (views[name]["TaskTemplate"]["ContainerSpec"]["Image"] for views in (running, self.wanted))
            if before != after and running[name]["Labels"].get(IMAGE_LABEL) == self.wanted[name]["Labels"][IMAGE_LABEL]:
                update = ("service", "update", "--detach", "--no-resolve-image", "--with-registry-auth")
                self._docker(*update, "--image", after, f"{self.name}_{name}")
        self._docker(*self.command, *_flags([*self.files, record]), "--with-registry-auth", self.name)

    def wait(self, *, deployed: bool) -> None:
        """Wait until all serve; after a deploy they have to be what was wanted."""
        try:
            self.convergence.wait(self.wanted, self.module.params["timeout"], deployed=deployed)
        except NotConverged as error:
            self.module.fail_json(msg=str(error))
        kept = differences(self.running(), self.wanted)
        if deployed and kept:
            self.module.fail_json(msg=f"deployed, but the engine has these otherwise than asked: {kept}")

    def leftovers(self) -> dict[str, list[str]]:
        """Secrets and configs of earlier deploys that no service needs, not even for a rollback."""
        specs = [
            service[spec]["TaskTemplate"]["ContainerSpec"]
            for service in self.api.services()
            for spec in ("Spec", "PreviousSpec")
            if service.get(spec)
        ]
        found = {}
        for kind, field, key in (("secrets", "Secrets", "SecretName"), ("configs", "Configs", "ConfigName")):
            used = {item[key] for spec in specs for item in spec.get(field) or []}
            used |= {item["Name"] for item in self.asked[kind]}
            found[kind] = sorted(self._names(kind, {"label": f"{LABEL}={self.name}"}) - used)
        return found

    def remove(self, leftovers: dict[str, list[str]]) -> None:
        """Take secrets and configs out of the swarm."""
        for name in leftovers["secrets"]:
            self.api.remove_secret(name)
        for name in leftovers["configs"]:
            self.api.remove_config(name)

    def _asked(self) -> dict[str, list[dict[str, Any]]]:
        """The requests that a deploy would make on an empty swarm, by kind."""
        socket = str(self.folder / "engine")
        with recorder(socket, self.api.api_version) as made:
            said = self._docker(*self.command, *_flags(self.files), self.name, DOCKER_HOST=f"unix://{socket}")
            asked: dict[str, list[dict[str, Any]]] = made
        if ignored := [line for line in said.splitlines() if line.startswith(IGNORING)]:
            self.module.fail_json(msg=f"{'; '.join(ignored)}: a Swarm does not know these; take them out of the files")
        return asked

    def _docker(self, *arguments: str, **variables: str) -> str:
        """Run the docker command with the files' variables; what it says to stderr. Fails with that."""
        variables = {key: str(value) for key, value in self.module.params["environment"].items()} | variables
        code, out, error = self.module.run_command(["docker", *arguments], environ_update=variables)
        if code:
            self.module.fail_json(msg=f"docker {' '.join(arguments[:2])}: {error.strip() or out.strip()}")
        return str(error)

    def _networks(self) -> dict[str, dict[str, Any]]:
        """The engine's networks by name, the swarm's before a machine's own."""
        return {network["Name"]: network for network in sorted(self.api.networks(), key=lambda item: item["Scope"])}

    def _names(self, kind: str, filters: dict[str, Any] | None = None) -> set[str]:
        ask = self.api.secrets if kind == "secrets" else self.api.configs
        return {item["Spec"]["Name"] for item in ask(filters=filters)}

    def _write(self, name: str, content: bytes) -> str:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)
        return str(path)


def deploying(described: str) -> tuple[str, ...]:
    """The command that deploys, for a docker command that describes itself so: those before 26 always detach."""
    return tuple(word for word in DEPLOY if word != "--detach" or word in described)


def differences(before: dict[str, View], after: dict[str, View]) -> dict[str, list[str]]:
    """What differs of each service, by names; of a new or an ended one, all."""
    found = {name: differing(before.get(name, {}), after.get(name, {})) for name in before.keys() | after.keys()}
    return {name: names for name, names in sorted(found.items()) if names}


def shown(views: dict[str, View], names: Iterable[str], objects: list[str]) -> str:
    """Services as text for a diff, without our own label, and what there is beside them."""
    services = {name: views[name] | {"Labels": _without(views[name]["Labels"])} for name in names if name in views}
    return str(yaml.safe_dump({"services": services, "beside": objects}))


def run(module: AnsibleModule, stack: Stack) -> dict[str, Any]:
    """Compare, and outside check mode deploy a difference; the module's result."""
    running, wanted = stack.running(), stack.wanted
    there = stack.there()
    found = list(faults(stack.asked, wanted, there, str(stack.folder)))
    if not module.params["remove_foreign"]:
        found += foreigners(running, wanted)
    if found:
        module.fail_json(msg="\n".join(found))
    missing = stack.missing(there)
    differing_services = differences(running, wanted)
    deploys = bool(differing_services or missing)
    if not module.check_mode:
        if deploys:
            stack.deploy(running)
        stack.wait(deployed=deploys)
    leftovers = stack.leftovers()
    if not module.check_mode:
        stack.remove(leftovers)
    removed = [f"{kind[:-1]} {name}" for kind, names in leftovers.items() for name in names]
    return {
        "changed": deploys or bool(removed),
        "services": list(differing_services),
        "differing": differing_services,
        "made": missing,
        "removed": removed,
        "diff": {
            "before_header": f"stack {stack.name} as it runs",
            "after_header": f"stack {stack.name} as defined",
            "before": shown(running, differing_services, removed),
            "after": shown(wanted, differing_services, missing),
        },
    }


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "name": {"type": "str", "required": True},
            "definitions": {"type": "list", "elements": "str", "required": True},
            "contents": {"type": "dict", "default": {}, "no_log": True},
            "environment": {"type": "dict", "default": {}},
            "remove_foreign": {"type": "bool", "default": False},
            "timeout": {"type": "int", "default": 300},
        },
        supports_check_mode=True,
    )
    if IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("docker and PyYAML"), exception=IMPORT_ERROR)
    with tempfile.TemporaryDirectory(prefix="stack-", dir=module.tmpdir) as folder:
        result = run(module, Stack(module, Path(folder)))
    module.exit_json(**result)


def _flags(files: list[str]) -> list[str]:
    return [flag for file in files for flag in ("--compose-file", file)]


def _without(labels: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in labels.items() if name != RECORD}


if __name__ == "__main__":
    main()
