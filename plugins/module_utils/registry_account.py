"""Which account of a registry a deploy hands to a service, noted so that another one shows.

Swarm keeps the account with a service, shows it to nobody, and pulls with it when a task moves to another machine.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

# A service's label with the note.
ACCOUNT = "storyloom.registry-account"


def accounts() -> dict[str, str]:
    """The accounts that the docker command has here, by registry."""
    path = Path(os.environ.get("DOCKER_CONFIG", Path.home() / ".docker")) / "config.json"
    return accounts_in(path.read_text(encoding="utf-8")) if path.is_file() else {}


def accounts_in(config: str) -> dict[str, str]:
    """The accounts in the docker command's config.json; one that a helper keeps is left out."""
    found = json.loads(config).get("auths") or {}
    return {registry: entry["auth"] for registry, entry in found.items() if entry.get("auth")}


def labels(image: str, known: Mapping[str, str]) -> dict[str, str]:
    """The label of a service with this image: none where its registry has no account here."""
    registry = image.partition("/")[0]
    return {ACCOUNT: _note(registry, known[registry])} if registry in known else {}


@cache
def _note(registry: str, account: str) -> str:
    """A hash that is slow to make: labels are no secret, and a short password could be found from a quick one."""
    return hashlib.scrypt(account.encode(), salt=registry.encode(), n=2**14, r=8, p=1, dklen=8).hex()
