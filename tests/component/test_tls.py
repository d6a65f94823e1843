"""Mutual TLS on every edge: who is let in, who is not, and what each is told."""

import asyncio
import contextlib
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import grpc
import httpx
import pytest
import trustme
from grpc_health.v1 import health_pb2, health_pb2_grpc
from loguru import logger

from main.drive import edges as main_edges
from main.drive import hub
from main.settings import MainSettings
from pipeline.v1 import diagnostics_service_pb2, diagnostics_service_pb2_grpc, draft_pb2, stage_service_pb2
from services.catalog import MAIN, STAGES, find
from services.contract import limits
from services.contract.calls import Request
from services.contract.errors import ConfigurationError, MissingPart, PermissionDenied, Unavailable
from services.runtime import tasks
from services.runtime.certificates import TlsFiles, store
from services.runtime.client.channel import open_channel
from services.runtime.client.edge import Edge, Transport, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server import access, connection, probe, secure
from services.runtime.server.server import StageServer
from services.runtime.settings import ServiceSettings
from services.runtime.stage.build import build
from services.runtime.wire import names
from tests.certificates import (
    EVERYBODY,
    GRPC_SAYS,
    STRANGERS,
    Stranger,
    chain_of,
    files_for,
    issued,
    put,
    shown_by,
    variables,
)
from tests.component.test_chain import MODES, Mode, new_draft, pipeline
from tests.component.test_http_bounds import connected
from tests.conftest import ROOT

STAGE = find("service_b")
"""Its callers are main and service-a."""
StreamRequest = stage_service_pb2.ProcessStreamRequest
ANYWHERE = "0.0.0.0"  # noqa: S104 - what is tested
CALL = Request(draft=draft_pb2.Draft(run_id="r"))


@dataclass
class Cluster:
    """One authority, and what it has issued."""

    ca: trustme.CA
    files: dict[str, TlsFiles]


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    ca = trustme.CA()
    return Cluster(ca, {name: files_for(tmp_path, name, ca) for name in EVERYBODY})


HANDSHAKE = b"\x16"
"""The first byte of a TLS record that shakes hands."""
SECONDS = 120
"""In which what must come has to come, on a busy machine."""


@contextlib.asynccontextmanager
async def serving(cluster: Cluster, mode: Literal["rpc", "grpc"], *, drain: float = 20) -> AsyncIterator[int]:
    """The stage with its certificate, on a port; it drains for so many seconds."""
    settings = ServiceSettings(
        service_name=STAGE.name,
        service_port=0,
        pipeline_mode=mode,
        service_drain_seconds=drain,
        **variables(cluster.files[STAGE.service]),
    )
    server = StageServer(STAGE, build(STAGE), settings)
    try:
        yield await server.start()
    finally:
        await server.stop()


def edge_as(cluster: Cluster, name: str, transport: Transport, port: int, stage: str = STAGE.name) -> Edge:
    """An edge to what is taken for `stage`, as the process `name`."""
    options = EdgeOptions(patience=0, certificates=store(cluster.files[name], name))
    return connect(transport, stage, f"127.0.0.1:{port}", options)


async def called_until_refused(edge: Edge) -> None:
    """Call again and again while the stage answers that a part is missing."""
    async with asyncio.timeout(SECONDS):
        while True:
            with contextlib.suppress(MissingPart):
                await edge.process(CALL, 10)


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """The messages that are logged."""
    found: list[str] = []
    sink = logger.add(lambda message: found.append(message.record["message"]))
    yield found
    logger.remove(sink)


@pytest.mark.parametrize("mode", MODES)
async def test_all_is_made_over_tls_as_without(mode: Mode, cluster: Cluster, made: draft_pb2.Draft) -> None:
    """The same digest by hub and chain, over the edges that main makes from its settings."""
    by_hub, by_chain = new_draft(), new_draft()
    async with pipeline(mode, tls=cluster.files) as found:
        settings = MainSettings(
            pipeline_mode="rpc" if mode == "rpc" else "grpc",
            pipeline_edge="unary" if mode == "unary" else "stream",
            stage_addresses={stage.service: found.addresses[stage.name] for stage in STAGES},
            **variables(cluster.files[MAIN]),
        )
        async with main_edges.connect(settings, {}, main_edges.certificates_of(settings)) as edges:
            # On a busy machine a handshake may take longer than a readiness waits.
            said = [[await edge.ready() for edge in edges.values()] for _ in range(5)]
            assert [""] * len(STAGES) in said, said
            await hub.drive(by_hub, edges, SECONDS, found.started, found.ended)
            found.edges = dict(edges)
            await found.run(by_chain, seconds=SECONDS)
    assert by_hub.package.content_digest == made.package.content_digest
    assert by_chain.package.content_digest == made.package.content_digest


