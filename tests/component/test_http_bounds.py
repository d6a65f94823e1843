"""HTTP servers keep answering, whatever clients do with their connections."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, Router

from services.contract import limits
from services.contract.calls import OnProgress, Response
from services.contract.calls import Request as StageRequest
from services.runtime.server import connection
from services.runtime.server.busy import RequestLimit
from services.runtime.server.http import HttpServer
from services.runtime.server.rpc import RpcListener
from services.runtime.settings import ServiceSettings

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
HALF = b"POST /rpc HTTP/1.1\r\nHost: here\r\nX-"


async def answered(request: StageRequest, _: float, __: OnProgress | None = None) -> Response:
    return Response(draft=request.draft)


@pytest.fixture
async def stage() -> AsyncIterator[int]:
    """The port of a stage's JSON-RPC server."""
    listener = RpcListener(answered, ServiceSettings(service_name="service_a", service_drain_seconds=1), 0)
    yield await listener.start()
    await listener.stop()


@contextlib.asynccontextmanager
async def connected(port: int, count: int, sends: bytes = b"") -> AsyncIterator[list[Streams]]:
    found = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]
    for _, writer in found:
        writer.write(sends)
    try:
        yield found
    finally:
        for _, writer in found:
            writer.close()


async def status(port: int, path: str = "/health") -> bytes:
    """The first line of the answer to a GET."""
    async with connected(port, 1, f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode()) as [(reader, _)]:
        return await asyncio.wait_for(reader.readline(), 5)


@pytest.mark.parametrize("sends", [b"", HALF], ids=["idle", "half a header"])
async def test_idle_connections_keep_nobody_out(stage: int, sends: bytes) -> None:
    """More of them than a server has room for: the one that has been idle longest ends for each new one."""
    async with connected(stage, limits.MAX_CONNECTIONS + 50, sends) as held:
        assert b"200" in await status(stage)
        assert await asyncio.wait_for(held[0][0].read(), 5) == b""


async def test_a_header_has_a_time_to_arrive(stage: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts from the connection on, and bytes that drip in do not make it longer."""
    monkeypatch.setattr(connection, "HEADER_SECONDS", 0.3)
    async with connected(stage, 1, HALF) as [(reader, writer)]:
        ended = asyncio.create_task(reader.read())
        with contextlib.suppress(ConnectionError):
            while not ended.done():
                writer.write(b"x")
                await asyncio.wait((ended,), timeout=0.05)
        # A byte that came after the end makes it a reset.
        with contextlib.suppress(ConnectionResetError):
            assert await ended == b""


async def test_the_next_header_has_a_time_too(stage: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a connection that was used before."""
    monkeypatch.setattr(connection, "HEADER_SECONDS", 0.3)
    async with connected(stage, 1, b"GET /health HTTP/1.1\r\nHost: here\r\n\r\n" + HALF) as [(reader, _)]:
        said = await asyncio.wait_for(reader.read(), 5)
        assert said.startswith(b"HTTP/1.1 200")
        assert said.endswith(b'"SERVING"}')


class Shop:
    """An application with an endless answer and one that waits, over a real server."""

    def __init__(self) -> None:
        self.asked = asyncio.Semaphore(0)
        self.left = asyncio.Event()
        self.open = asyncio.Event()

    async def endless(self, _: Request) -> StreamingResponse:
        async def pieces() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield b"x" * limits.WRITE_BYTES
                    await asyncio.sleep(0)
            finally:
                self.left.set()

        return StreamingResponse(pieces())

    async def waits(self, _: Request) -> PlainTextResponse:
        self.asked.release()
        await self.open.wait()
        return PlainTextResponse("done")

    async def health(self, _: Request) -> PlainTextResponse:
        return PlainTextResponse("well")

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[int]:
        routes = [Route("/endless", self.endless), Route("/waits", self.waits), Route("/health", self.health)]
        server = HttpServer(RequestLimit(Router(routes), ["/health"]), drain_seconds=1)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            serving = asyncio.create_task(server.serve([listener]))
            yield listener.getsockname()[1]
            self.open.set()
            server.should_exit = True
            await serving


async def test_who_does_not_read_an_answer_loses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that nobody takes ends, and with it what it holds."""
    monkeypatch.setattr(connection, "WRITE_SECONDS", 0.3)
    shop = Shop()
    async with shop.serving() as port, connected(port, 1, b"GET /endless HTTP/1.1\r\nHost: here\r\n\r\n"):
        await asyncio.wait_for(shop.left.wait(), 10)


async def test_health_is_answered_beside_all_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """One address may have so many under way; the next one is refused, and health is answered."""
    monkeypatch.setattr("services.runtime.server.busy.MAX_ADDRESS_REQUESTS", 20)
    shop = Shop()
    async with shop.serving() as port, connected(port, 20, b"GET /waits HTTP/1.1\r\nHost: here\r\n\r\n"):
        for _ in range(20):
            await asyncio.wait_for(shop.asked.acquire(), 5)
        assert b"429" in await status(port, "/waits")
        assert b"200" in await status(port)


async def test_a_slash_too_many_is_no_redirection(stage: int) -> None:
    """Its target would be whatever host the client names."""
    assert b"404" in await status(stage, "/health/")
