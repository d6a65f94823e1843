"""What is done to a machine of the lab, and undone: it dies, stands still, or is cut off from the others."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from tests.lab.conftest import addresses, on


@dataclass(frozen=True)
class Outage:
    """Something that begins on a machine, and ends after some seconds."""

    name: str
    seconds: float
    begin: Callable[[str], None]
    end: Callable[[str], None]


def _docker(*command: str) -> None:
    subprocess.run(["docker", *command], check=True, capture_output=True)


def _cut(machine: str) -> None:
    """Let nothing of the other machines in, and nothing out to them; the host still reaches it."""
    others = ", ".join(address for name, address in addresses().items() if name != machine)
    rules = "".join(
        f"add chain inet cut {hook} {{ type filter hook {hook} priority raw; }}\n"
        f"add rule inet cut {hook} ip {side} {{ {others} }} drop\n"
        for hook, side in (("prerouting", "saddr"), ("output", "daddr"), ("forward", "daddr"))
    )
    on(machine, "sh", "-c", f"printf 'add table inet cut\\n{rules}' | nft -f -")


def _join(machine: str) -> None:
    on(machine, "nft", "delete", "table", "inet", "cut")


def _stop(machine: str) -> None:
    on(machine, "pkill", "-STOP", "-u", "postgres", "-x", "postgres")


def _go_on(machine: str) -> None:
    on(machine, "pkill", "-CONT", "-u", "postgres", "-x", "postgres")


KILLED = Outage("killed", 45, lambda name: _docker("kill", name), lambda name: _docker("start", name))
PAUSED = Outage("paused", 30, lambda name: _docker("pause", name), lambda name: _docker("unpause", name))
CUT_OFF = Outage("cut off", 60, _cut, _join)
STORE_STOPPED = Outage("its PostgreSQL stopped", 20, _stop, _go_on)