WHY: dict[Stranger, str] = {
    "plain": "http request",
    "no certificate": "peer did not return a certificate",
    "another authority": "unable to get local issuer certificate",
    "expired": "certificate has expired",
    "another stage": "service-c1",
}
"""What the log says of each."""


def channel_of(cluster: Cluster, stranger: Stranger, port: int) -> grpc.aio.Channel:
    """A stranger's connection over gRPC."""
    if stranger == "plain":
        return grpc.aio.insecure_channel(f"127.0.0.1:{port}")
    leaf = shown_by(stranger, cluster.ca, "service-c1")
    pair = (leaf.private_key_pem.bytes(), chain_of(leaf)) if leaf else (None, None)
    credentials = grpc.ssl_channel_credentials(cluster.ca.cert_pem.bytes(), *pair)
    name = ("grpc.ssl_target_name_override", STAGE.service)
    return grpc.aio.secure_channel(f"127.0.0.1:{port}", credentials, options=[name])


async def ask(channel: grpc.aio.Channel, way: str) -> None:
    """Make one call. Raises AioRpcError."""
    if way == "stream":
        stream: Any = channel.stream_stream(f"/{names.GRPC['stage']}/ProcessStream", StreamRequest.SerializeToString)
        call = stream(timeout=10)
        await call.write(StreamRequest(request_id="1", request=CALL))
        await call.read()
    elif way == "unary":
        unary: Any = channel.unary_unary(f"/{names.GRPC['stage']}/Process", Request.SerializeToString)
        await unary(CALL, timeout=10)
    elif way == "null":
        null: Any = channel.unary_unary(f"/{names.GRPC['null']}/Process", Request.SerializeToString)
        await null(CALL, timeout=10)
    elif way == "diagnostics":
        stub: Any = diagnostics_service_pb2_grpc.DiagnosticsServiceStub(channel)
        await stub.Usage(diagnostics_service_pb2.UsageRequest(), timeout=10)
    else:
        health: Any = health_pb2_grpc.HealthStub(channel)
        await health.Check(health_pb2.HealthCheckRequest(), timeout=10)


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_a_stranger_is_refused_over_grpc(
    cluster: Cluster, stranger: Stranger, logged: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """On a stream, by a unary call, of the null stage, diagnostics and health: no connection, or no permission.

    The log says why.
    """
    wanted = "PERMISSION_DENIED" if stranger == "another stage" else "UNAVAILABLE"
    found = {}
    async with serving(cluster, "grpc") as port, channel_of(cluster, stranger, port) as channel:
        for way in ("stream", "unary", "null", "diagnostics", "health"):
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await ask(channel, way)
            found[way] = refused.value.code().name
    assert found == dict.fromkeys(found, wanted)
    assert GRPC_SAYS[stranger] in capfd.readouterr().err + "".join(logged)


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_a_stranger_is_refused_over_http(cluster: Cluster, stranger: Stranger, logged: list[str]) -> None:
    """Calls and health: no connection, or 403 with the error's own document; each is logged with where and why."""
    context = ssl.create_default_context(cadata=cluster.ca.cert_pem.bytes().decode())
    context.check_hostname = False
    if leaf := shown_by(stranger, cluster.ca, "service-c1"):
        leaf.configure_cert(context)
    scheme = "http" if stranger == "plain" else "https"
    async with serving(cluster, "rpc") as port, httpx.AsyncClient(verify=context, trust_env=False) as client:
        for method, path in (("POST", "/rpc"), ("GET", "/health")):
            asking = client.request(method, f"{scheme}://127.0.0.1:{port}{path}", json={})
            if stranger == "another stage":
                answer = await asking
                assert (answer.status_code, answer.json()["reason"]) == (403, "PermissionDenied")
            else:
                with pytest.raises(httpx.TransportError):
                    await asking
    refused = [line for line in logged if "refused" in line and "127.0.0.1" in line]
    assert len(refused) == 2
    assert all(WHY[stranger] in line for line in refused)


async def test_connections_without_a_handshake_keep_nobody_out(cluster: Cluster) -> None:
    """More of them than a server has room for: the one that has been there longest ends for each new one."""
    async with serving(cluster, "rpc") as port, connected(port, limits.MAX_CONNECTIONS + 50) as held:
        edge = edge_as(cluster, MAIN, "rpc", port)
        assert await edge.ready() == ""
        assert await asyncio.wait_for(held[0][0].read(), 5) == b""
        await edge.close()


def test_who_makes_room_during_the_handshake_leaves_nothing(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the loop of our processes: a stop, which waits for connections, would wait for theirs."""
    monkeypatch.setattr(connection, "MAX_CONNECTIONS", 1)

    async def scene() -> None:
        async with asyncio.timeout(SECONDS), serving(cluster, "rpc", drain=600) as port, connected(port, 3) as held:
            assert await asyncio.wait_for(held[0][0].read(), 5) == b""

    tasks.run(scene())


def test_those_who_come_in_one_turn_make_room_in_their_order(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the loop of our processes, whose time stands still during a turn."""
    monkeypatch.setattr(connection, "MAX_CONNECTIONS", 4)

    async def scene() -> None:
        async with asyncio.timeout(SECONDS), serving(cluster, "rpc") as port:
            # Not awaited: all are there before the server looks.
            clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
            loop = asyncio.get_running_loop()
            for client in clients:
                client.setblocking(False)
            with contextlib.suppress(ConnectionError):
                for client in clients[:4]:
                    assert await loop.sock_recv(client, 1) == b""
            for client in clients[4:]:
                with pytest.raises(BlockingIOError):
                    client.recv(1)
                client.close()

    tasks.run(scene())


def test_a_handshake_that_begins_with_the_connection_is_answered(cluster: Cluster) -> None:
    """On the loop of our processes: the client's first bytes are there before the server looks at the connection."""
    said = ssl.MemoryBIO()
    session = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), said, server_hostname=STAGE.service)
    with pytest.raises(ssl.SSLWantReadError):
        session.do_handshake()

    async def scene() -> bytes:
        async with asyncio.timeout(SECONDS), serving(cluster, "rpc") as port:
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(said.read())
                client.setblocking(False)
                return await asyncio.get_running_loop().sock_recv(client, 1)

    assert tasks.run(scene()) == HANDSHAKE


