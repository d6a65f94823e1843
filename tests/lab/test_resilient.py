"""Machines of which any one may die: the resilient inventory on the lab, and each machine lost in turn."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, SERVICES, Measured, Play, play
from tests.lab.conftest import addresses, code, on, story, until, versions
from tests.lab.load import steady_load

pytestmark = [pytest.mark.lab, pytest.mark.campaign]

INVENTORY = "inventory/lab-resilient.yml"
GATEWAYS = [f"http://{address}:8080" for address in addresses().values()]
AWAY_SECONDS = 45


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


@pytest.mark.parametrize("lost", addresses())
def test_no_accepted_run_is_lost_with_a_machine(resilient: Play, measured: Measured, lost: str) -> None:
    """Killed under a steady load and started again: every accepted run completes, and all is whole again."""
    until(whole, "all runs", 300)
    was = members("lab-1")[lost]
    with steady_load(GATEWAYS) as load:
        time.sleep(10)
        subprocess.run(["docker", "kill", lost], check=True, capture_output=True)
        time.sleep(AWAY_SECONDS)
        subprocess.run(["docker", "start", lost], check=True, capture_output=True)
        time.sleep(10)
    seconds = until(whole, "all runs again", 300)
    measured(f"{lost} ({was} of the database): {load}; whole {seconds:.0f} s after the load")
    assert load.accepted
    assert not load.lost()


@pytest.mark.parametrize("what", ["database", "ca"])
def test_a_rotation_costs_no_run(resilient: Play, measured: Measured, what: str) -> None:
    """New passwords, of which the old one is refused; a new authority of members and registry. Under a steady load."""
    until(whole, "all runs", 300)
    file = ROOT / ".secrets" / "database-password"
    old = file.read_text().strip()
    with steady_load(GATEWAYS, 3600) as load:
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
