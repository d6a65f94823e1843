"""A repository as Docker has it, of Debian's own packages under Docker's names: for machines without a way to Docker's.

Debian 13's engine runs on Debian 12 too, but for runc, which is Debian 12's own there.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests import debian_packages

PARTS = {
    "docker-ce": ("docker.io",),
    "docker-ce-cli": ("docker-cli",),
    "containerd.io": ("runc", "containerd"),
    "docker-buildx-plugin": ("docker-buildx",),
    "docker-compose-plugin": ("docker-compose",),
}
"""Docker's packages, and Debian's of which each is made; the last one's maintainer scripts are taken."""
NEEDS = {"docker-ce": ["containerd.io", "docker-ce-cli"]}
ENGINE = "trixie"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"

DOWNLOAD = """
set -eu
cd "$1"; mirror=$2; keys=$3; shift 3
mkdir -p etc/apt.conf.d etc/preferences.d lists/partial archives/partial
for suite in "$@"; do echo "deb [signed-by=$keys] $mirror $suite main"; done >etc/sources.list
cat >apt.conf <<END
Dir::Etc "$PWD/etc";
Dir::State "$PWD";
Dir::State::status "/dev/null";
Dir::Cache "$PWD";
APT::Sandbox::User "root";
END
export APT_CONFIG=$PWD/apt.conf
apt-get -q update
"""


def make(folder: Path, suite: str) -> None:
    """Make the repository for a Debian suite in a folder, with the key that signs it."""
    sources = {part: suite if part == "runc" else ENGINE for parts in PARTS.values() for part in parts}
    with tempfile.TemporaryDirectory(prefix="docker-ce-") as work, debian_packages.signer() as by:
        path = Path(work)
        _download(path, sources)
        archives = [_made(path, name, parts) for name, parts in PARTS.items()]
        shutil.rmtree(folder, ignore_errors=True)
        debian_packages.publish(folder, suite, archives, by)
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o755 if place.is_dir() else 0o644)


def _mirror() -> str:
    """Where this machine's own apt has Debian from."""
    asked = ("Created-By: Packages", "Label: Debian", "Component: main")
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", *asked]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[0]


def _download(path: Path, sources: dict[str, str]) -> None:
    """Fetch Debian packages from their suites, by an apt that knows nothing of this machine's packages."""
    asked = " ".join(f"{name}/{suite}" for name, suite in sources.items())
    script = f"{DOWNLOAD}\nmkdir debs; cd debs; apt-get -q download {asked}\n"
    suites = sorted(set(sources.values()))
    environment = os.environ | {"LC_ALL": "C"}
    subprocess.run(
        ["sh", "-c", script, "download", str(path), _mirror(), KEYS, *suites],
        env=environment,
        check=True,
        capture_output=True,
    )


def _made(path: Path, name: str, parts: tuple[str, ...]) -> Path:
    """Docker's package of this name."""
    tree = path / "trees" / name
    tree.mkdir(parents=True)
    needs = list(NEEDS.get(name, ()))
    for part in parts:
        (archive,) = (path / "debs").glob(f"{part}_*.deb")
        debian_packages.unpack(archive, tree)
        fields = debian_packages.control(archive)
        needs += [need for need in fields["Depends"].split(", ") if need.split()[0] not in ("containerd", "runc")]
    (tree / "DEBIAN" / "md5sums").unlink()
    replaced = ", ".join(parts)
    return debian_packages.pack(
        tree,
        {
            "Package": name,
            "Version": f"5:{fields['Version']}",
            "Architecture": fields["Architecture"],
            "Maintainer": fields["Maintainer"],
            "Depends": ", ".join(needs),
            "Conflicts": replaced,
            "Replaces": replaced,
            "Description": f"Debian's {replaced} under Docker's name",
        },
        path,
    )
