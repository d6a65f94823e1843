"""The firewall: what each machine answers to its neighbours, against the inventory."""

from typing import Any

import pytest

from services.catalog import STAGES
from tests.infra.conftest import Machine, gateway_label

pytestmark = pytest.mark.lab

# Knocks on TCP ports of several addresses at once. A refusal is an answer too: the firewall let the question in.
SCAN = """
import asyncio, json, resource, sys

async def answers(address, port, limit):
    async with limit:
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(address, port), 1)
            writer.close()
        except ConnectionRefusedError:
            pass
        except (asyncio.TimeoutError, OSError):
            return None
        return address, port

async def main(first, last, services, *addresses):
    limit = asyncio.Semaphore(3000)
    ports = [*range(int(first), int(last) + 1), *map(int, services.split(","))]
    answered = await asyncio.gather(*(answers(address, port, limit) for address in addresses for port in ports))
    found = [pair for pair in answered if pair]
    print(json.dumps({address: [port for at, port in found if at == address] for address in addresses}))

resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
asyncio.run(main(*sys.argv[1:]))
"""


def variables(machine: Machine) -> dict[str, Any]:
    """What the inventory says about a machine."""
    found: dict[str, Any] = machine.host.ansible.get_variables()
    return found


def address(machine: Machine) -> str:
    """Where the other machines reach it, which may be elsewhere than SSH does."""
    known = variables(machine)
    return str(known.get("swarm_advertise_address", known["ansible_host"]))


def tcp(entries: list[dict[str, Any]]) -> set[int]:
    """The TCP ports of a list of {port, protocol}, whose ports may be ranges."""
    bounds = [str(entry["port"]).split("-") for entry in entries if entry["protocol"] == "tcp"]
    return {port for bound in bounds for port in range(int(bound[0]), int(bound[-1]) + 1)}


def expected(machine: Machine, gateway: str) -> set[int]:
    """The TCP ports on which a machine answers to the others; `gateway` is the gateways' label."""
    known = variables(machine)
    ports = {known.get("ansible_port", 22), 7946}
    ports |= {2377} if machine.is_manager else set()
    ports |= {8080} if gateway in machine.labels else set()
    ports |= {2379, 2380, 5432, 8008} if machine.name in known["groups"].get("database", []) else set()
    if machine.name in known["groups"]["registry"]:
        ports |= {int(known.get("registry_address", ":5000").split(":")[-1])}
    if machine.name == known.get("logging_server"):
        ports |= {known.get("logging_port", 5514)}
    return ports | tcp(known.get("firewall_machine_ports", [])) | tcp(known.get("firewall_public_ports", []))


def scan(machine: Machine, ports: range, more: list[int], addresses: list[str]) -> dict[str, list[int]]:
    """The ports of each address that answer the machine."""
    asked = f"{ports.start} {ports.stop - 1} {','.join(map(str, more))} {' '.join(addresses)}"
    found: dict[str, list[int]] = machine.json(machine.host.backend.quote(f"python3 -c %s {asked}", SCAN))
    return found


def test_neighbours_reach_what_they_need_and_nothing_else(machines: list[Machine]) -> None:
    """Every port up to 10000, and the services': each machine asked by each other one."""
    names = {address(machine): machine for machine in machines}
    for machine in machines:
        others = [place for place, other in names.items() if other is not machine]
        found = scan(machine, range(1, 10_001), [stage.port for stage in STAGES], others)
        for place, ports in found.items():
            other = names[place]
            # A busy machine may leave some of so many questions without an answer: these are asked again.
            silent = sorted(expected(other, gateway_label(machines)) - set(ports))
            late = scan(machine, range(0), silent, [place])[place] if silent else []
            assert {*ports, *late} == expected(other, gateway_label(machines)), f"{other.name}, asked by {machine.name}"


def test_the_firewall_is_loaded_now_and_after_a_reboot(machines: list[Machine]) -> None:
    """The unit is enabled and active, and its table is in the kernel."""
    for machine in machines:
        firewall = machine.host.service("storyloom-firewall")
        assert firewall.is_enabled, machine.name
        assert firewall.is_running, machine.name
        assert "hook prerouting" in machine.host.check_output("nft list table inet storyloom"), machine.name


def test_docker_s_own_rules_are_there(managed: list[Machine]) -> None:
    """Nobody has flushed them, nor has the firewall."""
    said = {machine.name: machine.host.run("/usr/local/sbin/docker-rules") for machine in managed}
    gone = {name: asked.stdout.strip() for name, asked in said.items() if asked.rc}
    assert not gone, f"Docker's rules are gone, run playbooks/site.yml: {gone}"
