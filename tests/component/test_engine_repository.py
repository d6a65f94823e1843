"""Docker's own packages from a signed repository, and an engine of one's own, in a copy of this machine that ends."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import debian_packages
from tests.component import plays
from tests.conftest import ROOT

DOCKER = ("docker-ce", "docker-ce-cli", "containerd.io", "docker-buildx-plugin", "docker-compose-plugin")
OTHERS = ("iptables", "python3-docker", "python3-yaml")
"""What the role installs of the machine's own distribution, which is not reached here."""
ENGINE = """#!/bin/sh
case "$*" in
    version*) echo '{"Version": "28.5.1"}';;
    "info --format json") echo '{"Swarm": {"LocalNodeState": "inactive"}}';;
    info*) echo /var/lib/docker;;
esac
"""
FILES = {
    "docker-ce": {"usr/sbin/dockerd": "#!/bin/sh\n", "usr/lib/systemd/system/docker.service": "[Service]\n"},
    "docker-ce-cli": {"usr/bin/docker": ENGINE},
}
"""What of Docker's packages the role uses, by their names."""
ADDRESS = "http://127.0.0.1:8765/debian"

# A copy of this machine's files, of which what is written is in memory, in namespaces of its own: without a network,
# and without the packages of an engine that this machine may have. No service is started there, and all seem to run.
COPY = r"""
set -eu
memory=$1; keep=$2; shift 2
mount -t tmpfs none "$memory"
mkdir "$memory/upper" "$memory/work" "$memory/root"
root=$memory/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$memory/upper,workdir=$memory/work" "$root"
for folder in $keep; do mkdir -p "$root$folder"; mount --rbind "$folder" "$root$folder"; done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
rm -rf "$root"/etc/docker "$root"/usr/local/bin/docker "$root"/usr/bin/docker "$root"/usr/sbin/dockerd
rm -rf "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/* "$root"/var/lib/apt/lists/*
awk -v RS= -v ORS='\n\n' '$2 !~ /^(docker|containerd|runc)/' /var/lib/dpkg/status >"$root/var/lib/dpkg/status"
mkdir -p "$root/run/systemd/system"
rm -f "$root/usr/bin/systemctl"
cat >"$root/usr/bin/systemctl" <<'END'
#!/bin/sh
case "$*" in
    *is-active*) exit 3;;
    *show*) echo LoadState=loaded; echo ActiveState=active;;
    *restart*docker*) touch /run/docker.pid;;
esac
END
touch --date '1 hour ago' "$root/run/docker.pid"
chmod 755 "$root/usr/bin/systemctl" "$root/usr/sbin/policy-rc.d"
ip link set lo up
exec chroot "$root" "$@"
"""
SERVED = """
cd {folder}
{python} -m http.server --bind 127.0.0.1 8765 >/dev/null 2>&1 &
cd {path}
until {python} -c 'import socket; socket.create_connection(("127.0.0.1", 8765))' 2>/dev/null; do sleep 0.2; done
{commands}
"""

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("apt-get") is None or debian_packages.lacking() != "",
    reason=f"takes root on Debian, and {', '.join(debian_packages.PROGRAMS)}",
)


@pytest.fixture(scope="module")
def signer() -> Iterator[debian_packages.Signer]:
    """Whose signature the repository has."""
    with debian_packages.signer() as found:
        yield found


def suite() -> str:
    """This machine's release."""
    lines = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    return lines["VERSION_CODENAME"].strip('"')


@pytest.fixture
def repository(tmp_path: Path, signer: debian_packages.Signer) -> Path:
    """A folder with a repository of packages that have the names of Docker's, and a file each."""
    archives = []
    for name in (*DOCKER, *OTHERS):
        tree = tmp_path / "trees" / name
        for place, content in FILES.get(name, {}).items():
            (tree / place).parent.mkdir(parents=True, exist_ok=True)
            (tree / place).write_text(content)
            (tree / place).chmod(0o755)
        fields = {
            "Package": name,
            # Of the others any that the machine has already is newer.
            "Version": "5:28.5.1-1" if name in DOCKER else "0",
            "Architecture": debian_packages.architecture(),
            "Maintainer": "Tests <tests@example.org>",
            "Description": "stand-in",
        }
        archives.append(debian_packages.pack(tree, fields, tmp_path))
    debian_packages.publish(tmp_path / "served" / "debian", suite(), archives, signer)
    return tmp_path / "served"


