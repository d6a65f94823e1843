"""What a deploy would drop, ignore or leave as it is: each fault by its name, with what to do."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from ansible_collections.storyloom.swarm.plugins.module_utils.swarm_view import (
    RECORD,
    View,
    foreign,
    network_differing,
    network_view,
)

MODES = ("Replicated", "Global")
ADVICE = (
    "which no stack file names and no deploy put there; to keep it, write it in a stack file (stack_files, "
    "stack_environment); to take it off, deploy with -e stack_remove_foreign=true"
)


@dataclass(frozen=True)
class There:
    """What the swarm has: networks by name as the engine answers them, and names of secrets and configs."""

    networks: Mapping[str, Mapping[str, Any]]
    secrets: Set[str]
    configs: Set[str]


def faults(asked: Mapping[str, list[Any]], wanted: Mapping[str, View], there: There, folder: str) -> Iterator[str]:
    """What is wrong with the stack files on this swarm.

    `asked` are the requests to make things by kind, `wanted` the services' views, `folder` where the stack files lie.
    """
    for name, view in wanted.items():
        if not set(view["Mode"]) & set(MODES):
            mode = ", ".join(view["Mode"])
            yield f"{name}: deploy.mode is {mode}, whose end the deploy does not wait for; use replicated or global"
        for target, mount in _container(view).get("Mounts", {}).items():
            if mount.get("Source", "").startswith(folder):
                yield (
                    f"{name}: volumes: {target} is a path relative to the stack file, which is not on the machines; "
                    "give a path that each machine has, or use configs"
                )
    yield from _not_there(asked, wanted, there)
    for item in asked["networks"]:
        if item["Name"] not in there.networks:
            continue
        if names := network_differing(network_view(there.networks[item["Name"]]), network_view(item)):
            # Docker would leave it as it is, and say nothing.
            yield (
                f"network {item['Name']} is there with another {', '.join(names)}, and a network cannot be changed; "
                "remove the stack (docker stack rm on a manager; its volumes stay) and deploy again"
            )


def foreigners(running: Mapping[str, View], wanted: Mapping[str, View]) -> Iterator[str]:
    """What others put on running services, and services that others put into the stack."""
    for name, view in sorted(running.items()):
        if name in wanted:
            if found := foreign(view, wanted[name]):
                yield f"{name} has {', '.join(found)}, {ADVICE}"
        elif RECORD not in view.get("Labels", {}):
            yield f"{name} runs in the stack, {ADVICE}"


def _not_there(asked: Mapping[str, list[Any]], wanted: Mapping[str, View], there: There) -> Iterator[str]:
    """What the stack files call external and the swarm has not."""
    for field, kind, key, names in (
        ("Secrets", "secret", "SecretName", there.secrets),
        ("Configs", "config", "ConfigName", there.configs),
    ):
        used = {item[key] for view in wanted.values() for item in _container(view).get(field, {}).values()}
        for name in sorted(used - names - {item["Name"] for item in asked[f"{kind}s"]}):
            yield f"{kind} {name} is external and not in the swarm; on a manager: docker {kind} create {name} FILE"
    attached = {name for view in wanted.values() for name in view["TaskTemplate"].get("Networks", {})}
    for name in sorted(attached - there.networks.keys() - {item["Name"] for item in asked["networks"]}):
        yield f"network {name} is external and not there; on a manager: docker network create --driver overlay {name}"


def _container(view: View) -> dict[str, Any]:
    found: dict[str, Any] = view["TaskTemplate"]["ContainerSpec"]
    return found
