"""Each machine: its engine and what it trusts."""

import pytest

from tests.conftest import ROOT
from tests.infra.conftest import Machine

pytestmark = pytest.mark.lab


def test_the_engine_is_new_enough_and_runs(machines: list[Machine]) -> None:
    """Engine 24 at least, now and after a reboot."""
    for machine in machines:
        version = machine.json("docker version --format json")["Server"]["Version"]
        assert int(version.split(".")[0]) >= 24, (
            f"{machine.name}: {version}, upgrade it (docker_engine_channel: docker-ce)"
        )
        docker = machine.host.service("docker")
        assert docker.is_running, f"{machine.name}: systemctl start docker, or journalctl --unit docker"
        assert docker.is_enabled, f"{machine.name}: systemctl enable docker, or it is away after a reboot"


def test_the_engine_rotates_logs_and_grants_nothing_new(managed: list[Machine]) -> None:
    """daemon.json has the guide's log limits, and processes gain no privileges."""
    for machine in managed:
        settings = machine.json("cat /etc/docker/daemon.json")
        assert settings["log-opts"] == {"max-size": "10m", "max-file": "3"}, machine.name
        assert settings["no-new-privileges"] is True, machine.name


def test_the_engine_trusts_the_registry(machines: list[Machine]) -> None:
    """Every engine has the registry's CA, and the login is readable for root only."""
    for machine in machines:
        assert machine.host.check_output("ls /etc/docker/certs.d/*/ca.crt"), machine.name
        login = machine.host.file("/root/.docker/config.json")
        assert login.mode == 0o600, machine.name


def test_the_registry_is_known_by_its_name(machines: list[Machine]) -> None:
    """The host in every image's name is one address, the same on each machine."""
    named = machines[0].host.check_output("basename /etc/docker/certs.d/*:*").rpartition(":")[0]
    found = {machine.name: machine.host.run(f"getent ahosts {named}").stdout.split(" ")[0] for machine in machines}
    assert "" not in found.values(), f"{named} has no address everywhere, run playbooks/site.yml: {found}"
    assert len(set(found.values())) == 1, f"{named} is not the same machine everywhere: {found}"


def test_images_that_are_no_longer_deployed_go_each_night(machines: list[Machine]) -> None:
    """The timer runs, and its last run has not failed."""
    for machine in machines:
        assert machine.host.service("storyloom-collect.timer").is_running, machine.name
        failed = machine.host.run("systemctl is-failed storyloom-collect.service").stdout.strip()
        assert failed != "failed", f"{machine.name}: journalctl -u storyloom-collect"


def test_our_units_have_little_power(machines: list[Machine]) -> None:
    """By systemd's own measure, from 0 to 10, an exposure of 3 at most; docs/operations.md has each unit's."""
    names = [path.name.removesuffix(".j2") for path in ROOT.glob("roles/*/*/*.service*")]
    for machine in machines:
        installed = [name for name in names if machine.host.file(f"/etc/systemd/system/{name}").exists]
        assert installed, machine.name
        for name in installed:
            said = machine.host.run(f"systemd-analyze security --no-pager --threshold=30 {name}")
            assert said.rc == 0, f"{machine.name}: {said.stdout[-1000:]}"


def test_the_engine_runs_with_its_settings(managed: list[Machine]) -> None:
    """It has started since daemon.json was written."""
    asked = "find /etc/docker/daemon.json -newer /run/docker.pid"
    old = [machine.name for machine in managed if machine.host.check_output(asked)]
    assert not old, f"run playbooks/site.yml, which restarts these engines one after the other: {old}"


def test_no_machine_is_a_copy_of_another(machines: list[Machine]) -> None:
    """Each has a machine-id, an SSH host key and an engine id of its own."""
    for path in ("/etc/machine-id", "/etc/ssh/ssh_host_ed25519_key.pub", "/var/lib/docker/engine-id"):
        found = [machine.host.run(f"cut -d ' ' -f 1,2 {path}").stdout.strip() for machine in machines]
        there = [item for item in found if item]
        assert len(set(there)) == len(there), (
            f"{path} is the same on two machines (docs/troubleshooting.md says the mend)"
        )
