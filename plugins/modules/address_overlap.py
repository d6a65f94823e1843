"""Which of this machine's routes lead to addresses that a swarm's networks would have."""

import ipaddress
import json
from collections.abc import Iterable
from typing import Any

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: address_overlap
short_description: Look for routes into networks that containers are to have
description:
  - A container cannot reach a host whose address its own network has too. Docker's own interfaces are left out, and
    so are routes for all addresses. Changes nothing.
options:
  networks: {description: "The containers' networks, such as 10.86.0.0/16", type: list, elements: str, required: true}
"""

RETURN = r"""
overlaps: {description: "What overlaps: network, route, device", type: list, elements: dict, returned: always}
"""

DOCKERS = ("docker", "br-", "veth", "lo")
"""How the names of interfaces begin that Docker makes, and the machine's own."""
DEFAULT_LIKE = 7
"""A route with so long a prefix or a shorter one is one for all addresses, perhaps in halves, as VPNs write it."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def destinations(routes: Iterable[dict[str, Any]]) -> list[tuple[Network, str]]:
    """Where the routes of `ip -json route show table all` lead, with their devices; Docker's own left out."""
    found = []
    for route in routes:
        if route["dst"] == "default" or route.get("type", "unicast") != "unicast":
            continue
        network, device = ipaddress.ip_network(route["dst"], strict=False), route.get("dev", "")
        if network.prefixlen > DEFAULT_LIKE and not device.startswith(DOCKERS):
            found.append((network, device))
    return found


def overlaps(networks: Iterable[str], routes: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """The routes into one of the networks, each once."""
    wanted = [ipaddress.ip_network(network) for network in networks]
    found = {
        (str(network), str(route), device)
        for network in wanted
        for route, device in destinations(routes)
        if network.version == route.version and network.overlaps(route)
    }
    return [dict(zip(("network", "route", "device"), item, strict=True)) for item in sorted(found)]


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={"networks": {"type": "list", "elements": "str", "required": True}}, supports_check_mode=True
    )
    routes: list[dict[str, Any]] = []
    for version in ("-4", "-6"):
        _, out, _ = module.run_command(["ip", version, "-json", "route", "show", "table", "all"], check_rc=True)
        routes += json.loads(out or "[]")
    module.exit_json(changed=False, overlaps=overlaps(module.params["networks"], routes))


if __name__ == "__main__":
    main()