def in_a_copy(tmp_path: Path, served: Path, *commands: str) -> subprocess.CompletedProcess[str]:
    """Run shell commands in a copy of this machine, where the folder is served."""
    (tmp_path / "memory").mkdir()
    kept = " ".join(map(str, {ROOT, Path(sys.prefix).resolve(), Path(sys.base_prefix), tmp_path}))
    script = SERVED.format(folder=served, python=sys.executable, path=tmp_path, commands="; ".join(commands))
    namespaces = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child"]
    copied = ["sh", "-c", COPY, "copy", str(tmp_path / "memory"), kept, "sh", "-c", script]
    return subprocess.run([*namespaces, *copied], capture_output=True, text=True, timeout=300, check=False)


def role(tmp_path: Path, **variables: object) -> str:
    """The command that does the role as a whole."""
    facts = {"ansible.builtin.setup": {"gather_subset": ["!all", "distribution", "hardware", "service_mgr"]}}
    tasks: plays.Tasks = [facts, plays.role("docker_engine")]
    command, environment = plays.write(tmp_path, {"all": tasks}, {"one": {"docker_engine_free_mb": 0, **variables}})
    settings = [f"{name}={environment[name]}" for name in environment if name.startswith("ANSIBLE_")]
    return shlex.join(["env", *settings, *command])


DOCKER_CE = {"docker_engine_channel": "docker-ce", "docker_engine_repository": ADDRESS}
INSTALLED = "dpkg-query --show --showformat '${Package} ${Version}\\n' docker-ce containerd.io 2>&1"


def test_docker_s_own_packages_are_installed(tmp_path: Path, repository: Path) -> None:
    """From a repository whose key is fetched from itself; the role's second run changes nothing."""
    command = role(tmp_path, **DOCKER_CE)
    done = in_a_copy(tmp_path, repository, command, f"{command} | tail -n 3", INSTALLED)
    assert "docker-ce 5:28.5.1-1\n" in done.stdout, done.stdout + done.stderr
    assert "containerd.io 5:28.5.1-1\n" in done.stdout
    assert done.stdout.count("changed=0") == 1, done.stdout


def test_a_repository_that_somebody_else_has_signed_is_refused(tmp_path: Path, repository: Path) -> None:
    """With the operator's own copy of the key; nothing of it is installed."""
    with debian_packages.signer() as other:
        (tmp_path / "other.asc").write_text(other.key)
    command = role(tmp_path, **DOCKER_CE, docker_engine_repository_key=str(tmp_path / "other.asc"))
    done = in_a_copy(tmp_path, repository, command, INSTALLED)
    assert "docker-ce 5:" not in done.stdout
    assert "is not signed" in done.stdout, done.stdout + done.stderr


OURS = "/etc/docker /etc/apt/sources.list.d/docker.sources /usr/local/sbin/docker-rules"
TOUCHED = f"find {OURS} 2>/dev/null | sed 's/^/touched /'"


def test_an_engine_of_one_s_own_is_left_as_it_is(tmp_path: Path, repository: Path) -> None:
    """The whole role installs what modules need, and neither configures the engine nor follows nftables for it."""
    (tmp_path / "own").mkdir()
    engine = tmp_path / "own" / "docker"
    engine.write_text(ENGINE)
    engine.chmod(0o755)
    search = f"{engine.parent}:/usr/sbin:/usr/bin:/sbin:/bin"
    named = f"echo 'deb [trusted=yes] {ADDRESS} {suite()} stable' >/etc/apt/sources.list.d/own.list; apt-get -q update"
    command = role(tmp_path, docker_engine_manage=False, search=search)
    done = in_a_copy(tmp_path, repository, named, command, TOUCHED)
    assert "failed=0" in done.stdout, done.stdout + done.stderr
    assert "touched" not in done.stdout
