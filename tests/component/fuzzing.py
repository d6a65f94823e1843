"""Messages that nobody would send: how they are made, and how they reach a process.

The generators are seeded, so that a failure can be made again. FUZZ_MESSAGES says how many there are in all tests
together: some seconds' worth by default, 100000 for an hour's.
"""

import asyncio
import contextlib
import os
import random
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from services.runtime.certificates import TlsFiles
from services.runtime.server import probe
from tests.certificates import variables
from tests.component.conftest import until

MESSAGES = int(os.environ.get("FUZZ_MESSAGES", "3000"))
SEED = 18
AT_ONCE = 16
"""Calls at the same time."""
GROWTH = 200_000_000
"""Bytes by which a process may be larger afterwards: what it has loaded, and no message."""
HERE = "127.0.0.1"
INTERESTING = (b"", b"\0", b"\xff" * 8, b"\x80" * 12, b"\xed\xa0\x80", b"9" * 400, b"[" * 5_000, b"\x1b[2J", b"~~~")
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
Mutate = Callable[[bytes], bytes]


def share(percent: float) -> int:
    """So many of all messages."""
    return max(1, int(MESSAGES * percent / 100))


def chances() -> random.Random:
    """The same in each run."""
    return random.Random(SEED)  # noqa: S311 - no secret


def mutator() -> Mutate:
    """Changes a message in a few places, each time in others."""
    chance = chances()

    def changed(message: bytes) -> bytes:
        found = bytearray(message)
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(found))
            end = min(len(found), at + chance.choice((1, 1, 4, 64, 4_096)))
            match chance.randrange(5):
                case 0:
                    found[at:end] = b""
                case 1:
                    found[at:end] = chance.randbytes(end - at)
                case 2:
                    found[at:at] = chance.choice(INTERESTING)
                case 3:
                    found[at:at] = found[at:end]
                case _ if at < len(found):
                    found[at] ^= 1 << chance.randrange(8)
        return bytes(found)

    return changed


def frames(chance: random.Random) -> bytes:
    """HTTP/2 frames of any kind, with lengths that are sometimes wrong."""
    found = PREFACE + b"\0\0\0\4\0\0\0\0\0"
    for _ in range(chance.randint(1, 12)):
        payload = chance.randbytes(chance.choice((0, 4, 5, 8, 40, 300)))
        said = len(payload) if chance.random() < 0.9 else chance.randrange(1 << 24)
        stream = chance.choice((0, 1, 1, 2, 3, 2**31 - 1))
        found += said.to_bytes(3, "big") + bytes((chance.randrange(12), chance.randrange(256)))
        found += stream.to_bytes(4, "big") + payload
    return found


def records(chance: random.Random) -> bytes:
    """TLS records of any kind, with lengths that are sometimes wrong."""
    found = b""
    for _ in range(chance.randint(1, 6)):
        payload = chance.randbytes(chance.choice((0, 1, 2, 40, 300, 16_384)))
        said = len(payload) if chance.random() < 0.8 else chance.randrange(1 << 16)
        found += bytes((chance.choice((20, 21, 22, 22, 23, 24, 255)), 3, chance.randrange(5)))
        found += said.to_bytes(2, "big") + payload
    return found


def as_client(files: TlsFiles, protocol: str) -> ssl.SSLContext:
    """What a client with these files speaks inside TLS: h2 or http/1.1."""
    context = ssl.create_default_context(cafile=files.ca)
    context.check_hostname = False
    context.load_cert_chain(files.certificate, files.key)
    context.set_alpn_protocols([protocol])
    return context


async def thrown(port: int, content: bytes, context: ssl.SSLContext | None = None) -> None:
    """Send bytes to a port, inside TLS or not, and read a little, whatever comes."""
    with contextlib.suppress(OSError, TimeoutError):
        reader, writer = await asyncio.open_connection(HERE, port, ssl=context)
        try:
            writer.write(content)
            async with asyncio.timeout(0.1):
                await reader.read(4_096)
        finally:
            writer.close()


async def torn(port: int, context: ssl.SSLContext, content: bytes, spoilt: int, mutate: Mutate) -> None:
    """Begin TLS as it should be, and spoil one of the client's flights: 0 and 1 shake hands, 2 has the content."""
    said, heard = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = context.wrap_bio(heard, said)
    with contextlib.suppress(OSError, TimeoutError):
        reader, writer = await asyncio.open_connection(HERE, port)
        try:
            async with asyncio.timeout(1):
                for flight in range(3):
                    with contextlib.suppress(ssl.SSLWantReadError):
                        session.do_handshake()
                        session.write(content)
                    writer.write(mutate(said.read()) if flight == spoilt else said.read())
                    heard.write(await reader.read(16_384))
        finally:
            writer.close()


async def all_of(calls: list[Callable[[], Any]]) -> None:
    """Make all calls, AT_ONCE at a time."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(call: Callable[[], Any]) -> None:
        async with turns:
            await call()

    await asyncio.gather(*map(one, calls))


@contextlib.contextmanager
def serving(
    folder: Path, mode: str, port: int, service: str, files: TlsFiles | None
) -> Iterator[subprocess.Popen[bytes]]:
    """A stage's server as a process."""
    settings = {"SERVICE_NAME": service, "SERVICE_PORT": str(port), "PIPELINE_MODE": mode, "SERVICE_DRAIN_SECONDS": "1"}
    # A call that meets a connection's end at its age is tried again by an edge, and there is none here.
    settings["SERVICE_CONNECTION_AGE_SECONDS"] = "86400"
    if files is not None:
        settings |= {name.upper(): str(path) for name, path in variables(files).items()}
    with (folder / f"{mode}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.runtime"], env=os.environ | settings, stdout=log, stderr=log
        )
        try:
            until(lambda: healthy(mode, port, files), process)
            yield process
        finally:
            process.terminate()
            process.wait(30)


def healthy(mode: str, port: int, files: TlsFiles | None = None) -> bool:
    """What the containers' health check finds, by the server's own files; it waits for two seconds at most."""
    tls = (str(files.certificate), str(files.key), str(files.ca)) if files is not None else ()
    if mode == "grpc":
        return probe.is_serving(HERE, port, tls)
    return probe.answers(HERE, port, "/health" if mode == "rpc" else "/healthz", tls)


def memory(process: subprocess.Popen[bytes]) -> int:
    """Resident bytes."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@contextlib.contextmanager
def outlives(process: subprocess.Popen[bytes], mode: str, port: int, files: TlsFiles | None = None) -> Iterator[None]:
    """After the block the process is there, answers for its health, and is not much larger.

    Says how large it was, and how long its health took at most during the block, asked every second.
    """
    before, over, took = memory(process), threading.Event(), [0.0]

    def watch() -> None:
        while not over.wait(1):
            began, answered = time.monotonic(), False
            with contextlib.suppress(OSError):
                answered = healthy(mode, port, files)
            took.append(time.monotonic() - began if answered else float("inf"))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()
    assert process.poll() is None
    assert healthy(mode, port, files)
    assert memory(process) < before + GROWTH
    figures = f"{before >> 20} MB before, {memory(process) >> 20} MB after, health in {max(took):.2f} s at most"
    print(f"{mode}, {'TLS' if files else 'plain'}: {figures}, asked {len(took) - 1} times")
