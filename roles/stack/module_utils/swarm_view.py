"""What a service is, from a stack file and from the swarm, in one form that can be compared and shown as a diff."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Data = Mapping[str, Any]

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(h|ms|us|m|s)")
# What is compared, by its path in the stack file; a name of "*" stands for every item.
_COMPARED = {
    "": {"networks", "services", "version", "volumes"},
    "networks.*": {"driver", "name"},
    "volumes.*": {"name"},
    "services.*": {
        "cap_drop",
        "deploy",
        "environment",
        "image",
        "init",
        "logging",
        "networks",
        "ports",
        "read_only",
        "stop_grace_period",
        "volumes",
    },
    "services.*.deploy": {
        "endpoint_mode",
        "placement",
        "replicas",
        "resources",
        "restart_policy",
        "rollback_config",
        "update_config",
    },
    "services.*.deploy.placement": {"constraints"},
    "services.*.deploy.resources": {"limits", "reservations"},
    "services.*.deploy.resources.limits": {"cpus", "memory"},
    "services.*.deploy.resources.reservations": {"cpus", "memory"},
    "services.*.deploy.restart_policy": {"condition", "delay", "max_attempts", "window"},
    "services.*.deploy.rollback_config": {"failure_action", "monitor", "order", "parallelism"},
    "services.*.deploy.update_config": {"failure_action", "monitor", "order", "parallelism"},
    "services.*.logging": {"driver", "options"},
    "services.*.networks.*": set(),
    "services.*.ports.*": {"mode", "protocol", "published", "target"},
    "services.*.volumes.*": {"source", "target", "tmpfs", "type"},
    "services.*.volumes.*.tmpfs": {"size"},
}


class UnknownKey(Exception):
    """The stack file uses something that is not compared, so that a change of it would go unseen."""


def from_compose(config: Data, stack: str) -> dict[str, Any]:
    """Services by name from `docker stack config`'s output. Raises UnknownKey."""
    for path, compared in _COMPARED.items():
        for where, found in _at(config, path.split(".") if path else []):
            if unknown := {key for key in found if not key.startswith("x-")} - compared:
                raise UnknownKey(f"{where or 'the file'}: {', '.join(sorted(unknown))} is not compared")
    return {name: _compose_service(service, stack) for name, service in config["services"].items()}


def from_swarm(service: Data, stack: str, networks: Mapping[str, str]) -> dict[str, Any]:
    """One service from the engine's API; `networks` are names by id."""
    spec = service["Spec"]
    task = spec["TaskTemplate"]
    container = task["ContainerSpec"]
    resources = task.get("Resources", {})
    logs = task.get("LogDriver", {})
    return {
        "image": container["Image"],
        "replicas": spec["Mode"]["Replicated"]["Replicas"],
        "environment": sorted(container.get("Env", [])),
        "constraints": task.get("Placement", {}).get("Constraints", []),
        "limits": _resources(resources.get("Limits", {})),
        "reservations": _resources(resources.get("Reservations", {})),
        "endpoint_mode": spec.get("EndpointSpec", {}).get("Mode", "vip"),
        "ports": [
            {key.lower(): port[key] for key in ("TargetPort", "PublishedPort", "Protocol", "PublishMode")}
            for port in spec.get("EndpointSpec", {}).get("Ports", [])
        ],
        "networks": sorted(networks.get(item["Target"], item["Target"]) for item in task.get("Networks", [])),
        "init": container.get("Init", False),
        "read_only": container.get("ReadOnly", False),
        "cap_drop": sorted(item.removeprefix("CAP_") for item in container.get("CapabilityDrop", [])),
        "stop_grace_period": container.get("StopGracePeriod", 0) / 1e9,
        "logging": {"driver": logs.get("Name", ""), "options": dict(logs.get("Options") or {})},
        "volumes": sorted(
            _mount(
                item["Type"], item.get("Source", ""), item["Target"], item.get("TmpfsOptions", {}).get("SizeBytes", 0)
            )
            for item in container.get("Mounts", [])
        ),
        "update_config": _swarm_update(spec.get("UpdateConfig", {})),
        "rollback_config": _swarm_update(spec.get("RollbackConfig", {})),
        "restart_policy": {
            "condition": task.get("RestartPolicy", {}).get("Condition", "any"),
            "delay": task.get("RestartPolicy", {}).get("Delay", 0) / 1e9,
            "max_attempts": task.get("RestartPolicy", {}).get("MaxAttempts", 0),
            "window": task.get("RestartPolicy", {}).get("Window", 0) / 1e9,
        },
    }


