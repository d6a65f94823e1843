"""The playbooks on three machines, in the order in which an operator meets them."""

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.catalog import STAGES
from tests.conftest import PROMPT, ROOT, SERVICES, Play, play
from tests.lab.conftest import (
    addresses,
    all_serve,
    container_of,
    gateway,
    on,
    placed,
    story,
    until,
    versions,
)

pytestmark = pytest.mark.lab

PLACES = {stage.name: placed()[stage.service] for stage in STAGES}


def ended(run_id: str, seconds: float = 150) -> dict[str, Any]:
    """The run when it has ended; the gateway may be away for a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            run: dict[str, Any] = httpx.get(f"{gateway()}/v1/runs/{run_id}", trust_env=False, timeout=5).json()
        except (httpx.HTTPError, json.JSONDecodeError):
            run = {"state": "unknown"}
        if run["state"] in ("completed", "failed"):
            return run
        time.sleep(0.5)
    raise AssertionError(f"run {run_id} has not ended after {seconds} s: {run}")


def accept() -> str:
    answer = httpx.post(f"{gateway()}/v1/runs", json={"prompt": PROMPT, "seed": 7}, trust_env=False, timeout=10)
    assert answer.status_code == 202, answer.text
    run_id: str = answer.json()["id"]
    return run_id


def back(machine: str, service: str, killed: str, seconds: float = 90) -> None:
    """Wait until another container of the service is healthy."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if container_of(machine, service) not in ("", killed):
            return
        time.sleep(0.5)
    raise AssertionError(f"{service} is not back on {machine} after {seconds} s")


def test_without_an_engine_the_lab_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine, not asked to install one: a failure that names the packages and the option."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    done = play("lab")
    assert done.code != 0
    said = " ".join(done.output.split())
    assert "apt-get install docker.io" in said
    assert "run again with LAB_INSTALL_ENGINE=1" in said


def test_a_first_check_works_on_bare_machines(lab: None) -> None:
    """--check --diff before anything is installed fails on nothing."""
    done = play("site", "--check", "--diff")
    assert done.code == 0, done.output[-3000:]


def test_site_from_nothing(site: Play) -> None:
    """Bare machines to a serving pipeline, without a failure on any."""
    for machine in addresses():
        assert site.recap(machine)["failed"] == 0
        assert site.recap(machine)["unreachable"] == 0


def test_a_story_over_three_machines(site: Play, tmp_path: Path) -> None:
    """A complete package, made where the labels say; the trace inside it names the machines too."""
    result = story(tmp_path)
    assert {timing["stage"]: timing["node"] for timing in result["timings"]} == PLACES
    listing = subprocess.run(
        ["unzip", "-p", result["package"], "*/data/trace.jsonl"], capture_output=True, text=True, check=True
    )
    assert {json.loads(line)["node"] for line in listing.stdout.splitlines()} == {"lab-1", "lab-2", "lab-3"}


def test_the_same_seed_gives_the_same_digest(site: Play, tmp_path: Path) -> None:
    """Twice over the swarm: one content."""
    assert story(tmp_path / "a")["content_digest"] == story(tmp_path / "b")["content_digest"]


def test_a_container_without_a_network_makes_the_same_package(site: Play, tmp_path: Path) -> None:
    """All in one process, nothing to ask and nothing to download: complete, with the digest of the swarm's."""
    container = container_of("lab-3", "main")
    image = on("lab-3", "docker", "inspect", container, "--format", "{{.Image}}")
    options = "--rm --network none --read-only --cap-drop ALL --memory 512m --tmpfs /app/output:mode=1777".split()
    asked = ["run", "--mode", "local", "--seed", "7", "--json", PROMPT]
    said = json.loads(on("lab-3", "docker", "run", *options, image, *asked).splitlines()[-1])
    assert said["notes"] == []
    assert said["content_digest"] == story(tmp_path)["content_digest"]


def test_the_second_run_changes_nothing(site: Play) -> None:
    """changed=0 on every machine, and no service was touched."""
    before = versions()
    again = play("site")
    assert again.code == 0, again.output[-3000:]
    assert {machine: again.recap(machine)["changed"] for machine in addresses()} == dict.fromkeys(addresses(), 0)
    assert versions() == before


def test_check_shows_one_replica_count_and_moves_nothing(site: Play) -> None:
    """--check --diff prints the edited count, and only that."""
    before = versions()
    done = play("deploy", "--check", "--diff", "-e", '{"stack_replicas": {"service-c2": 3}}')
    assert done.code == 0, done.output[-3000:]
    changes = [" ".join(line.split()) for line in done.output.splitlines() if re.match(r"[+-](?![+-])", line)]
    assert changes == ["- Replicas: 1", "+ Replicas: 3"]
    assert versions() == before


def test_bad_requests_over_the_swarm(site: Play) -> None:
    """The gateway on the machine answers as the one on the desk."""
    for body, status in ((b"not json", 400), (b'{"prompt": ""}', 422), (b"x" * 70_000, 413)):
        headers = {"Content-Type": "application/json"}
        answer = httpx.post(f"{gateway()}/v1/runs", content=body, headers=headers, trust_env=False, timeout=10)
        assert answer.status_code == status
    assert httpx.get(f"{gateway()}/v1/runs/unknown", trust_env=False, timeout=10).status_code == 404
    assert httpx.get(f"{gateway()}/readyz", trust_env=False, timeout=20).status_code == 200


