"""Machines of which any one may die: the resilient inventory on the lab, and each machine lost in turn."""

import os
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from _pytest.mark import ParameterSet

from services.catalog import MAIN
from tests.certificates import issued
from tests.conftest import PROMPT, ROOT, Measured, Play, play
from tests.lab.audit import audit
from tests.lab.cluster import (
    ADDRESS,
    GATEWAYS,
    answers,
    connects,
    has_address,
    leader,
    logged,
    members,
    query,
    switch_to,
    whole,
)
from tests.lab.conftest import addresses, container_of, on, story, until, versions
from tests.lab.knocks import OUTSIDE, Knock, authority, container, http, knock, shown
from tests.lab.knocks import machine as on_machine
from tests.lab.load import SLOW, Load, steady_load
from tests.lab.outages import CUT_OFF, KILLED, PAUSED, STORE_FULL, STORE_STOPPED, Outage

pytestmark = pytest.mark.lab
campaign = pytest.mark.campaign

INVENTORY = "inventory/lab-resilient.yml"
SHORT = {("killed", "lab-1"), ("killed", "lab-2"), ("killed", "lab-3"), ("cut off", "lab-3")}
"""What `make test` has of the outages; the campaign has all others."""
TIMES = range(1, 1 + int(os.environ.get("CAMPAIGN_TIMES", "1")))
"""How often the campaign does each outage, and which time it is."""
again_and_again = pytest.mark.parametrize("time_", TIMES)


def outages() -> Iterator[ParameterSet]:
    """Each outage of each machine, and which time it is."""
    for outage in (KILLED, PAUSED, CUT_OFF):
        for machine in addresses():
            for number in TIMES:
                marks = () if (outage.name, machine) in SHORT and number == 1 else (campaign,)
                yield pytest.param(outage, machine, id=f"{outage.name}-{machine}-{number}", marks=marks)


@pytest.fixture(scope="module")
def resilient(lab: None) -> Iterator[Play]:
    """The lab by the resilient inventory, whatever was there before; engines only at the end."""
    done = play("site", inventory=INVENTORY)
    assert done.code == 0, done.output[-6000:]
    yield done
    gone = play("reset", "-e", "reset_runs=true", inventory=INVENTORY)
    assert gone.code == 0, gone.output[-6000:]


def test_every_gateway_knows_every_run(resilient: Play, tmp_path: Path) -> None:
    """A story by one gateway: each shows it, and the content is the one that there always was."""
    until(whole, "all runs")
    made = story(tmp_path)
    shown = [
        httpx.get(f"{gateway}/v1/runs/{made['run_id']}", trust_env=False, timeout=10).json() for gateway in GATEWAYS
    ]
    assert {run["package"]["content_digest"] for run in shown} == {made["content_digest"]}


@campaign
def test_the_second_run_changes_nothing(resilient: Play) -> None:
    """changed=0 on every machine, no service was touched, and a check has nothing to show."""
    before = versions()
    for arguments in ((), ("--check", "--diff")):
        again = play("site", *arguments, inventory=INVENTORY)
        assert again.code == 0, again.output[-3000:]
        assert {machine: again.recap(machine)["changed"] for machine in addresses()} == dict.fromkeys(addresses(), 0)
    assert versions() == before


@campaign
def test_the_machines_are_as_the_inventory_says(resilient: Play) -> None:
    """playbooks/verify.yml finds nothing, in the database neither."""
    done = play("verify", inventory=INVENTORY)
    assert done.code == 0, done.output[-6000:]


def is_right(load: Load) -> None:
    """Every accepted run completed, and a second look finds nothing wrong by any gateway."""
    assert load.accepted
    assert not load.lost()
    assert not audit(GATEWAYS, load.tag, load.asked)


