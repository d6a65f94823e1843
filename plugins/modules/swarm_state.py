"""What this machine's engine says of its swarm, and whether the swarm answers it: asked with a time limit."""

import json
import time
from typing import Any

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: swarm_state
short_description: Ask this machine's engine for its swarm
description:
  - A manager is in control when the swarm answers it. C(docker info) says ControlAvailable without a quorum too, so the
    nodes are asked for, which takes one.
  - A machine without an engine is in no swarm. Changes nothing.
options:
  patience: {description: Seconds in which a swarm may settle, as after the loss of its leader., type: int, default: 5}
  controller_time: {description: Seconds since 1970 on the controller, type: float, required: true}
"""

RETURN = r"""
state: {description: "LocalNodeState, or silent when the engine does not answer", type: str, returned: always}
said: {description: The engine's words where it cannot do what it should, type: str, returned: always}
engine_id: {description: The engine's own id, type: str, returned: always}
node_id: {description: The node's id, type: str, returned: always}
address: {description: The address under which the swarm knows this machine, type: str, returned: always}
cluster: {description: "The swarm's id, on managers", type: str, returned: always}
manager: {description: Whether the node is a manager, type: bool, returned: always}
in_control: {description: Whether it is one and the swarm answers it, type: bool, returned: always}
managers: {description: Addresses of the swarm's managers, type: list, returned: always}
unfit: {description: "What of the engine's settings no node of a swarm may have", type: list, returned: always}
pools: {description: Where the swarm's networks take their subnets from, type: list, returned: always}
subnets: {description: Subnets of its networks, type: list, returned: always}
nodes: {description: "The nodes: id, name, state, role, address", type: list, returned: always}
clock_offset:
  description: Seconds that this machine's clock is ahead of the controller's, with the way here
  type: float
  returned: always
"""

ANSWER_SECONDS = 6
"""For one question. An engine whose manager has no leader may keep it waiting for much longer."""
PAUSE_SECONDS = 1.0
NO_ENGINE = {
    "state": "inactive",
    "said": "",
    "engine_id": "",
    "node_id": "",
    "address": "",
    "cluster": "",
    "manager": False,
    "in_control": False,
    "managers": [],
    "unfit": [],
    "pools": [],
    "subnets": [],
    "nodes": [],
}


class Refused(Exception):
    """The engine does not do as asked; the text has its words."""


def summary(info: dict[str, Any]) -> dict[str, Any]:
    """What an engine's information says of the swarm."""
    swarm = info.get("Swarm") or {}
    cluster = swarm.get("Cluster") or {}
    return NO_ENGINE | {
        "state": swarm.get("LocalNodeState") or "inactive",
        "said": swarm.get("Error") or "",
        "engine_id": info.get("ID") or "",
        "node_id": swarm.get("NodeID") or "",
        "address": swarm.get("NodeAddr") or "",
        "cluster": cluster.get("ID") or "",
        "manager": bool(swarm.get("ControlAvailable")),
        "managers": sorted(_host(manager["Addr"]) for manager in swarm.get("RemoteManagers") or ()),
        "unfit": unfit(info),
        "pools": cluster.get("DefaultAddrPool") or [],
    }


def unfit(info: dict[str, Any]) -> list[str]:
    """What of the engine's settings no node of a swarm may have."""
    rootless = any("name=rootless" in option for option in info.get("SecurityOptions") or ())
    return ["live-restore"] * bool(info.get("LiveRestoreEnabled")) + ["rootless mode"] * rootless


def node(found: dict[str, Any]) -> dict[str, str]:
    """A node as the swarm inspects it."""
    manager = found.get("ManagerStatus") or {}
    return {
        "id": found["ID"],
        "name": found["Description"]["Hostname"],
        "state": found["Status"]["State"],
        "role": found["Spec"]["Role"],
        # Of the leader the status may say 0.0.0.0.
        "address": _host(manager.get("Addr", "")) or found["Status"].get("Addr", ""),
    }


def subnets(networks: list[dict[str, Any]]) -> list[str]:
    """The subnets of networks."""
    return [config["Subnet"] for network in networks for config in (network.get("IPAM") or {}).get("Config") or ()]


def _host(address: str) -> str:
    return address.rpartition(":")[0].strip("[]")


class Engine:
    """This machine's engine, asked by the docker command."""

    def __init__(self, module: AnsibleModule) -> None:
        self._module = module

    def said(self, *arguments: str) -> str:
        """What the command says. Raises Refused with its words, or when it says nothing in time."""
        asked = ["timeout", str(ANSWER_SECONDS), "docker", *arguments]
        code, out, error = self._module.run_command(asked)
        if code == 124:
            raise Refused(f"no answer to 'docker {' '.join(arguments[:2])}' in {ANSWER_SECONDS} s")
        if code:
            raise Refused(str(error or out).strip().removeprefix("Error response from daemon: ").rstrip("."))
        return str(out)

    def inspected(self, kind: str, ids: str) -> list[dict[str, Any]]:
        """The things of these ids."""
        found: list[dict[str, Any]] = json.loads(self.said(kind, "inspect", *ids.split())) if ids.strip() else []
        return found


def state(engine: Engine) -> dict[str, Any]:
    """What the engine says now."""
    try:
        found = summary(json.loads(engine.said("info", "--format", "{{json .}}")))
    except Refused as error:
        return NO_ENGINE | {"state": "silent", "said": str(error)}
    if found["state"] != "active" or not found["manager"]:
        return found
    try:
        found["nodes"] = [node(item) for item in engine.inspected("node", engine.said("node", "ls", "--quiet"))]
        overlay = engine.said("network", "ls", "--quiet", "--filter", "scope=swarm")
        found["subnets"] = subnets(engine.inspected("network", overlay))
    except Refused as error:
        return found | {"said": str(error)}
    return found | {"in_control": True, "said": ""}


def unsettled(found: dict[str, Any]) -> bool:
    """Whether another answer may come by itself soon."""
    return found["state"] == "pending" or (found["state"] == "active" and found["manager"] and not found["in_control"])


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "patience": {"type": "int", "default": 5},
            "controller_time": {"type": "float", "required": True},
        },
        supports_check_mode=True,
    )
    offset = time.time() - module.params["controller_time"]
    found: dict[str, Any] = dict(NO_ENGINE)
    if module.get_bin_path("docker"):
        engine = Engine(module)
        give_up = time.monotonic() + module.params["patience"]
        found = state(engine)
        while unsettled(found) and time.monotonic() < give_up:
            time.sleep(PAUSE_SECONDS)
            found = state(engine)
    module.exit_json(changed=False, clock_offset=offset, **found)


if __name__ == "__main__":
    main()