@pytest.mark.campaign
@pytest.mark.parametrize(("service", "machine"), placed().items())
def test_a_killed_container_is_back_and_no_run_is_lost(site: Play, service: str, machine: str) -> None:
    """Killed before the run is accepted, or for main just after: the run completes, and the service is back."""
    killed = container_of(machine, service)
    if service == "main":
        run_id = accept()
        on(machine, "docker", "kill", killed)
    else:
        on(machine, "docker", "kill", killed)
        run_id = accept()
    run = ended(run_id)
    assert run["state"] == "completed", run
    back(machine, service, killed)


def test_an_image_that_never_gets_healthy_is_rolled_back(site: Play, tmp_path: Path) -> None:
    """The deploy fails, names the service and Swarm's message, and the old one still serves."""
    image = on("lab-1", "docker", "service", "inspect", "pipeline_service-c4", "--format", IMAGE).split("@")[0]
    dockerfile = f'FROM {image}@{digest_of("service-c4")}\nHEALTHCHECK --interval=1s --retries=1 CMD ["false"]\n'
    build = f"printf '%s' '{dockerfile}' | docker build --quiet --tag {image}:broken -"
    on("lab-1", "sh", "-c", f"{build} && docker push --quiet {image}:broken")
    broken = on("lab-1", "docker", "inspect", f"{image}:broken", "--format", "{{index .RepoDigests 0}}")
    good = {name: image_of(name) for name in SERVICES}
    done = play("deploy", "-e", json.dumps({"stack_images": good | {"service-c4": broken}}))
    assert done.code != 0
    assert "pipeline_service-c4: rollback_completed" in done.output
    assert "rollback completed" in done.output
    assert image_of("service-c4") == good["service-c4"]
    assert story(tmp_path)["event"] == "run_completed"


IMAGE = "{{.Spec.TaskTemplate.ContainerSpec.Image}}"


def image_of(service: str) -> str:
    return on("lab-1", "docker", "service", "inspect", f"pipeline_{service}", "--format", IMAGE)


def digest_of(service: str) -> str:
    return image_of(service).split("@")[1]


def let_the_registry_s_certificate_end_soon() -> None:
    """Put one that ends in ten days in its place, of the same authority."""
    folder = "/etc/docker/registry"
    for name in ("ca.crt", "ca.key"):
        subprocess.run(["docker", "cp", ROOT / ".secrets" / "pki" / name, f"lab-1:/root/{name}"], check=True)
    renew = (
        f"openssl x509 -in {folder}/server.crt -signkey {folder}/server.key -x509toreq -copy_extensions copy"
        " -out /root/server.csr && openssl x509 -req -in /root/server.csr -copy_extensions copy -days 10"
        f" -CA /root/ca.crt -CAkey /root/ca.key -out {folder}/server.crt"
        " && rm /root/server.csr /root/ca.crt /root/ca.key && systemctl restart docker-registry"
    )
    on("lab-1", "sh", "-c", renew)
    on("lab-1", "sh", "-c", f"! openssl x509 -in {folder}/server.crt -checkend {20 * 86_400}")


@pytest.fixture(scope="module")
def mended(site: Play) -> str:
    """The site after one machine was lost with its disk and made again, and the registry's certificate has ten days.

    The cluster's id of before.
    """
    let_the_registry_s_certificate_end_soon()
    cluster = on("lab-1", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}")
    subprocess.run(["docker", "rm", "--force", "lab-2"], check=True, capture_output=True)
    assert play("lab").code == 0
    done = play("site")
    assert done.code == 0, done.output[-6000:]
    return cluster


def test_a_machine_made_anew_joins_the_same_swarm(mended: str, tmp_path: Path) -> None:
    """Same cluster, three Ready nodes, none Down, and it serves."""
    assert on("lab-2", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}") == mended
    states = on("lab-1", "docker", "node", "ls", "--format", "{{.Hostname}} {{.Status}} {{.ManagerStatus}}")
    assert sorted(line.split()[:2] for line in states.splitlines()) == [[name, "Ready"] for name in sorted(addresses())]
    assert {timing["stage"]: timing["node"] for timing in story(tmp_path)["timings"]} == PLACES


def test_a_certificate_about_to_end_is_renewed(mended: str) -> None:
    """In the last third of its time the registry gets a new one, and every engine still trusts it."""
    on("lab-1", "openssl", "x509", "-in", "/etc/docker/registry/server.crt", "-noout", "-checkend", str(300 * 86_400))
    image = image_of("service-a")
    on("lab-3", "docker", "pull", "--quiet", image)


@pytest.mark.campaign
def test_a_machine_that_does_not_answer_is_reported(site: Play) -> None:
    """It is named as unreachable, and the others are looked after as far as they can be without it."""
    subprocess.run(["docker", "pause", "lab-2"], check=True, capture_output=True)
    try:
        done = play("site", "-e", "stack_timeout=20")
    finally:
        subprocess.run(["docker", "unpause", "lab-2"], check=True, capture_output=True)
        # Its old containers look healthy until the swarm has told it to replace them.
        until(all_serve, "each service runs on its machine again")
    assert done.code != 0
    assert done.recap("lab-2")["unreachable"] == 1
    assert "swarms" not in done.output