async def test_a_handshake_has_a_time(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a header has."""
    monkeypatch.setattr(secure, "HEADER_SECONDS", 0.3)
    async with serving(cluster, "rpc") as port, connected(port, 1) as [(reader, _)]:
        assert await asyncio.wait_for(reader.read(), 5) == b""


@pytest.mark.parametrize("transport", MODES)
async def test_a_stage_calls_those_after_it_only(cluster: Cluster, transport: Transport) -> None:
    """B answers A and main, but not D; the error has its class and names both over every transport."""
    async with serving(cluster, "rpc" if transport == "rpc" else "grpc") as port:
        for name, allowed in ((MAIN, True), ("service-a", True), ("service-d", False), ("service-b", False)):
            edge = edge_as(cluster, name, transport, port)
            # Whoever may call hears that the draft lacks a part.
            says = "does not have" if allowed else f"{name} may not call the stage"
            with pytest.raises(MissingPart if allowed else PermissionDenied, match=says):
                await edge.process(CALL, 10)
            assert bool(await edge.ready()) is (name == "service-d")
            await edge.close()


@pytest.mark.parametrize("transport", MODES)
async def test_a_new_certificate_is_shown_without_a_new_process(cluster: Cluster, transport: Transport) -> None:
    """A line that works shows the first one; when the file has another one, the next calls go over a line with that."""
    files = cluster.files["service-d"]
    put(issued(cluster.ca, "service-d", "service-a"), files)
    async with serving(cluster, "rpc" if transport == "rpc" else "grpc") as port:
        edge = edge_as(cluster, "service-d", transport, port)
        with pytest.raises(MissingPart):
            await edge.process(CALL, 10)
        put(issued(cluster.ca, "service-d"), files)
        with pytest.raises(PermissionDenied):
            await called_until_refused(edge)
        await edge.close()


async def test_diagnostics_are_for_main(cluster: Cluster) -> None:
    """A stage that may call another one may not ask what it uses."""
    async with serving(cluster, "grpc") as port:
        for name, told in ((MAIN, "OK"), ("service-a", "PERMISSION_DENIED")):
            found = store(cluster.files[name], name)
            assert found
            async with open_channel(f"127.0.0.1:{port}", "", STAGE.name, found.current) as channel:
                try:
                    await ask(channel, "diagnostics")
                    code = "OK"
                except grpc.aio.AioRpcError as error:
                    code = error.code().name
            assert (name, code) == (name, told)


@pytest.mark.parametrize("transport", MODES)
async def test_a_server_with_another_stages_certificate_is_not_called(cluster: Cluster, transport: Transport) -> None:
    """The name is verified, although an address is dialled: what B answers is not taken for C1's."""
    async with serving(cluster, "rpc" if transport == "rpc" else "grpc") as port:
        edge = edge_as(cluster, MAIN, transport, port, stage="image_concept")
        with pytest.raises(Unavailable, match=r"(?i)hostname"):
            await edge.process(CALL, 10)
        await edge.close()


@pytest.mark.parametrize("transport", MODES)
async def test_a_refusal_is_logged_with_who_and_where(
    cluster: Cluster, transport: Transport, logged: list[str]
) -> None:
    """The certificate's name and the caller's address; at most so many lines a minute."""
    async with serving(cluster, "rpc" if transport == "rpc" else "grpc") as port:
        edge = edge_as(cluster, "service-d", transport, port)
        for _ in range(access.MAX_LINES + 5):
            with pytest.raises(PermissionDenied):
                await edge.process(CALL, 10)
        await edge.close()
    lines = [line for line in logged if "refused" in line]
    assert len(lines) == access.MAX_LINES
    assert "refused service-d at " in lines[0]
    assert "127.0.0.1:" in lines[0]


@pytest.mark.parametrize("mode", ["rpc", "grpc"])
async def test_the_containers_probe_shows_its_own_certificate(cluster: Cluster, mode: Literal["rpc", "grpc"]) -> None:
    """The health of its server is what a service may ask for with its own name; without a certificate nobody may."""
    variables_of = {name.upper(): str(path) for name, path in variables(cluster.files[STAGE.service]).items()}
    async with serving(cluster, mode) as port:
        known = {"SERVICE_NAME": STAGE.name, "SERVICE_PORT": str(port), "PIPELINE_MODE": mode}
        codes = []
        for environment in (known | variables_of, known):
            command = [sys.executable, "-m", "services.runtime.server.probe"]
            given = os.environ | environment
            done = await asyncio.to_thread(
                subprocess.run, command, env=given, cwd=ROOT, stderr=subprocess.DEVNULL, check=False
            )
            codes.append(done.returncode)
    assert codes == [0, 1]
    assert probe.own_files() == ()


@pytest.mark.parametrize("required", [True, False])
async def test_a_server_without_tls_beyond_loopback(required: bool, logged: list[str]) -> None:
    """It says so at the start, or refuses where TLS_REQUIRED is set."""
    settings = ServiceSettings(service_name=STAGE.name, service_port=0, service_bind=ANYWHERE, tls_required=required)
    if required:
        with pytest.raises(ConfigurationError, match=r"^TLS_REQUIRED: SERVICE_BIND=0\.0\.0\.0"):
            StageServer(STAGE, build(STAGE), settings)
        return
    server = StageServer(STAGE, build(STAGE), settings)
    await server.start()
    await server.stop()
    assert len([line for line in logged if "answers whoever reaches it" in line]) == 1


async def test_a_server_on_loopback_says_nothing(logged: list[str]) -> None:
    """Only this machine reaches it."""
    settings = ServiceSettings(service_name=STAGE.name, service_port=0, tls_required=True)
    server = StageServer(STAGE, build(STAGE), settings)
    await server.start()
    await server.stop()
    assert not [line for line in logged if "TLS" in line]


def test_a_process_with_an_unfit_certificate_ends_with_a_line(cluster: Cluster) -> None:
    """It names the variable and what to do; the key is not in it."""
    files = cluster.files[STAGE.service]
    environment = {name.upper(): str(path) for name, path in variables(files).items()}
    done = subprocess.run(
        [sys.executable, "-m", "services.runtime"],
        env=os.environ | environment | {"SERVICE_NAME": "service_a", "SERVICE_PORT": "0"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "error: TLS_CERTIFICATE_FILE: " in done.stderr
    assert "is not service-a's" in done.stderr
    assert "PRIVATE" not in done.stdout + done.stderr
