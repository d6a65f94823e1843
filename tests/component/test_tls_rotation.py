"""Certificates and their authority change while runs go on: none fails, and what was before is refused afterwards."""

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
import trustme

from main.drive import hub
from services.catalog import MAIN, STAGES
from services.contract.errors import StoryloomError
from tests.certificates import EVERYBODY, files_for, issued, put, trust
from tests.component.test_chain import MODES, Mode, Pipeline, new_draft, pipeline

AT_ONCE = 2
SECONDS = 120


async def seen(port: int, leaf: trustme.LeafCert, ca: trustme.CA) -> bytes:
    """The certificate that the server shows to this one, which it takes. Raises OSError when it does not."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.set_alpn_protocols(["h2", "http/1.1"])
    ca.configure_trust(context)
    leaf.configure_cert(context)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    try:
        secure: ssl.SSLObject = writer.get_extra_info("ssl_object")
        if secure.selected_alpn_protocol() != "h2":
            writer.write(b"GET /health HTTP/1.1\r\nHost: here\r\n\r\n")
        # In TLS 1.3 a server says only after the handshake what it thinks of the certificate: by its first byte.
        if not await asyncio.wait_for(reader.read(1), 5):
            raise ConnectionResetError("refused")
        return secure.getpeercert(binary_form=True) or b""
    finally:
        writer.transport.abort()


async def until(*true: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until each is so."""
    deadline = time.monotonic() + SECONDS
    for ask in true:
        while not await ask():
            assert time.monotonic() < deadline, "it did not become so"
            await asyncio.sleep(0.1)


class Rotation:
    """A pipeline whose certificates change."""

    def __init__(self, folder: Path) -> None:
        self.ca = trustme.CA()
        self.files = {name: files_for(folder, name, self.ca) for name in EVERYBODY}
        self.leaves = {name: issued(self.ca, name) for name in EVERYBODY}
        self.ports: dict[str, int] = {}
        self.runs = 0
        self.failed: list[StoryloomError] = []

    async def replace(self, ca: trustme.CA) -> None:
        """New certificates of an authority, one process after the other, until every server shows its own."""
        self.leaves = {name: issued(ca, name) for name in EVERYBODY}
        for name, leaf in self.leaves.items():
            put(leaf, self.files[name])
            await asyncio.sleep(0)

        async def shows(name: str, port: int) -> bool:
            wanted = ssl.PEM_cert_to_DER_cert(self.leaves[name].cert_chain_pems[0].bytes().decode())
            with contextlib.suppress(OSError):
                return await seen(port, self.leaves[MAIN], ca) == wanted
            return False

        await until(*(partial(shows, name, port) for name, port in self.ports.items()))

    async def trust(self, cas: Iterable[trustme.CA]) -> None:
        """Let all trust these authorities and no other."""
        for files in self.files.values():
            trust(cas, files)

    async def takes(self, leaf: trustme.LeafCert, ca: trustme.CA, *, wanted: bool) -> None:
        """Wait until every server takes a certificate, or refuses it."""

        async def so(port: int) -> bool:
            try:
                await seen(port, leaf, ca)
            except OSError:
                return not wanted
            return wanted

        await until(*(partial(so, port) for port in self.ports.values()))

    async def more_runs(self) -> None:
        """Wait until runs have begun and ended since."""
        before = self.runs

        async def so() -> bool:
            return self.runs >= before + 2 * AT_ONCE

        await until(so)


@contextlib.asynccontextmanager
async def under_load(found: Pipeline, rotation: Rotation) -> AsyncIterator[None]:
    """Runs without end, by hub and chain in turn."""
    over = False

    async def work(number: int) -> None:
        while not over:
            draft = new_draft(text_only=True)
            number += AT_ONCE
            draft.run_id = f"r{number}"
            try:
                if number % 4 < AT_ONCE:
                    await hub.drive(draft, found.edges, 30, found.started, found.ended)
                else:
                    await found.run(draft, seconds=30, patience=5)
            except StoryloomError as error:
                rotation.failed.append(error)
            rotation.runs += 1

    working = [asyncio.create_task(work(number)) for number in range(AT_ONCE)]
    try:
        yield
    finally:
        over = True
        await asyncio.gather(*working)


@pytest.mark.parametrize("mode", MODES)
async def test_no_run_fails_while_certificates_and_authority_change(mode: Mode, tmp_path: Path) -> None:
    """New certificates of the same authority; then a new authority: both trusted, new certificates, the old one not."""
    rotation, new = Rotation(tmp_path), trustme.CA()
    old, stolen = rotation.ca, issued(rotation.ca, MAIN)
    async with pipeline(mode, tls=rotation.files, age=1) as found:
        rotation.ports = {stage.service: int(found.addresses[stage.name].rpartition(":")[2]) for stage in STAGES}
        async with under_load(found, rotation):
            await rotation.more_runs()
            await rotation.replace(old)
            await rotation.more_runs()
            await rotation.trust([old, new])
            await rotation.takes(issued(new, MAIN), old, wanted=True)
            await rotation.replace(new)
            await rotation.more_runs()
            await rotation.takes(stolen, new, wanted=True)
            await rotation.trust([new])
            await rotation.takes(stolen, new, wanted=False)
            await rotation.more_runs()
    assert rotation.failed == []
