"""A certificate's end is told before it comes: in the log, and in the gateway's status; calls go on until then."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
import trustme
from loguru import logger

from main.command import status
from main.drive import edges
from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.sqlite.store import SqliteStore
from main.settings import MainSettings
from services.catalog import MAIN, STAGES
from services.contract.errors import ConfigurationError
from services.runtime import certificates, expiry
from services.runtime.certificates import CertificateStore, TlsFiles, load
from services.runtime.identity import own
from services.runtime.server import probe
from services.runtime.server.server import StageServer
from services.runtime.settings import ServiceSettings
from services.runtime.stage.build import build
from tests.certificates import files_for, issued, put, variables
from tests.conftest import ROOT

STAGE = STAGES[0]
Logged = list[tuple[str, float]]


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


def ending(ca: trustme.CA, folder: Path, name: str, days: float) -> TlsFiles:
    """Files of a process whose certificate ends in so many days."""
    files, now = files_for(folder, name, ca), datetime.now(UTC)
    put(ca.issue_cert(name, not_before=now - timedelta(days=30), not_after=now + timedelta(days=days)), files)
    return files


@pytest.fixture
def logged() -> Iterator[Logged]:
    """Lines about a certificate's end, and the days that they have beside the words."""
    found: Logged = []

    def note(message: Any) -> None:
        if "certificate_days" in message.record["extra"]:
            found.append((message.record["message"], message.record["extra"]["certificate_days"]))

    sink = logger.add(note)
    yield found
    logger.remove(sink)


@pytest.mark.parametrize(("days", "lines"), [(6.9, 1), (7.1, 0)])
async def test_the_last_week_is_told_once_a_day(
    ca: trustme.CA, tmp_path: Path, logged: Logged, days: float, lines: int
) -> None:
    """At once, with the days left and what to do; nothing before that week."""
    async with expiry.watched(CertificateStore(ending(ca, tmp_path, MAIN, days), MAIN)):
        await asyncio.sleep(0.1)
    assert [told for _, told in logged] == [days] * lines
    assert all("ends in 6.9 days, at " in line and "`make certificates`" in line for line, _ in logged)


async def test_another_day_is_told_until_it_is_renewed(
    ca: trustme.CA, tmp_path: Path, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a day takes a moment; a new certificate is seen within the next one."""
    monkeypatch.setattr(expiry, "REPEAT_SECONDS", 0.1)
    monkeypatch.setattr(certificates, "LOOK_SECONDS", 0)
    files = ending(ca, tmp_path, MAIN, 3)
    async with expiry.watched(CertificateStore(files, MAIN)):
        await asyncio.sleep(2)
        assert len(logged) > 1
        put(ca.issue_cert(MAIN, not_after=datetime.now(UTC) + timedelta(days=30)), files)
        await asyncio.sleep(1)
        before = len(logged)
        await asyncio.sleep(1)
    assert len(logged) == before


def test_what_is_told_of_one_that_has_ended() -> None:
    """That others refuse it, since when, and what renews it."""
    said = expiry.warning(-0.5, datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    assert "has ended, at 2026-01-02T03:04+00:00, and others refuse it; renew it: `make certificates`" in said


def test_an_ended_one_is_refused_with_what_renews_it(ca: trustme.CA, tmp_path: Path) -> None:
    """At a start; one for another service is not renewed but made."""
    files = files_for(tmp_path, MAIN, ca)
    put(issued(ca, MAIN, expired=True), files)
    with pytest.raises(ConfigurationError, match=r"certificate has expired\); renew it: `make certificates`"):
        load(files, MAIN)
    put(issued(ca, "service-a"), files)
    with pytest.raises(ConfigurationError, match="make a certificate with the DNS name main"):
        load(files, MAIN)


def test_a_service_tells_it_and_is_healthy(ca: trustme.CA, tmp_path: Path) -> None:
    """A log line of a real process has the days as a number. Its probe still finds it serving."""
    files = ending(ca, tmp_path, STAGE.service, 3)
    given = {name.upper(): str(path) for name, path in variables(files).items()}
    environment = os.environ | given | {"SERVICE_NAME": STAGE.name, "SERVICE_PORT": "0"}
    service = subprocess.Popen(
        [sys.executable, "-m", "services.runtime"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert service.stdout
    try:
        lines: list[dict[str, Any]] = []
        while not lines or "certificate_days" not in lines[-1]:
            lines.append(json.loads(service.stdout.readline()))
        port = next(int(line["message"].split()[-1]) for line in lines if "on port" in line["message"])
        assert probe.is_serving("127.0.0.1", port, tuple(map(str, (files.certificate, files.key, files.ca))))
    finally:
        service.terminate()
        service.wait(30)
    assert (lines[-1]["level"], lines[-1]["certificate_days"]) == ("WARNING", 3.0)


@pytest.mark.parametrize("mode", ["rpc", "grpc"])
async def test_the_status_has_the_days_of_each_process(
    ca: trustme.CA, tmp_path: Path, mode: Literal["rpc", "grpc"]
) -> None:
    """As they are when it is asked; the gateway is ready all the same."""
    own_files = variables(ending(ca, tmp_path, STAGE.service, 3))
    settings = ServiceSettings(service_name=STAGE.name, service_port=0, pipeline_mode=mode, **own_files)
    server = StageServer(STAGE, build(STAGE), settings)
    addresses = {STAGE.service: f"127.0.0.1:{await server.start()}"}
    of_main = MainSettings(pipeline_mode=mode, stage_addresses=addresses, **variables(ending(ca, tmp_path, MAIN, 2)))
    held = edges.certificates_of(of_main)
    async with (
        await SqliteStore.open(tmp_path / "runs.sqlite3") as store,
        edges.connect(of_main, {}, held) as all_edges,
    ):
        only = {STAGE.name: all_edges[STAGE.name]}
        app = create_app(Runs(store, 7), only, identity=lambda: own("m0", "new", held))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as web:
            found = (await web.get("/v1/status")).json()
    await server.stop()
    assert (found["status"], found["gateway"]["certificate_days"]) == ("ready", 2.0)
    assert [one["certificate_days"] for one in found["stages"][0]["replicas"]] == [3.0]
    told = "\n".join(status.lines({"server": "here", **found}))
    assert "\n  certificate: for 2 days\n" in told
    assert " certificate for 3 days: ready" in told
