"""Faults that an operator meets on a deployed swarm: each is named, or mended by the next site."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from tests.conftest import LAB_INVENTORY, ROOT, Measured, Play, play
from tests.lab.conftest import addresses, all_serve, code, container_of, on, placed, story, until

pytestmark = pytest.mark.lab


def stopped_before_a_change(done: Play) -> str:
    """What a site said that was stopped, and had changed nothing."""
    assert done.code != 0
    assert {done.recap(machine)["changed"] for machine in addresses()} == {0}
    return " ".join(done.output.split())


def verified() -> str:
    """What a verify says, without YAML's line breaks and doubled quotation marks."""
    return " ".join(play("verify").output.split()).replace("''", "'")


@contextmanager
def broken(machine: str, broke: str, mended: str) -> Iterator[None]:
    """A machine on which a shell command has broken something."""
    on(machine, "sh", "-c", broke)
    try:
        yield
    finally:
        on(machine, "sh", "-c", mended)


VPN = ("ip route add 10.86.44.0/24 dev eth0", "ip route del 10.86.44.0/24 dev eth0")


@pytest.mark.campaign
def test_a_network_that_has_the_containers_addresses_stops_site(site: Play) -> None:
    """A VPN's route into the swarm's pool, on one machine: named, with its interface."""
    with broken("lab-3", *VPN):
        said = stopped_before_a_change(play("site"))
    assert "lab-3 has a route to 10.86.44.0/24 (by eth0), and containers would have addresses of 10.86.0.0/16" in said


SMALL_WAY = ("ip link set eth0 mtu 1400", "ip link set eth0 mtu 1500")
NO_NAMES = (
    "cp /etc/resolv.conf /root/resolv.conf; echo nameserver 127.0.0.3 > /etc/resolv.conf",
    "cat /root/resolv.conf > /etc/resolv.conf",
)


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (SMALL_WAY, "From lab-2 packets of 1500 bytes do not reach 172.31.77.11, 172.31.77.13; 1400 bytes do."),
        (NO_NAMES, "lab-2 finds no address of "),
    ],
    ids=["path MTU", "no DNS"],
)
def test_what_is_wrong_with_a_machine_stops_site(site: Play, fault: tuple[str, str], said: str) -> None:
    """Before anything is changed, by a message that names the machine and the mend."""
    with broken("lab-2", *fault):
        assert said in stopped_before_a_change(play("site"))


COPY = (
    "cp /etc/machine-id /root/; echo 0123456789abcdef0123456789abcdef > /etc/machine-id",
    "mv /root/machine-id /etc/",
)


@pytest.mark.campaign
def test_copies_of_one_machine_stop_site(site: Play) -> None:
    """Two machines with one machine-id are named."""
    with broken("lab-2", *COPY), broken("lab-3", *COPY):
        assert "lab-2, lab-3 have one machine-id" in stopped_before_a_change(play("site"))


@pytest.mark.campaign
def test_verify_names_all_that_is_wrong_with_machines(site: Play) -> None:
    """Each fault that stops site is found on the running system, with its machine and its mend."""
    with (
        broken("lab-2", *SMALL_WAY),
        broken("lab-2", *NO_NAMES),
        broken("lab-3", *VPN),
        broken("lab-2", *COPY),
        broken("lab-3", *COPY),
    ):
        said = verified()
    assert "or set swarm_path_mtu and the network's MTU (docs/troubleshooting.md): {" in said
    assert "'lab-2': {'172.31.77.11': 1400" in said
    assert "mend /etc/resolv.conf there: {'lab-2'" in said
    assert "take another range for the route, or make the swarm anew with swarm_address_pool: {'lab-3'" in said
    assert "/etc/machine-id is the same on two machines" in said
    until(all_serve, "each service runs on its machine")


@pytest.mark.campaign
@pytest.mark.parametrize("how", ["restart", "reload", "stop and start"])
def test_the_engine_follows_nftables(site: Play, measured: Measured, how: str) -> None:
    """Debian's unit flushes every rule: the engine and the firewall make theirs anew, and all serves again."""
    for verb in how.split(" and "):
        on("lab-2", "systemctl", verb, "nftables")
    seconds = until(lambda: code("lab-2", "docker-rules") == 0 and all_serve(), "Docker's rules, and all that serves")
    assert "hook prerouting" in on("lab-2", "nft", "list", "table", "inet", "storyloom")
    measured(f"{how} of nftables: Docker's rules and every service back after {seconds:.0f} s")


