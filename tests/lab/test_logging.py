"""The central log: on, while its server is away, and off again."""

import subprocess
import time

import pytest

from tests.conftest import Play, play
from tests.lab.conftest import addresses, on
from tests.lab.test_site import accept, ended

pytestmark = pytest.mark.lab

COLLECTED = "/var/log/storyloom/pipeline.log"


@pytest.fixture(scope="module")
def central(site: Play) -> None:
    """The site with its log on lab-3."""
    done = play("site", "-e", "logging_server=lab-3")
    assert done.code == 0, done.output[-6000:]


def collected(word: str, names: set[str], seconds: float = 90) -> list[str]:
    """The lines with the word, once each of the machines has one."""
    deadline = time.monotonic() + seconds
    lines: list[str] = []
    while time.monotonic() < deadline:
        done = subprocess.run(
            ["docker", "exec", "lab-3", "grep", "-F", word, COLLECTED], capture_output=True, text=True, check=False
        )
        lines = done.stdout.splitlines()
        if {line.split(" ", 2)[1] for line in lines} >= names:
            return lines
        time.sleep(1)
    raise AssertionError(f"{word}: not from each of {names} after {seconds} s: {lines}")


def test_a_run_s_lines_of_all_machines_are_in_one_file(central: None) -> None:
    """Grep with the run's id finds what each machine's services said, as they said it."""
    run_id = accept()
    assert ended(run_id)["state"] == "completed"
    for line in collected(run_id, set(addresses())):
        _, machine, said = line.split(" ", 2)
        assert said.startswith("{")
        assert said.endswith("}")
        assert f'"node": "{machine}"' in said


def test_the_engine_s_own_logs_are_as_before(central: None) -> None:
    """The driver is json-file still, so docker service logs answers."""
    assert on("lab-1", "docker", "service", "logs", "--tail", "1", "pipeline_service-a")


def test_lines_wait_while_the_server_is_away(central: None) -> None:
    """A run's lines, said while nobody collects, are there when the server is back."""
    on("lab-3", "systemctl", "stop", "storyloom-logging")
    run_id = accept()
    assert ended(run_id)["state"] == "completed"
    on("lab-3", "systemctl", "start", "storyloom-logging")
    collected(run_id, set(addresses()))


def test_what_is_collected_is_rotated_and_not_for_everybody(central: None) -> None:
    """Rotation begins a new file, in which the next lines are; others may not read it."""
    on("lab-3", "logrotate", "--force", "/etc/logrotate.d/storyloom")
    run_id = accept()
    assert ended(run_id)["state"] == "completed"
    collected(run_id, set(addresses()))
    assert on("lab-3", "stat", "--format", "%U %G %a", COLLECTED) == "root adm 640"


@pytest.mark.campaign
def test_a_second_run_changes_nothing(central: None) -> None:
    """With the central log on, as without."""
    again = play("site", "-e", "logging_server=lab-3")
    assert again.code == 0, again.output[-3000:]
    assert {machine: again.recap(machine)["changed"] for machine in addresses()} == dict.fromkeys(addresses(), 0)


@pytest.mark.campaign
def test_off_removes_it_all(central: None) -> None:
    """Without the variable: no unit, no port, no state."""
    done = play("site")
    assert done.code == 0, done.output[-3000:]
    for machine in addresses():
        assert on(machine, "systemctl", "list-units", "--all", "--no-legend", "storyloom-logging.service") == ""
        assert on(machine, "ss", "--no-header", "--listening", "--tcp", "sport", "=", ":5514") == ""
        assert on(machine, "find", "/etc/storyloom", "/var/lib", "-maxdepth", "1", "-name", "*logging*") == ""
