"""Whether the services have room on the machines that are left when any one of them is gone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

try:
    import yaml
except ImportError:
    yaml = None  # type: ignore[assignment]

DOCUMENTATION = r"""
module: stack_fit
short_description: Find services that would have no place when one machine is gone
description:
  - Places the services as Swarm does, by labels and by the memory that they reserve, without each machine in turn.
  - Runs on the controller and changes nothing.
options:
  file: {description: The stack file., type: path, required: true}
  machines: {description: "Name, labels, and MB of memory of each machine", type: list, elements: list, required: true}
  kept: {description: MB that are not for services by machine., type: dict, default: {}}
  replicas: {description: Replicas by service; one where a service is not named., type: dict, default: {}}
  labels: {description: Labels by service where the file has a variable., type: dict, default: {}}
"""

RETURN = r"""
lacking: {description: "What would have no place, and when, in words", type: list, returned: always}
"""

UNITS = {"K": 2**10, "M": 2**20, "G": 2**30}
CONSTRAINT = re.compile(r"node\.labels\.(\S+)\s*==\s*true")


@dataclass(frozen=True)
class Machine:
    """A machine: the labels that it has, and bytes that services may reserve."""

    name: str
    labels: frozenset[str]
    memory: int


@dataclass(frozen=True)
class Service:
    """A service of which each replica reserves so many bytes, on machines of its own that have its label."""

    name: str
    label: str
    memory: int
    replicas: int


def services(definition: Mapping[str, Any], replicas: Mapping[str, int], labels: Mapping[str, str]) -> list[Service]:
    """The services of a stack file."""
    found = []
    for name, service in definition["services"].items():
        deploy = service["deploy"]
        label = CONSTRAINT.fullmatch(deploy["placement"]["constraints"][0])
        memory = _bytes(deploy["resources"]["reservations"]["memory"])
        found.append(Service(name, labels.get(name) or (label[1] if label else ""), memory, int(replicas.get(name, 1))))
    return found


def lacking(machines: Sequence[Machine], wanted: Sequence[Service]) -> Iterator[str]:
    """What has no place on all machines; or, when all has, on those that are left when one is gone."""
    now = list(_unplaced(machines, wanted))
    yield from now
    if now:
        return
    for gone in machines:
        left = [machine for machine in machines if machine is not gone]
        for why in _unplaced(left, wanted, fewer=True):
            yield f"without {gone.name} {why}"


def _unplaced(machines: Sequence[Machine], wanted: Sequence[Service], *, fewer: bool = False) -> Iterator[str]:
    """What has no place. With `fewer`, replicas that no other machine could take may wait for the one that is gone."""
    free = {machine.name: machine.memory for machine in machines}
    for service in sorted(wanted, key=lambda item: (-item.memory, item.name)):
        fit = [machine.name for machine in machines if service.label in machine.labels]
        replicas = max(1, min(service.replicas, len(fit))) if fewer else service.replicas
        if len(fit) < replicas:
            yield f"{service.name} has {len(fit)} machines with the label {service.label} for {replicas} replicas"
            continue
        for name in sorted(fit, key=lambda name: -free[name])[:replicas]:
            free[name] -= service.memory
            if free[name] < 0:
                yield f"{service.name} lacks {-free[name] / 2**20:.0f} MB on {name}"


def _bytes(text: str) -> int:
    return int(text[:-1]) * UNITS[text[-1].upper()]


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "file": {"type": "path", "required": True},
            "machines": {"type": "list", "elements": "list", "required": True},
            "kept": {"type": "dict", "default": {}},
            "replicas": {"type": "dict", "default": {}},
            "labels": {"type": "dict", "default": {}},
        },
        supports_check_mode=True,
    )
    if yaml is None:
        module.fail_json(msg=missing_required_lib("PyYAML"))
    with open(module.params["file"], encoding="utf-8") as file:
        definition = yaml.safe_load(file)
    kept = module.params["kept"]
    machines = [
        Machine(name, frozenset(labels), (int(memory) - int(kept.get(name, 0))) * 2**20)
        for name, labels, memory in module.params["machines"]
    ]
    wanted = services(definition, module.params["replicas"], module.params["labels"])
    module.exit_json(changed=False, lacking=list(lacking(machines, wanted)))


if __name__ == "__main__":
    main()
