"""The gateway as a process, over HTTP."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import connect_sse

from services.catalog import STAGES
from tests.component.conftest import Command, Serve
from tests.conftest import PROMPT


@pytest.fixture
def client() -> httpx.Client:
    return httpx.Client(trust_env=False, timeout=30)


def ended(client: httpx.Client, address: str, run_id: str, seconds: float = 40) -> dict[str, Any]:
    """The run when it has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        run: dict[str, Any] = client.get(f"{address}/v1/runs/{run_id}").json()
        if run["state"] in ("completed", "failed"):
            return run
        time.sleep(0.1)
    raise AssertionError(f"the run has not ended after {seconds} s")


def test_a_run_becomes_a_package(gateway: Serve, client: httpx.Client) -> None:
    """202, events to the end, then the zip under its name."""
    with gateway() as (address, _):
        accepted = client.post(f"{address}/v1/runs", json={"prompt": PROMPT, "seed": 7, "languages": []})
        assert accepted.status_code == 202
        location = address + accepted.headers["Location"]
        with connect_sse(client, "GET", f"{location}/events") as source:
            events = [(event.id, event.event) for event in source.iter_sse()]
        assert [number for number, _ in events] == [str(n) for n in range(1, len(events) + 1)]
        # What a stage says of its progress depends on how long it takes.
        assert len([kind for _, kind in events if kind != "stage_progress"]) == 16
        assert [events[0][1], events[-1][1]] == ["run_accepted", "run_completed"]
        package = client.get(f"{location}/package")
        assert package.headers["Content-Type"] == "application/zip"
        assert zipfile.is_zipfile(io.BytesIO(package.content))
        page = client.get(f"{location}/files/data/index.html", headers={"Range": "bytes=0-14"})
        assert (page.status_code, page.text, page.headers["Content-Type"]) == (
            206,
            "<!doctype html>",
            "text/html; charset=utf-8",
        )
        for path in (f"{location}/package", f"{location}/files", location, f"{address}/healthz", f"{address}/readyz"):
            head = client.head(path)
            assert (head.status_code, head.content, head.headers["Content-Length"]) == (
                200,
                b"",
                str(len(client.get(path).content)),
            )
        with connect_sse(
            client, "GET", f"{location}/events", headers={"Last-Event-ID": str(len(events) - 1)}
        ) as source:
            assert [event.event for event in source.iter_sse()] == ["run_completed"]


ROUNDED_MS = 0.002
"""A sum of two times is off by, for each is told in whole microseconds."""


def test_a_run_has_a_timeline(gateway: Serve, client: httpx.Client) -> None:
    """Its stages in order, each after those whose parts it reads, on one clock; empty while none is done."""
    wish = {"prompt": PROMPT, "length": 100, "languages": [], "text_only": True}
    with gateway() as (address, _):
        run = client.post(f"{address}/v1/runs", json=wish, headers={"Prefer": "wait=60"}).json()
        found = client.get(f"{address}/v1/runs/{run['id']}/timeline").json()
        assert client.get(f"{address}/v1/runs/unknown/timeline").status_code == 404
    rows = {row["stage"]: row for row in found["stages"]}
    assert set(rows) == {stage.name for stage in STAGES}
    ends = {STAGES[0].reads[0]: 0.0} | {s.writes: rows[s.name]["start_ms"] + rows[s.name]["work_ms"] for s in STAGES}
    for stage in STAGES:
        assert all(rows[stage.name]["start_ms"] >= ends[part] - ROUNDED_MS for part in stage.reads if part in ends)
    assert found["total_ms"] >= max(ends.values()) - ROUNDED_MS
    assert {(row["node"], row["attempts"]) for row in rows.values()} == {(run["timings"][0]["node"], 1)}


def test_bad_requests_get_their_status(gateway: Serve, client: httpx.Client) -> None:
    """Each mistake: the right status, a problem document, and what to change."""
    cases: list[tuple[bytes, int, str]] = [
        (b'{"prompt": ""}', 422, "prompt: is empty"),
        (b'{"prompt": "' + b"x" * 2001 + b'"}', 422, "2,001 characters"),
        (b'{"prompt": "A fox", "languages": ["xx"]}', 422, "'xx' is not known"),
        (b'{"prompt": "A fox", "theme": "horror"}', 422, "'horror' is not known"),
        (b'{"prompt": "A fox", "length": 0}', 422, "use 100 to 2,000"),
        (b'{"prompt": "A fox", "length": 100000}', 422, "use 100 to 2,000"),
        (b'{"prompt": "A fox", "grade": 0}', 422, "use 1 to 8"),
        (b'{"prompt": "A fox", "mode": "smoke"}', 422, "mode"),
        (b'{"prompt": 5}', 422, "prompt"),
        (b"not json", 400, "the body is not JSON"),
        (b"x" * 70_000, 413, "over 65536 bytes"),
    ]
    with gateway() as (address, _):
        for body, status, says in cases:
            answer = client.post(f"{address}/v1/runs", content=body, headers={"Content-Type": "application/json"})
            assert (answer.status_code, says in answer.json()["detail"]) == (status, True), (body[:40], answer.text)
            assert answer.headers["Content-Type"] == "application/problem+json"
        for path in ("", "/events", "/package"):
            answer = client.get(f"{address}/v1/runs/unknown{path}")
            assert (answer.status_code, "no run 'unknown'" in answer.json()["detail"]) == (404, True)


