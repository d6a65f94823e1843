"""Machines of which any one may die: the resilient inventory on the lab, and each machine lost in turn."""

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from services.catalog import MAIN
from tests.certificates import issued
from tests.conftest import PROMPT, ROOT, SERVICES, Measured, Play, play
from tests.lab.audit import audit
from tests.lab.conftest import addresses, code, container_of, on, story, until, versions
from tests.lab.knocks import OUTSIDE, Knock, authority, container, http, knock, machine, shown
from tests.lab.load import SLOW, Load, steady_load
from tests.lab.outages import CUT_OFF, KILLED, PAUSED, STORE_STOPPED, Outage

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

INVENTORY = "inventory/lab-resilient.yml"
ADDRESS = "172.31.77.100"
"""The inventory's virtual_address_cidr."""
GATEWAYS = [f"http://{address}:8080" for address in addresses().values()]


def members(asked: str) -> dict[str, str]:
    """The database's members that follow or lead, and what each is; none when the machine cannot say."""
    if code(asked, "timeout", "10", "patronictl", "-c", "/etc/patroni/config.yml", "list"):
        return {}
    listed = on(asked, "patronictl", "-c", "/etc/patroni/config.yml", "list", "--format", "json")
    return {item["Member"]: item["Role"] for item in json.loads(listed) if item["State"] in ("running", "streaming")}


def whole(asked: str = "lab-1") -> bool:
    """Whether all replicas run, every gateway is ready, and each member of the database has its place."""
    if code(asked, "docker", "service", "ls"):
        return False
    counts = on(asked, "docker", "service", "ls", "--format", "{{.Replicas}}").splitlines()
    full = len(counts) == len(SERVICES) and all(
        line.split()[0].split("/")[0] == line.split()[0].split("/")[1] for line in counts
    )
    roles = sorted(members(asked).values())
    return (
        full and roles == ["Leader", "Quorum Standby", "Quorum Standby"] and all(ready(gateway) for gateway in GATEWAYS)
    )


def connects(password: str) -> bool:
    """Whether a member of the database takes the password."""
    address = addresses()["lab-1"]
    url = f"postgresql://storyloom:{password}@{address}/storyloom?sslmode=require"
    return code("lab-1", "psql", url, "--command", "SELECT 1") == 0


def ready(gateway: str) -> bool:
    """Whether a gateway takes and drives runs."""
    try:
        return httpx.get(f"{gateway}/readyz", trust_env=False, timeout=10).status_code == 200
    except httpx.HTTPError:
        return False


def answers(gateway: str) -> bool:
    """Whether a gateway answers at all."""
    try:
        return httpx.get(f"{gateway}/healthz", trust_env=False, timeout=1).is_success
    except httpx.HTTPError:
        return False


def has_address(machine: str) -> bool:
    """Whether a machine has the gateways' one address."""
    return f" {ADDRESS}/" in on(machine, "ip", "-o", "-4", "address")


@pytest.fixture(scope="module")
def resilient(site: Play) -> Iterator[Play]:
    """The lab by the resilient inventory; by its own one again at the end, without a database."""
    done = play("site", inventory=INVENTORY)
    assert done.code == 0, done.output[-6000:]
    yield done
    assert play("reset", "-e", "reset_runs=true", inventory=INVENTORY).code == 0
    assert play("site").code == 0


def test_every_gateway_knows_every_run(resilient: Play, tmp_path: Path) -> None:
    """A story by one gateway: each shows it, and the content is the one that there always was."""
    until(whole, "all runs")
    made = story(tmp_path)
    shown = [
        httpx.get(f"{gateway}/v1/runs/{made['run_id']}", trust_env=False, timeout=10).json() for gateway in GATEWAYS
    ]
    assert {run["package"]["content_digest"] for run in shown} == {made["content_digest"]}


def test_the_second_run_changes_nothing(resilient: Play) -> None:
    """changed=0 on every machine, no service was touched, and a check has nothing to show."""
    before = versions()
    for arguments in ((), ("--check", "--diff")):
        again = play("site", *arguments, inventory=INVENTORY)
        assert again.code == 0, again.output[-3000:]
        assert {machine: again.recap(machine)["changed"] for machine in addresses()} == dict.fromkeys(addresses(), 0)
    assert versions() == before