@campaign
@pytest.mark.parametrize("port", [2379, 2380, 8008])
def test_who_has_no_certificate_of_the_database_is_refused(resilient: Play, port: int) -> None:
    """By etcd, its members and Patroni: in plain, without one, by one of the services' authority, by an expired one."""
    ca = authority("database-ca")
    for name, address in addresses().items():
        neighbour, its_own = next(item for item in addresses().items() if item[0] != name)
        place, asking = on_machine(neighbour), Knock(address, port, http("/health"))
        leaves = None, issued(authority("pki/ca"), MAIN), issued(ca, its_own, expired=True)
        strangers = [replace(asking, plain=True), *(replace(asking, shows=shown(leaf)) for leaf in leaves)]
        for where in (place, container(MAIN, neighbour)):
            assert knock(where, strangers) == ["refused"] * len(strangers), name
        assert knock(place, [replace(asking, shows=shown(issued(ca, its_own)))])[0].startswith("HTTP/")
        assert knock(OUTSIDE, [asking]) == ["closed"]


@campaign
def test_strangers_of_etcd_are_logged(resilient: Play) -> None:
    """With where they come from."""
    ports = 2379, 2380
    knock(on_machine("lab-2"), [Knock(addresses()["lab-1"], port) for port in ports])
    said = on("lab-1", "journalctl", "--unit", "etcd", "--since", "-2min", "--no-pager")
    assert said.count(f'"remote-addr":"{addresses()["lab-2"]}:') >= len(ports), said[-3000:]


@campaign
def test_the_database_refuses_who_is_unencrypted_or_has_no_password(resilient: Play) -> None:
    """With PostgreSQL's own words, which its log has too, with where from; outside its port is closed."""
    begins = "\0\0\0\x2b\0\x03\0\0user\0storyloom\0database\0storyloom\0\0"
    asking = Knock(addresses()["lab-1"], 5432, begins, plain=True)
    for place in (on_machine("lab-2"), container(MAIN, "lab-2")):
        assert "no pg_hba.conf entry for host" in knock(place, [asking])[0]
    assert knock(OUTSIDE, [asking]) == ["closed"]
    assert not connects("wrong")
    said = on("lab-1", "journalctl", "--unit", "patroni", "--since", "-2min", "--no-pager")
    assert f'no pg_hba.conf entry for host "{addresses()["lab-2"]}"' in said


def lived_through(
    measured: Measured, what: str, begin: Callable[[], None], seconds: float, end: Callable[[], None]
) -> None:
    """Something happens to the machines under a steady load and is undone: every accepted run completes.

    The load goes on for a while after all is whole again.
    """
    until(whole, "all runs", 300)
    with steady_load(GATEWAYS) as load:
        time.sleep(10)
        began = time.time()
        begin()
        try:
            time.sleep(seconds)
        finally:
            end()
        undone = time.time()
        whole_after = until(whole, "all runs again", 300)
        away = began, time.time()
        time.sleep(15)
    calm = f"p99 before and after {load.p99(outside=away):.0f} s"
    measured(f"{what}: {load}, {calm}; {undone - began:.0f} s away, whole {whole_after:.0f} s after that")
    is_right(load)


@campaign
def test_a_calm_load(resilient: Play, measured: Measured) -> None:
    """The same load while nothing is done to the machines."""
    until(whole, "all runs", 300)
    with steady_load(GATEWAYS) as load:
        time.sleep(60)
    measured(str(load))
    is_right(load)


@pytest.mark.parametrize(("outage", "machine"), list(outages()))
def test_no_accepted_run_is_lost_with_a_machine(
    resilient: Play, measured: Measured, outage: Outage, machine: str
) -> None:
    """One machine away under a steady load: every accepted run completes, and all is whole again."""
    until(whole, "all runs", 300)
    was = f"{members('lab-1')[machine]} of the database"
    lived_through(measured, was, lambda: outage.begin(machine), outage.seconds, lambda: outage.end(machine))


