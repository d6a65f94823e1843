"""What is done to a machine of the lab, and undone: it dies, stands still, or is cut off from the others."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from tests.lab.conftest import addresses, on


@dataclass(frozen=True)
class Outage:
    """Something that begins on a machine, and ends after some seconds."""

    name: str
    seconds: float
    begin: Callable[[str], None]
    end: Callable[[str], None]
    prepared: Callable[[str], AbstractContextManager[None]] = lambda _machine: nullcontext()
    """What the machine has to be for it; as it was afterwards."""


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


DATA = "/var/lib/postgresql"
FILLER = f"{DATA}/filler"
ROOM = 48
"""Megabytes that a small disk has besides the database: three segments of its write-ahead log."""


@contextmanager
def _small_disk(machine: str) -> Iterator[None]:
    """A disk of its own for the database's files, which can be filled; they are in memory meanwhile."""
    moved = f"""
        systemctl stop patroni
        used=$(du --summarize --block-size=1M {DATA} | cut --fields=1)
        mkdir --parents /mnt/small
        mount --types tmpfs --options size=$((used + {ROOM}))M tmpfs /mnt/small
        cp --archive {DATA}/. /mnt/small/
        chown --reference={DATA} /mnt/small
        chmod --reference={DATA} /mnt/small
        mount --bind /mnt/small {DATA}
        systemctl start patroni
    """
    on(machine, "sh", "-ec", moved)
    try:
        yield
    finally:
        # The files of before: a follower that was away for a while.
        on(machine, "sh", "-ec", f"systemctl stop patroni; umount {DATA} /mnt/small; systemctl start patroni")


def _fill(machine: str) -> None:
    """Leave no byte, so that not even what is reserved in the log's own files can be followed by more."""
    on(machine, "sh", "-c", f"cat /dev/zero >{FILLER} 2>/dev/null; test -s {FILLER}")


def _empty(machine: str) -> None:
    on(machine, "rm", FILLER)


KILLED = Outage("killed", 45, lambda name: _docker("kill", name), lambda name: _docker("start", name))
PAUSED = Outage("paused", 30, lambda name: _docker("pause", name), lambda name: _docker("unpause", name))
CUT_OFF = Outage("cut off", 60, _cut, _join)
STORE_STOPPED = Outage("its PostgreSQL stopped", 20, _stop, _go_on)
STORE_FULL = Outage("its disk full", 30, _fill, _empty, _small_disk)