@pytest.mark.campaign
def test_rules_that_were_flushed_by_hand_are_mended(site: Play, tmp_path: Path) -> None:
    """A verify names the machine; site restarts that engine alone; a second site changes nothing."""
    on("lab-3", "iptables", "--table", "nat", "--flush")
    assert "Docker's rules are gone, run playbooks/site.yml: {'lab-3'" in verified()
    started = {machine: engine_start(machine) for machine in addresses()}
    assert play("site").code == 0
    assert {machine for machine in addresses() if engine_start(machine) != started[machine]} == {"lab-3"}
    assert all_serve()
    assert {play("site").recap(machine)["changed"] for machine in addresses()} == {0}
    assert story(tmp_path)["event"] == "run_completed"


def engine_start(machine: str) -> int:
    """When the engine has started, in microseconds of one clock for all lab machines."""
    when = ["systemctl", "show", "--property=ActiveEnterTimestampMonotonic", "--value", "docker"]
    return int(on(machine, *when))


@pytest.mark.campaign
def test_engines_with_other_settings_restart_one_after_the_other(site: Play, measured: Measured) -> None:
    """Each is drained, and the next one waits until all that served serves again; with the old settings likewise."""
    before = {machine: engine_start(machine) for machine in addresses()}
    settings = yaml.safe_load((ROOT / "roles" / "docker_engine" / "defaults" / "main.yml").read_text())
    changed = {"docker_engine_settings": settings["docker_engine_settings"] | {"shutdown-timeout": 14}}
    done = play("site", "-e", json.dumps(changed))
    assert done.code == 0, done.output[-3000:]
    starts = sorted(engine_start(machine) for machine in addresses())
    assert all(engine_start(machine) != before[machine] for machine in addresses())
    assert done.output.count("Drain the machine") == len(addresses())
    assert all_serve()
    apart = [round((later - earlier) / 1e6) for earlier, later in pairwise(starts)]
    measured(f"settings changed: engines started {' and '.join(map(str, apart))} s apart")
    assert play("site").code == 0
    assert all_serve()


@pytest.mark.campaign
def test_a_lost_quorum_is_named(site: Play, measured: Measured) -> None:
    """Two of three managers are away: site says so with the engine's own words, and nothing else happens."""
    for machine in ("lab-2", "lab-3"):
        subprocess.run(["docker", "kill", machine], check=True, capture_output=True)
    try:
        began = time.monotonic()
        said = stopped_before_a_change(play("site"))
        seconds = time.monotonic() - began
    finally:
        for machine in ("lab-2", "lab-3"):
            subprocess.run(["docker", "start", machine], check=True, capture_output=True)
    assert "The quorum is lost" in said
    assert "lab-1: active: " in said
    assert "down or not in this play: lab-2, lab-3." in said
    back = until(all_serve, "all serve again", 240)
    measured(f"two of three managers killed: named after {seconds:.0f} s; started again, all serve after {back:.0f} s")


@pytest.mark.campaign
def test_a_broken_node_leaves_and_joins_again(site: Play, measured: Measured) -> None:
    """A certificate that cannot be read, like one that has ended: site says why, and the cluster is the same."""
    cluster = on("lab-1", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}")
    certificate = "/var/lib/docker/swarm/certificates/swarm-node.crt"
    on(
        "lab-2",
        "sh",
        "-c",
        f"systemctl stop docker.socket docker && echo broken > {certificate} && systemctl start docker",
    )
    until(lambda: on("lab-2", "docker", "info", "--format", "{{.Swarm.LocalNodeState}}") == "error", "state error")
    began = time.monotonic()
    done = play("site")
    assert done.code == 0, done.output[-3000:]
    assert "Its engine says: " in done.output
    assert on("lab-2", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}") == cluster
    assert all_serve()
    measured(f"a node's certificate broken: joined again and all serve after {time.monotonic() - began:.0f} s")
    assert {play("site").recap(machine)["changed"] for machine in addresses()} == {0}


@pytest.mark.campaign
def test_services_follow_the_registry_s_password(site: Play) -> None:
    """Services are updated, and no container is replaced; a second site changes nothing."""
    before = {name: container_of(machine, name) for name, machine in placed().items()}
    password = json.dumps({"registry_password": "another-password-1"})
    assert play("site", "-e", password).recap("lab-1")["failed"] == 0
    assert {name: container_of(machine, name) for name, machine in placed().items()} == before
    again = play("site", "-e", password)
    assert {again.recap(machine)["changed"] for machine in addresses()} == {0}
    assert play("site").code == 0