def test_the_machines_are_as_the_inventory_says(resilient: Play) -> None:
    """playbooks/verify.yml finds nothing, in the database neither."""
    done = play("verify", inventory=INVENTORY)
    assert done.code == 0, done.output[-6000:]


def is_right(load: Load) -> None:
    """Every accepted run completed, and a second look finds nothing wrong by any gateway."""
    assert load.accepted
    assert not load.lost()
    assert not audit(GATEWAYS, load.tag, load.asked)


@pytest.mark.parametrize("port", [2379, 2380, 8008])
def test_who_has_no_certificate_of_the_database_is_refused(resilient: Play, port: int) -> None:
    """By etcd, its members and Patroni: in plain, without one, by one of the services' authority, by an expired one."""
    ca = authority("database-ca")
    for name, address in addresses().items():
        neighbour, its_own = next(item for item in addresses().items() if item[0] != name)
        place, asking = machine(neighbour), Knock(address, port, http("/health"))
        leaves = None, issued(authority("pki/ca"), MAIN), issued(ca, its_own, expired=True)
        strangers = [replace(asking, plain=True), *(replace(asking, shows=shown(leaf)) for leaf in leaves)]
        for where in (place, container(MAIN, neighbour)):
            assert knock(where, strangers) == ["refused"] * len(strangers), name
        assert knock(place, [replace(asking, shows=shown(issued(ca, its_own)))])[0].startswith("HTTP/")
        assert knock(OUTSIDE, [asking]) == ["closed"]


def test_strangers_of_etcd_are_logged(resilient: Play) -> None:
    """With where they come from."""
    ports = 2379, 2380
    knock(machine("lab-2"), [Knock(addresses()["lab-1"], port) for port in ports])
    said = on("lab-1", "journalctl", "--unit", "etcd", "--since", "-2min", "--no-pager")
    assert said.count(f'"remote-addr":"{addresses()["lab-2"]}:') >= len(ports), said[-3000:]


def test_the_database_refuses_who_is_unencrypted_or_has_no_password(resilient: Play) -> None:
    """With PostgreSQL's own words, which its log has too, with where from; outside its port is closed."""
    begins = "\0\0\0\x2b\0\x03\0\0user\0storyloom\0database\0storyloom\0\0"
    asking = Knock(addresses()["lab-1"], 5432, begins, plain=True)
    for place in (machine("lab-2"), container(MAIN, "lab-2")):
        assert "no pg_hba.conf entry for host" in knock(place, [asking])[0]
    assert knock(OUTSIDE, [asking]) == ["closed"]
    assert not connects("wrong")
    said = on("lab-1", "journalctl", "--unit", "patroni", "--since", "-2min", "--no-pager")
    assert f'no pg_hba.conf entry for host "{addresses()["lab-2"]}"' in said


def test_a_calm_load(resilient: Play, measured: Measured) -> None:
    """The same load while nothing is done to the machines."""
    until(whole, "all runs", 300)
    with steady_load(GATEWAYS) as load:
        time.sleep(40)
    measured(str(load))
    is_right(load)


@pytest.mark.parametrize("machine", addresses())
@pytest.mark.parametrize("outage", [KILLED, PAUSED, CUT_OFF], ids=lambda outage: outage.name)
def test_no_accepted_run_is_lost_with_a_machine(
    resilient: Play, measured: Measured, outage: Outage, machine: str
) -> None:
    """One machine away under a steady load: every accepted run completes, and all is whole again."""
    until(whole, "all runs", 300)
    was = members("lab-1")[machine]
    with steady_load(GATEWAYS) as load:
        time.sleep(10)
        outage.begin(machine)
        try:
            time.sleep(outage.seconds)
        finally:
            outage.end(machine)
        time.sleep(10)
    seconds = until(whole, "all runs again", 300)
    measured(f"{was} of the database: {load}; whole {seconds:.0f} s after the load")
    is_right(load)


def test_whoever_is_cut_off_accepts_nothing(resilient: Play) -> None:
    """From a minority's gateway a client hears 503, and that the database is the reason."""
    until(whole, "all runs", 300)
    leader = next(name for name, role in members("lab-1").items() if role == "Leader")
    CUT_OFF.begin(leader)
    try:
        time.sleep(CUT_OFF.seconds / 2)
        answer = httpx.post(
            f"http://{addresses()[leader]}:8080/v1/runs", json={"prompt": PROMPT}, trust_env=False, timeout=30
        )
    finally:
        CUT_OFF.end(leader)
    assert answer.status_code == 503
    assert "the database cannot be used" in answer.json()["detail"]


