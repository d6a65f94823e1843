"""What the command sends again when an answer is lost: nothing that could be done twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from main.command import remote
from main.command.view import view_for
from services.contract import request
from services.contract.errors import StoryloomError, Unavailable

Heard = list[str]
"""The heads of the requests that a server has read."""


@pytest.fixture
async def losing() -> AsyncIterator[tuple[str, Heard]]:
    """A server that reads each request and ends the connection without an answer: its address, and what it heard."""
    heard: Heard = []

    async def lose(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.close()

    async with await asyncio.start_server(lose, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}", heard


def keys(heard: Heard) -> list[str]:
    """The Idempotency-Key of each request."""
    lines = [line for head in heard for line in head.splitlines()]
    return [line.partition(": ")[2] for line in lines if line.lower().startswith("idempotency-key")]


async def test_a_new_run_is_sent_again_with_its_key(losing: tuple[str, Heard]) -> None:
    """To the same gateway or the next one: it is one run, whichever of them has it."""
    server, heard = losing
    with pytest.raises(Unavailable):
        await remote.detach(f"{server},{server}", request.prompt("A fox"))
    assert len(heard) == len(keys(heard)) > 2
    assert len(set(keys(heard))) == 1


async def test_two_runs_have_two_keys(losing: tuple[str, Heard]) -> None:
    """Or the second sentence would be the first one's run."""
    server, heard = losing
    for _ in range(2):
        with pytest.raises(StoryloomError):
            await remote.detach(server, request.prompt("A fox"))
    assert len(set(keys(heard))) == 2


async def test_what_has_no_key_is_sent_once(losing: tuple[str, Heard]) -> None:
    """A resume that may have arrived is not asked again."""
    server, heard = losing
    with pytest.raises(Unavailable):
        await remote.resume(server, "r", view_for(as_json=True))
    assert [head.split()[0] for head in heard] == ["POST"]
