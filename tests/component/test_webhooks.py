"""Webhooks of a real gateway before a real receiver: signed, sent until they are taken, to nobody inside a network."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from main.gateway.webhooks.destinations import Destinations, Refused
from main.gateway.webhooks.hooks import Webhooks
from main.settings import MainSettings
from services.contract.errors import ConfigurationError
from services.runtime.settings import read
from tests.component.conftest import Serve

PORT = 18_088
SECRET = bytes(range(32))
CLIENT = httpx.Client(trust_env=False, timeout=70)
DOWN = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": "127.0.0.1:9"}
"""Runs wait for a stage until they are cancelled, which is an end that takes no time."""


@dataclass
class Receiver:
    """Takes webhooks, and says what it is told to."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    """Of the next answers; then 204."""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    location: str = ""

    def bodies(self) -> list[dict[str, object]]:
        """What it heard."""
        return [json.loads(body) for _, body in self.heard]

    def until(self, count: int, seconds: float = 40) -> None:
        """Wait until it has heard so many."""
        deadline = time.monotonic() + seconds
        while len(self.heard) < count:
            assert time.monotonic() < deadline, f"heard {len(self.heard)} of {count}"
            time.sleep(0.05)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append(({key.lower(): value for key, value in self.headers.items()}, body))
            self.send_response(found.statuses.pop(0) if found.statuses else 204)
            if found.location:
                self.send_header("Location", found.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}/told?key=secret"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Of a gateway that may tell this machine."""
    (tmp_path / "secret").write_text(f"whsec_{base64.b64encode(SECRET).decode()}\n")
    return {
        "WEBHOOK_SECRET_FILE": str(tmp_path / "secret"),
        "WEBHOOK_ALLOW": "127.0.0.0/8",
        "WEBHOOK_RETRY_SECONDS": "0.05",
    }


def cancelled(address: str, run: dict[str, object]) -> str:
    """Make a run and cancel it; its id."""
    made = CLIENT.post(f"{address}/v1/runs", json={"prompt": "A fox", **run})
    assert made.status_code == 202, made.text
    run_id = str(made.json()["id"])
    assert CLIENT.post(f"{address}/v1/runs/{run_id}/cancel").status_code == 200
    return run_id


def last(address: str, run_id: str, word: str, seconds: float = 20) -> str:
    """What the run says of its webhook, as soon as it has this word."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        said = str(CLIENT.get(f"{address}/v1/runs/{run_id}").json()["webhook"]["last"])
        if word in said:
            return said
        time.sleep(0.05)
    raise AssertionError(f"{said!r} has no {word!r}")


def test_a_run_s_end_is_told_and_signed(gateway: Serve, receiver: Receiver, settings: dict[str, str]) -> None:
    """The receiver can check the signature by the standard; the body has what is noted on the run."""
    short = {"length": 100, "languages": [], "text_only": True}
    noted = {"tags": ["red"], "metadata": {"class": "4b"}, "webhook_url": receiver.url}
    with gateway(PORT, **settings) as (address, _):
        asked = {"prompt": "A fox learns to sail", **short, **noted}
        made = CLIENT.post(f"{address}/v1/runs", json=asked, headers={"Prefer": "wait=60"}).json()
        receiver.until(1)
        assert "taken with 204" in last(address, made["id"], "taken")
        run = CLIENT.get(f"{address}/v1/runs/{made['id']}")
    assert "key=secret" not in run.text
    headers, body = receiver.heard[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300
    told = json.loads(body)
    assert told["type"] == "run.completed"
    assert told["data"] == {
        "id": made["id"],
        "state": "completed",
        "tags": ["red"],
        "metadata": {"class": "4b"},
        "content_digest": made["package"]["content_digest"],
    }


def test_what_is_not_taken_is_sent_again(gateway: Serve, receiver: Receiver, settings: dict[str, str]) -> None:
    """The same id and body each time, until it is taken; a redirection is not followed; 410 ends it."""
    receiver.statuses, receiver.location = [500, 302, 429], f"{receiver.url}&elsewhere"
    with gateway(PORT, **settings, **DOWN) as (address, _):
        run = cancelled(address, {"webhook_url": receiver.url})
        receiver.until(4)
        last(address, run, "taken with 204")
        assert len({headers["webhook-id"] for headers, _ in receiver.heard}) == 1
        assert len({body for _, body in receiver.heard}) == 1
        receiver.statuses = [410]
        gone = cancelled(address, {"webhook_url": receiver.url})
        assert "given up after attempt 1: refused with 410" in last(address, gone, "given up")
    assert len(receiver.heard) == 5


def test_a_delivery_outlives_the_gateway(gateway: Serve, receiver: Receiver, settings: dict[str, str]) -> None:
    """One that nobody took is sent by the next gateway, which was told nothing of it."""
    slow = settings | {"WEBHOOK_RETRY_SECONDS": "6"}
    receiver.statuses = [503]
    with gateway(PORT, **slow, **DOWN) as (address, process):
        run = cancelled(address, {"webhook_url": receiver.url})
        last(address, run, "attempt 1: refused with 503; it is sent again")
        process.kill()
        process.wait()
    with gateway(PORT, **slow, **DOWN) as (address, _):
        receiver.until(2)
        last(address, run, "taken")
    first, second = (headers["webhook-id"] for headers, _ in receiver.heard)
    assert first == second


def test_a_batch_s_webhook_is_each_run_s(gateway: Serve, receiver: Receiver, settings: dict[str, str]) -> None:
    """Of the ends that are asked for; a run's own goes before."""
    events = {"webhook_events": ["run.cancelled"]}
    runs = [{"prompt": "A fox"}, {"prompt": "A crab", "webhook_url": receiver.url, "webhook_events": ["run.failed"]}]
    with gateway(PORT, **settings, **DOWN) as (address, _):
        made = CLIENT.post(f"{address}/v1/batches", json={"runs": runs, "webhook_url": receiver.url, **events})
        assert made.status_code == 202, made.text
        ids = [run["id"] for run in made.json()["runs"]]
        for run_id in reversed(ids):
            CLIENT.post(f"{address}/v1/runs/{run_id}/cancel")
        last(address, ids[0], "taken")
        assert [body["data"]["id"] for body in receiver.bodies()] == [ids[0]]  # type: ignore[index]
        assert CLIENT.get(f"{address}/v1/runs/{ids[1]}").json()["webhook"]["last"] is None


