"""An operator who is not root, and reaches the machines otherwise than they reach each other.

Their inventory has names of its own. The first machine lets them in as a user who may sudo with a password; the second
only through the first, by another address and port; the third only through the first, over IPv6.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import LAB_INVENTORY, ROOT, Measured, Play, play
from tests.lab.conftest import addresses, all_serve, on, story

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

USER, PASSWORD, PORT = "deploy", "only-of-this-test", 2222
NAMES = dict(zip(addresses(), ("first", "second", "third"), strict=True))
WAYS = {"first": addresses()["lab-1"], "second": "10.99.0.12", "third": "fd00:77::13"}
OPENED = json.dumps({"firewall_public_ports": [{"port": PORT, "protocol": "tcp"}]})

LET_IN = f"""
useradd --create-home --shell /bin/bash --groups sudo {USER}
echo {USER}:{PASSWORD} | chpasswd
install -d -m 700 -o {USER} -g {USER} /home/{USER}/.ssh
install -m 600 -o {USER} -g {USER} /root/.ssh/authorized_keys /home/{USER}/.ssh/
sysctl --quiet --write net.ipv6.conf.eth0.disable_ipv6=0
"""
LOCK_OUT = f"""
rm --force /etc/ssh/sshd_config.d/ports.conf
systemctl restart ssh
userdel --force --remove {USER} 2>/dev/null
nft delete table inet storyloom
"""
PREPARED = {
    "lab-1": "ip address add 10.99.0.11/24 dev eth0; ip address add fd00:77::11/64 dev eth0 nodad",
    "lab-2": f"""
        ip address add {WAYS["second"]}/24 dev eth0
        printf 'Port 22\\nPort {PORT}\\n' >/etc/ssh/sshd_config.d/ports.conf
        systemctl restart ssh""",
    "lab-3": f"ip address add {WAYS['third']}/64 dev eth0 nodad",
}
UNDONE = {
    "lab-1": "ip address del 10.99.0.11/24 dev eth0; ip address del fd00:77::11/64 dev eth0",
    "lab-2": f"ip address del {WAYS['second']}/24 dev eth0",
    "lab-3": f"ip address del {WAYS['third']}/64 dev eth0",
}


def known_hosts() -> str:
    """The machines' keys by the addresses of this way."""
    keys = dict(line.split(" ", 1) for line in (ROOT / ".lab" / "known_hosts").read_text().splitlines())
    places = {name: WAYS[NAMES[name]] for name in NAMES} | {"lab-2": f"[{WAYS['second']}]:{PORT}"}
    return "".join(f"{place} {keys[addresses()[name]]}\n" for name, place in places.items())


def inventory(path: Path) -> dict[str, Any]:
    """What the operator writes, with a file of known hosts beside it."""
    (path / "known_hosts").write_text(known_hosts())
    ssh = f"-o UserKnownHostsFile={path}/known_hosts -o IdentitiesOnly=yes"
    key = ROOT / ".lab" / "id_ed25519"
    jump = f"{ssh} -o ProxyCommand='ssh -i {key} {ssh} -W [%h]:%p {USER}@{WAYS['first']}'"
    lab = yaml.safe_load((ROOT / LAB_INVENTORY).read_text())["all"]["children"]["swarm"]["children"]
    machines: dict[str, dict[str, Any]] = {
        NAMES[name]: {
            "ansible_host": WAYS[NAMES[name]],
            "swarm_advertise_address": addresses()[name],
            "swarm_labels": variables["swarm_labels"],
            "ansible_ssh_common_args": jump,
        }
        for name, variables in lab["managers"]["hosts"].items()
    }
    machines["first"]["ansible_ssh_common_args"] = ssh
    machines["second"]["ansible_port"] = PORT
    become = {"ansible_user": USER, "ansible_become": True, "ansible_become_password": PASSWORD}
    swarm = {"children": {"managers": {"hosts": machines}, "workers": {"hosts": {}}}}
    images = {"images_ca_bundle": "{{ lookup('ansible.builtin.env', 'SSL_CERT_FILE') }}"}
    children = {"swarm": swarm, "registry": {"hosts": {"first": {}}}, "database": {"hosts": {}}}
    return {"all": {"vars": become | images | {"ansible_ssh_private_key_file": str(key)}, "children": children}}


@pytest.fixture(scope="module")
def way(site: Play, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The operator's inventory, and machines that let them in; in the end they are as before."""
    path = tmp_path_factory.mktemp("operator")
    (path / "hosts.yml").write_text(yaml.safe_dump(inventory(path)))
    # The port is to be open before a login comes by it.
    assert play("site", "-e", OPENED).code == 0
    try:
        for machine, command in PREPARED.items():
            on(machine, "sh", "-euc", LET_IN + command)
        yield str(path / "hosts.yml")
    finally:
        for machine, command in UNDONE.items():
            on(machine, "sh", "-c", f"{command}\n{LOCK_OUT}")
        assert play("site").code == 0


def test_site_by_this_way_finds_its_machines(way: str, tmp_path: Path, measured: Measured) -> None:
    """The swarm stays as it is, and the firewall opens what this way takes; a second site changes nothing."""
    cluster = on("lab-1", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}")
    began = time.monotonic()
    done = play("site", inventory=way)
    assert done.code == 0, done.output[-3000:]
    measured(f"by sudo, a jump host, another port and IPv6: site in {time.monotonic() - began:.0f} s")
    assert on("lab-3", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}") == cluster
    again = play("site", inventory=way)
    assert {again.recap(name)["changed"] for name in NAMES.values()} == {0}
    assert all_serve()
    assert story(tmp_path)["event"] == "run_completed"


def test_verify_by_this_way_finds_nothing(way: str) -> None:
    """Addresses, ports, labels and nodes are the inventory's, whatever the machines are called there."""
    done = play("verify", inventory=way)
    assert done.code == 0, done.output[-3000:]