def seconds(duration: str) -> float:
    """Seconds of a Go duration such as 1m30s."""
    return sum(float(number) * _UNITS[unit] for number, unit in _DURATION.findall(str(duration)))


def _compose_service(service: Data, stack: str) -> dict[str, Any]:
    deploy = service.get("deploy", {})
    resources = deploy.get("resources", {})
    restart = deploy.get("restart_policy", {})
    return {
        "image": service["image"],
        "replicas": int(deploy.get("replicas", 1)),
        "environment": sorted(f"{key}={value}" for key, value in service.get("environment", {}).items()),
        "constraints": list(deploy.get("placement", {}).get("constraints", [])),
        "limits": _compose_resources(resources.get("limits", {})),
        "reservations": _compose_resources(resources.get("reservations", {})),
        "endpoint_mode": deploy.get("endpoint_mode", "vip"),
        "ports": [
            {
                "targetport": int(port["target"]),
                "publishedport": int(port["published"]),
                "protocol": port["protocol"],
                "publishmode": port["mode"],
            }
            for port in service.get("ports", [])
        ],
        "networks": sorted(f"{stack}_{network}" for network in service.get("networks", {})),
        "init": bool(service.get("init", False)),
        "read_only": bool(service.get("read_only", False)),
        "cap_drop": sorted(service.get("cap_drop", [])),
        "stop_grace_period": seconds(service.get("stop_grace_period", "0s")),
        "logging": {
            "driver": service.get("logging", {}).get("driver", ""),
            "options": {key: str(value) for key, value in service.get("logging", {}).get("options", {}).items()},
        },
        "volumes": sorted(
            _mount(
                item["type"],
                f"{stack}_{item['source']}" if item["type"] == "volume" else item.get("source", ""),
                item["target"],
                int(item.get("tmpfs", {}).get("size", 0)),
            )
            for item in service.get("volumes", [])
        ),
        "update_config": _compose_update(deploy.get("update_config", {})),
        "rollback_config": _compose_update(deploy.get("rollback_config", {})),
        "restart_policy": {
            "condition": restart.get("condition", "any"),
            "delay": seconds(restart.get("delay", "0s")),
            "max_attempts": int(restart.get("max_attempts", 0)),
            "window": seconds(restart.get("window", "0s")),
        },
    }


def _at(data: Any, path: list[str], where: str = "") -> Iterator[tuple[str, Data]]:
    """Every mapping at a path of _COMPARED, with its place in words."""
    if not path:
        if isinstance(data, Mapping):
            yield where, data
        return
    head, rest = path[0], path[1:]
    if head != "*":
        found = [(head, data.get(head))] if isinstance(data, Mapping) else []
    else:
        found = list(data.items()) if isinstance(data, Mapping) else list(enumerate(data or []))
    for name, item in found:
        yield from _at(item, rest, f"{where}.{name}".strip("."))


def _mount(kind: str, source: str, target: str, size: int) -> str:
    return f"{kind} {source}:{target}" + (f" {size} bytes" if size else "")


def _compose_resources(found: Data) -> dict[str, Any]:
    return {"cpus": float(found.get("cpus", 0)), "memory": int(found.get("memory", 0))}


def _resources(found: Data) -> dict[str, Any]:
    return {"cpus": found.get("NanoCPUs", 0) / 1e9, "memory": found.get("MemoryBytes", 0)}


def _compose_update(found: Data) -> dict[str, Any]:
    return _update(found.get, "parallelism", "failure_action", "order", seconds(found.get("monitor", "0s")))


def _swarm_update(found: Data) -> dict[str, Any]:
    return _update(found.get, "Parallelism", "FailureAction", "Order", found.get("Monitor", 0) / 1e9)


def _update(get: Callable[..., Any], parallelism: str, action: str, order: str, monitor: float) -> dict[str, Any]:
    return {
        "parallelism": int(get(parallelism, 1)),
        "failure_action": get(action, "pause"),
        "order": get(order, "stop-first"),
        "monitor": monitor,
    }