def test_nobody_inside_a_network_is_asked(gateway: Serve, receiver: Receiver, settings: dict[str, str]) -> None:
    """Where WEBHOOK_ALLOW does not say so: by address at once, and by whatever a name means when it is asked."""
    closed = settings | {"WEBHOOK_ALLOW": "hooks.lan"}
    port = httpx.URL(receiver.url).port
    with gateway(PORT, **closed, **DOWN) as (address, _):
        refused = CLIENT.post(f"{address}/v1/runs", json={"prompt": "", "webhook_url": receiver.url}).json()
        assert {item["field"] for item in refused["violations"]} == {"prompt", "webhook_url"}
        run = cancelled(address, {"webhook_url": f"https://localhost:{port}/"})
        assert "inside a network" in last(address, run, "attempt 1")
    assert receiver.heard == []


def test_a_gateway_without_a_secret_sends_none(gateway: Serve) -> None:
    """And says so where one is asked for."""
    with gateway(PORT, **DOWN) as (address, _):
        asked = {"prompt": "A fox", "webhook_url": "https://hooks.example/x"}
        refused = CLIENT.post(f"{address}/v1/runs", json=asked)
        assert (refused.status_code, "WEBHOOK_SECRET_FILE" in refused.text) == (422, True)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://a.example/", "use https"),
        ("https://", "use https"),
        ("https://a.example:99999/", "use https"),
        ("http://a.example/", "is not https"),
        ("https://ada:pw@a.example/", "has a user"),
        ("https://10.0.0.1/", "inside a network"),
        ("https://169.254.169.254/latest", "inside a network"),
        ("https://[::1]/", "inside a network"),
        ("https://[::ffff:10.0.0.1]/", "inside a network"),
        ("https://[64:ff9b::a00:1]/", "inside a network"),
        ("https://[fe80::1%25eth0]/", "inside a network"),
        ("https://0.0.0.0/", "inside a network"),
        ("https://2130706433/", "four numbers"),
        ("https://127.1/", "four numbers"),
        ("https://0x7f000001/", "four numbers"),
        ("https://224.0.0.1/", "inside a network"),
        ("https://a.example/" + "x" * 500, "at most 500"),
        ("https://a.example/\r\nX: y", "at most 500"),
        ("https://hooks.example/a?b=c", ""),
        ("https://9.9.9.9/", ""),
        ("http://hooks.lan/", ""),
        ("http://192.168.7.9:8080/", ""),
    ],
)
def test_an_address_says_where_it_leads(url: str, says: str) -> None:
    """As far as it can be known before a name is looked up."""
    wrong = Destinations.of(("hooks.lan", "192.168.7.0/24")).wrong_with(url)
    assert (says in wrong) if says else wrong == ""


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "fd00::1", "fe80::1", "::ffff:127.0.0.1", "100.64.0.1"])
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    """At the moment of the connection; but where the operator allows the name or the network."""
    with pytest.raises(Refused):
        Destinations().check("hooks.example", address)
    Destinations.of(("hooks.example",)).check("HOOKS.example", address)
    Destinations().check("hooks.example", "93.184.215.14")


@pytest.mark.parametrize(
    ("variable", "value"),
    [("WEBHOOK_ALLOW", "10.0.0.0/33"), ("WEBHOOK_ALLOW", "a b"), ("WEBHOOK_SECRET_FILE", "/nowhere")],
)
def test_a_wrong_setting_is_named(variable: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Before anything is served; what stands in a file of secrets is not shown."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=variable):
        Webhooks.of(read(MainSettings))
    monkeypatch.setenv("WEBHOOK_ALLOW", "")
    (tmp_path / "weak").write_text("whsec_c2hvcnQ=\n")
    monkeypatch.setenv("WEBHOOK_SECRET_FILE", str(tmp_path / "weak"))
    with pytest.raises(ConfigurationError, match="24 to") as error:
        Webhooks.of(read(MainSettings))
    assert "c2hvcnQ" not in str(error.value)
