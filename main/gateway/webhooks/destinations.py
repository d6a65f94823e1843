"""Where webhooks may go: to https addresses of the internet, and where the operator allows it.

A gateway stands inside a network, and who makes a run does not: what they name must not make it ask its neighbours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

NUMBER = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)\.?")
"""A host whose last part is a number: some programs take it for an IPv4 address."""
Address = IPv4Address | IPv6Address
MAX_URL = 500
"""Characters of an address."""
NAT64 = ip_network("64:ff9b::/96")
"""IPv6 addresses that have an IPv4 address in them, by which a network reaches it."""


class Refused(OSError):
    """The address of a host is none to which webhooks may go."""


@dataclass(frozen=True)
class Destinations:
    """What the operator allows besides (WEBHOOK_ALLOW)."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, allowed: Iterable[str]) -> "Destinations":
        """Host names, addresses and networks. Raises ValueError, which names what is none of them."""
        hosts, networks = set[str](), list[IPv4Network | IPv6Network]()
        for item in allowed:
            try:
                networks.append(ip_network(item))
            except ValueError:
                if "/" in item or ":" in item or not item.replace("-", "").replace(".", "").isalnum():
                    raise ValueError(f"{item!r} is no host name, address or network such as 10.0.0.0/8") from None
                hosts.add(item.lower())
        return cls(frozenset(hosts), tuple(networks))

    def wrong_with(self, url: str) -> str:
        """Why no webhook may go to this address, as far as it says so itself; empty when one may."""
        if len(url) > MAX_URL or not url.isascii() or not url.isprintable() or " " in url:
            return f"is no address of at most {MAX_URL} characters"
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            host, port = "", None
        if not host or parts.scheme not in ("http", "https") or port == 0:
            return "is no address; use https://host/path"
        if parts.username is not None or parts.fragment:
            return "has a user or a fragment; put a secret into the path or the query instead"
        return self._wrong_with_host(host, parts.scheme)

    def _wrong_with_host(self, host: str, scheme: str) -> str:
        address = _address(host)
        if host in self.hosts or (address is not None and self._has(address)):
            return ""
        if address is None and NUMBER.fullmatch(host):
            return "is no address that means the same to everybody; write four numbers with dots between"
        if scheme == "http":
            return "is not https; plain http is for hosts that WEBHOOK_ALLOW names"
        if address is not None and not _is_public(address):
            return "is an address inside a network; WEBHOOK_ALLOW can allow it"
        return ""

    def check(self, host: str, address: str) -> None:
        """Raise Refused unless the host may be reached at this address, which is what its name means now."""
        found = _address(address)
        if host.lower() in self.hosts or (found is not None and (self._has(found) or _is_public(found))):
            return
        raise Refused("its address is inside a network; WEBHOOK_ALLOW can allow it")

    def _has(self, address: Address) -> bool:
        return any(address in network for network in self.networks if network.version == address.version)


def _address(text: str) -> Address | None:
    """The address that a text is, without what an IPv6 address may have around an IPv4 one; None when it is none."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return found.ipv4_mapped
        if found.sixtofour is not None:
            return found.sixtofour
        if found in NAT64:
            return IPv4Address(int(found) & 0xFFFFFFFF)
    return found


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast
