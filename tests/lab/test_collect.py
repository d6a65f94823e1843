"""Versions that are no longer deployed leave registry and engines; those that are kept can be deployed again."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, Play, play
from tests.lab.conftest import addresses, all_serve, on, until

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

REPOSITORY = "/var/lib/docker-registry/docker/registry/v2/repositories/pipeline/main/_manifests"
KEEP = ("-e", "images_keep=2")


def tags() -> set[str]:
    """The tags of main in the registry."""
    return set(on("lab-1", "ls", f"{REPOSITORY}/tags").split())


def digests(machine: str) -> set[str]:
    """The images of main that the machine's engine has."""
    listed = on(machine, "docker", "image", "ls", "--no-trunc", "--quiet", "--filter", "reference=*/pipeline/main")
    return set(listed.split())


def test_of_five_versions_two_stay(site: Play, tmp_path: Path) -> None:
    """Each is of other sources. The unit removes three, and the last but one is deployed again."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tmp_path / "sources")], check=True)
    sources = ("-e", f"images_source_dir={tmp_path}/sources")
    for number in range(5):
        (tmp_path / "sources" / "main" / "__init__.py").write_text(f'"""Version {number}."""\n')
        done = play("deploy", "-e", f"images_tag=v{number}", *sources, *KEEP)
        assert done.code == 0, done.output[-4000:]
    assert {f"v{number}" for number in range(5)} <= tags()
    on("lab-1", "sh", "-c", "find /var/lib/docker-registry -name link -exec touch --date '3 days ago' {} +")
    for number in (4, 3):
        on("lab-1", "touch", "--date", "2 days ago", f"{REPOSITORY}/tags/v{number}/current/link")
    before = {machine: len(digests(machine)) for machine in addresses()}
    for machine in addresses():
        on(machine, "systemctl", "start", "storyloom-collect.service", seconds=600)
    assert tags() == {"v3", "v4"}
    # A stopped container of the last version but some still has its image.
    assert all(len(digests(machine)) <= before[machine] for machine in addresses())
    assert len(digests("lab-1")) == 2
    again = play("deploy", "-e", "images_tag=v3", "-e", "images_build=false", *KEEP)
    assert again.code == 0, again.output[-4000:]
    until(all_serve, "all serve")
    assert play("site").code == 0