@pytest.mark.campaign
def test_a_machine_that_left_the_inventory_stays_reachable(site: Play, tmp_path: Path) -> None:
    """It is named with the way to remove it; what it runs runs on."""
    inventory = yaml.safe_load((ROOT / LAB_INVENTORY).read_text())
    swarm = inventory["all"]["children"]["swarm"]
    for machine in ("lab-2", "lab-3"):
        del swarm["children"]["managers"]["hosts"][machine]
    text = yaml.safe_dump(inventory).replace("{{ inventory_dir }}", str(ROOT / "inventory"))
    (tmp_path / "fewer.yml").write_text(text)
    done = play("site", inventory=str(tmp_path / "fewer.yml"))
    said = " ".join(done.output.split())
    for machine in ("lab-2", "lab-3"):
        assert f"{machine} ({addresses()[machine]}, manager, ready) is in the swarm and not in the inventory" in said
    assert story(tmp_path)["event"] == "run_completed"
    assert {play("site").recap(machine)["failed"] for machine in addresses()} == {0}


@pytest.mark.campaign
def test_settings_are_deployed_while_the_registry_s_machine_is_down(site: Play) -> None:
    """The images that run are taken, and the message says so; services of other machines are updated."""
    subprocess.run(["docker", "kill", "lab-1"], check=True, capture_output=True)
    try:
        until(lambda: code("lab-2", "docker", "node", "ls") == 0, "another manager leads")
        settings = json.dumps({"stack_environment": {"service-c4": {"LOG_LEVEL": "DEBUG"}}, "stack_timeout": 40})
        said = " ".join(play("deploy", "-e", settings).output.split())
        assert "lab-1, which has the images, is down: settings are deployed, with the images that run." in said
        environment = "{{json .Spec.TaskTemplate.ContainerSpec.Env}}"
        assert "LOG_LEVEL=DEBUG" in on(
            "lab-2", "docker", "service", "inspect", "pipeline_service-c4", "--format", environment
        )
    finally:
        subprocess.run(["docker", "start", "lab-1"], check=True, capture_output=True)
    until(all_serve, "all serve again", 240)
    assert play("deploy").code == 0


@pytest.mark.campaign
@pytest.mark.parametrize(("machine", "new"), [("lab-2", "172.31.77.22"), ("lab-1", "172.31.77.21")])
def test_a_machine_with_another_address_joins_again(
    site: Play, tmp_path: Path, measured: Measured, machine: str, new: str
) -> None:
    """The inventory has it: same cluster and image names, no node left behind; a second site changes nothing."""
    old = addresses()[machine]
    inventory = yaml.safe_load((ROOT / LAB_INVENTORY).read_text())
    swarm = inventory["all"]["children"]["swarm"]
    swarm["children"]["managers"]["hosts"][machine]["ansible_host"] = new
    known = (ROOT / ".lab" / "known_hosts").read_text()
    (tmp_path / "known_hosts").write_text(known + known.replace(f"{old} ", f"{new} "))
    swarm["vars"]["ansible_ssh_common_args"] = f"-o UserKnownHostsFile={tmp_path}/known_hosts -o IdentitiesOnly=yes"
    text = yaml.safe_dump(inventory).replace("{{ inventory_dir }}", str(ROOT / "inventory"))
    (tmp_path / "moved.yml").write_text(text)
    cluster = on("lab-3", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}")
    images = on("lab-3", "docker", "service", "ls", "--format", "{{.Name}} {{.Image}}")
    with broken(machine, move(old, new), move(new, old)):
        began = time.monotonic()
        done = play("site", inventory=str(tmp_path / "moved.yml"))
        assert done.code == 0, done.output[-3000:]
        assert all_serve()
        measured(f"a machine's address changed: joined again and all serve after {time.monotonic() - began:.0f} s")
        said = on(machine, "docker", "info", "--format", "{{.Swarm.Cluster.ID}} {{.Swarm.NodeAddr}}")
        assert said == f"{cluster} {new}"
        assert on("lab-3", "docker", "node", "ls", "--quiet").count("\n") == len(addresses()) - 1
        assert on("lab-3", "docker", "service", "ls", "--format", "{{.Name}} {{.Image}}") == images
        again = play("site", inventory=str(tmp_path / "moved.yml"))
        assert {again.recap(name)["changed"] for name in addresses()} == {0}
    assert play("site").code == 0
    assert all_serve()


def move(old: str, new: str) -> str:
    """The command that gives a machine another address; its default route goes with the old one."""
    gateway = "gateway=$(ip route show default | cut -d ' ' -f 3)"
    moved = f"ip address del {old}/24 dev eth0; ip address add {new}/24 dev eth0"
    return f"{gateway}; {moved}; ip route add default via $gateway"
