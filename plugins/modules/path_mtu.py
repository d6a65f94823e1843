"""How large a packet reaches other machines in one piece."""

import os
import select
import socket
import struct
import time

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: path_mtu
short_description: Send packets that nobody may divide to other machines
description:
  - Sends ICMP echo requests with 'do not fragment', of the size that is wanted, then of smaller ones, and waits for the
    answers. A machine that answers none is left out, for it may answer no echo at all. Changes nothing.
options:
  addresses: {description: IPv4 addresses of other machines., type: list, elements: str, required: true}
  size: {description: "Bytes that a packet has to have, its IP header included", type: int, required: true}
"""

RETURN = r"""
small: {description: "The largest size that got through, by the address where the wanted one did not", type: dict,
  returned: always}
"""

SIZES = (1492, 1476, 1460, 1450, 1420, 1400, 1380, 1300, 1280, 1000)
"""Usual for PPPoE, GRE, clouds, WireGuard, other tunnels; then what nearly every path has."""
SMALLEST = 576
HEADERS = 28
"""Bytes of the IPv4 and the ICMP header."""
TRIES, ANSWER_SECONDS = 3, 0.5
MTU_DISCOVER, PROBE = 10, 3
"""IP_MTU_DISCOVER and IP_PMTUDISC_PROBE of Linux: do not fragment, and ask no cache. Python has no name for them."""


def echo(mark: int, number: int, size: int) -> bytes:
    """An ICMP echo request that makes an IP packet of this size."""
    # Its data are zeros, which add nothing to the sum.
    total = (8 << 8) + mark + number
    total = (total >> 16) + (total & 0xFFFF)
    return struct.pack("!BBHHH", 8, 0, ~total & 0xFFFF, mark, number) + bytes(size - HEADERS)


def answered(address: str, size: int, mark: int) -> bool:
    """Whether the address answers an echo request of this size within one of the tries."""
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as raw:
        raw.setsockopt(socket.IPPROTO_IP, MTU_DISCOVER, PROBE)
        for number in range(TRIES):
            try:
                raw.sendto(echo(mark, number, size), (address, 0))
            except OSError:
                # Larger than this machine's own interface takes, or no way there.
                return False
            until = time.monotonic() + ANSWER_SECONDS
            while (left := until - time.monotonic()) > 0 and select.select([raw], [], [], left)[0]:
                packet, (sender, _) = raw.recvfrom(65_535)
                kind, _, _, found, _ = struct.unpack_from("!BBHHH", packet, (packet[0] & 15) * 4)
                if (sender, kind, found) == (address, 0, mark):
                    return True
    return False


def small(addresses: list[str], size: int) -> dict[str, int]:
    """The largest size that reaches each address which the wanted one does not."""
    mark = os.getpid() & 0xFFFF
    found = {}
    for address in addresses:
        if answered(address, size, mark) or not answered(address, SMALLEST, mark):
            continue
        found[address] = next((less for less in SIZES if less < size and answered(address, less, mark)), SMALLEST)
    return found


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "addresses": {"type": "list", "elements": "str", "required": True},
            "size": {"type": "int", "required": True},
        },
        supports_check_mode=True,
    )
    module.exit_json(changed=False, small=small(module.params["addresses"], module.params["size"]))


if __name__ == "__main__":
    main()
