"""What an operator does to the swarm, and what happens to it, under a steady load: no accepted run is lost."""

import json
import random
import subprocess
import time
from collections.abc import Callable

import pytest

from services.catalog import STAGES
from tests.conftest import PROMPT, SERVICES, Measured, Play, play
from tests.lab.conftest import addresses, container_of, on, placed
from tests.lab.load import Load, collect, steady_load

pytestmark = pytest.mark.lab

MEDIA = [stage.service for stage in STAGES if stage.place == "media"]
Report = Callable[[str, Load], None]


@pytest.fixture
def report(measured: Measured) -> Report:
    """Note a load's figures, and fail when a run was lost."""

    def say(what: str, load: Load) -> None:
        measured(f"{what}: {load}")
        print(f"{what}: {load}")
        assert load.accepted
        assert not load.lost()

    return say


def until(done: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not after {seconds} s: {what}"
        time.sleep(1)


def running(service: str) -> list[str]:
    """The nodes of a service's running tasks."""
    shown = ("--filter", "desired-state=running", "--format", "{{.Node}} {{.CurrentState}}")
    rows = on("lab-1", "docker", "service", "ps", f"pipeline_{service}", *shown).splitlines()
    return [row.split()[0] for row in rows if row.split()[1] == "Running"]


@pytest.mark.campaign
def test_new_replicas_are_used_evenly(site: Play, report: Report) -> None:
    """C2 from one to three replicas: within the connection age each has its share of the runs; and back."""
    with steady_load() as load:
        time.sleep(10)
        on("lab-1", "docker", "service", "scale", "pipeline_service-c2=3")
        time.sleep(75)
        before = len(load.accepted)
        time.sleep(45)
        collect(load, 10)
        shares = load.replicas("audio_script", len(load.accepted) - before)
        on("lab-1", "docker", "service", "scale", "pipeline_service-c2=1")
        time.sleep(20)
    report(f"scale C2 to 3 (shares {sorted(shares.values())}) and back", load)
    assert len(shares) == 3
    assert min(shares.values()) >= 0.2 * sum(shares.values())


@pytest.mark.campaign
def test_every_image_is_updated_and_rolled_back(site: Play, report: Report) -> None:
    """New digests of all by the deploy, one of them rolled back by hand, then the deploy of before."""
    with steady_load() as load:
        updated = play("deploy", "-e", "images_tag=load-test")
        assert updated.code == 0, updated.output[-3000:]
        on("lab-1", "docker", "service", "rollback", "pipeline_service-c4")
        back = play("deploy")
        assert back.code == 0, back.output[-3000:]
    report("update all images, roll one back, and all back", load)


@pytest.mark.campaign
def test_a_machine_is_drained_lost_and_back(site: Play, report: Report) -> None:
    """Two machines have one label: drained or lost, the services of one run on the other."""
    on("lab-1", "docker", "node", "update", "--label-add", "pipeline.media=true", "lab-1")
    try:
        with steady_load() as load:
            on("lab-1", "docker", "node", "update", "--availability", "drain", "lab-2")
            until(lambda: all(running(name) == ["lab-1"] for name in MEDIA), 90, "all Cs on lab-1")
            on("lab-1", "docker", "node", "update", "--availability", "active", "lab-2")
            on("lab-1", "docker", "node", "update", "--label-rm", "pipeline.media", "lab-1")
            until(lambda: all(running(name) == ["lab-2"] for name in MEDIA), 90, "all Cs on lab-2")
            on("lab-1", "docker", "node", "update", "--label-add", "pipeline.media=true", "lab-1")
            subprocess.run(["docker", "kill", "lab-2"], check=True, capture_output=True)
            until(lambda: all("lab-1" in running(name) for name in MEDIA), 120, "all Cs on lab-1")
            subprocess.run(["docker", "start", "lab-2"], check=True, capture_output=True)
            ready = ("docker", "node", "inspect", "lab-2", "--format", "{{.Status.State}}")
            until(lambda: on("lab-1", *ready) == "ready", 120, "lab-2 is ready")
        report("drain a machine and take it back, lose it and get it back", load)
    finally:
        on("lab-1", "docker", "node", "update", "--label-rm", "pipeline.media", "lab-1")
    until(lambda: all(running(name) == ["lab-2"] for name in MEDIA), 120, "all Cs on lab-2")


@pytest.mark.campaign
def test_containers_killed_at_random(site: Play, report: Report) -> None:
    """A container every five seconds for a minute, each service's at least once, main's too."""
    chosen = random.Random(7)  # noqa: S311 - the same victims each time
    places = placed()
    killed = 0
    with steady_load() as load:
        for service in [*chosen.sample(SERVICES, len(SERVICES)), *chosen.choices(SERVICES, k=4)]:
            machine = places[service]
            if container := container_of(machine, service):
                on(machine, "docker", "kill", container)
                killed += 1
            time.sleep(5)
        until(lambda: all(running(service) for service in SERVICES), 90, "all services run")
    report(f"{killed} containers killed at random in a minute", load)


def test_a_chain_joins_right_with_two_replicas_of_d(site: Play) -> None:
    """Twelve chains over two replicas of D: each run's four branches meet, and both replicas are used."""
    on("lab-1", "docker", "service", "scale", "pipeline_service-d=2")
    try:
        until(lambda: len(running("service-d")) == 2, 90, "two replicas of D")
        options = "--flow chain --json --seed 7 --language none --output /tmp/chain"
        run = f"python3 -m main run {options} '{PROMPT}' | tail -n 1"
        loop = f"for number in $(seq 12); do {run}; done; rm -r /tmp/chain"
        said = on("lab-3", "docker", "exec", container_of("lab-3", "main"), "sh", "-c", loop)
    finally:
        on("lab-1", "docker", "service", "scale", "pipeline_service-d=1")
    results = [json.loads(line) for line in said.splitlines()]
    assert len(results) == 12
    assert len({result["content_digest"] for result in results}) == 1
    replicas = {t["replica"] for result in results for t in result["timings"] if t["stage"] == "aggregator"}
    assert len(replicas) == 2


def test_a_container_over_its_memory_limit_is_killed_and_comes_back(site: Play) -> None:
    """The kernel ends it at 512 MB, the swarm replaces it."""
    assert set(addresses()) == {"lab-1", "lab-2", "lab-3"}
    until(lambda: bool(container_of("lab-2", "service-c1")), 60, "C1 is healthy")
    victim = container_of("lab-2", "service-c1")
    # The kernel picks who uses most; so that this is the server, and not the one that asks for too much, it is told so.
    server = on("lab-2", "docker", "top", victim, "-eo", "pid,args").splitlines()[-1].split()[0]
    on("lab-2", "sh", "-c", f"echo 1000 > /proc/{server}/oom_score_adj")
    hog = "x = bytearray(600 * 2**20); import time; time.sleep(5)"
    subprocess.run(
        ["docker", "exec", "lab-2", "docker", "exec", victim, "python3", "-c", hog],
        capture_output=True,
        timeout=60,
        check=False,
    )
    until(lambda: container_of("lab-2", "service-c1") not in ("", victim), 60, "another C1 is healthy")
    assert (
        on("lab-2", "docker", "inspect", victim, "--format", "{{.State.ExitCode}} {{.State.OOMKilled}}") == "137 true"
    )
