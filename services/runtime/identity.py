"""What a process says of itself: where it runs, and what it runs."""

import os
import socket
from dataclasses import dataclass

from services.contract.version import __version__
from services.runtime.certificates import Ending, Newest


@dataclass(frozen=True)
class Identity:
    """What is not known is empty."""

    node: str = ""
    """The machine's name."""
    replica: str = ""
    """The process or container on that machine."""
    version: str = ""
    """The release."""
    build: str = ""
    """Digest of what its image was built from."""
    certificate_ends: str = ""
    """When its certificate ends (RFC 3339); of several the first one."""


UNKNOWN = Identity()


def replica_name() -> str:
    """This process among all of a stage: host, which in a container is its id, and process number."""
    return f"{socket.gethostname()}:{os.getpid()}"


def own(node: str, build: str, *certificates: Newest[Ending] | None) -> Identity:
    """This process's, as it is now; `node` and `build` as its settings have them."""
    ends = min((held.current.ends for held in certificates if held), default=None)
    return Identity(node, replica_name(), __version__, build, ends.isoformat() if ends else "")
