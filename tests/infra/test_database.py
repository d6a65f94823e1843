"""The database, where the inventory has one: its members, who leads, and whether the next loss would cost anything."""

from typing import Any

import pytest

from tests.infra.conftest import Machine

pytestmark = pytest.mark.lab

ETCD = (
    "ETCDCTL_CACERT=/etc/storyloom/database/ca.crt ETCDCTL_CERT=/etc/storyloom/database/server.crt "
    "ETCDCTL_KEY=/etc/storyloom/database/server.key etcdctl --endpoints=https://127.0.0.1:2379"
)


@pytest.fixture(scope="module")
def members(machines: list[Machine]) -> list[Machine]:
    """The machines of the group `database`."""
    known = machines[0].host.ansible.get_variables()
    names = known["groups"].get("database", [])
    if not names:
        pytest.skip("the inventory has no database: its group `database` is empty")
    return [machine for machine in machines if machine.name in names]


@pytest.fixture(scope="module")
def cluster(members: list[Machine]) -> list[dict[str, Any]]:
    """What Patroni says of each member."""
    found: list[dict[str, Any]] = members[0].json("patronictl -c /etc/patroni/config.yml list --format json")
    return found


def test_the_database_runs_now_and_after_a_reboot(members: list[Machine]) -> None:
    """Etcd and Patroni are enabled and active on each member."""
    for machine in members:
        for name in ("etcd", "patroni"):
            service = machine.host.service(name)
            assert service.is_running, f"{name} on {machine.name}: journalctl --unit {name}"
            assert service.is_enabled, f"{name} on {machine.name}"


def test_etcd_s_members_are_the_inventory_s_and_agree(members: list[Machine]) -> None:
    """As many as machines, each healthy by its own word."""
    for machine in members:
        listed = machine.host.check_output(f"{ETCD} member list").splitlines()
        names = {line.split(", ")[2]: line.split(", ")[1] for line in listed}
        assert names == dict.fromkeys((item.name for item in members), "started"), f"{machine.name} says"
        asked = machine.host.run(f"{ETCD} endpoint health")
        assert asked.rc == 0, f"{machine.name}: {asked.stderr}"


def test_one_member_leads_and_a_standby_confirms_each_commit(members: list[Machine], cluster: Any) -> None:
    """Every machine is a member; one leads, and all others are quorum standbys that follow it."""
    roles = {item["Member"]: item["Role"] for item in cluster}
    assert roles.keys() == {machine.name for machine in members}, roles
    assert sorted(roles.values()) == ["Leader", *["Quorum Standby"] * (len(members) - 1)], roles
    states = {item["Member"]: item["State"] for item in cluster}
    assert set(states.values()) <= {"running", "streaming"}, states


def test_no_setting_waits_for_a_restart(cluster: Any) -> None:
    """What is configured is what runs."""
    waiting = [item["Member"] for item in cluster if item.get("Pending restart")]
    assert not waiting, f"run playbooks/site.yml, which restarts them one after the other: {waiting}"


def test_a_commit_waits_for_a_standby_s_disk(members: list[Machine], cluster: Any) -> None:
    """The leader has synchronous standbys, and checksums."""
    (leader,) = (
        machine for item in cluster for machine in members if (item["Member"], item["Role"]) == (machine.name, "Leader")
    )
    asked = "su postgres -c \"psql -AtX -c 'show synchronous_standby_names' -c 'show data_checksums'\""
    standbys, checksums = leader.host.check_output(asked).split("\n")
    assert standbys.startswith("ANY 1 ("), standbys
    assert checksums == "on"


def test_clients_connect_encrypted_and_with_a_password(members: list[Machine]) -> None:
    """No rule of pg_hba lets anybody in over the network otherwise."""
    for machine in members:
        lines = machine.host.check_output("cat /var/lib/postgresql/17/storyloom/pg_hba.conf").splitlines()
        rules = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        network = [rule for rule in rules if rule[0] != "local"]
        assert network
        assert {(rule[0], rule[4]) for rule in network} == {("hostssl", "scram-sha-256")}, machine.name


def test_secrets_are_for_their_readers_alone(members: list[Machine]) -> None:
    """Patroni's passwords and the member's key."""
    for machine in members:
        for path in ("/etc/patroni/config.yml", "/etc/storyloom/database/server.key"):
            file = machine.host.file(path)
            assert (file.user, file.mode & 0o027) == ("root", 0), f"{path} on {machine.name}"