def test_no_run_is_lost_while_the_database_s_leader_stands_still(resilient: Play, measured: Measured) -> None:
    """Its processes are stopped for 20 s and go on then."""
    until(whole, "all runs", 300)
    leader = next(name for name, role in members("lab-1").items() if role == "Leader")
    with steady_load(GATEWAYS) as load:
        time.sleep(10)
        STORE_STOPPED.begin(leader)
        time.sleep(STORE_STOPPED.seconds)
        STORE_STOPPED.end(leader)
        time.sleep(20)
    seconds = until(whole, "all runs again", 300)
    measured(f"{load}; whole {seconds:.0f} s after the load")
    is_right(load)


def test_no_run_is_lost_when_all_machines_lose_power_at_once(resilient: Play, measured: Measured) -> None:
    """Killed together under the load, and started together."""
    until(whole, "all runs", 300)
    with steady_load(GATEWAYS) as load:
        time.sleep(10)
        for act in (KILLED.begin, KILLED.end):
            for machine in addresses():
                act(machine)
        time.sleep(60)
    seconds = until(whole, "all runs again", 300)
    measured(f"{load}; whole {seconds:.0f} s after the load")
    is_right(load)


def test_no_run_is_lost_with_a_gateway(resilient: Play, measured: Measured) -> None:
    """Killed on one machine after the other, every three seconds for a minute, wherever its runs are."""
    until(whole, "all runs", 300)
    with steady_load(GATEWAYS) as load:
        for machine in list(addresses()) * 7:
            time.sleep(3)
            if container := container_of(machine, "main"):
                on(machine, "docker", "kill", container)
    seconds = until(whole, "all runs again", 300)
    measured(f"{load}; whole {seconds:.0f} s after the load")
    is_right(load)


def test_one_address_follows_a_healthy_gateway(resilient: Play, measured: Measured) -> None:
    """The machine that has it is killed: another one answers there, and keeps it when that one is back."""
    until(whole, "all runs", 300)
    holder = next(name for name in addresses() if has_address(name))
    KILLED.begin(holder)
    try:
        seconds = until(lambda: answers(f"http://{ADDRESS}:8080"), "a gateway answers there", 60)
        after = next(name for name in addresses() if name != holder and has_address(name))
    finally:
        KILLED.end(holder)
    until(whole, "all runs again", 300)
    measured(f"{holder} had it, {after} answered {seconds:.0f} s after the loss")
    assert [name for name in addresses() if has_address(name)] == [after]


@pytest.mark.parametrize("what", ["database", "ca"])
def test_a_rotation_costs_no_run(resilient: Play, measured: Measured, what: str) -> None:
    """New passwords, of which the old one is refused; a new authority of members and registry. Under a steady load."""
    until(whole, "all runs", 300)
    file = ROOT / ".secrets" / "database-password"
    old = file.read_text().strip()
    with steady_load(GATEWAYS, 3600, SLOW) as load:
        time.sleep(10)
        done = play("rotate", "--tags", what, "-e", "force=true", inventory=INVENTORY, seconds=3600)
        time.sleep(10)
    assert done.code == 0, done.output[-6000:]
    measured(f"{what}: {load}")
    assert load.accepted
    assert not load.lost()
    until(whole, "all runs again", 300)
    if what == "database":
        assert connects(file.read_text().strip())
        assert not connects(old)
    again = play("rotate", "--tags", what, inventory=INVENTORY)
    assert again.code == 0, again.output[-4000:]
    assert {machine: again.recap(machine)["changed"] for machine in addresses()} == dict.fromkeys(addresses(), 0)


def test_a_machine_made_anew_joins_the_same_database(resilient: Play, tmp_path: Path) -> None:
    """Lost with its disk, made again, site: three members, and the runs of before."""
    until(whole, "all runs", 300)
    made = story(tmp_path)
    subprocess.run(["docker", "rm", "--force", "lab-2"], check=True, capture_output=True)
    assert play("lab").code == 0
    done = play("site", inventory=INVENTORY)
    assert done.code == 0, done.output[-6000:]
    until(whole, "all runs again", 300)
    run = httpx.get(f"{GATEWAYS[1]}/v1/runs/{made['run_id']}", trust_env=False, timeout=10).json()
    assert run["package"]["content_digest"] == made["content_digest"]