def test_a_run_survives_the_gateway(gateway: Serve, client: httpx.Client) -> None:
    """Accepted, killed, started again: finished, and the stage done before is not done again."""
    environment = os.environ | {"SERVICE_NAME": "service_a"}
    first_stage = subprocess.Popen([sys.executable, "-m", "services.runtime"], env=environment)
    try:
        with gateway(PIPELINE_MODE="grpc") as (address, process):
            run_id = client.post(f"{address}/v1/runs", json={"prompt": PROMPT, "seed": 7}).json()["id"]
            before = until_timed(client, f"{address}/v1/runs/{run_id}")
            process.send_signal(signal.SIGKILL)
            process.wait(10)
    finally:
        first_stage.terminate()
        first_stage.wait(30)
    with gateway(PIPELINE_MODE="local") as (address, _):
        run = ended(client, address, run_id)
    assert run["state"] == "completed"
    assert len(run["timings"]) == len(STAGES)
    assert run["timings"][0] == before


def until_timed(client: httpx.Client, location: str) -> dict[str, Any]:
    """The timing of the first stage, when it is done."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if timings := client.get(location).json()["timings"]:
            timing: dict[str, Any] = timings[0]
            return timing
        time.sleep(0.1)
    raise AssertionError("no stage is done after 20 s")


def test_a_stage_that_is_down_fails_the_run_by_name(gateway: Serve, client: httpx.Client) -> None:
    """The run ends as failed with the stage's name, the package is 409, readiness is 503."""
    down = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": "127.0.0.1:9", "PATIENCE_SECONDS": "1"}
    with gateway(**down) as (address, _):
        run_id = client.post(f"{address}/v1/runs", json={"prompt": PROMPT}).json()["id"]
        run = ended(client, address, run_id)
        assert run["state"] == "failed"
        assert (run["error"]["title"], run["error"]["reason"]) == ("UNAVAILABLE", "Unavailable")
        assert run["error"]["stage"] == "story_generator"
        assert client.get(f"{address}/v1/runs/{run_id}/package").status_code == 409
        ready = client.get(f"{address}/readyz")
        assert ready.status_code == 503
        assert len(ready.json()["reasons"]) == len(STAGES)


def test_a_quiet_stream_is_followed_to_its_end(gateway: Serve, storyloom: Command) -> None:
    """Nothing happens for longer than the stream's keep-alive: the command still hears how the run ends."""
    down = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": "127.0.0.1:9", "PATIENCE_SECONDS": "17"}
    with gateway(**down) as (address, _):
        done = storyloom("run", "--server", address, PROMPT)
    assert done.returncode == 69, done.stderr
    assert "story_generator at 127.0.0.1:9 does not answer" in done.stderr


DOWN = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": "127.0.0.1:9", "PATIENCE_SECONDS": "120"}
"""No stage answers, and a run waits for one as long as a test takes."""


def test_a_second_gateway_on_a_taken_port_takes_up_no_run(
    gateway: Serve, client: httpx.Client, storyloom: Command, tmp_path: Path
) -> None:
    """It says "address in use" with exit 2 before it touches a store."""
    with gateway(**DOWN):
        other = tmp_path / "other" / "runs.sqlite3"
        done = storyloom("serve", SERVICE_PORT="18080", STORE_PATH=str(other))
    assert done.returncode == 2
    assert "cannot listen on 127.0.0.1:18080: address in use" in done.stderr
    assert not other.parent.exists()


