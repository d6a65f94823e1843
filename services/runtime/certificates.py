"""This process's certificate, key and trusted authorities: read from files, checked, and read anew when they change."""

import os
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from loguru import logger

from services.contract.errors import ConfigurationError

MAX_FILE_BYTES = 1024 * 1024
"""Largest file of certificates that is read."""
LOOK_SECONDS = 1.0
"""How often the files are looked at, at most: within this time a change is noticed."""
MAX_TURNS = 10
"""Most turns of the two sides of a handshake; TLS 1.3 takes two."""
RENEW = "`make certificates` for docker compose, else the playbook that set it up, such as `make site`"
"""What makes a new certificate."""
EXPIRED = 10
"""OpenSSL's number for a certificate whose time is over (X509_V_ERR_CERT_HAS_EXPIRED)."""
OTHERS = 0o007
"""The bits of a file's mode that are for neither its owner nor its group."""


Held_co = TypeVar("Held_co", covariant=True)


class Ending(Protocol):
    """A certificate, or what has one."""

    @property
    def ends(self) -> datetime:
        """When others begin to refuse it."""


@dataclass(frozen=True)
class KeyPair:
    """Paths of two PEM files."""

    certificate: Path
    """The certificate, and those of intermediate authorities after it."""
    key: Path
    """Its private key, without a passphrase."""


@dataclass(frozen=True)
class TlsFiles(KeyPair):
    """Paths of the three PEM files of mutual TLS."""

    ca: Path
    """The authorities whose certificates are trusted; two during a change of the authority."""


@dataclass(frozen=True, eq=False)
class Certificates:
    """What the files held at one moment."""

    chain: bytes
    key: bytes = field(repr=False)
    ca: bytes
    server: ssl.SSLContext = field(repr=False)
    """For who is called: every caller needs a certificate."""
    client: ssl.SSLContext = field(repr=False)
    """For who calls: the server's name is verified."""
    ends: datetime
    """When others begin to refuse the certificate."""


class Newest(Generic[Held_co]):
    """What some files hold that fit together, the newest of it; from any thread."""

    def __init__(self, files: Sequence[Path], load: Callable[[], Held_co]) -> None:
        """`load` reads and checks the files; it raises ConfigurationError for unfit ones, and so does this."""
        self._files = files
        self._load = load
        self._lock = threading.Lock()
        self._seen = self._stamp()
        self._current = load()
        self._look_at = time.monotonic() + LOOK_SECONDS
        self._said = ""

    @property
    def current(self) -> Held_co:
        """The newest; what was before, while the files hold what does not fit together."""
        if time.monotonic() >= self._look_at:
            with self._lock:
                self._look()
        return self._current

    def _look(self) -> None:
        if time.monotonic() < self._look_at:
            return  # Another thread has looked meanwhile.
        self._look_at = time.monotonic() + LOOK_SECONDS
        # Of before the reading: what changes while it is read is read again.
        if (stamp := self._stamp()) == self._seen:
            return
        try:
            self._current = self._load()
        except ConfigurationError as error:
            # Tried again at each look, for a certificate may also be of a time that is yet to come.
            if error.message != self._said:
                logger.error("the certificates of before stay in use: {}", error.message)
            self._said = error.message
            return
        self._seen, self._said = stamp, ""
        logger.info("the certificates have changed")

    def _stamp(self) -> tuple[tuple[int, ...], ...]:
        """What changes when a file is written, or another one takes its place."""
        found: list[tuple[int, ...]] = []
        for path in self._files:
            try:
                told = path.stat()
            except OSError:
                found.append(())
            else:
                found.append((told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns))
        return tuple(found)


class CertificateStore(Newest[Certificates]):
    """The newest certificates of a process for mutual TLS."""

    def __init__(self, files: TlsFiles, name: str) -> None:
        """`name`: the process's own, which its certificate must have. Raises ConfigurationError for unfit files."""
        super().__init__((files.certificate, files.key, files.ca), lambda: load(files, name))


def store(files: TlsFiles | None, name: str) -> CertificateStore | None:
    """The certificates of the process `name`; None for one that has none. Raises ConfigurationError."""
    return None if files is None else CertificateStore(files, name)


