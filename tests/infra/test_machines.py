"""Each machine: its engine and what it trusts."""

import pytest

from tests.infra.conftest import Machine

pytestmark = pytest.mark.lab


def test_the_engine_is_new_enough_and_runs(machines: list[Machine]) -> None:
    """Engine 24 at least, now and after a reboot."""
    for machine in machines:
        version = machine.json("docker version --format json")["Server"]["Version"]
        assert int(version.split(".")[0]) >= 24, f"{machine.name}: {version}"
        docker = machine.host.service("docker")
        assert docker.is_running
        assert docker.is_enabled


def test_the_engine_rotates_logs_and_grants_nothing_new(machines: list[Machine]) -> None:
    """daemon.json has the guide's log limits, and processes gain no privileges."""
    for machine in machines:
        settings = machine.json("cat /etc/docker/daemon.json")
        assert settings["log-opts"] == {"max-size": "10m", "max-file": "3"}, machine.name
        assert settings["no-new-privileges"] is True, machine.name


def test_the_engine_trusts_the_registry(machines: list[Machine]) -> None:
    """Every engine has the registry's CA, and the login is readable for root only."""
    for machine in machines:
        assert machine.host.check_output("ls /etc/docker/certs.d/*/ca.crt"), machine.name
        login = machine.host.file("/root/.docker/config.json")
        assert login.mode == 0o600, machine.name