def test_one_store_has_one_gateway(gateway: Serve, client: httpx.Client, storyloom: Command, tmp_path: Path) -> None:
    """The second one is told who holds the store; each stage of the run is begun once."""
    with gateway() as (address, process):
        run_id = client.post(f"{address}/v1/runs", json={"prompt": PROMPT, "languages": []}).json()["id"]
        done = storyloom("serve", SERVICE_PORT="18081", STORE_PATH=str(tmp_path / "runs.sqlite3"))
        assert done.returncode == 2
        assert f"runs.sqlite3 is held by process {process.pid} on " in done.stderr
        assert ended(client, address, run_id)["state"] == "completed"
        with connect_sse(client, "GET", f"{address}/v1/runs/{run_id}/events") as source:
            kinds = [event.event for event in source.iter_sse()]
    assert kinds.count("stage_started") == 7


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_gateway_stops_while_somebody_listens(
    gateway: Serve, client: httpx.Client, tmp_path: Path, number: signal.Signals
) -> None:
    """The stream ends whole, the run is given back, the exit status is 0, and no error is logged."""
    with gateway(**DOWN) as (address, process):
        run_id = client.post(f"{address}/v1/runs", json={"prompt": PROMPT}).json()["id"]
        heard = []
        with connect_sse(client, "GET", f"{address}/v1/runs/{run_id}/events") as source:
            for event in source.iter_sse():
                heard.append(event.event)
                if event.event == "stage_started":
                    process.send_signal(number)
        assert process.wait(60) == 0
    assert heard == ["run_accepted", "stage_started"]
    log = [json.loads(line) for line in (tmp_path / "gateway.log").read_text().splitlines()]
    assert not [line for line in log if line["level"] in ("WARNING", "ERROR")]
    assert [line["message"] for line in log].count("the run is given back") == 1


def test_a_listener_goes_on_at_the_next_gateway(gateway: Serve, tmp_path: Path) -> None:
    """The command follows a run over a stop and a start to its package."""
    with gateway(**DOWN) as (address, _):
        command = [sys.executable, "-m", "main", "run", "--server", address, "--json", "--text-only"]
        following = subprocess.Popen(
            [*command, "--output", str(tmp_path / "output"), PROMPT], stdout=subprocess.PIPE, text=True
        )
        assert following.stdout is not None
        lines = [following.stdout.readline()]
    try:
        with gateway():
            lines += following.communicate(timeout=240)[0].splitlines()
    finally:
        following.kill()
        following.wait()
    assert following.returncode == 0, lines
    events = [json.loads(line)["event"] for line in lines]
    assert events.count("stage_completed") == 7
    assert events[-1] == "run_completed"


def test_too_many_runs_are_refused(gateway: Serve, client: httpx.Client) -> None:
    """The queue has a bound, and says so with 429."""
    down = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": "127.0.0.1:9", "MAX_RUNNING": "1", "MAX_WAITING": "2"}
    with gateway(**down) as (address, _):
        answers = [client.post(f"{address}/v1/runs", json={"prompt": PROMPT}) for _ in range(6)]
    codes = [answer.status_code for answer in answers]
    assert codes.count(202) in (2, 3)
    assert set(codes) == {202, 429}
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_api_is_described(gateway: Serve, client: httpx.Client) -> None:
    """OpenAPI has the four paths of a run."""
    with gateway() as (address, _):
        paths = client.get(f"{address}/openapi.json").json()["paths"]
    run = "/v1/runs/{run_id}"
    assert {"/v1/runs", run, f"{run}/events", f"{run}/package", "/healthz", "/readyz"} <= set(paths)


@pytest.mark.parametrize("mode", ["rpc", "grpc"])
def test_a_gateway_in_a_chain(gateway: Serve, client: httpx.Client, mode: str) -> None:
    """PIPELINE_FLOW=chain over real servers: events to the end, a timing of each stage, and a package."""
    up = subprocess.Popen([sys.executable, "-m", "main", "up", "--mode", mode], stdout=subprocess.DEVNULL)
    try:
        with gateway(PIPELINE_MODE=mode, PIPELINE_FLOW="chain") as (address, _):
            accepted = client.post(f"{address}/v1/runs", json={"prompt": PROMPT, "seed": 7, "languages": []})
            run = ended(client, address, accepted.json()["id"])
            assert run["state"] == "completed", run
            assert len(run["timings"]) == len(STAGES)
            assert client.get(f"{address}/readyz").status_code == 200
            assert client.get(f"{address}/v1/runs/{run['id']}/package").is_success
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(30)


