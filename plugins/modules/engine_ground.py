"""What an engine stands on: the kernel's file systems, other engines, room on disks, names of package repositories."""

import ipaddress
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: engine_ground
short_description: Look at what a Docker engine needs of a machine
description:
  - Asks a Debian machine, with or without an engine. Changes nothing.
options:
  packages: {description: Packages to look for., type: list, elements: str, required: true}
  paths: {description: "Folders that need room, there already or not", type: list, elements: str, required: true}
  free_mb: {description: Megabytes that must be free there., type: int, required: true}
  free_files: {description: Files that there must be room for., type: int, default: 10000}
  repositories: {description: Package repositories beside those of apt., type: list, elements: str, default: []}
"""

RETURN = r"""
overlay: {description: Whether the kernel has overlay file systems, type: bool, returned: always}
packages: {description: Those of the packages that are installed, type: list, returned: always}
full: {description: "Where there is too little room, with what is left", type: list, returned: always}
unresolved: {description: Hosts of package repositories whose names have no address, type: list, returned: always}
"""

RESOLVE_SECONDS = 10


def room(path: str) -> tuple[str, int, int | None]:
    """The nearest folder that is there, and the megabytes and files for which root finds room in its file system."""
    folder = next(item for item in (Path(path), *Path(path).parents) if item.exists())
    found = os.statvfs(folder)
    files = found.f_ffree if found.f_files else None
    return str(folder), found.f_bavail * found.f_frsize // 2**20, files


def full(paths: Iterable[str], megabytes: int, files: int) -> list[str]:
    """The folders with too little room."""
    found = {folder: (free, left) for folder, free, left in map(room, paths)}
    return [
        f"{folder} ({free} MB{'' if left is None else f', {left} files'})"
        for folder, (free, left) in sorted(found.items())
        if free < megabytes or (left is not None and left < files)
    ]


def hosts(addresses: Iterable[str]) -> set[str]:
    """The names of hosts in URLs of repositories."""
    found = {urlsplit(address).hostname or "" for address in addresses}
    return {name for name in found if name and not _is_address(name)}


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def unresolved(module: AnsibleModule, more: list[str]) -> list[str]:
    """Hosts of apt's and more repositories that have no address; none behind a proxy, which looks them up itself."""
    _, proxy, _ = module.run_command(["apt-config", "shell", "a", "Acquire::http::Proxy", "b", "Acquire::https::Proxy"])
    if proxy.strip():
        return []
    _, out, _ = module.run_command(["apt-get", "indextargets", "--format", "$(REPO_URI)"])
    ask = ["timeout", str(RESOLVE_SECONDS), "getent", "ahosts"]
    return sorted(name for name in hosts([*out.split(), *more]) if module.run_command([*ask, name])[0])


def installed(module: AnsibleModule, packages: list[str]) -> list[str]:
    """Those of the packages that are installed."""
    shown = ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Package}\\n"]
    _, out, _ = module.run_command([*shown, *packages])
    return sorted(line.split()[1] for line in out.splitlines() if line.startswith("installed "))


def overlay(module: AnsibleModule) -> bool:
    """Whether the kernel has overlay built in, or as a module."""
    return (
        "overlay" in Path("/proc/filesystems").read_text(encoding="ascii").split()
        or module.run_command(["modinfo", "overlay"])[0] == 0
    )


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "packages": {"type": "list", "elements": "str", "required": True},
            "paths": {"type": "list", "elements": "str", "required": True},
            "free_mb": {"type": "int", "required": True},
            "free_files": {"type": "int", "default": 10_000},
            "repositories": {"type": "list", "elements": "str", "default": []},
        },
        supports_check_mode=True,
    )
    asked = module.params
    module.exit_json(
        changed=False,
        overlay=overlay(module),
        packages=installed(module, asked["packages"]),
        full=full(asked["paths"], asked["free_mb"], asked["free_files"]),
        unresolved=unresolved(module, asked["repositories"]),
    )


if __name__ == "__main__":
    main()