def load(files: TlsFiles, name: str) -> Certificates:
    """Read the files, and check that a peer with the same authorities would take the process for `name`.

    Raises ConfigurationError, which names the variable that is wrong.
    """
    chain = read(files.certificate, "TLS_CERTIFICATE_FILE")
    key = read(files.key, "TLS_KEY_FILE", secret=True)
    ca = read(files.ca, "TLS_CA_FILE")
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for context in (server, client):
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_mode = ssl.CERT_REQUIRED
        _trust(context, ca, files.ca)
        present(context, chain, key, files, "TLS_KEY_FILE")
    # A caller that comes back shows its certificate anew.
    server.num_tickets = 0
    try:
        ends = shake_hands(server, client, name)
    except ssl.SSLError as error:
        mend = (
            f"renew it: {RENEW}"
            if getattr(error, "verify_code", 0) == EXPIRED
            else f"make a certificate with the DNS name {name}, for servers and clients"
        )
        raise ConfigurationError(
            f"TLS_CERTIFICATE_FILE: {files.certificate} is not {name}'s by the authorities of TLS_CA_FILE"
            f" ({reason_of(error)}); {mend}"
        ) from None
    return Certificates(chain=chain, key=key, ca=ca, server=server, client=client, ends=ends)


def read(path: Path, variable: str, *, secret: bool = False) -> bytes:
    """A PEM file's content. Raises ConfigurationError, which names the variable, when it cannot be read or is unsafe.

    `secret`: it holds a key, which is not for everybody to read.
    """
    try:
        with path.open("rb") as file:
            mode, size = os.fstat(file.fileno()).st_mode, os.fstat(file.fileno()).st_size
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{variable}: {path} cannot be read: {error.strerror}") from None
    if len(content) > MAX_FILE_BYTES:
        raise ConfigurationError(f"{variable}: {path} has {size:,} bytes, over {MAX_FILE_BYTES:,}")
    # Refused and not only warned of: whoever has read the key can be this process until all trust is renewed. The
    # group may read it, for that is how a file of the host is given to a container's user.
    if secret and mode & OTHERS:
        raise ConfigurationError(
            f"{variable}: {path} is open to everybody (mode {mode & 0o777:04o}); use chmod 600, or 0400 for a secret"
        )
    return content


def _trust(context: ssl.SSLContext, ca: bytes, path: Path) -> None:
    try:
        context.load_verify_locations(cadata=ca.decode("ascii"))
    except (UnicodeDecodeError, ValueError, ssl.SSLError):
        raise ConfigurationError(f"TLS_CA_FILE: {path} has no certificates in PEM") from None


def present(context: ssl.SSLContext, chain: bytes, key: bytes, files: KeyPair, variable: str) -> None:
    """Let the context show the certificate. Raises ConfigurationError when the key, of `variable`, does not fit."""
    # By way of memory, for the context reads files only: these bytes and no newer ones are what is checked.
    try:
        with os.fdopen(os.memfd_create("certificate"), "wb") as file:
            file.write(chain + b"\n" + key)
            file.flush()
            # A passphrase would be asked for at the terminal.
            context.load_cert_chain(f"/proc/self/fd/{file.fileno()}", password="")
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"{variable}: {files.key} is not the key of {files.certificate} ({reason_of(error)});"
            " both are PEM, and the key has no passphrase"
        ) from None


def reason_of(error: Exception) -> str:
    """OpenSSL's reason in plain words. Never the error itself, which could quote what was read."""
    told = getattr(error, "verify_message", None) or getattr(error, "reason", None) or "not readable"
    return str(told).lower().replace("_", " ")


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> datetime:
    """A TLS handshake between two contexts in memory, with the server called `name`; when its certificate ends.

    Raises ssl.SSLError.
    """
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    caller = client.wrap_bio(to_client, to_server, server_hostname=name)
    sides = [caller, server.wrap_bio(to_server, to_client, server_side=True)]
    for _ in range(MAX_TURNS):
        # Each side goes on until it needs the other; the client is done first, and verified last.
        for side in tuple(sides):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            sides.remove(side)
        if not sides:
            shown: dict[str, Any] = caller.getpeercert() or {}
            return datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC)
    raise ssl.SSLError("the handshake has no end")