def test_runs_are_listed_in_pages(gateway: Serve, client: httpx.Client) -> None:
    """Filtered, the newest first; `next` and the Link header lead on."""
    with gateway(**DOWN, MAX_RUNNING="1") as (address, _):
        runs = f"{address}/v1/runs"
        bodies = [{"prompt": f"A fox, part {number}", "tags": ["class 4b", f"{number}"]} for number in range(5)]
        ids = [client.post(runs, json=body).json()["id"] for body in bodies]
        first = client.get(runs, params={"limit": 2, "tag": "class 4b"})
        assert [run["id"] for run in first.json()["runs"]] == [ids[4], ids[3]]
        second = client.get(address + first.links["next"]["url"])
        assert [run["id"] for run in second.json()["runs"]] == [ids[2], ids[1]]
        third = client.get(runs, params={"limit": 2, "after": second.json()["next"]})
        assert ([run["id"] for run in third.json()["runs"]], third.json()["next"]) == ([ids[0]], None)
        assert "Link" not in third.headers
        found = client.get(runs, params={"q": "PART 3", "state": ["accepted", "running"]}).json()["runs"]
        assert [run["id"] for run in found] == [ids[3]]
        waits = client.get(f"{runs}/{ids[2]}").json()
        assert (waits["state"], waits["queue_position"], waits["progress"], waits["expires"]) == (
            "accepted",
            1,
            0,
            None,
        )
        assert (waits["tags"], waits["started"], waits["created"][-6:]) == (["class 4b", "2"], None, "+00:00")
        for wrong in ({"after": "x"}, {"limit": 101}, {"state": "lost"}, {"q": "x" * 201}):
            answer = client.get(runs, params=wrong)
            named = answer.json()["violations"][0]["field"].partition(".")[0]
            assert (answer.status_code, named) == (422, next(iter(wrong)))


def test_a_request_that_is_repeated_makes_one_run(gateway: Serve, client: httpx.Client, tmp_path: Path) -> None:
    """Under one Idempotency-Key, over a restart too; with another body it is refused."""
    body, key = {"prompt": PROMPT, "tags": ["a"]}, {"Idempotency-Key": '"8e03978e-40d5"'}
    with gateway(**DOWN) as (address, _):
        first = client.post(f"{address}/v1/runs", json=body, headers=key)
        assert "Idempotent-Replayed" not in first.headers
    with gateway(**DOWN) as (address, _):
        again = client.post(f"{address}/v1/runs", json=body, headers=key)
        assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
        assert (again.headers["Idempotent-Replayed"], again.headers["Location"]) == ("true", first.headers["Location"])
        other = client.post(f"{address}/v1/runs", json=body | {"tags": []}, headers=key)
        assert (other.status_code, other.json()["violations"][0]["field"]) == (422, "Idempotency-Key")
        client.post(f"{address}/v1/runs/{first.json()['id']}/cancel")
        assert client.post(f"{address}/v1/runs", json=body, headers=key).status_code == 200
        assert client.post(f"{address}/v1/runs", json=body, headers={"Idempotency-Key": "x" * 256}).status_code == 422


def test_an_answer_waits_where_that_is_preferred(gateway: Serve, client: httpx.Client) -> None:
    """Until the run has ended: 200 with its package; or until the time is over: 202."""
    body = {"prompt": PROMPT, "languages": [], "text_only": True, "length": 100}
    with gateway() as (address, _):
        done = client.post(f"{address}/v1/runs", json=body, headers={"Prefer": "respond-async, wait=600"})
        assert (done.status_code, done.json()["state"]) == (200, "completed")
        assert (done.headers["Preference-Applied"], done.json()["progress"]) == ("wait=60", 1)
    with gateway(**DOWN) as (address, _):
        late = client.post(f"{address}/v1/runs", json=body, headers={"Prefer": "wait=1"})
        assert (late.status_code, late.headers["Preference-Applied"]) == (202, "wait=1")
        none = client.post(f"{address}/v1/runs", json=body, headers={"Prefer": "wait=soon"})
        assert "Preference-Applied" not in none.headers


def test_a_run_is_cancelled_and_deleted(gateway: Serve, client: httpx.Client) -> None:
    """Who follows it hears its end; deleted, it is 404. What has not ended cannot be deleted."""
    with gateway(**DOWN) as (address, _):
        run = f"{address}/v1/runs/{client.post(f'{address}/v1/runs', json={'prompt': PROMPT}).json()['id']}"
        assert client.delete(run).status_code == 409
        heard = []
        with connect_sse(client, "GET", f"{run}/events") as source:
            for event in source.iter_sse():
                heard.append(event.event)
                if event.event == "stage_started":
                    assert client.post(f"{run}/cancel").json()["state"] == "cancelled"
        assert heard == ["run_accepted", "stage_started", "run_cancelled"]
        again = client.post(f"{run}/cancel")
        assert (again.status_code, again.json()["expires"]) == (200, {"newer_runs": 500})
        assert client.get(f"{run}/package").status_code == 409
        assert client.delete(run).status_code == 204
        for answer in (client.get(run), client.delete(run), client.post(f"{run}/cancel")):
            assert answer.status_code == 404
