"""A service as nested mappings, in one form for what a deploy would make and for what runs; and how two differ.

Names are the engine's own, as `docker service inspect` shows them. No key is chosen: the whole spec is compared.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

View = dict[str, Any]

# A deploy notes in this label the names of all that it set on a service.
# What a running service has besides was put there by somebody else.
RECORD = "storyloom.deployed"
# Lists whose items have a name and no order: they become mappings.
_NAMES: dict[str, Callable[[Any], str]] = {
    "Aliases": str,
    "CapabilityAdd": str,
    "CapabilityDrop": str,
    "Config": lambda item: item.get("Subnet", ""),
    "Configs": lambda item: (item.get("File") or {}).get("Name") or item["ConfigName"],
    "Constraints": str,
    "Groups": str,
    "Hosts": str,
    "Mounts": lambda item: item["Target"],
    "Networks": lambda item: item["Target"],
    "Ports": lambda item: f"{item['TargetPort']}/{item.get('Protocol', 'tcp')} as {item.get('PublishedPort', 'any')}",
    "Secrets": lambda item: item["File"]["Name"],
    "Ulimits": lambda item: item["Name"],
}
# Mappings whose keys are the operator's: an empty value there says something.
_FREE = ("DriverOpts", "Labels", "Options", "Sysctls")
# What the engine answers where nothing was asked; it means the same.
_DEFAULTS = {
    "Condition": "any",
    "Driver": "default",
    "FailureAction": "pause",
    "Isolation": "default",
    "Mode": "vip",
    "Order": "stop-first",
    "Protocol": "tcp",
    "PublishMode": "ingress",
    "Runtime": "container",
}
# A zero here is another thing than nothing.
_ZEROS = ("Delay", "Init", "Parallelism", "Replicas", "StopGracePeriod")
# Not of the definition: ids, whose names are compared, and the count of `docker service update --force`.
_IGNORED = ("ConfigID", "ForceUpdate", "SecretID")
_NETWORK = ("Attachable", "Driver", "EnableIPv6", "IPAM", "Ingress", "Internal", "Labels", "Options")
# The overlay driver's own note on a network.
_VXLAN = "com.docker.network.driver.overlay.vxlanid_list"


def service_view(spec: Mapping[str, Any], networks: Mapping[str, str]) -> View:
    """A service's spec, asked for or running; `networks` are names by id, for the engine answers ids."""
    task = spec["TaskTemplate"]
    attached = [item | {"Target": networks.get(item["Target"], item["Target"])} for item in task.get("Networks") or []]
    view: View = _plain({**spec, "TaskTemplate": {**task, "Networks": attached}})
    del view["Name"]
    kind, how = next((kind, how) for kind, how in spec["Mode"].items() if how is not None)
    view["Mode"] = {kind: {"Replicas": 1} | _plain(how) if kind == "Replicated" else _plain(how)}
    return view


def network_view(network: Mapping[str, Any]) -> View:
    """What of a network is defined, from a request to make it or from the engine."""
    options = {key: value for key, value in (network.get("Options") or {}).items() if key != _VXLAN}
    view: View = _plain({key: network.get(key) for key in _NETWORK} | {"Options": options})
    return view


def recorded(wanted: View) -> View:
    """A wanted service with the label that notes the names of all that is in it."""
    return wanted | {"Labels": wanted.get("Labels", {}) | {RECORD: json.dumps(sorted(_leaves(wanted)))}}


def differing(before: View, after: View) -> list[str]:
    """Names of what two views do not have alike."""
    one, other = _leaves(before), _leaves(after)
    return sorted(
        name for name in one.keys() | other.keys() if name not in one or name not in other or one[name] != other[name]
    )


def foreign(running: View, wanted: View) -> list[str]:
    """Names of what a running service has, the stack files do not name, and no deploy put there."""
    known = set(json.loads(running.get("Labels", {}).get(RECORD, "[]")))
    return sorted(_foreign(running, wanted, known | {f"Labels.{RECORD}"}, ""))


def network_differing(running: View, wanted: View) -> list[str]:
    """Names of what a network has otherwise than wanted; addresses that the engine chose itself are no difference."""
    asked = wanted.get("IPAM", {}).get("Config")
    compared = running if asked else {key: value for key, value in running.items() if key != "IPAM"}
    return [name for name in differing(compared, wanted) if asked is None or not name.endswith(".Gateway")]


def _plain(value: Any) -> Any:
    """Without what says nothing, and with named items as a mapping."""
    if isinstance(value, Mapping):
        return {key: plain for key, item in value.items() if _says(key, plain := _item(key, item))}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _item(key: str, item: Any) -> Any:
    if isinstance(item, Mapping) and key in _FREE:
        return {name: str(value) for name, value in item.items()}
    if isinstance(item, list) and key == "Env":
        return dict([*entry.split("=", 1), None][:2] for entry in item)
    if isinstance(item, list) and key in _NAMES:
        return {_NAMES[key](entry): _plain(entry) for entry in item}
    return _plain(item)


def _says(key: str, value: Any) -> bool:
    if key in _IGNORED or value is None or _DEFAULTS.get(key) == value:
        return False
    return bool(value) or (key in _ZEROS and value in (0, False) and not isinstance(value, (str, dict, list)))


def _leaves(view: Any, name: str = "") -> dict[str, Any]:
    """Values by their dotted names."""
    if not isinstance(view, dict) or not view:
        return {name: view}
    return {
        leaf: value
        for key, item in view.items()
        for leaf, value in _leaves(item, f"{name}.{key}".removeprefix(".")).items()
    }


def _foreign(running: View, wanted: View, known: set[str], prefix: str) -> Iterator[str]:
    for key, item in running.items():
        name = f"{prefix}.{key}".removeprefix(".")
        if isinstance(item, dict) and isinstance(wanted.get(key), dict):
            yield from _foreign(item, wanted[key], known, name)
        elif key not in wanted:
            unknown = _leaves(item, name).keys() - known
            # The whole of it by one name, when no deploy knows any of it.
            yield from [name] if unknown == _leaves(item, name).keys() else unknown