@campaign
def test_whoever_is_cut_off_accepts_nothing(resilient: Play) -> None:
    """From a minority's gateway a client hears 503, and that the database is the reason."""
    until(whole, "all runs", 300)
    cut = leader()
    CUT_OFF.begin(cut)
    try:
        time.sleep(CUT_OFF.seconds / 2)
        answer = httpx.post(
            f"http://{addresses()[cut]}:8080/v1/runs", json={"prompt": PROMPT}, trust_env=False, timeout=30
        )
    finally:
        CUT_OFF.end(cut)
    assert answer.status_code == 503
    assert "the database cannot be used" in answer.json()["detail"]


@campaign
@again_and_again
@pytest.mark.parametrize("outage", [STORE_STOPPED, STORE_FULL], ids=lambda outage: outage.name)
def test_no_run_is_lost_while_the_database_s_leader_cannot_write(
    resilient: Play, measured: Measured, outage: Outage, time_: int
) -> None:
    """Its processes are stopped, or its disk is full, and they go on then."""
    until(whole, "all runs", 300)
    machine = leader()
    with outage.prepared(machine):
        until(whole, "all runs", 300)
        switch_to(machine)
        lived_through(measured, outage.name, lambda: outage.begin(machine), outage.seconds, lambda: outage.end(machine))


@campaign
@again_and_again
def test_no_run_is_lost_when_all_machines_lose_power_at_once(resilient: Play, measured: Measured, time_: int) -> None:
    """Killed together under the load, and started together."""

    def each(act: Callable[[str], None]) -> None:
        for machine in addresses():
            act(machine)

    lived_through(measured, "all at once", lambda: each(KILLED.begin), 0, lambda: each(KILLED.end))


@campaign
@again_and_again
def test_an_answer_that_was_not_yet_written_is_made_again(resilient: Play, time_: int) -> None:
    """Main is killed between D's answer and its write: D is asked once more, and the run has one result."""
    until(whole, "all runs", 300)
    machine = leader()
    tag, key, run = uuid.uuid4().hex, uuid.uuid4().hex, f"{GATEWAYS[0]}/v1/runs"
    body = {"prompt": PROMPT, "seed": 7, "length": 800, "tags": [tag]}
    said = httpx.post(run, json=body, headers={"Idempotency-Key": key}, trust_env=False, timeout=30)
    run_id = said.raise_for_status().json()["id"]
    heard(f"{run}/{run_id}/events", "story_generator")
    driver = query(machine, f"SELECT driver FROM runs WHERE id = '{run_id}'").partition(":")[0]  # noqa: S608 - our own id
    heard(f"{run}/{run_id}/events", "aggregator")
    STORE_STOPPED.begin(machine)
    try:
        until(lambda: len(made_by_d(run_id)) == 1, "D has answered", 15)
        on(driver, "docker", "kill", container_of(driver, "main"))
    finally:
        STORE_STOPPED.end(machine)
    until(lambda: len(made_by_d(run_id)) == 2, "D has answered again", 120)
    until(whole, "all runs again", 300)
    assert not audit(GATEWAYS, tag, [{"key": key, "body": body, "run_id": run_id}])


def heard(url: str, stage: str) -> None:
    """Follow a run's events until a stage was asked."""
    with httpx.stream("GET", url, trust_env=False, timeout=120) as events:
        next(line for line in events.iter_lines() if line.startswith("data: ") and f'"stage": "{stage}"' in line)


def made_by_d(run_id: str) -> list[str]:
    """What D's replicas say of a package that they made of a run."""
    return [line for line in logged("service-d", run_id) if "made package" in line]


@campaign
def test_no_run_is_lost_with_a_gateway(resilient: Play, measured: Measured) -> None:
    """Killed on one machine after the other, every three seconds for a minute, wherever its runs are."""

    def killed_in_turn() -> None:
        for machine in list(addresses()) * 7:
            time.sleep(3)
            if container := container_of(machine, "main"):
                on(machine, "docker", "kill", container)

    lived_through(measured, "gateways in turn", killed_in_turn, 0, lambda: None)


@campaign
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


@campaign
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


@campaign
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
