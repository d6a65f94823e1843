"""What is asked of the machines of the resilient inventory: the database's members, the gateways, the one address."""

import json

import httpx

from tests.conftest import SERVICES
from tests.lab.conftest import addresses, code, container_of, on, until

ADDRESS = "172.31.77.100"
"""The inventory's virtual_address_cidr."""
GATEWAYS = [f"http://{address}:8080" for address in addresses().values()]


def members(asked: str) -> dict[str, str]:
    """The database's members that follow or lead, and what each is; none when the machine cannot say."""
    if code(asked, "timeout", "10", "patronictl", "-c", "/etc/patroni/config.yml", "list"):
        return {}
    listed = on(asked, "patronictl", "-c", "/etc/patroni/config.yml", "list", "--format", "json")
    return {item["Member"]: item["Role"] for item in json.loads(listed) if item["State"] in ("running", "streaming")}


def whole(asked: str = "lab-1") -> bool:
    """Whether all replicas run, every gateway is ready, and each member of the database has its place."""
    if code(asked, "docker", "service", "ls"):
        return False
    counts = on(asked, "docker", "service", "ls", "--format", "{{.Replicas}}").splitlines()
    full = len(counts) == len(SERVICES) and all(
        line.split()[0].split("/")[0] == line.split()[0].split("/")[1] for line in counts
    )
    roles = sorted(members(asked).values())
    return (
        full and roles == ["Leader", "Quorum Standby", "Quorum Standby"] and all(ready(gateway) for gateway in GATEWAYS)
    )


def connects(password: str) -> bool:
    """Whether a member of the database takes the password."""
    address = addresses()["lab-1"]
    url = f"postgresql://storyloom:{password}@{address}/storyloom?sslmode=require"
    return code("lab-1", "psql", url, "--command", "SELECT 1") == 0


def ready(gateway: str) -> bool:
    """Whether a gateway takes and drives runs."""
    try:
        return httpx.get(f"{gateway}/readyz", trust_env=False, timeout=10).status_code == 200
    except httpx.HTTPError:
        return False


def answers(gateway: str) -> bool:
    """Whether a gateway answers at all."""
    try:
        return httpx.get(f"{gateway}/healthz", trust_env=False, timeout=1).is_success
    except httpx.HTTPError:
        return False


def has_address(machine: str) -> bool:
    """Whether a machine has the gateways' one address."""
    return f" {ADDRESS}/" in on(machine, "ip", "-o", "-4", "address")


def leader(asked: str = "lab-1") -> str:
    """The machine whose member of the database leads."""
    return next(name for name, role in members(asked).items() if role == "Leader")


def switch_to(machine: str) -> None:
    """Let a machine's member of the database lead."""
    now = leader(machine)
    if now != machine:
        command = "patronictl", "-c", "/etc/patroni/config.yml", "switchover", "--force"
        on(machine, *command, "--leader", now, "--candidate", machine)
        until(lambda: members(machine).get(machine) == "Leader", f"{machine} leads")


def query(machine: str, statement: str) -> str:
    """What the machine's member of the database answers."""
    return on(machine, "runuser", "-u", "postgres", "--", "psql", "storyloom", "--no-align", "-tc", statement)


def logged(service: str, word: str) -> list[str]:
    """A service's lines with the word, of its containers on all machines."""
    said = (
        on(machine, "sh", "-c", f"docker logs {container} 2>&1")
        for machine in addresses()
        if (container := container_of(machine, service))
    )
    return [line for text in said for line in text.splitlines() if word in line]
